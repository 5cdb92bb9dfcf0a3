//! Names across articles: the spelling under which full names are compared, and whether a part of a name may be of a
//! full one. Pure functions of names; what else ties two actors is `derive`'s to weigh.
//!
//! The words that are spelled in two ways, titles, nicknames and legal forms are tables in `data/matching`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::resolve::fold;
use crate::knowledge::table::{Source, rows};
use crate::ontology::ActorKind;

/// Tables of `data/matching`.
struct Tables {
    variants: BTreeMap<&'static str, &'static str>,
    nicknames: BTreeMap<&'static str, &'static str>,
    titles: BTreeSet<&'static str>,
    family_first: BTreeSet<String>,
    group_words: BTreeMap<&'static str, &'static str>,
    legal_forms: BTreeSet<&'static str>,
    organ_heads: BTreeSet<&'static str>,
    organ_words: BTreeSet<&'static str>,
    /// Adjectives and names of countries to their codes.
    countries: BTreeMap<String, String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::read().expect("a test reads the built-in tables"));

/// One of the built-in tables.
macro_rules! built_in {
    ($name:literal) => {
        Source { name: concat!("data/", $name), text: include_str!(concat!("../../data/", $name)), is_own: false }
    };
}

impl Tables {
    fn read() -> Result<Tables, crate::knowledge::Error> {
        let pairs = |source, columns: [&str; 3]| -> Result<BTreeMap<&'static str, &'static str>, _> {
            Ok(rows(source, columns)?.into_iter().map(|row| (row.value[0], row.value[1])).collect())
        };
        let words = |source, columns: [&str; 2]| -> Result<BTreeSet<&'static str>, _> {
            Ok::<_, crate::knowledge::Error>(rows(source, columns)?.into_iter().map(|row| row.value[0]).collect())
        };
        let organs = pairs(built_in!("matching/state_organs.tsv"), ["word", "role", "note"])?;
        let titles = pairs(built_in!("matching/name_titles.tsv"), ["title", "kind", "note"])?;
        let eastern = words(built_in!("words/family_names.tsv"), ["name", "note"])?;
        let mut family_first: BTreeSet<String> = eastern.into_iter().map(fold).collect();
        family_first.extend(words(built_in!("matching/family_first.tsv"), ["name", "note"])?.into_iter().map(fold));
        Ok(Tables {
            variants: pairs(built_in!("matching/name_variants.tsv"), ["form", "standard", "note"])?,
            nicknames: pairs(built_in!("matching/nicknames.tsv"), ["nickname", "name", "note"])?,
            titles: titles.into_iter().filter(|(_, kind)| *kind == "plain").map(|(title, _)| title).collect(),
            family_first,
            group_words: pairs(built_in!("matching/group_words.tsv"), ["form", "standard", "note"])?,
            legal_forms: words(built_in!("matching/legal_forms.tsv"), ["form", "note"])?,
            organ_heads: organs.iter().filter(|(_, role)| **role == "head").map(|(word, _)| *word).collect(),
            organ_words: organs.into_keys().collect(),
            countries: countries(),
        })
    }
}

/// Names and adjectives of countries, folded, with their codes.
fn countries() -> BTreeMap<String, String> {
    #[derive(serde::Deserialize)]
    struct File {
        country: Vec<Country>,
    }
    #[derive(serde::Deserialize)]
    struct Country {
        alpha3: String,
        name: String,
        #[serde(default)]
        variants: Vec<String>,
        #[serde(default)]
        adjectives: Vec<String>,
    }
    let file: File = toml::from_str(include_str!("../../data/countries.toml")).expect("a test reads the table");
    let forms = |country: Country| {
        let code = country.alpha3.to_lowercase();
        let forms = [vec![country.name], country.variants, country.adjectives].concat();
        forms.into_iter().map(move |form| (fold(&form), code.clone())).collect::<Vec<_>>()
    };
    file.country.into_iter().flat_map(forms).collect()
}

