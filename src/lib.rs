//! `whom` reads news articles and answers *who is linked to whom, who says so, and since when*.
//!
//! An article goes one way through the rooms of this crate, which stand here in the order of their dependence:
//! [`article`] turns files into texts, [`language`] into sentences, [`extract`] into actors and the statements between
//! them, [`graph`] merges these into one SQLite file and answers questions, [`export`] writes the answer for other
//! tools, `serve` shows it in a browser, and [`cli`] is the program around it. [`ontology`] is the vocabulary that all share; [`knowledge`] holds the
//! tables of names and words.
//!
//! Text in, statements out:
//!
//! ```
//! use whom::{article::Article, extract::extract, knowledge::Knowledge, language::Analyzer};
//!
//! let (analyzer, knowledge) = (Analyzer::built_in()?, Knowledge::built_in()?);
//! let article = Article::from_text("Iran-backed Hezbollah attacked Israel, Reuters reported.");
//! for statement in extract(&article, &analyzer, &knowledge).statements {
//!     println!("{statement}, as in {:?}", statement.evidence);
//! }
//! # let stated: Vec<String> = extract(&article, &analyzer, &knowledge).statements.iter().map(|s| s.to_string()).collect();
//! # assert_eq!(stated, ["Hezbollah -assault-> Israel (says Reuters)", "Iran -backs-> Hezbollah (says Reuters)"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Many articles merge into one graph, which keeps the sentences behind each edge:
//!
//! ```
//! use whom::graph::{Filter, Store};
//! use whom::{article::Article, extract::extract, knowledge::Knowledge, language::Analyzer};
//!
//! let folder = tempfile::tempdir()?;
//! let (analyzer, knowledge) = (Analyzer::built_in()?, Knowledge::built_in()?);
//! let mut store = Store::open(folder.path().join("whom.db"))?;
//! for text in ["Canada sanctioned Belarus.", "Belarus was sanctioned by Canada on Monday."] {
//!     let article = Article::from_text(text);
//!     let extraction = extract(&article, &analyzer, &knowledge);
//!     store.add(&[(article, extraction)])?;
//! }
//! let network = store.network(&Filter::default())?;
//! let edge = &network.edges[0];
//! assert_eq!(network.nodes[edge.source].name, "Canada");
//! assert_eq!((edge.relation.as_str(), edge.articles), ("sanction", 2));
//! assert_eq!(edge.evidence, "Canada sanctioned Belarus.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod article;
pub mod cli;
pub mod export;
pub mod extract;
pub mod graph;
pub mod knowledge;
pub mod language;
pub mod ontology;
#[cfg(feature = "serve")]
pub mod serve;
