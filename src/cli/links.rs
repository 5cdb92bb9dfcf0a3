//! `whom links`: who is linked to an actor, and how.

use std::process::ExitCode;

use serde::Serialize;

use super::filter::FilterArgs;
use super::print;
use super::{Options, readable};
use crate::graph::{ActorRef, Filter, Link, Store};
use crate::ontology::{Date, RelationType};

/// List who is linked to an actor, with one sentence as proof
///
/// Without an actor, the links of the whole graph, those that most articles state first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom links Iran --type backs,accuse --kind group --since 2023\n  \
                        whom links --limit 20 --min-articles 2")]
pub struct Args {
    /// The actor by any name, alias or id
    actor: Option<String>,
    /// List at most N links; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 0)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Serialize)]
struct Answer {
    actor: ActorRef,
    links: Vec<Link>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let Some(name) = &args.actor else { return whole_graph(options, &store, args) };
    let Some(actor) = print::find_actor(&store, name, None)? else { return Ok(ExitCode::from(1)) };
    let mut links = store.links(&actor.id, &args.filter.into())?;
    let n_all = if links.is_empty() { store.links(&actor.id, &Filter::default())?.len() } else { links.len() };
    let n_links = links.len();
    if args.limit > 0 {
        links.truncate(args.limit);
    }
    let name = print::clean(&actor.name);
    if options.is_data() {
        print::data(options, &Answer { actor, links })?;
    } else if n_links > 0 {
        anstream::eprintln!("{name} ({}):", actor.id);
        print::links(&links)?;
    }
    match (n_links, n_all) {
        (0, 0) => anstream::eprintln!("whom: no statement links {name} to anyone"),
        (0, _) => anstream::eprintln!("whom: no such link of {name}; {n_all} without the filters"),
        _ => return Ok(ExitCode::SUCCESS),
    }
    Ok(ExitCode::from(1))
}

/// A link of the whole graph, as `--json` prints it.
#[derive(Serialize)]
struct WholeLink<'n> {
    subject: &'n str,
    #[serde(rename = "type")]
    relation: RelationType,
    object: &'n str,
    articles: u32,
    statements: u32,
    first: &'n Option<Date>,
    last: &'n Option<Date>,
    evidence: &'n str,
}

fn whole_graph(options: &Options, store: &Store, args: Args) -> anyhow::Result<ExitCode> {
    let network = store.network(&args.filter.into())?;
    if options.is_data() {
        let edges = print::strongest_edges(&network, args.limit).into_iter();
        let links: Vec<WholeLink> = edges
            .map(|edge| WholeLink {
                subject: &network.nodes[edge.source].name,
                relation: edge.relation,
                object: &network.nodes[edge.target].name,
                articles: edge.articles,
                statements: edge.statements,
                first: &edge.first,
                last: &edge.last,
                evidence: &edge.evidence,
            })
            .collect();
        print::data(options, &serde_json::json!({ "links": links }))?;
    } else if !network.edges.is_empty() {
        print::strongest(&network, args.limit)?;
    }
    if network.edges.is_empty() {
        anstream::eprintln!("whom: no such link in the graph; whom stats tells what it holds");
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}
