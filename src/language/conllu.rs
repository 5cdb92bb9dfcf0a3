//! An analysis as CoNLL-U, the form of Universal Dependencies (<https://universaldependencies.org/format.html>), which
//! treebank viewers, scorers and other analysers read.
//!
//! Ten columns a token; its place in the text and its name stand in the last one, as `TokenRange=0:4|Name=B-LOC`. What the
//! analysis does not say is `_`: the treebank's own tags (column 5), enhanced dependencies (column 9).

use std::fmt::Write;

use super::chars::CharIndex;
use super::sentence::{Sentence, Token};
use super::tag::{Degree, Features, Number, PronounType, Relation, Tag, Tense, VerbForm, Voice};

/// The sentences of a text as one document; empty where there are none.
///
/// `text` is what the sentences were made from, as `TokenRange` counts its characters. A sentence that
/// [`annotate`] has not seen has `_` for heads and relations.
///
/// ```
/// use whom::knowledge::Knowledge;
/// use whom::language::{Analyzer, conllu};
///
/// let text = "Iran's ally left.";
/// let sentences = Analyzer::built_in()?.analyze(text, &Knowledge::built_in()?);
/// let document = conllu::document("example", text, &sentences);
/// assert!(document.contains("# text = Iran's ally left.\n1-2\tIran's\t"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`annotate`]: super::Analyzer::annotate
pub fn document(id: &str, text: &str, sentences: &[Sentence]) -> String {
    let id = identifier(id);
    let chars = CharIndex::new(text);
    let mut out = String::new();
    let mut paragraph = None;
    for (i, sentence) in sentences.iter().enumerate() {
        if i == 0 {
            let _ = writeln!(out, "# newdoc id = {id}");
        }
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
            let _ = writeln!(out, "# newpar id = {id}-p{}", sentence.paragraph + 1);
        }
        let _ = writeln!(out, "# sent_id = {id}-{}", i + 1);
        let _ = writeln!(out, "# text = {}", on_one_line(text, sentence));
        write_tokens(&mut out, text, sentence, &chars);
        out.push('\n');
    }
    out
}

