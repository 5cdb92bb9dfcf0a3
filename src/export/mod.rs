//! Writers of the merged graph for other tools: one file a format.
//!
//! [`Rows`] go in, bytes come out, the same ones for the same graph. What a node, an edge and a statement say is laid
//! down once (in `columns`) and how they look once (in `palette`), so that the formats agree. A new format is one file,
//! one variant and one row in [`Format`]. Nothing here knows where the graph comes from.

mod columns;
pub(crate) mod csv;
mod cypher;
mod cytoscape;
mod dot;
mod events;
mod ftm;
mod gexf;
mod graphml;
#[cfg(test)]
mod hostile;
pub mod html;
mod json;
mod layout;
mod mermaid;
mod neo4j;
mod palette;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod plover;
#[cfg(feature = "png")]
mod png;
mod rdf;
mod statements;
mod states;
mod svg;
mod xml;

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::graph::{EdgeRow, Rows, StatementRow, Stopped};

pub use layout::Placed;
use xml::is_xml_char;

/// A file format that a graph can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// GraphML, for Gephi, NetworkX, igraph, Cytoscape and yEd: everything that the network knows.
    GraphMl,
    /// GEXF 1.3, for Gephi and Gephi Lite: the same with time, colours, sizes and places.
    Gexf,
    /// DOT, for Graphviz: a picture with the evidence as tooltips.
    Dot,
    /// SVG, for a browser: a picture that needs no other program.
    Svg,
    /// PNG: the same picture as pixels, for slides and mail.
    #[cfg(feature = "png")]
    Png,
    /// Mermaid, for notes and wikis in Markdown.
    Mermaid,
    /// Node-link JSON as NetworkX writes it, for notebooks and D3: everything that the network knows.
    Json,
    /// A page with everything in it, for any browser: to look at, search, filter and pass on.
    Html,
    /// Cytoscape's JSON, for Cytoscape and Cytoscape.js.
    Cytoscape,
    /// Two tables, of nodes and of edges, with Gephi's heads: a folder.
    Csv,
    /// Tables for `neo4j-admin database import` and the command for it: a folder.
    Neo4j,
    /// Cypher, for Neo4j and Memgraph: statements that can be run again.
    Cypher,
    /// One JSON object a line for each statement with its sentence and article.
    Statements,
    /// The same as a table.
    StatementTable,
    /// Parquet tables of nodes, edges and statements: a folder.
    #[cfg(feature = "parquet")]
    Parquet,
    /// The Parquet table of statements alone.
    #[cfg(feature = "parquet")]
    StatementParquet,
    /// A table of events by day, with the columns that event data are merged on.
    Events,
    /// PLOVER events, one JSON object a line.
    Plover,
    /// FollowTheMoney entities, one JSON object a line, for Aleph and OpenSanctions' tools.
    Ftm,
    /// Turtle: RDF with PROV-O.
    Turtle,
    /// N-Quads: one nanopublication a statement.
    NQuads,
}

/// Extensions of formats that are features of the build, which have the same names.
const FEATURES: &[&str] = &["parquet", "png"];

type Writer = fn(&dyn Rows, &mut dyn Write) -> Result<(), Stopped>;

/// All that the rest of the program needs to know of a format.
struct Row {
    name: &'static str,
    extensions: &'static [&'static str],
    parts: &'static [Part],
}

/// One file of a format.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its name in the folder, where the format is a folder of several; else empty.
    pub name: &'static str,
    writer: Writer,
}

