//! RDF with where each statement comes from: Turtle to read and load, N-Quads as one nanopublication a statement.
//!
//! - Actors are `urn:whom:country:IRN`; a country is matched to its ISO code in the EU's list of countries.
//! - A relation is a plain triple only where somebody affirms it as a fact that holds; what is denied, planned or only
//!   possible is told of a statement, never stated.
//! - A statement is an `rdf:Statement` with its sentence (`prov:value`), article (`prov:wasDerivedFrom`) and speaker
//!   (`prov:wasAttributedTo`). As a nanopublication it has four graphs: head, assertion, provenance, publication info.
//!
//! <https://www.w3.org/TR/prov-o/>, <https://nanopub.net/guidelines/working_draft/>

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::graph::{Node, NodeRow, Rows, Source, StatementRow, Stopped};
use crate::ontology::{ActorKind, Date, Modality, Polarity, Status};

use super::columns::{seen_name, shown_name};
use super::states::state;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const SCHEMA: &str = "https://schema.org/";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const NP: &str = "http://www.nanopub.org/nschema#";
const WHOM: &str = "urn:whom:vocabulary:";
const COUNTRIES: &str = "http://publications.europa.eu/resource/authority/country/";

const PREFIXES: &[(&str, &str)] =
    &[("rdf", RDF), ("rdfs", RDFS), ("xsd", XSD), ("prov", PROV), ("schema", SCHEMA), ("skos", SKOS), ("whom", WHOM)];

/// One predicate and object, both as they are written.
type Property = (String, String);

/// Writes actors, plain triples and statements as Turtle.
pub fn write_turtle(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    for (prefix, iri) in PREFIXES {
        writeln!(out, "@prefix {prefix}: <{iri}> .")?;
    }
    rows.each_node(&mut |row| write_subject(out, &actor(&row.node.id), &of_node(row)))?;
    rows.each_edge(&mut |row| {
        let edge = row.edge;
        let holds = edge.polarity.contains_key(&Polarity::Affirmed)
            && edge.modality.contains_key(&Modality::Asserted)
            && edge.status.contains_key(&Status::Current);
        if !holds {
            return Ok(());
        }
        let (source, target) = (actor(row.source.id), actor(row.target.id));
        writeln!(out, "{} {} {} .", shorten(&source), shorten(&word(edge.relation.as_str())), shorten(&target))
    })?;
    let mut last = String::new();
    rows.each_statement(&mut |row| {
        let place = article(&row.statement.article);
        if place != last {
            write_subject(out, &place, &of_article(&row.statement.article))?;
            last = place;
        }
        write_subject(out, &statement(row), &[of_statement(row), of_source(row)].concat())
    })
}

/// Writes each statement as a nanopublication.
pub fn write_nquads(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    rows.each_statement(&mut |row| {
        let np = statement(row);
        let graph = |name: &str| format!("{}#{name}>", &np[..np.len() - 1]);
        let (head, assertion, provenance, info) =
            (graph("head"), graph("assertion"), graph("provenance"), graph("pubinfo"));
        let claim = graph("statement");
        let mut quads = Quads { out: &mut *out, graph: head };
        quads.write(&np, &[(iri(RDF, "type"), iri(NP, "Nanopublication"))])?;
        for (name, part) in
            [("hasAssertion", &assertion), ("hasProvenance", &provenance), ("hasPublicationInfo", &info)]
        {
            quads.write(&np, &[(iri(NP, name), part.clone())])?;
        }
        quads.graph = assertion.clone();
        if is_fact(row) {
            let relation = word(row.statement.relation.as_str());
            quads.write(&actor(row.subject.id), &[(relation, actor(row.object.id))])?;
        }
        quads.write(&claim, &of_statement(row))?;
        for end in [row.subject, row.object] {
            quads.write(&actor(end.id), &[(iri(RDFS, "label"), literal(seen_name(end.id, end.name)))])?;
        }
        quads.graph = provenance;
        quads.write(&assertion, &of_source(row))?;
        quads.write(&article(&row.statement.article), &of_article(&row.statement.article))?;
        quads.graph = info;
        let mut about = vec![(iri(PROV, "wasAttributedTo"), "<urn:whom:software>".to_owned())];
        about.extend(row.statement.article.date.as_ref().map(|date| (iri(PROV, "generatedAtTime"), day(date))));
        quads.write(&np, &about)
    })
}

