//! The body of an article out of its page.
//!
//! What the page itself marks as none of the article (captions, asides, elements by the words of their classes) is taken
//! off the tree; `dom_smoothie`, a port of Mozilla's Readability, then finds the article in what is left, in the mode
//! that keeps blocks apart.

use dom_query::{Document, NodeRef};
use rustc_hash::FxHashMap;

use super::tables::TABLES;

/// What never belongs to the text.
const NEVER: &str = "figcaption, aside, template, dialog, button, form, select, [hidden], [aria-hidden=\"true\"] svg, \
                     amp-ad, amp-social-share, amp-sidebar, amp-consent, blockquote.twitter-tweet";

/// An element with more than this share of the page's text is the page, whatever it is called.
const MAX_SHARE: usize = 4;

/// Takes off the tree what is no article.
pub(super) fn strip(page: &Document) {
    page.select(NEVER).remove();
    let Some(body) = page.body() else { return };
    let n_chars = n_chars(&body);
    // The same few names stand on many elements.
    let mut known: FxHashMap<String, bool> = FxHashMap::default();
    let mut doomed = Vec::new();
    let mut node = body.first_child();
    while let Some(current) = node {
        let is_part =
            current.is_element() && is_page_part(&current, &mut known) && n_chars_below(&current, n_chars / MAX_SHARE);
        let next = if is_part { None } else { current.first_child() };
        node = next.or_else(|| after(&current, &body));
        if is_part {
            doomed.push(current);
        }
    }
    for node in doomed {
        node.remove_from_parent();
    }
}

/// The node that follows in the document, outside of this one.
fn after<'d>(node: &NodeRef<'d>, root: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    let mut node = *node;
    loop {
        if let Some(sibling) = node.next_sibling() {
            return Some(sibling);
        }
        node = node.parent().filter(|parent| parent.id != root.id)?;
    }
}

fn n_chars(node: &NodeRef) -> usize {
    node.descendants_it().filter(|node| node.is_text()).map(|node| node.text().trim().len()).sum()
}

/// Whether a node holds less text than that; stops as soon as it does not.
fn n_chars_below(node: &NodeRef, most: usize) -> bool {
    let mut n_chars = 0;
    node.descendants_it().filter(|node| node.is_text()).all(|node| {
        n_chars += node.text().trim().len();
        n_chars <= most
    })
}

/// Whether an element's class or id is one of a part of the page.
fn is_page_part(node: &NodeRef, known: &mut FxHashMap<String, bool>) -> bool {
    let is_kept = node.has_name("body") || node.has_name("article") || node.has_name("main") || node.has_name("p");
    if is_kept {
        return false;
    }
    ["class", "id"].into_iter().filter_map(|name| node.attr(name)).any(|value| match known.get(&*value) {
        Some(&is_part) => is_part,
        None => {
            let is_part = value.split_whitespace().any(names_part);
            known.insert(value.to_string(), is_part);
            is_part
        }
    })
}

fn names_part(name: &str) -> bool {
    let words = words(name);
    let has = |part: &Vec<&str>| words.windows(part.len()).any(|window| window.iter().zip(part).all(|(a, b)| a == b));
    // "has-sidebar" and "no-ads" say what the page looks like, not what the element is.
    !matches!(words.first().map(String::as_str), Some("has" | "no" | "with" | "is" | "js" | "without"))
        && TABLES.page_parts.iter().any(has)
}

/// A class name cut at hyphens, underscores and capitals, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let is_cut = !c.is_alphanumeric() || c.is_uppercase() && was_lower;
        if is_cut && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn class_names_are_read_as_words() {
        for name in ["article__related", "shareBar", "c-newsletter-signup", "wp-caption-text", "ad", "pull-quote"] {
            assert!(names_part(name), "{name}");
        }
        for name in ["article-body", "shared-content", "reading", "has-sidebar", "address", "gradient", "content"] {
            assert!(!names_part(name), "{name}");
        }
    }

    #[test]
    fn parts_go_unless_they_hold_most_of_the_text() {
        let text = |html: &str| {
            let page = Document::from(html);
            strip(&page);
            page.body().map(|body| body.text().trim().to_owned()).unwrap_or_default()
        };
        let long = "Iran met Iraq. ".repeat(10);
        assert_eq!(
            text(&format!("<p>{long}</p><div class=share-bar>Tweet <b>it</b></div><p>End</p>")),
            format!("{}End", long.trim_end().to_owned() + " ")
        );
        assert_eq!(text(&format!("<div class=related>{long}</div>")), long.trim());
    }
}
