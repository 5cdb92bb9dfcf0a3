//! What one actor is to another, as titles and names say: who leads, who serves, what is part of what.
//!
//! "Russian President Vladimir Putin", "Satya Nadella, the head of Microsoft", "Hezbollah leader X", "the Iranian parliament",
//! "the Lebanese group Hezbollah", "Israeli journalist X".

use super::actors::{Parent, acts};
use super::clause::{Clause, Mood};
use super::mention::Mention;
use super::noun_phrase::Head;
use super::office::{self, Term, Title};
use super::statements::Finding;
use crate::knowledge::names::{FormKind, Known, is_state_sector};
use crate::knowledge::offices::{ModifierEffect, Of};
use crate::knowledge::words::FunctionWord;
use crate::ontology::{ActorKind, Modality, RelationType, Status};

/// What titles and names of a sentence state. `index` is the sentence's.
pub fn find(clause: &Clause, index: usize) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (mention, actor) in clause.mentions {
        if clause.actors.list[*actor].kind == ActorKind::Person {
            findings.extend(offices(clause, mention, *actor));
        } else {
            findings.extend(table_parent(clause, mention, *actor));
            findings.extend(based_in(clause, mention, *actor));
        }
    }
    for &Parent { group, parent, is_organ } in clause.actors.parents.get(&index).into_iter().flatten() {
        if is_organ && let Some((mention, _)) = clause.mentions.iter().find(|(_, actor)| *actor == group) {
            findings.push(tie(
                group,
                RelationType::PartOf,
                parent,
                clause.tokens[mention.end - 1].lower.clone(),
                mention.start,
            ));
        }
    }
    findings
}

fn tie(subject: usize, relation: RelationType, object: usize, predicate: String, at: usize) -> Finding {
    let (mood, status) = (Mood::default(), Status::Current);
    Finding {
        subject,
        relation,
        among_persons: None,
        object,
        predicate,
        mood,
        status,
        at,
        confidence: 0.9,
        said_by: None,
        is_name: true,
    }
}

/// The offices that the words around a person's name give.
fn offices(clause: &Clause, mention: &Mention, person: usize) -> Vec<Finding> {
    let before = office::title_before(clause.tokens, mention.start, clause.knowledge)
        .or_else(|| title_before_comma(clause, mention));
    // "actor Sean Stone, SpaceX co-founder Jim Cantrell": the second title is the second name's.
    let after = office::title_after(clause.tokens, mention.end, clause.knowledge)
        .filter(|title| clause.mention_at(title.end).is_none());
    let mut findings = Vec::new();
    if let Some(title) = before {
        let body = body_before(clause, title.start)
            .or_else(|| body_after(clause, mention.end))
            .or_else(|| body_between(clause, mention.start))
            .or_else(|| body_inside(clause, &title));
        findings.extend(body.and_then(|(body, is_of)| office_of(clause, person, &title, body, is_of)));
    } else if let Some((title, body)) = title_of_body_before(clause, mention.start) {
        findings.extend(office_of(clause, person, &title, body, true));
    }
    if let Some(title) = after {
        let body = body_of_title(clause, &title);
        findings.extend(body.and_then(|(body, is_of)| office_of(clause, person, &title, body, is_of)));
    }
    if let Some((title, mood)) = predicated(clause, mention) {
        let body = body_of_title(clause, &title);
        let finding = body.and_then(|(body, is_of)| office_of(clause, person, &title, body, is_of));
        findings.extend(finding.map(|finding| Finding { mood: finding.mood.within(mood), is_name: false, ..finding }));
    }
    findings
}

/// "Israel's prime minister, Benjamin Netanyahu,": a title whose holder is named between commas.
fn title_before_comma<'k>(clause: &Clause<'_, 'k>, mention: &Mention) -> Option<Title<'k>> {
    let comma = mention.start.checked_sub(1).filter(|&i| clause.tokens[i].text == ",")?;
    let closes = clause.tokens.get(mention.end).is_none_or(|token| matches!(token.text, "," | "."));
    let title = office::title_before(clause.tokens, comma, clause.knowledge)?;
    let is_owned = body_before(clause, title.start).is_some();
    (closes && is_owned).then_some(title)
}

