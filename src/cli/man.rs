//! `whom man`: the manual pages, made from the same definitions as `--help`.

use std::process::ExitCode;

use anyhow::Context;
use clap::CommandFactory;

/// Print the manual page of whom or of one of its commands
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom man > whom.1 && man ./whom.1\n  whom man ingest | man -l -")]
pub struct Args {
    /// The command; without it, the page that lists them all
    command: Option<String>,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let mut whom = super::Cli::command();
    whom.build();
    let page = match &args.command {
        None => whom,
        Some(name) => {
            let command = whom.find_subcommand(name);
            command.with_context(|| format!("no command is called \"{name}\"; whom --help lists them"))?.clone()
        }
    };
    clap_mangen::Man::new(page).render(&mut std::io::stdout())?;
    Ok(ExitCode::SUCCESS)
}
