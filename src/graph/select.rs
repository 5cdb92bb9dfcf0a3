//! Parts of a network: the surroundings of one actor, the actors with the strongest ties.
//!
//! Nodes and edges keep their order, so a part of the same network is always the same value.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use petgraph::algo::dijkstra;
use petgraph::graph::{NodeIndex, UnGraph};

use super::rows::{VisitEdge, VisitNode, VisitStatement, show};
use super::{Edge, EdgeRow, End, Network, Rows, Stopped};
use crate::ontology::{Date, Family, RelationType, Status};

impl Network {
    /// The actor with this id, all actors at most `depth` edges away in either direction, and the edges among them.
    ///
    /// `None` when no node has the id; depth 0 is the actor alone.
    pub fn ego(&self, id: &str, depth: usize) -> Option<Network> {
        let center = self.nodes.iter().position(|node| node.id == id)?;
        let mut graph = UnGraph::<(), ()>::with_capacity(self.nodes.len(), self.edges.len());
        for _ in &self.nodes {
            graph.add_node(());
        }
        graph.extend_with_edges(self.edges.iter().map(|edge| (edge.source as u32, edge.target as u32)));
        let distances = dijkstra(&graph, NodeIndex::new(center), None, |_| 1_usize);
        let near = distances.into_iter().filter(|(_, distance)| *distance <= depth);
        Some(self.among(&near.map(|(node, _)| node.index()).collect()))
    }

    /// The `n` actors with the strongest ties among which each is linked to another, and the edges among them.
    ///
    /// An actor's strength is its weighted degree: the sum of the articles of its edges. Of equals the smaller id is
    /// taken. One whose links all lead to weaker actors gives its place to the next: a picture would show it as a box
    /// without a line. Where none is left but pairs and one place, that place stays empty; actors without any link fill
    /// up what the others leave.
    pub fn top(&self, n: usize) -> Network {
        self.among(&self.linked_among_themselves(None, n))
    }

    /// Like [`Network::top`], but the actor with this id is one of the `n` whatever its strength; `None` when no node
    /// has it.
    pub fn top_around(&self, id: &str, n: usize) -> Option<Network> {
        let center = self.nodes.iter().position(|node| node.id == id)?;
        Some(self.among(&self.linked_among_themselves(Some(center), n)))
    }

    /// See [`Network::top`] and [`Network::top_around`].
    fn linked_among_themselves(&self, center: Option<usize>, n: usize) -> BTreeSet<usize> {
        let neighbours = self.neighbours();
        let mut kept: BTreeSet<usize> = center.into_iter().take(n).collect();
        // Those without a link to anybody kept so far; a weaker actor may bring one. In the order of strength.
        let (mut waiting, mut order_of) = (BTreeSet::new(), vec![0; self.nodes.len()]);
        let order: Vec<usize> = self.strongest_first().into_iter().filter(|node| Some(*node) != center).collect();
        order.iter().enumerate().for_each(|(rank, node)| order_of[*node] = rank);
        for (rank, node) in order.iter().copied().enumerate() {
            let room = n - kept.len();
            if room == 0 {
                break;
            }
            let mut lone: Vec<usize> =
                neighbours[node].iter().map(|other| order_of[*other]).filter(|other| waiting.contains(other)).collect();
            lone.sort_unstable();
            lone.dedup();
            let is_linked = neighbours[node].iter().any(|other| kept.contains(other));
            if is_linked || (!lone.is_empty() && room >= 2) {
                kept.insert(node);
                for other in lone.into_iter().take(room - 1) {
                    waiting.remove(&other);
                    kept.insert(order[other]);
                }
            } else {
                waiting.insert(rank);
            }
        }
        let loners = waiting.into_iter().map(|rank| order[rank]).filter(|node| neighbours[*node].is_empty());
        let loners: Vec<usize> = loners.take(n - kept.len()).collect();
        kept.extend(loners);
        kept
    }

    /// For each node those at the other end of its edges, in the order of the edges; of several edges several times.
    fn neighbours(&self) -> Vec<Vec<usize>> {
        let mut neighbours = vec![Vec::new(); self.nodes.len()];
        for edge in self.edges.iter().filter(|edge| edge.source != edge.target) {
            neighbours[edge.source].push(edge.target);
            neighbours[edge.target].push(edge.source);
        }
        neighbours
    }

