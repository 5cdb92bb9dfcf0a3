//! `whom completions`: a script that lets a shell complete commands and flags.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

/// Print a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom completions bash > ~/.local/share/bash-completion/completions/whom")]
pub struct Args {
    /// The shell to write for
    #[arg(value_enum)]
    shell: Shell,
}

pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    clap_complete::generate(args.shell, &mut super::Cli::command(), "whom", &mut std::io::stdout());
    Ok(ExitCode::SUCCESS)
}
