//! When what was said: an actor's or a pair's relations month by month, and what changed between two spans of time.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde::Serialize;

use super::node::Names;
use super::tally::{Scope, for_each, tally};
use super::{ActorRef, Error, Filter, Store};
use crate::ontology::{Date, Polarity, QuadClass, RelationType};

/// What articles of one month state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Month {
    /// YYYY-MM; YYYY where articles give the year alone.
    pub month: String,
    /// Number of articles with some statement.
    pub articles: u32,
    /// Statements by relation, those that are denied aside.
    #[serde(rename = "types")]
    pub relations: BTreeMap<RelationType, u32>,
    /// Number of statements that are denied.
    pub negated: u32,
}

/// How a relation between two actors changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// Nothing stated it before.
    New,
    /// It was stated in the span before, and no more.
    Gone,
    /// What one does to the other was friendly before, and is hostile now.
    TurnedHostile,
    /// What one does to the other was hostile before, and is friendly now.
    TurnedFriendly,
}

/// What one actor does to another that it did not before, or no longer does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Whether it is new, gone, or turned.
    pub turn: Turn,
    /// The actor who does it.
    pub subject: ActorRef,
    /// What; of a turn, the relation that most articles of the later span state.
    #[serde(rename = "type")]
    pub relation: RelationType,
    /// The actor to whom it is done.
    pub object: ActorRef,
    /// Articles of the span before that state it (of a turn: that state anything friendly or hostile).
    pub before: u32,
    /// Articles of the span asked for.
    pub now: u32,
    /// A sentence as proof: of the later span, of what is gone of the earlier.
    pub evidence: String,
}

impl Store {
    /// What the articles of each month state of an actor, with `b` between it and another; months without any are left
    /// out, articles without a date too.
    ///
    /// # Errors
    /// [`Error::UnknownActor`]; [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn timeline(&self, a: &str, b: Option<&str>, filter: &Filter) -> Result<Vec<Month>, Error> {
        let a = self.actor_number(a)?;
        let scope = match b {
            Some(b) => Scope::Between(a, self.actor_number(b)?),
            None => Scope::Of(a),
        };
        self.snapshot(|connection| timeline(connection, scope, filter))
    }

    /// What is new, gone or turned in the span of `filter` against the span `before`, as statements that are not denied
    /// say; sorted by turn, then those in most articles first, then by ids.
    ///
    /// # Errors
    /// As [`Store::timeline`].
    pub fn changes(&self, filter: &Filter, before: &Filter) -> Result<Vec<Change>, Error> {
        self.snapshot(|connection| changes(connection, filter, before))
    }
}

fn timeline(connection: &Connection, scope: Scope, filter: &Filter) -> rusqlite::Result<Vec<Month>> {
    let mut months: BTreeMap<String, (BTreeSet<i64>, Month)> = BTreeMap::new();
    for_each(connection, scope, filter, |stated| {
        let Some(date) = stated.date()? else { return Ok(()) };
        let name = date.get(..7).unwrap_or(date);
        if !months.contains_key(name) {
            let month = Month { month: name.to_owned(), articles: 0, relations: BTreeMap::new(), negated: 0 };
            months.insert(name.to_owned(), (BTreeSet::new(), month));
        }
        let (articles, month) = months.get_mut(name).expect("the month was just put there");
        articles.insert(stated.article);
        match stated.polarity {
            Polarity::Affirmed => *month.relations.entry(stated.relation).or_default() += 1,
            Polarity::Negated => month.negated += 1,
        }
        Ok(())
    })?;
    Ok(months.into_values().map(|(articles, month)| Month { articles: articles.len() as u32, ..month }).collect())
}

/// Articles in which one actor is friendly to another, and hostile.
#[derive(Debug, Default, Clone)]
struct Stance {
    friendly: BTreeSet<i64>,
    hostile: BTreeSet<i64>,
    /// Articles, relation and proof of the strongest relation of either side.
    strongest: [Option<(usize, RelationType, String)>; 2],
}

/// Stances by the numbers of who takes them and towards whom.
type Stances = BTreeMap<(i64, i64), Stance>;

fn changes(connection: &Connection, filter: &Filter, before: &Filter) -> rusqlite::Result<Vec<Change>> {
    let affirmed = |filter: &Filter| Filter { polarity: Some(Polarity::Affirmed), ..filter.clone() };
    let now = tally(connection, Scope::All, &affirmed(filter))?;
    let then = tally(connection, Scope::All, &affirmed(before))?;
    let mut names = Names::new(connection);
    let mut changes = Vec::new();
    let (mut stances_now, mut stances_then) = (Stances::new(), Stances::new());
    for (sums, others, turn, stances) in
        [(&now, &then, Turn::New, &mut stances_now), (&then, &now, Turn::Gone, &mut stances_then)]
    {
        for ((subject, relation, object), sum) in sums {
            take_stance(stances, (*subject, *object), *relation, &sum.articles, &sum.evidence);
            if others.contains_key(&(*subject, *relation, *object)) {
                continue;
            }
            let n = sum.articles.len() as u32;
            changes.push(Change {
                turn,
                subject: names.actor(*subject)?,
                relation: *relation,
                object: names.actor(*object)?,
                before: if turn == Turn::Gone { n } else { 0 },
                now: if turn == Turn::New { n } else { 0 },
                evidence: sum.evidence.clone(),
            });
        }
    }
    for ((subject, object), stance) in &stances_now {
        let Some(earlier) = stances_then.get(&(*subject, *object)) else { continue };
        let Some((turn, side)) = turned(earlier, stance) else { continue };
        let Some((_, relation, evidence)) = stance.strongest[side].clone() else { continue };
        changes.push(Change {
            turn,
            subject: names.actor(*subject)?,
            relation,
            object: names.actor(*object)?,
            before: earlier.friendly.union(&earlier.hostile).count() as u32,
            now: stance.friendly.union(&stance.hostile).count() as u32,
            evidence,
        });
    }
    changes.sort_by(|a, b| {
        let n = |change: &Change| change.now.max(change.before);
        (a.turn.cmp(&b.turn))
            .then_with(|| n(b).cmp(&n(a)))
            .then_with(|| (&a.subject, a.relation, &a.object).cmp(&(&b.subject, b.relation, &b.object)))
    });
    Ok(changes)
}

