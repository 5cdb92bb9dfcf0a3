//! The proof of the tables: every entry's sentences are read, and what they state is compared with what they should.

use std::collections::BTreeSet;

use super::{actors, statements};
use crate::knowledge::Knowledge;
use crate::language::Analyzer;
use crate::ontology::Statement;

/// What the entries' sentences should state and do not, or do and should not; empty when all is well.
///
/// A sentence of `states` must give exactly what stands after its `|`, a sentence of `silent` nothing of the entry's relation.
pub fn failures(analyzer: &Analyzer, knowledge: &Knowledge) -> Vec<String> {
    let mut failures = Vec::new();
    for (entry, place) in knowledge.predicates.entries.iter().zip(&knowledge.predicates.places) {
        for proof in &entry.states {
            let (sentence, expected) = proof.split_once(" | ").unwrap_or((proof, ""));
            let expected: BTreeSet<String> = expected.split("; ").map(str::to_owned).collect();
            let found: BTreeSet<String> =
                read(sentence, analyzer, knowledge).iter().map(Statement::to_string).collect();
            if found != expected {
                failures.push(format!(
                    "{place}: \"{sentence}\" should state {}, but states {}",
                    list(&expected),
                    list(&found)
                ));
            }
        }
        for sentence in &entry.silent {
            let found: BTreeSet<String> = read(sentence, analyzer, knowledge)
                .iter()
                .filter(|s| s.relation == entry.relation)
                .map(Statement::to_string)
                .collect();
            if !found.is_empty() {
                failures.push(format!("{place}: \"{sentence}\" should be silent, but states {}", list(&found)));
            }
        }
    }
    failures
}

fn read(text: &str, analyzer: &Analyzer, knowledge: &Knowledge) -> Vec<Statement> {
    let sentences = analyzer.analyze(text, knowledge);
    let actors = actors(text, &sentences, knowledge, None);
    statements(text, &sentences, &actors, knowledge, None)
}

fn list(statements: &BTreeSet<String>) -> String {
    if statements.is_empty() { "nothing".to_owned() } else { statements.iter().cloned().collect::<Vec<_>>().join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::ANALYZER;

    #[test]
    fn every_predicate_is_proven_by_its_sentences() {
        let knowledge = Knowledge::built_in().unwrap();
        let failures = failures(&ANALYZER, &knowledge);
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    }
}
