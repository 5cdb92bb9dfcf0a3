//! FollowTheMoney entities, one JSON object a line: for Aleph, OpenSanctions' tools and `ftm`. <https://followthemoney.tech>
//!
//! Countries are `PublicBody`, groups `Organization`, people `Person`, articles `Article`. Relations with a schema of their
//! own take it (`Directorship`, `Employment`, `Membership`, `Family`, `Associate`), all others are `UnknownLink`; every
//! one has our word for it as its `role` or `relationship`, one sentence as `summary` and its articles as `proof`.
//! Links that nobody affirms say so in `description`. FollowTheMoney's own checks pass over the order of properties.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use crate::graph::{EdgeRow, NodeRow, Rows, Source, Stopped};
use crate::ontology::{ActorKind, Date, RelationType};

use super::columns::shown_name;
use super::dot;
use super::states::state;

#[derive(Serialize)]
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Entity {
        Entity { id, schema, properties: BTreeMap::new() }
    }

    /// Adds what can be seen of these texts.
    fn add<'t>(&mut self, name: &'static str, texts: impl IntoIterator<Item = &'t str>) {
        let visible = texts.into_iter().map(clean).filter(|text| !text.is_empty());
        let mut texts: Vec<String> = visible.collect();
        if !texts.is_empty() {
            self.properties.entry(name).or_default().append(&mut texts);
        }
    }

    fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        serde_json::to_writer(&mut *out, self)?;
        out.write_all(b"\n")
    }
}

/// Writes actors, then articles, then links.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    rows.each_node(&mut |row| actor(row).write(out))?;
    let mut last = String::new();
    rows.each_statement(&mut |row| {
        let source = &row.statement.article;
        if source.id == last {
            return Ok(());
        }
        last.clone_from(&source.id);
        article(source).write(out)
    })?;
    rows.each_edge(&mut |row| link(row).write(out))
}

fn actor(row: &NodeRow) -> Entity {
    let node = row.node;
    let schema = match node.kind {
        ActorKind::Country => "PublicBody",
        ActorKind::Group => "Organization",
        ActorKind::Person => "Person",
    };
    let mut entity = Entity::new(entity_id(&node.id), schema);
    entity.add("name", [shown_name(node)]);
    entity.add("alias", node.aliases.iter().map(String::as_str));
    // FollowTheMoney knows countries by their alpha-2 code.
    let country = node.country.as_deref().and_then(state).map(|state| state.alpha2.to_lowercase());
    entity.add("country", country.as_deref());
    match node.kind {
        ActorKind::Person => entity.add("position", node.offices.iter().map(String::as_str)),
        _ => entity.add("sector", node.sector.as_deref()),
    }
    entity
}

fn article(source: &Source) -> Entity {
    let mut entity = Entity::new(article_id(&source.id), "Article");
    entity.add("title", [source.title.as_str()]);
    entity.add("name", [if source.title.is_empty() { &source.id } else { &source.title }].map(String::as_str));
    entity.add("publishedAt", source.date.as_ref().map(Date::as_str));
    entity.add("publisher", [source.outlet.as_str()]);
    let is_web = source.url.starts_with("http://") || source.url.starts_with("https://");
    entity.add("sourceUrl", is_web.then_some(source.url.as_str()));
    entity
}

fn link(row: &EdgeRow) -> Entity {
    let edge = row.edge;
    let link = Link::of(row);
    let mut entity = Entity::new(hash(&super::edge_id(row)), link.schema);
    let (source, target) = (entity_id(row.source.id), entity_id(row.target.id));
    entity.add(link.source, [source.as_str()]);
    entity.add(link.target, [target.as_str()]);
    entity.add(link.word, [super::columns::relations(row).as_ref()]);
    entity.add("summary", [edge.evidence.as_str()]);
    entity.add("startDate", edge.first.as_ref().map(Date::as_str));
    entity.add(
        "endDate",
        edge.last.as_ref().filter(|_| edge.status.len() == 1 && dot::is_former(edge)).map(Date::as_str),
    );
    let dates = [edge.first.as_ref(), edge.last.as_ref()];
    entity.add("date", dates.into_iter().flatten().map(Date::as_str));
    let label = dot::label(row);
    entity.add("description", dot::style(edge).map(|_| label.as_str()));
    let proofs: Vec<String> = edge.article_ids.iter().map(|id| article_id(id)).collect();
    entity.add("proof", proofs.iter().map(String::as_str));
    entity
}

