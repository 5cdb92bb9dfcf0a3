//! The lemma of a token: the form under which a dictionary has it, as the English treebanks EWT and GUM write it.
//!
//! A table of exceptions first, then the forms of verbs that are known, then rules of spelling that take an ending off.
//! Proper nouns keep their capitals ("Iran"), and so do adjectives made of them; pronouns take the subject's form ("us" is
//! "we"), and short forms their long one ("n't" is "not"). Total: any token has a lemma.

use crate::knowledge::Words;
use crate::knowledge::inflect::VerbForm as Form;

use super::sentence::Token;
use super::tag::{Degree, Features, Number, PronounType, Tag, Tense, VerbForm};

/// The lemma of token `i` of a sentence whose tokens have their tags; empty where there is no such token.
pub fn lemma(tokens: &[Token], i: usize, words: &Words) -> String {
    let Some(token) = tokens.get(i) else { return String::new() };
    if let Some(lemma) = of_context(tokens, i).or_else(|| listed(token, words)) {
        return lemma.to_owned();
    }
    let Features { number, degree, .. } = token.features;
    match token.tag {
        Tag::Noun if number == Some(Number::Plural) => singular(&token.lower),
        Tag::Propn => proper(tokens, i),
        Tag::Adj if degree.is_none() && keeps_capital(tokens, i) => token.plain.to_string(),
        Tag::Adj | Tag::Adv if degree.is_some() => positive(&token.lower, degree),
        Tag::Verb | Tag::Aux => infinitive(token, words),
        Tag::Num => number_word(token),
        Tag::Punct => mark(token),
        _ => token.lower.clone(),
    }
}

/// "'s" is "have" before "been" and "got", and a single capital that is a noun stands for itself.
fn of_context<'t>(tokens: &'t [Token], i: usize) -> Option<&'t str> {
    let token = &tokens[i];
    let next = |n: usize| tokens.get(i + n).filter(|next| n == 1 || next.tag != Tag::Punct);
    match token.tag {
        Tag::Aux if matches!(token.lower.as_str(), "'s" | "s") => {
            let verb = [1, 2, 3].into_iter().filter_map(next).find(|next| !matches!(next.tag, Tag::Adv | Tag::Part))?;
            matches!(verb.lower.as_str(), "been" | "got" | "had").then_some("have")
        }
        Tag::Noun if token.features.number != Some(Number::Plural) => {
            let mut chars = token.plain.chars();
            let is_letter = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
            is_letter.then_some(token.plain.as_ref())
        }
        _ => None,
    }
}

/// What the table says, of the form as it is written or in lower case.
fn listed<'w>(token: &Token, words: &'w Words) -> Option<&'w str> {
    let tag = table_tag(token.tag, &token.features);
    words.lemmas.get(&token.plain, tag).or_else(|| words.lemmas.get(&token.lower, tag))
}

/// The tag under which the table of lemmas has a token; see [`crate::knowledge::lemmas::TAGS`].
pub fn table_tag(tag: Tag, features: &Features) -> &'static str {
    match tag {
        Tag::Noun if features.number == Some(Number::Plural) => "NOUN|S",
        Tag::Verb if verb_form(features) == Form::Base => "VERB|VB",
        Tag::Aux if features.is_modal => "AUX|MD",
        Tag::Pron if features.pronoun == Some(PronounType::Possessive) => "PRON|PRP$",
        _ => tag.as_str(),
    }
}

fn verb_form(features: &Features) -> Form {
    match (features.verb_form, features.tense) {
        (Some(VerbForm::Gerund), _) => Form::Gerund,
        (Some(VerbForm::Participle), _) => Form::Participle,
        (_, Some(Tense::Past)) => Form::Past,
        (_, Some(Tense::Present)) if features.number == Some(Number::Singular) => Form::Third,
        _ => Form::Base,
    }
}

