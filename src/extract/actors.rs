//! Chains the mentions of an article into actors, each under one name with all its aliases.
//!
//! In order: the tables' actors by their record; persons by full name, then by surname or given name; groups by name, then
//! by an acronym that the article introduces in brackets.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::contest;
use super::coreference::{self, Reference, Step, places};
use super::mention::crowd;
use super::mention::{self, Mention, Who};
use super::noun_phrase::Head;
use super::quotes::label_in_capitals;
use super::{figures, letters, namesakes, office, seats, second_names, short_names, things};
use crate::knowledge::holders::Term;
use crate::knowledge::names::{FormKind, Known};
use crate::knowledge::phrase::Phrases;
use crate::knowledge::words::GroupNoun;
use crate::knowledge::{Knowledge, Names, Predicates, Words};
use crate::language::{CharIndex, Relation, Sentence, Tag, Token};
use crate::ontology::{Actor, ActorKind, Date, Family, Modality, Office, Polarity, RelationType, Statement, Status};

/// The actors of an article, and which mention names which.
#[derive(Debug, Default)]
pub struct Actors {
    /// In order of first mention.
    pub list: Vec<Actor>,
    /// Mentions by sentence, each with the index of its actor in `list`.
    pub(super) mentions: Vec<Vec<(Mention, usize)>>,
    /// Groups whose name says to whom they belong, by sentence.
    pub(super) parents: HashMap<usize, Vec<Parent>>,
    /// By sentence, how each of `mentions` was joined.
    pub(super) steps: Vec<Vec<Step>>,
    /// Words without a name of their own that stand for an actor, by sentence.
    pub(super) references: Vec<Vec<Reference>>,
    /// Table record of each actor, where it has one.
    known: Vec<Option<Known>>,
    /// The office that the tables know a person from, held on the article's day.
    terms: BTreeMap<usize, Term>,
    /// Persons by the name that the tables have for them, once looked for.
    of_tables: BTreeMap<String, usize>,
}

/// A group and the actor that its name says it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parent {
    /// Index of the group.
    pub group: usize,
    /// Index of the other actor.
    pub parent: usize,
    /// Whether the group is an organ of it, rather than based there.
    pub is_organ: bool,
}

/// The actors of an article.
pub fn actors(text: &str, sentences: &[Sentence], knowledge: &Knowledge, date: Option<&Date>) -> Actors {
    let mut found: Vec<Vec<Mention>> =
        sentences.iter().enumerate().map(|(i, sentence)| mention::mentions_in(i, sentence, knowledge)).collect();
    drop_places(&mut found, sentences, knowledge);
    figures::drop(&mut found, sentences, knowledge);
    things::drop(&mut found, sentences, knowledge);
    let persons = FullNames::find(&found, sentences);
    drop_several(&mut found, sentences, &persons);
    namesakes::drop(&mut found, sentences, knowledge);
    drop_doubtful(&mut found, sentences, &persons, knowledge);
    settle_ambiguous(&mut found, sentences, &persons, knowledge);
    letters::settle(&mut found, sentences, knowledge);
    second_names::settle(&mut found, sentences, &knowledge.words);
    seats::settle(&mut found, sentences, knowledge);
    let acronyms = introduced_acronyms(&found, sentences);
    add_short_names(&mut found, sentences, &persons, &acronyms, knowledge);
    let mut chain = Chain {
        text,
        sentences,
        names: &knowledge.names,
        group_nouns: &knowledge.words.group_nouns,
        predicates: &knowledge.predicates,
        persons,
        actors: Actors::default(),
        keys: BTreeMap::new(),
        last_seen: HashMap::new(),
        n_mentions: 0,
        n_short: HashMap::new(),
        kin: HashSet::new(),
        last_person: None,
        words: &knowledge.words,
    };
    for mentions in found {
        let (named, steps) = mentions
            .into_iter()
            .map(|mention| {
                let (actor, step) = chain.actor_of(&mention);
                ((mention, actor), step)
            })
            .unzip();
        chain.actors.mentions.push(named);
        chain.actors.steps.push(steps);
    }
    let mut actors = chain.actors;
    actors.settle_kinds();
    actors.join_shorter(knowledge);
    coreference::resolve(sentences, &mut actors, knowledge, date);
    count_mentions(&mut actors, text, sentences);
    actors
}