/// A format that is a single file.
macro_rules! single {
    ($writer:path) => {
        &[Part { name: "", writer: $writer }]
    };
}

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[
        Format::GraphMl,
        Format::Gexf,
        Format::Dot,
        Format::Svg,
        #[cfg(feature = "png")]
        Format::Png,
        Format::Mermaid,
        Format::Json,
        Format::Html,
        Format::Cytoscape,
        Format::Csv,
        Format::Neo4j,
        Format::Cypher,
        Format::Statements,
        Format::StatementTable,
        #[cfg(feature = "parquet")]
        Format::Parquet,
        #[cfg(feature = "parquet")]
        Format::StatementParquet,
        Format::Events,
        Format::Plover,
        Format::Ftm,
        Format::Turtle,
        Format::NQuads,
    ];

    const fn row(self) -> Row {
        let (name, extensions, parts): (_, &[&str], &[Part]) = match self {
            Format::GraphMl => ("graphml", &["graphml"], single!(graphml::write)),
            Format::Gexf => ("gexf", &["gexf"], single!(gexf::write)),
            Format::Dot => ("dot", &["dot", "gv"], single!(dot::write)),
            Format::Svg => ("svg", &["svg"], single!(svg::write)),
            #[cfg(feature = "png")]
            Format::Png => ("png", &["png"], single!(png::write)),
            Format::Mermaid => ("mermaid", &["mmd"], single!(mermaid::write)),
            Format::Json => ("json", &["json"], single!(json::write)),
            Format::Html => ("html", &["html", "htm"], single!(html::write)),
            Format::Cytoscape => ("cytoscape", &["cyjs"], single!(cytoscape::write)),
            Format::Csv => ("csv", &[], csv::PARTS),
            Format::Neo4j => ("neo4j", &[], neo4j::PARTS),
            Format::Cypher => ("cypher", &["cypher"], single!(cypher::write)),
            Format::Statements => ("statements", &["jsonl"], single!(statements::write_lines)),
            Format::StatementTable => ("statements-csv", &["csv"], single!(statements::write_table)),
            #[cfg(feature = "parquet")]
            Format::Parquet => ("parquet", &[], parquet::PARTS),
            #[cfg(feature = "parquet")]
            Format::StatementParquet => ("statements-parquet", &["parquet"], single!(parquet::write_statements)),
            Format::Events => ("events", &[], single!(events::write)),
            Format::Plover => ("plover", &[], single!(plover::write)),
            Format::Ftm => ("ftm", &["ftm"], single!(ftm::write)),
            Format::Turtle => ("turtle", &["ttl"], single!(rdf::write_turtle)),
            Format::NQuads => ("nquads", &["nq"], single!(rdf::write_nquads)),
        };
        Row { name, extensions, parts }
    }

    /// The word for the format on the command line.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// The file extensions that mean the format, without a dot, the usual one first; empty where only
    /// the format's name can ask for it.
    pub const fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// The files that the format is made of: one, or those of a folder.
    pub const fn parts(self) -> &'static [Part] {
        self.row().parts
    }

    /// Whether the format is a folder of files.
    pub const fn is_folder(self) -> bool {
        !self.row().parts[0].name.is_empty()
    }

    /// Whether the format is a picture that people look at as it is.
    pub fn is_picture(self) -> bool {
        ["dot", "svg", "png", "mermaid"].contains(&self.name())
    }

    /// The format that a file's extension means, upper and lower case alike.
    ///
    /// # Errors
    /// [`Error::UnknownExtension`] when the extension is missing or means no format.
    pub fn from_path(path: &Path) -> Result<Format, Error> {
        let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_lowercase();
        let format = Self::ALL.iter().find(|format| format.extensions().contains(&extension.as_str()));
        format.copied().ok_or_else(|| match FEATURES.contains(&extension.as_str()) {
            true => Error::NotBuilt(extension),
            false => Error::UnknownExtension(path.to_owned()),
        })
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
    /// A feature that this program was built without would write it.
    #[error("this whom was built without .{0}: build it with cargo install --features {0}")]
    NotBuilt(String),
    /// The format is a folder of files, which cannot be written as one.
    #[error("format \"{0}\" is a folder of several files: name a folder to write")]
    Folder(Format),
    /// The graph is not in order or cannot be read, or the output cannot be written.
    #[error(transparent)]
    Stopped(Stopped),
    /// The output could not be written.
    #[error("cannot write the graph")]
    Write(#[source] io::Error),
}

impl From<Stopped> for Error {
    fn from(stopped: Stopped) -> Error {
        match stopped {
            Stopped::Visitor(error) => Error::Write(error),
            stopped => Error::Stopped(stopped),
        }
    }
}

/// Writes a graph in a format that is one file; the same graph always gives the same bytes.
///
/// Nodes, edges and statements go out one by one, so memory does not grow with the output but for pictures, which have
/// to see the whole; give a buffered writer.
///
/// # Errors
/// [`Error::Folder`] when the format is several files; else as [`Part::write`].
pub fn write(rows: &dyn Rows, format: Format, out: &mut impl Write) -> Result<(), Error> {
    match format.parts() {
        [part] => part.write(rows, out),
        _ => Err(Error::Folder(format)),
    }
}

impl Part {
    /// Writes the part's file.
    ///
    /// # Errors
    /// [`Error::Stopped`] when the graph cannot be read or is not in order (nothing is written then), [`Error::Write`]
    /// when the output cannot be written.
    pub fn write(&self, rows: &dyn Rows, out: &mut impl Write) -> Result<(), Error> {
        // Readers answer a missing end or a double id with an obscure failure or a silent merge: better to say it here.
        rows.check()?;
        (self.writer)(rows, out)?;
        out.flush().map_err(Error::Write)
    }
}

/// An id that says what the edge says, unique in its graph and the same in every export:
/// `country:IRN--backs--group:hezbollah`.
fn edge_id(row: &EdgeRow) -> String {
    [row.source.id, "--", row.edge.relation.as_str(), "--", row.target.id].concat()
}

/// An id of a statement: a hash of all that it says and where, so it is the same in every export.
fn statement_id(row: &StatementRow) -> String {
    let whole = serde_json::to_vec(row.statement).expect("a statement is texts and numbers");
    blake3::hash(&whole).to_hex()[..16].to_owned()
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
    use crate::graph::Network;
    use crate::ontology::RelationType;
    use samples::{edge, node};
    use std::collections::BTreeSet;

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
        // Those of features of the build come and go.
        let of_features = |message: &str| message.replace(".png, ", "").replace(".parquet, ", "");
        assert_eq!(
            of_features(&error.to_string()),
            "cannot tell the format of \"graph.xls\": expected an extension among .graphml, .gexf, .dot, .gv, .svg, .mmd, \
             .json, .html, .htm, .cyjs, .cypher, .jsonl, .csv, .ftm, .ttl, .nq; or name one with --format"
        );
        assert!(Format::from_path(Path::new("graph")).is_err());
        let error = "xls".parse::<Format>().unwrap_err();
        assert!(error.to_string().starts_with("format \"xls\" is not defined: expected one of graphml, gexf, dot"));
    }

    #[test]
    fn names_and_extensions_mean_one_format() {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        let extensions = Format::ALL.iter().flat_map(|format| format.extensions().iter().copied()).collect();
        for words in [names, extensions] {
            assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{words:?}");
        }
    }

    #[test]
    fn a_format_that_this_build_lacks_is_named() {
        for extension in FEATURES {
            let found = Format::from_path(&Path::new("graph").with_extension(extension));
            if !Format::ALL.iter().any(|format| format.extensions().contains(extension)) {
                let message = found.unwrap_err().to_string();
                assert!(message.ends_with(&format!("cargo install --features {extension}")), "{message}");
            }
        }
    }

    fn written(network: &Network, format: Format) -> Result<Vec<u8>, Error> {
        let mut out = Vec::new();
        format.parts().iter().try_for_each(|part| part.write(network, &mut out)).map(|()| out)
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
                "two edges join \"country:IRN\" to \"country:ISR\" by \"accuse\"",
            ),
            (
                Network { nodes: nodes.clone(), edges: vec![edge(0, RelationType::Accuse, 2)] },
                "edge 0 ends at node 2, but there are only 2 nodes",
            ),
        ] {
            for &format in Format::ALL {
                let mut out = Vec::new();
                let error = format.parts()[0].write(&network, &mut out).unwrap_err();
                assert_eq!(error.to_string(), expected);
                assert!(out.is_empty());
            }
        }
    }

    #[test]
    fn a_network_of_nothing_can_be_written() {
        for &format in Format::ALL {
            let is_lines = [Format::Statements, Format::Plover, Format::Ftm, Format::NQuads].contains(&format);
            assert_eq!(written(&Network::default(), format).unwrap().is_empty(), is_lines, "{format}");
        }
    }

    #[test]
    fn a_name_of_ten_thousand_letters_is_whole_in_every_format_but_notes() {
        let name = "x".repeat(10_000);
        let rows = samples::Stating::of(&name, RelationType::Accuse);
        for &format in Format::ALL {
            let mut out = Vec::new();
            format.parts().iter().try_for_each(|part| part.write(&rows, &mut out)).unwrap();
            // Pixels and compressed columns are no text.
            if FEATURES.iter().any(|feature| format.name().ends_with(feature)) {
                continue;
            }
            let is_whole = String::from_utf8(out).unwrap().contains(&name);
            assert_eq!(is_whole, format != Format::Mermaid, "{format}");
        }
    }

    #[test]
    fn a_folder_is_not_written_as_one_file() {
        let error = write(&Network::default(), Format::Neo4j, &mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "format \"neo4j\" is a folder of several files: name a folder to write");
    }
}

