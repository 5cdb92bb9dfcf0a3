//! A tree from scores of heads: each token's best head, mended where that makes no tree.

/// Scores of heads: for each token a row of `width` values, of which the first is that of being the root, then those
/// of each token as its head; its own is not read.
#[derive(Debug, Clone, Copy)]
pub struct Scores<'a> {
    /// Row by row.
    pub values: &'a [f32],
    /// Values of a row, at least one more than there are tokens.
    pub width: usize,
}

impl Scores<'_> {
    fn n_tokens(&self) -> usize {
        self.values.len() / self.width
    }

    fn of(&self, token: usize, head: usize) -> f64 {
        f64::from(self.values[token * self.width + head])
    }
}

/// The head of each token in the tree of the greatest sum of scores with exactly one root; `None` for the root.
///
/// The best head of each token is taken; where that leaves a cycle or not one root, Chu and Liu's and Edmonds'
/// algorithm finds the best tree.
pub fn read_tree(scores: Scores) -> Vec<Option<usize>> {
    let greedy: Vec<usize> = (0..scores.n_tokens()).map(|token| best_head(scores, token)).collect();
    let n_roots = greedy.iter().filter(|head| **head == 0).count();
    let heads = if n_roots == 1 && find_cycle(&with_root(&greedy)).is_none() { greedy } else { best_tree(scores) };
    heads.into_iter().map(|head| head.checked_sub(1)).collect()
}

/// 0 for the root, or the token's number from 1.
fn best_head(scores: Scores, token: usize) -> usize {
    let row = &scores.values[token * scores.width..][..=scores.n_tokens()];
    let mut best = 0;
    for head in 1..row.len() {
        if row[head] > row[best] && head != token + 1 {
            best = head;
        }
    }
    best
}

/// Heads of nodes, of which the first is the root, which has none but itself.
fn with_root(heads: &[usize]) -> Vec<usize> {
    std::iter::once(0).chain(heads.iter().copied()).collect()
}

/// The nodes of a cycle, if there is one.
fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // The walk that saw a node first; the root was seen before any.
    let mut seen_by = vec![usize::MAX; heads.len()];
    seen_by[0] = 0;
    for start in 1..heads.len() {
        let mut node = start;
        while seen_by[node] == usize::MAX {
            seen_by[node] = start;
            node = heads[node];
        }
        if seen_by[node] == start && node != 0 {
            let mut cycle = vec![node];
            let mut next = heads[node];
            while next != node {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// More than any sum of scores: each further root costs so much.
const ROOT_COST: f64 = 1e9;

/// The best tree with one root.
fn best_tree(scores: Scores) -> Vec<usize> {
    let n = scores.n_tokens() + 1;
    let mut arcs = vec![f64::NEG_INFINITY; n * n];
    for node in 1..n {
        for head in (0..n).filter(|head| *head != node) {
            let cost = if head == 0 { ROOT_COST } else { 0.0 };
            arcs[node * n + head] = scores.of(node - 1, head) - cost;
        }
    }
    let mut heads = span(arcs, n);
    heads.remove(0);
    heads
}

/// The best tree over `n` nodes, the first its root, from `arcs` of node and head.
fn span(arcs: Vec<f64>, n: usize) -> Vec<usize> {
    let best =
        |node: usize| (0..n).reduce(|a, b| if arcs[node * n + b] > arcs[node * n + a] { b } else { a }).unwrap_or(0);
    let mut heads: Vec<usize> = (0..n).map(|node| if node == 0 { 0 } else { best(node) }).collect();
    let Some(cycle) = find_cycle(&heads) else { return heads };

    // The cycle becomes one node, the last, of a smaller graph.
    let is_inside = |node: usize| cycle.contains(&node);
    let outside: Vec<usize> = (0..n).filter(|node| !is_inside(*node)).collect();
    let m = outside.len() + 1;
    let mut smaller = vec![f64::NEG_INFINITY; m * m];
    let mut entry = vec![0; m];
    let mut exit = vec![0; m];
    let gain = |node: usize, head: usize| arcs[node * n + head] - arcs[node * n + heads[node]];
    let largest = |a: (f64, usize), b: (f64, usize)| if b.0 > a.0 { b } else { a };
    for (i, from) in outside.iter().enumerate() {
        for (j, to) in outside.iter().enumerate() {
            smaller[i * m + j] = arcs[from * n + to];
        }
        let enters = cycle.iter().map(|node| (gain(*node, *from), *node)).reduce(largest);
        let leaves = cycle.iter().map(|node| (arcs[from * n + node], *node)).reduce(largest);
        (smaller[(m - 1) * m + i], entry[i]) = enters.unwrap_or_default();
        (smaller[i * m + m - 1], exit[i]) = leaves.unwrap_or_default();
    }
    let found = span(smaller, m);
    for (i, node) in outside.iter().enumerate().skip(1) {
        heads[*node] = if found[i] == m - 1 { exit[i] } else { outside[found[i]] };
    }
    let from = found[m - 1];
    heads[entry[from]] = outside[from];
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(rows: &[&[f32]], expected: &[Option<usize>]) {
        let values = rows.concat();
        assert_eq!(read_tree(Scores { values: &values, width: rows.len() + 1 }), expected);
    }

    #[test]
    fn the_best_heads_are_taken_where_they_make_a_tree() {
        check(&[&[9.0, 0.0, 1.0], &[1.0, 5.0, 0.0]], &[None, Some(0)]);
    }

    #[test]
    fn a_single_token_is_the_root() {
        check(&[&[-5.0, 7.0]], &[None]);
    }

    #[test]
    fn one_of_two_roots_is_given_another_head() {
        check(&[&[9.0, 0.0, 1.0], &[5.0, 4.0, 0.0]], &[None, Some(0)]);
        check(&[&[9.0, 0.0, 8.0], &[9.0, 4.0, 0.0]], &[Some(1), None]);
    }

    #[test]
    fn a_cycle_is_broken_where_it_costs_least() {
        check(&[&[2.0, 0.0, 9.0, 0.0], &[1.0, 9.0, 0.0, 0.0], &[0.0, 0.0, 5.0, 0.0]], &[None, Some(0), Some(1)]);
        // A cycle away from the root.
        check(&[&[9.0, 0.0, 0.0, 0.0], &[0.0, 3.0, 0.0, 8.0], &[0.0, 1.0, 8.0, 0.0]], &[None, Some(0), Some(1)]);
    }

    #[test]
    fn no_tokens_make_no_tree() {
        check(&[], &[]);
    }

    proptest! {
        #[test]
        fn no_tree_with_one_root_scores_better(n in 1..5usize, numbers in proptest::collection::vec(0..30i8, 30)) {
            let values: Vec<f32> = numbers[..n * (n + 1)].iter().map(|x| f32::from(*x)).collect();
            let scores = Scores { values: &values, width: n + 1 };
            let heads: Vec<usize> = read_tree(scores).iter().map(|head| head.map_or(0, |head| head + 1)).collect();
            let total = |heads: &[usize]| -> f32 { heads.iter().enumerate().map(|(i, h)| values[i * (n + 1) + h]).sum() };
            prop_assert!(is_tree(&heads));
            for code in 0..(n + 1).pow(n as u32) {
                let other: Vec<usize> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
                prop_assert!(!is_tree(&other) || total(&other) <= total(&heads));
            }
        }
    }

    fn is_tree(heads: &[usize]) -> bool {
        let is_own = heads.iter().enumerate().any(|(i, head)| *head == i + 1);
        !is_own && heads.iter().filter(|head| **head == 0).count() == 1 && find_cycle(&with_root(heads)).is_none()
    }
}