/// A name without accents, case and marks, as names are compared.
pub fn folded(name: &str) -> String {
    let plain: String = name.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let special = plain.replace(['ı', 'İ'], "i").replace('ø', "o").replace('ł', "l").replace('đ', "d");
    special.to_lowercase().replace(['-', '.', ','], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A single word at the start of a sentence is a name where the article has it elsewhere too, gives it a title, or has it
/// say something or deal with another actor: "Frost is likely" names nobody, "Frost said" somebody. The same holds for a
/// word that is nothing to a verb.
fn drop_doubtful(found: &mut [Vec<Mention>], sentences: &[Sentence], persons: &FullNames, knowledge: &Knowledge) {
    // Of those that no table has, a group that its noun tells, "the Ahwazi Labour Party", is sure, and so is who has two names or more.
    let is_sure = |other: &Mention| match &other.who {
        Who::Known(_) => true,
        Who::Group { sector: Some(_), .. } => other.end - other.start > 1,
        Who::Person => name_words(sentences, other).filter(|token| token.is_capitalised()).count() > 1,
        _ => false,
    };
    let is_doubtful = |mention: &Mention| {
        let tokens = &sentences[mention.sentence].tokens;
        let (start, token) = (mention.start, &tokens[mention.start]);
        let is_group = matches!(mention.who, Who::Group { of: None, .. });
        let is_team = matches!(&mention.who, Who::Group { sector: Some(sector), .. } if sector == contest::SECTOR);
        let is_acronym = token.text.chars().skip(1).any(char::is_uppercase);
        let is_name =
            mention.end == start + 1 || tokens[start + 1..mention.end].iter().all(|token| !token.is_capitalised());
        let opens = start == 0 || !tokens[start - 1].is_word() && tokens[start - 1].text != ",";
        let is_argument = matches!(
            tokens[places::top_of(tokens, start)].relation,
            Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Obj
                | Relation::Iobj
                | Relation::OblAgent
                | Relation::NmodPoss
                | Relation::Obl
        );
        // "Frost said", "Frost joined NATO".
        let is_subject = matches!(token.relation, Relation::Nsubj | Relation::NsubjPass);
        let is_copula = |verb: usize| tokens.iter().any(|t| t.head == Some(verb) && t.relation == Relation::Cop);
        let verb = token.head.filter(|&verb| is_subject && (tokens[verb].tag == Tag::Verb || is_copula(verb)));
        let has_company = found[mention.sentence].iter().any(|other| other.start != start && is_sure(other));
        let speaks =
            verb.is_some_and(|verb| knowledge.words.saying_verbs.contains_key(&tokens[verb].lemma) || has_company);
        let has_title = || office::title_before(tokens, start, knowledge).is_some();
        // "Seismologists" at the start of a sentence are no group by that name.
        let is_translated = translation_after(tokens, mention.end).is_some();
        let is_lone_group =
            is_group && !is_team && mention.end == start + 1 && !is_acronym && !is_translated && opens && !speaks;
        is_lone_group || mention.who == Who::Person && is_name && (opens && !speaks || !is_argument) && !has_title()
    };
    let key = |mention: &Mention| folded(sentences[mention.sentence].tokens[mention.start].text);
    let mut sure: HashSet<String> = HashSet::new();
    let mut doubtful: HashSet<(usize, usize)> = HashSet::new();
    let is_named = |mention: &&Mention| matches!(mention.who, Who::Person | Who::Group { of: None, .. });
    for mention in found.iter().flatten().filter(is_named) {
        if is_doubtful(mention) {
            doubtful.insert((mention.sentence, mention.start));
        } else if mention.end == mention.start + 1 {
            sure.insert(key(mention));
        }
    }
    for mentions in found.iter_mut() {
        mentions.retain(|mention| {
            let is_known = || {
                sure.contains(&key(mention))
                    || persons.has_surname(&key(mention))
                    || persons.with(&key(mention)).next().is_some()
            };
            !doubtful.contains(&(mention.sentence, mention.start)) || is_known()
        });
    }
}

/// "Biden-Harris", "Myers/Lusk", "the Turpins": two surnames of the article's persons with a mark between them are a ticket or a
/// pair, one in the plural is a family; neither is anybody's name.
fn drop_several(found: &mut [Vec<Mention>], sentences: &[Sentence], persons: &FullNames) {
    let is_pair = |mention: &Mention| {
        let words: Vec<&str> = name_words(sentences, mention).map(|token| token.text).collect();
        let name = words.join(" ");
        // "De La Fuente/Richardson"
        let parts: Vec<&str> =
            name.split(['-', '/', '\u{2013}']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let last = |part: &&str| folded(part.rsplit(' ').next().unwrap_or_default());
        let whole = folded(&name.replace('\u{2013}', "-"));
        // Two people bear them: "Ocasio-Cortez" is one.
        let bearer = |part: &&str| {
            let surname = last(part);
            persons.with(&surname).find(|full| full.last() == Some(&surname) && full.join(" ") != whole)
        };
        let family = || folded(name.strip_suffix('s').unwrap_or_default());
        match (words.len(), parts.len()) {
            (1, 1) => persons.has_surname(&family()) && persons.with(&folded(&name)).next().is_none(),
            (_, 2) => {
                bearer(&parts[0]).is_some() && bearer(&parts[1]).is_some() && bearer(&parts[0]) != bearer(&parts[1])
            }
            _ => false,
        }
    };
    for mentions in found.iter_mut() {
        mentions
            .retain(|mention| !matches!(mention.who, Who::Person | Who::Group { of: None, .. }) || !is_pair(mention));
    }
}

/// A name that the models take for a person's and that only ever stands where something is, "in Tell Tamer and Ain Issa", is
/// a place's, unless it begins with a given name or has a title.
fn drop_places(found: &mut [Vec<Mention>], sentences: &[Sentence], knowledge: &Knowledge) {
    let is_where = |mention: &Mention| {
        let tokens = &sentences[mention.sentence].tokens;
        let top = places::top_of(tokens, places::head_of(tokens, mention.start, mention.end));
        let is_case = |token: &Token| {
            let is_place = matches!(token.lower.as_str(), "in" | "at" | "near" | "outside" | "around");
            token.head == Some(top) && token.relation == Relation::Case && is_place
        };
        let is_given = knowledge.words.given_names.contains_key(tokens[mention.start].text);
        // "The army entered Tell Tamer."
        let is_entered = tokens[top].relation == Relation::Obj
            && tokens[top].head.is_some_and(|verb| knowledge.words.is_in_class("ENTER", &tokens[verb].lemma));
        !is_given
            && (is_entered || tokens.iter().any(is_case))
            && office::title_before(tokens, mention.start, knowledge).is_none()
    };
    let words =
        |mention: &Mention| -> Vec<String> { name_words(sentences, mention).map(|token| folded(token.text)).collect() };
    let (mut elsewhere, mut has_places) = (HashSet::new(), false);
    for mention in found.iter().flatten().filter(|mention| mention.who == Who::Person) {
        match is_where(mention) {
            true => has_places = true,
            false => {
                elsewhere.insert(words(mention));
            }
        }
    }
    if has_places {
        for mentions in found.iter_mut() {
            mentions.retain(|mention| {
                mention.who != Who::Person || !is_where(mention) || elsewhere.contains(&words(mention))
            });
        }
    }
}

/// A word that the tables have for a group, and that elsewhere in the article is the group's without a doubt, is nobody's
/// surname, unless somebody bears it: "Wagner" beside "the Wagner Group".
fn settle_ambiguous(found: &mut [Vec<Mention>], sentences: &[Sentence], persons: &FullNames, knowledge: &Knowledge) {
    let named: HashSet<Known> = found
        .iter()
        .flatten()
        .filter_map(|mention| if let Who::Known(known) = mention.who { Some(known) } else { None })
        .collect();
    let is_seat = |mention: &Mention| mention.form == FormKind::Seat;
    let others: HashSet<Known> = found
        .iter()
        .flatten()
        .filter(|mention| !is_seat(mention))
        .filter_map(|mention| if let Who::Known(known) = mention.who { Some(known) } else { None })
        .collect();
    for mention in found.iter_mut().flatten().filter(|mention| mention.end - mention.start == 1) {
        let tokens = &sentences[mention.sentence].tokens;
        let is_surname = persons.has_surname(&folded(tokens[mention.start].text));
        // "Amman said" of Sudesh Amman, in an article that has nothing on Jordan.
        if is_surname
            && is_seat(mention)
            && matches!(mention.who, Who::Known(country @ Known::Country(_)) if !others.contains(&country))
        {
            (mention.who, mention.form) = (Who::Person, FormKind::Name);
            let (head, np_end) = super::noun_phrase::extent(tokens, mention.end, &mention.who, mention.form, knowledge);
            (mention.head, mention.np_end) = (head, np_end);
            continue;
        }
        if is_surname && matches!(mention.who, Who::Group { of: None, .. }) {
            mention.who = Who::Person;
        }
        if is_surname || mention.who != Who::Person {
            continue;
        }
        let form = knowledge.names.forms.longest([tokens[mention.start].plain.as_ref().into()]);
        if let Some((_, form)) =
            form.filter(|(_, form)| matches!(form.known, Known::Group(_)) && named.contains(&form.known))
        {
            mention.who = Who::Known(form.known);
            mention.form = form.kind;
            let (head, np_end) = super::noun_phrase::extent(tokens, mention.end, &mention.who, mention.form, knowledge);
            (mention.head, mention.np_end) = (head, np_end);
        }
    }
}

/// The full names of an article's persons, each of two words or more, and where their words occur.
#[derive(Debug, Default)]
struct FullNames {
    /// Words of each name, folded, in order of appearance.
    names: Vec<Vec<String>>,
    /// Names that have a word, in order.
    by_word: HashMap<String, Vec<usize>>,
}

impl FullNames {
    fn find(found: &[Vec<Mention>], sentences: &[Sentence]) -> Self {
        let mut names = FullNames::default();
        let mut seen = HashSet::new();
        for mention in found.iter().flatten().filter(|mention| mention.who == Who::Person) {
            let words = name_words(sentences, mention).map(|token| folded(token.text)).filter(|w| !w.is_empty());
            let words = without_suffix(words.collect());
            if words.len() > 1 && seen.insert(words.clone()) {
                for word in &words {
                    names.by_word.entry(word.clone()).or_default().push(names.names.len());
                }
                names.names.push(words);
            }
        }
        names
    }

    fn with(&self, word: &str) -> impl Iterator<Item = &Vec<String>> {
        self.by_word.get(word).into_iter().flatten().map(|&i| &self.names[i])
    }

    fn has_surname(&self, word: &str) -> bool {
        self.with(word).any(|name| is_surname_of(word, name))
    }

    /// The full names that a shorter form fits, in order: by surname, given name, start or end.
    fn fitting<'f>(&'f self, words: &'f [String]) -> impl Iterator<Item = &'f Vec<String>> {
        let fits = move |name: &&Vec<String>| match words {
            [word] => is_surname_of(word, name) || name[0] == *word,
            // "Donald Trump" is Donald J. Trump.
            [first, .., last] => {
                let is_part = name.ends_with(words) || name.starts_with(words);
                // 'Edward Lodewijk "Eddie" Van Halen'; "Mitchell Stoltz" is Mitch Stoltz.
                let is_short =
                    |given: &String| first.len() > 2 && given.len() > first.len() && given.starts_with(first.as_str());
                // "Pedro Ferrat" is Pedro R. Ferrat Zena: a second surname after an initial.
                let without_initials: Vec<&String> = name.iter().filter(|word| word.chars().count() > 1).collect();
                let has_more = without_initials.len() < name.len()
                    && words.iter().eq(without_initials.into_iter().take(words.len()));
                let is_called = match name.len() > words.len() {
                    true => name.contains(first),
                    false => name.len() == words.len() && is_short(&name[0]),
                };
                name.last() == Some(last) && is_called || name.len() > words.len() && (is_part || has_more)
            }
            [] => false,
        };
        // The last word is the surname, which a full name shares with each of its forms but for the given name alone.
        let shared = words.last().map_or("", String::as_str);
        self.with(shared).filter(fits)
    }
}

/// "John James Conyers Jr." is compared without what tells him from his father.
fn without_suffix(mut words: Vec<String>) -> Vec<String> {
    if words.len() > 2 && words.last().is_some_and(|last| matches!(last.as_str(), "jr" | "sr" | "ii" | "iii" | "iv")) {
        words.pop();
    }
    words
}

fn name_words<'s, 't>(sentences: &'s [Sentence<'t>], mention: &Mention) -> impl Iterator<Item = &'s Token<'t>> {
    sentences[mention.sentence].tokens[mention.start..mention.end].iter()
}

/// Acronyms that the article itself introduces in brackets: "Ahwazi Liberal Party (ALP)".
fn introduced_acronyms(found: &[Vec<Mention>], sentences: &[Sentence]) -> BTreeSet<String> {
    let groups = found.iter().flatten().filter(|mention| matches!(mention.who, Who::Group { .. }));
    groups
        .filter_map(|mention| acronym_after(&sentences[mention.sentence].tokens, mention))
        .map(str::to_owned)
        .collect()
}

/// The acronym in brackets right after a name.
fn acronym_after<'t>(tokens: &[Token<'t>], mention: &Mention) -> Option<&'t str> {
    let [open, acronym, close] = tokens.get(mention.end..mention.end + 3)? else { return None };
    (open.text == "(" && close.text == ")" && is_acronym(acronym.text)).then_some(acronym.text)
}

