//! The store, the merged graph on top of it, and the questions that it answers.

pub mod filter;
pub mod network;
pub mod select;
pub mod store;

pub use filter::Filter;
pub use network::{Edge, Network, Node};
