//! How present each actor, and each thing or person without a name, is in the reader's mind at a place of an article.
//!
//! After Lappin and Leass (1994): a mention weighs by its role, a sentence later half as much. What has no name takes
//! part too, so that "he" after "A driver was stopped" is not the last president named.

use std::collections::BTreeMap;

use super::gender::Gender;
use super::places::Role;

/// Something that a pronoun may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entity {
    /// An actor, by its index.
    Actor(usize),
    /// A person or thing that the article describes and does not name, by the number of its noun.
    Nameless(usize),
}

/// What an entity is, as far as pronouns tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// "he", "she"
    Person,
    /// "it", at times "they"
    Body,
    /// "it"
    Thing,
    /// "they"
    Many,
}

/// How present an entity is, and what a pronoun for it has to agree with.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// What it is.
    pub kind: Kind,
    /// Known gender of a person.
    pub gender: Option<Gender>,
    /// Weight carried over from the sentences before.
    carried: u32,
    /// Weight of the present sentence.
    now: u32,
    /// Sentence and token of the last mention.
    pub last: (usize, usize),
    /// Role of the last mention.
    pub role: Role,
    /// Whether the last mention is inside a quotation.
    pub is_quoted: bool,
}

impl Standing {
    /// The weight as a whole.
    pub fn weight(&self) -> u32 {
        self.carried + self.now
    }
}

/// Weights below this are forgotten: what was last named six sentences ago.
const FORGOTTEN: u32 = 5;
/// For being in the sentence at all.
const RECENT: u32 = 100;

/// All entities that are present.
#[derive(Debug, Default)]
pub struct Salience {
    standings: BTreeMap<Entity, Standing>,
}

impl Salience {
    /// A new sentence starts.
    pub fn next_sentence(&mut self) {
        self.standings.retain(|_, standing| {
            standing.carried = standing.weight() / 2;
            standing.now = 0;
            standing.carried >= FORGOTTEN
        });
    }

    /// Notes that an entity is mentioned at `last`, by sentence and token, weighed by its role there.
    pub fn mention(
        &mut self,
        entity: Entity,
        kind: Kind,
        gender: Option<Gender>,
        last: (usize, usize),
        role: Role,
        is_quoted: bool,
    ) {
        let weight = RECENT + weight_of(role);
        let standing = self.standings.entry(entity).or_insert(Standing {
            kind,
            gender,
            carried: 0,
            now: 0,
            last,
            role,
            is_quoted,
        });
        standing.now = standing.now.max(weight);
        standing.gender = gender.or(standing.gender);
        (standing.last, standing.role, standing.is_quoted) = (last, role, is_quoted);
    }

    /// All that are present, in a fixed order.
    pub fn all(&self) -> impl Iterator<Item = (Entity, &Standing)> {
        self.standings.iter().map(|(entity, standing)| (*entity, standing))
    }

    /// The standing of one.
    pub fn of(&self, entity: Entity) -> Option<&Standing> {
        self.standings.get(&entity)
    }
}

fn weight_of(role: Role) -> u32 {
    match role {
        Role::Subject => 130,
        Role::Object => 80,
        Role::Oblique => 50,
        Role::Possessor => 45,
        Role::Inner => 30,
    }
}