/// Whose a title apart from its name is: "head of Hezbollah" before "Hezbollah head", and that before "head at the embassy".
fn body_of_title(clause: &Clause, title: &Title) -> Option<(usize, bool)> {
    let is_of = clause.tokens.get(title.end).is_some_and(|token| token.lower == "of");
    let after = || body_after(clause, title.end);
    if is_of { after() } else { body_before(clause, title.start).or_else(after) }
}

/// "Russian President", "Hezbollah leader", "Iran's foreign minister": whose title it is, and that no "of" says so.
fn body_before(clause: &Clause, title_start: usize) -> Option<(usize, bool)> {
    // "Malian president and military leader Assimi Goita": both titles are of Mali.
    if title_start > 1
        && clause.tokens[title_start - 1].lower == "and"
        && let Some(first) = office::title_before(clause.tokens, title_start - 1, clause.knowledge)
    {
        return body_before(clause, first.start);
    }
    let is_possessive = |i: usize| matches!(clause.tokens[i].lower.as_str(), "'s" | "'");
    let end = title_start - usize::from(title_start > 0 && is_possessive(title_start - 1));
    let (mention, actor) = clause.mentions.iter().find(|(mention, _)| {
        // "Iranian government spokesman": words of the phrase stand between.
        let is_near =
            mention.end <= end && end - mention.end <= 2 && (mention.end == end || mention.head == Head::Title);
        is_near && (mention.end..end).all(|i| clause.tokens[i].is_word() && clause.class(i).is_none())
    })?;
    let is_body = clause.actors.list[*actor].kind != ActorKind::Person && mention.head != Head::Compound;
    is_body.then_some((*actor, false))
}

/// "of Russia", "of the Ahwazi Liberal Party", "at Microsoft" after a title or a name.
fn body_after(clause: &Clause, at: usize) -> Option<(usize, bool)> {
    if !matches!(clause.tokens.get(at)?.lower.as_str(), "of" | "at" | "for" | "in") {
        return None;
    }
    let mut from = at + 1;
    while matches!(clause.class(from), Some(FunctionWord::Determiner)) {
        from += 1;
    }
    let index = clause.mention_at(from)?;
    let (mention, actor) = &clause.mentions[index];
    // "the head of Iran's Quds Force" is head of the force.
    if clause.tokens.get(mention.end).is_some_and(|token| token.lower == "'s") {
        let owned = clause.mention_at(mention.end + 1).map(|i| clause.mentions[i].1)?;
        return (clause.actors.list[owned].kind == ActorKind::Group).then_some((owned, true));
    }
    // "the head of the Russian mercenary group Wagner"
    if mention.head == Head::Belonging {
        let (_, group) = clause.mentions.iter().find(|(named, _)| named.start == mention.np_end)?;
        return (clause.actors.list[*group].kind == ActorKind::Group).then_some((*group, true));
    }
    let is_body = clause.actors.list[*actor].kind != ActorKind::Person && acts(mention);
    is_body.then_some((*actor, true))
}

/// "President of Russia Vladimir Putin".
fn body_between(clause: &Clause, name_start: usize) -> Option<(usize, bool)> {
    let index = clause.mention_before(name_start)?;
    let before = clause.mentions[index].0.start.checked_sub(1)?;
    (clause.tokens[before].lower == "of").then_some((clause.mentions[index].1, true))
}

/// "Kremlin spokesman", which stands among the titles as a whole.
fn body_inside(clause: &Clause, title: &Title) -> Option<(usize, bool)> {
    let index = clause.mention_at(title.start)?;
    let (mention, actor) = &clause.mentions[index];
    let is_body = mention.end < title.end && clause.actors.list[*actor].kind != ActorKind::Person;
    is_body.then_some((*actor, false))
}

