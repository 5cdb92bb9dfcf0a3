//! One function an address; `docs/api.yaml` says what each takes and gives.

use percent_encoding::percent_decode_str;
use serde::Serialize;

use crate::export::html;
use crate::graph::{ArticleFilter, Correction, Filter, Found, Network, Store};
use crate::ontology::ActorKind;

use super::answer::Answer;
use super::parameters::{FILTERS, Parameters, Part};

/// What describes the interface.
const DESCRIPTION: &str = include_str!("../../docs/api.yaml");

/// Actors in the page where the address does not say: more than these are a knot that nobody reads.
const MOST_ACTORS: usize = 2_000;

/// The highest `depth` around an actor.
const MOST_STEPS: usize = 10;

/// Chains that `paths` gives where `limit` does not say, and at most.
const CHAINS: (usize, usize) = (3, 20);

const PAGING: &[&str] = &["limit", "offset"];

/// The answer to an address, path and query; the page of a server that `takes_corrections` offers them.
pub fn answer(url: &str, store: &Store, takes_corrections: bool) -> Answer {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let parts: Vec<String> =
        path.split('/').skip(1).map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned()).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let answer = match parts[..] {
        // The page takes the parameters of /api/graph, and hands them on.
        [""] => Ok(Answer::page(html::live("api/graph", takes_corrections))),
        ["api", "openapi.yaml"] => Ok(Answer::yaml(DESCRIPTION)),
        ["api", "stats"] => stats(query, store),
        ["api", "graph"] => graph(query, store),
        ["api", "actors"] => actors(query, store),
        ["api", "actors", id] => actor(id, query, store),
        ["api", "actors", id, "links"] => links(id, query, store),
        ["api", "actors", id, "articles"] => articles(id, query, store),
        ["api", "corrections"] => corrections(query, store),
        ["api", "merge" | "split" | "reject" | "undo"] => {
            Err(Answer::not_allowed("POST", "corrections are made by POST, where whom serve --edit takes them"))
        }
        ["api", "find"] => find(query, store),
        ["api", "evidence"] => evidence(query, store),
        ["api", "paths"] => paths(query, store),
        _ => Err(Answer::refusal(404, &format!("nothing is at \"{path}\"; /api/openapi.yaml says what there is"))),
    };
    answer.unwrap_or_else(|refusal| refusal)
}

fn stats(query: &str, store: &Store) -> Result<Answer, Answer> {
    Parameters::read(query, &[])?;
    Ok(Answer::json(&store.stats()?))
}

fn graph(query: &str, store: &Store) -> Result<Answer, Answer> {
    let parameters = Parameters::read(query, &[FILTERS, &["ego", "depth", "top"]])?;
    let filter = parameters.filter()?;
    let (top, depth) = (parameters.parsed("top")?.unwrap_or(MOST_ACTORS), parameters.parsed("depth")?.unwrap_or(1));
    if top == 0 || depth > MOST_STEPS {
        return Err(Answer::refusal(400, &format!("top: expected 1 or more; depth: at most {MOST_STEPS}")));
    }
    let whole = store.network(&filter)?;
    let (network, n_whole) = match parameters.get("ego") {
        None => (whole.top(top), whole.nodes.len()),
        Some(id) => {
            store.actor(id)?;
            let around = whole.ego(id, depth).unwrap_or_default();
            (around.top_around(id, top).unwrap_or_default(), around.nodes.len())
        }
    };
    let left_out = n_whole - network.nodes.len();
    write(&network, store.statements(&filter)?, left_out)
}

fn write(network: &Network, statements: Vec<crate::graph::Evidence>, left_out: usize) -> Result<Answer, Answer> {
    let mut body = Vec::new();
    html::write_data(network, &statements, left_out, &mut body)
        .map_err(|error| Answer::refusal(500, &error.to_string()))?;
    Ok(Answer::written(body))
}

fn actors(query: &str, store: &Store) -> Result<Answer, Answer> {
    let parameters = Parameters::read(query, &[&["q", "kind"], PAGING])?;
    let (part, kind) = (parameters.part()?, parameters.parsed::<ActorKind>("kind")?);
    let of_kind = Filter { kinds: kind.into_iter().collect(), ..Filter::default() };
    // One more than is shown tells whether there are more.
    let found = store.actors(parameters.get("q").unwrap_or_default(), &of_kind, part.offset + part.limit + 1)?;
    Ok(page(found, part))
}

fn actor(id: &str, query: &str, store: &Store) -> Result<Answer, Answer> {
    Parameters::read(query, &[])?;
    Ok(Answer::json(&store.actor(id)?))
}

fn links(id: &str, query: &str, store: &Store) -> Result<Answer, Answer> {
    let parameters = Parameters::read(query, &[FILTERS, PAGING])?;
    Ok(page(store.links(id, &parameters.filter()?)?, parameters.part()?))
}

fn articles(id: &str, query: &str, store: &Store) -> Result<Answer, Answer> {
    let part = Parameters::read(query, &[PAGING])?.part()?;
    let which = ArticleFilter { actor: Some(id.to_owned()), ..ArticleFilter::default() };
    Ok(page(store.articles(&which, &Filter::default(), part.offset + part.limit + 1)?, part))
}

fn corrections(query: &str, store: &Store) -> Result<Answer, Answer> {
    let part = Parameters::read(query, &[PAGING])?.part()?;
    Ok(page(store.corrections()?.iter().rev().map(Correction::to_string).collect(), part))
}

fn find(query: &str, store: &Store) -> Result<Answer, Answer> {
    let parameters = Parameters::read(query, &[&["name", "kind"]])?;
    let found: Found = store.find_actor(parameters.needed("name")?, parameters.parsed("kind")?)?;
    Ok(Answer::json(&found))
}

fn evidence(query: &str, store: &Store) -> Result<Answer, Answer> {
    let parameters = Parameters::read(query, &[&["a", "b"], FILTERS, PAGING])?;
    let (a, b) = (parameters.needed("a")?, parameters.needed("b")?);
    Ok(page(store.evidence(a, b, &parameters.filter()?)?, parameters.part()?))
}

fn paths(query: &str, store: &Store) -> Result<Answer, Answer> {
    let parameters = Parameters::read(query, &[&["from", "to", "limit", "min_confidence"]])?;
    let (usual, most) = CHAINS;
    let limit = parameters.parsed("limit")?.unwrap_or(usual);
    if !(1..=most).contains(&limit) {
        return Err(Answer::refusal(400, &format!("limit: expected 1 to {most}")));
    }
    let (from, to) = (parameters.needed("from")?, parameters.needed("to")?);
    let filter = Filter { min_confidence: parameters.confidence()?, ..Filter::default() };
    Ok(Answer::json(&Page { items: store.path(from, to, limit, &filter)?, next: None }))
}

/// A part of a list, and the offset of the next part, null at the end.
#[derive(Serialize)]
struct Page<T> {
    items: Vec<T>,
    next: Option<usize>,
}

fn page<T: Serialize>(items: Vec<T>, Part { offset, limit }: Part) -> Answer {
    let next = (items.len() > offset + limit).then_some(offset + limit);
    Answer::json(&Page { items: items.into_iter().skip(offset).take(limit).collect(), next })
}
