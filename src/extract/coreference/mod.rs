//! Which words of an article stand for an actor that it names elsewhere: a sieve of steps in a fixed order, each of which
//! says on what evidence it joined (Raghunathan and others, 2010).
//!
//! 1. [`Step::Table`], [`Step::Name`], [`Step::Variant`], [`Step::Acronym`]: names, in `actors`, over the whole article.
//! 2. [`Step::Description`]: "the Russian president", "the group", "the two countries", in `descriptions`.
//! 3. [`Step::Pronoun`]: by number, gender, syntax and salience (Lappin and Leass, 1994), in `pronouns`.
//! 4. [`Step::Speaker`]: the first person of a quotation, in `pronouns`, and of an article as a whole, in `issuer`.
//!
//! Steps 2 to 4 go through the article sentence by sentence, for what one finds is what the next refers to.

mod descriptions;
mod gender;
mod issuer;
pub(super) mod places;
mod pronouns;
mod salience;

use super::actors::Actors;
use super::mention::Mention;
use super::persons;
use crate::knowledge::Knowledge;
use crate::language::Sentence;
use crate::ontology::Date;

pub use descriptions::Descriptors;
pub use gender::Gender;

/// How words were found to stand for an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A form of the tables.
    Table,
    /// The name itself, or one that differs in case, accents or marks alone.
    Name,
    /// A shorter or longer form of the name: surname, given name, without initials.
    Variant,
    /// Letters that the article introduces for the name.
    Acronym,
    /// A definite description.
    Description,
    /// A pronoun of the third person.
    Pronoun,
    /// A pronoun of the first person in what the actor says.
    Speaker,
}

impl Step {
    /// As `extract --explain` prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Step::Table => "tables",
            Step::Name => "name",
            Step::Variant => "variant",
            Step::Acronym => "acronym",
            Step::Description => "description",
            Step::Pronoun => "pronoun",
            Step::Speaker => "speaker",
        }
    }
}

/// Words without a name of their own that stand for an actor.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Where they stand.
    pub mention: Mention,
    /// Index of the actor.
    pub actor: usize,
    /// Which step joined them.
    pub step: Step,
    /// On what evidence, for people: "subject of the sentence before, masculine".
    pub evidence: String,
}

/// Adds to the actors of an article all the words without a name that stand for them.
pub fn resolve(sentences: &[Sentence], actors: &mut Actors, knowledge: &Knowledge, date: Option<&Date>) {
    let descriptors = Descriptors::of(sentences, actors, knowledge);
    persons::settle(actors, &descriptors, knowledge, date);
    // Whoever was two may be one now.
    let descriptors = Descriptors::of(sentences, actors, knowledge);
    let mut reader = pronouns::Reader::new(sentences, actors, descriptors, knowledge, date);
    for index in 0..sentences.len() {
        reader.read(index);
    }
    let references = reader.into_references();
    actors.add_references(references, sentences.len());
}