/// The spelling under which full names are compared: equal for names that are one by themselves.
///
/// Leaves out case, marks, titles, patronymics and the Arabic article; spells transliterations in one way, nicknames in
/// full; puts a family name that may stand first first. Of groups it leaves out legal forms, and of a state's organs the
/// order of the words.
pub(super) fn canonical(kind: ActorKind, name: &str) -> String {
    match kind {
        ActorKind::Country => fold(name),
        ActorKind::Person => canonical_person(name),
        ActorKind::Group => canonical_group(name),
    }
}

fn canonical_person(name: &str) -> String {
    let words = person_words(name);
    let is_family = |word: Option<&String>| word.is_some_and(|word| TABLES.family_first.contains(word));
    match words.as_slice() {
        [family, given @ ..] if (1..=2).contains(&given.len()) && is_family(words.first()) => {
            format!("{family} {}", given.concat())
        }
        [given @ .., family] if (1..=2).contains(&given.len()) && is_family(words.last()) => {
            format!("{family} {}", given.concat())
        }
        _ => words.join(" "),
    }
}

/// The words of a person's name that count, each in its one spelling.
fn person_words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    while words.len() > 2 && TABLES.titles.contains(words[0]) {
        words.remove(0);
    }
    let n_words = words.len();
    let is_kept = |(i, word): (usize, &&str)| {
        let is_inner = i > 0 && i + 1 < n_words;
        !((n_words > 1 && matches!(*word, "al" | "el")) || (is_inner && is_patronymic(word)))
    };
    let words: Vec<&str> =
        words.iter().enumerate().filter(|(i, word)| is_kept((*i, word))).map(|(_, word)| *word).collect();
    words.iter().enumerate().map(|(i, word)| spelled(word, i == 0 && words.len() > 1)).collect()
}

fn is_patronymic(word: &str) -> bool {
    word.len() > 6 && ["ovich", "evich", "ovna", "evna", "ovych", "evych", "ivna"].iter().any(|end| word.ends_with(end))
}

/// A word of a person's name in its one spelling.
fn spelled(word: &str, is_given: bool) -> String {
    if is_given && let Some(full) = TABLES.nicknames.get(word) {
        return spelled(full, false);
    }
    if let Some(standard) = TABLES.variants.get(word) {
        return single_letters(standard);
    }
    let mut spelled = single_letters(word);
    for (end, standard) in
        [("skiy", "sky"), ("skyi", "sky"), ("skii", "sky"), ("ski", "sky"), ("skij", "sky"), ("tsky", "cky")]
    {
        if let Some(stem) = spelled.strip_suffix(end).filter(|stem| stem.len() >= 2) {
            spelled = format!("{stem}{standard}");
            break;
        }
    }
    for (end, standard) in [("of", "ov"), ("ef", "ev"), ("iy", "y"), ("yi", "y"), ("ii", "y"), ("vych", "vich")] {
        if word.len() >= 6
            && let Some(stem) = spelled.strip_suffix(end)
        {
            spelled = format!("{stem}{standard}");
            break;
        }
    }
    match TABLES.variants.get(spelled.as_str()) {
        Some(standard) => single_letters(standard),
        None => spelled,
    }
}

/// "zelenskyy" as "zelensky", "yussuf" as "yusuf".
fn single_letters(word: &str) -> String {
    let mut single = String::with_capacity(word.len());
    for c in word.chars() {
        if !single.ends_with(c) {
            single.push(c);
        }
    }
    // Two letters are all of some names ("Oo", "Aa").
    if single.chars().count() < 2 { word.to_owned() } else { single }
}

fn canonical_group(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = Vec::new();
    let mut rest: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    while !rest.is_empty() {
        let (standard, n) = standard_words(&rest);
        words.extend(standard.split(' '));
        rest.drain(..n);
    }
    while words.len() > 1 && words.last().is_some_and(|word| TABLES.legal_forms.contains(word)) {
        words.pop();
    }
    if !words.iter().any(|word| TABLES.organ_heads.contains(word)) {
        return words.join(" ");
    }
    // "Ministry of Defence of Russia", "Russian Defense Ministry": the order tells nothing.
    let mut words: Vec<String> = words
        .into_iter()
        .filter(|word| !matches!(*word, "of" | "the" | "for" | "and"))
        .map(|word| TABLES.countries.get(word).cloned().unwrap_or_else(|| word.to_owned()))
        .collect();
    words.sort();
    words.join(" ")
}

