//! Writers of the merged graph for other tools: one file a format.
//!
//! A [`Network`] goes in, bytes come out, the same ones for the same network. What a node and an edge say is laid down
//! once (in `columns`) and how they look once (in `palette`), so that the formats agree. A new format is one file, one
//! variant and one row in [`Format`]. Nothing here knows where the network comes from.

mod columns;
mod dot;
mod graphml;
pub mod html;
mod json;
mod palette;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::graph::{Edge, Evidence, Network};

/// A file format that a network can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// GraphML, for Gephi, NetworkX, igraph, Cytoscape and yEd: everything that the network knows.
    GraphMl,
    /// DOT, for Graphviz: a picture with the evidence as tooltips.
    Dot,
    /// Node-link JSON as NetworkX writes it, for notebooks and D3: everything that the network knows.
    Json,
    /// A page with everything in it, for any browser: to look at, search, filter and pass on.
    Html,
}

/// All that the rest of the program needs to know of a format.
struct Row {
    name: &'static str,
    extensions: &'static [&'static str],
    write: fn(&Network, &mut dyn Write) -> io::Result<()>,
}

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[Format::GraphMl, Format::Dot, Format::Json, Format::Html];

    const fn row(self) -> Row {
        match self {
            Format::GraphMl => Row { name: "graphml", extensions: &["graphml"], write: graphml::write },
            Format::Dot => Row { name: "dot", extensions: &["dot", "gv"], write: dot::write },
            Format::Json => Row { name: "json", extensions: &["json"], write: json::write },
            Format::Html => Row { name: "html", extensions: &["html", "htm"], write: html::write },
        }
    }

    /// The word for the format on the command line.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The file extensions that mean the format, without a dot, the usual one first.
    pub const fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// The format that a file's extension means, upper and lower case alike.
    ///
    /// # Errors
    /// [`Error::UnknownExtension`] when the extension is missing or means no format.
    pub fn from_path(path: &Path) -> Result<Format, Error> {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        let format = Self::ALL.iter().find(|format| format.extensions().contains(&extension.as_str()));
        format.copied().ok_or_else(|| Error::UnknownExtension(path.to_owned()))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self, Error> {
        Self::ALL.iter().copied().find(|f| f.name() == word).ok_or_else(|| Error::UnknownFormat(word.to_owned()))
    }
}

/// Why a network could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file name does not tell its format.
    #[error("cannot tell the format of \"{path}\": expected an extension among {known}; or name one with --format",
        path = .0.display(), known = known_extensions())]
    UnknownExtension(PathBuf),
    /// A word is no format's name.
    #[error("format \"{0}\" is not defined: expected one of {known}", known = known_names())]
    UnknownFormat(String),
    /// Two nodes share an id, so that no reader could tell them apart.
    #[error("two nodes have the id \"{0}\"")]
    DoubleNode(String),
    /// Two edges share subject, relation and object, so that they would get the same id.
    #[error("two edges have the id \"{0}\"")]
    DoubleEdge(String),
    /// An edge points to a node that is not there.
    #[error("edge {edge} ends at node {node}, but there are only {n_nodes} nodes")]
    MissingEnd {
        /// Index of the edge.
        edge: usize,
        /// Index that it points to.
        node: usize,
        /// Number of nodes.
        n_nodes: usize,
    },
    /// The output could not be written.
    #[error("cannot write the graph")]
    Write(#[from] io::Error),
}

/// Writes `network` in `format`; the same network always gives the same bytes.
///
/// Nodes and edges go out one by one, so memory does not grow with the output; give a buffered writer.
///
/// # Errors
/// [`Error::DoubleNode`], [`Error::DoubleEdge`] and [`Error::MissingEnd`] when the network is not in order (nothing is
/// written then), [`Error::Write`] when the output cannot be written.
pub fn write(network: &Network, format: Format, out: &mut impl Write) -> Result<(), Error> {
    check(network)?;
    (format.row().write)(network, out)?;
    out.flush()?;
    Ok(())
}

/// Writes `network` as a page that shows, for each edge, the sentences of these statements (see [`html`]).
///
/// # Errors
/// As [`write`].
pub fn write_page(network: &Network, statements: &[Evidence], out: &mut impl Write) -> Result<(), Error> {
    check(network)?;
    html::write_with(network, statements, out)?;
    out.flush()?;
    Ok(())
}

/// Readers answer a missing end or a double id with an obscure failure or a silent merge: better to say it here.
fn check(network: &Network) -> Result<(), Error> {
    let mut ids = BTreeSet::new();
    if let Some(double) = network.nodes.iter().find(|node| !ids.insert(&node.id)) {
        return Err(Error::DoubleNode(double.id.clone()));
    }
    let n_nodes = network.nodes.len();
    let mut triples = BTreeSet::new();
    for (index, edge) in network.edges.iter().enumerate() {
        if let Some(&node) = [edge.source, edge.target].iter().find(|end| **end >= n_nodes) {
            return Err(Error::MissingEnd { edge: index, node, n_nodes });
        }
        if !triples.insert((edge.source, edge.relation, edge.target)) {
            return Err(Error::DoubleEdge(edge_id(network, edge)));
        }
    }
    Ok(())
}

/// An id that says what the edge says, unique in its network and the same in every export:
/// `country:IRN--backs--group:hezbollah`.
fn edge_id(network: &Network, edge: &Edge) -> String {
    let [source, target] = [edge.source, edge.target].map(|end| &network.nodes[end].id);
    format!("{source}--{}--{target}", edge.relation)
}

