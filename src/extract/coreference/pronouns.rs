//! The walk through the article: names, descriptions and pronouns of each sentence in order, each seen against what is
//! present by then.

use std::collections::HashMap;
use std::ops::Range;

use super::descriptions::{Descriptors, Found, Scene, is_pair};
use super::gender::{self, Gender};
use super::issuer::Issuer;
use super::places::{Role, governor, head_of, is_below, role_of, subject_of_clause, top_of};
use super::salience::{Entity, Kind, Salience, Standing};
use super::{Reference, Step};
use crate::extract::actors::Actors;
use crate::extract::mention::{Mention, Who};
use crate::extract::noun_phrase::Head;
use crate::extract::office::{self, Title};
use crate::extract::quotes::{Quotes, label_in_capitals, speaker_word};
use crate::knowledge::Knowledge;
use crate::knowledge::names::FormKind;
use crate::language::tag::{Number, PronounType, VerbForm};
use crate::language::{Relation, Sentence, Tag, Token};
use crate::ontology::{ActorKind, Date, RelationType};

/// What a pronoun of the third person asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Third {
    Person(Gender),
    Thing,
    Many,
}

/// A pronoun as its form tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pronoun {
    third: Option<Third>,
    is_possessive: bool,
    is_reflexive: bool,
}

impl Pronoun {
    /// The pronoun at a token; `None` for relative, interrogative and other pronouns, and for an "it" that stands for nothing.
    fn at(tokens: &[Token], i: usize) -> Option<Pronoun> {
        let token = &tokens[i];
        if !matches!(token.tag, Tag::Pron | Tag::Det) || token.relation == Relation::Expl {
            return None;
        }
        let (third, is_reflexive) = match token.lower.as_str() {
            "he" | "him" | "his" => (Some(Third::Person(Gender::Masculine)), false),
            "himself" => (Some(Third::Person(Gender::Masculine)), true),
            "she" | "her" | "hers" => (Some(Third::Person(Gender::Feminine)), false),
            "herself" => (Some(Third::Person(Gender::Feminine)), true),
            "it" | "its" => (Some(Third::Thing), false),
            "itself" => (Some(Third::Thing), true),
            "they" | "them" | "their" | "theirs" => (Some(Third::Many), false),
            "themselves" => (Some(Third::Many), true),
            "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" => (None, false),
            _ => return None,
        };
        let is_possessive =
            token.relation == Relation::NmodPoss || token.features.pronoun == Some(PronounType::Possessive);
        Some(Pronoun { third, is_possessive, is_reflexive })
    }
}

/// Reads an article once from its first sentence to its last.
pub struct Reader<'r, 't> {
    sentences: &'r [Sentence<'t>],
    actors: &'r mut Actors,
    knowledge: &'r Knowledge,
    date: Option<&'r Date>,
    descriptors: Descriptors,
    genders: HashMap<usize, Gender>,
    salience: Salience,
    nameless: HashMap<String, usize>,
    quotes: Quotes,
    /// Who speaks in the quotation that is open, or was last.
    speaker: Option<usize>,
    paragraph: usize,
    issuer: Issuer,
    /// The actors that were the last subject together, and the sentence in which they or "they" last were.
    together: Option<(usize, Vec<usize>)>,
    /// Who has the floor in a transcript, "SECRETARY BLINKEN: ...", until the next label.
    floor: Option<Floor>,
    references: Vec<Reference>,
}

/// Who speaks after a label of a transcript; nobody known after "QUESTION:".
#[derive(Debug, Clone, Copy)]
struct Floor {
    /// "I"
    speaker: Option<usize>,
    /// "we": the country or group whose office the speaker holds.
    body: Option<usize>,
}

/// Something of a sentence that is present from its place on.
struct Item {
    start: usize,
    end: usize,
    what: What,
}

enum What {
    Name(usize),
    Noun,
    Pronoun(Pronoun),
}

