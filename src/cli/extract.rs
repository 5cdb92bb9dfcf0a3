//! `whom extract`: articles in, extraction records out, one JSON line each. A pure filter, without a graph.

use std::io::Write;
use std::num::NonZero;
use std::process::ExitCode;

use anstream::eprintln;

use super::input::Input;
use super::{Options, pipeline};
use crate::article::{Article, Reason};
use crate::extract::{
    self, LANGUAGE,
    explain::{explain, explain_statements},
};
use crate::language::Analyzer;

/// Print what articles state as JSON lines, without storing it
///
/// Records come in the order of the articles, each as soon as it is made. What cannot be read is reported on stderr
/// and the rest goes on; the exit code is then 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  whom extract articles/ > records.jsonl
  zcat news.jsonl.gz | whom extract - | jq -r '.statements[] | [.subject, .type, .object] | @tsv'")]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// Print for people, in place of records, which words stand for which actor and why, and which construction, words and way in
    /// the tree each statement rests on
    #[arg(long)]
    explain: bool,
    /// Leave out statements that are less sure, 0 to 1; about four of five at 0.8 or more are right
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    min_confidence: f64,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let (analyzer, knowledge) = (Analyzer::built_in()?, options.load_knowledge()?);
    let mut stdout = std::io::stdout().lock();
    let mut n_skipped = 0;
    let record = move |article: &Article| {
        if article.language != LANGUAGE {
            return Vec::new();
        }
        if args.explain {
            let actors = explain(article, &analyzer, knowledge);
            let actors: Vec<String> = actors.iter().map(ToString::to_string).collect();
            let mut statements = explain_statements(article, &analyzer, knowledge);
            statements.retain(|because| because.statement.confidence >= args.min_confidence);
            let statements: Vec<String> = statements.iter().map(ToString::to_string).collect();
            return format!("{}\n\n{}\n{}\n", article.id, actors.join("\n"), statements.join("\n")).into_bytes();
        }
        let mut extraction = extract::extract(article, &analyzer, knowledge);
        extraction.statements.retain(|statement| statement.confidence >= args.min_confidence);
        let mut line = serde_json::to_vec(&extraction).expect("all keys of a record are text");
        line.push(b'\n');
        line
    };
    pipeline::run(args.input, args.jobs, record, |_, outcomes| {
        for outcome in outcomes {
            match outcome {
                Ok((found, _)) if found.article.language != LANGUAGE => {
                    eprintln!("{}", Reason::Language(found.article.language).at(found.place));
                    n_skipped += 1;
                }
                Ok((found, line)) => {
                    for remark in &found.remarks {
                        eprintln!("{}: {remark}", found.place);
                    }
                    stdout.write_all(&line)?;
                    stdout.flush()?;
                }
                Err(skipped) => {
                    eprintln!("{skipped}");
                    n_skipped += 1;
                }
            }
        }
        Ok(())
    })?;
    Ok(ExitCode::from(u8::from(n_skipped > 0)))
}