/// Whether XML 1.0 permits a character. GraphML files and the SVG that Graphviz makes cannot hold the others in any
/// spelling, and Gephi and browsers refuse a file with one.
fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn known_names() -> String {
    Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
}

fn known_extensions() -> String {
    let extensions = Format::ALL.iter().flat_map(|format| format.extensions());
    extensions.map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::RelationType;
    use samples::{edge, node};

    #[test]
    fn the_extension_tells_the_format() {
        for (path, format) in [
            ("graph.graphml", Format::GraphMl),
            ("a.b/graph.GraphML", Format::GraphMl),
            ("graph.dot", Format::Dot),
            ("graph.gv", Format::Dot),
            ("x.graphml.json", Format::Json),
        ] {
            assert_eq!(Format::from_path(Path::new(path)).unwrap(), format, "{path}");
        }
    }

    #[test]
    fn an_unknown_extension_lists_the_known_ones() {
        let error = Format::from_path(Path::new("graph.xls")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot tell the format of \"graph.xls\": expected an extension among .graphml, .dot, .gv, .json, .html, .htm; \
             or name one with --format"
        );
        assert!(Format::from_path(Path::new("graph")).is_err());
        let error = "gexf".parse::<Format>().unwrap_err();
        assert_eq!(error.to_string(), "format \"gexf\" is not defined: expected one of graphml, dot, json, html");
    }

    #[test]
    fn a_network_out_of_order_is_refused_before_a_byte_is_written() {
        let nodes = vec![node("country:IRN", "Iran"), node("country:ISR", "Israel")];
        let accuses = edge(0, RelationType::Accuse, 1);
        for (network, expected) in [
            (
                Network { nodes: vec![nodes[0].clone(), nodes[0].clone()], edges: vec![] },
                "two nodes have the id \"country:IRN\"",
            ),
            (
                Network { nodes: nodes.clone(), edges: vec![accuses.clone(), accuses.clone()] },
                "two edges have the id \"country:IRN--accuse--country:ISR\"",
            ),
            (
                Network { nodes: nodes.clone(), edges: vec![edge(0, RelationType::Accuse, 2)] },
                "edge 0 ends at node 2, but there are only 2 nodes",
            ),
        ] {
            for &format in Format::ALL {
                let mut out = Vec::new();
                assert_eq!(write(&network, format, &mut out).unwrap_err().to_string(), expected);
                assert!(out.is_empty());
            }
        }
    }

    #[test]
    fn a_network_of_nothing_can_be_written() {
        for &format in Format::ALL {
            let mut out = Vec::new();
            write(&Network::default(), format, &mut out).unwrap();
            assert!(!out.is_empty(), "{format}");
        }
    }
}

/// Small networks for the unit tests of the writers.
#[cfg(test)]
mod samples {
    use crate::graph::{Edge, Network, Node};
    use crate::ontology::{ActorKind, Modality, Polarity, RelationType, Status};

    /// A node of the kind that its id says.
    pub fn node(id: &str, name: &str) -> Node {
        Node {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: id.split(':').next().and_then(|kind| kind.parse().ok()).unwrap_or(ActorKind::Group),
            leader: false,
            country: None,
            sector: None,
            offices: Vec::new(),
            aliases: Vec::new(),
            articles: 1,
            mentions: 2,
            first: None,
            last: None,
        }
    }

    /// One article's plain statement.
    pub fn edge(source: usize, relation: RelationType, target: usize) -> Edge {
        Edge {
            source,
            target,
            relation,
            articles: 1,
            statements: 1,
            polarity: [(Polarity::Affirmed, 1)].into(),
            modality: [(Modality::Asserted, 1)].into(),
            status: [(Status::Current, 1)].into(),
            speakers: Vec::new(),
            first: None,
            last: None,
            evidence: "One sentence.".to_owned(),
            article_ids: vec!["a1".to_owned()],
            confidence: 0.9,
        }
    }

    /// Two nodes with `text` wherever articles can put text, and an edge between them.
    pub fn saying(text: &str) -> Network {
        let mut subject = node("group:subject", text);
        subject.aliases = vec![text.to_owned()];
        let mut edge = edge(1, RelationType::AlliedWith, 0);
        edge.evidence = text.to_owned();
        Network { nodes: vec![node("group:object", "Object"), subject], edges: vec![edge] }
    }

    /// Texts that have broken one reader or another.
    pub const HOSTILE: &[&str] = &[
        "\"Quoted\" & 'single' <tag attr=\"x\">",
        "]]> <![CDATA[ --> <!-- ?> &amp; &lt; &#65; &#x41; &nope; &",
        "line one\nline two\r\nline three\rend\ttab",
        "back\\slash \\N \\G \\\" at the end\\",
        "\u{0}nul \u{1}\u{8}\u{b}\u{c}\u{e}\u{1f} \u{fffe}\u{ffff} \u{7f}\u{85}",
        "مجلس الشورى \u{202e}right to left\u{202c} עברית",
        "emoji 🇮🇷👩‍💻 \u{1f600} e\u{301}\u{302}",
        "</script><script>alert(1)</script>",
        "=cmd|'/c calc'!A1; DROP TABLE",
        " leading and trailing ",
        "{curly} [square] | pipe -> arrow ; semicolon",
        "\u{2028}\u{2029}\u{feff}",
    ];
}
