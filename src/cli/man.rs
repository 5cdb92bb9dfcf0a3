//! `whom man`: the manual page, made from the same definitions as `--help`.

use std::process::ExitCode;

use clap::CommandFactory;

/// Print the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom man > whom.1 && man ./whom.1")]
pub struct Args {}

pub fn run(_args: Args) -> anyhow::Result<ExitCode> {
    clap_mangen::Man::new(super::Cli::command()).render(&mut std::io::stdout())?;
    Ok(ExitCode::SUCCESS)
}
