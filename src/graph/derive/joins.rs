//! Which personas are one actor: a deterministic function of what the articles say of each.
//!
//! In this order, each join with its reason:
//! 1. Full names that are the same but for case, marks, spelling and order (`names`) are one, except namesakes: people
//!    of different countries who keep no company in common, institutions of different countries.
//! 2. A part of a name ("Putin", "V. Putin", "PKK") is the one actor whom it fits by name, country and time, and to
//!    whom country, office or company ties it. Where it fits several or nothing ties it, it stays by itself.
//! 3. What people say: their merges join, their "these are two" keeps apart.
//!
//! Only personas that share a key with a changed one are looked at again: no other's answer can have changed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;

use super::company::Company;
use super::{Changes, edges};
use crate::graph::corrections::{self, Pairs};
use crate::graph::writer::from_counts;
use crate::graph::{names, resolve};
use crate::ontology::ActorKind;

/// A part of a name may belong to somebody whose articles are so many years away.
const MAX_YEARS_APART: i32 = 10;

/// A persona as joining sees it.
#[derive(Debug, Clone)]
struct Persona {
    number: i64,
    country: String,
    kind: ActorKind,
    /// Canonical name and part: equal for those that rule 1 joins.
    identity: (String, String),
    /// The form that most articles use as its name.
    text: String,
    articles: i64,
    years: Option<(i32, i32)>,
    offices: BTreeSet<String>,
}

/// Where a persona goes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Join {
    anchor: i64,
    reason: String,
}

/// Looks again at the joins that changes may touch, and notes which actors and edges changed with them.
pub(super) fn look_again(connection: &Connection, changes: &mut Changes) -> rusqlite::Result<()> {
    let joining = Joining::new(connection)?;
    let mut affected = joining.sharing_keys(&changes.personas.union(&changes.left).copied().collect())?;
    if changes.is_corrected {
        let corrected = "SELECT number FROM persona WHERE actor IS NOT anchor OR part <> ''";
        let mut query = connection.prepare(corrected)?;
        let numbers: Vec<i64> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let paired = [joining.merges.numbers(), joining.aparts.numbers()].concat();
        affected.extend(joining.sharing_keys(&numbers.into_iter().chain(paired).collect())?);
    }
    join(joining, affected, changes)
}

/// Joins all personas.
pub(super) fn all(connection: &Connection, changes: &mut Changes) -> rusqlite::Result<()> {
    let mut joining = Joining::new(connection)?;
    joining.read_all()?;
    let affected = joining.personas.keys().copied().collect();
    join(joining, affected, changes)
}

fn join(mut joining: Joining, affected: BTreeSet<i64>, changes: &mut Changes) -> rusqlite::Result<()> {
    let connection = joining.connection;
    let mut joins = BTreeMap::new();
    for persona in affected {
        if let Some(join) = joining.join(persona)? {
            joins.insert(persona, join);
        }
    }
    release_unused(connection, changes)?;
    let mut anchor_query = connection.prepare(
        "UPDATE persona SET anchor = ?2, reason = ?3 WHERE number = ?1 AND (anchor IS NOT ?2 OR reason IS NOT ?3)",
    )?;
    for (persona, join) in &joins {
        anchor_query.execute(params![persona, join.anchor, join.reason])?;
    }
    let roots = roots(connection, &joining.merges)?;
    let mut moving: BTreeSet<i64> = joins.into_keys().collect();
    moving.extend(personas_of_anchors(connection, &roots)?);
    move_personas(connection, &moving, &roots, changes)
}

struct Joining<'c> {
    connection: &'c Connection,
    personas: BTreeMap<i64, Rc<Persona>>,
    /// Personas by kind, name and part, in order; with [`Joining::read_all`] all of them.
    bearers: FxHashMap<(ActorKind, String, String), Vec<i64>>,
    /// Whether a name is only part of one.
    parts: BTreeMap<(ActorKind, String), bool>,
    /// Joins by rule 1, by persona.
    namesakes: BTreeMap<i64, Join>,
    /// Joins by rule 2, by persona; `None` for parts that stand by themselves.
    wholes: BTreeMap<i64, Option<Join>>,
    company: Company<'c>,
    merges: Pairs,
    aparts: Pairs,
}

