//! Who held which office when.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::Error;
use super::names::{Known, Names};
use super::offices::Offices;
use super::table::{Source, not_defined, one_of, rows_by};
use super::words::Gender;
use crate::ontology::Date;

/// A term of office: who held which office of what, and from when until when.
#[derive(Debug, Clone)]
pub struct Term {
    /// Of which country or group.
    pub of: Known,
    /// A title of `offices.tsv`.
    pub title: String,
    /// First day, month or year.
    pub from: Date,
    /// Last day, month or year; `None` while it goes on.
    pub until: Option<Date>,
    /// Who held it, by the full name that news gives.
    pub holder: String,
    /// Other full names of the holder.
    pub aliases: Vec<String>,
    /// Whether news calls the holder "the Russian leader" and the like.
    pub is_leader: bool,
    /// Which pronoun stands for the holder.
    pub gender: Gender,
    /// Whether others may have held the office at the same time.
    pub is_shared: bool,
}

impl Term {
    /// Whether the office was, or may have been, held at a date: a coarse date counts with all its days.
    pub fn covers(&self, date: &Date) -> bool {
        let date = date.as_str();
        let begins = |from: &str| date >= from || from.starts_with(date);
        let lasts = |until: &str| date <= until || date.starts_with(until);
        begins(self.from.as_str()) && self.until.as_ref().is_none_or(|until| lasts(until.as_str()))
    }
}

/// All terms of office, for look-up.
#[derive(Debug, Default)]
pub struct Holders {
    /// In the order of the table.
    pub terms: Vec<Term>,
    by_office: FxHashMap<Known, Vec<usize>>,
    /// Terms by the last word of each of the holder's names, lower case; made when it is first asked for.
    by_last_word: OnceLock<FxHashMap<String, Vec<usize>>>,
}

const COLUMNS: [&str; 9] = ["of", "office", "from", "until", "holder", "aliases", "leader", "gender", "note"];

impl Holders {
    /// Adds the rows of an `office_holders.tsv`.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line: for a country, group, title or date that is none, and for a term that ends
    /// before it begins.
    pub fn add(&mut self, source: Source, names: &Names, offices: &Offices) -> Result<(), Error> {
        for row in rows_by(source, COLUMNS, 5)? {
            let [of, title, from, until, holder, aliases, leader, gender, note] = row.value;
            let date = |text: &str| text.parse::<Date>().map_err(|error| source.error(row.line, error));
            let known = names.find(of);
            let known = known.ok_or_else(|| {
                source.error(row.line, format!("\"{of}\" is no code of countries.toml and no name of groups.toml"))
            })?;
            let is_title = |title: &str| offices.titles.get(title).is_some_and(|office| !office.is_plural);
            // The rows of an office stand together.
            if self.terms.last().is_none_or(|last| last.title != title) && !is_title(title) {
                return Err(source.error(row.line, not_defined("office", title, &[])));
            }
            let term = Term {
                of: known,
                title: plain_title(title),
                from: date(from)?,
                until: if until.is_empty() { None } else { Some(date(until)?) },
                holder: holder.to_owned(),
                aliases: aliases.split(", ").filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
                is_leader: one_of(&source, row.line, "leader", leader, &[("yes", true), ("no", false)])?,
                gender: one_of(
                    &source,
                    row.line,
                    "gender",
                    gender,
                    &[("f", Gender::Feminine), ("m", Gender::Masculine)],
                )?,
                is_shared: ["acting", "joint", "rival"].iter().any(|word| note.starts_with(word)),
            };
            let is_before = |until: &str| until < &from[..from.len().min(until.len())];
            if term.until.as_ref().is_some_and(|until| is_before(until.as_str())) {
                return Err(source.error(row.line, format!("the term ends before it begins: {from} to {until}")));
            }
            self.by_office.entry(known).or_default().push(self.terms.len());
            self.terms.push(term);
        }
        Ok(())
    }

