//! The graph as a page: one file with everything in it, which any browser opens from disk, without a network.
//!
//! `page.html` is built from `web/` and committed; the graph goes into it as JSON in a script element of a type that
//! no browser runs. The page's Content-Security-Policy lets only its own script and style run, known by their hashes,
//! so text from articles cannot become markup or script whatever it says.

mod data;
mod layout;
mod sentences;

use std::io::{self, Write};

use crate::graph::{ActorRef, Edge, Evidence, Network, Node, Rows, Source, Stopped};

/// Where the graph goes in the page.
const PLACE: &str = "<!--graph-->";

/// The page with its style and script, built by `npm run build` in `web/`.
const PAGE: &str = include_str!("page.html");

/// Writes the page with the statements of the graph as evidence; of a graph without, with the sentence that each edge
/// carries as its proof. What it shows it holds in memory.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let (mut network, mut statements) = (Network::default(), Vec::new());
    rows.each_node(&mut |row| {
        network.nodes.push(row.node.clone());
        Ok(())
    })?;
    rows.each_edge(&mut |row| {
        network.edges.push(row.edge.clone());
        Ok(())
    })?;
    rows.each_statement(&mut |row| {
        statements.push(row.statement.clone());
        Ok(())
    })?;
    if statements.is_empty() {
        statements = proofs(&network);
    }
    Ok(write_with(&network, &statements, out)?)
}

/// Writes the page with these statements as evidence; those that are of no edge of the network are left out.
pub fn write_with(network: &Network, statements: &[Evidence], out: &mut dyn Write) -> io::Result<()> {
    let (head, tail) = PAGE.split_once(PLACE).expect("the build checks that the page has the place");
    out.write_all(head.as_bytes())?;
    out.write_all(b"<script type=\"application/json\" id=\"graph\">")?;
    write_data(network, statements, 0, out)?;
    out.write_all(b"</script>")?;
    out.write_all(tail.as_bytes())
}

/// Writes what the page shows as one JSON object without a `<`, so that it can stand in a script element.
/// `left_out` is how many actors the graph has beyond these, of which the page tells.
pub fn write_data(network: &Network, statements: &[Evidence], left_out: usize, out: &mut dyn Write) -> io::Result<()> {
    data::write(network, statements, left_out, &mut WithoutMarkup(out))
}

/// The page without a graph, which asks the server at `source` for it, and whether that one `takes_corrections`.
pub fn live(source: &str, takes_corrections: bool) -> String {
    let edit = if takes_corrections { " data-edit" } else { "" };
    let element = format!("<script type=\"application/json\" id=\"graph\" data-source=\"{source}\"{edit}></script>");
    PAGE.replacen(PLACE, &element, 1).replacen("connect-src 'none'", "connect-src 'self'", 1)
}

/// What each edge's own sentence says, as a statement.
fn proofs(network: &Network) -> Vec<Evidence> {
    network.edges.iter().map(|edge| proof(network, edge)).collect()
}

fn proof(network: &Network, edge: &Edge) -> Evidence {
    let source = Source {
        id: edge.article_ids.first().cloned().unwrap_or_default(),
        title: String::new(),
        date: edge.last.clone(),
        url: String::new(),
        outlet: String::new(),
    };
    Evidence {
        subject: actor_ref(&network.nodes[edge.source]),
        relation: edge.relation,
        object: actor_ref(&network.nodes[edge.target]),
        predicate: String::new(),
        // The proof is of the plainest statement that there is.
        polarity: edge.polarity.keys().next().copied().unwrap_or_default(),
        modality: edge.modality.keys().next().copied().unwrap_or_default(),
        status: edge.status.keys().next().copied().unwrap_or_default(),
        speaker: None,
        dated: None,
        evidence: edge.evidence.clone(),
        start: 0,
        end: 0,
        confidence: edge.confidence,
        article: source,
        statement: String::new(),
    }
}

fn actor_ref(node: &Node) -> ActorRef {
    ActorRef { id: node.id.clone(), name: node.name.clone(), kind: node.kind }
}

/// Spells every `<` as JSON's `\u003c`. JSON has it in strings only, and without it no text ends a script element.
struct WithoutMarkup<'w>(&'w mut dyn Write);

impl Write for WithoutMarkup<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (index, part) in bytes.split(|byte| *byte == b'<').enumerate() {
            if index > 0 {
                self.0.write_all(b"\\u003c")?;
            }
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::ontology::RelationType;
    use proptest::prelude::*;
    use serde_json::Value;

    fn page(network: &Network) -> String {
        let mut out = Vec::new();
        write(network, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The graph as a browser reads it: what stands between the tags, as the HTML parser cuts it.
    fn read_back(page: &str) -> Value {
        let (_, rest) = page.split_once("<script type=\"application/json\" id=\"graph\">").unwrap();
        let (json, _) = rest.split_once("</script").unwrap();
        serde_json::from_str(json).unwrap()
    }

    proptest! {
        #[test]
        fn any_text_survives_and_leaves_the_page_as_it_is(text in any::<String>()) {
            let page = page(&samples::saying(&text));
            let graph = read_back(&page);
            prop_assert_eq!(&graph["nodes"][1]["aliases"][0], &text);
            prop_assert_eq!(&graph["sentences"][0], &text);
            prop_assert_eq!(page.matches('<').count(), PAGE.matches('<').count() + 1);
        }
    }

    #[test]
    fn hostile_text_survives_and_leaves_the_page_as_it_is() {
        for text in samples::HOSTILE.iter().map(|text| text.to_string()).chain(["long ".repeat(2_000)]) {
            let page = page(&samples::saying(&text));
            assert_eq!(read_back(&page)["nodes"][1]["aliases"][0], text);
            assert_eq!(page.matches('<').count(), PAGE.matches('<').count() + 1, "{text:?}");
        }
    }

    #[test]
    fn the_page_asks_nothing_of_a_network_and_runs_its_own_script_only() {
        let page = page(&Network::default());
        let policy = page.split_once("http-equiv=\"Content-Security-Policy\" content=\"").unwrap().1;
        let policy = policy.split_once('"').unwrap().0;
        assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
        assert!(policy.contains("connect-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert!(live("api/graph", false).contains("connect-src 'self'"));
    }

    #[test]
    fn the_page_has_words_for_every_relation() {
        for relation in RelationType::ALL {
            assert!(PAGE.contains(&format!("{relation}:")), "web/src/words.ts has no words for {relation}");
        }
    }
}