    /// The edges that at least so many articles state, and the actors that they join.
    pub fn at_least(&self, n_articles: u32) -> Network {
        self.edges_where(|edge| edge.articles >= n_articles)
    }

    /// The graph without the standing ties that have ended by what `rows` says: those of which the latest statement says
    /// "former". The date of a statement is the one that it gives, else that of its article; of the same day, the one that
    /// says that it holds counts.
    ///
    /// # Errors
    /// When the statements cannot be read.
    pub fn without_ended(&self, rows: &dyn Rows) -> Result<Network, Stopped> {
        let mut latest: HashMap<(String, RelationType, String), (Option<Date>, Status)> = HashMap::new();
        rows.each_statement(&mut |row| {
            let statement = row.statement;
            if statement.relation.family() == Family::Event {
                return Ok(());
            }
            let (a, b) = (row.subject.id, row.object.id);
            let (a, b) = if statement.relation.is_symmetric() && a > b { (b, a) } else { (a, b) };
            let date = statement.dated.clone().or_else(|| statement.article.date.clone());
            let last = latest.entry((a.to_owned(), statement.relation, b.to_owned()));
            let last = last.or_insert_with(|| (date.clone(), statement.status));
            if date > last.0 || (date == last.0 && statement.status == Status::Current) {
                *last = (date, statement.status);
            }
            Ok(())
        })?;
        Ok(self.edges_where(|edge| {
            let [a, b] = [edge.source, edge.target].map(|end| self.nodes[end].id.clone());
            latest.get(&(a, edge.relation, b)).is_none_or(|(_, status)| *status == Status::Current)
        }))
    }

    /// The edges that pass, and the actors that they join.
    fn edges_where(&self, passes: impl Fn(&Edge) -> bool) -> Network {
        let edges: Vec<Edge> = self.edges.iter().filter(|edge| passes(edge)).cloned().collect();
        let kept = edges.iter().flat_map(|edge| [edge.source, edge.target]).collect();
        Network { nodes: self.nodes.clone(), edges }.among(&kept)
    }

    fn strongest_first(&self) -> Vec<usize> {
        let mut strength = vec![0_u64; self.nodes.len()];
        for edge in &self.edges {
            strength[edge.source] += u64::from(edge.articles);
            strength[edge.target] += u64::from(edge.articles);
        }
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|node| (Reverse(strength[*node]), &self.nodes[*node].id));
        order
    }

    /// The nodes at these indices and the edges that have both ends among them.
    fn among(&self, kept: &BTreeSet<usize>) -> Network {
        let mut new_index = vec![None; self.nodes.len()];
        for (index, node) in kept.iter().enumerate() {
            new_index[*node] = Some(index);
        }
        let edges = self.edges.iter().filter_map(|edge| {
            Some(Edge { source: new_index[edge.source]?, target: new_index[edge.target]?, ..edge.clone() })
        });
        Network { nodes: kept.iter().map(|node| self.nodes[*node].clone()).collect(), edges: edges.collect() }
    }
}

/// A part of a graph: nodes and edges of a network, statements from the graph that it is a part of.
pub struct Part<'r> {
    whole: &'r dyn Rows,
    network: Network,
}

impl<'r> Part<'r> {
    /// The part of `whole` that `network` is.
    pub fn new(whole: &'r dyn Rows, network: Network) -> Part<'r> {
        Part { whole, network }
    }
}

impl Rows for Part<'_> {
    fn check(&self) -> Result<(), Stopped> {
        self.network.check()
    }

    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        self.network.each_node(visit)
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        self.network.each_edge(visit)
    }

    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
        self.whole.each_statement(&mut |row| {
            show(&self.network, row.statement, visit).map_err(|stopped| match stopped {
                Stopped::Visitor(error) => error,
                other => io::Error::other(other),
            })
        })
    }
}

/// A graph with one edge a pair of actors, for tools that know simple graphs alone.
///
/// The edge is `linked_to`, without a direction, from the smaller id to the larger; [`EdgeRow::types`] tells what it is
/// made of. Counts of statements are summed, articles are counted once, the proof is that of the relation that most
/// articles state. Statements stay as they are.
pub struct Merged<'r> {
    whole: &'r dyn Rows,
    network: Network,
    types: Vec<Vec<(RelationType, u32)>>,
}