/// Proper nouns keep their capitals; "PEREZ" in a heading is "Perez", and the names of peoples lose their "s".
fn proper(tokens: &[Token], i: usize) -> String {
    let plain = tokens[i].plain.as_ref();
    let is_capitals = |word: &str| word.chars().all(char::is_uppercase);
    let is_near = |j: usize| tokens.get(j).is_some_and(|near| near.plain.len() > 3 && is_capitals(&near.plain));
    // "NASA" is an acronym; a longer word, or one among others in capitals, is just loud.
    let is_loud = plain.len() > 5 || plain.len() > 3 && (is_near(i.wrapping_sub(1)) || is_near(i + 1));
    let mut lemma = plain.to_owned();
    if is_loud && is_capitals(plain) {
        let (first, rest) = plain.split_at(plain.chars().next().map_or(0, char::len_utf8));
        lemma = first.to_owned() + &rest.to_lowercase();
    }
    if ["ians", "cans", "eans", "ists", "ors", "ents", "ites", "crats", "tions"].iter().any(|end| lemma.ends_with(end))
    {
        lemma.pop();
    }
    lemma
}

/// Whether an adjective with a capital letter is made of a name, or part of one, rather than at the start of a sentence.
fn keeps_capital(tokens: &[Token], i: usize) -> bool {
    let plain = tokens[i].plain.as_ref();
    let is_first = tokens[..i].iter().all(|before| before.tag == Tag::Punct);
    let is_of_name = ["ian", "can", "ean", "ese", "ish"].iter().any(|end| plain.ends_with(end));
    tokens[i].is_capitalised() && !plain.chars().nth(1).is_some_and(char::is_uppercase) && (!is_first || is_of_name)
}

/// Marks are their own lemmas in plain form; but the long dash, which plain forms do not tell from the hyphen, stays.
fn mark(token: &Token) -> String {
    match token.text {
        "\u{2014}" => token.text.to_owned(),
        "\u{201c}" | "\u{201d}" => "\"".to_owned(),
        _ => token.lower.clone(),
    }
}

/// Digits lose their commas, and numerals in capitals stay as they are.
fn number_word(token: &Token) -> String {
    let plain = token.plain.as_ref();
    if plain.starts_with(|c: char| c.is_ascii_digit()) {
        return token.lower.replace(',', "");
    }
    let is_roman = !plain.is_empty() && plain.chars().all(|c| "IVXLCDM".contains(c));
    if is_roman { plain.to_owned() } else { token.lower.clone() }
}

/// The infinitive of a form of a verb.
fn infinitive(token: &Token, words: &Words) -> String {
    let form = verb_form(&token.features);
    let lower = token.lower.as_str();
    if let Some(lemma) = known_verb(lower, form, words) {
        return lemma.to_owned();
    }
    let lemma = match form {
        Form::Third => Some(without_s(lower, false)),
        Form::Past | Form::Participle => without_ed(lower),
        Form::Gerund => lower.strip_suffix("ing").filter(|stem| has_vowel(stem)).map(base_of),
        Form::Base => None,
    };
    lemma.unwrap_or_else(|| lower.to_owned())
}

/// The verb of the tables that has this form; in the base form only where the word is none.
fn known_verb<'w>(lower: &str, form: Form, words: &'w Words) -> Option<&'w str> {
    let verbs = words.verb_forms.get(lower)?;
    let exact = verbs.iter().find(|(_, known)| *known == form);
    let is_base = verbs.iter().any(|(_, known)| *known == Form::Base);
    let any = || verbs.first().filter(|_| !is_base);
    exact.or_else(any).map(|(lemma, _)| lemma.as_str())
}

fn without_ed(lower: &str) -> Option<String> {
    if let Some(stem) = lower.strip_suffix("ied").filter(|stem| stem.len() > 1) {
        return Some(format!("{stem}y"));
    }
    if lower.ends_with("ied") {
        return lower.strip_suffix('d').map(str::to_owned);
    }
    let stem = lower.strip_suffix("ed").filter(|stem| has_vowel(stem))?;
    // "agreed" and "freed", which keep their "e".
    Some(if stem.ends_with('e') { format!("{stem}e") } else { base_of(stem) })
}

