//! When what a statement says took or takes place, where its sentence gives a date: "on Tuesday", "in March 2022", "last month",
//! "two days ago".
//!
//! Looked for among the words that hang on the verb or noun of the statement and on the clauses around it, up to a verb of saying,
//! whose date is that of the words; resolved against the date of the article, into a day, month or year and no finer than it is said.

use jiff::civil;
use jiff::{Span, ToSpan};

use super::clause::Clause;
use super::numerals;
use crate::knowledge::words::TimeWord;
use crate::language::Relation;
use crate::ontology::{Date, Modality};

/// Clauses around the words of a statement whose date counts.
const MAX_CLIMB: usize = 3;
/// Words of a date: "on the evening of Tuesday, 3 March 2022".
const MAX_WORDS: usize = 10;

/// The date that the sentence gives for what is stated at `at`; what is still to come is looked for after the article.
pub fn dated(clause: &Clause, at: usize, modality: Modality, published: Option<&Date>) -> Option<Date> {
    let mut node = at;
    for _ in 0..MAX_CLIMB {
        let mut dates = clause.children(node).filter(|&i| is_time(clause, i));
        if let Some(date) = dates.find_map(|i| date_of(clause, i, modality, published)) {
            return Some(date);
        }
        let head = clause.tokens[node].head?;
        if clause.says_at(head).is_some() && clause.tokens[node].relation == Relation::Ccomp {
            return None;
        }
        node = head;
    }
    None
}

/// Whether a phrase may say when.
fn is_time(clause: &Clause, i: usize) -> bool {
    matches!(
        clause.tokens[i].relation,
        Relation::Obl
            | Relation::OblTmod
            | Relation::OblUnmarked
            | Relation::OblNpmod
            | Relation::Nmod
            | Relation::NmodUnmarked
            | Relation::Advmod
            | Relation::Compound
    )
}

/// What the words of a phrase say of the time.
#[derive(Debug, Default)]
struct Words {
    weekday: Option<i8>,
    month: Option<i8>,
    day: Option<i8>,
    year: Option<i16>,
    days_from: Option<i32>,
    unit: Option<TimeWord>,
    shift: Option<i32>,
    count: Option<i32>,
    is_ago: bool,
}

fn date_of(clause: &Clause, phrase: usize, modality: Modality, published: Option<&Date>) -> Option<Date> {
    let words = read(clause, phrase)?;
    let is_future = matches!(modality, Modality::Planned | Modality::Hypothetical);
    if let Some(year) = words.year {
        return match (words.month, words.day) {
            (Some(month), Some(day)) => civil::Date::new(year, month, day).ok().map(whole),
            (Some(month), None) => format!("{year:04}-{month:02}").parse().ok(),
            (None, _) => format!("{year:04}").parse().ok(),
        };
    }
    let published = published?;
    if let Some(month) = words.month {
        return in_month(month, words.day, is_future, published);
    }
    let today: civil::Date = published.as_str().parse().ok()?;
    if let Some(weekday) = words.weekday {
        return on_weekday(weekday, words.shift, is_future, today).map(whole);
    }
    if let Some(days) = words.days_from {
        return today.checked_add(days.days()).ok().map(whole);
    }
    let (count, is_counted) = match (words.shift, words.is_ago) {
        (Some(shift), false) => (shift, false),
        (_, true) => (-words.count.unwrap_or(1), true),
        _ => return None,
    };
    moved(today, words.unit?, count, is_counted)
}

fn whole(date: civil::Date) -> Date {
    date.to_string().parse().expect("a calendar date is written as YYYY-MM-DD")
}