/// The capitalised words in quotation marks after ", or" that a name's own translation is given by.
pub(super) fn translation_after(tokens: &[Token], end: usize) -> Option<(usize, usize)> {
    const MAX_WORDS: usize = 8;
    let or = end + usize::from(tokens.get(end)?.text == ",");
    let opens = tokens.get(or)?.lower == "or" && tokens.get(or + 1)?.is_quote();
    let start = or + 2;
    let close = (start..(start + MAX_WORDS).min(tokens.len())).find(|&at| tokens[at].is_quote())?;
    (opens && close > start && tokens[start].is_capitalised()).then_some((start, close))
}

/// Surnames alone, once the full name is known ("Putin" after "Vladimir Putin"), and acronyms once they are introduced.
fn add_short_names(
    found: &mut [Vec<Mention>],
    sentences: &[Sentence],
    persons: &FullNames,
    acronyms: &BTreeSet<String>,
    knowledge: &Knowledge,
) {
    for (index, sentence) in sentences.iter().enumerate() {
        // What the article calls ALP is ALP in it, whomever the tables know by the acronym.
        let is_one = |m: &&mut Mention| matches!(m.who, Who::Known(_) | Who::Person) && m.end - m.start == 1;
        for mention in found[index].iter_mut().filter(is_one) {
            if acronyms.contains(sentence.tokens[mention.start].text) {
                mention.who = Who::Group { sector: None, of: None, is_organ: false };
            }
        }
        let is_covered = |at: usize, mentions: &[Mention]| mentions.iter().any(|m| (m.start..m.end).contains(&at));
        for (at, token) in sentence.tokens.iter().enumerate() {
            if !token.is_capitalised() || token.text.len() < 2 || is_covered(at, &found[index]) {
                continue;
            }
            let word = folded(token.text);
            let is_surname = persons.has_surname(&word) && knowledge.words.class(&token.lower).is_none();
            let who = match acronyms.contains(token.text) {
                true => Who::Group { sector: None, of: None, is_organ: false },
                false => Who::Person,
            };
            if is_surname || who != Who::Person {
                let form = FormKind::Name;
                let (head, np_end) = super::noun_phrase::extent(&sentence.tokens, at + 1, &who, form, knowledge);
                let mention =
                    Mention { sentence: index, name_start: at, start: at, end: at + 1, np_end, head, who, form };
                let place = found[index].partition_point(|m| m.start < at);
                found[index].insert(place, mention);
            }
        }
    }
}