/// The positive of a comparative or superlative; other words are their own.
fn positive(lower: &str, degree: Option<Degree>) -> String {
    let ending = if degree == Some(Degree::Comparative) { "er" } else { "est" };
    match lower.strip_suffix(ending).filter(|stem| has_vowel(stem)) {
        Some(stem) => match stem.strip_suffix('i') {
            Some(stem) => format!("{stem}y"),
            None => base_of(stem),
        },
        None => lower.to_owned(),
    }
}

/// The singular of a noun in the plural.
fn singular(lower: &str) -> String {
    // "1990s" and "1990's" have no singular.
    if lower.starts_with(|c: char| c.is_ascii_digit()) {
        return lower.replace("'s", "s");
    }
    match lower.strip_suffix("men").filter(|stem| has_vowel(stem)) {
        Some(stem) => format!("{stem}man"),
        // "viruses", but "houses" and "causes".
        None => without_s(lower, lower.ends_with("uses") && !lower.ends_with("ouses") && !lower.ends_with("auses")),
    }
}

/// A noun or verb without its "-s" or "-es": the latter after "ss", "sh" and the like, or where `has_es` says so.
fn without_s(lower: &str, has_es: bool) -> String {
    if let Some(stem) = lower.strip_suffix("ies") {
        return if stem.len() > 1 { format!("{stem}y") } else { format!("{stem}ie") };
    }
    let has_es = has_es || ["sses", "shes", "ches", "xes", "zzes", "oes"].iter().any(|end| lower.ends_with(end));
    let stem = match lower.strip_suffix("es").filter(|_| has_es) {
        Some(stem) => Some(stem),
        None => lower.strip_suffix('s').filter(|stem| !stem.ends_with('s')),
    };
    // "DVD's" is a plural, too; "'s" alone is nothing of the kind.
    stem.map(|stem| stem.trim_end_matches('\'')).filter(|stem| !stem.is_empty()).unwrap_or(lower).to_owned()
}

/// Endings of stems that have lost an "e": "accus-ed", "rang-ing", "wid-er".
const WITH_E: &[&str] = &[
    "c", "v", "u", "z", "s", "ib", "ob", "lg", "rg", "dg", "ang", "eng", "ung", "ag", "eg", "ig", "oug", "ad", "id",
    "od", "ud", "ed", "ak", "ik", "ok", "uk", "bl", "cl", "dl", "fl", "gl", "kl", "pl", "tl", "zl", "cal", "hal", "il",
    "ol", "ul", "am", "im", "com", "um", "in", "pon", "hon", "ston", "ven", "scen", "un", "ap", "ip", "cop", "hop",
    "rop", "yp", "ar", "ir", "gnor", "plor", "stor", "scor", "dor", "ur", "yr", "at", "plet", "delet", "mpet", "cret",
    "nvit", "xcit", "ncit", "ecit", "unit", "gnit", "ot", "ut", "breath", "loath", "cloth", "sooth",
];

/// Longer endings than those of [`WITH_E`] of stems that have lost nothing: "load-ed", "hous-ed" but "focus-ed".
const WITHOUT_E: &[&str] = &[
    "ss", "ocus", "ias", "nvas", "zz", "tz", "oid", "aid", "ead", "oad", "ood", "oung", "oud", "aud", "eud", "eed",
    "oak", "eak", "ook", "eek", "eal", "ail", "oil", "eil", "evil", "eril", "ool", "aul", "oul", "oub", "eam", "oam",
    "aim", "eim", "ain", "oin", "ein", "uin", "ion", "eap", "oap", "eip", "oop", "rship", "ossip", "ear", "oar",
    "llar", "air", "eir", "our", "eat", "oat", "ormat", "ombat", "oot", "iot", "ilot", "ivot", "llot", "out", "rring",
    "aught", "omb", "limb", "eus", "herit", "redit",
];

