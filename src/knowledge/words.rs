//! Word lists of English: what kinds of noun, verb and function word there are.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Error;
use super::inflect::{IrregularVerbs, VerbForm, with_s};
use super::lemmas::Lemmas;
use super::names::check_sector;
use super::phrase::Phrases;
use super::table::{Source, one_of, rows};
use crate::ontology::{Modality, Polarity, RelationType};

/// After which an abbreviation a sentence goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abbreviation {
    /// Never ends a sentence: "Gen.", "e.g.".
    Inner,
    /// Is one only before a number: "No. 10".
    BeforeNumber,
    /// May end one: "U.S.", "Inc.", "p.m.".
    MayEnd,
}

/// The gender that a name or word tells of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// "she"
    Feminine,
    /// "he"
    Masculine,
}

/// A noun that makes a name the name of a group.
#[derive(Debug, Clone)]
pub struct GroupNoun {
    /// PLOVER's sector.
    pub sector: String,
    /// Whether "the Iraqi NOUN" is an organ of the state.
    pub is_state_body: bool,
    /// Whether it names a definite body in lower case too.
    pub is_lower: bool,
}

/// Why a capitalised word is no actor's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotName {
    /// Weekdays, months, feasts.
    Time,
    /// Religions and their adjectives.
    Faith,
    /// Places that do not act.
    Place,
    /// People of a place, descent or language: "Londoners".
    People,
    /// Events.
    Event,
    /// Things.
    Thing,
    /// Abbreviations and words of common nouns, no names at all: "DVD".
    Term,
    /// Ordinary words that start sentences.
    Word,
}

/// What a small word does in or beside a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameWord {
    /// Inside a person's name: "von der".
    Particle,
    /// Before the name of a place or event: "Mount".
    Place,
    /// After a company's name: "Corporation".
    Company,
    /// Right before a group's name: "the movement X".
    Introduces,
    /// Makes a name that of a country of the past: "Duchy of X", "X Empire".
    Polity,
    /// Takes up a group of the sentence before: "The group".
    TakesUp,
    /// How people are addressed before their name, without the dot: "Dr".
    Address,
    /// Before the name of a country, of which it makes a part: "Northern".
    Compass,
    /// Before a colon and the name of who made a picture: "Image: Ada Ferrat."
    Credit,
}

/// What in an article tells a country from something else of its name.
#[derive(Debug, Clone, Default)]
pub struct Namesake {
    /// Words that speak for the country.
    pub own: Phrases<()>,
    /// Words that speak for the other.
    pub others: Phrases<()>,
}

/// Where a noun stands that makes a name of several words that of a thing or event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ThingNoun {
    /// At its start: "Hurricane Maria".
    pub is_first: bool,
    /// At its end: "Patriot Act".
    pub is_last: bool,
    /// Before a number, where it makes no name at all: "Day 3".
    pub is_numbered: bool,
    /// Right before the name: "the boat Conception".
    pub is_before: bool,
}

/// A cell of the table of such nouns.
#[derive(Clone, Copy)]
enum ThingPlace {
    First,
    Last,
    Numbered,
    Before,
}

/// Word class of a function word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FunctionWord {
    /// the, a, this
    Determiner,
    /// his, their
    Possessive,
    /// of, in, with
    Preposition,
    /// and, or, but
    Conjunction,
    /// that, because, while
    Subordinator,
    /// if, unless
    Condition,
    /// who, which
    Relative,
    /// he, they
    Pronoun,
    /// be, is, was
    Be,
    /// have, has, had
    Have,
    /// do, does, did
    Do,
    /// will, shall
    Will,
    /// may, might, could
    May,
    /// would, should, must
    Would,
    /// not, n't, never
    Not,
    /// no, neither, nor, without
    No,
    /// also, again, jointly
    Adverb,
    /// reportedly, allegedly, likely
    Hedge,
}

/// What a verb makes of the infinitive or gerund that it governs: "vowed to attack", "refused to meet".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Control {
    /// Of what it governs.
    pub polarity: Polarity,
    /// Of what it governs.
    pub modality: Modality,
    /// Whether the object of the verb does it: "urged Iran to release".
    pub is_object: bool,
}

/// What a word says of the time of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeWord {
    /// Monday is 1, Sunday 7.
    Weekday(i8),
    /// January is 1.
    Month(i8),
    /// So many days after the article's: "yesterday" is -1.
    Day(i32),
    /// A stretch of so many days.
    Days(i32),
    /// A stretch of so many months.
    Months(i32),
    /// Which of several: "last" is -1, "this" 0, "next" 1.
    Shift(i32),
}