/// Whether a single word is a person's surname; of names such as "Ali bin Salman" every word after the first counts.
fn is_surname_of(word: &str, name: &[String]) -> bool {
    name[1..].iter().any(|part| part == word && part.len() > 2)
}

/// Whether two full names with the same given name differ in the spelling of one word: not "Jong Il" and "Jong Un".
fn is_misspelt(name: &[String], other: &[String]) -> bool {
    let differing: Vec<_> = name.iter().zip(other).filter(|(a, b)| a != b).collect();
    let [(a, b)] = differing[..] else { return false };
    let len = a.chars().count().min(b.chars().count());
    name.len() == other.len() && len > 4 && strsim::damerau_levenshtein(a, b) <= len.div_ceil(9)
}

/// How many actors back a fuller name is looked for: a bound on what a text of nothing but names may cost.
const MAX_BACK: usize = 200;

struct Chain<'c, 't> {
    text: &'c str,
    sentences: &'c [Sentence<'t>],
    names: &'c Names,
    group_nouns: &'c Phrases<GroupNoun>,
    predicates: &'c Predicates,
    persons: FullNames,
    actors: Actors,
    /// Index of the actor of each key: record, folded name or acronym.
    keys: BTreeMap<String, usize>,
    /// When each actor was named last, in mentions from the start.
    last_seen: HashMap<usize, usize>,
    n_mentions: usize,
    /// How often each person was called by a surname alone.
    n_short: HashMap<usize, usize>,
    /// Persons who came in as somebody's kin: "his son, Hunter Biden".
    kin: HashSet<usize>,
    /// The last person named so far, with sentence and end of the mention.
    last_person: Option<(usize, usize, usize)>,
    words: &'c Words,
}

impl Chain<'_, '_> {
    /// The actor of a mention, and how it was joined.
    fn actor_of(&mut self, mention: &Mention) -> (usize, Step) {
        let form = self.form(mention).to_owned();
        let n_before = self.actors.list.len();
        let index = match &mention.who {
            Who::Known(known) => {
                let index = self.known_actor(*known);
                if let Some(parent) = self.parent_in_form(mention, *known) {
                    self.add_parent(mention, index, parent, true);
                }
                index
            }
            Who::Country => self.country(&form),
            Who::Person => self.named_person(mention, &form),
            Who::Group { sector, of, is_organ } => self.group(mention, &form, sector.clone(), *of, *is_organ),
        };
        self.n_mentions += 1;
        self.last_seen.insert(index, self.n_mentions);
        self.add_alias(index, &form);
        if !matches!(mention.who, Who::Person | Who::Known(Known::Country(_))) {
            self.note_acronym(mention, index);
            self.note_translation(mention, index);
        }
        let actor = &self.actors.list[index];
        let step = match &mention.who {
            _ if self.actors.known[index].is_some() => Step::Table,
            _ if n_before < self.actors.list.len() || folded(&form) == folded(&actor.name) => Step::Name,
            _ if is_acronym(&form) => Step::Acronym,
            _ => Step::Variant,
        };
        (index, step)
    }

    /// The group of the tables whose name stands after its country's: "US Green Party".
    fn based_group(&mut self, mention: &Mention, country: Known) -> Option<usize> {
        let tokens = &self.sentences[mention.sentence].tokens;
        let pieces = |from: usize| tokens[from..mention.end].iter().map(|token| token.plain.as_ref().into());
        let (len, _) = self.names.forms.longest(pieces(mention.start)).filter(|(_, form)| form.known == country)?;
        let from = mention.start + len;
        let (rest, form) = self.names.forms.longest(pieces(from))?;
        let known = form.known;
        (from + rest == mention.end && self.names.is_based_in(known, country)).then(|| self.known_actor(known))
    }

    /// The words of a mention as the text has them, line breaks made spaces.
    fn form(&self, mention: &Mention) -> String {
        let tokens = &self.sentences[mention.sentence].tokens;
        let raw = &self.text[tokens[mention.name_start].span.start..tokens[mention.end - 1].span.end];
        // "FOREIGN MINISTER MIRZOYAN: Thank you." labels a speaker.
        let is_label = mention.who == Who::Person && label_in_capitals(tokens) == Some(mention.end);
        let case = |word: &str| if is_label { mention::title_case(word) } else { word.to_owned() };
        raw.split_whitespace().map(case).collect::<Vec<_>>().join(" ")
    }