/// The schema of a link and what it calls its ends and its word.
struct Link {
    schema: &'static str,
    source: &'static str,
    target: &'static str,
    word: &'static str,
}

impl Link {
    fn of(row: &EdgeRow) -> Link {
        use ActorKind::Person;
        let (source, target) = (row.source.kind, row.target.kind);
        let (schema, source, target, word) = match row.edge.relation {
            _ if !row.types.is_empty() => ("UnknownLink", "subject", "object", "role"),
            RelationType::Leads => ("Directorship", "director", "organization", "role"),
            RelationType::Serves if target != Person => ("Employment", "employee", "employer", "role"),
            RelationType::MemberOf => ("Membership", "member", "organization", "role"),
            RelationType::FamilyOf => ("Family", "person", "relative", "relationship"),
            RelationType::AlliedWith if (source, target) == (Person, Person) => {
                ("Associate", "person", "associate", "relationship")
            }
            _ => ("UnknownLink", "subject", "object", "role"),
        };
        Link { schema, source, target, word }
    }
}

/// The id where it is one of FollowTheMoney's (letters, digits, dots and hyphens) but for colons, else a hash of it.
fn entity_id(id: &str) -> String {
    let plain = id.replace(':', ".");
    let is_allowed = plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-')
        && plain.starts_with(|c: char| c.is_ascii_alphanumeric())
        && plain.ends_with(|c: char| c.is_ascii_alphanumeric());
    if is_allowed { plain } else { hash(id) }
}

fn article_id(id: &str) -> String {
    hash(&format!("article {id}"))
}

fn hash(text: &str) -> String {
    format!("whom-{}", &blake3::hash(text.as_bytes()).to_hex()[..24])
}

/// Text without control characters, with white space in single spaces, as `ftm` itself stores it.
fn clean(text: &str) -> String {
    let visible: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let visible = visible.replace(['\u{feff}', '\u{fffe}', '\u{ffff}'], " ");
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, Stating, written};
    use super::*;
    use serde_json::{Value, json};

    fn entities(text: &str, relation: RelationType) -> Vec<Value> {
        let lines = written(&Stating::of(text, relation), write);
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn relations_have_their_schemas() {
        let lines = entities("The Group", RelationType::MemberOf);
        let schemas: Vec<&Value> = lines.iter().map(|line| &line["schema"]).collect();
        assert_eq!(schemas, ["Organization", "Organization", "Article", "Membership"]);
        assert_eq!(lines[3]["properties"]["member"], json!(["group.subject"]));
        assert_eq!(lines[3]["properties"]["organization"], json!(["group.object"]));
        assert_eq!(lines[3]["properties"]["summary"], json!(["The Group"]));
        let lines = entities("The Group", RelationType::Accuse);
        assert_eq!((&lines[3]["schema"], &lines[3]["properties"]["role"]), (&json!("UnknownLink"), &json!(["accuse"])));
    }

    #[test]
    fn an_entity_is_one_line_whatever_its_text() {
        for text in samples::HOSTILE {
            let lines = entities(text, RelationType::Accuse);
            assert_eq!(lines.len(), 4);
            for values in lines.iter().flat_map(|line| line["properties"].as_object().unwrap().values()) {
                assert!(values.as_array().unwrap().iter().all(|value| !value.as_str().unwrap().is_empty()));
            }
        }
    }

    #[test]
    fn ids_are_followthemoneys() {
        assert_eq!(entity_id("person:vladimir-putin"), "person.vladimir-putin");
        assert!(entity_id("group:x y").starts_with("whom-") && entity_id("group:x-").starts_with("whom-"));
    }
}
