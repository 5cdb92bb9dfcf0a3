//! Scores names against a file of gold names: exact span and class.

use crate::bio::{CLASSES, Name, Sentence};
use crate::score::Count;

/// Counts of all classes together, then of each.
#[derive(Debug, Default)]
pub struct NameScores {
    /// Over all classes.
    pub all: Count,
    /// By class, in the order of [`CLASSES`].
    pub by_class: [Count; 4],
}

/// Scores the names of a system, a list a sentence, against those of gold.
///
/// A gold file without any MISC was made without that class, so a system's MISC is not counted against it.
pub fn names(gold: &[&Sentence], system: &[Vec<Name>]) -> NameScores {
    let has_misc = gold.iter().any(|sentence| sentence.names.iter().any(|name| name.class == "MISC"));
    let mut scores = NameScores::default();
    for (gold, system) in gold.iter().map(|sentence| &sentence.names).zip(system) {
        let count = |class: &str| {
            let of_class =
                |names: &[Name]| names.iter().filter(|name| name.class == class).copied().collect::<Vec<_>>();
            let (gold, system) = (of_class(gold), of_class(system));
            let correct = system.iter().filter(|name| gold.contains(name)).count();
            Count { correct, gold: gold.len(), system: system.len() }
        };
        for (class, sum) in CLASSES.iter().zip(&mut scores.by_class).filter(|(class, _)| has_misc || **class != "MISC")
        {
            add(sum, count(class));
        }
    }
    scores.by_class.iter().for_each(|count| add(&mut scores.all, *count));
    scores
}

fn add(sum: &mut Count, count: Count) {
    sum.correct += count.correct;
    sum.gold += count.gold;
    sum.system += count.system;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(names: &[Name]) -> Sentence {
        Sentence { tokens: vec!["x".to_owned(); 9], names: names.to_vec() }
    }

    fn name(start: usize, end: usize, class: &'static str) -> Name {
        Name { start, end, class }
    }

    #[test]
    fn span_and_class_must_be_the_same() {
        let gold = sentence(&[name(0, 2, "PER"), name(3, 4, "LOC"), name(5, 6, "MISC")]);
        let system = vec![name(0, 1, "PER"), name(3, 4, "ORG"), name(5, 6, "MISC"), name(7, 8, "PER")];
        let scores = names(&[&gold], &[system]);
        assert_eq!(scores.all, Count { correct: 1, gold: 3, system: 4 });
        assert_eq!(scores.by_class[0], Count { correct: 0, gold: 1, system: 2 });
    }

    #[test]
    fn without_misc_in_gold_none_is_counted() {
        let gold = sentence(&[name(0, 2, "PER")]);
        let scores = names(&[&gold], &[vec![name(0, 2, "PER"), name(5, 6, "MISC")]]);
        assert_eq!(scores.all, Count { correct: 1, gold: 1, system: 1 });
    }
}
