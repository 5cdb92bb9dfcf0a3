//! Saved web pages: the article without the page around it, and what the page says of it.
//!
//! `metadata` reads headline, author, outlet, date and address, `body` the text, `lines` drops what lines of the page are
//! left in it, `fitness` tells pages that show no article. A page that is built by scripts may carry its text in JSON-LD
//! only; then that is taken.

use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

use super::{Draft, Reason};

mod body;
mod fitness;
mod lines;
mod linked_data;
mod metadata;
mod nesting;
mod tables;

pub(super) use lines::without_boilerplate;

/// Pages with more elements are listings or broken, and take minutes.
const MAX_ELEMENTS: usize = 200_000;

/// Browsers nest elements 512 deep at most; `dom_smoothie` overflows the stack on far deeper trees.
const MAX_DEPTH: usize = 1000;

/// Where a browser notes what page it saved.
const HEAD: usize = 2000;

/// Reads the article of a page that was fetched from `address`, empty where that is not known.
pub(super) fn read(html: String, address: &str) -> Result<Draft, Reason> {
    if nesting::is_endless(&html) {
        return Err(Reason::TooDeep);
    }
    let config = Config {
        text_mode: TextMode::Formatted,
        max_elements_to_parse: MAX_ELEMENTS,
        disable_json_ld: true,
        ..Config::default()
    };
    let mut page = Readability::new(html.as_str(), None, Some(config)).map_err(|_| Reason::NoBody)?;
    if depth(&page.doc) > MAX_DEPTH {
        return Err(Reason::TooDeep);
    }
    let head = html.char_indices().nth(HEAD).map_or(html.as_str(), |(end, _)| &html[..end]);
    let metadata = metadata::read(&page.doc, address, head);
    body::strip(&page.doc);

    let parsed = page.parse().ok();
    let content = parsed.as_ref().map(|article| article.content.to_string()).unwrap_or_default();
    let shown = parsed.map(|article| without_boilerplate(&article.text_content)).unwrap_or_default();
    let text = fuller(shown, &metadata.linked.body);
    let text = without_title(&text, &metadata.title);
    if text.is_empty() && metadata.headings.trim().is_empty() {
        return Err(Reason::NoBody);
    }
    let signs = fitness::Signs {
        headings: metadata.headings,
        is_paid: metadata.linked.is_paid,
        is_article: metadata.is_article,
    };
    fitness::check(&text, &content, &html, &signs)?;
    Ok(Draft {
        title: metadata.title,
        author: metadata.author,
        outlet: metadata.outlet,
        url: metadata.url,
        date: metadata.date,
        date_from: metadata.date_from,
        text,
        ..Draft::default()
    })
}

/// The text that the page shows, unless that which it carries for search engines is half as long again.
fn fuller(shown: String, carried: &str) -> String {
    if fitness::n_words(carried) * 2 <= fitness::n_words(&shown) * 3 {
        return shown;
    }
    let text = if is_markup(carried) || carried.contains('&') { fragment(carried) } else { carried.to_owned() };
    without_boilerplate(&text)
}

/// The text without a first line that says the title again.
fn without_title(text: &str, title: &str) -> String {
    match text.split_once('\n') {
        Some((first, rest)) if !title.is_empty() && first.trim() == title => rest.trim().to_owned(),
        _ => text.to_owned(),
    }
}

/// The text of a piece of HTML, blocks on lines of their own. All of it: nothing is taken for the page around.
pub(super) fn fragment(html: &str) -> String {
    if nesting::is_endless(html) {
        return html.to_owned();
    }
    let page = Document::fragment(html);
    if depth(&page) > MAX_DEPTH {
        return page.text().trim().to_owned();
    }
    page.select("script, style, head, figcaption, template, noscript, [hidden]").remove();
    page.formatted_text().trim().to_owned()
}

/// Whether a text is a piece of HTML.
pub(super) fn is_markup(text: &str) -> bool {
    const TAGS: [&str; 8] = ["</p>", "<p>", "<br", "</div>", "</li>", "</h2>", "</a>", "</strong>"];
    memchr::memchr(b'<', text.as_bytes()).is_some() && TAGS.iter().any(|tag| text.contains(tag))
}

/// A text with what entities in it stand for.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    Document::fragment(text.replace('<', "&lt;")).text().to_string()
}

/// How deep the elements are nested, by a walk that needs no stack.
fn depth(page: &Document) -> usize {
    let mut node = page.root();
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
        read(page(head, body), "").expect("the page has an article")
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
        assert!(matches!(read(String::new(), ""), Err(Reason::NoBody)));
        assert!(matches!(read("<html><body><img src=a.png></body></html>".to_owned(), ""), Err(Reason::NoBody)));
    }

    #[test]
    fn a_page_that_nests_without_end_is_not_read() {
        let deep = |n: usize| page("", &format!("{}{BODY}{}", "<b>".repeat(n), "</b>".repeat(n)));
        assert!(matches!(read(deep(50_000), ""), Err(Reason::TooDeep)));
        assert!(read(deep(500), "").is_ok());
    }
}
