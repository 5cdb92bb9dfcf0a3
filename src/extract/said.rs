//! Who says what: the stretches of a sentence that the article has an actor say.
//!
//! "X said that ...", "..., X said", "according to X", and quotations, which may go on over the sentences of a paragraph.

use std::ops::Range;

use super::clause::{Clause, Mood};
use crate::knowledge::words::{FunctionWord, Says};
use crate::ontology::{Modality, Polarity};

/// A stretch of a sentence that an actor says.
#[derive(Debug, Clone)]
pub struct Scope {
    /// Tokens of the stretch.
    pub tokens: Range<usize>,
    /// Index of the actor.
    pub speaker: usize,
    /// What the verb of saying makes of it.
    pub mood: Mood,
}

/// Who is speaking, from sentence to sentence.
#[derive(Debug, Default)]
pub struct Speech {
    is_in_quote: bool,
    speaker: Option<usize>,
    paragraph: usize,
}

impl Speech {
    /// The scopes of the next sentence, and its quoted stretches.
    pub fn of_sentence(&mut self, clause: &Clause, paragraph: usize) -> (Vec<Scope>, Vec<Range<usize>>) {
        if paragraph != self.paragraph {
            self.paragraph = paragraph;
            // A quotation that runs on opens each new paragraph with a mark of its own.
            self.is_in_quote = false;
            let opens = clause.tokens.first().is_some_and(|token| token.is_quote());
            self.speaker = self.speaker.filter(|_| opens);
        }
        let quotes = self.quoted(clause);
        let mut scopes = attributions(clause, &quotes);
        if let Some(scope) = scopes.first() {
            self.speaker = Some(scope.speaker);
        }
        if let Some(speaker) = self.speaker {
            for tokens in &quotes {
                // A word or two in quotation marks is no speech of its own.
                if tokens.len() > 4 && !scopes.iter().any(|scope| scope.tokens.contains(&tokens.start)) {
                    scopes.push(Scope { tokens: tokens.clone(), speaker, mood: Mood::default() });
                }
            }
        }
        (scopes, quotes)
    }

    /// The quoted stretches, and whether a quotation goes on after the sentence.
    fn quoted(&mut self, clause: &Clause) -> Vec<Range<usize>> {
        let mut quotes = Vec::new();
        let mut start = self.is_in_quote.then_some(0);
        for (i, token) in clause.tokens.iter().enumerate().filter(|(_, token)| token.is_quote()) {
            let opens = match token.text {
                "\u{201c}" | "\u{ab}" | "\u{201e}" => true,
                "\u{201d}" | "\u{bb}" => false,
                _ => start.is_none(),
            };
            match (opens, start) {
                (true, _) => start = Some(i + 1),
                (false, Some(from)) => {
                    quotes.push(from..i);
                    start = None;
                }
                (false, None) => {}
            }
        }
        self.is_in_quote = start.is_some();
        quotes.extend(start.map(|from| from..clause.tokens.len()));
        quotes
    }
}

/// Every verb of saying with its speaker and what is said.
fn attributions(clause: &Clause, quotes: &[Range<usize>]) -> Vec<Scope> {
    let mut scopes = according_to(clause);
    for verb in 0..clause.tokens.len() {
        if quotes.iter().any(|quote| quote.contains(&verb)) {
            continue;
        }
        let Some(says) = saying_at(clause, verb) else { continue };
        let Some((speaker, speaker_start)) = speaker_of(clause, verb) else { continue };
        if let Some(tokens) = said_by(clause, verb, speaker_start) {
            scopes.push(Scope { tokens, speaker, mood: mood_of(says) });
        }
    }
    scopes
}

fn saying_at(clause: &Clause, verb: usize) -> Option<Says> {
    let says = clause.verb_forms(verb).iter().find_map(|(lemma, _)| clause.knowledge.words.saying_verbs.get(lemma))?;
    clause.mention_over(verb).is_none().then_some(*says)
}