/// What a stem was before "-ed", "-ing", "-er" or "-est" came to it.
fn base_of(stem: &str) -> String {
    let letters: Vec<char> = stem.chars().rev().take(3).collect();
    match letters[..] {
        // Consonants double in "bann-ed" and "controll-ed", not in "call-ed" and "pass-ed"; "add-ed" has its own.
        [last, before, ..] if last == before && is_doubled(stem, last) => {
            stem[..stem.len() - last.len_utf8()].to_owned()
        }
        // One that might have doubled and did not: "hop-ed".
        [last, vowel, ..] if is_short(stem, last, vowel) => format!("{stem}e"),
        _ if longest_end(stem, WITH_E) > longest_end(stem, WITHOUT_E) => format!("{stem}e"),
        _ => stem.to_owned(),
    }
}

fn is_doubled(stem: &str, last: char) -> bool {
    match last {
        'b' | 'd' | 'g' | 'k' | 'm' | 'n' | 'p' | 'r' | 't' | 'v' => {
            !matches!(stem, "add" | "err" | "egg" | "ebb" | "odd")
        }
        'l' => n_vowel_runs(stem) > 1 && (stem.ends_with("ell") || stem.ends_with("oll")),
        _ => false,
    }
}

/// Whether a stem is one syllable that ends in one vowel and one consonant.
fn is_short(stem: &str, last: char, vowel: char) -> bool {
    let n_vowels = stem.chars().filter(|c| is_vowel(*c)).count();
    last.is_ascii_alphabetic() && !is_vowel(last) && !"wxyh".contains(last) && is_vowel(vowel) && n_vowels == 1
}

fn longest_end(stem: &str, ends: &[&str]) -> usize {
    ends.iter().filter(|end| stem.ends_with(*end)).map(|end| end.len()).max().unwrap_or(0)
}

fn is_vowel(c: char) -> bool {
    "aeiou".contains(c)
}

fn has_vowel(stem: &str) -> bool {
    stem.chars().any(|c| is_vowel(c) || c == 'y')
}