    fn known_actor(&mut self, known: Known) -> usize {
        let key = format!("{known:?}");
        if let Some(&index) = self.keys.get(&key) {
            return index;
        }
        let (kind, country, sector) = particulars(known, self.names);
        let index = self.add_actor(key, self.names.name(known).to_owned(), kind, Some(known));
        self.actors.list[index].country = country;
        self.actors.list[index].sector = sector;
        index
    }

    /// A country that no table has.
    fn country(&mut self, form: &str) -> usize {
        let key = format!("country {}", folded(form));
        match self.keys.get(&key) {
            Some(&index) => index,
            None => self.add_actor(key, form.to_owned(), ActorKind::Country, None),
        }
    }

    /// The person of a mention, with a note of how the article calls them.
    fn named_person(&mut self, mention: &Mention, form: &str) -> usize {
        let n_before = self.actors.list.len();
        let index = self.second_name(mention, form).unwrap_or_else(|| self.person(form));
        self.last_person = Some((mention.sentence, mention.end, index));
        let is_new = n_before < self.actors.list.len();
        if is_new && self.is_kin(mention) {
            self.kin.insert(index);
        } else if !form.contains(' ') {
            *self.n_short.entry(index).or_default() += 1;
        }
        index
    }

    /// The person named right before who has this name too: "Colin Ferrat, Lord Zena,", "the ring name Ada".
    fn second_name(&mut self, mention: &Mention, form: &str) -> Option<usize> {
        let key = format!("person {}", folded(form));
        let (sentence, end, index) = self.last_person?;
        let tokens = &self.sentences[mention.sentence].tokens;
        let is_second = sentence == mention.sentence && second_names::is_second(tokens, end, mention.start, self.words);
        if !is_second || self.keys.contains_key(&key) {
            return None;
        }
        self.keys.insert(key, index);
        Some(index)
    }

    /// "his son, Hunter Biden", "her brother Ali Ferrat": a noun of kinship with an owner comes before the name.
    fn is_kin(&self, mention: &Mention) -> bool {
        let tokens = &self.sentences[mention.sentence].tokens;
        let Some(mut noun) = mention.start.checked_sub(1) else { return false };
        noun = noun.saturating_sub(usize::from(tokens[noun].text == ","));
        let patterns = self.predicates.roles.get(&tokens[noun].lower);
        let is_kinship = |entry: usize| self.predicates.entries[entry].relation == RelationType::FamilyOf;
        let is_owned = || (noun.saturating_sub(3)..noun).any(|at| tokens[at].relation == Relation::NmodPoss);
        patterns.is_some_and(|patterns| patterns.iter().any(|pattern| is_kinship(pattern.entry))) && is_owned()
    }

    /// A full name is itself; a shorter one is the first full name of the article that it fits.
    fn person(&mut self, form: &str) -> usize {
        let words = without_suffix(folded(form).split(' ').map(str::to_owned).collect());
        // Of two Clintons the one who was called so before, or was named last; not the son in "Biden and his son, Hunter Biden".
        let key_of = |name: &Vec<String>| format!("person {}", name.join(" "));
        let seen = |key: &String| {
            let index = self.keys.get(key)?;
            let is_short = words.len() == 1;
            let is_kin = is_short && self.kin.contains(index);
            let n_short = self.n_short.get(index).copied().filter(|_| is_short).unwrap_or_default();
            Some((!is_kin, n_short, self.last_seen.get(index).copied()))
        };
        let mut best = None;
        for key in self.persons.fitting(&words).map(key_of) {
            let seen = seen(&key);
            if best.as_ref().is_none_or(|(top, _): &(Option<_>, String)| seen > *top) {
                best = Some((seen, key));
            }
        }
        let whole = key_of(&words);
        let misspelt = || self.misspelt(&words).map(key_of).filter(|_| !self.keys.contains_key(&whole));
        let key = best.map(|(_, key)| key).or_else(misspelt).unwrap_or(whole);
        match self.keys.get(&key) {
            Some(&index) => {
                let is_fuller = form.split(' ').count() > self.actors.list[index].name.split(' ').count();
                if is_fuller {
                    form.clone_into(&mut self.actors.list[index].name);
                }
                index
            }
            None => self.add_actor(key, form.to_owned(), ActorKind::Person, None),
        }
    }

    /// "Hamza bin Ladin" after "Hamza bin Laden": the person so far whose name has one word in another spelling.
    fn misspelt(&self, words: &[String]) -> Option<&Vec<String>> {
        let named = self.persons.with(words.first()?).take(MAX_BACK).filter(|name| name.first() == words.first());
        named.into_iter().find(|name| is_misspelt(name, words))
    }

    fn group(
        &mut self,
        mention: &Mention,
        form: &str,
        sector: Option<String>,
        of: Option<Known>,
        is_organ: bool,
    ) -> usize {
        // "the US Green Party" is the Green Party that the tables place there.
        if let Some(index) = of.and_then(|country| self.based_group(mention, country)) {
            return index;
        }
        let organ = of.filter(|_| is_organ).and_then(|owner| self.organ_name(mention, owner));
        // "the Argentine congress" is the Argentine Congress of the tables.
        let of_tables = |name: &String| self.names.forms.get(name).or_else(|| self.names.forms.get(&capitalised(name)));
        if let Some(known) = organ.as_ref().and_then(of_tables) {
            let index = self.known_actor(known.known);
            if let Some(owner) = of {
                self.add_parent(mention, index, owner, is_organ);
            }
            return index;
        }
        let name = organ.as_deref().or(form.strip_prefix("the ")).or(form.strip_prefix("The ")).unwrap_or(form);
        let key = format!("group {}", folded(name));
        let known = self.keys.get(&format!("acronym {name}")).or_else(|| self.keys.get(&key)).copied();
        let index = match known.or_else(|| self.fuller_group(name)) {
            Some(index) => index,
            None => {
                let index = self.add_actor(key, name.to_owned(), ActorKind::Group, None);
                self.actors.list[index].sector = sector;
                index
            }
        };
        if let Some(known) = of {
            self.add_parent(mention, index, known, is_organ);
        }
        index
    }

