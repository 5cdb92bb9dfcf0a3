//! A person's name taken apart: given names, family name, and what marks father from son.
//!
//! Titles, the Arabic article, particles between names and patronymics fall away; order follows the family name where
//! that tells ("Jong-un Kim"). Two words or more with a given name written out are a full name.

use super::reason::{Reason, Verdict};
use super::spell;
use super::tables::{Particle, Tables, Title, tables};
use crate::graph::resolve::fold;

/// Endings of patronymics, East Slavic ones in the spellings that news uses.
const PATRONYMICS: &[&str] =
    &["ovich", "evich", "ovych", "evych", "ovitch", "evitch", "ievich", "yevich", "ovna", "evna", "ivna", "yevna"];

/// A person's name, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The given name and what follows it, in one spelling; empty when the name is one word.
    given: Vec<Word>,
    /// The family name, or the only word.
    family: Word,
    /// "king", where the name is one word.
    reign: Option<String>,
    /// 1 for "Sr.", 2 for "Jr." and "II".
    generation: Option<u8>,
    /// Whether the family name is one of those that stand first.
    is_family_first: bool,
    /// Whether the family name stood last all the same.
    is_turned: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Word {
    /// As written but for case and diacritics.
    plain: String,
    /// In the spelling that stands for all.
    spelled: String,
}

impl Word {
    fn is_initial(&self) -> bool {
        self.plain.chars().count() == 1
    }

    fn is_initial_of(&self, other: &Word) -> bool {
        self.is_initial() && !other.is_initial() && other.plain.starts_with(&self.plain)
    }
}

impl Person {
    /// Takes a name apart; a name without letters gives an empty one.
    pub fn parse(name: &str) -> Person {
        let tables = tables();
        let mut words = words(&turn_at_comma(name));
        let generation = take_generation(&mut words);
        let title = take_titles(&mut words, tables);
        let is_east_asian = words.len() > 1 && tables.east_asian.contains(&words[0].text);
        if !is_east_asian {
            join_servants(&mut words);
            drop_particles(&mut words, tables);
        }
        let mut person = Person { generation, ..Person::order(words, is_east_asian, tables) };
        if person.given.is_empty() && generation.is_none() {
            person.reign = title;
        }
        person
    }

    fn order(words: Vec<Written>, is_east_asian: bool, tables: &Tables) -> Person {
        let mut words: Vec<String> = words.into_iter().map(|word| word.text).collect();
        let is_first = words.len() > 1 && tables.family_first.contains(&words[0]);
        let is_turned = words.len() > 1 && !is_first && words.last().is_some_and(|w| tables.family_first.contains(w));
        let Some(family) = (if is_first { Some(words.remove(0)) } else { words.pop() }) else {
            return Person::default();
        };
        let is_by_letter = is_east_asian || (is_turned && tables.east_asian.contains(&family));
        let word = |plain: String| {
            let spelled = if is_by_letter { plain.clone() } else { spell::skeleton(&plain) };
            Word { plain, spelled }
        };
        let family = word(family);
        let mut given: Vec<Word> = words.into_iter().map(word).collect();
        if let Some(first) = given.first_mut()
            && let Some(full) = tables.nicknames.get(&first.plain)
        {
            first.spelled = spell::skeleton(full);
        }
        if given.len() == 2 && !given[0].is_initial() && is_patronymic(&given[1].plain) {
            given.pop();
        }
        Person { given, family, is_family_first: is_first || is_turned, is_turned, ..Person::default() }
    }

    /// Whether the name alone can tell who it is.
    pub fn is_full(&self) -> bool {
        match self.given.first() {
            Some(first) => !first.is_initial() && !self.family.is_initial(),
            None => self.reign.is_some() || self.generation.is_some(),
        }
    }