impl<'r, 't> Reader<'r, 't> {
    /// A reader at the start of the article.
    pub fn new(
        sentences: &'r [Sentence<'t>],
        actors: &'r mut Actors,
        descriptors: Descriptors,
        knowledge: &'r Knowledge,
        date: Option<&'r Date>,
    ) -> Self {
        let genders = genders(sentences, actors, &descriptors, knowledge);
        let issuer = Issuer::of(sentences, actors, knowledge);
        Reader {
            sentences,
            actors,
            knowledge,
            date,
            descriptors,
            genders,
            salience: Salience::default(),
            nameless: HashMap::new(),
            quotes: Quotes::default(),
            speaker: None,
            paragraph: 0,
            issuer,
            together: None,
            floor: None,
            references: Vec::new(),
        }
    }

    /// All that was found, in order.
    pub fn into_references(self) -> Vec<Reference> {
        self.references
    }

    /// Reads the next sentence.
    pub fn read(&mut self, index: usize) {
        let sentences = self.sentences;
        let sentence = &sentences[index];
        self.salience.next_sentence();
        let (quotes, goes_on) = self.quotes.of(sentence);
        if sentence.paragraph != self.paragraph {
            self.paragraph = sentence.paragraph;
            let opens = sentence.tokens.first().is_some_and(Token::is_quote);
            self.speaker = self.speaker.filter(|_| opens);
        }
        if let Some(colon) = label_in_capitals(&sentence.tokens) {
            self.floor = Some(self.floor_of(index, colon));
        }
        let label = self.label_of(index);
        let listed = self.listed_subject(index);
        let is_taken_up = self.together.clone();
        let first = self.references.len();
        let mut later = Vec::new();
        for item in self.items(index) {
            // "Iran and Iraq announced their withdrawal": a list is together from its end on.
            if let Some((actors, end)) = &listed
                && item.start > *end
            {
                self.together = Some((index, actors.clone()));
            }
            match item.what {
                What::Name(actor) => self.note_name(index, &item, actor, &quotes),
                What::Noun => self.read_noun(index, &item, &quotes),
                What::Pronoun(pronoun) if pronoun.third.is_some() => {
                    self.read_pronoun(index, item.start, pronoun, &quotes)
                }
                What::Pronoun(_) => later.push(item.start),
            }
        }
        if let Some((actors, _)) = listed {
            self.together = Some((index, actors));
        } else if self.together == is_taken_up && has_plural_subject(&sentence.tokens) {
            self.together = None;
        }
        // Who speaks may be told after what is said, by a name or by a pronoun: "..., he said".
        let said_by =
            speaker_word(&sentence.tokens, &quotes, self.knowledge).and_then(|word| self.actor_at(index, word, first));
        self.speaker = said_by.or(label).or(self.speaker.filter(|_| goes_on || !quotes.is_empty() || label.is_some()));
        for at in later {
            let is_said = quotes.iter().any(|quote| quote.contains(&at)) || label.is_some();
            let is_person = |actor: &usize| self.actors.list[*actor].kind == ActorKind::Person;
            let is_many = matches!(sentence.tokens[at].lower.as_str(), "we" | "us" | "our" | "ours");
            if let Some(floor) = self.floor.filter(|_| !quotes.iter().any(|quote| quote.contains(&at))) {
                if let Some(actor) = if is_many { floor.body } else { floor.speaker } {
                    self.refer(index, at..at + 1, actor, Step::Speaker, "has the floor".to_owned());
                }
                continue;
            }
            let issuer = if is_many { self.issuer.body } else { self.issuer.person };
            if let Some(issuer) = issuer.filter(|_| !is_said && self.speaker.is_none()) {
                let evidence = format!("the article is a statement of {}", self.actors.list[issuer].name);
                self.refer(index, at..at + 1, issuer, Step::Speaker, evidence);
            } else if let Some(speaker) = self.speaker.filter(|speaker| is_said && !is_many && is_person(speaker)) {
                let evidence = format!("said by {}", self.actors.list[speaker].name);
                self.refer(index, at..at + 1, speaker, Step::Speaker, evidence);
            }
        }
    }

    /// "Bos: I think": the speaker that a paragraph of an interview starts with.
    fn label_of(&self, index: usize) -> Option<usize> {
        let tokens = &self.sentences[index].tokens;
        let (mention, actor) = self.actors.mentions[index].first()?;
        let is_label = mention.start <= 3 && tokens.get(mention.end).is_some_and(|token| token.text == ":");
        is_label.then_some(*actor)
    }

    /// "FOREIGN MINISTER MIRZOYAN:": who has the floor from here on, and for whom. The body is that of the tables, or the one country
    /// whose office the article calls by the label's title: "the foreign minister of Armenia".
    fn floor_of(&mut self, index: usize, colon: usize) -> Floor {
        let tokens = &self.sentences[index].tokens;
        let is_label = |(mention, actor): &&(Mention, usize)| {
            mention.end == colon && self.actors.list[*actor].kind == ActorKind::Person
        };
        let Some((start, speaker)) =
            self.actors.mentions[index].iter().find(is_label).map(|(m, actor)| (m.start, *actor))
        else {
            return Floor { speaker: None, body: None };
        };
        let term = self.actors.term(speaker).map(|term| term.of);
        if let Some(record) = term {
            let body = Some(self.actors.body_of_tables(record, &self.knowledge.names));
            return Floor { speaker: Some(speaker), body };
        }
        let title = office::title_before(tokens, start, self.knowledge).map(|title| title.office.title.clone());
        let mut bodies: Vec<usize> = Vec::new();
        for (sentence, other) in self.sentences.iter().enumerate() {
            for at in 0..other.tokens.len() {
                let named = office::title_at(&other.tokens, at, self.knowledge);
                let named = named.filter(|named| title.as_ref() == Some(&named.office.title));
                bodies.extend(named.and_then(|named| self.body_beside(sentence, named.start, named.end)));
            }
        }
        bodies.sort_unstable();
        bodies.dedup();
        Floor { speaker: Some(speaker), body: if let [body] = bodies[..] { Some(body) } else { None } }
    }

    /// The country right before a title, or after its "of" or "from".
    fn body_beside(&self, sentence: usize, start: usize, end: usize) -> Option<usize> {
        let tokens = &self.sentences[sentence].tokens;
        let is_linked = tokens.get(end).is_some_and(|token| matches!(token.lower.as_str(), "of" | "from"));
        let is_beside = |mention: &Mention| mention.end == start || is_linked && mention.start == end + 1;
        let named = self.actors.mentions[sentence].iter().find(|(mention, _)| is_beside(mention));
        named.map(|(_, actor)| *actor).filter(|&actor| self.actors.list[actor].kind == ActorKind::Country)
    }

    /// The names, common nouns and pronouns of a sentence in the order of their places.
    fn items(&self, index: usize) -> Vec<Item> {
        let tokens = &self.sentences[index].tokens;
        let mut items: Vec<Item> = self.actors.mentions[index]
            .iter()
            .map(|(mention, actor)| Item { start: mention.start, end: mention.end, what: What::Name(*actor) })
            .collect();
        let n_names = items.len();
        for i in 0..tokens.len() {
            if items[..n_names].iter().any(|name| (name.start..name.end).contains(&i)) {
                continue;
            }
            if let Some(pronoun) = Pronoun::at(tokens, i) {
                items.push(Item { start: i, end: i + 1, what: What::Pronoun(pronoun) });
            } else if tokens[i].tag == Tag::Noun && tokens[i].relation != Relation::Compound
                || is_pair(tokens, i)
                || self.is_title_alone(tokens, i)
            {
                items.push(Item { start: i, end: i + 1, what: What::Noun });
            }
        }
        items.sort_by_key(|item| item.start);
        items
    }

    /// "the Vice President", "the Prime Minister": a title with capitals, after an article and before no name.
    fn is_title_alone(&self, tokens: &[Token], at: usize) -> bool {
        if tokens[at].tag != Tag::Propn || tokens[at].relation == Relation::Compound {
            return false;
        }
        let is_the = |title: &Title| title.start.checked_sub(1).is_some_and(|i| tokens[i].lower == "the");
        let has_name = tokens.get(at + 1).is_some_and(|next| next.is_capitalised() || next.lower == "of");
        !has_name && office::title_before(tokens, at + 1, self.knowledge).is_some_and(|title| is_the(&title))
    }

    fn note_name(&mut self, index: usize, item: &Item, actor: usize, quotes: &[Range<usize>]) {
        let tokens = &self.sentences[index].tokens;
        let head = head_of(tokens, item.start, item.end);
        let kind = self.kind_of(actor);
        let is_quoted = is_quoted(quotes, item.start);
        let gender = self.genders.get(&actor).copied();
        self.salience.mention(Entity::Actor(actor), kind, gender, (index, head), role_of(tokens, head), is_quoted);
    }

    fn kind_of(&self, actor: usize) -> Kind {
        match self.actors.list[actor].kind {
            ActorKind::Person => Kind::Person,
            ActorKind::Country | ActorKind::Group => Kind::Body,
        }
    }

    /// A common noun: a description of actors, or a person or thing of its own.
    fn read_noun(&mut self, index: usize, item: &Item, quotes: &[Range<usize>]) {
        let sentences = self.sentences;
        let tokens = &sentences[index].tokens;
        let noun = item.start;
        let role = role_of(tokens, noun);
        let scene = Scene { sentences, salience: &self.salience, knowledge: self.knowledge, date: self.date };
        let found = self.descriptors.find(index, noun, self.actors, &scene);
        match found {
            Found::Actors(actors, evidence) => {
                let is_one = actors.len() == 1;
                // "The leaders met. They agreed"
                if !is_one && role == Role::Subject {
                    self.together = Some((index, actors.clone()));
                }
                for actor in actors {
                    self.refer(index, noun..noun + 1, actor, Step::Description, evidence.clone());
                    let kind = self.kind_of(actor);
                    let gender = self.genders.get(&actor).copied();
                    let role = if is_one { role } else { Role::Inner };
                    self.salience.mention(
                        Entity::Actor(actor),
                        kind,
                        gender,
                        (index, noun),
                        role,
                        is_quoted(quotes, noun),
                    );
                }
            }
            Found::Known(actor) => {
                let kind = self.kind_of(actor);
                let gender = self.genders.get(&actor).copied();
                self.salience.mention(Entity::Actor(actor), kind, gender, (index, noun), role, is_quoted(quotes, noun));
            }
            Found::Nameless { is_person }
                if is_person && self.takes_up_list(index, noun) || self.takes_up_pair(index, noun) =>
            {
                if let Some((_, actors)) = self.together.clone() {
                    for actor in actors {
                        self.refer(
                            index,
                            noun..noun + 1,
                            actor,
                            Step::Description,
                            "together subject before".to_owned(),
                        );
                    }
                    self.together = self.together.take().map(|(_, actors)| (index, actors));
                }
            }
            Found::Nameless { is_person } => {
                let is_many = tokens[noun].features.number == Some(Number::Plural);
                let kind = match (is_many, is_person) {
                    (true, _) => Kind::Many,
                    (false, true) => Kind::Person,
                    (false, false) => Kind::Thing,
                };
                let number = self.nameless.len();
                let number = *self.nameless.entry(tokens[noun].lemma.clone()).or_insert(number);
                let gender = gender::of_word(&tokens[noun].lemma, self.knowledge);
                self.salience.mention(
                    Entity::Nameless(number),
                    kind,
                    gender,
                    (index, noun),
                    role,
                    is_quoted(quotes, noun),
                );
            }
            Found::Nothing => {}
        }
    }

    fn read_pronoun(&mut self, index: usize, at: usize, pronoun: Pronoun, quotes: &[Range<usize>]) {
        let tokens = &self.sentences[index].tokens;
        let is_quoted = is_quoted(quotes, at);
        // "expelled them" is as likely to be of others.
        let is_they = pronoun.third == Some(Third::Many) && matches!(tokens[at].lower.as_str(), "they" | "their");
        if is_they && !is_quoted && self.read_together(index, at) {
            return;
        }
        let Some((entity, evidence)) = self.antecedent(index, at, pronoun, is_quoted) else { return };
        let role = role_of(tokens, at);
        let gender = match pronoun.third {
            Some(Third::Person(gender)) => Some(gender),
            _ => None,
        };
        let kind = self.salience.of(entity).map_or(Kind::Person, |standing| standing.kind);
        self.salience.mention(entity, kind, gender, (index, at), role, is_quoted);
        if let Entity::Actor(actor) = entity {
            if let Some(gender) = gender {
                self.genders.entry(actor).or_insert(gender);
            }
            self.refer(index, at..at + 1, actor, Step::Pronoun, evidence);
        }
    }

    /// "Iran and Iraq met. They agreed": those who were subject together, where nothing else plural has been subject since.
    fn read_together(&mut self, index: usize, at: usize) -> bool {
        let tokens = &self.sentences[index].tokens;
        let Some((last, actors)) = self.together.clone().filter(|(last, _)| index - last <= MAX_SENTENCES) else {
            return false;
        };
        let is_other = |i: &usize| {
            tokens[*i].features.number == Some(Number::Plural)
                && tokens[*i].tag == Tag::Noun
                && matches!(tokens[*i].relation, Relation::Nsubj | Relation::NsubjPass)
        };
        if (0..at).any(|i| is_other(&i)) {
            return false;
        }
        let place = if last == index { "the same sentence" } else { "a sentence before" };
        for actor in &actors {
            self.refer(index, at..at + 1, *actor, Step::Pronoun, format!("together subject of {place}"));
        }
        self.together = Some((index, actors));
        true
    }

    /// "The foreign ministers" after a sentence whose subject is a list of persons, two of them at least.
    fn takes_up_list(&self, index: usize, noun: usize) -> bool {
        let tokens = &self.sentences[index].tokens;
        let is_recent = |(last, _): &&(usize, Vec<usize>)| index > *last && index - last <= MAX_SENTENCES;
        let are_persons = |(_, actors): &(usize, Vec<usize>)| {
            actors.iter().all(|&actor| self.actors.list[actor].kind == ActorKind::Person)
        };
        let is_definite = tokens.iter().any(|token| {
            token.head == Some(noun)
                && token.relation == Relation::Det
                && matches!(token.lower.as_str(), "the" | "both" | "these")
        });
        // "The ministers of Kenya" are others.
        let is_whole = !tokens.iter().any(|token| {
            token.head == Some(noun)
                && matches!(token.relation, Relation::Nmod | Relation::NmodPoss | Relation::AclRelcl | Relation::Acl)
        });
        let is_title = (noun.saturating_sub(2)..=noun)
            .filter_map(|i| office::title_at(tokens, i, self.knowledge))
            .any(|title| title.end == noun + 1 && title.office.is_plural);
        (is_title && is_definite && is_whole || is_pair(tokens, noun))
            && self.together.as_ref().filter(is_recent).is_some_and(are_persons)
    }

    /// "The two companies", "the two sides" after a sentence whose subject is two of them.
    fn takes_up_pair(&self, index: usize, noun: usize) -> bool {
        let tokens = &self.sentences[index].tokens;
        let below = || tokens.iter().filter(|token| token.head == Some(noun));
        let has = |words: &[&str]| below().any(|token| words.contains(&token.lower.as_str()));
        let is_whole = !below().any(|token| {
            matches!(
                token.relation,
                Relation::Nmod | Relation::NmodPoss | Relation::Amod | Relation::AclRelcl | Relation::Acl
            )
        });
        let are_two = has(&["two"]) && has(&["the", "these", "those"]) || has(&["both"]);
        let (words, lemma) = (&self.knowledge.words, tokens[noun].lemma.to_lowercase());
        let fits = |kind: ActorKind| match kind {
            ActorKind::Country => words.country_nouns.contains(&lemma) || words.is_in_class("SIDE", &lemma),
            ActorKind::Group => words.group_nouns.get(&lemma).is_some() || words.is_in_class("SIDE", &lemma),
            ActorKind::Person => {
                words.people_nouns.contains(&lemma) || self.knowledge.offices.titles.get(&lemma).is_some()
            }
        };
        let is_pair = |(last, actors): &(usize, Vec<usize>)| {
            let is_recent = index > *last && index - last <= MAX_SENTENCES;
            is_recent && actors.len() == 2 && actors.iter().all(|&actor| fits(self.actors.list[actor].kind))
        };
        are_two && is_whole && self.together.as_ref().is_some_and(is_pair)
    }

    /// The actors of the first subject of a sentence that is a list of names, and its last word.
    fn listed_subject(&self, index: usize) -> Option<(Vec<usize>, usize)> {
        let tokens = &self.sentences[index].tokens;
        let actor_of = |word: usize| {
            // "Tesco and Denmark-based retailer Salling": Denmark does nothing.
            let covers = |(mention, _): &&(Mention, usize)| {
                let is_compound = tokens.get(mention.end).is_some_and(|next| next.plain == "-");
                (mention.start..mention.end).contains(&word) && !is_compound
            };
            self.actors.mentions[index].iter().find(covers).map(|(_, actor)| *actor)
        };
        (0..tokens.len()).filter(|&i| tokens[i].relation == Relation::Nsubj).find_map(|first| {
            let is_listed =
                |i: usize| matches!(tokens[i].relation, Relation::Conj | Relation::Appos) && top_of(tokens, i) == first;
            let joined: Vec<usize> = (first + 1..tokens.len()).filter(|&i| is_listed(i)).collect();
            let end = joined.last().copied().unwrap_or(first);
            let mut actors: Vec<usize> =
                std::iter::once(first).chain(joined.iter().copied()).filter_map(actor_of).collect();
            actors.dedup();
            // "Foreign minister Wang Yi and his counterparts, A and B": the list may hang on the name.
            let has_list = joined.iter().any(|&i| tokens[i].relation == Relation::Conj);
            (has_list && actors.len() > 1).then_some((actors, end))
        })
    }

    /// What a pronoun stands for, and why.
    fn antecedent(&self, index: usize, at: usize, pronoun: Pronoun, is_quoted: bool) -> Option<(Entity, String)> {
        let tokens = &self.sentences[index].tokens;
        if pronoun.is_reflexive {
            let subject = subject_of_clause(tokens, at)?;
            let found = self.salience.all().find(|(_, standing)| standing.last == (index, subject))?;
            return self.fits(found.1, pronoun).then(|| (found.0, "reflexive: subject of its clause".to_owned()));
        }
        let mut best: Option<(u32, (usize, usize), Entity, &Standing)> = None;
        for (entity, standing) in self.salience.all() {
            if !self.fits(standing, pronoun) || self.is_barred(index, at, pronoun, standing) {
                continue;
            }
            // "he" in what somebody says of others is somebody else.
            if is_quoted && self.speaker.is_some_and(|speaker| entity == Entity::Actor(speaker)) {
                continue;
            }
            let score = self.score(index, at, pronoun, standing, is_quoted);
            if best.is_none_or(|(top, last, ..)| (score, standing.last) > (top, last)) {
                best = Some((score, standing.last, entity, standing));
            }
        }
        let (score, _, entity, standing) = best?;
        if score < threshold(pronoun) {
            return None;
        }
        let place = match index - standing.last.0 {
            0 => "the same sentence".to_owned(),
            1 => "the sentence before".to_owned(),
            n => format!("{n} sentences before"),
        };
        Some((entity, format!("{} in {place}, weight {score}", standing.role.as_str())))
    }

    /// Whether number, kind and gender agree.
    fn fits(&self, standing: &Standing, pronoun: Pronoun) -> bool {
        match pronoun.third {
            Some(Third::Person(gender)) => {
                standing.kind == Kind::Person && standing.gender.is_none_or(|known| known == gender)
            }
            Some(Third::Thing) => matches!(standing.kind, Kind::Body | Kind::Thing),
            Some(Third::Many) => matches!(standing.kind, Kind::Many | Kind::Body),
            None => false,
        }
    }

    /// Whether syntax rules an antecedent out: arguments of one verb are different, and nobody is part of his own phrase.
    fn is_barred(&self, index: usize, at: usize, pronoun: Pronoun, standing: &Standing) -> bool {
        let (sentence, word) = standing.last;
        if sentence != index {
            return false;
        }
        let tokens = &self.sentences[index].tokens;
        if pronoun.is_possessive {
            // "his wife Jill", "its ally Iran"
            let Some(owned) = tokens[at].head else { return false };
            return word == owned || (is_below(tokens, word, owned) && top_of(tokens, word) == top_of(tokens, owned));
        }
        let verb = governor(tokens, at);
        let same_verb = verb.is_some() && verb == governor(tokens, word);
        // "Egypt and Iran cut ties with Qatar, accusing it": nor is one the subject that a participle shares.
        let is_listed = tokens[word].relation == Relation::Conj
            || tokens.iter().any(|token| token.head == Some(word) && token.relation == Relation::Conj);
        let is_shared = verb.filter(|_| is_listed).is_some_and(|verb| {
            let is_participle = tokens[verb].features.verb_form == Some(VerbForm::Gerund)
                && tokens[verb].relation == Relation::Advcl
                && !tokens.iter().any(|token| {
                    token.head == Some(verb) && matches!(token.relation, Relation::Nsubj | Relation::Mark)
                });
            let top = top_of(tokens, word);
            is_participle
                && tokens[top].relation == Relation::Nsubj
                && tokens[top].head.is_some()
                && tokens[top].head == tokens[verb].head
        });
        // "Helped by her aide Jane Smith, she won": the subject of the verb is that of the participle before it.
        let is_beside_subject = verb.zip(governor(tokens, word)).is_some_and(|(verb, inner)| {
            let has_own = |token: &Token| {
                token.head == Some(inner) && matches!(token.relation, Relation::Nsubj | Relation::NsubjPass)
            };
            let is_subject = matches!(tokens[at].relation, Relation::Nsubj | Relation::NsubjPass);
            let is_fronted = tokens[inner].relation == Relation::Advcl && inner < at;
            is_subject && is_fronted && tokens[inner].head == Some(verb) && !tokens.iter().any(has_own)
        });
        // "Putin's ally met him" leaves Putin free, "Putin met him" does not.
        same_verb || is_shared || is_beside_subject || is_below(tokens, at, word)
    }

    /// How much speaks for an antecedent: its weight, more where it plays the same part, less where something is unknown.
    fn score(&self, index: usize, at: usize, pronoun: Pronoun, standing: &Standing, is_quoted: bool) -> u32 {
        let tokens = &self.sentences[index].tokens;
        let mut score = standing.weight();
        // What plays the same part is likelier meant.
        if standing.role == role_of(tokens, at) {
            score += 35;
        }
        if standing.is_quoted && !is_quoted {
            score = score * 2 / 3;
        }
        if let Some(Third::Person(_)) = pronoun.third
            && standing.gender.is_none()
        {
            score = score * 4 / 5;
        }
        // A body takes "they" now and then.
        if pronoun.third == Some(Third::Many) && standing.kind == Kind::Body {
            score = score * 3 / 5;
        }
        // The subject of the clause that holds the pronoun's own is likeliest its owner: "Iran said its forces"; but whoever is judged for
        // something did it: "Iran condemned Israel for its raid".
        if pronoun.is_possessive && standing.last.0 == index {
            let is_judged = |(verb, object): (usize, usize)| {
                let is_object = top_of(tokens, standing.last.1) == object;
                is_object && standing.role == Role::Object && self.judges(&tokens[verb].lemma)
            };
            if judged_for(tokens, at).is_some_and(is_judged) {
                score += 160;
            } else if subject_of_clause(tokens, at) == Some(standing.last.1) {
                score += 60;
            }
        }
        score
    }

    /// Whether a verb says what one holds of, or does about, another's acts: "condemned", "praised", "sanctioned".
    fn judges(&self, lemma: &str) -> bool {
        use RelationType::{Accuse, Coerce, Protest, Reject, Sanction, Support, Threaten};
        let predicates = &self.knowledge.predicates;
        let patterns = predicates.verbs.get(lemma).into_iter().flatten().filter(|pattern| pattern.rest.is_empty());
        let mut relations = patterns.map(|pattern| predicates.entries[pattern.entry].relation);
        relations.any(|relation| matches!(relation, Accuse | Coerce | Protest | Reject | Sanction | Support | Threaten))
    }

    /// The actor that a word of a sentence names or stands for; references from `first` on are this sentence's.
    fn actor_at(&self, index: usize, word: usize, first: usize) -> Option<usize> {
        let covers = |mention: &Mention| (mention.start..mention.end).contains(&word);
        let named = self.actors.mentions[index].iter().find(|(mention, _)| covers(mention));
        let referred = || self.references[first..].iter().find(|reference| covers(&reference.mention));
        named.map(|(_, actor)| *actor).or_else(|| referred().map(|reference| reference.actor))
    }

    fn refer(&mut self, sentence: usize, at: Range<usize>, actor: usize, step: Step, evidence: String) {
        let tokens = &self.sentences[sentence].tokens;
        let is_owner = tokens[at.start].relation == Relation::NmodPoss;
        let np_end = tokens[at.start].head.filter(|&head| is_owner && head > at.start).map_or(at.end, |head| head + 1);
        let who = match self.actors.list[actor].kind {
            ActorKind::Person => Who::Person,
            ActorKind::Country => Who::Country,
            ActorKind::Group => Who::Group { sector: None, of: None, is_organ: false },
        };
        let mention = Mention {
            sentence,
            name_start: at.start,
            start: at.start,
            end: at.end,
            np_end,
            head: if is_owner { Head::Belonging } else { Head::Actor },
            who,
            form: FormKind::Name,
        };
        self.references.push(Reference { mention, actor, step, evidence });
    }
}

