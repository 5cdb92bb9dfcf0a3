//! Whose statement an article is that speaks in the first person: a press release, a column, an address.
//!
//! "We, the foreign ministers of the G7" names the issuer; else the byline does, a line of its own near the start with a person and an
//! office: "I" is that person, and "we" the country or group of the office.

use crate::extract::actors::Actors;
use crate::extract::office;
use crate::knowledge::Knowledge;
use crate::language::{Relation, Sentence, Tag};
use crate::ontology::ActorKind;

/// Who speaks in the first person outside of all quotations.
#[derive(Debug, Clone, Copy, Default)]
pub struct Issuer {
    /// Index of the actor who says "I"; `None` where nobody signs.
    pub person: Option<usize>,
    /// Index of the body that says "we"; `None` where none issues the text.
    pub body: Option<usize>,
}

/// Sentences from the start among which a byline is looked for, and the most words that it has.
const MAX_LINES: usize = 4;
const MAX_WORDS: usize = 14;

impl Issuer {
    /// The issuer of an article; nobody where neither a byline nor "We, the ..." says who.
    pub fn of(sentences: &[Sentence], actors: &mut Actors, knowledge: &Knowledge) -> Issuer {
        let line = (0..sentences.len().min(MAX_LINES)).find_map(|index| byline(index, sentences, actors, knowledge));
        let person = line.map(|line| line.person);
        let term = person.and_then(|person| actors.term(person)).map(|term| term.of);
        let office = term.map(|record| actors.body_of_tables(record, &knowledge.names));
        // "Ned Price, Department Spokesperson": the Department is whose spokesman he is.
        if let (Some(body), Some(noun)) = (office, line.and_then(|line| line.body_noun)) {
            actors.add_alias(body, noun.to_owned());
        }
        let named = (0..sentences.len()).find_map(|index| after_we(index, sentences, actors));
        Issuer { person, body: named.or(office) }
    }
}

/// A byline.
#[derive(Debug, Clone, Copy)]
struct Byline<'t> {
    person: usize,
    /// The noun of a body of the state right before the title.
    body_noun: Option<&'t str>,
}

/// "Antony J. Blinken, Secretary of State": a line without a verb that has a person and an office.
fn byline<'t>(index: usize, sentences: &[Sentence<'t>], actors: &Actors, knowledge: &Knowledge) -> Option<Byline<'t>> {
    let tokens = &sentences[index].tokens;
    let is_line = tokens.len() <= MAX_WORDS && tokens.iter().all(|token| !matches!(token.tag, Tag::Verb | Tag::Aux));
    let persons = actors.mentions[index].iter().filter(|(_, actor)| actors.list[*actor].kind == ActorKind::Person);
    let (mention, person) = persons.into_iter().next().filter(|_| is_line)?;
    let is_body = |word: &str| {
        knowledge.words.group_nouns.get(word).is_some_and(|noun| noun.is_state_body || noun.sector == "GOV")
    };
    let body_noun = (mention.end..tokens.len())
        .find(|&i| is_body(&tokens[i].lower) && office::title_at(tokens, i + 1, knowledge).is_some())
        .map(|i| tokens[i].text);
    let has_office = body_noun.is_some()
        || office::title_before(tokens, mention.start, knowledge).is_some()
        || office::title_after(tokens, mention.end, knowledge).is_some();
    has_office.then_some(Byline { person: *person, body_noun })
}

/// "We, the foreign ministers of the G7,": the first country or group of the apposition.
fn after_we(index: usize, sentences: &[Sentence], actors: &Actors) -> Option<usize> {
    let tokens = &sentences[index].tokens;
    let we = tokens.iter().position(|token| token.lower == "we")?;
    let apposed =
        (we + 1..tokens.len()).find(|&i| tokens[i].head == Some(we) && tokens[i].relation == Relation::Appos)?;
    let mut bodies = actors.mentions[index].iter().filter(|(_, actor)| actors.list[*actor].kind != ActorKind::Person);
    bodies.find(|(mention, _)| mention.start > we && mention.start <= apposed).map(|(_, actor)| *actor)
}
