//! The store, the merged graph on top of it, and the questions that it answers.
//!
//! [`Store::add`] takes what articles state; [`resolve`] says which node an article's actor is; [`query`] and [`path`]
//! answer. The graph is a function of the set of articles in the store: the order in which they came, their batches
//! and repetitions leave no trace in any answer, but for texts that come under one address (`versions`).

pub mod analysis;
mod codes;
pub mod corrections;
mod derive;
pub mod doctor;
mod edge_rows;
mod edge_stream;
pub mod error;
pub mod filter;
pub mod find;
mod fingerprint;
mod holder;
pub mod listing;
mod migration;
pub mod names;
pub mod network;
mod node;
mod packed;
mod passing;
pub mod path;
pub mod query;
mod referred;
pub mod resolve;
pub mod review;
pub mod rows;
pub mod search;
pub mod select;
pub mod store;
mod store_rows;
mod stored;
mod stories;
mod tally;
pub mod timeline;
mod versions;
pub mod why;
mod writer;

pub use corrections::{Correction, PersonaRef, part_name};
pub use doctor::Finding;
pub use error::Error;
pub use filter::Filter;
pub use find::{Candidate, Found};
pub use holder::Holder;
pub use listing::{ArticleFilter, ListedArticle};
pub use network::{Edge, Network, Node};
pub use path::{Hop, Route};
pub use query::{ActorRef, Direction, Evidence, Link, Listed, Source, Stats};
pub use review::{Doubt, Side};
pub use rows::{EdgeRow, End, NodeRow, Place, Rows, StatementRow, Stopped};
pub use select::{Merged, Part};
pub use store::{Added, Store};
pub use store_rows::StoreRows;
pub use stored::Forgotten;
pub use timeline::{Change, Month, Turn, span_before};
pub use why::Joined;
