//! What one actor is to another, as titles and names say: who leads, who serves, what is part of what.
//!
//! "Russian President Vladimir Putin", "Satya Nadella, the head of Microsoft", "Hezbollah leader X", "the Iranian parliament",
//! "the Lebanese group Hezbollah", "Israeli journalist X".

use std::collections::BTreeMap;

use super::{Construction, Finding, head_of};
use crate::extract::actors::{Parent, acts};
use crate::extract::clause::Clause;
use crate::extract::mention::Mention;
use crate::extract::noun_phrase::Head;
use crate::extract::office::{self, Term, Title};
use crate::knowledge::names::{FormKind, Known, is_state_sector};
use crate::knowledge::offices::{ModifierEffect, Of};
use crate::knowledge::words::FunctionWord;
use crate::language::{Relation, Tag, Token};
use crate::ontology::{ActorKind, Modality, RelationType, Status};

/// What the offices of an article's persons are offices of, where a sentence says so: "President Putin" is that of Russia wherever
/// one calls him the Russian president.
#[derive(Debug, Default)]
pub struct Bodies(BTreeMap<usize, Vec<(RelationType, usize)>>);

impl Bodies {
    /// Notes the offices that a sentence gives.
    pub fn note(&mut self, clause: &Clause, index: usize) {
        let titles = find(clause, index, &Bodies::default()).into_iter();
        for office in titles.filter(|finding| finding.construction == Construction::Title) {
            self.0.entry(office.subject).or_default().push((office.relation, office.object));
        }
    }

    /// Of what a title beside a person's name is an office, if the article says so elsewhere, or the tables of its day.
    fn body(&self, clause: &Clause, person: usize, title: &Title) -> Option<usize> {
        let relation = title.office.relation?;
        let is_of_state = matches!(
            title.office.of,
            Of::Country | Of::Government | Of::Army | Of::Diplomacy | Of::Legislature | Of::Any
        );
        let stated = self.0.get(&person).into_iter().flatten();
        let mut same = stated.filter(|(stated, _)| *stated == relation || title.is_helper).map(|(_, body)| *body);
        let of_tables = || {
            let term = clause.actors.term(person).filter(|_| is_of_state)?;
            clause.actors.of_record(term.of)
        };
        same.next().or_else(of_tables).or_else(|| only_country(clause, title))
    }
}

/// "Minister of Education Ada Ferrat" in an article that names one country alone, and more than once.
fn only_country(clause: &Clause, title: &Title) -> Option<usize> {
    const MIN_MENTIONS: usize = 3;
    // "the president of the region, Ada Ferrat" is another body's.
    let is_before_name = clause.mention_at(title.end).is_some();
    // "Society President Ada Ferrat"; the premier may be that of a province.
    let is_bare = title.start.checked_sub(1).is_none_or(|before| {
        let token = &clause.tokens[before];
        !matches!(token.tag, Tag::Noun | Tag::Propn | Tag::Adj | Tag::Part)
    });
    let is_of_state = matches!(title.office.of, Of::Country | Of::Government)
        && title.office.title != "premier"
        && title.term == Term::Current
        && is_before_name
        && is_bare;
    let is_country = |&actor: &usize| clause.kind(actor) == ActorKind::Country;
    let mut countries = (0..clause.actors.list.len()).filter(is_country);
    let country = countries.next().filter(|_| is_of_state && countries.next().is_none())?;
    let n_mentions = clause.actors.mentions.iter().flatten().filter(|(_, actor)| *actor == country).count();
    (n_mentions >= MIN_MENTIONS).then_some(country)
}