/// The longest row of the table that the words begin with, and how many words it stands for; else the word itself.
fn standard_words<'w>(words: &[&'w str]) -> (&'w str, usize) {
    for n in (1..=words.len().min(4)).rev() {
        if let Some(standard) = TABLES.group_words.get(words[..n].join(" ").as_str()) {
            return (standard, n);
        }
    }
    (words[0], 1)
}

/// Keys that a form of an actor shares with the forms of those that it may be one with: surname, given name, acronym.
pub(super) fn keys(kind: ActorKind, form: &str) -> Vec<String> {
    let keys: BTreeSet<String> = match kind {
        ActorKind::Country => BTreeSet::new(),
        ActorKind::Person => {
            let words = person_words(form);
            words.first().into_iter().chain(words.last()).filter(|word| word.chars().count() > 1).cloned().collect()
        }
        ActorKind::Group => {
            let folded = fold(form);
            let is_one_word = !folded.contains(' ') && !folded.is_empty();
            is_one_word.then_some(folded).into_iter().chain(acronym(form)).collect()
        }
    };
    keys.into_iter().map(|key| format!("{kind}:{key}")).collect()
}

/// First letters of a group's name of three words or more, with and without its small words left out of account.
fn acronym(name: &str) -> Option<String> {
    let letters: String = fold(name)
        .split(' ')
        .filter(|word| !matches!(*word, "of" | "the" | "for" | "and" | "in" | "on"))
        .filter_map(|word| word.chars().next())
        .collect();
    (letters.chars().count() >= 3).then_some(letters)
}

/// Whether a name is only part of one: a surname, a name with an initial, an acronym.
pub(super) fn is_part(kind: ActorKind, name: &str) -> bool {
    match kind {
        ActorKind::Country => false,
        ActorKind::Person => {
            let words = person_words(name);
            words.len() < 2 || words.iter().any(|word| word.chars().count() == 1)
        }
        ActorKind::Group => {
            let n_upper = name.chars().filter(|c| c.is_uppercase()).count();
            n_upper >= 2 && !name.contains(' ') && !name.chars().any(char::is_lowercase)
        }
    }
}

/// Whether every country has a group of such a name: "Foreign Ministry", "Ministry of Defence", "parliament".
pub(super) fn is_institution(kind: ActorKind, name: &str) -> bool {
    let canonical = canonical(kind, name);
    let mut words = canonical.split(' ').peekable();
    kind == ActorKind::Group
        && canonical.split(' ').any(|word| TABLES.organ_heads.contains(word))
        && words.all(|word| TABLES.organ_words.contains(word))
}

/// Why a part of a name may be of a full one; `None` where it cannot.
pub(super) fn fit(kind: ActorKind, part: &str, whole: &str) -> Option<String> {
    match kind {
        ActorKind::Country => None,
        ActorKind::Person => fit_person(part, whole),
        ActorKind::Group => {
            let is_acronym = acronym(whole).is_some_and(|acronym| acronym == fold(part));
            is_acronym.then(|| format!("{part} are the first letters of {whole}"))
        }
    }
}

fn fit_person(part: &str, whole: &str) -> Option<String> {
    let (parts, wholes) = (person_words(part), person_words(whole));
    match (parts.as_slice(), wholes.as_slice()) {
        ([only], [.., surname]) if only == surname => Some(format!("{part} is the surname of {whole}")),
        ([only], [family, ..]) if only == family && TABLES.family_first.contains(family) => {
            Some(format!("{part} is the family name of {whole}"))
        }
        ([given @ .., surname], [whole_given @ .., whole_surname]) if surname == whole_surname && !given.is_empty() => {
            are_initials(given, whole_given).then(|| format!("the initials of {part} are those of {whole}"))
        }
        _ => None,
    }
}

/// "V", "J R" for "Vladimir", "John Ronald"; an initial too many ("Donald J") does not clash.
fn are_initials(given: &[String], whole: &[String]) -> bool {
    let fits = |part: &String, word: &String| {
        part == word
            || (part.chars().count() == 1 && word.starts_with(part.as_str()))
            || (word.chars().count() == 1 && part.starts_with(word.as_str()))
    };
    let shared = given.len().min(whole.len());
    let is_extra = |word: &String| word.chars().count() == 1;
    given.iter().zip(whole).all(|(part, word)| fits(part, word))
        && given[shared..].iter().chain(&whole[shared..]).all(is_extra)
        && shared > 0
}

