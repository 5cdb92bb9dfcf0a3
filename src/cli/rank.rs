//! `whom rank` and `whom communities`: who matters, and who belongs together.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anstyle::Style;
use clap::ValueEnum;
use serde::Serialize;

use super::filter::FilterArgs;
use super::print;
use super::table::{self, Column, Line};
use super::{Options, readable};
use crate::graph::analysis::{self, RESOLUTION, SEED, Standing, Ties};
use crate::graph::{ActorRef, Network, Node};

/// List actors by their standing in the network
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom rank --kind person --since 2024\n  whom rank --by betweenness --limit 10")]
pub struct RankArgs {
    /// What to sort by
    #[arg(long, value_name = "MEASURE", default_value = "pagerank")]
    by: Measure,
    /// List at most N actors; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

/// List groups of actors with many links among themselves
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom communities --type allied_with,backs,support")]
pub struct CommunitiesArgs {
    /// List at most N communities; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Measure {
    /// Edges that begin or end at the actor
    Degree,
    /// Articles of these edges, summed
    Strength,
    /// Share of a random walk along the edges
    Pagerank,
    /// Share of the shortest paths between two others
    Betweenness,
}

#[derive(Serialize)]
struct Ranked {
    #[serde(flatten)]
    actor: ActorRef,
    #[serde(flatten)]
    standing: Standing,
}

const RANKS: [Column; 6] = [
    Column::Words("name"),
    Column::Number("degree"),
    Column::Number("strength"),
    Column::Number("pagerank"),
    Column::Number("betweenness"),
    Column::Words("id"),
];

const COMMUNITIES: [Column; 4] = [
    Column::Number("community"),
    Column::Number("actors"),
    Column::Number("articles"),
    Column::Detail("strongest members"),
];

/// Members that a line names.
const N_NAMED: usize = 8;

fn actor(node: &Node) -> ActorRef {
    ActorRef { id: node.id.clone(), name: node.name.clone(), kind: node.kind }
}

pub fn rank(options: &Options, args: RankArgs) -> anyhow::Result<ExitCode> {
    let network = readable(options)?.network(&args.filter.into())?;
    let standings = analysis::standings(&network);
    let mut ranked: Vec<Ranked> =
        network.nodes.iter().zip(standings).map(|(node, standing)| Ranked { actor: actor(node), standing }).collect();
    let value = |standing: &Standing| match args.by {
        Measure::Degree => f64::from(standing.degree),
        Measure::Strength => standing.strength as f64,
        Measure::Pagerank => standing.pagerank,
        Measure::Betweenness => standing.betweenness,
    };
    ranked.sort_by(|a, b| value(&b.standing).total_cmp(&value(&a.standing)).then_with(|| a.actor.id.cmp(&b.actor.id)));
    if args.limit > 0 {
        ranked.truncate(args.limit);
    }
    if options.is_data() {
        print::data(options, &serde_json::json!({ "actors": ranked }))?;
    } else if !ranked.is_empty() {
        table::print(&RANKS, &ranked.iter().map(ranked_line).collect::<Vec<Line>>())?;
    }
    Ok(said_if_empty(ranked.is_empty()))
}

fn ranked_line(ranked: &Ranked) -> Line {
    let standing = &ranked.standing;
    let cells = vec![
        ranked.actor.name.clone(),
        standing.degree.to_string(),
        standing.strength.to_string(),
        format!("{:.4}", standing.pagerank),
        format!("{:.4}", standing.betweenness),
        ranked.actor.id.clone(),
    ];
    Line { cells, style: Style::new() }
}

#[derive(Serialize)]
struct Community {
    community: u32,
    articles: u64,
    members: Vec<ActorRef>,
}

pub fn communities(options: &Options, args: CommunitiesArgs) -> anyhow::Result<ExitCode> {
    let network = readable(options)?.network(&args.filter.into())?;
    let mut communities = members(&network);
    if args.limit > 0 {
        communities.truncate(args.limit);
    }
    if options.is_data() {
        print::data(options, &serde_json::json!({ "communities": communities }))?;
    } else if !communities.is_empty() {
        table::print(&COMMUNITIES, &communities.iter().map(community_line).collect::<Vec<Line>>())?;
    }
    Ok(said_if_empty(communities.is_empty()))
}

/// The communities in order, their members by strength.
fn members(network: &Network) -> Vec<Community> {
    let found = analysis::communities(&Ties::of(network), RESOLUTION, SEED);
    let mut strength = vec![0_u64; network.nodes.len()];
    let mut within: BTreeMap<u32, u64> = BTreeMap::new();
    for edge in &network.edges {
        strength[edge.source] += u64::from(edge.articles);
        strength[edge.target] += u64::from(edge.articles);
        if found[edge.source] == found[edge.target] {
            *within.entry(found[edge.source]).or_default() += u64::from(edge.articles);
        }
    }
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (node, community) in found.iter().enumerate() {
        members.entry(*community).or_default().push(node);
    }
    let community = |(community, mut nodes): (u32, Vec<usize>)| {
        nodes.sort_by_key(|node| (std::cmp::Reverse(strength[*node]), *node));
        let members = nodes.into_iter().map(|node| actor(&network.nodes[node])).collect();
        Community { community, articles: within.get(&community).copied().unwrap_or(0), members }
    };
    members.into_iter().map(community).collect()
}

fn community_line(community: &Community) -> Line {
    let names: Vec<&str> = community.members.iter().take(N_NAMED).map(|member| member.name.as_str()).collect();
    let more = if community.members.len() > N_NAMED { ", ..." } else { "" };
    let cells = vec![
        community.community.to_string(),
        community.members.len().to_string(),
        community.articles.to_string(),
        names.join(", ") + more,
    ];
    Line { cells, style: Style::new() }
}

fn said_if_empty(is_empty: bool) -> ExitCode {
    if is_empty {
        anstream::eprintln!("whom: no such link in the graph; whom stats tells what it holds");
    }
    ExitCode::from(u8::from(is_empty))
}