struct Quads<'a> {
    out: &'a mut dyn Write,
    graph: String,
}

impl Quads<'_> {
    fn write(&mut self, subject: &str, properties: &[Property]) -> io::Result<()> {
        properties.iter().try_for_each(|(name, value)| writeln!(self.out, "{subject} {name} {value} {} .", self.graph))
    }
}

fn write_subject(out: &mut dyn Write, subject: &str, properties: &[Property]) -> io::Result<()> {
    write!(out, "{}", shorten(subject))?;
    for (index, (name, value)) in properties.iter().enumerate() {
        let name = if *name == iri(RDF, "type") { "a".to_owned() } else { shorten(name) };
        write!(out, "{} {name} {}", if index == 0 { "" } else { " ;\n   " }, shorten(value))?;
    }
    writeln!(out, " .")
}

fn of_node(row: &NodeRow) -> Vec<Property> {
    let node = row.node;
    let mut properties = vec![
        (iri(RDF, "type"), iri(SCHEMA, class(node))),
        (iri(RDFS, "label"), literal(shown_name(node))),
        (word("kind"), literal(node.kind.as_str())),
        (word("articles"), node.articles.to_string()),
    ];
    if let Some(country) = &node.country {
        let is_it = node.kind == ActorKind::Country;
        // What ISO leaves to its users has no entry in the list.
        if state(country).is_some_and(|state| state.is_iso()) {
            let property = if is_it { iri(SKOS, "exactMatch") } else { word("country") };
            properties.push((property, iri(COUNTRIES, country)));
        }
        properties.push((word("iso3"), literal(country)));
    }
    properties.extend(node.sector.as_ref().map(|sector| (word("sector"), literal(sector))));
    properties.extend(node.aliases.iter().map(|alias| (iri(SKOS, "altLabel"), literal(alias))));
    properties.extend(node.offices.iter().map(|office| (iri(SCHEMA, "jobTitle"), literal(office))));
    properties
}

fn class(node: &Node) -> &'static str {
    match node.kind {
        ActorKind::Country => "Country",
        ActorKind::Person => "Person",
        ActorKind::Group => "Organization",
    }
}

fn of_statement(row: &StatementRow) -> Vec<Property> {
    let statement = row.statement;
    let mut properties = vec![
        (iri(RDF, "type"), iri(RDF, "Statement")),
        (iri(RDF, "subject"), actor(row.subject.id)),
        (iri(RDF, "predicate"), word(statement.relation.as_str())),
        (iri(RDF, "object"), actor(row.object.id)),
        (word("polarity"), literal(statement.polarity.as_str())),
        (word("modality"), literal(statement.modality.as_str())),
        (word("status"), literal(statement.status.as_str())),
        (word("confidence"), format!("\"{}\"^^{}", statement.confidence, iri(XSD, "decimal"))),
    ];
    properties.extend(statement.dated.as_ref().map(|date| (word("dated"), day(date))));
    properties
}

fn of_source(row: &StatementRow) -> Vec<Property> {
    let statement = row.statement;
    let mut properties = vec![
        (iri(PROV, "wasDerivedFrom"), article(&statement.article)),
        (iri(PROV, "value"), literal(&statement.evidence)),
        (word("start"), statement.start.to_string()),
        (word("end"), statement.end.to_string()),
    ];
    for (_, number) in properties.iter_mut().skip(2) {
        *number = format!("\"{number}\"^^{}", iri(XSD, "integer"));
    }
    properties.extend(statement.speaker.as_ref().map(|who| (iri(PROV, "wasAttributedTo"), actor(&who.id))));
    properties
}

