//! Markdown: an article with its particulars in front matter.
//!
//! Front matter is the part between two lines `---` at the top, one `key: value` a line; of YAML no more than that is
//! understood. The text is what a reader of the rendered page sees, without images, code and raw HTML.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Draft;

/// Reads an article of plain text, which stays as it is; only front matter is taken off it.
pub(super) fn read_plain(source: &str) -> Draft {
    let (front_matter, body) = split(source);
    let mut draft = particulars(front_matter);
    // Words between two rules at the top of a text may be the text's own.
    let is_front_matter = draft != Draft::default();
    draft.text = if is_front_matter { body.trim_start_matches(['\r', '\n']) } else { source }.to_owned();
    draft
}

/// Reads one article; a title that the front matter does not give is taken from a first heading.
pub(super) fn read(source: &str) -> Draft {
    let (front_matter, body) = split(source);
    let mut draft = particulars(front_matter);
    let page = render(body);
    draft.text = page.text;
    if draft.title.is_empty() {
        draft.title = page.title;
    } else if !page.title.is_empty() {
        draft.text = format!("{}\n\n{}", page.title, draft.text);
    }
    draft
}

fn particulars(front_matter: &str) -> Draft {
    let mut draft = Draft::default();
    for line in front_matter.lines() {
        if let Some((key, value)) = line.split_once(':') {
            set(&mut draft, key.trim(), unquote(value.trim()));
        }
    }
    draft
}

fn split(source: &str) -> (&str, &str) {
    let Some(rest) = source.strip_prefix("---").filter(|rest| rest.starts_with(['\n', '\r'])) else {
        return ("", source);
    };
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (&rest[..end], &rest[end + line.len()..]);
        }
        end += line.len();
    }
    ("", source)
}

fn set(draft: &mut Draft, key: &str, value: &str) {
    let field = match key.to_ascii_lowercase().as_str() {
        "id" => &mut draft.id,
        "title" => &mut draft.title,
        "date" => &mut draft.date,
        "url" => &mut draft.url,
        "outlet" | "source" | "publisher" => &mut draft.outlet,
        "author" => &mut draft.author,
        _ => return,
    };
    *field = value.to_owned();
}

fn unquote(value: &str) -> &str {
    ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(value)
}

/// What a rendered page shows: its first heading, if it is of the first level and opens the page, and the rest.
#[derive(Default)]
struct Page {
    title: String,
    text: String,
}

fn render(body: &str) -> Page {
    let mut page = Page::default();
    let mut text = String::new();
    let mut n_hidden = 0;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(body, options) {
        match event {
            Event::Start(Tag::Image { .. } | Tag::CodeBlock(_)) => n_hidden += 1,
            Event::End(TagEnd::Image | TagEnd::CodeBlock) => n_hidden -= 1,
            _ if n_hidden > 0 => {}
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            Event::Start(Tag::Item) if !text.ends_with('\n') => text.push('\n'),
            Event::End(TagEnd::TableCell) => text.push('\t'),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => end_line(&mut text, "\n"),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) if page.title.is_empty() && is_one_line(&text) => {
                page.title = std::mem::take(&mut text).trim().to_owned();
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_) | TagEnd::Table) => {
                end_line(&mut text, "\n\n");
            }
            _ => {}
        }
    }
    page.text = text.trim().to_owned();
    page
}

/// Ends a block with exactly these line breaks.
fn end_line(text: &mut String, breaks: &str) {
    text.truncate(text.trim_end().len());
    text.push_str(breaks);
}

fn is_one_line(text: &str) -> bool {
    !text.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        assert_eq!(read(source).text, expected, "from {source:?}");
    }

    #[test]
    fn front_matter_gives_the_particulars() {
        let draft = read(
            "---\ntitle: \"Talks: a start\"\ndate: 2024-09-01\nurl: https://example.org/a\noutlet: Example\nid: a1\nmood: grey\n---\n\nIran met Iraq.\n",
        );
        assert_eq!(draft.title, "Talks: a start");
        assert_eq!(
            (draft.date.as_str(), draft.url.as_str(), draft.outlet.as_str(), draft.id.as_str()),
            ("2024-09-01", "https://example.org/a", "Example", "a1")
        );
        assert_eq!(draft.text, "Iran met Iraq.");
    }

    #[test]
    fn plain_text_may_have_front_matter_too() {
        let draft = read_plain("---\ntitle: Talks\n---\n\n*Iran* met Iraq.\n");
        assert_eq!((draft.title.as_str(), draft.text.as_str()), ("Talks", "*Iran* met Iraq.\n"));
        for text in ["---\nIran met Iraq.\n---\nThey left.", "--- Iran", "Iran.\n---\ntitle: no\n---\n"] {
            assert_eq!(read_plain(text), Draft { text: text.to_owned(), ..Draft::default() });
        }
    }

    #[test]
    fn a_first_heading_is_the_title_unless_one_is_given() {
        let draft = read("# Talks end\n\nIran met Iraq.\n\n## Later\n\nThey left.");
        assert_eq!((draft.title.as_str(), draft.text.as_str()), ("Talks end", "Iran met Iraq.\n\nLater\n\nThey left."));
        let draft = read("---\ntitle: Other\n---\n# Talks end\n\nIran met Iraq.");
        assert_eq!((draft.title.as_str(), draft.text.as_str()), ("Other", "Talks end\n\nIran met Iraq."));
        assert_eq!(read("Iran met Iraq.\n\n# Later").title, "");
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        check("--- no matter\n\nIran met Iraq.", "--- no matter\n\nIran met Iraq.");
        check("Iran met Iraq.\n\n---\n\nThey left.", "Iran met Iraq.\n\nThey left.");
    }

    #[test]
    fn markup_is_gone_and_words_stay() {
        check("**Iran** met [Iraq](https://example.org) in *Muscat*.", "Iran met Iraq in Muscat.");
        check("Iran ![flag of Iraq](f.png)met <b>Oman</b>.\n\n```\ncode\n```\n", "Iran met Oman.");
        check("AT&amp;T met Iran & Iraq.", "AT&T met Iran & Iraq.");
    }

    #[test]
    fn lines_stay_as_wrapped_and_items_apart() {
        check("Iran met\nIraq.\nThey left.", "Iran met\nIraq.\nThey left.");
        check("Members:\n\n- Iran\n- Iraq\n\nThey left.", "Members:\n\nIran\nIraq\n\nThey left.");
        check("| a | b |\n|---|---|\n| Iran | Iraq |\n", "a\tb\nIran\tIraq");
    }
}
