//! Scores an analysis against a treebank, in the manner of the CoNLL 2018 shared task.
//!
//! Each figure is an F1 over aligned words: with given tokens, an accuracy. Punctuation counts; subtypes of relations do
//! not, but for `arguments_f1`, which asks about the edges that say who did what to whom.

use std::fmt;
use std::ops::Range;

use crate::align::{Layout, aligned};
use crate::conllu::{Sentence, Word, universal};

/// How many of what gold and system hold is the same in both.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// The same in both.
    pub correct: usize,
    /// In gold.
    pub gold: usize,
    /// In the system's.
    pub system: usize,
}

impl Count {
    /// Share of the system's that is in gold; 1 where there are none.
    pub fn precision(self) -> f64 {
        share(self.correct, self.system)
    }

    /// Share of gold that the system has; 1 where there are none.
    pub fn recall(self) -> f64 {
        share(self.correct, self.gold)
    }

    /// Harmonic mean of the two.
    pub fn f1(self) -> f64 {
        share(2 * self.correct, self.gold + self.system)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let [p, r, f1] = [self.precision(), self.recall(), self.f1()].map(|value| 100.0 * value);
        write!(f, "{f1:6.2}  {p:9.2}  {r:6.2}  {:7}", self.gold)
    }
}

/// The figures of a treebank, by the key under which they are printed.
pub type Scores = Vec<(&'static str, Count)>;

/// Relations of a predicate to its subjects, objects and agents, exactly by these names: `nsubj:outer`, the subject of
/// a clause about a clause, and all other subtypes are left out.
const ARGUMENTS: [&str; 5] = ["nsubj", "nsubj:pass", "obj", "iobj", "obl:agent"];

/// Scores `system` against `gold`, two analyses of one text.
///
/// # Errors
/// When the two are not the same text.
pub fn treebank(gold: &[Sentence], system: &[Sentence]) -> anyhow::Result<Scores> {
    let (gold, system) = (Layout::of(gold), Layout::of(system));
    let pairs = Pairs { pairs: aligned(&gold, &system)?, gold: &gold, system: &system };
    let of_pairs = pairs.gold_of_system();
    let same_head = |g: usize, s: usize| match (gold.words[g].head, system.words[s].head) {
        (None, None) => true,
        (Some(gold_head), Some(system_head)) => of_pairs[system_head] == Some(gold_head),
        _ => false,
    };
    let same_relation = |g: &Word, s: &Word| universal(&g.relation) == universal(&s.relation);
    Ok(vec![
        ("tokens_f1", spans(&gold.surfaces, &system.surfaces)),
        ("sentences_f1", spans(&gold.sentences, &system.sentences)),
        ("words_f1", pairs.count(|_, _| true)),
        ("upos", pairs.count_words(|g, s| g.tag == s.tag)),
        ("lemmas", pairs.count_words(|g, s| g.lemma == "_" || g.lemma == s.lemma)),
        ("uas", pairs.count(same_head)),
        ("las", pairs.count(|g, s| same_head(g, s) && same_relation(gold.words[g].word, system.words[s].word))),
        ("arguments_f1", arguments(&pairs, same_head)),
    ])
}

/// Spans that are in both lists, each of which is in order.
fn spans(gold: &[Range<usize>], system: &[Range<usize>]) -> Count {
    let mut correct = 0;
    let (mut g, mut s) = (0, 0);
    while let (Some(a), Some(b)) = (gold.get(g), system.get(s)) {
        correct += usize::from(a == b);
        // Of two that start together, both are passed: no list has two that do.
        g += usize::from(a.start <= b.start);
        s += usize::from(b.start <= a.start);
    }
    Count { correct, gold: gold.len(), system: system.len() }
}

/// The aligned words of two analyses.
struct Pairs<'a> {
    pairs: Vec<(usize, usize)>,
    gold: &'a Layout<'a>,
    system: &'a Layout<'a>,
}

impl Pairs<'_> {
    /// For each word of the system, the word of gold that it is.
    fn gold_of_system(&self) -> Vec<Option<usize>> {
        let mut golds = vec![None; self.system.words.len()];
        for &(g, s) in &self.pairs {
            golds[s] = Some(g);
        }
        golds
    }

    fn count(&self, is_correct: impl Fn(usize, usize) -> bool) -> Count {
        let correct = self.pairs.iter().filter(|&&(g, s)| is_correct(g, s)).count();
        Count { correct, gold: self.gold.words.len(), system: self.system.words.len() }
    }

    fn count_words(&self, is_correct: impl Fn(&Word, &Word) -> bool) -> Count {
        self.count(|g, s| is_correct(self.gold.words[g].word, self.system.words[s].word))
    }
}