    /// Pairs of terms of one office that overlap by more than a month, though neither is said to be shared, each told
    /// in a line; for `check-data`.
    pub fn overlaps(&self, names: &Names) -> Vec<String> {
        let mut found = Vec::new();
        for term in self.terms.iter().filter(|term| !term.is_shared) {
            let same = |other: &&Term| other.title == term.title && !other.is_shared;
            let before = self.of(term.of).take_while(|other| !std::ptr::eq(*other, term)).filter(same);
            for other in before.filter(|other| overlap_in_days(term, other) > 31) {
                let (a, b, of) = (&other.holder, &term.holder, names.name(term.of));
                let (title, from) = (&term.title, term.from.as_str());
                found.push(format!(
                    "data/office_holders.tsv: \"{a}\" and \"{b}\" are both {title} of {of} from {from}; mark one as \
                     acting, joint or rival"
                ));
            }
        }
        found
    }

    /// Who held an office at a date; `None` where the tables do not know, or where the date fits several.
    pub fn holder(&self, of: Known, title: &str, date: &Date) -> Option<&Term> {
        let title = plain_title(title);
        let role = role(&title);
        let is_asked = |term: &&Term| {
            let is_office = self::role(&term.title) == role || title == "leader" && term.is_leader;
            is_office && term.covers(date)
        };
        let mut terms = self.by_office.get(&of)?.iter().map(|&i| &self.terms[i]).filter(is_asked);
        let first = terms.next()?;
        terms.all(|other| other.holder == first.holder).then_some(first)
    }

    /// The terms of holders with this last word in one of their names, any case, accents as written or left out.
    pub fn with_last_word(&self, word: &str) -> impl Iterator<Item = &Term> {
        let by_last_word = self.by_last_word.get_or_init(|| {
            let mut terms: FxHashMap<String, Vec<usize>> = FxHashMap::default();
            for (i, term) in self.terms.iter().enumerate() {
                for name in std::iter::once(&term.holder).chain(&term.aliases) {
                    let last = name.rsplit([' ', '-']).next().unwrap_or(name);
                    let found = terms.entry(without_accents(last)).or_default();
                    if found.last() != Some(&i) {
                        found.push(i);
                    }
                }
            }
            terms
        });
        by_last_word.get(&without_accents(word)).into_iter().flatten().map(|&i| &self.terms[i])
    }

    /// The terms of an office's holders of a country or group, in the order of the table.
    pub fn of(&self, of: Known) -> impl Iterator<Item = &Term> {
        self.by_office.get(&of).into_iter().flatten().map(|&i| &self.terms[i])
    }
}

/// One spelling and one word for offices that news calls by two.
fn plain_title(title: &str) -> String {
    match title {
        "premier" | "pm" => "prime minister".to_owned(),
        _ => title.replace("defense", "defence"),
    }
}

/// One word for the offices that are the same under another title: the US secretary of state is a foreign minister.
fn role(title: &str) -> &str {
    match title {
        "secretary of state" | "foreign secretary" | "external affairs minister" => "foreign minister",
        "defence secretary" => "defence minister",
        _ => title,
    }
}

fn without_accents(word: &str) -> String {
    any_ascii::any_ascii(word).to_lowercase()
}

/// Days that two terms share, coarse dates read so that they share as few as can be.
fn overlap_in_days(a: &Term, b: &Term) -> i64 {
    let start = |term: &Term| day(term.from.as_str(), true);
    let end = |term: &Term| term.until.as_ref().map_or(i64::MAX / 2, |until| day(until.as_str(), false));
    end(a).min(end(b)) - start(a).max(start(b))
}

/// A rough count of days; the end of a coarse date, or its start.
fn day(date: &str, at_end: bool) -> i64 {
    let mut parts = date.split('-').map(|part| part.parse::<i64>().unwrap_or_default());
    let year = parts.next().unwrap_or_default();
    let month = parts.next().unwrap_or(if at_end { 12 } else { 1 });
    let day = parts.next().unwrap_or(if at_end { 31 } else { 1 });
    year * 372 + month * 31 + day
}
