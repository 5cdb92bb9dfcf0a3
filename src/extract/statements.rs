//! From actors to statements: runs every construction over every sentence and gives what they find its speaker,
//! its evidence and its final form.

use std::collections::BTreeSet;

use super::actors::Actors;
use super::clause::Clause;
use super::confidence::confidence;
use super::constructions::{self, Bodies, Construction, Finding, charge, demand, result, verdict};
use super::dated::dated;
use super::events::Events;
use super::mention::Mention;
use super::mood::Mood;
use super::said::Speech;
use crate::knowledge::Knowledge;
use crate::knowledge::names;
use crate::language::{CharIndex, Sentence, Token};
use crate::ontology::{ActorKind, Date, Family, Modality, Polarity, RelationType, Statement, Status};

/// The statements of an article, in order of their evidence.
pub fn statements(
    text: &str,
    sentences: &[Sentence],
    actors: &Actors,
    knowledge: &Knowledge,
    date: Option<&Date>,
) -> Vec<Statement> {
    explained(text, sentences, actors, knowledge, date).into_iter().map(|(statement, _)| statement).collect()
}

/// "the non-EU countries": what is said of them is not said of the name after "non".
fn is_excepted(tokens: &[Token], mention: &Mention) -> bool {
    let before = |at: usize| at.checked_sub(1).map(|before| (before, &tokens[before]));
    let Some((at, token)) = before(mention.name_start) else { return false };
    let is_non = |token: &Token| token.lower == "non";
    is_non(token) || token.plain == "-" && before(at).is_some_and(|(_, token)| is_non(token))
}

/// Why a statement was made, for people who mend tables and rules.
#[derive(Debug, Clone)]
pub struct Reason {
    /// The construction that found it.
    pub construction: &'static str,
    /// File and line of the entry of the tables; `None` where a title or a name states it.
    pub entry: Option<String>,
    /// The words from subject to object, with the relations of the tree between them; empty where the tree was not asked.
    pub path: String,
}

/// The statements of an article, each with the reason for it.
pub fn explained(
    text: &str,
    sentences: &[Sentence],
    actors: &Actors,
    knowledge: &Knowledge,
    date: Option<&Date>,
) -> Vec<(Statement, Reason)> {
    let chars = CharIndex::new(text);
    let mut speech = Speech::default();
    let mut statements = Vec::new();
    let spoken_of = |(index, sentence): (usize, &Sentence)| {
        let mut mentions = actors.named_and_meant(index);
        mentions.retain(|(mention, _)| !is_excepted(&sentence.tokens, mention));
        mentions
    };
    let mentions: Vec<Vec<(Mention, usize)>> = sentences.iter().enumerate().map(spoken_of).collect();
    let mut clauses: Vec<Clause> = sentences
        .iter()
        .zip(&mentions)
        .map(|(sentence, mentions)| Clause::new(&sentence.tokens, mentions, actors, knowledge))
        .collect();
    let mut bodies = Bodies::default();
    let mut events = Events::default();
    for (index, clause) in clauses.iter().enumerate() {
        bodies.note(clause, index);
    }
    for (index, (sentence, clause)) in sentences.iter().zip(&mut clauses).enumerate() {
        let findings = findings_of(clause, index, &bodies, &events);
        events.note(index, &findings);
        let clause = &*clause;
        let voices = speech.of_sentence(clause, sentence);
        let is_question = sentence.tokens.last().is_some_and(|token| token.text == "?");
        let evidence = &text[sentence.span.start..sentence.span.end];
        let mut seen = BTreeSet::new();
        let demanded = demand::find(clause, |at| voices.at(clause, at).0);
        let charged = charge::find(clause, |at| voices.at(clause, at).0);
        let verdicts = verdict::find(clause, |at| voices.at(clause, at).0);
        let results = result::find(clause, &sentence.names);
        let found = findings.into_iter().chain(demanded).chain(charged).chain(verdicts).chain(results).collect();
        let told = |finding: &Finding| !clause.is_in_definition(finding.at);
        for finding in sound(found, actors, knowledge).into_iter().filter(told) {
            // In reported speech the article itself calls people by their titles and bodies by their names.
            let is_demand =
                matches!(finding.construction, Construction::Demand | Construction::Charge | Construction::Verdict);
            let is_name = is_demand || matches!(finding.construction, Construction::Title | Construction::Name);
            let (speaker, said) = match is_name && (is_demand || !voices.is_quoted(finding.at)) {
                true => (None, Mood::default()),
                false => voices.at(clause, finding.at),
            };
            // "Does President Trump lie?" leaves him president, as does "nobody thinks that President Trump ...".
            let is_presupposed = matches!(finding.construction, Construction::Title | Construction::Name);
            let said = if is_presupposed { Mood::default() } else { said };
            let asked = match is_question && !is_presupposed {
                true => Mood::of(Modality::Hypothetical),
                false => Mood::default(),
            };
            let mood = finding.mood.within(said).within(asked);
            let is_event = finding.relation.family() == Family::Event;
            let (mood, status) = match is_event {
                true => (mood.ended_is_denied(), Status::Current),
                false if mood.is_over => (mood, Status::Former),
                false => (mood, finding.status),
            };
            let dated = dated(clause, finding.at, mood.modality, date).filter(|_| !is_name);
            let confidence = confidence(clause, &finding, mood.modality);
            let reason = Reason {
                construction: finding.construction.as_str(),
                entry: finding.entry.map(|entry| knowledge.predicates.places[entry].clone()),
                path: finding.ends.map_or(String::new(), |(subject, object)| clause.path(subject, object)),
            };
            let name = |actor: usize| actors.list[actor].name.clone();
            let statement = Statement {
                subject: name(finding.subject),
                relation: finding.relation,
                object: name(finding.object),
                predicate: finding.predicate,
                polarity: mood.polarity,
                modality: mood.modality,
                status,
                speaker: finding.said_by.or(speaker).map(name),
                evidence: evidence.to_owned(),
                start: chars.at(sentence.span.start),
                end: chars.at(sentence.span.end),
                dated,
                confidence,
            };
            if seen.insert(key(&statement)) {
                statements.push((statement, reason));
            }
        }
    }
    statements
}