/// Small networks for the unit tests of the writers.
#[cfg(test)]
mod samples {
    use crate::graph::rows::{VisitEdge, VisitNode, VisitStatement};
    use crate::graph::{ActorRef, Edge, End, Evidence, Network, Node, Rows, Source, StatementRow, Stopped};
    use crate::ontology::{ActorKind, Modality, Polarity, RelationType, Status};

    /// A node of the kind that its id says.
    pub fn node(id: &str, name: &str) -> Node {
        Node { mentions: 2, ..Node::sample(id, name) }
    }

    /// One article's plain statement.
    pub fn edge(source: usize, relation: RelationType, target: usize) -> Edge {
        Edge {
            source,
            target,
            relation,
            articles: 1,
            stories: 1,
            outlets: 1,
            days: 1,
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

    /// A statement with `text` wherever articles can put text.
    pub fn evidence(text: &str, relation: RelationType) -> Evidence {
        let actor = |id: &str| ActorRef { id: id.to_owned(), name: text.to_owned(), kind: ActorKind::Group };
        Evidence {
            subject: actor("group:subject"),
            relation,
            object: actor("group:object"),
            predicate: text.to_owned(),
            polarity: Polarity::Affirmed,
            modality: Modality::Asserted,
            status: Status::Current,
            speaker: Some(actor("group:speaker")),
            dated: Some("2024-08".parse().unwrap()),
            evidence: text.to_owned(),
            start: 3,
            end: 20,
            confidence: 0.9,
            article: Source {
                id: text.to_owned(),
                title: text.to_owned(),
                date: Some("2024-09-01".parse().unwrap()),
                url: text.to_owned(),
                outlet: text.to_owned(),
            },
            statement: "0123456789abcdef/0".to_owned(),
        }
    }

    /// [`saying`] with one statement.
    pub struct Stating {
        pub network: Network,
        pub statements: Vec<Evidence>,
    }

    impl Stating {
        pub fn of(text: &str, relation: RelationType) -> Stating {
            let mut network = saying(text);
            network.edges[0].relation = relation;
            Stating { network, statements: vec![evidence(text, relation)] }
        }
    }

    impl Rows for Stating {
        fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
            self.network.each_node(visit)
        }

        fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
            self.network.each_edge(visit)
        }

        fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
            let [object, subject] = [0, 1].map(|index| End::from(&self.network.nodes[index]));
            let mut statements = self.statements.iter();
            statements.try_for_each(|statement| Ok(visit(&StatementRow { statement, subject, object })?))
        }
    }

    /// What a writer makes of a graph.
    pub fn written(rows: &dyn Rows, writer: super::Writer) -> String {
        let mut out = Vec::new();
        writer(rows, &mut out).unwrap();
        String::from_utf8(out).unwrap()
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
