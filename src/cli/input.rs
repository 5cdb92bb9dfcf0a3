//! What all commands that read articles ask for: where they are, and how they are written.

use std::path::PathBuf;
#[cfg(feature = "fetch")]
use std::time::Duration;

use crate::article::{Fetching, Fields, Format, Reading};

/// Articles to read.
#[derive(Debug, Clone, clap::Args)]
pub struct Input {
    /// Files, folders with files, archives, - for standard input, or addresses of pages and feeds (https://...)
    ///
    /// Read are plain text (.txt), Markdown (.md), web pages (.html), JSON (.json), JSON Lines (.jsonl, .ndjson), tables
    /// (.csv, .tsv, .parquet), feeds (.rss, .atom, .xml), crawls (.warc, .wet), mail (.eml, .mhtml, .mbox) and PDF (.pdf,
    /// where pdftotext is installed), also inside of .gz, .zst, .xz, .bz2, .zip and .tar.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Format of all that is read, where names and contents do not tell [possible values: text, markdown, html, json,
    /// jsonl, csv, feed, warc, mail, mbox, pdf, parquet]
    #[arg(long, value_name = "FORMAT", value_parser = str::parse::<Format>)]
    pub format: Option<Format>,
    /// Columns or fields that hold the parts of an article: text=body,title=head,date=day,url,outlet,id,author; a field
    /// in another as text=article.body [default: usual names, shown where they are guessed]
    #[arg(long, value_name = "PART=NAME,...", value_parser = str::parse::<Fields>, default_value_t, hide_default_value = true)]
    pub map: Fields,
    /// Who published the articles that do not say it themselves
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub outlet: String,
    /// Fetch from machines within this network too, such as 127.0.0.1
    #[cfg(feature = "fetch")]
    #[arg(long)]
    pub allow_private: bool,
    /// Seconds between two requests to one site; a site's robots.txt may ask for more
    #[cfg(feature = "fetch")]
    #[arg(long, value_name = "SECONDS", default_value_t = 1.0)]
    pub pause: f64,
}

impl From<Input> for Reading {
    fn from(input: Input) -> Reading {
        Reading {
            #[cfg(feature = "fetch")]
            fetching: Fetching {
                allow_private: input.allow_private,
                pause: Duration::try_from_secs_f64(input.pause).unwrap_or_default(),
                ..Fetching::default()
            },
            #[cfg(not(feature = "fetch"))]
            fetching: Fetching::default(),
            paths: input.paths,
            format: input.format,
            fields: input.map,
            outlet: input.outlet,
        }
    }
}
