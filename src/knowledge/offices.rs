//! Titles and nouns of office, and the words that modify them.

use super::Error;
use super::phrase::Phrases;
use super::table::{Source, one_of, rows};
use crate::ontology::RelationType;

/// What an office is an office of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A head of state or government.
    Country,
    /// A member of a country's government.
    Government,
    /// A party.
    Party,
    /// An army or armed group.
    Army,
    /// A company.
    Company,
    /// A court.
    Court,
    /// A parliament.
    Legislature,
    /// A country, abroad.
    Diplomacy,
    /// A province or town, which is no actor.
    Region,
    /// A church.
    Church,
    /// Any organisation.
    Group,
    /// A country or a group alike.
    Any,
    /// A person.
    Person,
    /// Nothing: the word says what someone does.
    Nothing,
}

/// An office or occupation of `offices.tsv`.
#[derive(Debug, Clone)]
pub struct Office {
    /// Lower case, singular.
    pub title: String,
    /// `leads`, `serves`, or `None` for an occupation without an office.
    pub relation: Option<RelationType>,
    /// What it is an office of.
    pub of: Of,
    /// Whether it may stand right before a name.
    pub is_before_name: bool,
    /// Whether this form is the plural.
    pub is_plural: bool,
}

/// What a modifier does to an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModifierEffect {
    /// The office has ended.
    Former,
    /// A head becomes a helper.
    Serves,
    /// The office has not begun.
    Planned,
    /// Nothing changes.
    Keeps,
}

/// Offices and modifiers for look-up, in lower case.
#[derive(Debug, Default)]
pub struct Offices {
    /// By title or plural.
    pub titles: Phrases<Office>,
    /// By modifier; those joined by a hyphen have it.
    pub modifiers: Phrases<ModifierEffect>,
}

const OFS: &[(&str, Of)] = &[
    ("country", Of::Country),
    ("government", Of::Government),
    ("party", Of::Party),
    ("army", Of::Army),
    ("company", Of::Company),
    ("court", Of::Court),
    ("legislature", Of::Legislature),
    ("diplomacy", Of::Diplomacy),
    ("region", Of::Region),
    ("church", Of::Church),
    ("group", Of::Group),
    ("any", Of::Any),
    ("person", Of::Person),
    ("", Of::Nothing),
];

impl Offices {
    /// Adds the rows of an `offices.tsv`.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add_offices(&mut self, source: Source) -> Result<(), Error> {
        for row in rows(source, ["title", "plural", "relation", "of", "before_name", "note"])? {
            let [title, plural, relation, of, before_name, _] = row.value;
            let relations = &[("leads", Some(RelationType::Leads)), ("serves", Some(RelationType::Serves)), ("", None)];
            let office = Office {
                title: title.to_owned(),
                relation: one_of(&source, row.line, "relation", relation, relations)?,
                of: one_of(&source, row.line, "of", of, OFS)?,
                is_before_name: one_of(&source, row.line, "before_name", before_name, &[("yes", true), ("no", false)])?,
                is_plural: false,
            };
            if (office.relation.is_none()) != (office.of == Of::Nothing) {
                return Err(source.error(row.line, "relation and of are both given or both empty"));
            }
            if !plural.is_empty() && plural != title {
                self.titles.insert(plural, Office { is_plural: true, ..office.clone() });
            }
            self.titles.insert(title, office);
        }
        Ok(())
    }

    /// Adds the rows of an `office_modifiers.tsv`.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add_modifiers(&mut self, source: Source) -> Result<(), Error> {
        let effects = &[
            ("former", ModifierEffect::Former),
            ("serves", ModifierEffect::Serves),
            ("planned", ModifierEffect::Planned),
            ("keeps", ModifierEffect::Keeps),
        ];
        for row in rows(source, ["modifier", "effect", "note"])? {
            let [modifier, effect, _] = row.value;
            let effect = one_of(&source, row.line, "effect", effect, effects)?;
            // Cut like a text: "ex-" is "ex" and a hyphen, so that "under president X" is no "under-president".
            self.modifiers.insert(modifier, effect);
        }
        Ok(())
    }
}
