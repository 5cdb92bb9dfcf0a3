//! `whom search`: statements by the words of their sentences.

use std::io::Write;
use std::process::ExitCode;

use super::filter::FilterArgs;
use super::print;
use super::{Options, readable};

/// Find statements by the words of their sentences, the latest first
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom search drone deal\n  whom search '\"cease fire\" nego*' --since 2024")]
pub struct Args {
    /// Words that the sentence has, all of them; "quoted words" follow each other, word* is a beginning
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Print at most N sentences; 0 prints all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let words = args.words.join(" ");
    let found = readable(options)?.search(&words, &args.filter.into(), args.limit)?;
    if options.is_data() {
        print::data(options, &serde_json::json!({ "words": words, "statements": found }))?;
    } else {
        for (i, statement) in found.iter().enumerate() {
            if i > 0 {
                writeln!(anstream::stdout())?;
            }
            print::statement(statement, 0)?;
        }
    }
    if found.is_empty() {
        anstream::eprintln!("whom: no sentence with \"{}\" states anything", print::clean(&words));
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}