/// Why two full names are one, whose canonical spellings are the same.
pub(super) fn reason(kind: ActorKind, main: &str, other: &str) -> String {
    match (main == other, fold(main) == fold(other)) {
        (true, _) => "the same name".to_owned(),
        (_, true) => format!("the same name as {main} but for case, marks or punctuation"),
        _ if kind == ActorKind::Person => format!("another spelling of {main}"),
        _ => format!("the same words as {main}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ActorKind::{Group, Person};

    /// Whether two names are one by themselves.
    fn are_same(kind: ActorKind, a: &str, b: &str) -> bool {
        canonical(kind, a) == canonical(kind, b)
    }

    #[track_caller]
    fn check_same(kind: ActorKind, a: &str, b: &str) {
        assert!(are_same(kind, a, b), "{a:?} is {:?}, {b:?} is {:?}", canonical(kind, a), canonical(kind, b));
    }

    #[track_caller]
    fn check_two(kind: ActorKind, a: &str, b: &str) {
        assert!(!are_same(kind, a, b), "{a:?} and {b:?} are both {:?}", canonical(kind, a));
    }

    #[test]
    fn transliterations_order_and_titles_do_not_tell_people_apart() {
        check_same(Person, "Volodymyr Zelensky", "Volodymyr Zelenskyy");
        check_same(Person, "Volodymyr Zelenskiy", "Volodymyr Zelenskyi");
        check_same(Person, "Mohammed Ali", "Muhammad Ali");
        check_same(Person, "Bashar al-Assad", "Bashar Assad");
        check_same(Person, "Kim Jong Un", "Kim Jong-un");
        check_same(Person, "Jong-un Kim", "Kim Jong-un");
        check_same(Person, "Vladimir Vladimirovich Putin", "Vladimir Putin");
        check_same(Person, "Joe Biden", "Joseph Biden");
        check_same(Person, "Gen. Mark Milley", "Mark Milley");
        check_two(Person, "Kim Jong Un", "Kim Jong Il");
        check_two(Person, "George H. W. Bush", "George W. Bush");
        check_two(Person, "Hunter Biden", "Joe Biden");
        check_two(Person, "Pope Francis", "Pope Benedict");
    }

    #[test]
    fn legal_forms_spelling_and_the_order_of_an_organ_do_not_tell_groups_apart() {
        check_same(Group, "Apple Inc.", "Apple");
        check_same(Group, "Labour Party", "Labor Party");
        check_same(Group, "Russian Defence Ministry", "Ministry of Defense of Russia");
        check_two(Group, "Bank of China", "People's Bank of China");
        check_two(Group, "Russian Defence Ministry", "Ministry of Defence of Ukraine");
        check_two(Group, "Democratic Party", "Democratic Party of Japan");
    }

    #[test]
    fn a_part_fits_a_name_without_clash() {
        let fits = |kind, part, whole| fit(kind, part, whole).is_some();
        assert!(fits(Person, "Putin", "Vladimir Putin") && fits(Person, "V. Putin", "Vladimir Putin"));
        assert!(fits(Person, "Donald J. Trump", "Donald Trump") && fits(Person, "Xi", "Xi Jinping"));
        assert!(!fits(Person, "D. Putin", "Vladimir Putin") && !fits(Person, "Vladimir", "Vladimir Putin"));
        assert!(!fits(Person, "George W. Bush", "George H. W. Bush"));
        assert!(fits(Group, "IAEA", "International Atomic Energy Agency") && !fits(Group, "IAEA", "Iranian Army"));
    }

    #[test]
    fn an_institution_is_one_of_every_country() {
        let is = |name| is_institution(Group, name);
        assert!(is("Foreign Ministry") && is("Ministry of Defence") && is("Parliament"));
        assert!(!is("Hezbollah") && !is("Bank of England") && !is("Microsoft"));
    }
}