    /// The same for every name that differs by spelling, titles, particles or order alone.
    pub fn canonical(&self) -> String {
        let given = if self.is_family_first && !self.given.iter().any(Word::is_initial) {
            let joined = self.given.iter().map(|word| word.spelled.as_str()).collect::<String>();
            tables().variants_as_written.get(&joined).cloned().unwrap_or(joined)
        } else {
            self.given.iter().map(|word| word.spelled.as_str()).collect::<Vec<_>>().join(" ")
        };
        let generation = self.generation.map(|number| number.to_string()).unwrap_or_default();
        let parts = [self.reign.as_deref().unwrap_or_default(), &given, &self.family.spelled, &generation];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The words that may stand for the person alone, in the spelling of one word alone.
    pub fn lone_words(&self) -> Vec<String> {
        let mut lone = vec![&self.family];
        if self.is_family_first {
            lone.extend(self.given.last());
        } else {
            // "Maduro" of "Nicolás Maduro Moros", but not "Robert" of "Michael Robert Milken".
            let may_stand_alone = |word: &&Word| !word.is_initial() && !tables().given.contains(&word.plain);
            lone.extend(self.given.iter().skip(1).rev().filter(may_stand_alone).take(2));
        }
        lone.into_iter().map(|word| spell::skeleton(&word.plain)).collect()
    }

    /// Whether two names may be one person's; both differ as [`Person::canonical`] has them.
    pub fn compare(&self, other: &Person) -> Verdict {
        if self.given.is_empty() || other.given.is_empty() {
            return self.compare_lone(other);
        }
        if self.family.spelled != other.family.spelled {
            return self.compare_families(other);
        }
        let (a, b) = (&self.given[0], &other.given[0]);
        // "Kim Il-sung" and "Kim Jong-il": where every syllable counts, nothing like it will do.
        if self.is_family_first && a.spelled != b.spelled && !a.is_initial() && !b.is_initial() {
            return Verdict::Different(Reason::OtherWords(a.plain.clone(), b.plain.clone()));
        }
        let given = compare_given(&self.given, &other.given);
        match (self.generation, other.generation, given) {
            (_, _, Verdict::Different(reason)) => Verdict::Different(reason),
            (Some(a), Some(b), _) if a != b => Verdict::Different(Reason::Generation),
            (a, b, _) if a != b => Verdict::Possible(Reason::OneGeneration),
            (_, _, given) => given,
        }
    }

    fn compare_lone(&self, other: &Person) -> Verdict {
        let (lone, named) = if self.given.is_empty() { (self, other) } else { (other, self) };
        let word = spell::skeleton(&lone.family.plain);
        // A name in the middle is borne by many; another spelling of it is somebody else's.
        let is_family = spell::skeleton(&named.family.plain) == word || named.is_family_first;
        let is_written_so = is_family || named.given.iter().any(|given| given.plain == lone.family.plain);
        if !is_written_so || !named.lone_words().contains(&word) {
            return Verdict::Different(Reason::OtherWords(lone.family.plain.clone(), named.family.plain.clone()));
        }
        if lone.generation.zip(named.generation).is_some_and(|(a, b)| a != b) {
            return Verdict::Different(Reason::Generation);
        }
        Verdict::Possible(Reason::OneWord(lone.family.plain.clone()))
    }

    fn compare_families(&self, other: &Person) -> Verdict {
        let is_turned = |a: &Person, b: &Person| {
            a.given.len() == 1 && a.given[0].spelled == b.family.spelled && b.given[0].spelled == a.family.spelled
        };
        // "Nicolás Maduro Moros": the name by which news knows him is not the last one.
        let has_extra = |long: &Person, short: &Person| {
            !long.is_family_first
                && long.given.len() > short.given.len()
                && long.given[0].spelled == short.given[0].spelled
                && long.lone_words().contains(&spell::skeleton(&short.family.plain))
        };
        let is_either_order = self.is_family_first || other.is_family_first;
        if is_either_order && self.given.len() == other.given.len() && is_turned(self, other) {
            return Verdict::Possible(Reason::Turned);
        }
        for (long, short) in [(self, other), (other, self)] {
            if has_extra(long, short) {
                return Verdict::Possible(Reason::Extra(long.family.plain.clone()));
            }
        }
        Verdict::Different(Reason::OtherWords(self.family.plain.clone(), other.family.plain.clone()))
    }

    /// What of the spelling sets two names apart that are one by [`Person::canonical`].
    pub fn spelling_reason(&self, other: &Person) -> Reason {
        if self.is_turned != other.is_turned {
            return Reason::Order;
        }
        let words = |person: &Person| {
            let mut words: Vec<Word> = person.given.clone();
            words.push(person.family.clone());
            words
        };
        let (ours, theirs) = (words(self), words(other));
        if ours.len() != theirs.len() {
            return Reason::LeftOut;
        }
        let differing = ours.iter().zip(&theirs).find(|(a, b)| a.plain != b.plain);
        let Some((a, b)) = differing else { return Reason::LeftOut };
        let nicknames = &tables().nicknames;
        if nicknames.contains_key(&a.plain) || nicknames.contains_key(&b.plain) {
            return Reason::Nickname(a.plain.clone(), b.plain.clone());
        }
        Reason::Transliteration(a.plain.clone(), b.plain.clone())
    }
}

/// Given names under one family name: the first ones decide, the middle ones must not clash.
fn compare_given(ours: &[Word], theirs: &[Word]) -> Verdict {
    let (a, b) = (&ours[0], &theirs[0]);
    if a.spelled != b.spelled {
        // "Mohammed Hosni Mubarak" goes by his second name.
        let (first, others) = if ours.len() <= theirs.len() { (a, theirs) } else { (b, ours) };
        let is_second = !first.is_initial() && others[1..].iter().any(|word| word.spelled == first.spelled);
        return match is_second {
            true => Verdict::Possible(Reason::Extra(others[0].plain.clone())),
            false => compare_first(a, b),
        };
    }
    let (short, long) =
        if ours.len() <= theirs.len() { (&ours[1..], &theirs[1..]) } else { (&theirs[1..], &ours[1..]) };
    if a.is_initial() {
        return Verdict::Possible(Reason::Initial(a.plain.clone(), b.plain.clone()));
    }
    if short.is_empty() {
        return match long.first() {
            Some(middle) if long.iter().all(Word::is_initial) => {
                Verdict::Same(Reason::MiddleInitial(middle.plain.clone()))
            }
            Some(middle) => Verdict::Possible(Reason::Extra(middle.plain.clone())),
            None => Verdict::Possible(Reason::LeftOut),
        };
    }
    if short.len() == long.len() {
        return compare_middle(short, long);
    }
    let mut rest = long.iter();
    if short.iter().all(|word| !word.is_initial() && rest.any(|other| other.spelled == word.spelled)) {
        return Verdict::Possible(Reason::Extra(long[0].plain.clone()));
    }
    Verdict::Different(Reason::OtherWords(short[0].plain.clone(), long[0].plain.clone()))
}

fn compare_first(a: &Word, b: &Word) -> Verdict {
    for (short, long) in [(a, b), (b, a)] {
        if short.is_initial_of(long) {
            return Verdict::Possible(Reason::Initial(short.plain.clone(), long.plain.clone()));
        }
        if short.plain.len() >= 3 && long.plain.starts_with(&short.plain) {
            return Verdict::Possible(Reason::ShortForm(short.plain.clone(), long.plain.clone()));
        }
    }
    let words = (a.plain.clone(), b.plain.clone());
    match differ_by_a_vowel(&a.spelled, &b.spelled) {
        true => Verdict::Possible(Reason::NearSpelling(words.0, words.1)),
        false => Verdict::Different(Reason::OtherWords(words.0, words.1)),
    }
}

/// "Aden" and "Adan", but neither "Maria" and "Mario" nor "Hassan" and "Hussein".
fn differ_by_a_vowel(a: &str, b: &str) -> bool {
    let consonants = |word: &str| word.replace(['a', 'e', 'i', 'o', 'u'], "");
    a.len() >= 4
        && b.len() >= 4
        && a.chars().last() == b.chars().last()
        && consonants(a) == consonants(b)
        && strsim::damerau_levenshtein(a, b) == 1
}

fn compare_middle(ours: &[Word], theirs: &[Word]) -> Verdict {
    let clash =
        ours.iter().zip(theirs).find(|(a, b)| a.spelled != b.spelled && !a.is_initial_of(b) && !b.is_initial_of(a));
    match clash {
        Some((a, b)) => Verdict::Different(Reason::OtherWords(a.plain.clone(), b.plain.clone())),
        None => Verdict::Same(Reason::MiddleInitial(ours[0].plain.clone())),
    }
}

/// A word of a name and whether a hyphen follows it.
#[derive(Debug, Clone)]
struct Written {
    text: String,
    is_hyphenated: bool,
}

/// "Putin, Vladimir" in the order of speech; "Trump, Jr." as it stands.
fn turn_at_comma(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.contains(',') && !is_after_name(given) => format!("{given} {family}"),
        _ => name.replace(',', " "),
    }
}

