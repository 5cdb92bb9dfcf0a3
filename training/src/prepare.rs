//! Prepares what the Python part of the training reads, so that it sees just what the analysis sees: raw text cut into
//! sentences of words, and the tables' hints on words.

use std::io::{BufRead, BufWriter, Write};
use std::path::PathBuf;

use whom::article;
use whom::knowledge::Knowledge;
use whom::language::hints::hints;
use whom::language::segment;

use crate::system::bare_sentence;

/// Print the sentences of articles, one a line, words between spaces
#[derive(Debug, clap::Args)]
pub struct WordsArgs {
    /// Files and folders of articles, as whom reads them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Print for each line of words on standard input the tables' hints on them, two hexadecimal digits a word
#[derive(Debug, clap::Args)]
pub struct HintsArgs {}

/// Runs `training words`.
///
/// # Errors
/// When a file cannot be read or standard output is closed.
pub fn words(args: &WordsArgs) -> anyhow::Result<()> {
    let knowledge = Knowledge::built_in()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for found in article::read(args.paths.clone()) {
        let text = match found {
            Ok(found) => found.article.text,
            Err(skipped) => {
                eprintln!("{skipped}");
                continue;
            }
        };
        for sentence in segment(&text, &knowledge.words) {
            let words: Vec<&str> = sentence.tokens.iter().map(|token| token.text).collect();
            writeln!(out, "{}", words.join(" "))?;
        }
    }
    Ok(out.flush()?)
}

/// Runs `training hints`.
///
/// # Errors
/// When standard input cannot be read or standard output is closed.
pub fn hints_of_lines(_: &HintsArgs) -> anyhow::Result<()> {
    let knowledge = Knowledge::built_in()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let sentence = bare_sentence(line.split(' '));
        let digits: String = hints(&sentence.tokens, &knowledge).iter().map(|hint| format!("{hint:02x}")).collect();
        writeln!(out, "{digits}")?;
    }
    Ok(out.flush()?)
}
