//! Saved web pages: the text and particulars that are found on the pages of `tests/pages/`, against what was written there.
//!
//! `tests/pages/make.py` writes pages and gold: invented articles in the markup of publishing systems. `--nocapture` prints
//! what differs.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use whom::article::{Found, Skipped, read};

const PAGES: &str = "tests/pages";

/// A page with what stands on it and what was found there.
struct Page {
    gold: Value,
    found: Result<Found, Skipped>,
}

fn pages() -> Vec<Page> {
    let gold = fs::read_to_string(Path::new(PAGES).join("gold.jsonl")).unwrap();
    let page = |line: &str| {
        let gold: Value = serde_json::from_str(line).unwrap();
        let path = Path::new(PAGES).join(gold["page"].as_str().unwrap());
        Page { gold, found: read(vec![path]).next().unwrap() }
    };
    gold.lines().map(page).collect()
}

impl Page {
    fn is_article(&self) -> bool {
        self.gold["skipped"].is_null()
    }

    fn gold(&self, field: &str) -> &str {
        self.gold[field].as_str().unwrap_or_default()
    }
}

/// Harmonic mean of precision and recall of words, each counted as often as it stands.
fn f1(found: &str, gold: &str) -> f64 {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for word in gold.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    let (n_found, n_gold) = (found.split_whitespace().count(), gold.split_whitespace().count());
    let shared = found.split_whitespace().filter(|word| {
        let count = counts.entry(word).or_default();
        *count -= 1;
        *count >= 0
    });
    2.0 * shared.count() as f64 / (n_found + n_gold).max(1) as f64
}

#[test]
fn bodies_are_found_without_the_page_around() {
    let pages = pages();
    let mut scores = Vec::new();
    for page in pages.iter().filter(|page| page.is_article()) {
        let found = page.found.as_ref().unwrap_or_else(|skipped| panic!("lost: {skipped}"));
        let score = f1(&found.article.text, page.gold("body"));
        assert!(score > 0.8, "{score:.3} on {}: {}", found.place, found.article.text);
        if score < 0.99 {
            println!("{score:.3} {}", found.place);
            let gold: Vec<&str> = page.gold("body").lines().collect();
            let lines = found.article.text.lines().filter(|line| !line.is_empty());
            lines.filter(|line| !gold.contains(line)).take(6).for_each(|line| println!("  + {line}"));
        }
        scores.push(score);
    }
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    println!("token F1 {mean:.4} on {} pages", scores.len());
    assert!(scores.len() >= 60 && mean >= 0.97, "{mean:.4}");
}

#[test]
fn titles_dates_outlets_and_addresses_are_those_of_the_page() {
    let pages = pages();
    let mut right: HashMap<&str, usize> = HashMap::new();
    let mut n_pages = 0;
    for page in pages.iter().filter(|page| page.is_article()) {
        let Ok(Found { article, date_from, .. }) = &page.found else { continue };
        n_pages += 1;
        let date = article.date.as_ref().map(|date| date.as_str()).unwrap_or_default();
        assert!(date.is_empty() || date == page.gold("date"), "a wrong date, {date}, on {}", page.gold("page"));
        assert_eq!(date.is_empty(), date_from.is_none());
        for (field, found) in
            [("title", article.title.as_str()), ("date", date), ("outlet", &article.outlet), ("url", &article.url)]
        {
            let is_right = found == page.gold(field);
            *right.entry(field).or_default() += usize::from(is_right);
            if !is_right {
                println!("{field} of {}: {found:?}, not {:?}", page.gold("page"), page.gold(field));
            }
        }
    }
    for (field, least) in [("title", 0.97), ("date", 0.95), ("outlet", 0.95), ("url", 0.95)] {
        let share = right[field] as f64 / n_pages as f64;
        println!("{field} {share:.3}");
        assert!(share >= least, "{field}: {share:.3}");
    }
}

#[test]
fn pages_without_an_article_are_told_as_such() {
    for page in pages().into_iter().filter(|page| !page.is_article()) {
        let expected = page.gold("skipped").to_owned();
        let name = page.gold("page").to_owned();
        match page.found {
            Err(skipped) => assert_eq!(skipped.reason.name(), expected, "{name}: {skipped}"),
            Ok(found) => panic!("{name} was read as an article: {}", found.article.text),
        }
    }
}