/// What is reported by a verb of saying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// As fact.
    Said,
    /// As possible.
    Claimed,
    /// As not so.
    Denied,
    /// As planned.
    Planned,
}

/// The tables of `data/words/` and of given names, ready for look-up.
#[derive(Debug, Default)]
pub struct Words {
    /// With the final dot, as written.
    pub abbreviations: FxHashMap<String, Abbreviation>,
    /// Exceptions of inflection.
    pub irregular_verbs: IrregularVerbs,
    /// Lower case.
    pub group_nouns: Phrases<GroupNoun>,
    /// Nouns that after a country's adjective mean the country: "troops", "government".
    pub state_nouns: Phrases<()>,
    /// Nouns of an organised party, singular and plural: "rebels".
    pub party_nouns: Phrases<()>,
    /// Nouns that make a name a place's, event's or thing's.
    pub place_nouns: FxHashSet<String>,
    /// As written.
    pub not_names: Phrases<NotName>,
    /// Names of countries that are something else's too, as written.
    pub namesakes: FxHashMap<String, Namesake>,
    /// Nouns of things and events, lower case.
    pub thing_nouns: Phrases<ThingNoun>,
    /// Usual given names, as written, each with its gender if it is used for one alone.
    pub given_names: FxHashMap<String, Option<Gender>>,
    /// Words said of a person that tell the gender, lower case.
    pub gendered_words: FxHashMap<String, Gender>,
    /// Nouns by which a text takes up a country, singular and plural.
    pub country_nouns: FxHashSet<String>,
    /// Small words of names with their roles, lower case.
    name_words: FxHashMap<NameWord, FxHashSet<String>>,
    /// Family names that stand before the given name, as written.
    pub family_names: FxHashSet<String>,
    /// Verbs that put an end to what their object says: "pause", "cancel"; lemmas.
    pub ending_verbs: FxHashSet<String>,
    /// By word, lower case.
    pub function_words: FxHashMap<String, FunctionWord>,
    /// Every form of every verb of the lists, with its lemma.
    pub verb_forms: FxHashMap<String, Vec<(String, VerbForm)>>,
    /// By lemma.
    pub saying_verbs: FxHashMap<String, Says>,
    /// By lemma.
    pub control_verbs: FxHashMap<String, Control>,
    /// Nouns that govern an infinitive as their verbs do: "decision", "refusal"; singular and plural.
    pub control_nouns: FxHashMap<String, Control>,
    /// Adjectives that do so after "be": "set to", "unable to".
    pub control_adjectives: FxHashMap<String, Control>,
    /// Adjectives before a noun of an act or tie that is no fact: "possible", "alleged", "planned".
    pub mood_adjectives: FxHashMap<String, Control>,
    /// Nouns for people who do not act for their country: "students", "fans"; singular and plural.
    pub people_nouns: FxHashSet<String>,
    /// Nouns of which a country's adjective names a kind: "the Canadian dollar" is not Canada's, singular and plural.
    pub kind_nouns: FxHashSet<String>,
    /// Words of time, lower case.
    pub time_words: FxHashMap<String, TimeWord>,
    /// Nouns whose "of" names who acts: "policies"; singular and plural.
    pub agentive_nouns: FxHashSet<String>,
    /// Nouns that count what follows their "of": "one", "thousands", "members"; singular and plural.
    pub quantity_nouns: FxHashSet<String>,
    /// Verbs that lend themselves to a noun ("hold talks", "call for talks"), by lemma and preposition, with what they make of it.
    pub light_verbs: FxHashMap<String, Control>,
    /// Words that patterns name by their class, by lemma: "FORCES" of "deploy FORCES to" is any of troops, tanks, warships.
    pub word_classes: FxHashMap<String, FxHashSet<String>>,
    /// Nouns that take up an act told before, lower case, singular and plural: "the attack", "the allegations".
    pub event_nouns: FxHashMap<String, Vec<RelationType>>,
    /// Lemmas of forms that the rules of spelling get wrong.
    pub lemmas: Lemmas,
}

const POLARITIES: &[(&str, Polarity)] = &[("", Polarity::Affirmed), ("negated", Polarity::Negated)];
const MODALITIES: &[(&str, Modality)] = &[
    ("", Modality::Asserted),
    ("reported-possible", Modality::ReportedPossible),
    ("planned", Modality::Planned),
    ("hypothetical", Modality::Hypothetical),
];
const GENDERS: &[(&str, Option<Gender>)] =
    &[("f", Some(Gender::Feminine)), ("m", Some(Gender::Masculine)), ("b", None)];
