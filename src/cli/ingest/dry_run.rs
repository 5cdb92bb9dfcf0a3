//! `whom ingest --dry-run`: what would be read, a line an article, without analysis and without a change of the graph.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Mutex;

use anstream::eprintln;
use serde_json::json;

use super::super::print::{clean, plural};
use super::super::{Options, pipeline};
use super::{Args, is_older};
use crate::article::{Article, Found, Reading, Reason};
use crate::extract::LANGUAGE;
use crate::graph::Store;

/// Prints where each article is, its date and what says so, outlet, title, length; exits as the run itself would.
pub(super) fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let known = Store::open_existing(&options.db).ok().map(Mutex::new);
    let (since, limit) = (args.since.clone(), args.limit.unwrap_or(u64::MAX));
    let look = move |article: &Article| -> &'static str {
        let is_known = known
            .as_ref()
            .is_some_and(|store| store.lock().is_ok_and(|store| store.is_settled(article).unwrap_or(false)));
        match () {
            () if is_older(article, since.as_ref()) => "older",
            () if is_known => "known",
            () if article.language != LANGUAGE => "foreign",
            () => "new",
        }
    };
    let mut stdout = std::io::stdout().lock();
    let (mut n_new, mut n_known, mut n_older, mut n_skipped) = (0_u64, 0_u64, 0_u64, 0_u64);
    let is_json = options.json;
    pipeline::run(Reading::from(args.input), args.jobs, look, |_, outcomes| {
        for outcome in outcomes {
            let (found, state) = match outcome {
                Ok((found, "foreign")) => {
                    eprintln!("{}", Reason::Language(found.article.language).at(found.place));
                    n_skipped += 1;
                    continue;
                }
                Ok(seen) => seen,
                Err(skipped) => {
                    eprintln!("{skipped}");
                    n_skipped += 1;
                    continue;
                }
            };
            for remark in &found.remarks {
                eprintln!("{}: {remark}", found.place);
            }
            let count = match state {
                "older" => &mut n_older,
                "known" => &mut n_known,
                _ => &mut n_new,
            };
            *count += 1;
            if n_new <= limit {
                writeln!(stdout, "{}", line(&found, state, is_json))?;
            }
        }
        Ok(())
    })?;
    let n_new = n_new.min(limit);
    eprintln!(
        "{} would be new, {n_known} known, {n_older} older, {n_skipped} skipped; nothing was changed",
        plural(n_new, "article")
    );
    Ok(ExitCode::from(u8::from(n_skipped > 0)))
}

fn line(found: &Found, state: &str, is_json: bool) -> String {
    let Found { place, article, author, date_from, .. } = found;
    let date = article.date.as_ref().map(|date| date.as_str());
    let from = date_from.map(|from| from.name());
    let n_words = article.text.split_whitespace().count();
    if is_json {
        return json!({"place": place, "state": state, "id": article.id, "title": article.title, "date": date, "date_from": from,
            "url": article.url, "outlet": article.outlet, "author": author, "language": article.language, "words": n_words,
            "fingerprint": article.fingerprint})
        .to_string();
    }
    let date = date.map_or("no date".to_owned(), |date| format!("{date} ({})", from.unwrap_or_default()));
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { clean(text) };
    let (outlet, title) = (or(&article.outlet, "no outlet"), or(&article.title, "no title"));
    format!("{state}\t{place}\t{date}\t{outlet}\t{title}\t{n_words} words")
}
