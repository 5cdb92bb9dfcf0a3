//! Which part of the graph a question is about.

use crate::ontology::{ActorKind, Date, Modality, Polarity, RelationType};

/// Conditions on statements and their ends; all must hold, an empty list or `None` lets everything through.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Only statements of one of these relations.
    pub relations: Vec<RelationType>,
    /// Kinds of actor that the other end (for a whole network: both ends) may have.
    pub kinds: Vec<ActorKind>,
    /// Only articles of this day or later; articles without a date are left out.
    pub since: Option<Date>,
    /// Only articles of this day or earlier; `2023` and `2023-05` reach to their last day.
    pub until: Option<Date>,
    /// Only statements of this polarity.
    pub polarity: Option<Polarity>,
    /// Only statements of this modality.
    pub modality: Option<Modality>,
    /// Only edges that at least so many articles state.
    pub min_articles: u32,
    /// Only statements that are at least so sure, 0 to 1.
    pub min_confidence: f64,
}

impl Filter {
    /// Whether it asks for anything but dates, which articles have whatever they state.
    pub(super) fn looks_at_statements(&self) -> bool {
        !self.relations.is_empty()
            || !self.kinds.is_empty()
            || self.polarity.is_some()
            || self.modality.is_some()
            || self.min_articles > 1
            || self.min_confidence > 0.0
    }

    /// Whether it lets everything through.
    pub fn is_open(&self) -> bool {
        !self.looks_at_statements() && self.since.is_none() && self.until.is_none()
    }
}
