//! The words that state relations, with the sentences that prove each entry.
//!
//! An entry of `predicates/*.toml` lists words by the construction in which they stand; the constructions themselves
//! are in `extract`. Every entry carries sentences that state its relation and look-alikes that do not.

use rustc_hash::FxHashMap;

use serde::Deserialize;

use super::Error;
use super::cut::{cut, plain};
use super::phrase::Phrases;
use super::table::{Origin, Source, records};
use super::words::Words;
use crate::ontology::{ActorKind, Modality, Polarity, RelationType, Status};

/// An entry: words of one relation that behave alike.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// The relation that they state.
    pub relation: RelationType,
    /// Subject and object change places: "is a proxy of".
    #[serde(default)]
    pub reversed: bool,
    /// The relation holds both ways though it is not symmetric: a clash of two is an assault of each on the other.
    #[serde(default)]
    pub mutual: bool,
    /// What the words state where both ends are persons: whom a politician "attacked" was most often criticised.
    #[serde(default)]
    pub among_persons: Option<RelationType>,
    /// Kinds of actor that the object may be; empty takes those that the relation takes.
    #[serde(default)]
    pub object: Vec<ActorKind>,
    /// Kinds of actor that the subject may be; empty takes those that the relation takes.
    #[serde(default)]
    pub subject: Vec<ActorKind>,
    /// PLOVER's sector that the object must be of, where the words mean another thing of other groups: who runs for a party is its own,
    /// who runs for a parliament is not yet in it.
    #[serde(default)]
    pub object_sector: Option<String>,
    /// A class of `words/word_classes.tsv` of which the head of the subject must be: "American troops left Syria", not "Kenya left".
    #[serde(default)]
    pub subject_class: Option<String>,
    /// The object is a whole of many: a group is `part_of` it where it is a body ("the army includes the brigade"), else a member.
    #[serde(default)]
    pub is_whole: bool,
    /// "former" where the words say that the relation has ended: "leave".
    #[serde(default)]
    pub status: Status,
    /// "negated" where the words deny it.
    #[serde(default)]
    pub polarity: Polarity,
    /// Where the words make it a plan or possibility.
    #[serde(default)]
    pub modality: Modality,
    /// Lemmas with particles, nouns and prepositions: "attack", "call on", "hold talks with"; a `*` stands for the object
    /// where it does not come last: "provide * with weapons"; a class of `words/word_classes.tsv` in capitals for any of its words:
    /// "deploy FORCES to"; `OWNER` for whoever has what the next word means: "block OWNER bid".
    #[serde(default)]
    pub verb: Vec<String>,
    /// Nouns of an act or tie with their preposition: "support for" in "Russia's support for Serbia".
    #[serde(default)]
    pub noun: Vec<String>,
    /// Nouns of a role with their preposition: "ally of" in "Serbia is an ally of Russia".
    #[serde(default)]
    pub role: Vec<String>,
    /// Nouns that hold between two: "ties" in "ties between A and B", "A-B ties", "A's ties with B".
    #[serde(default)]
    pub between: Vec<String>,
    /// Adjectives with their preposition: "hostile to".
    #[serde(default)]
    pub adjective: Vec<String>,
    /// What follows a hyphen: "backed" in "Iran-backed Hezbollah", first named to second.
    #[serde(default)]
    pub suffix: Vec<String>,
    /// What comes before a hyphen: "pro" in "pro-Russian party", second named to first.
    #[serde(default)]
    pub prefix: Vec<String>,
    /// Sentences that state it: `Sentence. | A -relation-> B; C -relation-> D`, all that the sentence states.
    pub states: Vec<String>,
    /// Look-alikes: sentences that do not state this relation.
    pub silent: Vec<String>,
    /// For the reader of the table.
    #[serde(default)]
    pub note: String,
}

/// Words that follow a verb's lemma, and the entry that they belong to.
#[derive(Debug, Clone)]
pub struct VerbPattern {
    /// `["talks", "with"]` of "hold talks with"; empty for a plain transitive verb.
    pub rest: Vec<String>,
    /// Index into [`Predicates::entries`].
    pub entry: usize,
}

/// A noun or adjective of an entry.
#[derive(Debug, Clone)]
pub struct NounPattern {
    /// The preposition that its object follows; empty where none is needed.
    pub preposition: String,
    /// Index into [`Predicates::entries`].
    pub entry: usize,
}

/// All entries, and their words for look-up.
#[derive(Debug, Default)]
pub struct Predicates {
    /// In the order of the tables.
    pub entries: Vec<Predicate>,
    /// File and line of each entry, for messages.
    pub places: Vec<String>,
    /// By lemma, those with the most words first.
    pub verbs: FxHashMap<String, Vec<VerbPattern>>,
    /// Nouns of acts, by the words before the preposition, singular and plural.
    pub nouns: Phrases<Vec<NounPattern>>,
    /// Nouns of roles, "ally", by the words before the preposition, singular and plural.
    pub roles: Phrases<Vec<NounPattern>>,
    /// Nouns that hold between two.
    pub between: Phrases<usize>,
    /// Adjectives, "hostile", by the words before the preposition.
    pub adjectives: Phrases<Vec<NounPattern>>,
    /// Entries by what follows the hyphen: "backed" of "A-backed".
    pub suffixes: FxHashMap<String, usize>,
    /// Entries by what precedes the hyphen: "pro" of "pro-A".
    pub prefixes: FxHashMap<String, usize>,
    /// The entries before this index are built in, those from it on a user's own.
    n_built_in: usize,
    /// File and line of each word that is not compiled in, by what tells one from another.
    stand_at: FxHashMap<WordKey, String>,
}

