//! The graph at size: a generated graph is loaded, asked, grown and weighed. Prints one line a measure.
//!
//!     cargo bench --bench graph -- [ARTICLES] [FILE]
//!
//! A FILE that is there already is only asked.
//!
//! A million articles make ten million statements among 300,000 actors: articles draw actors as news does, a few often and
//! most seldom (Zipf's law), and a tenth of the articles are copies of others. Everything is drawn from a fixed seed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use whom::article::Article;
use whom::extract::Extraction;
use whom::graph::{Filter, Store};
use whom::ontology::{Actor, ActorKind, Modality, Polarity, RelationType, Statement, Status};

const STATEMENTS_PER_ARTICLE: usize = 10;
const BATCH: usize = 1000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let n_articles: usize = arguments.first().map_or(Ok(10_000), |n| n.parse())?;
    let folder = tempfile::tempdir()?;
    let path = arguments.get(1).map_or_else(|| folder.path().join("bench.db"), PathBuf::from);
    let n_actors = (n_articles * 3 / 10).max(100);
    if !path.exists() {
        make(&path, n_articles, n_actors)?;
    }
    ask(&path, n_articles, n_actors)
}

/// Loads the graph, adds to it, weighs it.
fn make(path: &Path, n_articles: usize, n_actors: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut store = Store::open(path)?;
    let mut making = Duration::ZERO;
    let (mut text_bytes, mut n_statements) = (0, 0);

    let (started, processor) = (Instant::now(), processor_seconds());
    let mut making_processor = 0.0;
    for first in (0..n_articles).step_by(BATCH) {
        let (since, processor) = (Instant::now(), processor_seconds());
        let batch: Vec<_> = (first..(first + BATCH).min(n_articles)).map(|n| article(n, n_actors)).collect();
        text_bytes += batch.iter().map(|(article, _)| article.text.len()).sum::<usize>();
        n_statements += batch.iter().map(|(_, extraction)| extraction.statements.len()).sum::<usize>();
        making += since.elapsed();
        making_processor += processor_seconds() - processor;
        store.stow(&batch)?;
    }
    let (stowed, stowed_processor) = (started.elapsed() - making, processor_seconds() - processor - making_processor);
    store.settle()?;
    let (loading, processor) = (started.elapsed() - making, processor_seconds() - processor - making_processor);
    println!(
        "load: {:.0} statements/s ({:.1} s to store, {:.1} s to settle)",
        n_statements as f64 / loading.as_secs_f64(),
        stowed.as_secs_f64(),
        (loading - stowed).as_secs_f64()
    );
    println!(
        "load: {:.0} statements a second of processor time ({stowed_processor:.1} s to store, {:.1} s to settle)",
        n_statements as f64 / processor,
        processor - stowed_processor
    );
    println!("peak memory: {} MB", peak_memory_mb());

    let batch: Vec<_> = (n_articles..n_articles + 1000).map(|n| article(n, n_actors)).collect();
    text_bytes += batch.iter().map(|(article, _)| article.text.len()).sum::<usize>();
    n_statements += batch.iter().map(|(_, extraction)| extraction.statements.len()).sum::<usize>();
    let (since, processor) = (Instant::now(), processor_seconds());
    store.add(&batch)?;
    let processor = processor_seconds() - processor;
    println!("adding 1,000 articles: {:.2} s, of processor time {processor:.2} s", since.elapsed().as_secs_f64());
    drop(store);

    let size = std::fs::metadata(path)?.len() as f64;
    println!(
        "file: {:.0} MB, {:.0} bytes a statement beside the texts",
        size / 1e6,
        (size - text_bytes as f64) / n_statements as f64
    );
    Ok(())
}

fn ask(path: &Path, n_articles: usize, n_actors: usize) -> Result<(), Box<dyn std::error::Error>> {
    let store = Store::open_existing(path)?;
    let all = Filter::default();
    let busiest = store.actors("", &all, 200)?;
    let mut random = Random(7);
    let mut mean = Vec::new();
    while mean.len() < 100 {
        let (_, extraction) = article(random.below(n_articles), n_actors);
        let name = &extraction.actors[extraction.actors.len() - 1].name;
        if let whom::graph::Found::One(actor) = store.find_actor(name, None)? {
            mean.push(actor.id);
        }
    }
    measure("links of a mean actor", 100, |i| store.first_links(&mean[i], &all, 50).map(|links| links.len()));
    measure("links of the busiest actors", 20, |i| {
        store.first_links(&busiest[i].actor.id, &all, 50).map(|links| links.len())
    });
    measure("evidence of two actors", 100, |i| {
        let other = store.first_links(&mean[i], &all, 1)?.remove(0).other;
        store.evidence(&mean[i], &other.id, &all).map(|statements| statements.len())
    });
    measure("path between two actors", 50, |i| store.path(&mean[i], &mean[99 - i], 3, &all).map(|routes| routes.len()));
    measure("search of two words", 50, |i| {
        let words = format!("{} {}", word(i as u64 % 40 + 5), word(i as u64 % 7));
        store.search(&words, &all, 20).map(|found| found.len())
    });
    Ok(())
}

