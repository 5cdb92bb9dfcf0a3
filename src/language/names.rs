//! Names by the best lawful sequence of classes: outside, or begin, inside, last or single of a kind (BILOU).

use super::tag::{Name, NameKind};

/// Classes in the order of their scores: outside, then begin, inside, last and single of each kind.
fn n_classes(n_kinds: usize) -> usize {
    1 + 4 * n_kinds
}

/// Room for [`read_names`], kept between sentences.
#[derive(Debug, Default)]
pub struct Room {
    back: Vec<u8>,
    best: Vec<f32>,
    next: Vec<f32>,
}

/// Score of a class that cannot be; low enough for any sum, high enough that sums of it stay finite.
const NEVER: f32 = -1e30;

/// Rules out what names do not do: begin with an article in small letters, as "the United States" does not, or end
/// with the clitic of the possessive, as "Iran's" does not. "The Sunday Herald" and "People's Front" are names.
pub fn rule_out(row: &mut [f32], form: &str) {
    let is_article = matches!(form, "the" | "a" | "an");
    let is_possessive = form == "'s";
    if is_article || is_possessive {
        for (class, score) in row.iter_mut().enumerate().skip(1) {
            if is_article && !goes_on(class) || is_possessive && !is_open(class) {
                *score = NEVER;
            }
        }
    }
}

/// The names of a sentence.
///
/// `scores` has a row of `width` values for each token, of which the first are those of the classes of `kinds`; the
/// sum over the tokens is greatest (Viterbi's algorithm), ties go to the class that comes first.
pub fn read_names(scores: &[f32], width: usize, kinds: &[NameKind], room: &mut Room) -> Vec<Name> {
    let n = n_classes(kinds.len());
    let Room { back, best, next } = room;
    back.clear();
    best.clear();
    next.clear();
    next.resize(n, 0.0);
    for row in scores.chunks_exact(width) {
        if best.is_empty() {
            // Nothing is open before the first token.
            best.extend((0..n).map(|class| if goes_on(class) { f32::MIN } else { row[class] }));
        } else {
            advance(best, next, &row[..n], back);
            std::mem::swap(best, next);
        }
    }
    if best.is_empty() {
        return Vec::new();
    }
    let mut class = best_of(best, (0..n).filter(|class| !is_open(*class)));
    let mut names = Vec::new();
    let mut end = 0;
    for i in (0..=back.len() / n).rev() {
        if class > 0 && !is_open(class) {
            end = i + 1;
        }
        if class > 0 && !goes_on(class) {
            names.push(Name { start: i, end, kind: kinds[(class - 1) / 4] });
        }
        if i > 0 {
            class = usize::from(back[(i - 1) * n + class]);
        }
    }
    names.reverse();
    names
}

/// One token further: a class that goes on follows begin or inside of its kind, any other one that is not open.
fn advance(best: &[f32], next: &mut [f32], row: &[f32], back: &mut Vec<u8>) {
    let n = row.len();
    let closed = best_of(best, (0..n).filter(|class| !is_open(*class)));
    for class in 0..n {
        let from = if goes_on(class) {
            let begin = (class - 1) / 4 * 4 + 1;
            best_of(best, begin..begin + 2)
        } else {
            closed
        };
        next[class] = best[from] + row[class];
        back.push(from as u8);
    }
}

/// Whether a name of this class needs a token after it: begin, inside.
fn is_open(class: usize) -> bool {
    class > 0 && (class - 1) % 4 < 2
}

/// Whether a name of this class needs a token before it: inside, last.
fn goes_on(class: usize) -> bool {
    class > 0 && matches!((class - 1) % 4, 1 | 2)
}

