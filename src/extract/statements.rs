//! From actors to statements: runs every construction over every sentence and gives what they find its speaker,
//! its evidence and its final form.

use std::collections::BTreeSet;

use super::actors::Actors;
use super::clause::{Clause, Mood, Topics};
use super::mention::Mention;
use super::said::{self, Speech};
use super::tree::Tree;
use super::{noun, structure, verb};
use crate::knowledge::Knowledge;
use crate::knowledge::predicates::Predicate;
use crate::language::{CharIndex, Sentence, Span};
use crate::ontology::{ActorKind, Family, Modality, Polarity, RelationType, Statement, Status};

/// A relation that a construction found in a sentence.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Index of the actor that is subject.
    pub subject: usize,
    /// The relation.
    pub relation: RelationType,
    /// The relation if both ends are persons, where that is another.
    pub among_persons: Option<RelationType>,
    /// Index of the actor that is object.
    pub object: usize,
    /// The words that state it.
    pub predicate: String,
    /// Whether it is so.
    pub mood: Mood,
    /// Whether it still is.
    pub status: Status,
    /// Token at which it is stated: decides whose speech it is in.
    pub at: usize,
    /// How sure the construction is, 0 to 1.
    pub confidence: f64,
    /// Who says so, where the words around the verb tell; the innermost source.
    pub said_by: Option<usize>,
    /// Whether a title or name states it, rather than a clause.
    pub is_name: bool,
}

impl Finding {
    /// What an entry of the tables states of two actors.
    pub fn of_entry(
        entry: &Predicate,
        subject: usize,
        object: usize,
        mood: Mood,
        at: usize,
        predicate: String,
    ) -> Finding {
        let (subject, object) = if entry.reversed { (object, subject) } else { (subject, object) };
        let mood = Mood { polarity: entry.polarity, modality: entry.modality }.within(mood);
        let (relation, among_persons, status) = (entry.relation, entry.among_persons, entry.status);
        Finding {
            subject,
            relation,
            among_persons,
            object,
            predicate,
            mood,
            status,
            at,
            confidence: 0.7,
            said_by: None,
            is_name: false,
        }
    }
}

/// The statements of an article, in order of their evidence.
pub fn statements(text: &str, sentences: &[Sentence], actors: &Actors, knowledge: &Knowledge) -> Vec<Statement> {
    let chars = CharIndex::new(text);
    let mut speech = Speech::default();
    let mut statements = Vec::new();
    let mut topics = Topics::default();
    for (index, sentence) in sentences.iter().enumerate() {
        let mentions = &actors.mentions[index];
        let all = actors.named_and_meant(index);
        let tree = Tree::of(&sentence.tokens);
        let clause = Clause { tokens: &sentence.tokens, tree: &tree, mentions: &all, actors, knowledge, topics };
        let (scopes, quotes) = speech.of_sentence(&clause, sentence.paragraph);
        let is_question = sentence.tokens.last().is_some_and(|token| token.text == "?");
        let mut findings = structure::find(&clause, index);
        findings.extend(verb::find(&clause));
        findings.extend(noun::find(&clause));
        let findings = without_mere_links(findings);
        let evidence = &text[sentence.span.start..sentence.span.end];
        let mut seen = BTreeSet::new();
        let mut read = BTreeSet::new();
        for mut finding in findings {
            // What a verb has stated, the same word read as a noun does not state again.
            if !read.insert((finding.at, finding.subject, finding.relation, finding.object)) {
                continue;
            }
            let is_person = |actor: usize| actors.list[actor].kind == ActorKind::Person;
            if is_person(finding.subject) && is_person(finding.object) {
                finding.relation = finding.among_persons.unwrap_or(finding.relation);
            }
            if !is_sound(&finding, actors) {
                continue;
            }
            if is_question {
                finding.mood.modality = finding.mood.modality.max(Modality::Hypothetical);
            }
            // In reported speech the article itself calls people by their titles and bodies by their names.
            let is_quoted = quotes.iter().any(|quote| quote.contains(&finding.at));
            let scopes = if finding.is_name && !is_quoted { &[] } else { scopes.as_slice() };
            let statement = state(finding, actors, scopes, evidence, sentence.span, &chars);
            if seen.insert(key(&statement)) {
                statements.push(statement);
            }
        }
        topics = Topics {
            person: next_topic(mentions, actors, ActorKind::Person, topics.person),
            group: next_topic(mentions, actors, ActorKind::Group, topics.group),
        };
    }
    statements
}

/// Whom the next sentence means by "he" or "the group": the one of this kind that this sentence names; as before where it
/// names nobody.
fn next_topic(mentions: &[(Mention, usize)], actors: &Actors, kind: ActorKind, topic: Option<usize>) -> Option<usize> {
    let mut named = mentions.iter().map(|(_, actor)| *actor).filter(|&actor| actors.list[actor].kind == kind);
    match named.next() {
        Some(first) => named.all(|other| other == first).then_some(first),
        None => topic.filter(|_| mentions.is_empty()),
    }
}

/// `linked_to` is for a tie of no other type: where the sentence states another between the two, it goes.
fn without_mere_links(findings: Vec<Finding>) -> Vec<Finding> {
    let pair = |finding: &Finding| (finding.subject.min(finding.object), finding.subject.max(finding.object));
    let is_link = |finding: &Finding| finding.relation == RelationType::LinkedTo;
    let typed: BTreeSet<(usize, usize)> = findings.iter().filter(|f| !is_link(f)).map(pair).collect();
    findings.into_iter().filter(|finding| !is_link(finding) || !typed.contains(&pair(finding))).collect()
}

/// Two different actors of kinds that the relation takes.
fn is_sound(finding: &Finding, actors: &Actors) -> bool {
    let (subjects, objects) = finding.relation.ends();
    finding.subject != finding.object
        && subjects.allow(actors.list[finding.subject].kind)
        && objects.allow(actors.list[finding.object].kind)
        && actors.list[finding.subject].name != actors.list[finding.object].name
}

fn state(
    finding: Finding,
    actors: &Actors,
    scopes: &[said::Scope],
    evidence: &str,
    span: Span,
    chars: &CharIndex,
) -> Statement {
    let scope = scopes.iter().filter(|scope| scope.tokens.contains(&finding.at)).min_by_key(|scope| scope.tokens.len());
    let mood = match scope {
        Some(scope) => finding.mood.within(scope.mood),
        None => finding.mood,
    };
    let is_event = finding.relation.family() == Family::Event;
    Statement {
        subject: actors.list[finding.subject].name.clone(),
        relation: finding.relation,
        object: actors.list[finding.object].name.clone(),
        predicate: finding.predicate,
        polarity: mood.polarity,
        modality: mood.modality,
        status: if is_event { Status::Current } else { finding.status },
        speaker: finding.said_by.or(scope.map(|scope| scope.speaker)).map(|speaker| actors.list[speaker].name.clone()),
        evidence: evidence.to_owned(),
        start: chars.at(span.start),
        end: chars.at(span.end),
        confidence: finding.confidence,
    }
}

/// What makes two statements of one sentence the same.
fn key(statement: &Statement) -> (String, RelationType, String, Polarity, Modality, Status) {
    let (a, b) = (statement.subject.clone(), statement.object.clone());
    let (a, b) = if statement.relation.is_symmetric() && b < a { (b, a) } else { (a, b) };
    (a, statement.relation, b, statement.polarity, statement.modality, statement.status)
}
