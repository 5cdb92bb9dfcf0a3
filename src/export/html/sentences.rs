//! Which sentences a page carries: all statements are in it, but a page that is read on a phone cannot hold every
//! sentence of a large graph.

use std::collections::BTreeMap;

use crate::graph::Evidence;

/// Sentences an edge gets at most.
const MOST: usize = 20;

/// Bytes that the sentences of a page may take together. What else is in a page is of the same size at most.
const ROOM: usize = 6 << 20;

/// The ranks of one edge's statements, 0 for the one whose sentence is shown before all others.
///
/// The best of each kind (affirmed or denied, fact, plan or possibility) comes before the second of any, so that a
/// denial is not hidden behind twenty affirmations. Of one kind the surest come first, then the shortest.
pub fn ranks(statements: &[&Evidence]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..statements.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (statements[a], statements[b]);
        (b.confidence.total_cmp(&a.confidence))
            .then_with(|| a.evidence.len().cmp(&b.evidence.len()))
            .then_with(|| a.evidence.cmp(&b.evidence))
    });
    let mut seen = BTreeMap::new();
    let mut rounds: Vec<_> = order
        .into_iter()
        .map(|index| {
            let kind = (statements[index].polarity, statements[index].modality, statements[index].status);
            let round = seen.entry(kind).and_modify(|n| *n += 1).or_insert(0);
            (*round, kind, index)
        })
        .collect();
    rounds.sort();
    let mut ranks = vec![0; statements.len()];
    for (rank, (_, _, index)) in rounds.into_iter().enumerate() {
        ranks[index] = rank;
    }
    ranks
}

/// How many sentences each edge may show so that all fit the room, from the rank and the size of every sentence: 1 at
/// least, [`MOST`] at most.
pub fn limit(sentences: impl Iterator<Item = (usize, usize)>) -> usize {
    let mut sizes = [0_usize; MOST];
    for (rank, size) in sentences {
        if let Some(sum) = sizes.get_mut(rank) {
            *sum += size;
        }
    }
    let mut sum = 0;
    let fit = sizes.iter().take_while(|size| {
        sum += **size;
        sum <= ROOM
    });
    fit.count().max(1)
}

#[cfg(test)]
mod tests {
    use super::super::super::samples;
    use super::super::proofs;
    use super::*;
    use crate::ontology::{Modality, Polarity};

    fn statement(sentence: &str, polarity: Polarity, modality: Modality, confidence: f64) -> Evidence {
        let statement = proofs(&samples::saying(sentence)).remove(0);
        Evidence { polarity, modality, confidence, ..statement }
    }

    #[test]
    fn a_denial_and_a_plan_come_before_the_second_affirmation() {
        use {Modality::*, Polarity::*};
        let statements = [
            statement("A is B's ally.", Affirmed, Asserted, 0.8),
            statement("A is a friend of B.", Affirmed, Asserted, 0.9),
            statement("A is no ally of B.", Negated, Asserted, 0.5),
            statement("A will be B's ally.", Affirmed, Planned, 0.4),
        ];
        assert_eq!(ranks(&statements.iter().collect::<Vec<_>>()), [3, 0, 2, 1]);
    }

    #[test]
    fn the_limit_is_what_fits() {
        assert_eq!(limit([(0, 100), (1, 100), (7, 100)].into_iter()), MOST);
        assert_eq!(limit([(0, ROOM / 2), (1, ROOM / 2), (2, 9)].into_iter()), 2);
        assert_eq!(limit([(0, ROOM + 1)].into_iter()), 1);
    }
}
