//! `training`: measures the language models of whom on treebanks and files of names, and derives the tables they need.
//!
//! Not needed to build or use whom.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod align;
mod bio;
mod conllu;
mod corpus;
mod evaluate;
mod lemmas;
mod machine;
mod name_score;
mod prepare;
mod reduced;
mod score;
mod speed;
mod surface;
mod system;

/// Measure the language models of whom, and derive the tables they need
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Evaluate(evaluate::Args),
    Hints(prepare::HintsArgs),
    Lemmas(lemmas::Args),
    Speed(speed::Args),
    Words(prepare::WordsArgs),
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Hints(args) => prepare::hints_of_lines(&args),
        Command::Lemmas(args) => lemmas::run(&args),
        Command::Speed(args) => speed::run(&args),
        Command::Words(args) => prepare::words(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("training: {error:#}");
            ExitCode::from(2)
        }
    }
}
