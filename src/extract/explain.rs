//! On what evidence the words of an article were joined into actors, for people who mend tables and rules.

use std::fmt;

use super::actors::{Actors, actors};
use super::coreference::Step;
use super::mention::Mention;
use super::statements::{Reason, explained};
use crate::article::Article;
use crate::knowledge::Knowledge;
use crate::language::{Analyzer, CharIndex, Sentence};
use crate::ontology::{ActorKind, Statement};

/// One actor with all the words that stand for it.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The name that statements call it by.
    pub name: String,
    /// Country, person or group.
    pub kind: ActorKind,
    /// In the order of the text.
    pub mentions: Vec<Joined>,
}

/// Words that stand for an actor, and why.
#[derive(Debug, Clone)]
pub struct Joined {
    /// First character, in Unicode scalar values.
    pub start: usize,
    /// Character after the last.
    pub end: usize,
    /// The words, line breaks made spaces.
    pub words: String,
    /// The step that joined them.
    pub step: Step,
    /// What it went by; empty where the step says it all.
    pub evidence: String,
}

/// A statement, and why it was made.
#[derive(Debug, Clone)]
pub struct Because {
    /// As `whom extract` gives it.
    pub statement: Statement,
    /// The construction, the entry and the way in the tree.
    pub reason: Reason,
}

/// The statements of an article in order of their evidence.
pub fn explain_statements(article: &Article, analyzer: &Analyzer, knowledge: &Knowledge) -> Vec<Because> {
    let text = article.text.as_str();
    let sentences = analyzer.analyze(text, knowledge);
    let actors = actors(text, &sentences, knowledge, article.date.as_ref());
    let found = explained(text, &sentences, &actors, knowledge, article.date.as_ref());
    found.into_iter().map(|(statement, reason)| Because { statement, reason }).collect()
}

/// The actors of an article in order of first mention, those without a mention left out.
pub fn explain(article: &Article, analyzer: &Analyzer, knowledge: &Knowledge) -> Vec<Explained> {
    let text = article.text.as_str();
    let sentences = analyzer.analyze(text, knowledge);
    let found = actors(text, &sentences, knowledge, article.date.as_ref());
    let chars = CharIndex::new(text);
    let mut explained: Vec<Explained> = found
        .list
        .iter()
        .map(|actor| Explained { name: actor.name.clone(), kind: actor.kind, mentions: Vec::new() })
        .collect();
    for (actor, joined) in joins(&found, text, &sentences, &chars) {
        explained[actor].mentions.push(joined);
    }
    for actor in &mut explained {
        actor.mentions.sort_by_key(|joined| (joined.start, joined.end));
    }
    explained.retain(|actor| !actor.mentions.is_empty());
    explained
}

fn joins(found: &Actors, text: &str, sentences: &[Sentence], chars: &CharIndex) -> Vec<(usize, Joined)> {
    let place = |mention: &Mention, step: Step, evidence: &str| {
        let tokens = &sentences[mention.sentence].tokens;
        let (start, end) = (tokens[mention.name_start].span.start, tokens[mention.end - 1].span.end);
        let words = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
        Joined { start: chars.at(start), end: chars.at(end), words, step, evidence: evidence.to_owned() }
    };
    let named = found.mentions.iter().flatten().zip(found.steps.iter().flatten());
    let referred = found.references.iter().flatten();
    named
        .map(|((mention, actor), step)| (*actor, place(mention, *step, "")))
        .chain(referred.map(|found| (found.actor, place(&found.mention, found.step, &found.evidence))))
        .collect()
}

impl fmt::Display for Because {
    /// The statement with its confidence; then the sentence, the construction with its words and entry, and the path.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Because { statement, reason } = self;
        writeln!(f, "{statement}  {:.2}", statement.confidence)?;
        writeln!(f, "    {}", statement.evidence.split_whitespace().collect::<Vec<_>>().join(" "))?;
        let entry = reason.entry.as_ref().map(|entry| format!(", {entry}")).unwrap_or_default();
        writeln!(f, "    {} \"{}\"{entry}", reason.construction, statement.predicate)?;
        if !reason.path.is_empty() {
            writeln!(f, "    {}", reason.path)?;
        }
        Ok(())
    }
}

impl fmt::Display for Explained {
    /// A line for the actor, then one for each mention: characters, words, step, evidence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}  {}", self.name, self.kind.as_str())?;
        let width = self.mentions.iter().map(|joined| joined.words.chars().count()).max().unwrap_or_default().min(40);
        for Joined { start, end, words, step, evidence } in &self.mentions {
            let line = format!("{start:>7}-{end:<7} {words:<width$}  {:<11}  {evidence}", step.as_str());
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}