impl<'r> Merged<'r> {
    /// Merges the edges of each pair, and drops those that fewer than `min_articles` state, with actors left without one.
    ///
    /// # Errors
    /// When the graph cannot be read.
    pub fn new(whole: &'r dyn Rows, min_articles: u32) -> Result<Merged<'r>, Stopped> {
        let mut network = Network::default();
        whole.each_node(&mut |row| {
            network.nodes.push(row.node.clone());
            Ok(())
        })?;
        let mut pairs: BTreeMap<(usize, usize), Vec<Edge>> = BTreeMap::new();
        whole.each_edge(&mut |row| {
            let (a, b) = (row.edge.source, row.edge.target);
            pairs.entry((a.min(b), a.max(b))).or_default().push(row.edge.clone());
            Ok(())
        })?;
        let merged = pairs.into_iter().map(|(ends, edges)| merge(ends, edges));
        let (edges, types): (Vec<_>, _) = merged.filter(|(edge, _)| edge.articles >= min_articles).unzip();
        let mut network = Network { edges, ..network };
        if min_articles > 1 {
            // Edges keep their order, so each keeps its types.
            network = network.edges_where(|_| true);
        }
        Ok(Merged { whole, network, types })
    }
}

fn merge((source, target): (usize, usize), mut edges: Vec<Edge>) -> (Edge, Vec<(RelationType, u32)>) {
    edges.sort_by_key(|edge| (Reverse(edge.articles), edge.relation, edge.source));
    let mut types: Vec<(RelationType, u32)> = Vec::new();
    for edge in &edges {
        match types.iter_mut().find(|(relation, _)| *relation == edge.relation) {
            // There and back are two edges of one relation.
            Some((_, articles)) => *articles += edge.articles,
            None => types.push((edge.relation, edge.articles)),
        }
    }
    let mut merged = Edge { source, target, relation: RelationType::LinkedTo, ..edges[0].clone() };
    let (mut speakers, mut articles) = (BTreeSet::new(), BTreeSet::new());
    for edge in &edges {
        speakers.extend(edge.speakers.iter().cloned());
        articles.extend(edge.article_ids.iter().cloned());
        merged.first = [merged.first.take(), edge.first.clone()].into_iter().flatten().min();
        merged.last = [merged.last.take(), edge.last.clone()].into_iter().flatten().max();
        merged.confidence = merged.confidence.max(edge.confidence);
    }
    for edge in &edges[1..] {
        merged.statements += edge.statements;
        edge.polarity.iter().for_each(|(key, n)| *merged.polarity.entry(*key).or_default() += n);
        edge.modality.iter().for_each(|(key, n)| *merged.modality.entry(*key).or_default() += n);
        edge.status.iter().for_each(|(key, n)| *merged.status.entry(*key).or_default() += n);
    }
    merged.articles = merged.articles.max(articles.len() as u32);
    merged.speakers = speakers.into_iter().collect();
    merged.article_ids = articles.into_iter().collect();
    (merged, types)
}

impl Rows for Merged<'_> {
    fn check(&self) -> Result<(), Stopped> {
        self.network.check()
    }

    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        self.network.each_node(visit)
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        self.network.edges.iter().zip(&self.types).try_for_each(|(edge, types)| {
            let [source, target] = [edge.source, edge.target].map(|end| End::from(&self.network.nodes[end]));
            Ok(visit(&EdgeRow { edge, source, target, types })?)
        })
    }

    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
        self.whole.each_statement(&mut |row| {
            let place = |id: &str| self.network.nodes.binary_search_by(|node| node.id.as_str().cmp(id)).ok();
            let (Some(a), Some(b)) = (place(row.subject.id), place(row.object.id)) else { return Ok(()) };
            let ends = (a.min(b), a.max(b));
            match self.network.edges.binary_search_by_key(&ends, |edge| (edge.source, edge.target)) {
                Ok(_) => visit(row),
                Err(_) => Ok(()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{ActorRef, Evidence, Node, Source, StatementRow};
    use crate::ontology::{Modality, Polarity, RelationType};

    /// Nodes and edges from "a-2-b": an edge from a to b that two articles state.
    fn network(edges: &[&str], loners: &[&str]) -> Network {
        let parts: Vec<Vec<&str>> = edges.iter().map(|edge| edge.split('-').collect()).collect();
        let ends = parts.iter().flat_map(|part| [part[0], part[2]]);
        let ids: BTreeSet<&str> = ends.chain(loners.iter().copied()).collect();
        let place = |id| ids.iter().position(|known| *known == id).unwrap();
        let edges = parts.iter().map(|part| edge(place(part[0]), place(part[2]), part[1].parse().unwrap())).collect();
        Network { nodes: ids.iter().map(|id| Node::sample(id, &id.to_uppercase())).collect(), edges }
    }

    fn edge(source: usize, target: usize, articles: u32) -> Edge {
        Edge {
            source,
            target,
            relation: RelationType::Backs,
            articles,
            stories: articles,
            outlets: 1,
            days: 1,
            statements: articles,
            polarity: [].into(),
            modality: [].into(),
            status: [].into(),
            speakers: Vec::new(),
            first: None,
            last: None,
            evidence: String::new(),
            article_ids: Vec::new(),
            confidence: 1.0,
        }
    }

    #[track_caller]
    fn check(part: Option<Network>, expected: &str) {
        let part = part.expect("the actor is in the network");
        let name = |index: usize| part.nodes[index].id.as_str();
        let mut shown: Vec<String> = part.nodes.iter().map(|node| node.id.clone()).collect();
        shown.extend(part.edges.iter().map(|e| format!("{}-{}-{}", name(e.source), e.articles, name(e.target))));
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn the_ego_network_reaches_so_many_edges_in_either_direction() {
        let network = network(&["a-1-b", "c-1-b", "c-1-d", "d-1-e", "a-1-c"], &["z"]);
        check(network.ego("b", 0), "b");
        check(network.ego("b", 1), "a b c a-1-b c-1-b a-1-c");
        check(network.ego("b", 2), "a b c d a-1-b c-1-b c-1-d a-1-c");
        check(network.ego("b", 9), "a b c d e a-1-b c-1-b c-1-d d-1-e a-1-c");
        check(network.ego("z", 3), "z");
        assert_eq!(network.ego("nobody", 1), None);
    }

    #[test]
    fn the_top_actors_have_the_strongest_ties() {
        let network = network(&["a-1-b", "b-5-c", "d-2-c", "e-2-a"], &["z"]);
        check(Some(network.top(2)), "b c b-5-c");
        check(Some(network.top(3)), "a b c a-1-b b-5-c");
        check(Some(network.top(0)), "");
        assert_eq!(network.top(99), network);
    }

    #[test]
    fn of_equals_the_smaller_id_is_taken() {
        check(Some(network(&["d-1-c", "b-1-a"], &[]).top(2)), "a b b-1-a");
        check(Some(network(&["d-1-c", "b-1-a"], &[]).top(4)), "a b c d d-1-c b-1-a");
    }

    #[test]
    fn no_actor_stands_among_the_top_without_a_link() {
        // The links of x lead to many weak actors, so it is the strongest and linked to none of the strong.
        let star = ["x-3-p", "x-3-q", "x-3-r", "a-5-b", "b-2-c"];
        let network = network(&star, &["z"]);
        check(Some(network.top(2)), "a b a-5-b");
        check(Some(network.top(3)), "a b c a-5-b b-2-c");
        check(Some(network.top(5)), "a b p q x x-3-p x-3-q a-5-b");
        check(Some(network.top(8)), "a b c p q r x z x-3-p x-3-q x-3-r a-5-b b-2-c");
        // One place is left, and one actor alone would be without a link.
        check(Some(self::network(&["d-1-c", "b-1-a"], &[]).top(3)), "a b b-1-a");
    }

    #[test]
    fn the_center_stays_among_the_top() {
        let network = network(&["a-1-b", "b-5-c", "d-2-c"], &[]);
        check(network.top_around("a", 2), "a b a-1-b");
        check(network.top_around("c", 2), "b c b-5-c");
        check(network.top_around("c", 0), "");
        assert_eq!(network.top_around("nobody", 2), None);
    }

    #[test]
    fn weak_edges_go_with_the_actors_that_they_alone_join() {
        let network = network(&["a-1-b", "b-5-c", "d-2-c"], &["z"]);
        check(Some(network.at_least(2)), "b c d b-5-c d-2-c");
        check(Some(network.at_least(9)), "");
    }

    #[test]
    fn merged_edges_are_one_a_pair() {
        let mut network = network(&["a-1-b", "b-2-a", "a-1-c"], &[]);
        network.edges[1].relation = RelationType::Accuse;
        for (index, edge) in network.edges.iter_mut().enumerate() {
            edge.article_ids = (0..edge.articles).map(|n| format!("article {n}")).collect();
            edge.evidence = format!("sentence {index}");
        }
        let merged = Merged::new(&network, 1).unwrap();
        let mut shown = Vec::new();
        merged
            .each_edge(&mut |row| {
                let types: Vec<String> = row.types.iter().map(|(relation, n)| format!("{relation} {n}")).collect();
                let (edge, ends) = (row.edge, [row.source.id, row.target.id].join("-"));
                shown.push(format!("{ends} {} {} {}", edge.articles, types.join(", "), edge.evidence));
                Ok(())
            })
            .unwrap();
        // The article that states both relations counts once.
        assert_eq!(shown, ["a-b 2 accuse 2, backs 1 sentence 1", "a-c 1 backs 1 sentence 2"]);
        let mut nodes = Vec::new();
        let strong = Merged::new(&network, 2).unwrap();
        strong
            .each_node(&mut |row| {
                nodes.push(row.node.id.clone());
                Ok(())
            })
            .unwrap();
        assert_eq!(nodes, ["a", "b"]);
    }

    /// A network with what is said of its edges: place of the edge, date, status.
    struct Told<'n>(&'n Network, Vec<(usize, &'static str, Status)>);

    impl Rows for Told<'_> {
        fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
            self.0.each_node(visit)
        }

        fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
            self.0.each_edge(visit)
        }

        fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
            self.1.iter().try_for_each(|(place, date, status)| {
                let edge = &self.0.edges[*place];
                let [a, b] = [edge.source, edge.target].map(|end| &self.0.nodes[end]);
                let actor = |node: &Node| ActorRef { id: node.id.clone(), name: node.name.clone(), kind: node.kind };
                let statement = Evidence {
                    subject: actor(a),
                    relation: edge.relation,
                    object: actor(b),
                    predicate: String::new(),
                    polarity: Polarity::Affirmed,
                    modality: Modality::Asserted,
                    status: *status,
                    speaker: None,
                    dated: date.parse().ok(),
                    evidence: String::new(),
                    start: 0,
                    end: 0,
                    confidence: 1.0,
                    article: Source {
                        id: String::new(),
                        title: String::new(),
                        date: None,
                        url: String::new(),
                        outlet: String::new(),
                    },
                    statement: String::new(),
                };
                Ok(visit(&StatementRow { statement: &statement, subject: a.into(), object: b.into() })?)
            })
        }
    }

    #[test]
    fn a_tie_that_was_last_called_former_has_ended() {
        use Status::{Current, Former};
        let mut network = network(&["a-1-b", "a-1-c", "a-1-d", "b-1-c"], &[]);
        network.edges[3].relation = RelationType::Accuse;
        let told = [(0, "2023", Current), (0, "2024", Former), (1, "2024", Current), (1, "2023", Former)];
        // Of the same day "current" counts; an event does not end.
        let told = [&told[..], &[(2, "2024", Former), (2, "2024", Current), (3, "2024", Former)]].concat();
        let left = network.without_ended(&Told(&network, told)).unwrap();
        check(Some(left), "a b c d a-1-c a-1-d b-1-c");
    }

    #[test]
    fn a_part_has_the_statements_of_its_edges() {
        let network = network(&["a-1-b", "a-1-c"], &[]);
        let told = Told(&network, vec![(0, "2023", Status::Current), (1, "2024", Status::Current)]);
        let part = Part::new(&told, network.ego("c", 1).unwrap());
        let mut objects = Vec::new();
        part.each_statement(&mut |row| {
            objects.push(row.object.id.to_owned());
            Ok(())
        })
        .unwrap();
        assert_eq!(objects, ["c"]);
    }
}