    /// "the Judiciary Committee" after the House Judiciary Committee, "the Commission" after the Commission on Debates: the
    /// only group so far whose name ends with the words, or goes on after them. One word alone, "the Court", is the group
    /// named last that has it in its name. "Thai Raksa Chart" and "Thai Raksa Chart Party" are one.
    fn fuller_group(&self, name: &str) -> Option<usize> {
        let name = folded(name);
        let is_noun = |word: &str| self.group_nouns.get(word).is_some();
        let (body, last) = name.rsplit_once(' ').map_or(("", name.as_str()), |(body, last)| (body, last));
        let key = |name: &str| self.keys.get(&format!("group {name}")).copied();
        let is_named = |noun: &str| key(&format!("{name} {noun}"));
        if let Some(index) = ["party", "group", "movement"].iter().find_map(|noun| is_named(noun)) {
            return Some(index);
        }
        if matches!(last, "party" | "group" | "movement")
            && body.contains(' ')
            && let Some(index) = key(body)
        {
            return Some(index);
        }
        if !is_noun(last) {
            return None;
        }
        let goes_on = ["of", "on", "for"].map(|link| format!("{name} {link} "));
        let is_fuller = |group: &Actor| {
            let full = folded(&group.name);
            let is_end = full.len() > name.len() && full.ends_with(&format!(" {name}"));
            let has_word = body.is_empty() && full.len() > name.len() && full.split(' ').any(|word| word == name);
            let goes_on = goes_on.iter().any(|start| full.starts_with(start.as_str()));
            group.kind == ActorKind::Group && (is_end || goes_on || has_word)
        };
        let seen = |index: usize| self.last_seen.get(&index).copied();
        let recent = self.actors.list.iter().enumerate().rev().take(MAX_BACK);
        let fuller: Vec<usize> = recent.filter(|(_, group)| is_fuller(group)).map(|(index, _)| index).collect();
        match (fuller.as_slice(), body.is_empty()) {
            ([only], _) => Some(*only),
            (several, true) => several.iter().copied().max_by_key(|&index| seen(index)),
            _ => None,
        }
    }

    /// One name for "China's Foreign Ministry", "the Chinese Foreign Ministry" and "PRC foreign ministry": the owner's
    /// adjective and the noun.
    fn organ_name(&self, mention: &Mention, owner: Known) -> Option<String> {
        let Known::Country(country) = owner else { return None };
        let tokens = &self.sentences[mention.sentence].tokens;
        let pieces = tokens[mention.start..mention.end].iter().map(|token| token.plain.clone());
        let (len, form) = self.names.forms.longest(pieces)?;
        let mut noun = mention.start + len;
        noun += usize::from(tokens.get(noun)?.lower == "'s");
        if form.known != owner || noun >= mention.end {
            return None;
        }
        let rest = &self.text[tokens[noun].span.start..tokens[mention.end - 1].span.end];
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(format!("{} {rest}", self.names.countries[country].attribute()))
    }

    /// The owner that the form of a table's group names first: the UN in "UN Security Council", India in "Indian Navy".
    fn parent_in_form(&self, mention: &Mention, known: Known) -> Option<Known> {
        let Known::Group(record) = known else { return None };
        let tokens = &self.sentences[mention.sentence].tokens;
        (mention.start + 1..mention.end).find_map(|end| {
            let words: Vec<&str> = tokens[mention.start..end].iter().map(|token| token.plain.as_ref()).collect();
            let parent = self.names.forms.get(&words.join(" "))?.known;
            self.names.is_organ_of(record, parent).then_some(parent)
        })
    }

    /// The actor that stands inside a group's name: Iraq in "the Iraqi army".
    fn add_parent(&mut self, mention: &Mention, group: usize, known: Known, is_organ: bool) {
        let tokens = &self.sentences[mention.sentence].tokens;
        let parent = self.known_actor(known);
        let inner = (mention.start..mention.end).find_map(|at| {
            let pieces = tokens[at..mention.end].iter().map(|token| token.plain.clone());
            let (len, form) = self.names.forms.longest(pieces)?;
            (form.known == known).then(|| (tokens[at].span.start, tokens[at + len - 1].span.end))
        });
        if let Some((start, end)) = inner {
            let form = self.text[start..end].to_owned();
            self.add_alias(parent, &form);
        }
        let country = self.actors.list[parent].country.clone();
        self.actors.list[group].country = self.actors.list[group].country.take().or(country);
        self.actors.parents.entry(mention.sentence).or_default().push(Parent { group, parent, is_organ });
    }

    fn add_actor(&mut self, key: String, name: String, kind: ActorKind, known: Option<Known>) -> usize {
        let index = self.actors.list.len();
        self.keys.insert(key, index);
        self.actors.known.push(known);
        self.actors.list.push(Actor {
            name,
            kind,
            leader: false,
            country: None,
            sector: None,
            offices: Vec::new(),
            aliases: Vec::new(),
            mentions: Vec::new(),
        });
        index
    }

    fn add_alias(&mut self, index: usize, form: &str) {
        let aliases = &mut self.actors.list[index].aliases;
        if !aliases.iter().any(|alias| alias == form) {
            aliases.push(form.to_owned());
        }
    }

    /// "Hoseynun, or “Defenders of the Shrine”": two names of one group.
    fn note_translation(&mut self, mention: &Mention, index: usize) {
        let tokens = &self.sentences[mention.sentence].tokens;
        let second = translation_after(tokens, mention.end).or_else(|| {
            // "RPF (Railway Police Force)" is called by the words.
            let is_letters = mention.end == mention.start + 1 && is_acronym(tokens[mention.start].text);
            second_names::in_brackets(tokens, mention.end).filter(|_| !is_letters)
        });
        if let Some((start, end)) = second {
            let form = self.text[tokens[start].span.start..tokens[end - 1].span.end].to_owned();
            self.keys.entry(format!("group {}", folded(&form))).or_insert(index);
            self.add_alias(index, &form);
        }
    }

