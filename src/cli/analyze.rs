//! `whom analyze`: what the analysis says of sentences, token by token, for people who mend rules or compare analyses.
//!
//! Three forms: for people (`people`, `tree`), as CoNLL-U (`language::conllu` writes it), as JSON lines (`json`).

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anstream::eprintln;

use super::print::{STRONG, clean};
use super::{Options, pipeline, table};
use crate::article::{Article, Format, Reason, Skipped};
use crate::knowledge::Knowledge;
use crate::language::{Analyzer, Name, Sentence, Span, conllu};

mod json;
mod people;
mod tree;

/// Print sentences, tags, trees and names of texts, without storing them
///
/// Offsets count the characters of the text as it is cleaned, as those of `whom extract` do. Tags, features and relations
/// are those of Universal Dependencies; a name's first token is marked B, its others I. What cannot be read is reported
/// on stderr and the rest goes on; the exit code is then 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  whom analyze \"Iran's ally refused to attack.\"
  whom analyze --conllu articles/ > articles.conllu
  whom analyze --json article.txt | jq -r '.names[] | [.kind, .text] | @tsv'")]
pub struct Args {
    /// Texts, files (.txt, .md, .html, .htm, .json, .jsonl, .ndjson), folders with such files, or - for standard input
    ///
    /// What is no path is a text, unless it looks like one: a single word that contains a slash or ends like a file above.
    #[arg(required = true, value_name = "TEXT|PATH")]
    inputs: Vec<OsString>,
    /// Print CoNLL-U, the form of Universal Dependencies
    #[arg(long, conflicts_with = "json")]
    conllu: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let form = match () {
        () if options.json => Form::Json,
        () if args.conllu => Form::Conllu,
        () => Form::People { width: table::width() },
    };
    let reader = Arc::new(Reader { analyzer: Analyzer::built_in()?, knowledge: options.load_knowledge()?, form });
    let mut printer = Printer::new(form);
    // Paths that stand together are read together, on all cores.
    for inputs in args.inputs.chunk_by(|a, b| text_of(a).is_none() && text_of(b).is_none()) {
        match text_of(&inputs[0]).map(|text| (text, Article::from_text(text))) {
            Some((text, article)) if article.text.trim().is_empty() => {
                printer.skip(&Reason::Empty.at(format!("{text:?}")));
            }
            Some((_, article)) => printer.print("", &reader.read(&article))?,
            None => print_articles(inputs.iter().map(PathBuf::from).collect(), args.jobs, &reader, &mut printer)?,
        }
    }
    Ok(ExitCode::from(u8::from(printer.n_skipped > 0)))
}

/// The text that an argument is; `None` where it is a path, or a mistyped one.
fn text_of(input: &OsStr) -> Option<&str> {
    let path = Path::new(input);
    let text = input.to_str().filter(|text| *text != "-" && path.symlink_metadata().is_err())?;
    let is_word = !text.contains(char::is_whitespace);
    let is_like_path = is_word && (text.contains(std::path::is_separator) || Format::of(path).is_some());
    (!is_like_path).then_some(text)
}

fn print_articles(
    paths: Vec<PathBuf>,
    jobs: Option<NonZero<usize>>,
    reader: &Arc<Reader>,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let reader = Arc::clone(reader);
    pipeline::run(
        paths,
        jobs,
        move |article| reader.read(article),
        |_, outcomes| {
            for outcome in outcomes {
                match outcome {
                    Ok((found, analysis)) => {
                        for remark in &found.remarks {
                            eprintln!("{}: {remark}", found.place);
                        }
                        let title = clean(&found.article.title);
                        let dot = if title.is_empty() { "" } else { " · " };
                        printer.print(&format!("{}{dot}{title}", found.place), &analysis)?;
                    }
                    Err(skipped) => printer.skip(&skipped),
                }
            }
            Ok(())
        },
    )?;
    Ok(())
}

/// How an analysis is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Tables and trees, as wide as the terminal, if it is one.
    People { width: Option<u16> },
    /// CoNLL-U.
    Conllu,
    /// A JSON object a sentence, one a line.
    Json,
}

/// Writes analyses to stdout in the order in which it gets them.
struct Printer {
    form: Form,
    n_printed: usize,
    n_skipped: usize,
}

impl Printer {
    fn new(form: Form) -> Self {
        Printer { form, n_printed: 0, n_skipped: 0 }
    }

    /// Prints an article's analysis, for people under a heading where there is one.
    fn print(&mut self, heading: &str, analysis: &str) -> std::io::Result<()> {
        let mut out = anstream::stdout().lock();
        if matches!(self.form, Form::People { .. }) {
            if self.n_printed > 0 {
                writeln!(out)?;
            }
            if !heading.is_empty() {
                writeln!(out, "{STRONG}{heading}{STRONG:#}\n")?;
            }
        }
        self.n_printed += 1;
        out.write_all(analysis.as_bytes())?;
        out.flush()
    }

    fn skip(&mut self, skipped: &Skipped) {
        eprintln!("{skipped}");
        self.n_skipped += 1;
    }
}

/// What threads need to read articles.
struct Reader {
    analyzer: Analyzer,
    knowledge: &'static Knowledge,
    form: Form,
}

impl Reader {
    /// The analysis of an article, as it is to be printed.
    fn read(&self, article: &Article) -> String {
        let sentences = self.analyzer.analyze(&article.text, self.knowledge);
        match self.form {
            Form::People { width } => people::analysis(&article.text, &sentences, width),
            Form::Conllu => conllu::document(&article.id, &article.text, &sentences),
            Form::Json => json::lines(article, &sentences),
        }
    }
}

/// Where a name stands in the text.
fn span(sentence: &Sentence, name: &Name) -> Span {
    Span { start: sentence.tokens[name.start].span.start, end: sentence.tokens[name.end - 1].span.end }
}
