//! What a page says of its article in JSON-LD, schema.org's way of putting data into a page.
//!
//! An article may stand alone, in a list, in a `@graph` as WordPress writes it, or as the main entity of the page; its
//! publisher and author may be named by an `@id` that another object bears. Of several articles the one counts whose
//! address or headline is the page's own: the others are teasers, and their dates are not the page's.

use dom_query::Document;
use serde_json::{Map, Value};

/// What was found, empty for nothing.
#[derive(Debug, Default)]
pub(super) struct LinkedData {
    pub(super) headline: String,
    pub(super) date: String,
    pub(super) url: String,
    pub(super) outlet: String,
    pub(super) author: String,
    pub(super) body: String,
    /// Whether the page says that its text is for subscribers.
    pub(super) is_paid: bool,
    /// Whether there is an article at all.
    pub(super) is_article: bool,
}

/// Reads the scripts of a page; `address` and `title` tell the page's own article from others.
pub(super) fn read(page: &Document, address: &str, title: &str) -> LinkedData {
    let mut objects = Vec::new();
    for script in page.select(r#"script[type="application/ld+json"]"#).iter() {
        if let Some(value) = parse(&script.text()) {
            collect(value, &mut objects, 0);
        }
    }
    let articles = objects.iter().filter(|object| object.get("@type").is_some_and(is_article_type));
    let best = articles.enumerate().max_by_key(|(i, object)| (likeness(object, address, title), usize::MAX - i));
    best.map_or_else(LinkedData::default, |(_, article)| data(article, &objects))
}