    /// "Ahwazi Liberal Party (ALP)": from here on ALP is the party.
    fn note_acronym(&mut self, mention: &Mention, index: usize) {
        let tokens = &self.sentences[mention.sentence].tokens;
        if let Some(acronym) = acronym_after(tokens, mention) {
            self.keys.entry(format!("acronym {acronym}")).or_insert(index);
            self.add_alias(index, acronym);
        }
    }
}

/// A name with a capital at the start of each word.
fn capitalised(name: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>()
    };
    name.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// Kind, country and sector of a record of the tables.
fn particulars(record: Known, names: &Names) -> (ActorKind, Option<String>, Option<String>) {
    match record {
        Known::Country(i) => (ActorKind::Country, Some(names.countries[i].alpha3.clone()), None),
        Known::Group(i) => {
            let group = &names.groups[i];
            (ActorKind::Group, group.country.clone(), Some(group.sector.clone()))
        }
    }
}

/// Two to eight letters, most of them capitals: "IRGC", "FAMa".
pub fn is_acronym(text: &str) -> bool {
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let n_capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&n_letters)
        && n_capitals * 4 >= n_letters * 3
        && text.chars().all(|c| c.is_alphanumeric() || c == '&')
}

/// Gives every actor the places of its mentions in Unicode scalar values.
fn count_mentions(actors: &mut Actors, text: &str, sentences: &[Sentence]) {
    let chars = CharIndex::new(text);
    let references = actors.references.iter().flatten().map(|reference| (&reference.mention, &reference.actor));
    for (mention, actor) in actors.mentions.iter().flatten().map(|(mention, actor)| (mention, actor)).chain(references)
    {
        let tokens = &sentences[mention.sentence].tokens;
        let (start, end) = (tokens[mention.name_start].span.start, tokens[mention.end - 1].span.end);
        actors.list[*actor].mentions.push((chars.at(start), chars.at(end)));
    }
    for actor in &mut actors.list {
        actor.mentions.sort_unstable();
        actor.mentions.dedup();
    }
}

impl Actors {
    /// Takes up words without a name of their own.
    pub(super) fn add_references(&mut self, references: Vec<Reference>, n_sentences: usize) {
        self.references.resize_with(n_sentences, Vec::new);
        for reference in references {
            self.references[reference.mention.sentence].push(reference);
        }
    }

    /// The names of a sentence and the words that stand for one actor alone, in order, none inside another's phrase.
    pub(super) fn named_and_meant(&self, sentence: usize) -> Vec<(Mention, usize)> {
        let mut all = self.mentions[sentence].clone();
        let n_names = all.len();
        for reference in &self.references[sentence] {
            let at = reference.mention.start;
            let covers = |mention: &Mention| (mention.name_start..mention.end).contains(&at);
            if !all[..n_names].iter().any(|(mention, _)| covers(mention)) {
                all.push((reference.mention.clone(), reference.actor));
            }
        }
        all.sort_by_key(|(mention, _)| mention.start);
        all
    }

    /// The records of the tables that the article names, in order of first mention.
    pub(super) fn known_records(&self) -> Vec<Known> {
        self.known.iter().flatten().copied().collect()
    }

    /// The article's actor of a record of the tables.
    pub(super) fn of_record(&self, record: Known) -> Option<usize> {
        self.known.iter().position(|known| *known == Some(record))
    }

    /// The office that the tables know a person from on the article's day.
    pub(super) fn term(&self, person: usize) -> Option<&Term> {
        self.terms.get(&person)
    }

    /// Notes from which office the tables know a person.
    pub(super) fn note_term(&mut self, person: usize, term: Term) {
        self.terms.insert(person, term);
    }

    /// Gives actors other names; those that get the same one become one, in the place of the first.
    pub(super) fn rename(&mut self, names: BTreeMap<usize, String>) {
        let mut first_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut into: Vec<usize> = (0..self.list.len()).collect();
        for (actor, name) in names {
            into[actor] = *first_of.entry(name.clone()).or_insert(actor);
            self.list[actor].name = name;
        }
        self.merge(&into);
    }

