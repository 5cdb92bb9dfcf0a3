//! What the tree says of a place in a sentence: grammatical role, governor, noun phrase.

use crate::language::{Relation, Tag, Token};

/// What a word is to its clause, from the most prominent down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Of a verb or copula, active or passive.
    Subject,
    /// Direct or indirect.
    Object,
    /// With a preposition.
    Oblique,
    /// "Iran's", "his".
    Possessor,
    /// Inside another phrase.
    Inner,
}

impl Role {
    /// As evidence names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Subject => "subject",
            Role::Object => "object",
            Role::Oblique => "adjunct",
            Role::Possessor => "possessor",
            Role::Inner => "inside a phrase",
        }
    }
}

/// A bound on climbing: no real tree is deeper, and a strange one stays cheap.
const MAX_CLIMB: usize = 12;

/// The word of a stretch that hangs on a word outside of it.
pub fn head_of(tokens: &[Token], start: usize, end: usize) -> usize {
    let is_out = |at: &usize| tokens[*at].head.is_none_or(|head| !(start..end).contains(&head));
    (start..end).find(is_out).unwrap_or(start)
}

/// The member of a list, apposition or name stands where its first word does.
pub fn top_of(tokens: &[Token], mut at: usize) -> usize {
    for _ in 0..MAX_CLIMB {
        match (tokens[at].relation, tokens[at].head) {
            (Relation::Conj | Relation::Appos | Relation::Flat | Relation::Compound | Relation::Fixed, Some(head)) => {
                at = head;
            }
            _ => break,
        }
    }
    at
}

/// The role of a word, of a list member that of its list.
pub fn role_of(tokens: &[Token], at: usize) -> Role {
    match tokens[top_of(tokens, at)].relation {
        Relation::Nsubj | Relation::NsubjPass | Relation::Root | Relation::NsubjOuter => Role::Subject,
        Relation::Obj | Relation::Iobj => Role::Object,
        Relation::Obl | Relation::OblAgent => Role::Oblique,
        Relation::NmodPoss => Role::Possessor,
        _ => Role::Inner,
    }
}

/// The verb, or the noun of a copula, whose argument a word is; `None` for a word inside another phrase.
pub fn governor(tokens: &[Token], at: usize) -> Option<usize> {
    let top = top_of(tokens, at);
    let is_argument = matches!(
        tokens[top].relation,
        Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Iobj | Relation::Obl | Relation::OblAgent
    );
    tokens[top].head.filter(|_| is_argument)
}

/// Whether `low` hangs below `high`, or is it.
pub fn is_below(tokens: &[Token], low: usize, high: usize) -> bool {
    let mut at = low;
    for _ in 0..MAX_CLIMB {
        if at == high {
            return true;
        }
        match tokens[at].head {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

/// The subject of the clause in which a word stands, other than the word itself.
pub fn subject_of_clause(tokens: &[Token], at: usize) -> Option<usize> {
    let mut above = at;
    for _ in 0..MAX_CLIMB {
        above = tokens[above].head?;
        if matches!(tokens[above].tag, Tag::Verb | Tag::Aux | Tag::Adj | Tag::Noun) {
            let subject = (0..tokens.len()).find(|&i| {
                tokens[i].head == Some(above) && matches!(tokens[i].relation, Relation::Nsubj | Relation::NsubjPass)
            });
            if subject.is_some_and(|subject| subject != at) {
                return subject;
            }
        }
    }
    None
}