/// "The leader of Hezbollah, Hassan Nasrallah," and "President of Russia Vladimir Putin".
fn title_of_body_before<'k>(clause: &Clause<'_, 'k>, name_start: usize) -> Option<(Title<'k>, usize)> {
    let has_comma = name_start > 0 && clause.tokens[name_start - 1].text == ",";
    let end = name_start - usize::from(has_comma);
    let index = clause.mentions.iter().position(|(mention, _)| mention.end == end)?;
    let mut of = clause.mentions[index].0.start.checked_sub(1)?;
    while of > 0 && clause.class(of) == Some(FunctionWord::Determiner) {
        of -= 1;
    }
    let title = office::title_before(clause.tokens, of, clause.knowledge)?;
    match clause.tokens[of].lower.as_str() {
        "of" => Some((title, clause.mentions[index].1)),
        // "US Ambassador to the United Nations Nikki Haley" serves the one before the title.
        "to" | "for" => body_before(clause, title.start).map(|(body, _)| (title, body)),
        _ => None,
    }
}

/// What may stand between "is" and a title when someone comes into an office: "was sworn in as president".
const APPOINTED: &[&str] = &[
    "sworn",
    "in",
    "as",
    "elected",
    "re",
    "-",
    "reelected",
    "appointed",
    "reappointed",
    "named",
    "inaugurated",
    "chosen",
    "confirmed",
];

/// "X is the president of Y", "X became prime minister of Y", "X was sworn in as president of Y".
fn predicated<'k>(clause: &Clause<'_, 'k>, mention: &Mention) -> Option<(Title<'k>, Mood)> {
    let is_copula = |i: usize| clause.class(i) == Some(FunctionWord::Be) || clause.has_lemma(i, &["become", "remain"]);
    let copula = (mention.np_end..(mention.np_end + 3).min(clause.tokens.len())).find(|&i| is_copula(i))?;
    let at = (copula + 1..(copula + 7).min(clause.tokens.len()))
        .find(|&i| office::title_at(clause.tokens, i, clause.knowledge).is_some())?;
    let is_plain = (copula + 1..at).all(|i| {
        matches!(clause.class(i), Some(FunctionWord::Determiner | FunctionWord::Not | FunctionWord::Adverb))
            || clause.mention_over(i).is_some()
            || clause.tokens[i].lower == "'s"
            || APPOINTED.contains(&clause.tokens[i].lower.as_str())
    });
    let title =
        office::title_at(clause.tokens, at, clause.knowledge).filter(|title| !title.office.is_plural && is_plain)?;
    let group = clause.verb_group_of_copula(copula)?;
    let is_denied = (copula + 1..at).any(|i| clause.class(i) == Some(FunctionWord::Not));
    Some((title, if is_denied { group.mood.negated() } else { group.mood }))
}

/// The tie that a title states between a person and a country or group.
fn office_of(clause: &Clause, person: usize, title: &Title, body: usize, is_of: bool) -> Option<Finding> {
    let kind = clause.actors.list[body].kind;
    let relation = relation_of(title, kind, is_of)?;
    let words: Vec<&str> = clause.tokens[title.start..title.end].iter().map(|token| token.text).collect();
    let mut finding = tie(person, relation, body, words.join(" "), title.start);
    let is_over = is_former_before(clause, title, body) || is_until(clause, title, body);
    let term = if is_over { Term::Former } else { title.term };
    match term {
        Term::Former => finding.status = Status::Former,
        Term::Planned => finding.mood.modality = Modality::Planned,
        Term::Current => {}
    }
    Some(finding)
}

