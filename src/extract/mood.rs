//! Whether something is so: affirmed or denied, fact or plan, and what it becomes inside of something else.

use crate::knowledge::words::{Control, Says};
use crate::ontology::{Modality, Polarity};

/// Whether something is so, as the words around it say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mood {
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Fact, possibility, plan or thought.
    pub modality: Modality,
    /// Whether it was so once: "is no longer a member".
    pub is_over: bool,
}

impl Mood {
    /// Affirmed, with this modality.
    pub fn of(modality: Modality) -> Mood {
        Mood { modality, ..Mood::default() }
    }

    /// This mood inside another: denial of a denial affirms, and the farthest from fact counts.
    pub fn within(self, outer: Mood) -> Mood {
        let polarity = match (self.polarity, outer.polarity) {
            (Polarity::Affirmed, polarity) | (polarity, Polarity::Affirmed) => polarity,
            (Polarity::Negated, Polarity::Negated) => Polarity::Affirmed,
        };
        Mood { polarity, modality: self.modality.max(outer.modality), is_over: self.is_over || outer.is_over }
    }

    /// The mood, denied.
    pub fn negated(self) -> Mood {
        self.within(Mood { polarity: Polarity::Negated, ..Mood::default() })
    }

    /// The mood of what has no end of its own, as an act: "no longer attacks" denies it.
    pub fn ended_is_denied(self) -> Mood {
        if self.is_over { Mood { is_over: false, ..self }.negated() } else { self }
    }
}

impl From<Control> for Mood {
    fn from(control: Control) -> Mood {
        Mood { polarity: control.polarity, modality: control.modality, is_over: false }
    }
}

impl From<Says> for Mood {
    fn from(says: Says) -> Mood {
        match says {
            Says::Said => Mood::default(),
            Says::Claimed => Mood::of(Modality::ReportedPossible),
            Says::Denied => Mood::default().negated(),
            Says::Planned => Mood::of(Modality::Planned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denied_denial_affirms_and_the_farthest_from_fact_counts() {
        let denied_plan = Mood { modality: Modality::Planned, ..Mood::default().negated() };
        assert_eq!(denied_plan.within(Mood::default().negated()), Mood::of(Modality::Planned));
        assert_eq!(
            Mood::of(Modality::Hypothetical).within(Mood::of(Modality::Planned)),
            Mood::of(Modality::Hypothetical)
        );
    }
}