fn best_of(scores: &[f32], classes: impl Iterator<Item = usize>) -> usize {
    classes.reduce(|a, b| if scores[b] > scores[a] { b } else { a }).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [NameKind; 2] = [NameKind::Person, NameKind::Place];

    /// Classes of two kinds: O, then B I L U of persons, then of places.
    #[track_caller]
    fn check(rows: &[[i8; 9]], expected: &[(usize, usize, NameKind)]) {
        let scores: Vec<f32> = rows.iter().flatten().map(|x| f32::from(*x)).collect();
        let names = read_names(&scores, 9, &KINDS, &mut Room::default());
        let names: Vec<_> = names.iter().map(|name| (name.start, name.end, name.kind)).collect();
        assert_eq!(names, expected);
    }

    #[test]
    fn no_name_begins_with_an_article_or_ends_with_a_clitic() {
        let row = |form| {
            let mut row = [1.0; 9];
            rule_out(&mut row, form);
            row.map(|score| score > NEVER)
        };
        assert_eq!(row("the"), [true, false, true, true, false, false, true, true, false]);
        assert_eq!(row("'s"), [true, true, true, false, false, true, true, false, false]);
        assert_eq!(row("The"), [true; 9]);
    }

    #[test]
    fn names_of_one_and_of_more_tokens_are_read() {
        check(&[[0, 0, 0, 0, 5, 0, 0, 0, 0], [5, 0, 0, 0, 0, 0, 0, 0, 0]], &[(0, 1, NameKind::Person)]);
        check(
            &[[0, 0, 0, 0, 0, 9, 0, 0, 0], [0, 0, 0, 0, 0, 0, 9, 0, 0], [0, 0, 0, 0, 0, 0, 0, 9, 0]],
            &[(0, 3, NameKind::Place)],
        );
        check(
            &[[0, 0, 0, 0, 5, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 5]],
            &[(0, 1, NameKind::Person), (1, 2, NameKind::Place)],
        );
        check(&[], &[]);
    }

    #[test]
    fn what_is_unlawful_is_mended() {
        // A last without a begin, a begin without a last, a begin of one kind and a last of the other.
        check(&[[0, 0, 0, 9, 2, 0, 0, 0, 0]], &[(0, 1, NameKind::Person)]);
        check(&[[0, 9, 0, 0, 2, 0, 0, 0, 0]], &[(0, 1, NameKind::Person)]);
        check(&[[0, 5, 0, 0, 0, 3, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 4, 0]], &[(0, 2, NameKind::Place)]);
    }

    proptest! {
        #[test]
        fn no_sequence_scores_better(scores in proptest::collection::vec(0..20i8, 9..=9 * 5)) {
            let scores: Vec<f32> = scores[..scores.len() / 9 * 9].iter().map(|x| f32::from(*x)).collect();
            let names = read_names(&scores, 9, &KINDS, &mut Room::default());
            let n = scores.len() / 9;
            let mut classes = vec![0; n];
            for name in names {
                let kind = 1 + 4 * KINDS.iter().position(|kind| *kind == name.kind).unwrap();
                classes[name.start] = kind;
                classes[name.start + 1..name.end].fill(kind + 1);
                classes[name.end - 1] = if name.end - name.start == 1 { kind + 3 } else { kind + 2 };
            }
            let total: f32 = classes.iter().enumerate().map(|(i, class)| scores[i * 9 + class]).sum();
            prop_assert_eq!(total, best_total(&scores, 0, None));
        }
    }

    /// The best total from token `i` on, by trying everything.
    fn best_total(scores: &[f32], i: usize, open: Option<usize>) -> f32 {
        if i * 9 == scores.len() {
            return if open.is_none() { 0.0 } else { f32::MIN };
        }
        let choices: Vec<(usize, Option<usize>)> = match open {
            Some(kind) => vec![(kind + 1, open), (kind + 2, None)],
            None => vec![(0, None), (1, Some(1)), (5, Some(5)), (4, None), (8, None)],
        };
        choices
            .into_iter()
            .map(|(class, open)| scores[i * 9 + class] + best_total(scores, i + 1, open))
            .fold(f32::MIN, f32::max)
    }
}