/// "former US Vice President Joe Biden": the modifier stands before the body.
fn is_former_before(clause: &Clause, title: &Title, body: usize) -> bool {
    let named = clause.mentions.iter().rev().find(|(mention, actor)| *actor == body && mention.end <= title.start);
    let Some(before) = named.and_then(|(mention, _)| mention.start.checked_sub(1)) else { return false };
    let is_near = named.is_some_and(|(mention, _)| title.start - mention.end <= 2);
    let modifier = clause.knowledge.offices.modifiers.get(&clause.tokens[before].lower);
    is_near && modifier == Some(&ModifierEffect::Former) && clause.tokens[before].lower != "late"
}

/// "chancellor of Germany until 2025": the office has an end.
fn is_until(clause: &Clause, title: &Title, body: usize) -> bool {
    let named = clause.mentions.iter().find(|(mention, actor)| *actor == body && mention.start >= title.end);
    let end = named.map_or(title.end, |(mention, _)| mention.np_end);
    let is_close = end - title.end <= 8;
    is_close && clause.tokens.get(end).is_some_and(|token| token.lower == "until")
}

/// `leads`, `serves` or, where nationality is all that the words give, `affiliated_with`.
fn relation_of(title: &Title, body: ActorKind, is_of: bool) -> Option<RelationType> {
    let is_country = body == ActorKind::Country;
    let relation = match (title.office.relation, title.office.of) {
        (_, Of::Region | Of::Person) => return None,
        (None, _) => is_country.then_some(RelationType::AffiliatedWith)?,
        // "Turkish CEO X" and "Irish bishop X" are only from there.
        (Some(RelationType::Leads), Of::Party | Of::Company | Of::Group | Of::Church | Of::Court)
            if is_country && !is_of =>
        {
            RelationType::AffiliatedWith
        }
        (Some(RelationType::Leads), Of::Army | Of::Legislature) if is_country => RelationType::Serves,
        (Some(relation), _) => relation,
    };
    Some(if title.is_helper && relation == RelationType::Leads { RelationType::Serves } else { relation })
}

/// "Russia's Federal Security Service": an organ of the tables whose owner the text names.
fn table_parent(clause: &Clause, mention: &Mention, actor: usize) -> Option<Finding> {
    let Some(Known::Group(record)) = clause.actors.known(actor) else { return None };
    let is_possessive = mention.start > 0 && clause.tokens[mention.start - 1].lower == "'s";
    let owner_end = mention.start - usize::from(is_possessive);
    let (_, parent) = clause.mentions.iter().find(|(owner, _)| owner.end == owner_end)?;
    if !clause.knowledge.names.is_organ_of(record, clause.actors.known(*parent)?) {
        return None;
    }
    Some(tie(actor, RelationType::PartOf, *parent, clause.tokens[mention.end - 1].lower.clone(), mention.start))
}

/// "the Lebanese group Hezbollah", "Lebanon's Hezbollah", "the Palestinian movement Hamas".
fn based_in(clause: &Clause, mention: &Mention, actor: usize) -> Option<Finding> {
    if clause.actors.list[actor].kind != ActorKind::Group || mention.form != FormKind::Name {
        return None;
    }
    let (owner, country) =
        clause.mentions.iter().find(|(owner, _)| owner.np_end == mention.start && owner.head == Head::Belonging)?;
    let is_country = clause.actors.list[*country].kind == ActorKind::Country;
    let between = &clause.tokens[owner.end..mention.start];
    let is_noun = between.last().is_some_and(|token| clause.knowledge.words.group_nouns.get(&token.lower).is_some());
    let is_possessive = between.len() == 1 && between[0].lower == "'s";
    let sector = clause.actors.list[actor].sector.as_deref().unwrap_or_default();
    let relation = if is_state_sector(sector) { RelationType::PartOf } else { RelationType::AffiliatedWith };
    let fits = is_country && (is_noun || is_possessive);
    fits.then(|| {
        tie(actor, relation, *country, between.last().map(|t| t.lower.clone()).unwrap_or_default(), mention.start)
    })
}