const YES_NO: &[(&str, bool)] = &[("yes", true), ("no", false)];

impl Words {
    /// The class of a function word, any case; `None` for all other words.
    pub fn class(&self, word: &str) -> Option<FunctionWord> {
        self.function_words.get(word).copied()
    }

    /// Whether a word, in lower case, has this role in or beside names.
    pub fn is_name_word(&self, word: &str, role: NameWord) -> bool {
        self.name_words.get(&role).is_some_and(|words| words.contains(word))
    }

    /// Whether a lemma is one of a class of words that patterns name in capitals.
    pub fn is_in_class(&self, class: &str, lemma: &str) -> bool {
        self.word_classes.get(class).is_some_and(|lemmas| lemmas.contains(lemma))
    }

    /// Adds the rows of the word list with this file name; `false` when there is no such list.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add(&mut self, file: &str, source: Source) -> Result<bool, Error> {
        match file {
            "abbreviations.tsv" => self.add_abbreviations(source)?,
            "irregular_verbs.tsv" => self.irregular_verbs.add(source)?,
            "lemmas.tsv" => self.lemmas.add(source)?,
            "group_nouns.tsv" => self.add_group_nouns(source)?,
            "state_nouns.tsv" => {
                for row in rows(source, ["noun", "note"])? {
                    self.state_nouns.insert(row.value[0], ());
                }
            }
            "party_nouns.tsv" => {
                for row in rows(source, ["noun", "singular", "note"])? {
                    for form in &row.value[..2] {
                        self.party_nouns.insert(form, ());
                    }
                }
            }
            "place_nouns.tsv" => {
                self.place_nouns.extend(rows(source, ["noun", "note"])?.iter().map(|row| row.value[0].to_owned()));
            }
            "not_names.tsv" => self.add_not_names(source)?,
            "namesakes.tsv" => self.add_namesakes(source)?,
            "thing_nouns.tsv" => self.add_thing_nouns(source)?,
            "given_names.tsv" => {
                let rows = rows(source, ["name", "gender", "note"])?;
                self.given_names.reserve(rows.len());
                for row in rows {
                    let gender = one_of(&source, row.line, "gender", row.value[1], GENDERS)?;
                    self.given_names.insert(row.value[0].to_owned(), gender);
                }
            }
            "gendered_words.tsv" => {
                for row in rows(source, ["word", "gender", "note"])? {
                    if let Some(gender) = one_of(&source, row.line, "gender", row.value[1], &GENDERS[..2])? {
                        self.gendered_words.insert(row.value[0].to_owned(), gender);
                    }
                }
            }
            "country_nouns.tsv" => {
                for row in rows(source, ["noun", "plural", "note"])? {
                    self.country_nouns.extend(row.value[..2].iter().map(|form| (*form).to_owned()));
                }
            }
            "function_words.tsv" => self.add_function_words(source)?,
            "saying_verbs.tsv" => self.add_saying_verbs(source)?,
            "time_words.tsv" => self.add_time_words(source)?,
            "name_words.tsv" => self.add_name_words(source)?,
            "ending_verbs.tsv" => {
                self.ending_verbs.extend(rows(source, ["lemma", "note"])?.iter().map(|row| row.value[0].to_owned()));
            }
            "family_names.tsv" => {
                self.family_names.extend(rows(source, ["name", "note"])?.iter().map(|row| row.value[0].to_owned()));
            }
            "word_classes.tsv" => {
                for row in rows(source, ["lemma", "classes", "note"])? {
                    for class in row.value[1].split(',') {
                        self.word_classes.entry(class.to_owned()).or_default().insert(row.value[0].to_owned());
                    }
                }
            }
            "event_nouns.tsv" => self.add_event_nouns(source)?,
            "agentive_nouns.tsv" => add_nouns(&mut self.agentive_nouns, source)?,
            "kind_nouns.tsv" => add_nouns(&mut self.kind_nouns, source)?,
            "people_nouns.tsv" => add_nouns(&mut self.people_nouns, source)?,
            "quantity_nouns.tsv" => add_nouns(&mut self.quantity_nouns, source)?,
            "control_adjectives.tsv"
            | "control_nouns.tsv"
            | "control_verbs.tsv"
            | "light_verbs.tsv"
            | "mood_adjectives.tsv" => self.add_control_verbs(file, source)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn add_abbreviations(&mut self, source: Source) -> Result<(), Error> {
        use Abbreviation::*;
        let kinds =
            &[("title", Inner), ("number", BeforeNumber), ("month", Inner), ("inner", Inner), ("may-end", MayEnd)];
        for row in rows(source, ["abbreviation", "kind", "note"])? {
            let kind = one_of(&source, row.line, "kind", row.value[1], kinds)?;
            self.abbreviations.insert(row.value[0].to_owned(), kind);
        }
        Ok(())
    }

    fn add_group_nouns(&mut self, source: Source) -> Result<(), Error> {
        for row in rows(source, ["noun", "sector", "body", "lower", "note"])? {
            let [noun, sector, body, lower, _] = row.value;
            check_sector(&source, row.line, sector)?;
            let group_noun = GroupNoun {
                sector: sector.to_owned(),
                is_state_body: one_of(&source, row.line, "body", body, &[("state", true), ("", false)])?,
                is_lower: one_of(&source, row.line, "lower", lower, YES_NO)?,
            };
            self.group_nouns.insert(noun, group_noun);
        }
        Ok(())
    }

    fn add_not_names(&mut self, source: Source) -> Result<(), Error> {
        use NotName::*;
        let kinds = &[
            ("time", Time),
            ("faith", Faith),
            ("place", Place),
            ("people", People),
            ("event", Event),
            ("thing", Thing),
            ("term", Term),
            ("word", Word),
        ];
        for row in rows(source, ["word", "kind", "note"])? {
            self.not_names.insert(row.value[0], one_of(&source, row.line, "kind", row.value[1], kinds)?);
        }
        Ok(())
    }

    fn add_namesakes(&mut self, source: Source) -> Result<(), Error> {
        for row in rows(source, ["name", "other", "own", "others", "note"])? {
            let [name, _, own, others, _] = row.value;
            let mut namesake = Namesake::default();
            for (words, phrases) in [(own, &mut namesake.own), (others, &mut namesake.others)] {
                for phrase in words.split(',').map(str::trim) {
                    phrases.insert(phrase, ());
                }
            }
            self.namesakes.insert(name.to_owned(), namesake);
        }
        Ok(())
    }

    fn add_thing_nouns(&mut self, source: Source) -> Result<(), Error> {
        use ThingPlace::*;
        let places = &[("first", First), ("last", Last), ("numbered", Numbered), ("before", Before)];
        for row in rows(source, ["noun", "place", "note"])? {
            let mut noun = ThingNoun::default();
            for place in row.value[1].split(',') {
                match one_of(&source, row.line, "place", place, places)? {
                    First => noun.is_first = true,
                    Last => noun.is_last = true,
                    Numbered => noun.is_numbered = true,
                    Before => noun.is_before = true,
                }
            }
            self.thing_nouns.insert(row.value[0], noun);
        }
        Ok(())
    }

    fn add_name_words(&mut self, source: Source) -> Result<(), Error> {
        use NameWord::*;
        let roles = &[
            ("particle", Particle),
            ("place", Place),
            ("company", Company),
            ("polity", Polity),
            ("introduces", Introduces),
            ("takes-up", TakesUp),
            ("address", Address),
            ("compass", Compass),
            ("credit", Credit),
        ];
        for row in rows(source, ["word", "roles", "note"])? {
            for role in row.value[1].split(',') {
                let role = one_of(&source, row.line, "role", role, roles)?;
                self.name_words.entry(role).or_default().insert(row.value[0].to_owned());
            }
        }
        Ok(())
    }

    fn add_event_nouns(&mut self, source: Source) -> Result<(), Error> {
        for row in rows(source, ["noun", "plural", "relations", "note"])? {
            let relations = row.value[2]
                .split(',')
                .map(|relation| relation.parse::<RelationType>().map_err(|error| source.error(row.line, error)));
            let relations = relations.collect::<Result<Vec<_>, _>>()?;
            for form in row.value[..2].iter().filter(|form| !form.is_empty()) {
                self.event_nouns.insert((*form).to_owned(), relations.clone());
            }
        }
        Ok(())
    }

    fn add_function_words(&mut self, source: Source) -> Result<(), Error> {
        use FunctionWord::*;
        let classes = &[
            ("determiner", Determiner),
            ("possessive", Possessive),
            ("preposition", Preposition),
            ("conjunction", Conjunction),
            ("subordinator", Subordinator),
            ("condition", Condition),
            ("relative", Relative),
            ("pronoun", Pronoun),
            ("be", Be),
            ("have", Have),
            ("do", Do),
            ("will", Will),
            ("may", May),
            ("would", Would),
            ("not", Not),
            ("no", No),
            ("adverb", Adverb),
            ("hedge", Hedge),
        ];
        for row in rows(source, ["word", "class", "note"])? {
            self.function_words
                .insert(row.value[0].to_owned(), one_of(&source, row.line, "class", row.value[1], classes)?);
        }
        Ok(())
    }

    fn add_time_words(&mut self, source: Source) -> Result<(), Error> {
        for row in rows(source, ["word", "kind", "value", "note"])? {
            let [word, kind, value, _] = row.value;
            let number: i32 = value
                .parse()
                .map_err(|_| source.error(row.line, format!("expected a whole number as value, found \"{value}\"")))?;
            let of_week_or_year = number.clamp(1, 12) as i8;
            let time_word = match kind {
                "weekday" => TimeWord::Weekday(of_week_or_year.min(7)),
                "month" => TimeWord::Month(of_week_or_year),
                "day" => TimeWord::Day(number),
                "unit" if number < 0 => TimeWord::Months(-number),
                "unit" => TimeWord::Days(number),
                "shift" => TimeWord::Shift(number),
                _ => {
                    let kinds = "weekday, month, day, unit or shift";
                    return Err(source.error(row.line, format!("expected {kinds} as kind, found \"{kind}\"")));
                }
            };
            self.time_words.insert(word.to_owned(), time_word);
        }
        Ok(())
    }

    fn add_saying_verbs(&mut self, source: Source) -> Result<(), Error> {
        use Says::*;
        let kinds = &[("said", Said), ("claimed", Claimed), ("denied", Denied), ("planned", Planned)];
        for row in rows(source, ["lemma", "gives", "note"])? {
            self.saying_verbs.insert(row.value[0].to_owned(), one_of(&source, row.line, "gives", row.value[1], kinds)?);
        }
        Ok(())
    }

    fn add_control_verbs(&mut self, file: &str, source: Source) -> Result<(), Error> {
        for row in rows(source, ["lemma", "polarity", "modality", "object", "note"])? {
            let [lemma, polarity, modality, object, _] = row.value;
            let control = Control {
                polarity: one_of(&source, row.line, "polarity", polarity, POLARITIES)?,
                modality: one_of(&source, row.line, "modality", modality, MODALITIES)?,
                is_object: one_of(&source, row.line, "object", object, YES_NO)?,
            };
            match file {
                "control_nouns.tsv" => {
                    self.control_nouns.insert(with_s(lemma), control);
                    self.control_nouns.insert(lemma.to_owned(), control);
                }
                "control_adjectives.tsv" => drop(self.control_adjectives.insert(lemma.to_owned(), control)),
                "mood_adjectives.tsv" => drop(self.mood_adjectives.insert(lemma.to_owned(), control)),
                "control_verbs.tsv" => drop(self.control_verbs.insert(lemma.to_owned(), control)),
                _ => drop(self.light_verbs.insert(lemma.to_owned(), control)),
            }
        }
        Ok(())
    }

    /// Makes the forms of these verbs and of those of the lists known.
    pub(super) fn inflect<'v>(&mut self, verbs: impl Iterator<Item = &'v str>) {
        let mut lemmas: Vec<String> = verbs.map(str::to_owned).collect();
        lemmas.extend(self.irregular_verbs.lemmas().map(str::to_owned));
        lemmas.extend(self.ending_verbs.iter().cloned());
        lemmas
            .extend(self.saying_verbs.keys().chain(self.control_verbs.keys()).chain(self.light_verbs.keys()).cloned());
        lemmas.sort();
        lemmas.dedup();
        self.verb_forms.reserve(lemmas.len() * 4);
        for lemma in lemmas {
            for (form, kind) in self.irregular_verbs.forms(&lemma) {
                self.verb_forms.entry(form).or_default().push((lemma.clone(), kind));
            }
        }
    }

    /// The plural of a noun of several words, of which the last is the noun.
    pub(super) fn plural(noun: &str) -> String {
        with_s(noun)
    }
}

/// Both forms of a table's nouns.
fn add_nouns(nouns: &mut FxHashSet<String>, source: Source) -> Result<(), Error> {
    for row in rows(source, ["noun", "plural", "note"])? {
        nouns.extend(row.value[..2].iter().map(|form| (*form).to_owned()));
    }
    Ok(())
}