/// The construction and the words, and the kinds of subject and object that their entry takes.
type WordKey = (&'static str, String, Vec<ActorKind>, Vec<ActorKind>);

impl Predicates {
    /// Adds the entries of a table of predicates.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add(&mut self, source: Source) -> Result<(), Error> {
        for row in records::<Predicate>(source, "predicate")? {
            let entry = row.value;
            if source.origin != Origin::BuiltIn {
                check_entry(&source, row.line, &entry)?;
                self.check_single(&source, row.line, &entry)?;
            }
            self.add_words(self.entries.len(), &entry, source.origin == Origin::Own);
            self.entries.push(entry);
            self.places.push(format!("{}:{}", source.name, row.line));
        }
        Ok(())
    }

    /// Words stand once in a construction, but for entries that take actors of other kinds: the later one would never be read.
    fn check_single(&mut self, source: &Source, line: usize, entry: &Predicate) -> Result<(), Error> {
        let lists = [
            ("verb", &entry.verb),
            ("noun", &entry.noun),
            ("role", &entry.role),
            ("between", &entry.between),
            ("adjective", &entry.adjective),
            ("suffix", &entry.suffix),
            ("prefix", &entry.prefix),
        ];
        for (construction, words) in lists.into_iter().flat_map(|(list, words)| words.iter().map(move |w| (list, w))) {
            // Of these, one entry alone is looked up.
            let has_kinds = !matches!(construction, "between" | "suffix" | "prefix");
            let (subject, object) =
                if has_kinds { (&entry.subject[..], &entry.object[..]) } else { (&[][..], &[][..]) };
            let words_of_sector = format!("{words} {}", entry.object_sector.as_deref().unwrap_or_default());
            let key = (construction, words_of_sector, subject.to_vec(), object.to_vec());
            let place = format!("{}:{line}", source.name);
            if let Some(first) = self.stand_at.insert(key, place) {
                return Err(source.error(line, format!("{construction} \"{words}\" stands twice, first at {first}")));
            }
        }
        Ok(())
    }

    /// A user's own words replace built-in ones that read alike.
    fn add_words(&mut self, index: usize, entry: &Predicate, is_own: bool) {
        let n_built_in = self.n_built_in;
        let is_kept = |older: usize| !is_own || older >= n_built_in;
        if !is_own {
            self.n_built_in = index + 1;
        }
        for verb in &entry.verb {
            let mut words = cut(verb).into_iter().map(|(start, end)| plain(&verb[start..end]).into_owned());
            let lemma = words.next().unwrap_or_default();
            let rest: Vec<String> = words.collect();
            let patterns = self.verbs.entry(lemma).or_default();
            patterns.retain(|older| older.rest != rest || is_kept(older.entry));
            patterns.push(VerbPattern { rest, entry: index });
            patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.rest.len()));
        }
        for (list, phrases) in
            [(&entry.noun, &mut self.nouns), (&entry.role, &mut self.roles), (&entry.adjective, &mut self.adjectives)]
        {
            for words in list {
                let (noun, preposition) = words.rsplit_once(' ').unwrap_or((words, ""));
                let pattern = NounPattern { preposition: preposition.to_owned(), entry: index };
                for form in [noun.to_owned(), Words::plural(noun)] {
                    let patterns = phrases.place(&form).get_or_insert_default();
                    patterns.retain(|older| older.preposition != preposition || is_kept(older.entry));
                    patterns.push(pattern.clone());
                }
            }
        }
        for noun in &entry.between {
            self.between.insert(noun, index);
            self.between.insert(&Words::plural(noun), index);
        }
        self.suffixes.extend(entry.suffix.iter().map(|suffix| (suffix.clone(), index)));
        self.prefixes.extend(entry.prefix.iter().map(|prefix| (prefix.clone(), index)));
    }
}

fn check_entry(source: &Source, line: usize, entry: &Predicate) -> Result<(), Error> {
    let lists = [&entry.verb, &entry.noun, &entry.role, &entry.between, &entry.adjective, &entry.suffix, &entry.prefix];
    if lists.iter().all(|list| list.is_empty()) {
        return Err(source.error(line, "an entry needs words: verb, noun, role, between, adjective, suffix or prefix"));
    }
    if entry.states.is_empty() || entry.silent.is_empty() {
        return Err(source.error(line, "an entry needs sentences that state it and look-alikes that are silent"));
    }
    if let Some(sentence) = entry.states.iter().find(|sentence| !sentence.contains(" | ")) {
        return Err(source.error(line, format!("expected \"Sentence. | A -relation-> B\", found \"{sentence}\"")));
    }
    for statement in
        entry.states.iter().filter_map(|sentence| sentence.split_once(" | ")).flat_map(|(_, s)| s.split("; "))
    {
        check_statement(source, line, statement)?;
    }
    if let Some(word) = entry.noun.iter().chain(&entry.role).chain(&entry.adjective).find(|word| !word.contains(' ')) {
        return Err(source.error(line, format!("\"{word}\" needs its preposition, as in \"support for\"")));
    }
    Ok(())
}

/// "A -relation-> B", with a relation of the ontology.
fn check_statement(source: &Source, line: usize, statement: &str) -> Result<(), Error> {
    let relation = statement.split_once("-> ").and_then(|(before, _)| before.rsplit_once(" -")).map(|(_, word)| word);
    let Some(word) = relation else {
        return Err(source.error(line, format!("expected \"A -relation-> B\", found \"{statement}\"")));
    };
    word.parse::<RelationType>().map(drop).map_err(|error| source.error(line, error))
}
