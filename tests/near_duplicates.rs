//! Copies of articles are found, and articles on the same event that are no copies are not.
//!
//! From each article copies are made as other outlets make them: cut, edited, under another headline, amid their
//! boilerplate. Every third article becomes two instead, that share an event and a quotation. A copy must be found from its
//! original; two texts of different stories must not be found from each other, whichever they are. Runs on the sample
//! articles and, where it is, on a batch of Wikinews.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use whom::article::shingles::{Signature, signature};

#[test]
fn copies_of_the_sample_articles_are_found() {
    let mut texts: Vec<String> = fs::read_dir("data/articles")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("README.md"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    texts.sort();
    check("sample articles", &texts);
}

#[test]
fn copies_of_a_batch_of_news_are_found() {
    let batch = Path::new("../shared/corpora/news/wikinews-2019-2020.jsonl.xz");
    let Some(output) = batch.exists().then(|| Command::new("xz").arg("-dc").arg(batch).output()) else {
        return eprintln!("skipped: needs {}", batch.display());
    };
    let Ok(output) = output else { return eprintln!("skipped: needs xz (apt-get install xz-utils)") };
    let lines = String::from_utf8(output.stdout).unwrap();
    let texts: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned())
        .filter(|text| text.split_whitespace().count() >= MIN_WORDS)
        .collect();
    check("Wikinews", &texts);
}

/// Shorter articles are mostly boilerplate once they are cut and put amid it.
const MIN_WORDS: usize = 200;

/// A text and the story that it tells.
struct Told {
    story: usize,
    how: &'static str,
    text: String,
}

#[track_caller]
fn check(what: &str, texts: &[String]) {
    let told = retell(texts);
    let started = Instant::now();
    let signatures: Vec<Signature> = told.iter().map(|told| signature(&told.text)).collect();
    let n_bytes: usize = told.iter().map(|told| told.text.len()).sum();
    let speed = n_bytes as f64 / 1e6 / started.elapsed().as_secs_f64();
    let (found, n_candidates) = find(&signatures);
    let (mut n_copies, mut n_found, mut missed) = (0, 0, BTreeMap::<&str, usize>::new());
    for (place, copy) in told.iter().enumerate() {
        let original = told.iter().position(|other| other.story == copy.story).expect("a text is of its own story");
        if original == place {
            continue;
        }
        n_copies += 1;
        match found.contains(&(original, place)) {
            true => n_found += 1,
            false => *missed.entry(copy.how).or_default() += 1,
        }
    }
    let wrong: Vec<&(usize, usize)> = found.iter().filter(|(a, b)| told[*a].story != told[*b].story).collect();
    let stories: BTreeSet<(usize, usize)> = wrong.iter().map(|(a, b)| (told[*a].story, told[*b].story)).collect();
    let precision = 1.0 - wrong.len() as f64 / found.len() as f64;
    let recall = f64::from(n_found) / f64::from(n_copies);
    println!(
        "{what}: {} articles, {n_copies} copies, {n_candidates} candidates, {} pairs found: precision {precision:.4}, \
         recall {recall:.4}; {speed:.0} MB/s; missed {missed:?}; wrong pairs of stories {stories:?}",
        told.len(),
        found.len()
    );
    assert!(precision >= 0.99 && recall >= 0.95, "precision {precision:.4}, recall {recall:.4}");
}

/// Pairs that share keys and are copies, as a database would find them, and how many share keys.
fn find(signatures: &[Signature]) -> (BTreeSet<(usize, usize)>, usize) {
    let mut index: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    let mut n_shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (place, signature) in signatures.iter().enumerate() {
        for key in signature.bands() {
            let others = index.entry(key).or_default();
            others.iter().for_each(|other| *n_shared.entry((*other, place)).or_default() += 1);
            others.push(place);
        }
    }
    let is_candidate = |((a, _), n): &((usize, usize), usize)| *n >= signatures[*a].min_shared_bands();
    let candidates: Vec<(usize, usize)> = n_shared.into_iter().filter(is_candidate).map(|(pair, _)| pair).collect();
    let n_candidates = candidates.len();
    let found = candidates.into_iter().filter(|(a, b)| signatures[*a].is_copy(&signatures[*b])).collect();
    (found, n_candidates)
}