/// "condemned Israel for its raid": the verb in whose phrase with "for" or "over" a possessive at `at` stands, and the verb's object.
fn judged_for(tokens: &[Token], at: usize) -> Option<(usize, usize)> {
    let owned = tokens[at].head?;
    let has_case = tokens.iter().any(|token| {
        token.head == Some(owned) && token.relation == Relation::Case && matches!(token.lower.as_str(), "for" | "over")
    });
    let verb = tokens[owned].head.filter(|_| has_case && tokens[owned].relation == Relation::Obl)?;
    let object = (verb + 1..owned).find(|&i| tokens[i].head == Some(verb) && tokens[i].relation == Relation::Obj)?;
    Some((verb, object))
}

/// So many sentences later "they" may still be those of a list, or "the ministers".
const MAX_SENTENCES: usize = 2;

/// Whether a common noun in the plural is subject in a sentence: "the talks ended", of which "they" may be said next.
fn has_plural_subject(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        token.features.number == Some(Number::Plural)
            && token.tag == Tag::Noun
            && matches!(token.relation, Relation::Nsubj | Relation::NsubjPass)
    })
}

/// The weight below which a pronoun is left alone.
fn threshold(pronoun: Pronoun) -> u32 {
    match pronoun.third {
        Some(Third::Person(_)) => 20,
        _ => 100,
    }
}

