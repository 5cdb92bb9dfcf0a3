//! Dependency trees drawn with lines, root first, one token a line, those that depend on a token under it in the order
//! of the sentence.

/// A token of a drawn tree with the lines that lead to it.
#[derive(Debug, PartialEq, Eq)]
pub struct Branch {
    /// `│  └─ `; empty for a root.
    pub lines: String,
    /// Its number in the sentence, from 0.
    pub token: usize,
}

/// The tree in the order in which it is drawn. Tokens on no way from a root are left out; there are none in a tree.
pub fn branches(heads: &[Option<usize>]) -> Vec<Branch> {
    let mut dependents = vec![Vec::new(); heads.len()];
    let mut branches = Vec::with_capacity(heads.len());
    for (token, head) in heads.iter().enumerate() {
        if let Some(head) = head {
            dependents[*head].push(token);
        }
    }
    for (token, _) in heads.iter().enumerate().filter(|(_, head)| head.is_none()) {
        branches.push(Branch { lines: String::new(), token });
        grow(&mut branches, &dependents, token, "");
    }
    branches
}

/// Draws what depends on `head`, set in by `margin`.
fn grow(branches: &mut Vec<Branch>, dependents: &[Vec<usize>], head: usize, margin: &str) {
    let last = dependents[head].last();
    for token in &dependents[head] {
        let (corner, line) = if Some(token) == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        branches.push(Branch { lines: format!("{margin}{corner}"), token: *token });
        grow(branches, dependents, *token, &format!("{margin}{line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heads: &[Option<usize>], expected: &[&str]) {
        let drawn: Vec<String> =
            branches(heads).iter().map(|branch| format!("{}{}", branch.lines, branch.token)).collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn dependents_stand_under_their_head() {
        check(
            &[Some(2), Some(0), Some(3), None, Some(5), Some(3), Some(3)],
            &["3", "├─ 2", "│  └─ 0", "│     └─ 1", "├─ 5", "│  └─ 4", "└─ 6"],
        );
        check(&[None, Some(0), None], &["0", "└─ 1", "2"]);
        check(&[], &[]);
    }
}