fn take_stance(stances: &mut Stances, ends: (i64, i64), relation: RelationType, articles: &[i64], evidence: &str) {
    let side = match friendliness(relation) {
        Some(true) => 0,
        Some(false) => 1,
        None => return,
    };
    let stance = stances.entry(ends).or_default();
    [&mut stance.friendly, &mut stance.hostile][side].extend(articles);
    let strongest = &mut stance.strongest[side];
    let rank = |n: usize, relation: RelationType| (std::cmp::Reverse(n), relation);
    if strongest.as_ref().is_none_or(|(n, known, _)| rank(articles.len(), relation) < rank(*n, *known)) {
        *strongest = Some((articles.len(), relation, evidence.to_owned()));
    }
}

/// Whether a relation is friendly (true) or hostile (false); `None` for those that are neither.
fn friendliness(relation: RelationType) -> Option<bool> {
    match (relation, relation.quad_class()) {
        (RelationType::AlliedWith | RelationType::Backs, _) => Some(true),
        (RelationType::RivalOf, _) => Some(false),
        (_, Some(QuadClass::VerbalCooperation | QuadClass::MaterialCooperation)) => Some(true),
        (_, Some(QuadClass::VerbalConflict | QuadClass::MaterialConflict)) => Some(false),
        _ => None,
    }
}

/// Whether what was at least two thirds of one side is now at least two thirds of the other; with the side that it is on.
fn turned(then: &Stance, now: &Stance) -> Option<(Turn, usize)> {
    let leans = |stance: &Stance| match (stance.friendly.len(), stance.hostile.len()) {
        (friendly, hostile) if friendly >= 2 * hostile && friendly > 0 => Some(true),
        (friendly, hostile) if hostile >= 2 * friendly && hostile > 0 => Some(false),
        _ => None,
    };
    match (leans(then)?, leans(now)?) {
        (true, false) => Some((Turn::TurnedHostile, 1)),
        (false, true) => Some((Turn::TurnedFriendly, 0)),
        _ => None,
    }
}

/// The span of the same length before a span of days: what `changes` is compared with.
///
/// `None` where the span has no first day or is none.
pub fn span_before(since: &Date, until: &Date) -> Option<(Date, Date)> {
    let (first, last) = (first_day(since)?, last_day_of(until)?);
    let n_days = (last - first).get_days();
    let end = first.checked_sub(jiff::Span::new().days(1)).ok()?;
    let start = end.checked_sub(jiff::Span::new().days(n_days.max(0))).ok()?;
    Some((start.to_string().parse().ok()?, end.to_string().parse().ok()?))
}

fn first_day(date: &Date) -> Option<jiff::civil::Date> {
    let mut parts = date.as_str().splitn(3, '-').map(|part| part.parse::<i16>().ok());
    let (year, month, day) = (parts.next()??, parts.next().flatten().unwrap_or(1), parts.next().flatten().unwrap_or(1));
    jiff::civil::Date::new(year, month as i8, day as i8).ok()
}

fn last_day_of(date: &Date) -> Option<jiff::civil::Date> {
    let first = first_day(date)?;
    match date.as_str().len() {
        4 => jiff::civil::Date::new(first.year(), 12, 31).ok(),
        7 => Some(first.last_of_month()),
        _ => Some(first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_span_before_is_as_long_and_ends_the_day_before() {
        let before = |since: &str, until: &str| {
            let (a, b) = span_before(&since.parse().unwrap(), &until.parse().unwrap()).unwrap();
            format!("{a} {b}")
        };
        assert_eq!(before("2024-03-01", "2024-03-07"), "2024-02-23 2024-02-29");
        assert_eq!(before("2024-03", "2024-03"), "2024-01-30 2024-02-29");
        assert_eq!(before("2024", "2024"), "2022-12-31 2023-12-31");
    }

    #[test]
    fn a_turn_takes_a_clear_lean_on_both_sides() {
        let stance = |friendly: i64, hostile: i64| Stance {
            friendly: (0..friendly).collect(),
            hostile: (100..100 + hostile).collect(),
            ..Stance::default()
        };
        assert_eq!(turned(&stance(4, 1), &stance(0, 1)), Some((Turn::TurnedHostile, 1)));
        assert_eq!(turned(&stance(0, 3), &stance(2, 1)), Some((Turn::TurnedFriendly, 0)));
        assert_eq!(turned(&stance(3, 2), &stance(0, 5)), None);
        assert_eq!(turned(&stance(4, 0), &stance(4, 0)), None);
    }
}