fn of_article(source: &Source) -> Vec<Property> {
    let mut properties = vec![(iri(RDF, "type"), iri(SCHEMA, "NewsArticle"))];
    properties.push((iri(SCHEMA, "identifier"), literal(&source.id)));
    for (name, text) in [("headline", &source.title), ("publisher", &source.outlet), ("url", &source.url)] {
        if !text.is_empty() {
            properties.push((iri(SCHEMA, name), literal(text)));
        }
    }
    properties.extend(source.date.as_ref().map(|date| (iri(SCHEMA, "datePublished"), day(date))));
    properties
}

fn is_fact(row: &StatementRow) -> bool {
    let statement = row.statement;
    (statement.polarity, statement.modality, statement.status)
        == (Polarity::Affirmed, Modality::Asserted, Status::Current)
}

fn statement(row: &StatementRow) -> String {
    format!("<urn:whom:statement:{}>", super::statement_id(row))
}

fn actor(id: &str) -> String {
    format!("<urn:whom:{}>", encode(id))
}

fn article(source: &Source) -> String {
    format!("<urn:whom:article:{}>", encode(&source.id))
}

fn word(name: &str) -> String {
    iri(WHOM, name)
}

fn iri(space: &str, name: &str) -> String {
    format!("<{space}{}>", encode(name))
}

/// Percent-encodes all but what a URN may hold as it is.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => encoded.push(byte as char),
            _ => write!(encoded, "%{byte:02X}").expect("a String takes any text"),
        }
    }
    encoded
}

/// A day, month or year with the type that says which.
fn day(date: &Date) -> String {
    let kind = match date.as_str().len() {
        4 => "gYear",
        7 => "gYearMonth",
        _ => "date",
    };
    format!("\"{date}\"^^{}", iri(XSD, kind))
}

/// Text as a literal of N-Triples, which Turtle takes too.
fn literal(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // Some readers of lines break them at U+0085, U+2028 and U+2029 too.
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => {
                write!(quoted, "\\u{:04X}", u32::from(c)).expect("a String takes any text");
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// An IRI in angle brackets, or the type at the end of a literal, with a prefix where Turtle allows one.
fn shorten(term: &str) -> String {
    let (before, iri) = match term.rsplit_once("^^") {
        Some((literal, kind)) if kind.starts_with('<') && literal.ends_with('"') => (format!("{literal}^^"), kind),
        _ => (String::new(), term),
    };
    let inner = iri.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let short = inner.and_then(|inner| {
        let (prefix, name) = PREFIXES.iter().find_map(|(prefix, space)| Some((prefix, inner.strip_prefix(space)?)))?;
        let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        is_plain.then(|| format!("{prefix}:{name}"))
    });
    short.map_or_else(|| term.to_owned(), |short| before + &short)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, Stating, written};
    use super::*;
    use crate::ontology::RelationType;
    use proptest::prelude::*;

    #[test]
    fn a_denied_statement_is_told_of_and_not_stated() {
        let plain = "<urn:whom:group:subject> <urn:whom:vocabulary:accuse> <urn:whom:group:object>";
        let mut rows = Stating::of("text", RelationType::Accuse);
        assert!(written(&rows, write_nquads).contains(plain));
        rows.statements[0].polarity = Polarity::Negated;
        let quads = written(&rows, write_nquads);
        assert!(!quads.contains(plain) && quads.contains("\"negated\""), "{quads}");
        rows.network.edges[0].polarity = [(Polarity::Negated, 1)].into();
        assert!(!written(&rows, write_turtle).contains("<urn:whom:group:subject> whom:accuse"));
    }

    #[test]
    fn hostile_text_stays_in_its_literal() {
        for text in samples::HOSTILE {
            let rows = Stating::of(text, RelationType::Accuse);
            for quad in written(&rows, write_nquads).lines() {
                assert!(quad.starts_with("<urn:whom:") && quad.ends_with("> ."), "{quad}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_stays_in_its_literal(text in any::<String>()) {
            let quoted = literal(&text);
            let inner = &quoted[1..quoted.len() - 1];
            let escaped = inner.replace("\\\\", "").replace("\\\"", "");
            prop_assert!(!escaped.contains('"') && !inner.contains(['\n', '\r']), "{}", quoted);
        }
    }
}