/// Edges of [`ARGUMENTS`]: the same dependent, head and relation.
fn arguments(pairs: &Pairs, same_head: impl Fn(usize, usize) -> bool) -> Count {
    let is_argument = |word: &Word| ARGUMENTS.contains(&word.relation.as_str());
    let number_in = |layout: &Layout| layout.words.iter().filter(|word| is_argument(word.word)).count();
    let both = pairs.count(|g, s| {
        let (gold, system) = (pairs.gold.words[g].word, pairs.system.words[s].word);
        is_argument(gold) && gold.relation == system.relation && same_head(g, s)
    });
    Count { correct: both.correct, gold: number_in(pairs.gold), system: number_in(pairs.system) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::tests::treebank as own;

    fn score(system: &[Sentence], key: &str) -> Count {
        let scores = treebank(&own(), system).unwrap();
        scores.iter().find(|(name, _)| *name == key).unwrap().1
    }

    #[test]
    fn a_treebank_is_perfect_against_itself() {
        for (key, count) in treebank(&own(), &own()).unwrap() {
            assert_eq!(count.f1(), 1.0, "{key}");
        }
        assert_eq!(score(&own(), "arguments_f1"), Count { correct: 5, gold: 5, system: 5 });
        assert_eq!(score(&own(), "uas").gold, 16);
    }

    #[test]
    fn a_wrong_head_lowers_uas_las_and_arguments() {
        let mut system = own();
        system[0].words[4].head = Some(0);
        for key in ["uas", "las"] {
            assert_eq!(score(&system, key).correct, 15, "{key}");
        }
        assert_eq!(score(&system, "arguments_f1").correct, 4);
        assert_eq!(score(&system, "upos").correct, 16);
    }

    #[test]
    fn a_wrong_subtype_counts_for_arguments_only() {
        let mut system = own();
        system[1].words[0].relation = "nsubj".to_owned();
        assert_eq!(score(&system, "las").correct, 16);
        assert_eq!(score(&system, "arguments_f1"), Count { correct: 4, gold: 5, system: 5 });
        system[1].words[0].relation = "nsubj:outer".to_owned();
        assert_eq!(score(&system, "arguments_f1"), Count { correct: 4, gold: 5, system: 4 });
    }

    #[test]
    fn tags_and_lemmas_are_counted_apart() {
        let mut system = own();
        system[0].words[0].tag = "NOUN".to_owned();
        system[0].words[2].lemma = "n't".to_owned();
        system[0].words[3].lemma = "attacks".to_owned();
        assert_eq!(score(&system, "upos").correct, 15);
        assert_eq!(score(&system, "lemmas").correct, 14);
    }

    #[test]
    fn sentences_that_run_together_lower_sentences_only() {
        let mut system = own();
        let mut second = system.remove(1);
        let shift = system[0].words.len();
        for word in &mut second.words {
            word.head = word.head.map(|head| head + shift);
        }
        for surface in &mut second.surfaces {
            surface.words = surface.words.start + shift..surface.words.end + shift;
        }
        system[0].words.append(&mut second.words);
        system[0].surfaces.append(&mut second.surfaces);
        assert_eq!(score(&system, "sentences_f1"), Count { correct: 2, gold: 4, system: 3 });
        assert_eq!(score(&system, "tokens_f1").correct, 15);
        assert_eq!(score(&system, "uas").correct, 16);
    }

    #[test]
    fn a_word_that_is_cut_otherwise_is_no_word_of_gold_nor_are_its_edges() {
        let mut system = own();
        // "didn't" left whole.
        system[0].words.remove(2);
        system[0].surfaces[1].words = 1..2;
        system[0].words[1].form = "didn't".to_owned();
        let ends = [0, 2, 3, 4, 5];
        for (surface, end) in system[0].surfaces.iter_mut().zip(ends.map(|end| end.max(1))) {
            surface.words = end - 1..end;
        }
        for word in &mut system[0].words {
            word.head = word.head.map(|head| head - usize::from(head > 1));
        }
        assert_eq!(score(&system, "tokens_f1").correct, 15);
        assert_eq!(score(&system, "words_f1"), Count { correct: 14, gold: 16, system: 15 });
        assert_eq!(score(&system, "uas").correct, 14);
        assert_eq!(score(&system, "arguments_f1").correct, 5);
        // A head that stands in no word of gold is wrong.
        system[0].words[3].head = Some(1);
        assert_eq!(score(&system, "uas").correct, 13);
    }

    #[test]
    fn nothing_scores_as_perfect() {
        assert_eq!(Count::default().f1(), 1.0);
        assert!(treebank(&[], &[]).unwrap().iter().all(|(_, count)| count.f1() == 1.0));
    }
}