/// What a token's features say, names and values as Universal Dependencies has them, sorted by name.
///
/// The treebanks write more, such as the person of every verb; what the analysis does not tell is left out.
pub fn features(features: &Features) -> Vec<(&'static str, &'static str)> {
    let pronoun = features.pronoun.map(|pronoun| match pronoun {
        PronounType::Personal | PronounType::Possessive => "Prs",
        // The tags do not tell questions from relative clauses.
        PronounType::Relative => "Int,Rel",
        PronounType::Existential | PronounType::Demonstrative => "Dem",
        PronounType::Indefinite => "Ind",
    });
    let pairs = [
        ("Degree", features.degree.map(|degree| if degree == Degree::Comparative { "Cmp" } else { "Sup" })),
        ("Number", features.number.map(|number| if number == Number::Singular { "Sing" } else { "Plur" })),
        ("Poss", (features.pronoun == Some(PronounType::Possessive)).then_some("Yes")),
        ("PronType", pronoun),
        ("Tense", features.tense.map(|tense| if tense == Tense::Present { "Pres" } else { "Past" })),
        (
            "VerbForm",
            features.verb_form.map(|form| match form {
                VerbForm::Finite => "Fin",
                VerbForm::Infinitive => "Inf",
                VerbForm::Gerund => "Ger",
                VerbForm::Participle => "Part",
            }),
        ),
        ("VerbType", features.is_modal.then_some("Mod")),
        ("Voice", features.voice.map(|voice| if voice == Voice::Active { "Act" } else { "Pass" })),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// For each token, `B-` and the kind where a name begins, `I-` and the kind inside one, else nothing.
pub fn name_marks(sentence: &Sentence) -> Vec<String> {
    let mut marks = vec![String::new(); sentence.tokens.len()];
    for name in &sentence.names {
        for (i, mark) in marks.iter_mut().enumerate().take(name.end).skip(name.start) {
            let place = if i == name.start { 'B' } else { 'I' };
            *mark = format!("{place}-{}", name.kind);
        }
    }
    marks
}

/// An id without white space, and without the slash that the format keeps for itself.
fn identifier(id: &str) -> String {
    id.replace(|c: char| c.is_whitespace() || c == '/', "_")
}

/// The sentence as it stands in the text, but for white space, of which any amount is one blank.
fn on_one_line(text: &str, sentence: &Sentence) -> String {
    text[sentence.span.start..sentence.span.end].split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn write_tokens(out: &mut String, text: &str, sentence: &Sentence, chars: &CharIndex) {
    let tokens = &sentence.tokens;
    let names = name_marks(sentence);
    let mut first = 0;
    while first < tokens.len() {
        let end = end_of_word(tokens, first);
        let (from, to) = (tokens[first].span.start, tokens[end - 1].span.end);
        let space = is_glued(text, to).then(|| "SpaceAfter=No".to_owned());
        let is_range = end > first + 1;
        if is_range {
            let (form, misc) = (&text[from..to], joined([space.clone(), Some(range(chars, from, to))]));
            let _ = writeln!(out, "{}-{end}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", first + 1);
        }
        for i in first..end {
            let name = (!names[i].is_empty()).then(|| format!("Name={}", names[i]));
            // A range has the space after its last word.
            let space = space.clone().filter(|_| !is_range);
            let place = range(chars, tokens[i].span.start, tokens[i].span.end);
            write_token(out, i + 1, &tokens[i], &joined([name, space, Some(place)]));
        }
        first = end;
    }
}

fn write_token(out: &mut String, number: usize, token: &Token, misc: &str) {
    let (form, lemma, tag) = (token.text, or_blank(&token.lemma), token.tag);
    let features = joined(features(&token.features).into_iter().map(|(name, value)| Some(format!("{name}={value}"))));
    let (head, relation) = head(token);
    let _ = writeln!(out, "{number}\t{form}\t{lemma}\t{tag}\t_\t{features}\t{head}\t{relation}\t_\t{misc}");
}

/// The token after the last of the word that starts with token `first`: of "didn't" as of "did".
fn end_of_word(tokens: &[Token], first: usize) -> usize {
    let n_clitics = (first + 1..tokens.len()).take_while(|i| is_clitic(tokens, *i)).count();
    first + 1 + n_clitics
}

/// Whether a token is written as one word with the one before it: the "'s" of "Iran's", the "n't" of "didn't", the "not"
/// of "cannot". The parts of "Iran-backed" are words of their own, as in the English treebanks.
fn is_clitic(tokens: &[Token], i: usize) -> bool {
    let Some(before) = i.checked_sub(1).map(|before| &tokens[before]) else { return false };
    let token = &tokens[i];
    let is_clitic = match token.plain.strip_prefix('\'') {
        Some("") => token.tag == Tag::Part,
        Some(rest) => rest.starts_with(char::is_alphabetic),
        None => before.text.ends_with(char::is_alphabetic) && token.text.starts_with(char::is_alphabetic),
    };
    is_clitic && before.is_word() && before.span.end == token.span.start
}

/// Whether the text goes on at a place without white space.
fn is_glued(text: &str, end: usize) -> bool {
    text[end..].starts_with(|c: char| !c.is_whitespace())
}

fn range(chars: &CharIndex, start: usize, end: usize) -> String {
    format!("TokenRange={}:{}", chars.at(start), chars.at(end))
}

/// Columns 7 and 8.
fn head(token: &Token) -> (String, &'static str) {
    match token.head {
        Some(head) => ((head + 1).to_string(), token.relation.as_str()),
        None if token.relation == Relation::Root => ("0".to_owned(), "root"),
        None => ("_".to_owned(), "_"),
    }
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    or_blank(&parts.join("|")).to_owned()
}

fn or_blank(field: &str) -> &str {
    if field.is_empty() { "_" } else { field }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::{Analyzer, Name, NameKind};

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());
    static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::built_in().unwrap());

    /// Columns 1, 2 and 10 of the tokens, and the comments, of a text as it is segmented, without what models say.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let mut sentences = ANALYZER.analyze(text, &KNOWLEDGE);
        for sentence in &mut sentences {
            sentence.names.clear();
        }
        let document = document("d", text, &sentences);
        let short = |line: &str| match line.split('\t').collect::<Vec<&str>>()[..] {
            [id, form, .., misc] => format!("{id} {form} {misc}"),
            _ => line.to_owned(),
        };
        assert_eq!(document.lines().map(short).collect::<Vec<String>>(), expected, "of {text:?}");
    }

    #[test]
    fn words_with_clitics_are_ranges_and_those_with_hyphens_are_not() {
        check(
            "Iran\u{2019}s U.S.-backed\n ally didn't.",
            &[
                "# newdoc id = d",
                "# newpar id = d-p1",
                "# sent_id = d-1",
                "# text = Iran\u{2019}s U.S.-backed ally didn't.",
                "1-2 Iran\u{2019}s TokenRange=0:6",
                "1 Iran TokenRange=0:4",
                "2 \u{2019}s TokenRange=4:6",
                "3 U.S. SpaceAfter=No|TokenRange=7:11",
                "4 - SpaceAfter=No|TokenRange=11:12",
                "5 backed TokenRange=12:18",
                "6 ally TokenRange=20:24",
                "7-8 didn't SpaceAfter=No|TokenRange=25:31",
                "7 did TokenRange=25:28",
                "8 n't TokenRange=28:31",
                "9 . TokenRange=31:32",
                "",
            ],
        );
    }

    #[test]
    fn paragraphs_and_sentences_are_numbered() {
        check(
            "It won. He left.\n\nGo!",
            &[
                "# newdoc id = d",
                "# newpar id = d-p1",
                "# sent_id = d-1",
                "# text = It won.",
                "1 It TokenRange=0:2",
                "2 won SpaceAfter=No|TokenRange=3:6",
                "3 . TokenRange=6:7",
                "",
                "# sent_id = d-2",
                "# text = He left.",
                "1 He TokenRange=8:10",
                "2 left SpaceAfter=No|TokenRange=11:15",
                "3 . TokenRange=15:16",
                "",
                "# newpar id = d-p2",
                "# sent_id = d-3",
                "# text = Go!",
                "1 Go SpaceAfter=No|TokenRange=18:20",
                "2 ! TokenRange=20:21",
                "",
            ],
        );
        check("", &[]);
    }

    #[test]
    fn columns_say_what_the_analysis_says() {
        let text = "Two Koreas met";
        let mut sentences = ANALYZER.analyze(text, &KNOWLEDGE);
        let sentence = &mut sentences[0];
        let says = [
            ("NUM|_", "two", Some(1), Relation::Nummod),
            ("PROPN|S", "Korea", Some(2), Relation::Nsubj),
            ("VERB|VBD", "meet", None, Relation::Root),
        ];
        for (token, (tag, lemma, head, relation)) in sentence.tokens.iter_mut().zip(says) {
            (token.tag, token.features) = crate::language::tag::read_reduced(tag).unwrap();
            (token.lemma, token.head, token.relation) = (lemma.into(), head, relation);
        }
        sentence.names = vec![Name { start: 0, end: 2, kind: NameKind::Place }];
        let found = document("a b/c", text, &sentences);
        let expected = "# newdoc id = a_b_c\n# newpar id = a_b_c-p1\n# sent_id = a_b_c-1\n# text = Two Koreas met\n\
            1\tTwo\ttwo\tNUM\t_\t_\t2\tnummod\t_\tName=B-LOC|TokenRange=0:3\n\
            2\tKoreas\tKorea\tPROPN\t_\tNumber=Plur\t3\tnsubj\t_\tName=I-LOC|TokenRange=4:10\n\
            3\tmet\tmeet\tVERB\t_\tTense=Past|VerbForm=Fin\t0\troot\t_\tTokenRange=11:14\n\n";
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_of_bare_tokens_have_no_tree() {
        let text = "It won";
        let mut sentences = ANALYZER.analyze(text, &KNOWLEDGE);
        for token in &mut sentences[0].tokens {
            (token.tag, token.features) = (Tag::default(), Features::default());
            (token.lemma, token.head, token.relation) = (String::new(), None, Relation::default());
        }
        assert!(document("d", text, &sentences).contains("\n1\tIt\t_\tX\t_\t_\t_\t_\t_\tTokenRange=0:2\n"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_text_breaks_the_columns(text in "(\\PC|[ \t\n.'\u{2019}\"-]|n't){0,80}") {
            let document = document("d", &text, &ANALYZER.analyze(&text, &KNOWLEDGE));
            for row in document.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
                let fields: Vec<&str> = row.split('\t').collect();
                prop_assert!(fields.len() == 10 && fields.iter().all(|field| !field.is_empty()), "{row:?} of {text:?}");
            }
        }
    }
}
