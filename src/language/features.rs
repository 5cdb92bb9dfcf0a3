//! Features that the tag leaves open: the tense of auxiliaries, from their form, and voice, from the tree.

use super::sentence::Token;
use super::tag::{Features, Relation, Tag, Tense, VerbForm, Voice};

/// Fills in tense and voice in a sentence whose tags and tree are there.
pub fn complete(tokens: &mut [Token]) {
    let below: Vec<Below> = read_below(tokens);
    for i in 0..tokens.len() {
        match tokens[i].tag {
            Tag::Aux => tokens[i].features.tense = tense(&tokens[i]),
            Tag::Verb => tokens[i].features.voice = Some(voice(tokens, &below, i)),
            _ => {}
        }
    }
}

/// Of a finite auxiliary; modals have none.
fn tense(token: &Token) -> Option<Tense> {
    let Features { verb_form, is_modal, .. } = token.features;
    match token.lower.as_str() {
        _ if is_modal || verb_form != Some(VerbForm::Finite) => None,
        "was" | "were" | "had" | "did" | "got" => Some(Tense::Past),
        _ => Some(Tense::Present),
    }
}

/// What stands below a verb.
#[derive(Debug, Clone, Copy, Default)]
struct Below {
    /// A passive auxiliary, a passive subject or an agent.
    has_passive: bool,
    /// Another subject or auxiliary.
    has_active: bool,
}

fn read_below(tokens: &[Token]) -> Vec<Below> {
    let mut below = vec![Below::default(); tokens.len()];
    for token in tokens {
        let Some(head) = token.head else { continue };
        match token.relation {
            Relation::AuxPass | Relation::NsubjPass | Relation::CsubjPass | Relation::OblAgent => {
                below[head].has_passive = true;
            }
            Relation::Aux | Relation::Nsubj | Relation::Csubj => below[head].has_active = true,
            _ => {}
        }
    }
    below
}

/// A participle without subject or auxiliary shares those of the verb that it is joined to, "was tried and sentenced",
/// and is passive by itself: "the man arrested on Monday".
fn voice(tokens: &[Token], below: &[Below], verb: usize) -> Voice {
    let mut verb = verb;
    loop {
        let token = &tokens[verb];
        let is_participle = token.features.verb_form == Some(VerbForm::Participle);
        match (below[verb], token.head) {
            (Below { has_passive: true, .. }, _) => return Voice::Passive,
            _ if !is_participle => return Voice::Active,
            (Below { has_active: true, .. }, _) => return Voice::Active,
            (_, Some(head)) if token.relation == Relation::Conj && tokens[head].tag == Tag::Verb => {
                if tokens[head].features.verb_form != Some(VerbForm::Participle) {
                    return Voice::Passive;
                }
                verb = head;
            }
            _ => return Voice::Passive,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ANALYZER;
    use super::*;
    use crate::knowledge::Knowledge;

    /// Words whose voice is told, each followed by `+` for active and `-` for passive.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let sentences = ANALYZER.analyze(text, &Knowledge::default());
        let tokens = sentences.iter().flat_map(|sentence| &sentence.tokens);
        let mark = |voice| if voice == Voice::Active { '+' } else { '-' };
        let found = tokens.filter_map(|t| Some(format!("{}{}", t.text, mark(t.features.voice?))));
        assert_eq!(found.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn voice_is_read_off_the_tree() {
        check("Iran attacked the ship.", "attacked+");
        check("The ship was attacked by Iran.", "attacked-");
        check("Iran has attacked and sunk the ship.", "attacked+ sunk+");
        check("The men were tried and sentenced.", "tried- sentenced-");
        check("The man arrested on Monday left the country.", "arrested- left+");
    }

    #[test]
    fn auxiliaries_have_tense() {
        let sentences = ANALYZER.analyze("The ship was attacked. They have left.", &Knowledge::default());
        let tense = |sentence: usize, token: usize| sentences[sentence].tokens[token].features.tense;
        assert_eq!((tense(0, 2), tense(1, 1)), (Some(Tense::Past), Some(Tense::Present)));
    }
}