fn is_after_name(words: &str) -> bool {
    let word = fold(words);
    generation_of(&word).is_some() || tables().is_particle(&word, Particle::After)
}

/// Words in lower case without diacritics; a full stop ends one, so that "V.V." is two.
fn words(name: &str) -> Vec<Written> {
    let mut words = Vec::new();
    for part in name.split(|c: char| c.is_whitespace() || c == '.') {
        let pieces: Vec<String> =
            part.split(['-', '‐', '‑', '–']).map(fold).filter(|piece| !piece.is_empty()).collect();
        let n_pieces = pieces.len();
        for (i, piece) in pieces.into_iter().enumerate() {
            // Cyrillic and Greek read as English news spells them, and a piece of several words as these.
            let latin = if piece.is_ascii() { piece } else { latin(&piece) };
            for text in latin.split(' ').filter(|text| !text.is_empty()) {
                words.push(Written { text: text.to_owned(), is_hyphenated: i + 1 < n_pieces });
            }
        }
    }
    words
}

fn latin(word: &str) -> String {
    match word.chars().all(|c| c.is_ascii() || matches!(c, '\u{370}'..='\u{52f}')) {
        true => any_ascii::any_ascii(word).to_lowercase().replace('\'', ""),
        false => word.to_owned(),
    }
}

