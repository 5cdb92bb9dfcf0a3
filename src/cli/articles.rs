//! `whom articles`: what the graph was made from.

use std::process::ExitCode;

use anstyle::Style;

use super::filter::FilterArgs;
use super::print::{self, date};
use super::table::{self, Column, Line};
use super::{Options, readable};
use crate::extract::LANGUAGE;
use crate::graph::{ArticleFilter, ListedArticle};

/// List the articles, the latest first
///
/// With other filters than dates only articles with a statement that passes, with --actor one about this actor; the column
/// of statements then counts these.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  whom articles --actor Iran --type accuse --since 2024-05\n  whom articles --copies-of a17"
)]
pub struct Args {
    /// Only articles that name this actor
    #[arg(long, value_name = "ACTOR")]
    actor: Option<String>,
    /// Only articles of this outlet
    #[arg(long, value_name = "OUTLET")]
    outlet: Option<String>,
    /// Only this article and its near-duplicates
    #[arg(long, value_name = "ARTICLE")]
    copies_of: Option<String>,
    /// List at most N articles; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

const COLUMNS: [Column; 8] = [
    Column::Code("date"),
    Column::Words("title"),
    Column::Words("outlet"),
    Column::Number("statements"),
    Column::Number("copies"),
    Column::Words("kept as"),
    Column::Words("id"),
    Column::Detail("fingerprint"),
];

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let mut which = ArticleFilter { outlet: args.outlet, story_of: args.copies_of, ..ArticleFilter::default() };
    if let Some(actor) = &args.actor {
        let Some(actor) = print::find_actor(&store, actor, None)? else { return Ok(ExitCode::from(1)) };
        which.actor = Some(actor.id);
    }
    let articles = store.articles(&which, &args.filter.into(), args.limit)?;
    if options.is_data() {
        print::data(options, &serde_json::json!({ "articles": articles }))?;
    } else if !articles.is_empty() {
        table::print(&COLUMNS, &articles.iter().map(line).collect::<Vec<Line>>())?;
    }
    if articles.is_empty() {
        anstream::eprintln!("whom: no such article in the graph");
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

/// Why an article states nothing, if for one of these reasons; empty for what is read as usual.
fn kept_as(article: &ListedArticle) -> String {
    match article.superseded {
        true => "older version".to_owned(),
        false if article.language != LANGUAGE => format!("not English ({})", article.language),
        false => String::new(),
    }
}

fn line(article: &ListedArticle) -> Line {
    let cells = vec![
        date(&article.date),
        article.title.clone(),
        article.outlet.clone(),
        article.statements.to_string(),
        article.copies.to_string(),
        kept_as(article),
        article.id.clone(),
        article.fingerprint[..article.fingerprint.len().min(16)].to_owned(),
    ];
    Line { cells, style: Style::new() }
}