impl<'c> Joining<'c> {
    fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        let (merges, aparts) = corrections::pairs(connection)?;
        Ok(Joining {
            connection,
            personas: BTreeMap::new(),
            bearers: FxHashMap::default(),
            parts: BTreeMap::new(),
            namesakes: BTreeMap::new(),
            wholes: BTreeMap::new(),
            company: Company::new(connection),
            merges,
            aparts,
        })
    }

    /// Reads all personas at once, which is faster where all are asked for.
    fn read_all(&mut self) -> rusqlite::Result<()> {
        let mut query = self.connection.prepare(&format!("{PERSONA} WHERE p.articles > 0 ORDER BY p.number"))?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let persona = persona(row)?;
            let (name, part) = persona.identity.clone();
            self.bearers.entry((persona.kind, name, part)).or_default().push(persona.number);
            self.personas.insert(persona.number, Rc::new(persona));
        }
        Ok(())
    }

    /// All that have a name and a part of it, in order.
    fn bearers(&mut self, kind: ActorKind, identity: &(String, String)) -> rusqlite::Result<Vec<i64>> {
        let key = (kind, identity.0.clone(), identity.1.clone());
        if let Some(numbers) = self.bearers.get(&key) {
            return Ok(numbers.clone());
        }
        let mut query = self.connection.prepare_cached(
            "SELECT number FROM persona WHERE kind = ? AND name = ? AND part = ? AND articles > 0 ORDER BY number",
        )?;
        let numbers: Vec<i64> =
            query.query_map([kind.as_str(), &identity.0, &identity.1], |row| row.get(0))?.collect::<Result<_, _>>()?;
        self.bearers.insert(key, numbers.clone());
        Ok(numbers)
    }

    /// These and all whose answer may hang on one of them: a part of a name on all that bear the name of a whole with
    /// which it shares a key, one name on what else bears it.
    fn sharing_keys(&self, numbers: &BTreeSet<i64>) -> rusqlite::Result<BTreeSet<i64>> {
        let mut sharing = self.with_names_of(numbers)?;
        let mut keys = self.connection.prepare_cached("SELECT key FROM persona_key WHERE persona = ?")?;
        let mut by_key = self.connection.prepare_cached("SELECT persona FROM persona_key WHERE key = ?")?;
        let mut all_keys: BTreeSet<String> = BTreeSet::new();
        for number in &sharing {
            all_keys.extend(keys.query_map([number], |row| row.get(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        for key in all_keys {
            sharing.extend(by_key.query_map([key], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
        }
        self.with_names_of(&sharing)
    }

    /// These and all that bear the name of one of them.
    fn with_names_of(&self, numbers: &BTreeSet<i64>) -> rusqlite::Result<BTreeSet<i64>> {
        let mut names = self.connection.prepare_cached("SELECT kind, name FROM persona WHERE number = ?")?;
        let mut by_name = self.connection.prepare_cached("SELECT number FROM persona WHERE kind = ? AND name = ?")?;
        let mut all_names: BTreeSet<(String, String)> = BTreeSet::new();
        for number in numbers {
            all_names.extend(names.query_row([number], |row| Ok((row.get(0)?, row.get(1)?))).optional()?);
        }
        let mut all = numbers.clone();
        for (kind, name) in all_names {
            let found = by_name.query_map([kind, name], |row| row.get::<_, i64>(0))?;
            all.extend(found.collect::<Result<Vec<_>, _>>()?);
        }
        Ok(all)
    }

    /// Where a persona goes; `None` for one that no article has any more.
    fn join(&mut self, number: i64) -> rusqlite::Result<Option<Join>> {
        let Some(persona) = self.persona(number)? else { return Ok(None) };
        if persona.kind == ActorKind::Country {
            return Ok(Some(Join { anchor: number, reason: "the same country".to_owned() }));
        }
        if self.is_part(&persona)?
            && let Some(join) = self.whole_of(&persona)?
        {
            return Ok(Some(join));
        }
        self.namesake(&persona).map(Some)
    }

    fn persona(&mut self, number: i64) -> rusqlite::Result<Option<Rc<Persona>>> {
        if let Some(persona) = self.personas.get(&number) {
            return Ok(Some(Rc::clone(persona)));
        }
        let persona = read(self.connection, number)?.map(Rc::new);
        if let Some(persona) = &persona {
            self.personas.insert(number, Rc::clone(persona));
        }
        Ok(persona)
    }

    /// Whether a persona's name is only part of one. That is decided once for all that bear it, by the form that most
    /// articles use, so that no part is a part of what is itself one.
    fn is_part(&mut self, persona: &Persona) -> rusqlite::Result<bool> {
        if !persona.identity.1.is_empty() {
            return Ok(false);
        }
        let key = (persona.kind, persona.identity.0.clone());
        if let Some(is_part) = self.parts.get(&key) {
            return Ok(*is_part);
        }
        let is_part = match self.bearers(persona.kind, &persona.identity)?.as_slice() {
            [_] => names::is_part(persona.kind, &persona.text),
            _ => names::is_part(persona.kind, &most_used(self.connection, persona)?),
        };
        self.parts.insert(key, is_part);
        Ok(is_part)
    }

    /// Rule 1: the first persona of those with its name that are one with it.
    fn namesake(&mut self, persona: &Persona) -> rusqlite::Result<Join> {
        if let Some(join) = self.namesakes.get(&persona.number) {
            return Ok(join.clone());
        }
        let mut all = Vec::new();
        for number in self.bearers(persona.kind, &persona.identity)? {
            let Some(other) = self.persona(number)? else { continue };
            if !self.is_part(&other)? || self.whole_of(&other)?.is_none() {
                all.push(other);
            }
        }
        for group in self.namesake_groups(&all)? {
            let first = group.iter().map(|persona| persona.number).min().expect("a group has a persona");
            let main = group.iter().max_by(|a, b| a.articles.cmp(&b.articles).then_with(|| b.country.cmp(&a.country)));
            let main = main.expect("a group has a persona");
            for member in &group {
                let reason = names::reason(member.kind, &main.text, &member.text);
                self.namesakes.insert(member.number, Join { anchor: first, reason });
            }
        }
        Ok(self.namesakes[&persona.number].clone())
    }

    /// Personas of one name, in groups that are one actor each.
    fn namesake_groups(&mut self, all: &[Rc<Persona>]) -> rusqlite::Result<Vec<Vec<Rc<Persona>>>> {
        let mut groups: Vec<Vec<Rc<Persona>>> = Vec::new();
        for persona in all.iter().filter(|persona| !persona.country.is_empty()) {
            let mut joined = vec![Rc::clone(persona)];
            let mut apart = Vec::new();
            for group in groups {
                let mut is_one = false;
                for other in &group {
                    is_one = is_one || self.are_one(persona, other)?;
                }
                if is_one { joined.extend(group) } else { apart.push(group) }
            }
            apart.push(joined);
            groups = apart;
        }
        let countryless: Vec<Rc<Persona>> = all.iter().filter(|persona| persona.country.is_empty()).cloned().collect();
        for persona in countryless {
            let mut fitting = Vec::new();
            for (place, group) in groups.iter().enumerate() {
                let is_kept_apart = group.iter().any(|other| self.aparts.has(persona.number, other.number));
                let is_only = groups.len() == 1 && !names::is_institution(persona.kind, &persona.text);
                if !is_kept_apart && (is_only || self.keeps_company(&persona, group)?) {
                    fitting.push(place);
                }
            }
            match fitting.as_slice() {
                [place] => groups[*place].push(persona),
                _ => groups.push(vec![persona]),
            }
        }
        Ok(groups)
    }

    /// Whether two personas of one name and different countries are one.
    fn are_one(&mut self, a: &Persona, b: &Persona) -> rusqlite::Result<bool> {
        if self.aparts.has(a.number, b.number) || names::is_institution(a.kind, &a.text) {
            return Ok(false);
        }
        Ok(a.country == b.country || self.share_company(a, b)?)
    }

    /// Whether some person is named beside both.
    fn share_company(&mut self, a: &Persona, b: &Persona) -> rusqlite::Result<bool> {
        let (few, many) = if a.articles <= b.articles { (a, b) } else { (b, a) };
        self.company.is_shared((few.number, &few.identity.0), (many.number, many.articles))
    }

    fn keeps_company(&mut self, persona: &Persona, group: &[Rc<Persona>]) -> rusqlite::Result<bool> {
        for other in group {
            if self.share_company(persona, other)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Rule 2: the actor that a part of a name stands for.
    fn whole_of(&mut self, part: &Persona) -> rusqlite::Result<Option<Join>> {
        if let Some(join) = self.wholes.get(&part.number) {
            return Ok(join.clone());
        }
        let join = self.find_whole_of(part)?;
        self.wholes.insert(part.number, join.clone());
        Ok(join)
    }

    fn find_whole_of(&mut self, part: &Persona) -> rusqlite::Result<Option<Join>> {
        let mut candidates: BTreeMap<i64, Vec<(Rc<Persona>, String)>> = BTreeMap::new();
        for (whole, reason) in self.fitting(part)? {
            let anchor = self.namesake(&whole)?.anchor;
            candidates.entry(anchor).or_default().push((whole, reason));
        }
        let mut tied: Vec<(i64, String)> = Vec::new();
        for (anchor, members) in &mut candidates {
            // Numbers tell the order in which articles came, which no reason may show.
            members.sort_by(|(a, _), (b, _)| b.articles.cmp(&a.articles).then_with(|| a.country.cmp(&b.country)));
            if members.iter().any(|(whole, _)| self.aparts.has(part.number, whole.number)) {
                continue;
            }
            if let Some(tie) = self.tie(part, members)? {
                tied.push((*anchor, tie));
            }
        }
        let [(anchor, reason)] = tied.as_slice() else { return Ok(None) };
        Ok(Some(Join { anchor: *anchor, reason: reason.clone() }))
    }

    /// Full names that a part of a name may belong to, by name alone.
    fn fitting(&mut self, part: &Persona) -> rusqlite::Result<Vec<(Rc<Persona>, String)>> {
        let mut query = self.connection.prepare_cached(
            "SELECT DISTINCT b.persona FROM persona_key a JOIN persona_key b ON b.key = a.key
             WHERE a.persona = ?1 AND b.persona <> ?1 ORDER BY 1",
        )?;
        let numbers: Vec<i64> = query.query_map([part.number], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut wholes = Vec::new();
        for number in numbers {
            let Some(whole) = self.persona(number)? else { continue };
            if whole.kind != part.kind || self.is_part(&whole)? || !whole.identity.1.is_empty() {
                continue;
            }
            let reason = match names::fit(part.kind, &part.text, &whole.text) {
                None if bears(self.connection, whole.number, &part.text)? => {
                    Some(format!("articles call {} \"{}\"", whole.text, part.text))
                }
                reason => reason,
            };
            wholes.extend(reason.map(|reason| (whole, reason)));
        }
        Ok(wholes)
    }

    /// What ties a part of a name to an actor of full name; `None` where country or time speak against it, or nothing
    /// speaks for it.
    fn tie(&mut self, part: &Persona, members: &[(Rc<Persona>, String)]) -> rusqlite::Result<Option<String>> {
        let countries: BTreeSet<&str> =
            members.iter().map(|(whole, _)| whole.country.as_str()).filter(|country| !country.is_empty()).collect();
        let is_same_country = countries.contains(part.country.as_str());
        if !part.country.is_empty() && !countries.is_empty() && !is_same_country {
            return Ok(None);
        }
        if !members.iter().any(|(whole, _)| is_near(part.years, whole.years)) {
            return Ok(None);
        }
        let (whole, reason) = &members[0];
        if let Some(office) = members.iter().find_map(|(whole, _)| whole.offices.intersection(&part.offices).next()) {
            return Ok(Some(format!("{reason}; both are {office}")));
        }
        for (whole, reason) in members {
            if self.share_company(part, whole)? {
                return Ok(Some(format!("{reason}; articles name both beside the same people")));
            }
        }
        Ok(is_same_country.then(|| format!("{reason}; the only one of {} who fits", whole.country)))
    }
}

const PERSONA: &str = "SELECT p.number, p.country, p.kind, p.name, p.part, p.articles, p.first, p.last, p.offices,
        (SELECT f.text FROM persona_form n JOIN form f ON f.number = n.form WHERE n.persona = p.number
         ORDER BY n.names DESC, f.text LIMIT 1)
    FROM persona p";

fn read(connection: &Connection, number: i64) -> rusqlite::Result<Option<Persona>> {
    connection
        .prepare_cached(&format!("{PERSONA} WHERE p.number = ? AND p.articles > 0"))?
        .query_row([number], persona)
        .optional()
}

/// A row of [`PERSONA`].
fn persona(row: &Row) -> rusqlite::Result<Persona> {
    let year = |column: usize| -> rusqlite::Result<Option<i32>> {
        Ok(row.get_ref(column)?.as_str_or_null()?.and_then(|date| date.get(..4)?.parse().ok()))
    };
    Ok(Persona {
        number: row.get(0)?,
        country: row.get(1)?,
        kind: super::super::tally::word(row, 2)?,
        identity: (row.get(3)?, row.get(4)?),
        articles: row.get(5)?,
        years: year(6)?.zip(year(7)?),
        offices: from_counts(row.get_ref(8)?.as_str()?)?.into_keys().collect(),
        text: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
    })
}

/// The form that most articles use as a name of any of those that bear it.
fn most_used(connection: &Connection, persona: &Persona) -> rusqlite::Result<String> {
    connection
        .prepare_cached(
            "SELECT f.text FROM persona p CROSS JOIN persona_form n ON n.persona = p.number
                 CROSS JOIN form f ON f.number = n.form
             WHERE p.kind = ? AND p.name = ? AND p.part = '' AND p.articles > 0
             GROUP BY f.text ORDER BY SUM(n.names) DESC, f.text LIMIT 1",
        )?
        .query_row([persona.kind.as_str(), &persona.identity.0], |row| row.get(0))
}

fn bears(connection: &Connection, persona: i64, name: &str) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT 1 FROM persona_form n JOIN form f ON f.number = n.form WHERE n.persona = ? AND f.folded = ?",
        )?
        .exists(params![persona, resolve::fold(name)])
}

fn is_near(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> bool {
    let (Some((a_first, a_last)), Some((b_first, b_last))) = (a, b) else { return true };
    a_first - b_last <= MAX_YEARS_APART && b_first - a_last <= MAX_YEARS_APART
}

/// Personas that no article has any more stand for nobody; what they were part of is described anew. Their rows stay,
/// for articles that wait to be folded in may have them.
fn release_unused(connection: &Connection, changes: &mut Changes) -> rusqlite::Result<()> {
    for persona in &changes.personas {
        let gone: Option<Option<i64>> = connection
            .prepare_cached("SELECT actor FROM persona WHERE number = ? AND articles = 0")?
            .query_row([persona], |row| row.get(0))
            .optional()?;
        let Some(actor) = gone else { continue };
        changes.actors.extend(actor);
        for sql in [
            "DELETE FROM persona_key WHERE persona = ?",
            "DELETE FROM persona_form WHERE persona = ?",
            "UPDATE persona SET actor = NULL, anchor = NULL, reason = NULL WHERE number = ?",
        ] {
            connection.prepare_cached(sql)?.execute([persona])?;
        }
    }
    Ok(())
}

/// For anchors that merges join, the first anchor of the whole.
fn roots(connection: &Connection, merges: &Pairs) -> rusqlite::Result<BTreeMap<i64, i64>> {
    let mut anchors = connection.prepare_cached("SELECT anchor FROM persona WHERE number = ?")?;
    let mut groups: Vec<BTreeSet<i64>> = Vec::new();
    for (a, b) in merges.iter() {
        let mut group = BTreeSet::new();
        for number in [a, b] {
            group.insert(anchors.query_row([number], |row| row.get::<_, i64>(0))?);
        }
        let (joined, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|other| !other.is_disjoint(&group));
        group.extend(joined.into_iter().flatten());
        groups = apart;
        groups.push(group);
    }
    let with_root = |group: &BTreeSet<i64>| -> Vec<(i64, i64)> {
        let root = *group.first().expect("a group has an anchor");
        group.iter().map(|anchor| (*anchor, root)).collect()
    };
    Ok(groups.iter().flat_map(with_root).collect())
}

fn personas_of_anchors(connection: &Connection, roots: &BTreeMap<i64, i64>) -> rusqlite::Result<Vec<i64>> {
    let mut query = connection.prepare_cached("SELECT number FROM persona WHERE anchor = ?")?;
    let mut personas = Vec::new();
    for anchor in roots.keys() {
        personas.extend(query.query_map([anchor], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(personas)
}

/// Gives personas to their actors, and notes the actors and edges that this changes.
fn move_personas(
    connection: &Connection,
    personas: &BTreeSet<i64>,
    roots: &BTreeMap<i64, i64>,
    changes: &mut Changes,
) -> rusqlite::Result<()> {
    let mut moved: Vec<(i64, Option<i64>, i64)> = Vec::new();
    let mut query = connection.prepare_cached("SELECT actor, anchor FROM persona WHERE number = ?")?;
    for persona in personas {
        let (actor, anchor): (Option<i64>, i64) = query.query_row([persona], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let root = roots.get(&anchor).copied().unwrap_or(anchor);
        changes.actors.insert(root);
        if actor != Some(root) {
            moved.push((*persona, actor, root));
        }
    }
    for (persona, before, _) in &moved {
        if let Some(before) = before {
            changes.actors.insert(*before);
            touch_all_of(connection, *persona, changes)?;
        }
    }
    for (persona, _, actor) in &moved {
        connection.prepare_cached("UPDATE persona SET actor = ?2 WHERE number = ?1")?.execute([persona, actor])?;
    }
    for (persona, before, _) in &moved {
        if before.is_some() {
            touch_all_of(connection, *persona, changes)?;
        }
    }
    Ok(())
}

/// Notes the edges that a persona's statements are part of as things stand.
fn touch_all_of(connection: &Connection, persona: i64, changes: &mut Changes) -> rusqlite::Result<()> {
    let mut query = connection.prepare_cached("SELECT article FROM appearance WHERE persona = ?")?;
    let articles: Vec<i64> = query.query_map([persona], |row| row.get(0))?.collect::<Result<_, _>>()?;
    articles.into_iter().try_for_each(|article| edges::touch(connection, article, changes))
}