fn take_generation(words: &mut Vec<Written>) -> Option<u8> {
    while words.len() > 2 && words.last().is_some_and(|word| tables().is_particle(&word.text, Particle::After)) {
        words.pop();
    }
    let generation = words.last().filter(|_| words.len() > 1).and_then(|word| generation_of(&word.text))?;
    words.pop();
    Some(generation)
}

fn generation_of(word: &str) -> Option<u8> {
    let numbers =
        ["sr", "jr", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"];
    match word {
        "senior" | "i" => Some(1),
        "junior" | "ii" => Some(2),
        // The letter alone is more often an initial that was left without its name.
        "v" | "x" => None,
        _ => numbers.iter().position(|number| *number == word).map(|place| place as u8 + 1),
    }
}

/// Takes titles off the front while a name is left; gives the last one that a reign has.
fn take_titles(words: &mut Vec<Written>, tables: &Tables) -> Option<String> {
    let mut reign = None;
    while words.len() > 1 {
        let Some(title) = tables.titles.get(&words[0].text) else { break };
        if *title == Title::Reign {
            reign = Some(words[0].text.clone());
        }
        words.remove(0);
    }
    reign
}

/// "Abdel Fattah", "Abd al-Fattah" and "Abdelfattah" are one word, and so is "Abu Mahdi".
fn join_servants(words: &mut Vec<Written>) {
    let mut i = 0;
    while i + 1 < words.len() {
        let text = words[i].text.as_str();
        let start = match text {
            "abd" | "abdul" | "abdel" | "abdal" | "abdoul" => "abd",
            "abu" | "abou" => "abu",
            _ => {
                i += 1;
                continue;
            }
        };
        let is_article = matches!(words[i + 1].text.as_str(), "al" | "el" | "ul");
        let n_joined = if start == "abd" && is_article && i + 2 < words.len() { 2 } else { 1 };
        words[i].text = format!("{start}{}", words[i + n_joined].text);
        words[i].is_hyphenated = words[i + n_joined].is_hyphenated;
        words.drain(i + 1..=i + n_joined);
        i += 1;
    }
    for word in words {
        let rest = ["abdul", "abdel", "abdal", "abdoul"].iter().find_map(|start| word.text.strip_prefix(start));
        if let Some(rest) = rest.filter(|rest| rest.len() > 2) {
            word.text = format!("abd{rest}");
        }
    }
}

fn drop_particles(words: &mut Vec<Written>, tables: &Tables) {
    let n_leading = words.iter().take_while(|word| tables.is_particle(&word.text, Particle::Leading)).count();
    if n_leading > 0 && words.len() == n_leading + 1 {
        words.drain(..n_leading);
        return;
    }
    for word in words.iter_mut() {
        if matches!(word.text.as_str(), "ibn" | "ben") && !word.is_hyphenated {
            word.text = "bin".to_owned();
        }
    }
    if let Some(first) = words.first_mut().filter(|word| word.text == "bin") {
        // "Ben Wallace": at the front it is a given name.
        first.text = "ben".to_owned();
    }
    let n_words = words.len();
    let mut place = 0;
    words.retain(|word| {
        let (is_first, is_last) = (place == 0, place + 1 == n_words);
        place += 1;
        let is_article = word.is_hyphenated && tables.is_particle(&word.text, Particle::Hyphenated);
        let is_particle = !is_first && tables.is_particle(&word.text, Particle::Inner);
        is_last || !(is_article || is_particle)
    });
}

fn is_patronymic(word: &str) -> bool {
    word.len() > 6 && PATRONYMICS.iter().any(|end| word.ends_with(end)) || word == "ilyich"
}