fn n_vowel_runs(stem: &str) -> usize {
    let vowels: Vec<bool> = stem.chars().map(is_vowel).collect();
    vowels.iter().enumerate().filter(|&(i, is_vowel)| *is_vowel && (i == 0 || !vowels[i - 1])).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::sentence::Span;
    use crate::language::tag::{Relation, read_reduced};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());

    fn token<'t>(word: &'t str, reduced: &str) -> Token<'t> {
        let (tag, features) = read_reduced(reduced).unwrap();
        Token {
            text: word,
            plain: word.into(),
            lower: word.to_lowercase(),
            span: Span { start: 0, end: word.len() },
            lemma: String::new(),
            tag,
            features,
            head: None,
            relation: Relation::default(),
        }
    }

    /// Checks the lemmas of a sentence, each word of which has its reduced tag after a slash.
    #[track_caller]
    fn check(tagged: &str, expected: &str) {
        let pairs = tagged.split(' ').map(|pair| pair.split_once('/').unwrap());
        let reduced = |tag: &str| if tag.contains('|') { tag.to_owned() } else { format!("{tag}|_") };
        let tokens: Vec<Token> = pairs.map(|(word, tag)| token(word, &reduced(tag))).collect();
        let found: Vec<String> = (0..tokens.len()).map(|i| lemma(&tokens, i, &KNOWLEDGE.words)).collect();
        assert_eq!(found.join(" "), expected, "in {tagged:?}");
    }

    #[test]
    fn verbs_by_form() {
        check("They/PRON|PRP attacked/VERB|VBD and/CCONJ fled/VERB|VBD", "they attack and flee");
        check("He/PRON|PRP found/VERB|VBD gold/NOUN|N", "he find gold");
        check("He/PRON|PRP may/AUX|MD found/VERB|VB it/PRON|PRP", "he may found it");
        check("accused/VERB|VBN accusing/VERB|VBG accuses/VERB|VBZ accuse/VERB|VBP", "accuse accuse accuse accuse");
        check("added/VERB|VBD called/VERB|VBD banned/VERB|VBD hoped/VERB|VBD", "add call ban hope");
        check("agreed/VERB|VBD needed/VERB|VBD lied/VERB|VBD denied/VERB|VBD", "agree need lie deny");
    }

    #[test]
    fn verbs_that_no_table_has_follow_the_rules_of_spelling() {
        check("spligged/VERB|VBD sploded/VERB|VBD splonking/VERB|VBG", "splig splode splonk");
        check("splatiated/VERB|VBN spliring/VERB|VBG splooting/VERB|VBG", "splatiate splire sploot");
    }

    #[test]
    fn nouns() {
        check("allies/NOUN|S attacks/NOUN|S viruses/NOUN|S houses/NOUN|S", "ally attack virus house");
        check("spokeswomen/NOUN|S men/NOUN|S children/NOUN|S wives/NOUN|S", "spokeswoman man child wife");
        check("series/NOUN|S crises/NOUN|S 1990s/NOUN|S bus/NOUN|N", "series crisis 1990s bus");
    }

    #[test]
    fn degrees() {
        check("larger/ADJ|JJR happiest/ADJ|JJS bigger/ADJ|JJR longer/ADV|RBR", "large happy big long");
        check("better/ADJ|JJR better/ADV|RBR more/ADJ|JJR", "good well more");
        check("clever/ADJ|JJ honest/ADJ|JJ", "clever honest");
    }

    #[test]
    fn names_keep_their_capitals() {
        check("Iran/PROPN and/CCONJ NATO/PROPN", "Iran and NATO");
        check("JUAN/PROPN PEREZ/PROPN", "Juan Perez");
        check("Americans/PROPN in/ADP Texas/PROPN", "American in Texas");
        check("The/DET|DT Iranian/ADJ|JJ army/NOUN|N", "the Iranian army");
        check("Angry/ADJ|JJ Iranians/PROPN", "angry Iranian");
        check("The/DET|DT President/NOUN|N", "the president");
    }

    #[test]
    fn short_forms_get_long_and_pronouns_become_subjects() {
        check("They/PRON|PRP wo/AUX|MD n't/PART|RB see/VERB|VB us/PRON|PRP", "they will not see we");
        check("He/PRON|PRP 's/AUX|VBF here/ADV|RB", "he be here");
        check("He/PRON|PRP 's/AUX|VBF never/ADV|RB been/AUX|VBN", "he have never be");
        check("Iran/PROPN 's/PART|POS army/NOUN|N", "Iran 's army");
        check("He/PRON|PRP 'd/AUX|MD", "he would");
        check("an/DET|DT idea/NOUN|N of/ADP hers/PRON|PRP", "a idea of her");
    }

    #[test]
    fn numbers_and_marks() {
        check("4,500/NUM Two/NUM II/NUM", "4500 two II");
        check("yes/INTJ \u{2014}/PUNCT|: no/INTJ", "yes \u{2014} no");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_word_with_any_tag_has_a_lemma(
            word in "\\PC{0,4}(s|es|ies|ed|ied|ing|er|est|men|'s|)",
            tag in proptest::sample::select(vec!["NOUN|S", "NOUN|N", "VERB|VBZ", "VERB|VBD", "VERB|VBG", "ADJ|JJR", "ADJ|JJ",
                "ADV|RBR", "PROPN|_", "AUX|VBF", "NUM|_", "PUNCT|.", "X|_"]),
        ) {
            let tokens = [token(&word, tag)];
            prop_assert!(word.is_empty() || !lemma(&tokens, 0, &KNOWLEDGE.words).is_empty());
            prop_assert_eq!(lemma(&tokens, 1, &KNOWLEDGE.words), "");
        }
    }
}
