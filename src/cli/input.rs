//! What all commands that read articles ask for: where they are, and how they are written.

use std::path::PathBuf;

use crate::article::{Fields, Format, Reading};

/// Articles to read.
#[derive(Debug, Clone, clap::Args)]
pub struct Input {
    /// Files, folders with files, archives, or - for standard input
    ///
    /// Read are plain text (.txt), Markdown (.md), web pages (.html), JSON (.json), JSON Lines (.jsonl, .ndjson), tables
    /// (.csv, .tsv), feeds (.rss, .atom, .xml), crawls (.warc, .wet), mail (.eml, .mhtml, .mbox) and PDF (.pdf, where
    /// pdftotext is installed), also inside of .gz, .zst, .zip, .tar, .tar.gz and .tar.zst.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Format of all that is read, where names and contents do not tell [possible values: text, markdown, html, json,
    /// jsonl, csv, feed, warc, mail, mbox, pdf]
    #[arg(long, value_name = "FORMAT", value_parser = str::parse::<Format>)]
    pub format: Option<Format>,
    /// Columns or fields that hold the parts of an article: text=body,title=head,date=day,url,outlet,id,author; a field
    /// in another as text=article.body [default: usual names, shown where they are guessed]
    #[arg(long, value_name = "PART=NAME,...", value_parser = str::parse::<Fields>, default_value_t, hide_default_value = true)]
    pub map: Fields,
    /// Who published the articles that do not say it themselves
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub outlet: String,
}

impl From<Input> for Reading {
    fn from(input: Input) -> Reading {
        Reading { paths: input.paths, format: input.format, fields: input.map, outlet: input.outlet }
    }
}
