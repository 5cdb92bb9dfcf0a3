//! `whom serve`: the page over the live graph, for a browser on this machine.

use std::io::Write;
use std::process::ExitCode;

use anstream::eprintln;

use super::Options;
use crate::serve::Server;

/// Show the graph as a page in a browser on this machine, with a JSON interface for notebooks
///
/// The page is that of `whom export graph.html`, over the graph as it is now: reload it after an ingest. Nothing that
/// is asked of the server changes the graph, and nobody on other machines can reach it. The page takes filters in its
/// address: http://127.0.0.1:8020/?since=2024&top=500.
///
/// With --edit the page also merges and splits actors, rejects statements and takes that back, as whom merge, split, reject
/// and undo do. It needs the token in the printed address, which is another one at each start.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  whom serve
  whom serve --edit
  whom --db news.db serve --port 0
  curl 'http://127.0.0.1:8020/api/evidence?a=country:IRN&b=country:ISR'")]
pub struct Args {
    /// The port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 8020)]
    port: u16,
    /// Take corrections from whoever has the printed address
    #[arg(long)]
    edit: bool,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let mut server = Server::bind(&options.db, args.port)?;
    // Browsers send what stands behind the # to nobody.
    let token = if args.edit { format!("#token={}", server.edit()?) } else { String::new() };
    // Scripts that asked for any free port read it here.
    writeln!(anstream::stdout(), "http://{}/{token}", server.address())?;
    eprintln!(
        "shows \"{}\" at this address; /api/openapi.yaml describes the JSON; stop with Ctrl-C",
        options.db.display()
    );
    server.run()?;
    Ok(ExitCode::SUCCESS)
}
