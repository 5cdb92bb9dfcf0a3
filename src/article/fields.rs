//! Which fields of an object, or columns of a table, hold an article's text and particulars.
//!
//! A user's word (`--map text=body`) counts; else the names that this project documents; else names that news databases
//! and scrapers use, case, blanks and underscores aside. A name may go into nested objects: `article.body`.

use std::fmt;
use std::str::FromStr;

/// A part of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The article itself.
    Text,
    /// Its headline.
    Title,
    /// Day of publication.
    Date,
    /// Address of the original.
    Url,
    /// Who published it.
    Outlet,
    /// Its name in its source.
    Id,
    /// Who wrote it.
    Author,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 7] =
        [Field::Text, Field::Title, Field::Date, Field::Url, Field::Outlet, Field::Id, Field::Author];

    /// The word by which `--map` and messages call it.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Title => "title",
            Field::Date => "date",
            Field::Url => "url",
            Field::Outlet => "outlet",
            Field::Id => "id",
            Field::Author => "author",
        }
    }

    /// Names that are read without a word, the first that holds something counts.
    pub(super) const fn names(self) -> &'static [&'static str] {
        match self {
            Field::Text => &["text", "body", "content"],
            Field::Title => &["title", "headline"],
            Field::Date => &["date"],
            Field::Url => &["url", "link"],
            Field::Outlet => &["outlet", "source", "publisher"],
            Field::Id => &["id"],
            Field::Author => &["author"],
        }
    }

    /// Names that are taken for it where none of the others is there, and shown; lower case, letters and digits only.
    pub(super) const fn guesses(self) -> &'static [&'static str] {
        match self {
            Field::Text => &[
                "text",
                "body",
                "content",
                "articlebody",
                "articletext",
                "fulltext",
                "maintext",
                "bodytext",
                "plaintext",
                "contenttext",
                "cleanedtext",
                "cleantext",
                "storytext",
                "newstext",
                "rawtext",
                "contenthtml",
                "article",
                "story",
            ],
            Field::Title => &["title", "headline", "articletitle", "webtitle", "heading", "head", "newstitle"],
            Field::Date => &[
                "date",
                "datepublished",
                "publisheddate",
                "publishdate",
                "publicationdate",
                "publishedat",
                "publishedon",
                "datepublish",
                "pubdate",
                "published",
                "webpublicationdate",
                "loaddate",
                "articledate",
                "firstpublished",
            ],
            Field::Url => {
                &["url", "link", "weburl", "articleurl", "canonicalurl", "permalink", "href", "sourceurl", "uri"]
            }
            Field::Outlet => &[
                "outlet",
                "source",
                "publisher",
                "publication",
                "sitename",
                "newspaper",
                "sourcename",
                "sourcedomain",
                "domain",
                "site",
                "media",
            ],
            Field::Id => &["id", "articleid", "docid", "documentid", "guid", "uuid", "uid"],
            Field::Author => &["author", "authors", "byline", "creator", "writer"],
        }
    }
}

/// A name as guesses are written.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a user says of fields: `text=body,title=headline`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    named: Vec<(Field, String)>,
}

impl Fields {
    /// The name that the user gave for a field.
    pub fn of(&self, field: Field) -> Option<&str> {
        self.named.iter().find(|(named, _)| *named == field).map(|(_, name)| name.as_str())
    }
}

impl FromStr for Fields {
    type Err = String;

    fn from_str(text: &str) -> Result<Fields, String> {
        let mut fields = Fields::default();
        for pair in text.split(',').filter(|pair| !pair.trim().is_empty()) {
            let (field, name) = pair
                .split_once('=')
                .map(|(field, name)| (field.trim(), name.trim()))
                .filter(|(_, name)| !name.is_empty())
                .ok_or_else(|| format!("expected FIELD=NAME, found \"{pair}\""))?;
            let known = || Field::ALL.map(Field::name).join(", ");
            let field = Field::ALL
                .into_iter()
                .find(|known| known.name() == field)
                .ok_or_else(|| format!("no part of an article is called \"{field}\"; there are {}", known()))?;
            if fields.of(field).is_some() {
                return Err(format!("\"{}\" is named twice", field.name()));
            }
            fields.named.push((field, name.to_owned()));
        }
        Ok(fields)
    }
}

impl fmt::Display for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs: Vec<String> = self.named.iter().map(|(field, name)| format!("{}={name}", field.name())).collect();
        f.write_str(&pairs.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_names_fields() {
        let fields: Fields = "text=article.body, title=head".parse().unwrap();
        assert_eq!((fields.of(Field::Text), fields.of(Field::Title)), (Some("article.body"), Some("head")));
        assert_eq!(fields.of(Field::Date), None);
        assert_eq!(fields.to_string(), "text=article.body,title=head");
        for (text, message) in [
            ("body", "expected FIELD=NAME, found \"body\""),
            (
                "txt=body",
                "no part of an article is called \"txt\"; there are text, title, date, url, outlet, id, author",
            ),
            ("text=a,text=b", "\"text\" is named twice"),
        ] {
            assert_eq!(text.parse::<Fields>(), Err(message.to_owned()));
        }
    }

    #[test]
    fn guesses_are_plain_and_no_name_stands_for_two() {
        let mut seen: Vec<&str> = Field::ALL.into_iter().flat_map(|field| field.guesses().iter().copied()).collect();
        assert!(seen.iter().all(|name| plain(name) == *name));
        let n_names = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), n_names);
    }
}
