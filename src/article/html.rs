//! Saved web pages: the article without the page around it, and what the page says of it.
//!
//! The body is found by `dom_smoothie`, a port of Mozilla's Readability, in the text mode that keeps blocks apart;
//! captions and asides go before, lines such as "Read more: ..." after. Dates are only those that the page marks as
//! the day of publication: a wrong date is worse than none.

use dom_smoothie::{Config, Readability, TextMode};
use serde_json::Value;

use super::{Draft, Reason};

/// Pages with more elements are listings or broken, and take minutes.
const MAX_ELEMENTS: usize = 200_000;

/// Browsers nest elements 512 deep at most; `dom_smoothie` overflows the stack on far deeper trees.
const MAX_DEPTH: usize = 1000;

/// Reads the article of a page.
pub(super) fn read(html: String) -> Result<Draft, Reason> {
    let config = Config { text_mode: TextMode::Formatted, max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let mut page = Readability::new(html, None, Some(config)).map_err(|_| Reason::NoBody)?;
    if depth(&page) > MAX_DEPTH {
        return Err(Reason::TooDeep);
    }
    let linked = linked_data(&page);
    let marked_date = marked_date(&page);
    let canonical = attribute(&page, r#"link[rel="canonical"]"#, "href")
        .or_else(|| attribute(&page, r#"meta[property="og:url"]"#, "content"));
    page.doc.select("figcaption, aside").remove();

    let article = page.parse().map_err(|_| Reason::NoBody)?;
    let text = without_boilerplate(&article.text_content);
    if text.is_empty() {
        return Err(Reason::NoBody);
    }
    let of_article = |name: &str| linked.as_ref().and_then(|object| object[name].as_str()).map(str::to_owned);
    Ok(Draft {
        title: article.title,
        date: of_article("datePublished").or(article.published_time).or(marked_date).unwrap_or_default(),
        url: canonical.or_else(|| of_article("url")).or(article.url).unwrap_or_default(),
        outlet: article
            .site_name
            .or_else(|| linked.as_ref().and_then(|object| object["publisher"]["name"].as_str()).map(str::to_owned))
            .unwrap_or_default(),
        text,
        ..Draft::default()
    })
}

/// How deep the page's elements are nested, by a walk that needs no stack.
fn depth(page: &Readability) -> usize {
    let mut node = page.doc.root();
    let (mut depth, mut deepest) = (0, 0);
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            deepest = deepest.max(depth);
            continue;
        }
        loop {
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            match node.parent().filter(|_| depth > 1) {
                Some(parent) => node = parent,
                None => return deepest,
            }
            depth -= 1;
        }
    }
}

/// What the page says of its article in JSON-LD, schema.org's way of hiding data in a page.
///
/// `dom_smoothie` reads it too, but not where several objects share a `@graph`, as WordPress writes it.
fn linked_data(page: &Readability) -> Option<Value> {
    let scripts = page.doc.select(r#"script[type="application/ld+json"]"#);
    scripts.iter().find_map(|script| find_article(serde_json::from_str(script.text().trim()).ok()?))
}

fn find_article(value: Value) -> Option<Value> {
    match value {
        Value::Array(values) => values.into_iter().find_map(find_article),
        Value::Object(mut object) => {
            if object.get("@type").is_some_and(is_article_type) {
                return Some(Value::Object(object));
            }
            object.remove("@graph").and_then(find_article)
        }
        _ => None,
    }
}

fn is_article_type(value: &Value) -> bool {
    match value {
        Value::String(name) => name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report",
        Value::Array(names) => names.iter().any(is_article_type),
        _ => false,
    }
}

/// The date of publication that an element of the page marks as such.
fn marked_date(page: &Readability) -> Option<String> {
    attribute(page, r#"meta[itemprop="datePublished"], meta[name="date"], meta[name="pubdate"]"#, "content")
        .or_else(|| attribute(page, r#"time[itemprop="datePublished"], time[pubdate]"#, "datetime"))
        .or_else(|| attribute(page, "article time[datetime], main time[datetime]", "datetime"))
        .or_else(|| {
            // Outside the article a time may be that of any teaser, unless it is the only one.
            let times = page.doc.select("time[datetime]");
            (times.length() == 1).then(|| times.attr("datetime")).flatten().map(|value| value.to_string())
        })
}

/// An attribute of the first element that has it and says something in it.
fn attribute(page: &Readability, selector: &str, name: &str) -> Option<String> {
    let elements = page.doc.select(selector);
    elements.iter().filter_map(|element| element.attr(name)).map(|v| v.trim().to_owned()).find(|v| !v.is_empty())
}

/// Beginnings of lines that belong to the page, not to the article; lower case.
const BOILERPLATE: [&str; 24] = [
    "advertisement",
    "already have an account",
    "click here",
    "copyright ©",
    "follow us",
    "getty images",
    "have a tip?",
    "image credit:",
    "image source:",
    "image:",
    "last updated:",
    "photo by:",
    "photo credit:",
    "photo:",
    "read also:",
    "read more:",
    "read more",
    "recommended stories",
    "related:",
    "share this",
    "sign up for",
    "skip to",
    "subscribe to",
    "© ",
];

/// A line longer than this is a paragraph, whatever it begins with.
const LONGEST_BOILERPLATE: usize = 200;

fn without_boilerplate(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !is_boilerplate(line)).collect();
    lines.join("\n").trim().to_owned()
}

fn is_boilerplate(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['(', '[']);
    if line.len() > LONGEST_BOILERPLATE {
        return false;
    }
    let line = line.to_lowercase();
    BOILERPLATE.iter().any(|beginning| line.starts_with(beginning)) || line == "share" || line == "related"
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "<p>Iran's foreign minister met his Iraqi counterpart in Muscat on Sunday, officials said, and the two \
        agreed to meet again, in Baghdad, before the end of the year.</p>\
        <p>The talks, hosted by Oman, were the first of their kind, and both sides called them useful, cordial and frank.</p>";

    fn page(head: &str, body: &str) -> String {
        format!(
            "<!doctype html><html><head><title>Talks end in Muscat</title>{head}</head><body><nav><a href=/>Home</a> \
             <a href=/world>World</a></nav><article><h1>Talks end in Muscat</h1>{body}</article>\
             <footer>© 2024 Example. All rights reserved.</footer></body></html>"
        )
    }

    fn draft(head: &str, body: &str) -> Draft {
        read(page(head, body)).expect("the page has an article")
    }

    #[track_caller]
    fn check_date(head: &str, expected: &str) {
        assert_eq!(draft(head, BODY).date, expected, "from {head}");
    }

    #[test]
    fn the_article_comes_without_the_page() {
        let draft = draft("", BODY);
        assert_eq!(draft.title, "Talks end in Muscat");
        assert!(draft.text.starts_with("Iran's foreign minister met"), "{}", draft.text);
        assert!(draft.text.ends_with("cordial and frank."), "{}", draft.text);
        assert!(draft.text.contains("end of the year.\n\nThe talks"), "{}", draft.text);
    }

    #[test]
    fn captions_asides_and_teasers_are_left_out() {
        let body = format!(
            "<figure><img src=a.jpg><figcaption>A handshake</figcaption></figure>{BODY}<aside>Buy now</aside>\
             <p>Read more: Talks begin</p><p>Read them their rights, the court told the police of Basra.</p>"
        );
        let text = draft("", &body).text;
        for gone in ["handshake", "Buy now", "Talks begin"] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        assert!(text.contains("their rights"), "{text}");
    }

    #[test]
    fn the_date_of_publication_is_found_where_pages_keep_it() {
        check_date("", "");
        check_date(
            r#"<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite"},
               {"@type": ["NewsArticle"], "datePublished": "2024-09-01T10:00:00Z"}]}</script>"#,
            "2024-09-01T10:00:00Z",
        );
        check_date(r#"<meta property="article:published_time" content="2024-09-01">"#, "2024-09-01");
        check_date(r#"<meta itemprop="datePublished" content="2024-09-01">"#, "2024-09-01");
        check_date(r#"<meta property="article:modified_time" content="2024-09-02">"#, "");
        let body = format!("<time datetime='2024-09-01T08:00'>Sunday</time>{BODY}");
        assert_eq!(draft("", &body).date, "2024-09-01T08:00");
    }

    #[test]
    fn address_and_outlet_are_those_that_the_page_states() {
        let draft = draft(
            r#"<link rel="canonical" href="https://example.org/talks"><meta property="og:site_name" content="Example">"#,
            BODY,
        );
        assert_eq!((draft.url.as_str(), draft.outlet.as_str()), ("https://example.org/talks", "Example"));
    }

    #[test]
    fn a_page_without_an_article_says_so() {
        assert!(matches!(read(String::new()), Err(Reason::NoBody)));
        assert!(matches!(read("<html><body><img src=a.png></body></html>".to_owned()), Err(Reason::NoBody)));
    }

    #[test]
    fn a_page_that_nests_without_end_is_not_read() {
        let deep = |n: usize| page("", &format!("{}{BODY}{}", "<b>".repeat(n), "</b>".repeat(n)));
        assert!(matches!(read(deep(50_000)), Err(Reason::TooDeep)));
        assert!(read(deep(500)).is_ok());
    }
}