/// What titles and names of a sentence state. `index` is the sentence's.
pub fn find(clause: &Clause, index: usize, bodies: &Bodies) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names = clause.mentions.iter().filter(|(mention, _)| clause.is_name(mention));
    for (mention, actor) in names {
        if clause.actors.list[*actor].kind == ActorKind::Person {
            let offices = offices(clause, mention, *actor, bodies);
            let of_group = if offices.is_empty() { of_group(clause, mention, *actor, bodies) } else { None };
            findings.extend(offices.into_iter().chain(of_group));
        } else {
            findings.extend(led_by(clause, mention, *actor));
            findings.extend(table_parent(clause, mention, *actor));
            findings.extend(based_in(clause, mention, *actor));
            findings.extend(own_party(clause, mention, *actor));
            findings.extend(housed_at(clause, mention, *actor));
        }
    }
    findings.extend(predicated(clause, bodies));
    findings.extend(counterparts(clause, bodies));
    findings.extend(holders_of_whose(clause));
    findings.extend(members_by_office(clause));
    findings.extend(members_before_brackets(clause));
    for &Parent { group, parent, is_organ } in clause.actors.parents.get(&index).into_iter().flatten() {
        let named = clause.mentions.iter().find(|(_, actor)| *actor == group);
        // "the Malian junta" rules Mali.
        let rules =
            |mention: &Mention| clause.knowledge.words.is_in_class("JUNTA", &clause.tokens[mention.end - 1].lower);
        if let Some((mention, _)) = named.filter(|(mention, _)| !is_organ && rules(mention)) {
            findings.push(tie(group, RelationType::Leads, parent, "junta".to_owned(), mention.start));
        }
        if let Some((mention, _)) = named.filter(|_| is_organ) {
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

/// A tie that a name or title states at a token.
pub(super) fn tie(subject: usize, relation: RelationType, object: usize, predicate: String, at: usize) -> Finding {
    Finding::plain(Construction::Name, (subject, relation, object), predicate, at)
}

/// The names of a list that one title stands before.
const MAX_SHARED: usize = 8;

/// The offices that the words around a person's name give.
fn offices(clause: &Clause, mention: &Mention, person: usize, bodies: &Bodies) -> Vec<Finding> {
    let before = office::title_before(clause.tokens, mention.start, clause.knowledge)
        .or_else(|| title_before_comma(clause, mention));
    // "actor Sean Stone, SpaceX co-founder Jim Cantrell": the second title is the second name's.
    let after = office::title_after(clause.tokens, mention.end, clause.knowledge)
        .filter(|title| clause.mention_at(title.end).is_none() && !names_another(clause, title));
    let mut findings = Vec::new();
    if let Some(title) = before {
        let body = body_before(clause, title.start)
            // "led Vice President Biden in the RealClearPolitics average" says nothing of his office.
            .or_else(|| {
                let is_in = clause.tokens.get(mention.end).is_some_and(|token| token.lower == "in");
                let is_group = |body: usize| clause.kind(body) == ActorKind::Group;
                body_after(clause, mention.end).filter(|(body, _)| !(is_in && is_group(*body)))
            })
            .or_else(|| body_between(clause, mention.start))
            .or_else(|| body_inside(clause, &title))
            .or_else(|| body_shared(clause, &title).map(|body| (body, false)))
            .or_else(|| bodies.body(clause, person, &title).map(|body| (body, false)));
        findings.extend(body.into_iter().flat_map(|(body, is_of)| offices_of(clause, person, &title, body, is_of)));
    } else if let Some((title, body)) = title_of_body_before(clause, mention.start) {
        findings.extend(offices_of(clause, person, &title, body, true));
    } else if let Some((title, body)) = shared_title(clause, mention) {
        findings.extend(office_of(clause, person, &title, body, false));
    }
    if let Some(title) = after {
        let body =
            body_of_title(clause, &title).or_else(|| bodies.body(clause, person, &title).map(|body| (body, false)));
        findings.extend(body.into_iter().flat_map(|(body, is_of)| offices_of(clause, person, &title, body, is_of)));
    }
    findings
}

/// "Rob Gibson, leader of Sinn Féin Gerry Adams and": after its body comes whose title it is.
fn names_another(clause: &Clause, title: &Title) -> bool {
    let is_of = clause.tokens.get(title.end).is_some_and(|token| token.lower == "of");
    let body = clause.mention_from(title.end + 1).filter(|_| is_of);
    let next = body.and_then(|body| clause.mention_at(clause.mentions[body].0.end));
    next.is_some_and(|next| clause.kind(clause.mentions[next].1) == ActorKind::Person)
}

/// "Labour leaders Jane Smith, John Brown and Ann Wood": the title in the plural that a list of names shares, and its body. "US and Russian
/// presidents" have a body each, and so have "Presidents Ada Ferrat of Kenya and Jon Smith of Ghana".
fn shared_title<'k>(clause: &Clause<'_, 'k>, mention: &Mention) -> Option<(Title<'k>, usize)> {
    let mut start = mention.start;
    for _ in 0..MAX_SHARED {
        // "two Labour ministers (Jane Smith and John Brown)", "three Labour ministers: Jane Smith"
        let opens = start > 0 && matches!(clause.tokens[start - 1].text, "(" | ":");
        let end = start - usize::from(opens);
        let title = (end.saturating_sub(4)..end)
            .filter_map(|at| office::title_at(clause.tokens, at, clause.knowledge))
            .find(|title| title.end == end && title.office.is_plural);
        if let Some(title) = title {
            let own = body_after(clause, mention.end).filter(|(body, _)| clause.kind(*body) == ActorKind::Country);
            if let Some((body, _)) = own {
                return Some((title, body));
            }
            let (body, _) = body_before(clause, title.start).or_else(|| body_inside(clause, &title))?;
            let is_before = |(named, actor): &&(Mention, usize)| *actor == body && named.start <= title.start;
            let (named, _) = clause.mentions.iter().rfind(is_before)?;
            let before = named.start.checked_sub(1).filter(|_| clause.kind(body) == ActorKind::Country);
            let is_one = before.is_none_or(|before| !matches!(clause.tokens[before].lower.as_str(), "and" | "," | "-"));
            return is_one.then_some((title, body));
        }
        let is = |at: usize, words: &[&str]| at > 0 && words.contains(&clause.tokens[at - 1].lower.as_str());
        let mut end = start;
        end -= usize::from(is(end, &["and"]));
        end -= usize::from(is(end, &[","]));
        let ends_at = |end: usize, is_person: bool| {
            let mut mentions = clause.mentions.iter().filter(|(before, _)| before.end == end);
            mentions.find(|(_, actor)| (clause.kind(*actor) == ActorKind::Person) == is_person)
        };
        // "Ada Ferrat of Kenya and"
        let after_of = ends_at(end, false).map(|(body, _)| body.start).filter(|&body| is(body, &["of"]));
        let before = ends_at(after_of.map_or(end, |body| body - 1), true);
        start = before.filter(|_| end < start)?.0.start;
    }
    None
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
    let link = clause.tokens.get(at)?.lower.as_str();
    if !matches!(link, "of" | "at" | "for" | "in" | "from") {
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
    // "the president of the Panhellenic Socialist Movement party"
    let named_group = |at: usize| {
        let words = &clause.knowledge.words;
        let is_sort = |next: &Token| words.group_nouns.get(&next.lower).is_some();
        let goes_on = |next: &Token| matches!(next.tag, Tag::Noun | Tag::Propn | Tag::Part);
        clause.tokens.get(at).is_some_and(is_sort)
            && !clause.tokens.get(at + 1).is_some_and(goes_on)
            && clause.kind(*actor) == ActorKind::Group
    };
    if link == "of" && named_group(mention.end) {
        return Some((*actor, true));
    }
    // "the head of the Russian mercenary group Wagner"
    if mention.head == Head::Belonging {
        let (_, group) = clause.mentions.iter().find(|(named, _)| named.start == mention.np_end)?;
        return (clause.actors.list[*group].kind == ActorKind::Group).then_some((*group, true));
    }
    // "the foreign minister from Armenia", but "a general from the Greens" is only one of theirs.
    let kind = clause.actors.list[*actor].kind;
    let is_body = kind == ActorKind::Country || kind == ActorKind::Group && link != "from";
    (is_body && acts(mention)).then_some((*actor, true))
}

/// "Swiss President Ada Ferrat and Foreign Minister John Brown": the second office is of the country of the first.
fn body_shared(clause: &Clause, title: &Title) -> Option<usize> {
    let and = title.start.checked_sub(1).filter(|&i| clause.tokens[i].lower == "and")?;
    let is_of_state = |title: &Title| {
        matches!(title.office.of, Of::Country | Of::Government | Of::Army | Of::Legislature)
            && title.term == Term::Current
    };
    let mut before = clause.mentions.iter().filter(|(mention, actor)| {
        mention.end == and && clause.kind(*actor) == ActorKind::Person && clause.is_name(mention)
    });
    let (first, _) = before.next()?;
    let other = office::title_before(clause.tokens, first.start, clause.knowledge)?;
    let (body, _) = body_before(clause, other.start)?;
    let is_country = clause.kind(body) == ActorKind::Country;
    (is_country && is_of_state(title) && is_of_state(&other)).then_some(body)
}

/// "President of Russia Vladimir Putin".
fn body_between(clause: &Clause, name_start: usize) -> Option<(usize, bool)> {
    let index = clause.mention_before(name_start)?;
    let before = clause.mentions[index].0.start.checked_sub(1)?;
    (clause.tokens[before].lower == "of").then_some((clause.mentions[index].1, true))
}

/// "Kremlin spokesman" and "party chairman" stand among the titles as a whole: "Libertarian Party chairman".
fn body_inside(clause: &Clause, title: &Title) -> Option<(usize, bool)> {
    let holds = |mention: &Mention| (mention.start..mention.end).contains(&title.start);
    let (mention, actor) = clause.mentions.iter().find(|(mention, _)| holds(mention))?;
    let is_body = mention.end < title.end && clause.actors.list[*actor].kind != ActorKind::Person;
    is_body.then_some((*actor, false))
}

/// Words of a phrase that says where an envoy is: "to the West African nation".
const MAX_POST: usize = 6;

/// "The leader of Hezbollah, Hassan Nasrallah," and "President of Russia Vladimir Putin".
fn title_of_body_before<'k>(clause: &Clause<'_, 'k>, name_start: usize) -> Option<(Title<'k>, usize)> {
    let has_comma = name_start > 0 && clause.tokens[name_start - 1].text == ",";
    let end = name_start - usize::from(has_comma);
    // "the Russian ambassador to the nation, Igor Gromyko"
    let posted = (end.saturating_sub(MAX_POST)..end).rev().find(|&i| clause.tokens[i].lower == "to").and_then(|to| {
        let title = office::title_before(clause.tokens, to, clause.knowledge)?;
        let (body, _) = body_before(clause, title.start)?;
        (has_comma && title.office.of == Of::Diplomacy).then_some((title, body))
    });
    if posted.is_some() {
        return posted;
    }
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

/// "Foreign Minister Wang Yi met his Russian counterpart, Sergei Lavrov": who holds the same office there. Of several, "his Greek and French
/// counterparts, A and B", each in turn.
fn counterparts(clause: &Clause, bodies: &Bodies) -> Vec<Finding> {
    let is_one = |&i: &usize| matches!(clause.tokens[i].lower.as_str(), "counterpart" | "counterparts");
    let found = (0..clause.tokens.len()).filter(is_one).flat_map(|noun| {
        let office = office_before(clause, noun, bodies);
        let mut bodies: Vec<usize> = Vec::new();
        for (mention, actor) in clause.mentions.iter().filter(|(mention, _)| mention.end <= noun) {
            let is_country = clause.kind(*actor) == ActorKind::Country && mention.form != FormKind::Demonym;
            let is_listed = (mention.end..noun).all(|i| {
                let is_and = matches!(clause.tokens[i].tag, Tag::Cconj | Tag::Punct | Tag::Adj | Tag::Part);
                is_and || clause.mentions.iter().any(|(other, _)| (other.start..other.end).contains(&i))
            });
            if is_country && is_listed {
                bodies.push(*actor);
            }
        }
        let (mut named, _) = clause.described_by(noun);
        named.retain(|part| clause.kind(part.actor) == ActorKind::Person && part.noun > noun);
        let is_paired = named.len() == bodies.len();
        let pairs = named.into_iter().zip(bodies).filter(move |_| is_paired);
        pairs.filter_map(move |(person, body)| {
            let found = tie(person.actor, office?, body, clause.tokens[noun].lower.clone(), noun);
            Some(Finding { construction: Construction::Title, ..found })
        })
    });
    found.collect()
}

/// "Hamas, whose leader is Ismail Haniyeh,": the office is of what "whose" stands for.
fn holders_of_whose(clause: &Clause) -> Vec<Finding> {
    let whose = (0..clause.tokens.len()).filter(|&i| clause.tokens[i].lower == "whose");
    let found = whose.flat_map(|i| {
        let noun = clause.tokens[i].head.filter(|&noun| noun > i);
        let title = noun.and_then(|noun| office::title_before(clause.tokens, noun + 1, clause.knowledge));
        let body = clause.noun_of_whose(i);
        let Some(((noun, title), body)) = noun.zip(title).zip(body) else { return Vec::new() };
        let said = clause.tokens[noun]
            .head
            .filter(|&head| clause.tokens[noun].relation == Relation::Nsubj && clause.has_below(head, Relation::Cop));
        let holders = said.map_or_else(|| clause.described_by(noun).0, |said| clause.wholes(said));
        let holders = holders.into_iter().filter(|part| clause.kind(part.actor) == ActorKind::Person);
        let bodies = clause.wholes(body);
        let pairs = holders.flat_map(|holder| bodies.iter().map(move |body| (holder.actor, body.actor)));
        pairs.filter_map(|(person, body)| office_of(clause, person, &title, body, true)).collect()
    });
    found.collect()
}

/// What the person named last before a noun does by office: leads or serves.
fn office_before(clause: &Clause, noun: usize, bodies: &Bodies) -> Option<RelationType> {
    let persons = clause
        .mentions
        .iter()
        .rev()
        .filter(|(mention, actor)| mention.end <= noun && clause.kind(*actor) == ActorKind::Person);
    persons.into_iter().find_map(|(mention, actor)| {
        let beside = office::title_before(clause.tokens, mention.start, clause.knowledge)
            .and_then(|title| title.office.relation);
        let stated = || bodies.0.get(actor).and_then(|offices| offices.last()).map(|(relation, _)| *relation);
        beside.or_else(stated)
    })
}

/// "X is the president of Y", "X, who was Y's envoy", "X was sworn in as president of Y": titles that the tree says of somebody.
fn predicated(clause: &Clause, bodies: &Bodies) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut at = 0;
    while at < clause.tokens.len() {
        let title = office::title_at(clause.tokens, at, clause.knowledge).filter(|title| {
            !title.office.is_plural && title.office.relation.is_some() && !names_another(clause, title)
        });
        let Some(title) = title else {
            at += 1;
            continue;
        };
        at = title.end;
        let noun = head_of(clause, title.start, title.end - title.start);
        // "was elected leader": the tables take the participle for a modifier of the title.
        let noun = if clause.is_verb(noun) { title.end - 1 } else { noun };
        let (holders, mood) = clause.described_by(noun);
        let mood = if clause.is_denied(noun) { mood.negated() } else { mood };
        for person in holders.iter().map(|part| part.actor).filter(|&actor| clause.kind(actor) == ActorKind::Person) {
            let body = body_of_title(clause, &title)
                .or_else(|| bodies.body(clause, person, &title).map(|body| (body, false)))
                .or_else(|| served(clause, noun, &title).map(|served| (served, true)))
                .or_else(|| had_by(clause, noun).map(|body| (body, false)))
                .filter(|(body, _)| *body != person);
            let offices = body.into_iter().flat_map(|(body, is_of)| offices_of(clause, person, &title, body, is_of));
            let offices = offices.chain(served_under(clause, noun, person));
            findings.extend(offices.map(|finding| Finding {
                mood: finding.mood.within(mood),
                construction: Construction::Role,
                ..finding
            }));
        }
    }
    findings
}

/// "the G7 foreign ministers of Canada, France and Japan": countries whose office-holders a bloc has together are its members.
fn members_by_office(clause: &Clause) -> Vec<Finding> {
    let mut findings = Vec::new();
    for noun in
        (0..clause.tokens.len()).filter(|&i| clause.tokens[i].tag == Tag::Noun || clause.tokens[i].tag == Tag::Propn)
    {
        let Some(of) = clause.below(noun, Relation::Nmod).find(|&i| clause.has_case(i, "of")) else { continue };
        let is_bloc = |actor: usize| {
            let sector = clause.actors.list[actor].sector.as_deref();
            clause.kind(actor) == ActorKind::Group && sector == Some("IGO")
        };
        let Some(bloc) = clause.holders(noun).into_iter().map(|part| part.actor).find(|&actor| is_bloc(actor)) else {
            continue;
        };
        let has_office = (noun.saturating_sub(3)..=noun)
            .filter_map(|i| office::title_at(clause.tokens, i, clause.knowledge))
            .any(|title| title.end == noun + 1 && title.office.is_plural);
        let members = clause.wholes(of).into_iter().map(|part| part.actor);
        let countries = members.filter(|&member| has_office && clause.kind(member) == ActorKind::Country);
        let words = clause.tokens[noun].lower.clone();
        findings.extend(countries.map(|member| tie(member, RelationType::MemberOf, bloc, words.clone(), noun)));
    }
    findings
}

/// "Burkina Faso, Mali and Niger (the Alliance of Sahel States)": a list of countries that brackets call by one name.
fn members_before_brackets(clause: &Clause) -> Vec<Finding> {
    let is = |i: usize, text: &str| clause.tokens.get(i).is_some_and(|token| token.text == text);
    let mut findings = Vec::new();
    for (mention, group) in clause.mentions.iter().filter(|(_, actor)| clause.kind(*actor) == ActorKind::Group) {
        let article = usize::from(
            mention.name_start > 0 && clause.class(mention.name_start - 1) == Some(FunctionWord::Determiner),
        );
        let Some(bracket) = mention.name_start.checked_sub(1 + article) else { continue };
        let Some((last, _)) = clause.mentions.iter().find(|(before, _)| before.end == bracket) else { continue };
        if !is(bracket, "(") || !is(mention.end, ")") {
            continue;
        }
        let list = clause.wholes(clause.list_head(clause.top(last)));
        let are_countries = list.iter().all(|part| clause.kind(part.actor) == ActorKind::Country);
        if list.len() > 1 && are_countries {
            let members = list.iter().map(|part| part.actor);
            findings.extend(members.map(|member| tie(member, RelationType::MemberOf, *group, "(".to_owned(), bracket)));
        }
    }
    findings
}

/// "Yvon Godin of the New Democratic Party", "Labour candidate Jane Smith": the group that a person is named with, a member of it
/// where it is a party.
fn of_group(clause: &Clause, mention: &Mention, person: usize, bodies: &Bodies) -> Option<Finding> {
    let group = group_after(clause, mention)
        .or_else(|| in_brackets(clause, mention))
        .or_else(|| party_before(clause, mention))
        .or_else(|| owner_before(clause, mention))?;
    // "Germany's Steffi Graf", "Sergei Lavrov of Russia": nothing beside the office that is stated of the two.
    let mut offices = bodies.0.get(&person).into_iter().flatten();
    if offices.any(|(_, body)| *body == group) {
        return None;
    }
    let is_party = clause.actors.list[group].sector.as_deref() == Some("PTY");
    let relation = if is_party { RelationType::MemberOf } else { RelationType::AffiliatedWith };
    // "Jane Smith, formerly of Boeing"
    let status = if formerly_at(clause, mention.end) { Status::Former } else { Status::Current };
    Some(Finding { status, ..tie(person, relation, group, "of".to_owned(), mention.start) })
}

fn formerly_at(clause: &Clause, at: usize) -> bool {
    let is = |at: usize, word: &str| clause.tokens.get(at).is_some_and(|token| token.lower == word);
    is(at, ",") && is(at + 1, "formerly")
}

/// The group whose name comes after "of" right after a person's, or in a list of persons that of a party after "for": "a fight
/// between Mary Lou of Sinn Féin and John Dunlop for the Labour Party".
fn group_after(clause: &Clause, mention: &Mention) -> Option<usize> {
    let at = if formerly_at(clause, mention.end) { mention.end + 2 } else { mention.end };
    let link = clause.tokens.get(at).filter(|token| matches!(token.lower.as_str(), "of" | "for" | "from"))?;
    let (named, group) = &clause.mentions[clause.mention_from(at + 1)?];
    let top = clause.top(mention);
    let is_listed = clause.tokens[top].relation == Relation::Conj || clause.has_below(top, Relation::Conj);
    let is_whole = clause.tokens.get(named.end).is_none_or(|next| !next.is_word() || next.lower == "and");
    // "Jane Smith from the Greens"
    let is_party = clause.actors.list[*group].sector.as_deref() == Some("PTY");
    let is_for_party = is_party && (link.lower == "from" || is_listed && is_whole);
    // "Sergei Lavrov of Russia", but neither "the death of Jane Smith of Iran's shells" nor "the Jane Smith of Iran"
    let is_likened = mention.start > 0 && clause.class(mention.start - 1) == Some(FunctionWord::Determiner);
    let is_owner = clause.tokens.get(named.end).is_some_and(|next| next.lower == "'s");
    let is_country = clause.kind(*group) == ActorKind::Country && named.form == FormKind::Name && acts(named);
    let is_body = clause.kind(*group) == ActorKind::Group || is_country && !is_likened && !is_owner;
    (is_body && (link.lower == "of" || is_for_party)).then_some(*group)
}

/// "Jane Smith (Labour)", "Pete Sampras (United States)": what brackets right after a person's name say of whom the person is one. Outlets
/// stand there for who took a picture.
fn in_brackets(clause: &Clause, mention: &Mention) -> Option<usize> {
    clause.tokens.get(mention.end).filter(|token| token.text == "(")?;
    let (named, actor) = &clause.mentions[clause.mention_from(mention.end + 1)?];
    let is_closed = clause.tokens.get(named.end).is_some_and(|token| matches!(token.text, ")" | "," | ";"));
    let is_body = clause.kind(*actor) != ActorKind::Person && named.form == FormKind::Name && !clause.is_outlet(*actor);
    (is_closed && is_body).then_some(*actor)
}

/// "Germany's Steffi Graf", "Ferrari's Charles Leclerc": a person whose only description is an owner.
fn owner_before(clause: &Clause, mention: &Mention) -> Option<usize> {
    let end = clause.owner_end(mention.start)?;
    let (_, owner) = clause.mentions.iter().find(|(owner, _)| owner.end == end && owner.form == FormKind::Name)?;
    (clause.kind(*owner) != ActorKind::Person).then_some(*owner)
}

/// "Silvio Berlusconi's party, Forza Italia", "his own party, the Greens": whose party it is belongs to it.
fn own_party(clause: &Clause, mention: &Mention, group: usize) -> Option<Finding> {
    party_of(clause, mention, group)
        .or_else(|| party_of_owner(clause, mention, group))
        .or_else(|| party_of_pronoun(clause, mention, group))
}

/// "his Reform Party"
fn party_of_pronoun(clause: &Clause, mention: &Mention, group: usize) -> Option<Finding> {
    let (owner, person) = clause.mentions.iter().find(|(owner, _)| owner.end == mention.name_start)?;
    let is_owner = clause.tokens[owner.start].relation == Relation::NmodPoss && !clause.is_name(owner);
    let is_party = clause.actors.list[group].sector.as_deref() == Some("PTY");
    let is_person = clause.kind(*person) == ActorKind::Person && is_owner && is_party;
    is_person.then(|| tie(*person, RelationType::MemberOf, group, "party".to_owned(), mention.start))
}

/// "the Greens, the party of former Mayor Jane Smith"
fn party_of(clause: &Clause, mention: &Mention, group: usize) -> Option<Finding> {
    const MAX_TITLE: usize = 8;
    let words = clause.tokens.get(mention.end..mention.end + 4)?;
    let is_party = words.iter().map(|token| token.lower.as_str()).eq([",", "the", "party", "of"]);
    let from = mention.end + 4;
    let named = (from..from + MAX_TITLE).find_map(|at| clause.mention_at(at)).filter(|_| is_party)?;
    let (named, person) = &clause.mentions[named];
    let is_titled = (from..named.start).all(|at| clause.tokens[at].is_word());
    let is_person = clause.kind(*person) == ActorKind::Person && clause.kind(group) == ActorKind::Group && is_titled;
    is_person.then(|| tie(*person, RelationType::MemberOf, group, "party of".to_owned(), from - 2))
}

fn party_of_owner(clause: &Clause, mention: &Mention, group: usize) -> Option<Finding> {
    let is = |at: usize, text: &str| at.checked_sub(1).is_some_and(|before| clause.tokens[before].lower == text);
    let mut at = mention.name_start;
    at -= usize::from(at > 0 && clause.class(at - 1) == Some(FunctionWord::Determiner));
    at -= usize::from(is(at, ","));
    let noun = at.checked_sub(1).filter(|_| is(at, "party") && clause.kind(group) == ActorKind::Group)?;
    let is_modifier =
        |i: &usize| matches!(clause.tokens[*i].tag, Tag::Adj | Tag::Noun) && !clause.tokens[*i].is_capitalised();
    let start = (0..noun).rev().take_while(is_modifier).take(2).last().unwrap_or(noun);
    let end = clause.owner_end(start).unwrap_or(start);
    let (owner, person) = clause.mentions.iter().find(|(owner, _)| owner.end == end)?;
    let is_owner = end < start || clause.tokens[owner.start].relation == Relation::NmodPoss;
    let is_person = clause.kind(*person) == ActorKind::Person && is_owner;
    is_person.then(|| tie(*person, RelationType::MemberOf, group, "party".to_owned(), noun))
}

/// "the Center for Health at Harvard University", "the Hoover Institution at Stanford": an institute of a university.
fn housed_at(clause: &Clause, mention: &Mention, group: usize) -> Option<Finding> {
    clause.tokens.get(mention.end).filter(|token| token.lower == "at")?;
    let (_, house) = &clause.mentions[clause.mention_from(mention.end + 1)?];
    let is_school = clause.actors.list[*house].sector.as_deref() == Some("EDU");
    let words = &clause.knowledge.words;
    let is_institute =
        (mention.name_start..mention.end).any(|i| words.is_in_class("INSTITUTE", &clause.tokens[i].lower));
    let fits = is_school && is_institute && clause.kind(group) == ActorKind::Group;
    fits.then(|| tie(group, RelationType::PartOf, *house, "at".to_owned(), mention.end))
}

/// The party whose name comes right before a person's, "Labour's Jane Smith", or before a noun that describes the person: "candidate",
/// "incumbent", "lawmaker".
fn party_before(clause: &Clause, mention: &Mention) -> Option<usize> {
    // "the Labour Party (LP) candidate, Jane Smith,"
    let is_comma = mention.start.checked_sub(1).is_some_and(|i| clause.tokens[i].text == ",")
        && clause.tokens.get(mention.end).is_none_or(|token| matches!(token.text, "," | "."));
    let between = mention.start.checked_sub(1 + usize::from(is_comma))?;
    let token = &clause.tokens[between];
    let is_noun = token.tag == Tag::Noun && !token.is_capitalised();
    let owner_end = clause.owner_end(mention.start);
    let is_near = |party: &Mention| {
        party.end == mention.start
            || is_noun && clause.past_brackets(party.end) == between
            || owner_end == Some(party.end)
    };
    let (_, party) = clause.mentions.iter().find(|(party, _)| is_near(party))?;
    let is_party = clause.actors.list[*party].sector.as_deref() == Some("PTY");
    (is_party && clause.kind(*party) == ActorKind::Group).then_some(*party)
}

/// "Vladimir Putin's United Russia": the person whose group it is leads it.
fn led_by(clause: &Clause, mention: &Mention, group: usize) -> Option<Finding> {
    let is_group = clause.kind(group) == ActorKind::Group && mention.form == FormKind::Name;
    let mark = clause.owner_end(mention.name_start)?;
    let (_, owner) = clause.mentions.iter().find(|(owner, _)| owner.end == mark)?;
    let is_person = clause.kind(*owner) == ActorKind::Person;
    (is_group && is_person).then(|| tie(*owner, RelationType::Leads, group, "'s".to_owned(), mention.start))
}

/// "Trump's special envoy": whom somebody serves in person.
fn served(clause: &Clause, noun: usize, title: &Title) -> Option<usize> {
    let mut owners = clause.holders(noun).into_iter().map(|part| part.actor);
    let serves = title.office.relation == Some(RelationType::Serves);
    owners.find(|&owner| serves && clause.kind(owner) == ActorKind::Person)
}

/// "The Greens have one deputy, Jane Smith"
fn had_by(clause: &Clause, noun: usize) -> Option<usize> {
    clause.had_by(noun).into_iter().map(|part| part.actor).find(|&actor| clause.kind(actor) != ActorKind::Person)
}

/// "was secretary of state under Presidents Bill Clinton and Barack Obama": in whose government an office was held.
fn served_under(clause: &Clause, noun: usize, person: usize) -> Vec<Finding> {
    let under = clause.below(noun, Relation::Nmod).filter(|&i| clause.has_case(i, "under"));
    let chiefs = under.flat_map(|i| clause.wholes(i)).map(|part| part.actor);
    let chiefs = chiefs.filter(|&chief| clause.kind(chief) == ActorKind::Person && chief != person);
    chiefs.map(|chief| tie(person, RelationType::Serves, chief, "under".to_owned(), noun)).collect()
}

/// The ties that a title states: "leader of the Greens and Hope" is that of both.
fn offices_of(clause: &Clause, person: usize, title: &Title, body: usize, is_of: bool) -> Vec<Finding> {
    let named = clause.mentions.iter().find(|(mention, actor)| *actor == body && mention.start >= title.end);
    let listed = named.filter(|_| is_of).map_or(Vec::new(), |(mention, _)| clause.members(clause.top(mention)));
    // "leader of the Greens / Hope"
    let slash = named
        .map(|(mention, _)| mention.end)
        .filter(|&end| is_of && clause.tokens.get(end).is_some_and(|token| token.text == "/"));
    let beside = slash.and_then(|slash| clause.mention_from(slash + 1)).map(|index| &clause.mentions[index]);
    let listed = listed.into_iter().flat_map(|member| clause.mentions_over(member)).chain(beside);
    let others = listed.filter(|(mention, actor)| {
        *actor != body && mention.form == FormKind::Name && clause.kind(*actor) == clause.kind(body)
    });
    let bodies = std::iter::once(body).chain(others.map(|(_, actor)| *actor));
    bodies.filter_map(|body| office_of(clause, person, title, body, is_of)).collect()
}

/// The tie that a title states between a person and a country or group.
fn office_of(clause: &Clause, person: usize, title: &Title, body: usize, is_of: bool) -> Option<Finding> {
    let kind = clause.actors.list[body].kind;
    let relation = relation_of(title, kind, is_of)?;
    let words: Vec<&str> = clause.tokens[title.start..title.end].iter().map(|token| token.text).collect();
    let mut finding =
        Finding { construction: Construction::Title, ..tie(person, relation, body, words.join(" "), title.start) };
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
    let is_possessive = between.len() == 1 && matches!(between[0].lower.as_str(), "'s" | "'");
    let sector = clause.actors.list[actor].sector.as_deref().unwrap_or_default();
    let relation = if is_state_sector(sector) { RelationType::PartOf } else { RelationType::AffiliatedWith };
    // "Finland's NATO membership" makes NATO no body of Finland's.
    let (top, words) = (&clause.tokens[clause.top(mention)], &clause.knowledge.words);
    let is_body = |noun: &Token| {
        words.group_nouns.get(&noun.lower).is_some()
            || words.state_nouns.get(&noun.lower).is_some()
            || words.party_nouns.get(&noun.lower).is_some()
    };
    let before = top.head.filter(|_| top.relation == Relation::Compound);
    let is_before_noun = before.is_some_and(|head| !is_body(&clause.tokens[head]));
    let fits = is_country && sector != "IGO" && (is_noun || is_possessive && !is_before_noun);
    fits.then(|| {
        tie(actor, relation, *country, between.last().map(|t| t.lower.clone()).unwrap_or_default(), mention.start)
    })
}