fn retell(texts: &[String]) -> Vec<Told> {
    let mut random = Random(1);
    let mut told = Vec::new();
    for (place, text) in texts.iter().enumerate() {
        let story = 2 * place;
        let mut add = |story, how, text: String| told.push(Told { story, how, text });
        if place % 3 == 2 {
            let (one, other) = two_reports(text);
            add(story, "one report", boilerplate(&one, random.below(3)));
            add(story + 1, "other report", boilerplate(&other, random.below(3)));
            continue;
        }
        add(story, "original", text.clone());
        add(story, "cut", cut(text, 2));
        add(story, "edited", edited(text, &mut random));
        add(story, "re-headed", re_headed(text, &mut random));
        add(story, "boilerplate", boilerplate(text, random.below(3)));
        add(story, "edited, boilerplate", boilerplate(&edited(text, &mut random), random.below(3)));
        add(story, "cut, boilerplate", boilerplate(&cut(text, 2), random.below(3)));
    }
    told
}

fn cut(text: &str, parts: usize) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    words[..words.len() / parts].join(" ")
}

/// One word in twenty is another one, one in fifty is left out, one sentence in ten too.
fn edited(text: &str, random: &mut Random) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut edited = Vec::with_capacity(words.len());
    let mut is_left_out = false;
    for word in &words {
        match random.below(100) {
            _ if is_left_out => {}
            0..5 => edited.push(words[random.below(words.len() as u64) as usize]),
            5..7 => {}
            _ => edited.push(word),
        }
        if word.ends_with('.') {
            is_left_out = random.below(10) == 0;
        }
    }
    edited.join(" ")
}

/// Another headline of the text's own words, a byline, and the first sentence told anew.
fn re_headed(text: &str, random: &mut Random) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut some = |n| (0..n).map(|_| words[random.below(words.len() as u64) as usize]).collect::<Vec<_>>().join(" ");
    let body = text.split_once(". ").map_or(text, |(_, body)| body);
    format!("{}\nBy our correspondents\n\n{}. {body}", some(9), some(20))
}

/// Between the menu and the foot of one of three outlets.
fn boilerplate(text: &str, outlet: u64) -> String {
    let (menu, foot) = OUTLETS[outlet as usize];
    format!("{menu}\n\n{text}\n\n{foot}")
}

const OUTLETS: [(&str, &str); 3] = [
    (
        "Home News Politics World Business Opinion Sport Culture Subscribe Sign in Search our archive since 1921",
        "Read more of our reporting on this and sign up for the morning letter, which brings five stories to your inbox \
         before breakfast. All rights reserved. No part of this page may be copied without leave of the publisher.",
    ),
    (
        "Skip to content. Live: follow our coverage around the clock. Weather, traffic, markets, listings.",
        "Got a tip for our desk? Write to us in confidence. This report was first published at noon and has been updated \
         since with further replies. Terms of use, privacy, cookies, imprint, advertise with us, jobs, contact.",
    ),
    (
        "Advertisement. Story continues below. Share this on every network that you use and tell your friends.",
        "You have reached your limit of free pages for this month. Support independent reporting for the price of a cup of \
         tea a week. Cancel whenever you like. Already a member? Then log in here to read on without interruption.",
    ),
];

/// Two articles on one event: each has every other sentence, and both a quotation of some thirty words.
fn two_reports(text: &str) -> (String, String) {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    let (one, other): (Vec<_>, Vec<_>) = sentences.iter().enumerate().partition(|(place, _)| place % 2 == 0);
    let join =
        |sentences: Vec<(usize, &&str)>| sentences.into_iter().map(|(_, sentence)| *sentence).collect::<String>();
    let quotation: String = text.split(' ').take(30).collect::<Vec<_>>().join(" ");
    (format!("{quotation}\n{}", join(one)), format!("{}\n{quotation}", join(other)))
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}