/// JSON as pages hold it: line breaks inside of strings, comments around it.
fn parse(script: &str) -> Option<Value> {
    let text = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// All objects that may be the article, its publisher or its author.
fn collect(value: Value, objects: &mut Vec<Map<String, Value>>, depth: usize) {
    const CONTAINERS: [&str; 3] = ["@graph", "mainEntity", "mainEntityOfPage"];
    match value {
        _ if depth > 5 => {}
        Value::Array(values) => values.into_iter().for_each(|value| collect(value, objects, depth + 1)),
        Value::Object(mut object) => {
            for key in CONTAINERS {
                let inner = object.get_mut(key).filter(|inner| inner.is_array() || inner.is_object());
                if let Some(inner) = inner.map(Value::take) {
                    let id = inner.get("@id").cloned().unwrap_or_default();
                    collect(inner, objects, depth + 1);
                    object.insert(key.to_owned(), id);
                }
            }
            objects.push(object);
        }
        _ => {}
    }
}

fn is_article_type(value: &Value) -> bool {
    match value {
        Value::String(name) => name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report",
        Value::Array(names) => names.iter().any(is_article_type),
        _ => false,
    }
}

/// How sure it is that an article is the page's own.
fn likeness(article: &Map<String, Value>, address: &str, title: &str) -> u8 {
    let is_here = !address.is_empty() && addresses(article).any(|url| same(url, address));
    let headline = text(article, "headline");
    let is_titled = !headline.is_empty() && title.contains(headline.trim());
    u8::from(is_here) * 2 + u8::from(is_titled)
}

fn same(a: &str, b: &str) -> bool {
    let plain = |url: &str| {
        let url = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.").to_owned()
    };
    plain(a) == plain(b)
}

fn addresses(article: &Map<String, Value>) -> impl Iterator<Item = &str> {
    ["url", "mainEntityOfPage", "@id"]
        .into_iter()
        .filter_map(|key| article.get(key)?.as_str())
        .filter(|url| url.starts_with("http"))
}

fn data(article: &Map<String, Value>, objects: &[Map<String, Value>]) -> LinkedData {
    let first =
        |keys: &[&str]| keys.iter().map(|key| text(article, key)).find(|text| !text.is_empty()).unwrap_or_default();
    LinkedData {
        headline: first(&["headline", "name"]),
        date: text(article, "datePublished"),
        url: addresses(article).next().unwrap_or_default().to_owned(),
        outlet: article.get("publisher").map(|value| name(value, objects)).unwrap_or_default(),
        author: article.get("author").map(|value| name(value, objects)).unwrap_or_default(),
        body: body(article),
        is_paid: article.get("isAccessibleForFree").is_some_and(is_false),
        is_article: true,
    }
}

fn text(object: &Map<String, Value>, key: &str) -> String {
    object.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// The name of an organisation or person, or of several: a word, an object, or the `@id` of one.
fn name(value: &Value, objects: &[Map<String, Value>]) -> String {
    match value {
        Value::String(name) if !name.starts_with("http") => name.trim().to_owned(),
        Value::Array(values) => {
            let names: Vec<String> =
                values.iter().map(|value| name(value, objects)).filter(|name| !name.is_empty()).collect();
            names.join(", ")
        }
        Value::Object(object) => {
            let own = text(object, "name");
            if !own.is_empty() {
                return own;
            }
            let id = object.get("@id");
            let meant = objects.iter().find(|other| id.is_some() && other.get("@id") == id);
            meant.map(|object| text(object, "name")).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// The text, of a live blog that of its entries.
fn body(article: &Map<String, Value>) -> String {
    let own = text(article, "articleBody");
    let updates = article.get("liveBlogUpdate").and_then(Value::as_array);
    match updates.filter(|_| own.is_empty()) {
        Some(updates) => {
            let entries = updates
                .iter()
                .filter_map(Value::as_object)
                .flat_map(|entry| [text(entry, "headline"), text(entry, "articleBody")]);
            entries.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
        }
        None => own,
    }
}

fn is_false(value: &Value) -> bool {
    match value {
        Value::Bool(is_free) => !is_free,
        Value::String(word) => word.eq_ignore_ascii_case("false"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(scripts: &[&str], address: &str) -> LinkedData {
        let scripts: String =
            scripts.iter().map(|script| format!("<script type='application/ld+json'>{script}</script>")).collect();
        read(&Document::from(format!("<html><head>{scripts}</head></html>")), address, "")
    }

    #[test]
    fn publisher_and_author_may_be_other_objects() {
        let data = linked(
            &[
                r##"{"@graph": [{"@type": "Article", "headline": "Talks", "author": {"@id": "#a"}, "publisher": {"@id": "#p"}},
                 {"@type": "Person", "@id": "#a", "name": "A. B."}, {"@type": "Organization", "@id": "#p", "name": "Daily"}]}"##,
            ],
            "",
        );
        assert_eq!((data.headline.as_str(), data.author.as_str(), data.outlet.as_str()), ("Talks", "A. B.", "Daily"));
    }

    #[test]
    fn of_several_articles_the_pages_own_counts() {
        let teasers = r#"[{"@type": "NewsArticle", "url": "https://e.org/a", "datePublished": "2024-01-01"},
                          {"@type": "NewsArticle", "url": "https://e.org/b/", "datePublished": "2024-02-02"}]"#;
        assert_eq!(linked(&[teasers], "http://www.e.org/b?x=1").date, "2024-02-02");
        assert_eq!(linked(&[teasers], "").date, "2024-01-01");
        assert!(!linked(&[r#"{"@type": "WebSite"}"#, "no json"], "").is_article);
    }

    #[test]
    fn broken_lines_and_live_blogs_are_read() {
        let data = linked(&["{\"@type\": \"NewsArticle\", \"articleBody\": \"Iran\nmet\"}"], "");
        assert_eq!(data.body, "Iran met");
        let blog = r#"{"@type": "LiveBlogPosting", "isAccessibleForFree": "False",
                       "liveBlogUpdate": [{"headline": "One", "articleBody": "Iran."}, {"articleBody": "Iraq."}]}"#;
        let data = linked(&[blog], "");
        assert_eq!((data.body.as_str(), data.is_paid), ("One\n\nIran.\n\nIraq.", true));
    }
}
