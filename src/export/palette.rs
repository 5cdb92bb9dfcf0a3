//! How actors and relations look: one palette for all formats.
//!
//! Hues are those of Okabe and Ito's set, which people with the common colour blindnesses can tell apart; lines and
//! their labels are darkened until they can be read on white (contrast over 4), each to its own lightness, so that they
//! stay apart in simulated protanopia, deuteranopia and tritanopia too. Colour never says what no label says.

use crate::graph::{Node, NodeRow};
use crate::ontology::{ActorKind, Family, QuadClass, RelationType};

/// What a node is drawn as: its kind, with leaders apart from other persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    Country,
    Group,
    Leader,
    Person,
}

impl Look {
    pub const ALL: &[Look] = &[Look::Country, Look::Group, Look::Leader, Look::Person];

    pub fn of(node: &Node) -> Look {
        match node.kind {
            ActorKind::Country => Look::Country,
            ActorKind::Group => Look::Group,
            ActorKind::Person if node.leader => Look::Leader,
            ActorKind::Person => Look::Person,
        }
    }

    /// The kind of actor that is drawn so.
    pub fn kind(self) -> ActorKind {
        match self {
            Look::Country => ActorKind::Country,
            Look::Group => ActorKind::Group,
            Look::Leader | Look::Person => ActorKind::Person,
        }
    }

    /// Full colour, for dots and rims.
    pub fn color(self) -> &'static str {
        match self {
            Look::Country => "#E69F00",
            Look::Group => "#56B4E9",
            Look::Leader => "#CC79A7",
            Look::Person => "#8C8C8C",
        }
    }

    /// A tint of the same hue that black text can be read on.
    pub fn tint(self) -> &'static str {
        match self {
            Look::Country => "#FCE8BF",
            Look::Group => "#D8EDFA",
            Look::Leader => "#F5E0EB",
            Look::Person => "#F2F2F2",
        }
    }

    /// The word for it in a legend.
    pub fn caption(self) -> &'static str {
        match self {
            Look::Country => "country",
            Look::Group => "group",
            Look::Leader => "leader",
            Look::Person => "person",
        }
    }
}

/// What an edge is drawn as: its family, with rivals apart from allies and conflict apart from cooperation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    Tie,
    Alliance,
    Rivalry,
    Cooperation,
    Conflict,
}

impl Tone {
    pub const ALL: &[Tone] = &[Tone::Tie, Tone::Alliance, Tone::Rivalry, Tone::Cooperation, Tone::Conflict];

    pub fn of(relation: RelationType) -> Tone {
        match (relation.family(), relation.quad_class()) {
            (Family::Structural, _) => Tone::Tie,
            (Family::Alignment, _) if relation == RelationType::RivalOf => Tone::Rivalry,
            (Family::Alignment, _) => Tone::Alliance,
            (Family::Event, Some(QuadClass::VerbalConflict | QuadClass::MaterialConflict)) => Tone::Conflict,
            (Family::Event, _) => Tone::Cooperation,
        }
    }

    pub fn color(self) -> &'static str {
        match self {
            Tone::Tie => "#555555",
            Tone::Alliance => "#0058A0",
            Tone::Rivalry => "#B0559A",
            Tone::Cooperation => "#008A68",
            Tone::Conflict => "#C85000",
        }
    }

    /// The same hue, light enough for a dark page (contrast over 5 on #15181c).
    pub fn color_on_dark(self) -> &'static str {
        match self {
            Tone::Tie => "#A9A9A9",
            Tone::Alliance => "#62A8E5",
            Tone::Rivalry => "#DC8FCB",
            Tone::Cooperation => "#3DBF9B",
            Tone::Conflict => "#F08C3C",
        }
    }

    /// The words for it in a legend.
    pub fn caption(self) -> &'static str {
        match self {
            Tone::Tie => "office, membership, kin",
            Tone::Alliance => "allied, backs, linked",
            Tone::Rivalry => "rivals",
            Tone::Cooperation => "talks, support, cooperation",
            Tone::Conflict => "conflict, in words or deeds",
        }
    }
}

/// Hues for communities, the largest first; the ones after them share the last, a grey.
const COMMUNITIES: [&str; 9] =
    ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#B5A800", "#7A5FB5", "#9A9A9A"];

/// The colour of a node: that of its community where communities were looked for, else of its kind.
pub fn node_color(row: &NodeRow) -> &'static str {
    match row.place.and_then(|place| place.community) {
        Some(number) => COMMUNITIES[(number as usize).min(COMMUNITIES.len() - 1)],
        None => Look::of(row.node).color(),
    }
}

/// Size of a node in Gephi's units: 10 for one article, 6 more each time that the number of articles doubles, 60 at
/// most.
pub fn node_size(node: &Node) -> f64 {
    grow(node.articles, 10.0, 6.0, 60.0)
}

/// `least` for one article, `step` more for each doubling, never over `most`; to one decimal, so that the last bits
/// of a platform's logarithm reach no file.
pub fn grow(articles: u32, least: f64, step: f64, most: f64) -> f64 {
    let size = least + step * f64::from(articles.max(1)).log2();
    (size.min(most) * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tone_is_some_relations() {
        for &tone in Tone::ALL {
            assert!(RelationType::ALL.iter().any(|relation| Tone::of(*relation) == tone), "{tone:?}");
        }
        assert_eq!(Tone::of(RelationType::Sanction), Tone::Conflict);
        assert_eq!(Tone::of(RelationType::Aid), Tone::Cooperation);
        assert_eq!(Tone::of(RelationType::AlliedWith), Tone::Alliance);
    }

    #[test]
    fn sizes_grow_with_articles_and_end() {
        assert_eq!([0, 1, 2, 8, u32::MAX].map(|n| grow(n, 10.0, 6.0, 60.0)), [10.0, 10.0, 16.0, 28.0, 60.0]);
    }
}