/// What the constructions find in a sentence, its nouns of acts told before read as these.
fn findings_of(clause: &mut Clause, index: usize, bodies: &Bodies, events: &Events) -> Vec<Finding> {
    let findings = constructions::find(clause, index, bodies);
    let doers = events.taken_up(clause, index, &findings);
    if doers.is_empty() {
        return findings;
    }
    clause.take_up(doers);
    constructions::find(clause, index, bodies)
}

/// The findings of a sentence that can be statements: of two different actors of kinds that the relation takes, each once, and
/// `linked_to` only where the sentence states no other tie of the two.
fn sound(findings: Vec<Finding>, actors: &Actors, knowledge: &Knowledge) -> Vec<Finding> {
    let is_person = |actor: usize| actors.list[actor].kind == ActorKind::Person;
    let mut read = BTreeSet::new();
    let mut findings: Vec<Finding> = findings
        .into_iter()
        .map(|finding| {
            let among = finding.among_persons.filter(|_| is_person(finding.subject) && is_person(finding.object));
            Finding { relation: among.unwrap_or(finding.relation), ..finding }
        })
        .map(|finding| as_part(finding, actors, knowledge))
        .filter(|finding| has_sound_ends(finding, actors))
        // What a verb has stated, the same word read as a noun does not state again.
        .filter(|finding| read.insert((finding.at, finding.subject, finding.relation, finding.object)))
        .collect();
    let pair = |finding: &Finding| (finding.subject.min(finding.object), finding.subject.max(finding.object));
    let is_link = |finding: &Finding| finding.relation == RelationType::LinkedTo;
    let typed: BTreeSet<(usize, usize)> = findings.iter().filter(|finding| !is_link(finding)).map(pair).collect();
    findings.retain(|finding| !is_link(finding) || !typed.contains(&pair(finding)));
    findings
}

/// "The army includes the brigade": what a body that is no union of many includes is part of it, as are its units.
fn as_part(finding: Finding, actors: &Actors, knowledge: &Knowledge) -> Finding {
    let [subject, object] = [finding.subject, finding.object].map(|actor| &actors.list[actor]);
    let are_groups = subject.kind == ActorKind::Group && object.kind == ActorKind::Group;
    let has_parts = object.sector.as_deref().is_some_and(names::is_body_sector);
    let is_whole = finding.entry.is_some_and(|entry| knowledge.predicates.entries[entry].is_whole);
    match is_whole && are_groups && has_parts {
        true => Finding { relation: RelationType::PartOf, ..finding },
        false => finding,
    }
}

/// Two different actors of kinds that the relation takes.
fn has_sound_ends(finding: &Finding, actors: &Actors) -> bool {
    let (subjects, objects) = finding.relation.ends();
    let (subject, object) = (&actors.list[finding.subject], &actors.list[finding.object]);
    finding.subject != finding.object
        && subjects.allow(subject.kind)
        && objects.allow(object.kind)
        && subject.name != object.name
}

/// What makes two statements of one sentence the same.
fn key(statement: &Statement) -> (String, RelationType, String, Polarity, Modality, Status) {
    let (a, b) = (statement.subject.clone(), statement.object.clone());
    let (a, b) = if statement.relation.is_symmetric() && b < a { (b, a) } else { (a, b) };
    (a, statement.relation, b, statement.polarity, statement.modality, statement.status)
}