fn is_quoted(quotes: &[Range<usize>], at: usize) -> bool {
    quotes.iter().any(|quote| quote.contains(&at))
}

/// What names, titles and nouns tell of the persons' genders; the first word that tells counts.
fn genders(
    sentences: &[Sentence],
    actors: &Actors,
    descriptors: &Descriptors,
    knowledge: &Knowledge,
) -> HashMap<usize, Gender> {
    let mut genders = HashMap::new();
    for (mention, actor) in actors.mentions.iter().flatten() {
        if actors.list[*actor].kind != ActorKind::Person || genders.contains_key(actor) {
            continue;
        }
        let tokens = &sentences[mention.sentence].tokens;
        let titled = office::title_before(tokens, mention.start, knowledge)
            .and_then(|title| tokens[title.start..title.end].iter().find_map(|t| gender::of_word(&t.lower, knowledge)));
        let addressed = mention.start.checked_sub(1).and_then(|before| {
            let before = before.checked_sub(usize::from(tokens[before].text == "."))?;
            gender::of_word(tokens[before].lower.trim_end_matches('.'), knowledge)
        });
        let said = || descriptors.words_of(*actor).find_map(|word| gender::of_word(word, knowledge));
        let gender = addressed
            .or(titled)
            .or(actors.term(*actor).map(|term| term.gender))
            .or_else(|| gender::of_name(&tokens[mention.start..mention.end], knowledge))
            .or_else(said);
        genders.extend(gender.map(|gender| (*actor, gender)));
    }
    genders
}