/// Reads the words of a phrase; `None` where none of them is of time.
fn read(clause: &Clause, phrase: usize) -> Option<Words> {
    let mut all = vec![phrase];
    let mut next = 0;
    while next < all.len() && all.len() < MAX_WORDS {
        all.extend(clause.children(all[next]).filter(|&i| {
            !matches!(clause.tokens[i].relation, Relation::Acl | Relation::AclRelcl | Relation::Conj | Relation::Advcl)
        }));
        next += 1;
    }
    let mut words = Words::default();
    let time_words = &clause.knowledge.words.time_words;
    let is_year =
        all.len() <= 4 && all.iter().any(|&i| clause.is_one_of(i, &["in", "since", "during", "by", "until", "from"]));
    for i in all {
        let token = &clause.tokens[i];
        match time_words.get(&token.lower) {
            // "may" is a month where it has its capital.
            Some(TimeWord::Month(month)) if token.is_capitalised() => words.month = Some(*month),
            Some(TimeWord::Weekday(weekday)) => words.weekday = Some(*weekday),
            Some(TimeWord::Day(days)) => words.days_from = Some(*days),
            Some(TimeWord::Shift(shift)) => words.shift = Some(*shift),
            Some(unit @ (TimeWord::Days(_) | TimeWord::Months(_))) => words.unit = Some(*unit),
            _ => {}
        }
        words.is_ago |= token.lower == "ago";
        match numerals::read(&token.lower) {
            Some(year @ 1900..=2100) => words.year = Some(year as i16),
            Some(count @ 1..=31) => {
                words.count = Some(count as i32);
                // "two March" is no day.
                if token.lower.starts_with(|c: char| c.is_ascii_digit()) {
                    words.day = Some(count as i8);
                }
            }
            _ => {}
        }
    }
    // "2022" alone may be a number of anything.
    let is_bare_year = words.month.is_none() && words.unit.is_none();
    if is_bare_year && !is_year {
        words.year = None;
    }
    let says = words.year.is_some()
        || words.month.is_some()
        || words.weekday.is_some()
        || words.days_from.is_some()
        || words.unit.is_some() && (words.shift.is_some() || words.is_ago);
    says.then_some(words)
}

/// The nearest such month before the article, or after it for what is to come.
fn in_month(month: i8, day: Option<i8>, is_future: bool, published: &Date) -> Option<Date> {
    let mut parts = published.as_str().split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let of_article: i8 = parts.next()?.parse().ok()?;
    let year = match is_future {
        true if month < of_article => year + 1,
        false if month > of_article => year - 1,
        _ => year,
    };
    match day {
        Some(day) => civil::Date::new(year, month, day).ok().map(whole),
        None => format!("{year:04}-{month:02}").parse().ok(),
    }
}

/// The latest such day up to the article's, or the next one after it for what is to come.
fn on_weekday(weekday: i8, shift: Option<i32>, is_future: bool, today: civil::Date) -> Option<civil::Date> {
    let weekday = civil::Weekday::from_monday_one_offset(weekday).ok()?;
    let is_today = today.weekday() == weekday;
    match shift {
        Some(1) => today.nth_weekday(1, weekday).ok(),
        Some(-1) => today.nth_weekday(-1, weekday).ok(),
        _ if is_today => Some(today),
        _ if is_future => today.nth_weekday(1, weekday).ok(),
        _ => today.nth_weekday(-1, weekday).ok(),
    }
}

/// "last month", "two days ago": so many units from the article's day, as fine as the unit is; a week gives no day unless counted.
fn moved(today: civil::Date, unit: TimeWord, count: i32, is_counted: bool) -> Option<Date> {
    let step: Span = match unit {
        TimeWord::Days(days) => days.checked_mul(count)?.days(),
        TimeWord::Months(months) => months.checked_mul(count)?.months(),
        _ => return None,
    };
    let date = today.checked_add(step).ok()?;
    match unit {
        TimeWord::Days(1) => Some(whole(date)),
        TimeWord::Months(1) => format!("{:04}-{:02}", date.year(), date.month()).parse().ok(),
        TimeWord::Months(_) => format!("{:04}", date.year()).parse().ok(),
        _ if is_counted => format!("{:04}-{:02}", date.year(), date.month()).parse().ok(),
        _ => None,
    }
}