    /// One name is of one kind in an article: where mentions of it were read as a person's and as a group's, the kind of
    /// more of them counts, of as many the group.
    fn settle_kinds(&mut self) {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, actor) in self.list.iter().enumerate() {
            if self.known[i].is_none() && actor.kind != ActorKind::Country {
                by_name.entry(folded(&actor.name)).or_default().push(i);
            }
        }
        let mut n_mentions = vec![0_usize; self.list.len()];
        for (_, actor) in self.mentions.iter().flatten() {
            n_mentions[*actor] += 1;
        }
        let mut into: Vec<usize> = (0..self.list.len()).collect();
        for same in by_name.values().filter(|same| same.len() > 1) {
            let is_group = |actor: usize| self.list[actor].kind == ActorKind::Group;
            let best = same.iter().copied().max_by_key(|&actor| (n_mentions[actor], is_group(actor)));
            let Some(best) = best else { continue };
            let (kind, sector) = (self.list[best].kind, self.list[best].sector.clone());
            let first = same[0];
            (self.list[first].kind, self.list[first].sector) = (kind, sector);
            for &other in same {
                into[other] = first;
            }
        }
        self.merge(&into);
    }

    /// Makes a group that the article has under a shorter and a longer name one, under the longer.
    fn join_shorter(&mut self, knowledge: &Knowledge) {
        let pairs = short_names::pairs(&self.list, |actor| self.known[actor].is_some(), knowledge);
        let mut into: Vec<usize> = (0..self.list.len()).collect();
        for (short, long) in pairs {
            let (short, long) = (root(&into, short), root(&into, long));
            if short < long {
                // The earlier one takes the place of both, under the full name.
                let full = &self.list[long];
                let (name, country, sector) = (full.name.clone(), full.country.clone(), full.sector.clone());
                let actor = &mut self.list[short];
                (actor.name, actor.country, actor.sector) = (name, country, sector);
                self.known[short] = self.known[long];
            }
            into[short.max(long)] = short.min(long);
        }
        let into: Vec<usize> = (0..into.len()).map(|actor| root(&into, actor)).collect();
        self.merge(&into);
    }

    /// Makes each actor one with the earlier actor that `into` gives for it.
    fn merge(&mut self, into: &[usize]) {
        if into.iter().enumerate().all(|(actor, place)| actor == *place) {
            return;
        }
        let mut kept = 0;
        let mut place = vec![0; into.len()];
        for actor in 0..into.len() {
            place[actor] = if into[actor] == actor { kept } else { place[into[actor]] };
            kept += usize::from(into[actor] == actor);
        }
        for actor in (0..into.len()).rev().filter(|&actor| into[actor] != actor) {
            let aliases = std::mem::take(&mut self.list[actor].aliases);
            for alias in aliases {
                self.add_alias(into[actor], alias);
            }
            self.list.remove(actor);
            self.known.remove(actor);
        }
        for (_, actor) in self.mentions.iter_mut().flatten() {
            *actor = place[*actor];
        }
        for parent in self.parents.values_mut().flatten() {
            (parent.group, parent.parent) = (place[parent.group], place[parent.parent]);
        }
        self.terms = std::mem::take(&mut self.terms).into_iter().map(|(actor, term)| (place[actor], term)).collect();
    }

    pub(super) fn add_alias(&mut self, actor: usize, alias: String) {
        let aliases = &mut self.list[actor].aliases;
        if !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }

    /// The actor that holds a term of office: the article's own person of that name, or a new one.
    pub(super) fn person_of_tables(&mut self, term: &Term, names: &Names) -> usize {
        if let Some(&index) = self.of_tables.get(&term.holder) {
            return index;
        }
        let folded_names: Vec<String> =
            std::iter::once(&term.holder).chain(&term.aliases).map(|name| folded(name)).collect();
        let is_one = |actor: &Actor| actor.kind == ActorKind::Person && folded_names.contains(&folded(&actor.name));
        if let Some(index) = self.list.iter().position(is_one) {
            self.of_tables.insert(term.holder.clone(), index);
            return index;
        }
        self.of_tables.insert(term.holder.clone(), self.list.len());
        let country = match term.of {
            Known::Country(i) => Some(names.countries[i].alpha3.clone()),
            Known::Group(i) => names.groups[i].country.clone(),
        };
        self.known.push(None);
        self.terms.insert(self.list.len(), term.clone());
        self.list.push(Actor {
            name: term.holder.clone(),
            kind: ActorKind::Person,
            leader: false,
            country,
            sector: None,
            offices: Vec::new(),
            aliases: vec![term.holder.clone()],
            mentions: Vec::new(),
        });
        self.list.len() - 1
    }

    /// The country or group of a record of the tables, also where the article does not name it: whose spokesman issues a statement.
    pub(super) fn body_of_tables(&mut self, record: Known, names: &Names) -> usize {
        if let Some(body) = self.of_record(record) {
            return body;
        }
        let (kind, country, sector) = particulars(record, names);
        self.known.push(Some(record));
        let name = names.name(record).to_owned();
        let (aliases, offices, mentions) = (vec![name.clone()], Vec::new(), Vec::new());
        self.list.push(Actor { name, kind, leader: false, country, sector, offices, aliases, mentions });
        self.list.len() - 1
    }

    /// The table record of an actor.
    pub(super) fn known(&self, actor: usize) -> Option<Known> {
        self.known[actor]
    }

    /// The list with what the statements say of each: offices, leaders, affiliation; without crowds of whom they say nothing.
    pub fn into_stated(mut self, statements: &[Statement], knowledge: &Knowledge) -> Vec<Actor> {
        let index: HashMap<String, usize> =
            self.list.iter().enumerate().rev().map(|(i, a)| (a.name.clone(), i)).collect();
        for statement in statements.iter().filter(|statement| statement.relation.family() == Family::Structural) {
            let (Some(&subject), Some(&object)) = (index.get(&statement.subject), index.get(&statement.object)) else {
                continue;
            };
            let country = self.list[object].country.clone();
            let subject = &mut self.list[subject];
            let is_so = statement.polarity == Polarity::Affirmed;
            if subject.kind != ActorKind::Person || !is_so {
                continue;
            }
            subject.country = subject.country.take().or(country);
            let holds = statement.status == Status::Current && statement.modality == Modality::Asserted;
            subject.leader |= holds && statement.relation == RelationType::Leads;
            let words = statement.predicate.to_lowercase();
            let is_title = words.split(' ').any(|word| knowledge.offices.titles.get(word).is_some())
                || knowledge.offices.titles.get(&words).is_some();
            let is_office = matches!(statement.relation, RelationType::Leads | RelationType::Serves) && is_title;
            let office = Office {
                title: statement.predicate.clone(),
                of: Some(statement.object.clone()),
                status: statement.status,
            };
            if is_office && statement.modality == Modality::Asserted && !subject.offices.contains(&office) {
                subject.offices.push(office);
            }
        }
        for (person, term) in &self.terms {
            let of = knowledge.names.name(term.of).to_owned();
            let country = match term.of {
                Known::Country(i) => Some(knowledge.names.countries[i].alpha3.clone()),
                Known::Group(i) => knowledge.names.groups[i].country.clone(),
            };
            let person = &mut self.list[*person];
            person.country = person.country.take().or(country);
            if person.offices.is_empty() {
                let relation = knowledge.offices.titles.get(&term.title).and_then(|office| office.relation);
                person.leader |= relation == Some(RelationType::Leads);
                person.offices.push(Office { title: term.title.clone(), of: Some(of), status: Status::Current });
            }
        }
        // A crowd of whom nothing is stated is no actor.
        let is_stated = |name: &String| {
            statements.iter().any(|it| name == &it.subject || name == &it.object || Some(name) == it.speaker.as_ref())
        };
        self.list.retain(|actor| actor.sector.as_deref() != Some(crowd::SECTOR) || is_stated(&actor.name));
        self.list
    }
}

/// Where the chain of joins from an actor ends.
fn root(into: &[usize], mut actor: usize) -> usize {
    while into[actor] != actor {
        actor = into[actor];
    }
    actor
}

/// Whether a mention can stand for its actor at the head of a noun phrase.
pub(super) fn acts(mention: &Mention) -> bool {
    mention.head == Head::Actor
}
