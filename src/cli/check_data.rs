//! Placeholder until its room is built.

use std::process::ExitCode;

use super::Options;

/// Placeholder
#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_options: &Options, _args: Args) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::from(2))
}
