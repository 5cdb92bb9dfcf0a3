//! `whom evidence`: every sentence that links two actors.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use super::filter::FilterArgs;
use super::print;
use super::{Options, readable};
use crate::graph::{ActorRef, Evidence};

/// Print every sentence that links two actors, with its article and speaker
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom evidence Iran Hezbollah")]
pub struct Args {
    /// One actor by any name, alias or id
    a: String,
    /// The other
    b: String,
    /// Show what names each statement to whom reject
    #[arg(long)]
    ids: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Serialize)]
struct Answer {
    between: [ActorRef; 2],
    statements: Vec<Evidence>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let found = (print::find_actor(&store, &args.a, None)?, print::find_actor(&store, &args.b, None)?);
    let (Some(a), Some(b)) = found else { return Ok(ExitCode::from(1)) };
    let statements = store.evidence(&a.id, &b.id, &args.filter.into())?;
    let is_empty = statements.is_empty();
    let (name_a, name_b) = (print::clean(&a.name), print::clean(&b.name));
    if options.is_data() {
        print::data(options, &Answer { between: [a, b], statements })?;
    } else {
        for (i, statement) in statements.iter().enumerate() {
            if i > 0 {
                writeln!(anstream::stdout())?;
            }
            print::statement(statement, 0)?;
            if args.ids {
                writeln!(anstream::stdout(), "  {}", statement.statement)?;
            }
        }
    }
    if is_empty {
        anstream::eprintln!("whom: no sentence links {name_a} and {name_b}; whom path looks for ways through others");
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}