fn mood_of(says: Says) -> Mood {
    match says {
        Says::Said => Mood::default(),
        Says::Claimed => Mood { polarity: Polarity::Affirmed, modality: Modality::ReportedPossible },
        Says::Denied => Mood { polarity: Polarity::Negated, modality: Modality::Asserted },
        Says::Planned => Mood { polarity: Polarity::Affirmed, modality: Modality::Planned },
    }
}

/// The speaker and where its name starts: before the verb, or after it in "..., said X".
fn speaker_of(clause: &Clause, verb: usize) -> Option<(usize, usize)> {
    let before = clause.verb_group(verb).filter(|group| !group.is_passive && group.mood == Mood::default());
    if let Some(group) = before
        && let Some(start) = group.subject_start
    {
        return group.subjects.first().map(|&speaker| (speaker, start));
    }
    let follows_speech = verb > 0 && (clause.tokens[verb - 1].is_quote() || clause.tokens[verb - 1].text == ",");
    let (object, _) = clause.object_after(verb + 1).filter(|_| follows_speech)?;
    Some((clause.mentions[object].1, verb))
}

/// What is said: what follows "said that", or what comes before ", X said".
fn said_by(clause: &Clause, verb: usize, speaker_start: usize) -> Option<Range<usize>> {
    let n_tokens = clause.tokens.len();
    let next = clause.tokens.get(verb + 1);
    let before = speaker_start.min(verb).checked_sub(1).map(|i| &clause.tokens[i]);
    let follows_speech = before.is_some_and(|token| token.is_quote() || token.text == ",");
    let ends_here = next.is_none_or(|token| matches!(token.text, "." | "," | ";"));
    if follows_speech && (ends_here || speaker_start == verb || n_tokens - verb < 8) && speaker_start > 3 {
        return Some(0..speaker_start.min(verb));
    }
    let that = (verb + 1..(verb + 10).min(n_tokens)).find(|&i| clause.tokens[i].lower == "that");
    let opens = next.is_some_and(|token| token.is_quote() || matches!(token.text, ":" | ","))
        && clause.tokens.get(verb + 2).is_some_and(|token| token.is_quote() || next.is_some_and(|t| t.text != ","));
    let colon = (verb + 1..n_tokens.min(verb + 25)).find(|&i| clause.tokens[i].text == ":");
    // "said Iran had": a clause follows without "that".
    let has_clause = next.is_some_and(|_| {
        let subject =
            clause.mention_from(verb + 1 + usize::from(clause.class(verb + 1) == Some(FunctionWord::Determiner)));
        subject.is_some()
            || clause.class(verb + 1) == Some(FunctionWord::Pronoun)
            || clause.class(verb + 1) == Some(FunctionWord::Possessive)
    }) && clause.verb_forms(verb).iter().any(|(lemma, _)| {
        matches!(
            lemma.as_str(),
            "say"
                | "claim"
                | "believe"
                | "think"
                | "add"
                | "insist"
                | "argue"
                | "deny"
                | "confirm"
                | "report"
                | "allege"
                | "suggest"
                | "state"
                | "announce"
        )
    });
    let start = that.or(if opens || has_clause { Some(verb + 1) } else { None }).or(colon)?;
    Some(start..n_tokens)
}

/// "According to X, ..." and "..., according to X": the whole sentence but for the phrase itself.
fn according_to(clause: &Clause) -> Vec<Scope> {
    let phrase = (0..clause.tokens.len().saturating_sub(2))
        .find(|&i| clause.tokens[i].lower == "according" && clause.tokens[i + 1].lower == "to");
    let Some(at) = phrase else { return Vec::new() };
    let Some((object, _)) = clause.object_after(at + 2) else { return Vec::new() };
    let (mention, speaker) = &clause.mentions[object];
    let tokens = if at < 2 { mention.np_end..clause.tokens.len() } else { 0..at };
    vec![Scope { tokens, speaker: *speaker, mood: Mood::default() }]
}