/// Prints the median and the 95th percentile of some runs, the first of each aside, which warms: by the clock and, in brackets,
/// of the processor, which other programs do not slow.
fn measure(what: &str, n: usize, ask: impl Fn(usize) -> Result<usize, whom::graph::Error>) {
    let (mut times, mut processor_times) = (Vec::new(), Vec::new());
    let mut n_found = 0;
    for i in 0..n {
        ask(i).expect("the graph answers");
        let (since, processor) = (Instant::now(), thread_milliseconds());
        n_found += ask(i).expect("the graph answers");
        times.push(since.elapsed().as_secs_f64() * 1000.0);
        processor_times.push(thread_milliseconds() - processor);
    }
    times.sort_by(f64::total_cmp);
    processor_times.sort_by(f64::total_cmp);
    let of = |times: &[f64], per_cent: usize| times[n * per_cent / 100];
    println!(
        "{what}: median {:.1} ms ({:.1}), p95 {:.1} ms ({:.1}) ({n_found} found)",
        of(&times, 50),
        of(&processor_times, 50),
        of(&times, 95),
        of(&processor_times, 95)
    );
}

/// Processor time of this thread, where Linux tells it; else 0.
fn thread_milliseconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).unwrap_or_default() / 1e6
}

/// An article and what it states, always the same for a number. Its words are of a vocabulary of 262,144, by Zipf's law.
fn article(n: usize, n_actors: usize) -> (Article, Extraction) {
    let original = if n % 10 == 9 { n - 5 } else { n };
    let mut random = Random(original as u64 + 1);
    let mut actors: Vec<usize> = (0..6).map(|_| random.zipf(n_actors)).collect();
    actors.push(random.below(n_actors));
    actors.sort_unstable();
    actors.dedup();
    let (mut text, mut statements) = (String::new(), Vec::new());
    let mut n_chars = 0;
    for _ in 0..STATEMENTS_PER_ARTICLE {
        let subject = random.below(actors.len());
        let object = (subject + 1 + random.below(actors.len().max(2) - 1)) % actors.len();
        let words: Vec<String> = (0..16).map(|_| word(random.next() >> (random.next() % 18 + 46))).collect();
        let sentence = format!("{} {} {}.", name(actors[subject]), words.join(" "), name(actors[object]));
        let length = sentence.len();
        if subject != object {
            statements.push(Statement {
                subject: name(actors[subject]),
                relation: RelationType::ALL[random.below(RelationType::ALL.len())],
                object: name(actors[object]),
                predicate: word(random.next() % 3000),
                polarity: if random.below(20) == 0 { Polarity::Negated } else { Polarity::Affirmed },
                modality: Modality::ALL[random.below(8).min(3) % Modality::ALL.len()],
                status: Status::Current,
                speaker: (random.below(4) == 0).then(|| name(actors[0])),
                evidence: sentence.clone(),
                start: n_chars,
                end: n_chars + length,
                dated: None,
                confidence: random.below(100) as f64 / 100.0,
            });
        }
        text.push_str(&sentence);
        text.push('\n');
        n_chars += length + 1;
    }
    if original != n {
        text.push_str("This is a copy.\n");
    }
    let day = random.below(3650);
    let article = Article {
        id: format!("article-{n}"),
        title: format!("Headline {n}"),
        date: format!("{:04}-{:02}-{:02}", 2014 + day / 365, day / 31 % 12 + 1, day % 28 + 1).parse().ok(),
        url: format!("https://example.org/{n}"),
        outlet: format!("Outlet {}", random.below(500)),
        language: "en".to_owned(),
        text,
        fingerprint: format!("{:016x}{:016x}", Random(n as u64).next(), n),
    };
    let actors = actors.iter().map(|actor| described(*actor)).collect();
    let extraction = Extraction::new(&article, actors, statements);
    (article, extraction)
}

fn name(actor: usize) -> String {
    let number = actor as u64;
    let capitalized = |word: String| word[..1].to_uppercase() + &word[1..];
    format!("{} {}", capitalized(word(number % 997 + 50)), capitalized(word(number + 100_000)))
}

fn described(actor: usize) -> Actor {
    Actor {
        name: name(actor),
        kind: if actor.is_multiple_of(3) { ActorKind::Group } else { ActorKind::Person },
        leader: actor.is_multiple_of(50),
        country: actor.is_multiple_of(2).then(|| ["USA", "RUS", "CHN", "IRN"][actor / 2 % 4].to_owned()),
        sector: None,
        offices: Vec::new(),
        aliases: vec![name(actor)],
        mentions: vec![(0, 10), (100, 110)],
    }
}

/// A pronounceable word for a number.
fn word(mut number: u64) -> String {
    let mut word = String::new();
    loop {
        word.push(b"bdfgklmnprstvz"[(number % 14) as usize] as char);
        number /= 14;
        word.push(b"aeiou"[(number % 5) as usize] as char);
        number /= 5;
        if number == 0 {
            return word;
        }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// A number below `n` of which each is drawn about as often as one over its place.
    fn zipf(&mut self, n: usize) -> usize {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (((n as f64).ln() * unit).exp() as usize - 1).min(n - 1)
    }
}

/// Processor time of all threads of this process, of the program and of the system for it; 0 where that is not told.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = numbers.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn peak_memory_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
