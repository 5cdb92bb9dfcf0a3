//! `whom` reads news articles and answers *who is linked to whom, who says so, and since when*.
//!
//! An article goes one way through the rooms of this crate, which stand here in the order of their dependence:
//! [`article`] turns files into texts, [`language`] into sentences, [`extract`] into actors and the statements between
//! them, [`graph`] merges these into one SQLite file and answers questions, [`export`] writes the answer for other
//! tools, and [`cli`] is the program around it. [`ontology`] is the vocabulary that all share; [`knowledge`] holds the
//! tables of names and words.

pub mod article;
pub mod cli;
pub mod export;
pub mod extract;
pub mod graph;
pub mod knowledge;
pub mod language;
pub mod ontology;
