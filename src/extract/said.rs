//! Who says what: for a place in a sentence, the actor whose words the article gives there, and what the verb of saying makes of
//! them.
//!
//! Read off the tree: "X said that ...", "..., X said", "as X put it", "according to X"; nested sources keep the innermost named
//! one. Besides, quotations, which may go on over sentences and paragraphs, and headlines of the form "X: ...".

use std::ops::Range;

use super::clause::{Clause, Role};
use super::mood::Mood;
use super::quotes::{Quotes, label_in_capitals};
use crate::language::{Relation, Sentence, Token};

/// Follows speech from sentence to sentence.
#[derive(Debug, Default)]
pub struct Speech {
    quotes: Quotes,
    speaker: Option<usize>,
    paragraph: usize,
    /// Who has the floor in a transcript, until the next label.
    floor: Option<usize>,
}

/// Who speaks in a sentence.
#[derive(Debug)]
pub struct Voices {
    quotes: Vec<Range<usize>>,
    /// Who says what is quoted.
    speaker: Option<usize>,
    /// "Trump: Iran must ...": who, and the token from which on.
    label: Option<(usize, usize)>,
}

/// A word or two in quotation marks is no speech of its own.
const MIN_QUOTE: usize = 5;
/// A bound on climbing: no real tree is deeper.
const MAX_CLIMB: usize = 24;

impl Speech {
    /// The voices of the next sentence.
    pub fn of_sentence(&mut self, clause: &Clause, sentence: &Sentence) -> Voices {
        let (quotes, goes_on) = self.quotes.of(sentence);
        if sentence.paragraph != self.paragraph {
            self.paragraph = sentence.paragraph;
            // A quotation that runs on opens each new paragraph with a mark of its own.
            let opens = sentence.tokens.first().is_some_and(Token::is_quote);
            self.speaker = self.speaker.filter(|_| opens);
        }
        let label = label_of(clause);
        if label_in_capitals(clause.tokens).is_some() {
            self.floor = label.map(|(speaker, _)| speaker);
        }
        let label = label.or(self.floor.map(|speaker| (speaker, 0)));
        let named = attribution(clause, &quotes).or(label.map(|(speaker, _)| speaker));
        self.speaker = named.or(self.speaker.filter(|_| goes_on || !quotes.is_empty()));
        Voices { quotes, speaker: self.speaker, label }
    }
}

impl Voices {
    /// Whether the word at `at` is quoted.
    pub fn is_quoted(&self, at: usize) -> bool {
        self.quotes.iter().any(|quote| quote.contains(&at))
    }

    /// Whose words the one at `at` is among, and what the way in which they are said makes of them.
    pub fn at(&self, clause: &Clause, at: usize) -> (Option<usize>, Mood) {
        let (speaker, mood) = said_above(clause, at);
        let is_speech = |quote: &&Range<usize>| quote.contains(&at) && quote.len() >= MIN_QUOTE;
        let quoted = || self.quotes.iter().find(is_speech).and(self.speaker);
        let labelled = || self.label.filter(|(_, from)| *from <= at).map(|(speaker, _)| speaker);
        (speaker.or_else(quoted).or_else(labelled), mood)
    }
}

/// "Trump: Iran must ...": an actor before a colon at the start of the sentence.
fn label_of(clause: &Clause) -> Option<(usize, usize)> {
    const MAX_TITLE: usize = 4;
    let colon = clause.tokens.iter().take(2 * MAX_TITLE).position(|token| token.text == ":")?;
    let (_, actor) = clause.mentions.iter().find(|(mention, _)| mention.end == colon && mention.start <= MAX_TITLE)?;
    Some((*actor, colon + 1))
}

/// The first actor that a verb of saying outside of the quotations has as subject, or that "according to" names.
fn attribution(clause: &Clause, quotes: &[Range<usize>]) -> Option<usize> {
    let is_outside = |i: &usize| !quotes.iter().any(|quote| quote.contains(i));
    let said = (0..clause.tokens.len()).filter(is_outside).filter(|&i| clause.says_at(i).is_some());
    let accords = (0..clause.tokens.len()).filter(is_outside).filter(|&i| clause.has_case(i, "according"));
    said.filter_map(|verb| speaker_of(clause, verb)).chain(accords.filter_map(|noun| whole(clause, noun))).next()
}

/// Who a verb of saying has say something.
fn speaker_of(clause: &Clause, verb: usize) -> Option<usize> {
    let parts = if clause.is_passive(verb) { clause.agents(verb) } else { clause.subjects(verb) };
    parts.into_iter().find(|part| part.role == Role::Whole).map(|part| part.actor)
}

fn whole(clause: &Clause, noun: usize) -> Option<usize> {
    clause.wholes(noun).first().map(|part| part.actor)
}

/// Climbs from a word to the root, past what is said beside and above it.
fn said_above(clause: &Clause, at: usize) -> (Option<usize>, Mood) {
    let mut mood = Mood::default();
    let (mut node, mut below) = (at, at);
    for _ in 0..MAX_CLIMB {
        for beside in clause.children(node).filter(|&i| i != below) {
            if is_remark(clause, beside, node) {
                mood = mood.within(clause.says_at(beside).map_or(Mood::default(), Mood::from));
                if let Some(speaker) = speaker_of(clause, beside) {
                    return (Some(speaker), mood);
                }
            } else if clause.has_case(beside, "according")
                && let Some(speaker) = whole(clause, beside)
            {
                return (Some(speaker), mood);
            }
        }
        let Some(head) = clause.tokens[node].head else { break };
        if let Some(says) = clause.says_at(head).filter(|_| is_said(clause, node, head)) {
            mood = mood.within(says.into()).within(clause.mood(head));
            if let Some(speaker) = speaker_of(clause, head) {
                return (Some(speaker), mood);
            }
        }
        (node, below) = (head, node);
    }
    (None, mood)
}

/// Whether a clause is what the verb above it says: a complement, or beside it after a colon or quotation mark.
fn is_said(clause: &Clause, node: usize, verb: usize) -> bool {
    let is_marked = || {
        let between = node.min(verb)..node.max(verb);
        clause.tokens[between].iter().any(|token| token.is_quote() || token.text == ":")
    };
    match clause.tokens[node].relation {
        // "denied arming Iran" is denied by its governor.
        Relation::Ccomp => clause.governor_of(node).is_none(),
        Relation::Parataxis | Relation::Obj | Relation::Dep => is_marked(),
        _ => false,
    }
}

/// ", X said", ", as X put it": a verb of saying beside a clause, with nothing of its own that it says.
fn is_remark(clause: &Clause, verb: usize, node: usize) -> bool {
    let is_as = || clause.below(verb, Relation::Mark).any(|i| clause.tokens[i].lower == "as");
    let is_beside = match clause.tokens[verb].relation {
        Relation::Parataxis => true,
        Relation::Advcl | Relation::AdvclRelcl => is_as(),
        _ => false,
    };
    let says_own = || clause.has_below(verb, Relation::Ccomp) || clause.below(verb, Relation::Obj).any(|i| i > verb);
    is_beside && clause.says_at(verb).is_some() && !says_own() && node != verb
}
