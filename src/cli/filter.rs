//! The filter flags that `links`, `export` and other commands share.

use crate::graph::Filter;
use crate::ontology::{ActorKind, Date, Family, Modality, Polarity, RelationType};

/// Filter flags; all must hold.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Keep only these relations, such as "backs"; may be repeated or separated by commas
    #[arg(long = "type", value_name = "RELATION", value_delimiter = ',')]
    pub relations: Vec<RelationType>,
    /// Keep only relations of this family: structural, alignment or event
    #[arg(long = "family", value_name = "FAMILY", value_delimiter = ',', conflicts_with = "relations")]
    pub families: Vec<Family>,
    /// Keep only actors of this kind: country, person or group
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub kinds: Vec<ActorKind>,
    /// Keep only articles of this date or later (YYYY-MM-DD, YYYY-MM or YYYY)
    #[arg(long, value_name = "DATE")]
    pub since: Option<Date>,
    /// Keep only articles of this date or earlier
    #[arg(long, value_name = "DATE")]
    pub until: Option<Date>,
    /// Keep only statements of this polarity: affirmed or negated
    #[arg(long, value_name = "POLARITY")]
    pub polarity: Option<Polarity>,
    /// Keep only statements of this modality: asserted, reported-possible, planned or hypothetical
    #[arg(long, value_name = "MODALITY")]
    pub modality: Option<Modality>,
    /// Keep only links that at least N articles state
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub min_articles: u32,
    /// Keep only statements at least so sure, 0 to 1
    #[arg(long, value_name = "P", default_value_t = 0.0)]
    pub min_confidence: f64,
}

impl From<FilterArgs> for Filter {
    fn from(args: FilterArgs) -> Filter {
        let mut relations = args.relations;
        let of_families = RelationType::ALL.iter().filter(|relation| args.families.contains(&relation.family()));
        relations.extend(of_families);
        Filter {
            relations,
            kinds: args.kinds,
            since: args.since,
            until: args.until,
            polarity: args.polarity,
            modality: args.modality,
            min_articles: args.min_articles,
            min_confidence: args.min_confidence,
        }
    }
}
