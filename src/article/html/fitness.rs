//! Whether a page shows an article at all: error pages, log-in walls, lists of links and crumbs are told as such.

use dom_query::Document;

use super::super::Reason;
use super::tables::TABLES;

/// Fewer words are none of an article.
const MIN_WORDS: usize = 20;

/// A page with more words shows its article, whatever else it says.
const SHORT: usize = 180;

/// A notice of an error is a few lines.
const MAX_NOTICE: usize = 120;

/// What a page says beside its article.
pub(super) struct Signs {
    /// Titles and first heading, one a line, lower case.
    pub(super) headings: String,
    /// Whether its data say that it is for subscribers.
    pub(super) is_paid: bool,
    /// Whether its data or meta elements call it an article.
    pub(super) is_article: bool,
}

/// Whether a page shows words of a wall; reads it again, which only short articles are worth.
fn is_walled(html: &str) -> bool {
    let text = Document::from(html).body().map(|body| body.formatted_text().to_lowercase()).unwrap_or_default();
    TABLES.paywall.iter().any(|words| text.contains(words))
}

/// Why a text that was found is none to be read.
pub(super) fn check(text: &str, content: &str, html: &str, signs: &Signs) -> Result<(), Reason> {
    let n_words = n_words(text);
    if n_words < MAX_NOTICE
        && let Some(notice) = error_notice(&signs.headings)
    {
        return Err(Reason::ErrorPage(notice));
    }
    if n_words < SHORT && (signs.is_paid || is_walled(html)) {
        return Err(Reason::Paywall { n_words });
    }
    if !signs.is_article
        && (n_words < MIN_WORDS && is_index(html) || is_list(text) && link_share(&Document::fragment(content)) > 0.5)
    {
        return Err(Reason::LinkList);
    }
    if n_words < MIN_WORDS {
        return Err(Reason::TooShort { n_words });
    }
    Ok(())
}

fn error_notice(headings: &str) -> Option<String> {
    let line = headings.lines().map(str::trim).find(|line| {
        // "404" alone or before a word, never inside of a number or of a headline on 404 of anything.
        TABLES.error.iter().any(|words| line.starts_with(words) && line.len() <= words.len() + 40 || line == words)
    })?;
    Some(line.chars().take(80).collect())
}

/// Words of a text; of scripts without blanks between them, every two characters.
pub(super) fn n_words(text: &str) -> usize {
    let n_words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let n_unspaced = text
        .chars()
        .filter(|c| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{e00}'..='\u{e7f}'))
        .count();
    n_words.max(n_unspaced / 2)
}

/// Whether a text has hardly any lines of a paragraph's length.
fn is_list(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let n_long = lines.iter().filter(|line| line.len() > 200).count();
    n_long * 4 < lines.len()
}

/// Whether a page without a text of its own is mostly links, and more of them than a menu has.
fn is_index(html: &str) -> bool {
    let page = Document::from(html);
    page.select("head, script, style, noscript").remove();
    page.select("a").length() > 20 && link_share(&page) > 0.5
}

/// Share of the text that stands in links.
fn link_share(page: &Document) -> f64 {
    let n_chars = |text: &str| text.split_whitespace().map(str::len).sum::<usize>();
    let n_linked: usize = page.select("a").iter().map(|link| n_chars(&link.text())).sum();
    n_linked as f64 / n_chars(&page.text()).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_signs(text: &str, headings: &str, is_paid: bool) -> String {
        let signs = Signs { headings: headings.to_owned(), is_paid, is_article: false };
        check(text, text, "", &signs).map_or_else(|reason| reason.name().to_owned(), |()| "fit".to_owned())
    }

    #[test]
    fn pages_without_an_article_are_told() {
        let text = "Iran met Iraq in Muscat on Sunday. ".repeat(6);
        assert_eq!(check_signs(&text, "talks end", false), "fit");
        assert_eq!(check_signs(&text, "page not found | daily", false), "error page");
        assert_eq!(check_signs(&text, "404 prisoners freed by iran after the talks in muscat ended", false), "fit");
        assert_eq!(check_signs(&text, "talks end", true), "paywall");
        assert_eq!(check_signs(&text.repeat(20), "talks end", true), "fit");
        assert_eq!(check_signs("Iran met Iraq.", "talks end", false), "too short");
    }

    #[test]
    fn words_are_counted_in_scripts_without_blanks() {
        assert_eq!(n_words("Iran met – Iraq."), 3);
        assert_eq!(n_words("伊朗外长与伊拉克外长会晤"), 6);
    }
}
