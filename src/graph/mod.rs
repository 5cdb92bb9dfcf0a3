//! The store, the merged graph on top of it, and the questions that it answers.

pub mod network;

pub use network::{Edge, Network, Node};
