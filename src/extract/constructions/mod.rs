//! The constructions in which English states a relation: each a file that reads one of them off the tree, with the words of
//! `data/predicates`.
//!
//! | file | reads |
//! | --- | --- |
//! | [`verb`] | "A attacked B", "B was attacked by A", "A vowed to attack B", "A and B met" |
//! | [`act`] | nouns of acts: "A's support for B", "A voiced support for B", "the invasion of B by A" |
//! | [`between`] | nouns that hold between two: "ties between A and B", "A-B ties", "A has ties with B" |
//! | [`role`] | nouns of roles: "A is an ally of B", "B's ally A", "A, one of B's allies" |
//! | [`adjective`] | "A is hostile to B", "A and B are at odds" |
//! | [`demand`] | "A said B must leave" |
//! | [`charge`] | "A said B had broken the truce" |
//! | [`protest`] | "A marched to demand B's resignation", "A went on strike over B's reforms" |
//! | [`verdict`] | "A called B's act illegal" |
//! | [`compound`] | "B-backed A", "pro-B A" |
//! | [`result`] | lines of results: "Leeds 2 Derby 1" |
//! | [`ruling`] | "A's ruling party B" |
//! | [`custody`] | "A was arrested in B" |
//! | [`succession`] | "A became president of B, succeeding C" |
//! | [`strike`] | attacks told by their place: "Russian strikes across Ukraine killed six people" |
//! | [`union`] | "A merged with B into C", "the coalition C, comprising A and B" |
//! | [`title`] | titles and names: "Russian President Vladimir Putin", "the Iranian parliament" |

mod act;
mod adjective;
mod between;
pub mod charge;
mod compound;
mod custody;
pub mod demand;
mod protest;
pub mod result;
mod role;
mod ruling;
mod strike;
mod succession;
mod title;
mod union;
mod verb;
pub mod verdict;

pub use title::Bodies;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::clause::{Clause, Part, Role};
use super::mention::Mention;
use super::mention::crowd;
use super::mood::Mood;
use crate::knowledge::names::{self, FormKind};
use crate::knowledge::offices::ModifierEffect;
use crate::knowledge::phrase::Phrases;
use crate::knowledge::predicates::{NounPattern, Predicate, Predicates};
use crate::language::tag::Number;
use crate::language::{Relation, Tag};
use crate::ontology::{Actor, ActorKind, Family, Modality, Polarity, RelationType, Status};

/// A relation that a construction found in a sentence.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Index of the actor that is subject.
    pub subject: usize,
    /// The relation.
    pub relation: RelationType,
    /// The relation if both ends are persons, where that is another.
    pub among_persons: Option<RelationType>,
    /// Index of the actor that is object.
    pub object: usize,
    /// The words that state it.
    pub predicate: String,
    /// Whether it is so.
    pub mood: Mood,
    /// Whether it still is.
    pub status: Status,
    /// Token at which it is stated: decides whose speech it is in.
    pub at: usize,
    /// The other words that state it.
    pub words: Vec<usize>,
    /// Who says so, where the words around the verb tell; the innermost source.
    pub said_by: Option<usize>,
    /// Which construction found it.
    pub construction: Construction,
    /// Index of the entry of the tables; `None` where a title or a name states it.
    pub entry: Option<usize>,
    /// Heads of the noun phrases of subject and object, where the tree led to them.
    pub ends: Option<(usize, usize)>,
}

impl Finding {
    /// A fact of today, told at one token by no entry of the tables; what a construction knows beyond that goes over it.
    fn plain(
        construction: Construction,
        (subject, relation, object): (usize, RelationType, usize),
        predicate: String,
        at: usize,
    ) -> Finding {
        Finding {
            subject,
            relation,
            among_persons: None,
            object,
            predicate,
            mood: Mood::default(),
            status: Status::Current,
            at,
            words: Vec::new(),
            said_by: None,
            construction,
            entry: None,
            ends: None,
        }
    }
}

/// What found a relation, from the surest to the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Construction {
    /// "Russian President Vladimir Putin"
    Title,
    /// "the Iranian parliament", "the Lebanese group Hezbollah"
    Name,
    /// "Iran-backed Hezbollah"
    Compound,
    /// "Hezbollah, an ally of Iran"
    Role,
    /// "Iran attacked Iraq"
    Active,
    /// "Iraq was attacked by Iran"
    Passive,
    /// "Iran and Iraq met"
    Reciprocal,
    /// "the talks between Iran and Iraq"
    Between,
    /// "Iran is hostile to Iraq"
    Adjective,
    /// "Iran's attack on Iraq"
    Act,
    /// "Iran said that Iraq must leave"
    Demand,
    /// "Iran said that Iraq broke the truce"
    Charge,
    /// "Leeds 2 Derby 1"
    Result,
    /// "A merged with B into C"
    Union,
    /// "A called B's strikes illegal"
    Verdict,
    /// "A's drone hit a house in B"
    Strike,
}

impl Construction {
    /// As `extract --explain` prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Construction::Title => "title",
            Construction::Name => "name",
            Construction::Compound => "compound",
            Construction::Role => "role",
            Construction::Active => "active verb",
            Construction::Passive => "passive verb",
            Construction::Reciprocal => "reciprocal verb",
            Construction::Between => "noun between",
            Construction::Adjective => "adjective",
            Construction::Act => "noun of an act",
            Construction::Demand => "demand",
            Construction::Charge => "charge",
            Construction::Result => "result",
            Construction::Union => "union",
            Construction::Verdict => "verdict",
            Construction::Strike => "strike at a place",
        }
    }
}

/// Everything that the constructions find in a sentence. `index` is the sentence's.
pub fn find(clause: &Clause, index: usize, bodies: &Bodies) -> Vec<Finding> {
    let mut findings = title::find(clause, index, bodies);
    findings.extend(verb::find(clause));
    findings.extend(role::find(clause));
    findings.extend(act::find(clause));
    findings.extend(between::find(clause));
    findings.extend(adjective::find(clause));
    findings.extend(compound::find(clause));
    findings.extend(union::find(clause));
    findings.extend(protest::find(clause));
    findings.extend(strike::find(clause));
    findings.extend(custody::find(clause));
    findings.extend(ruling::find(clause));
    let before = succession::find(clause, &findings);
    findings.extend(before);
    without_taken(findings)
}

/// What a verb states with a noun, "increase its aid for", the noun does not state again of the same two.
fn without_taken(findings: Vec<Finding>) -> Vec<Finding> {
    let pair = |finding: &Finding| (finding.subject.min(finding.object), finding.subject.max(finding.object));
    let words = |finding: &Finding| finding.words.iter().map(|&word| (word, pair(finding))).collect::<Vec<_>>();
    let is_verb = |finding: &Finding| {
        matches!(finding.construction, Construction::Active | Construction::Passive | Construction::Reciprocal)
    };
    let mut taken: BTreeSet<(usize, (usize, usize))> = findings.iter().flat_map(words).collect();
    taken.extend(findings.iter().filter(|finding| is_verb(finding)).map(|finding| (finding.at, pair(finding))));
    findings.into_iter().filter(|finding| is_verb(finding) || !taken.contains(&(finding.at, pair(finding)))).collect()
}

/// The words of an entry, as they stand in a sentence.
#[derive(Debug, Clone)]
struct Stated<'c> {
    /// Index of the entry.
    entry: usize,
    construction: Construction,
    /// Token at which it is stated.
    at: usize,
    /// The other words that state it.
    words: Vec<usize>,
    /// The words, as the record gives them.
    predicate: Cow<'c, str>,
    mood: Mood,
    said_by: Option<usize>,
}

impl Stated<'_> {
    /// The entry's relation from each subject to each object, and back where it is mutual.
    fn of_all(&self, clause: &Clause, subjects: &[Part], objects: &[Part]) -> Vec<Finding> {
        let entry = &clause.knowledge.predicates.entries[self.entry];
        let there = subjects.iter().flat_map(|s| objects.iter().map(move |o| (*s, *o)));
        let back = there.clone().map(|(s, o)| (o, s)).filter(|_| entry.mutual);
        let pairs = there.chain(back).filter(|(s, o)| fits(clause, entry, s.actor, o.actor));
        pairs.map(|(s, o)| self.of_pair(entry, &s, &o)).collect()
    }

    /// The entry's relation between every two of a list, earlier first.
    fn among(&self, clause: &Clause, parts: &[Part]) -> Vec<Finding> {
        let pairs = parts.iter().enumerate().flat_map(|(i, a)| parts[i + 1..].iter().map(move |b| (a, b)));
        pairs.flat_map(|(a, b)| self.of_all(clause, &[*a], &[*b])).collect()
    }

    fn of_pair(&self, entry: &Predicate, subject: &Part, object: &Part) -> Finding {
        let (subject, object) = if entry.reversed { (object, subject) } else { (subject, object) };
        Finding {
            subject: subject.actor,
            relation: entry.relation,
            among_persons: entry.among_persons,
            object: object.actor,
            predicate: self.predicate.clone().into_owned(),
            mood: Mood { polarity: entry.polarity, modality: entry.modality, is_over: false }.within(self.mood),
            status: entry.status,
            at: self.at,
            words: self.words.clone(),
            said_by: self.said_by,
            construction: self.construction,
            entry: Some(self.entry),
            ends: Some((subject.noun, object.noun)),
        }
    }
}

/// The entry of a verb such as "ask": what a reader of `--explain` finds the relation under.
fn entry_of(predicates: &Predicates, verb: &str, relation: RelationType) -> Option<usize> {
    let patterns = predicates.verbs.get(verb).into_iter().flatten();
    patterns.map(|pattern| pattern.entry).find(|&entry| predicates.entries[entry].relation == relation)
}

/// Whether two actors are of kinds that an entry takes, as subject and object of its words.
fn fits(clause: &Clause, entry: &Predicate, subject: usize, object: usize) -> bool {
    // Who speaks to an outlet gives an interview; that is no consultation.
    let has_outlet = clause.is_outlet(subject) || clause.is_outlet(object);
    let is_interview = entry.relation == RelationType::Consult && has_outlet;
    let (subject, object) = (&clause.actors.list[subject], &clause.actors.list[object]);
    let takes = |kinds: &[ActorKind], actor: &Actor| kinds.is_empty() || kinds.contains(&actor.kind);
    // What a company sends or moves into a country is no force, nor are refugees.
    let is_civil = entry.relation == RelationType::Mobilize
        && subject.sector.as_deref().is_some_and(|sector| names::is_civil_sector(sector) || sector == crowd::SECTOR);
    // "Syrian refugees arrived in Germany"
    let is_travel = entry.relation == RelationType::Consult
        && subject.sector.as_deref() == Some(crowd::SECTOR)
        && object.kind == ActorKind::Country;
    let ends = entry.relation.ends();
    let (first, second) = if entry.reversed { (object, subject) } else { (subject, object) };
    let is_of_sector = entry.object_sector.is_none() || entry.object_sector == object.sector;
    is_of_sector
        && takes(&entry.subject, subject)
        && takes(&entry.object, object)
        && ends.0.allow(first.kind)
        && ends.1.allow(second.kind)
        && !is_interview
        && !is_civil
        && !is_travel
}

/// Whether a noun names acts of an entry's relation.
fn is_noun_of(clause: &Clause, noun: usize, entry: &Predicate) -> bool {
    let noun = &clause.tokens[noun].lower;
    let patterns = clause.knowledge.predicates.nouns.get(noun);
    let entries = patterns.into_iter().flatten().map(|pattern| &clause.knowledge.predicates.entries[pattern.entry]);
    let takes_up = || clause.knowledge.words.event_nouns.get(noun).is_some_and(|all| all.contains(&entry.relation));
    entries.into_iter().any(|act| act.relation == entry.relation) || takes_up()
}

/// Whether an entry's relation to what an actor has, or is part of, is one to the actor: what is bombed, seized or banned may be
/// anything of an actor's, but "met Iran's demands" is no meeting with Iran, and who praises Iranian students does not praise Iran.
fn reaches(clause: &Clause, part: &Part, entry: &Predicate) -> bool {
    use RelationType::{Agree, Aid, Assault, Coerce, Concede, Consult, MemberOf, Mobilize, Request, Retreat, Sanction};
    let named = || clause.mentions_over(part.noun).next().is_some();
    // "joined its partners A and B" is no membership in them, and the candidate for the leadership of a party is not its yet.
    let is_many =
        clause.tokens[part.noun].features.number == Some(Number::Plural) && clause.tokens[part.noun].tag == Tag::Noun;
    if (entry.relation == MemberOf && is_many && !entry.reversed || entry.object_sector.is_some()) && !named() {
        return false;
    }
    // "to unite all Labour factions" makes Labour a member of nothing.
    let is_owner = |(mention, actor): &(Mention, usize)| {
        *actor == part.actor && (clause.first_of(part.noun)..part.noun).contains(&mention.start)
    };
    if entry.relation == MemberOf && is_many && !named() && clause.mentions.iter().any(is_owner) {
        return false;
    }
    let is_harm = matches!(entry.relation, Assault | Coerce | Sanction | Aid | Mobilize | Retreat);
    let word = &clause.tokens[part.noun].lower;
    let is_land = || clause.knowledge.words.is_in_class("LAND", word);
    match part.role {
        Role::Whole => true,
        // "bombed the positions of the army", "demanded the withdrawal of Serbian forces"; but "condemned the invasion of Kuwait" is not
        // against Kuwait.
        Role::Of => {
            (is_harm || entry.relation == Request)
                && clause.knowledge.predicates.nouns.get(&clause.tokens[part.noun].lower).is_none()
        }
        // "crossed into Syrian territory", but "entered the Polish market" is no march.
        Role::Owner if entry.relation == Mobilize => is_land(),
        // "released his tax returns" sets nobody free.
        Role::Owner if entry.relation == Concede && entry.object == [ActorKind::Person] => false,
        // "freed six Americans", "eased visas for Chinese citizens"
        Role::Owner if is_harm || entry.relation == Concede && clause.is_of_people(part) => true,
        // "demanded the release of students held by Iran"
        Role::Owner if entry.relation == Request && clause.has_below(part.noun, Relation::Acl) => true,
        Role::Owner => {
            entry.relation.family() == Family::Event
                && !clause.is_of_people(part)
                && !matches!(entry.relation, Consult | Agree)
        }
    }
}

/// Those of a noun phrase that an entry's relation reaches as its object, and whether "no" denies it.
fn objects(clause: &Clause, noun: usize, entry: &Predicate) -> (Vec<Part>, bool) {
    // "a ban on admitting Iranians"
    let noun = match clause.is_verb(noun) {
        true => clause.below(noun, Relation::Obj).next().unwrap_or(noun),
        false => noun,
    };
    // "along its border with Iran"
    let is_border = clause.knowledge.words.is_in_class("BORDER", &clause.tokens[noun].lower);
    let beyond = clause.below(noun, Relation::Nmod).find(|&i| is_border && clause.has_case(i, "with"));
    // "joined its counterparts A and B" is no membership in them.
    let token = &clause.tokens[noun];
    let is_company = entry.relation == RelationType::MemberOf
        && !entry.reversed
        && token.tag == Tag::Noun
        && token.features.number == Some(Number::Plural)
        && clause.mentions_over(noun).next().is_none();
    // "united with the aim of defeating A, and B": an aim is nobody's partner, nor what the tree lists beside it.
    let parts = if is_company || clause.is_aim(noun) { Vec::new() } else { clause.parts(beyond.unwrap_or(noun)) };
    let mut reached: Vec<Part> = parts.into_iter().filter(|part| reaches(clause, part, entry)).collect();
    // "restrictions on assistance to Eritrea", "lift the embargo on sales to Iran"
    if reached.is_empty() && matches!(entry.relation, RelationType::Sanction | RelationType::Concede) {
        let is_goal = |i: &usize| ["to", "for", "with", "from"].iter().any(|case| clause.has_case(*i, case));
        // "restrictions on the issuance of visas for officials of the Greens"
        let near = clause.below(noun, Relation::Nmod);
        let far = clause.below(noun, Relation::Nmod).flat_map(|i| clause.below(i, Relation::Nmod));
        reached = near.chain(far).find(is_goal).map_or(Vec::new(), |goal| clause.wholes(goal));
    }
    (reached, clause.is_denied(noun))
}

/// What the phrases of a table state in a sentence, as `read` finds of one of `len` tokens at `at`.
///
/// Of phrases that overlap the longest that states something wins: "support for" is not read within "financial support for", but
/// "partner to Chile" is within "coalition partner to Chile", where the tables have "coalition partner of".
fn of_phrases<T>(
    clause: &Clause,
    phrases: &Phrases<T>,
    mut read: impl FnMut(usize, usize, &T) -> Vec<Finding>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut at = 0;
    while at < clause.tokens.len() {
        let pieces = clause.tokens[at..].iter().map(|token| Cow::Borrowed(token.lower.as_str()));
        let stated = phrases.all(pieces).into_iter().map(|(len, value)| (len, read(at, len, value)));
        let (len, found) = stated.into_iter().find(|(_, found)| !found.is_empty()).unwrap_or((1, Vec::new()));
        findings.extend(found);
        at += len;
    }
    findings
}

/// "the National Alliance", "Popular Front for the Liberation of Palestine": the name of a group that a word with a capital is part of.
fn name_around<'c>(clause: &'c Clause, at: usize, len: usize) -> Option<&'c Mention> {
    let head = head_of(clause, at, len);
    let mut named = clause.mentions_over(head).filter(|(mention, actor)| {
        let is_longer = mention.name_start < at || at + len < mention.end;
        is_longer && mention.form == FormKind::Name && clause.kind(*actor) == ActorKind::Group
    });
    named.next().filter(|_| clause.tokens[head].is_capitalised()).map(|(mention, _)| mention)
}

/// What the first of the entries of a phrase that states anything does.
fn first_stated(patterns: &[NounPattern], read: impl FnMut(&NounPattern) -> Vec<Finding>) -> Vec<Finding> {
    patterns.iter().map(read).find(|found| !found.is_empty()).unwrap_or_default()
}

/// The head of words of a phrase that stand at `at..at + len`: the last that hangs on a word outside of them.
fn head_of(clause: &Clause, at: usize, len: usize) -> usize {
    let words = at..at + len;
    let is_out = |i: &usize| clause.tokens[*i].head.is_none_or(|head| !words.contains(&head));
    words.clone().rev().find(is_out).unwrap_or(at)
}

/// Words at `at..end` as the text has them, in lower case.
fn words(clause: &Clause, at: usize, end: usize) -> String {
    clause.tokens[at..end].iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ")
}

/// Who does what a noun names by the verb that lends itself to it: "held talks", "entered into a deal", "a deal was signed by".
fn lent_subjects(clause: &Clause, noun: usize) -> Option<Vec<Part>> {
    let noun = clause.list_head(noun);
    let token = &clause.tokens[noun];
    let verb = token.head.filter(|&verb| clause.tokens[verb].tag == Tag::Verb)?;
    let words = &clause.knowledge.words;
    let lemma = clause.tokens[verb].lemma.as_str();
    let is_lent = words.light_verbs.contains_key(lemma)
        || clause
            .cases(noun)
            .chain(clause.below(verb, Relation::CompoundPrt))
            .any(|word| words.light_verbs.contains_key(&format!("{lemma} {}", clause.tokens[word].lower)));
    let subjects = match token.relation {
        Relation::Obj | Relation::Xcomp if is_lent && !clause.is_passive(verb) => clause.subjects(verb),
        // "engaged in talks", "is locked in a dispute"
        Relation::Obl if is_lent => clause.subjects(verb),
        Relation::NsubjPass | Relation::Obj if is_lent => clause.agents(verb),
        _ => return None,
    };
    Some(subjects)
}

/// The verb that puts an end to the act or tie that a noun names: "paused all aid to", "lifted its blockade of", "the talks with
/// Iran were called off".
fn ending_verb(clause: &Clause, noun: usize) -> Option<usize> {
    let noun = clause.list_head(noun);
    let token = &clause.tokens[noun];
    let verb = token.head.filter(|&head| clause.is_verb(head))?;
    let is_patient = matches!(token.relation, Relation::Obj | Relation::NsubjPass);
    let particle = clause.below(verb, Relation::CompoundPrt).next().map_or("", |i| clause.tokens[i].lower.as_str());
    let words = format!("{} {particle}", clause.verb_lemma(verb));
    (is_patient && clause.knowledge.words.ending_verbs.contains(words.trim_end())).then_some(verb)
}

/// What a verb states that ends what a noun names: who stops giving help or talking cuts ties, who lifts sanctions yields, who ends an
/// attack withdraws.
fn of_ending(clause: &Clause, noun: usize, verb: usize, stated: &Stated, objects: &[Part]) -> Vec<Finding> {
    use RelationType::*;
    let relation = match clause.knowledge.predicates.entries[stated.entry].relation {
        Aid | Cooperate | AlliedWith | LinkedTo | Support | Backs => Sanction,
        Consult | Agree => Reject,
        Sanction | Coerce | Accuse | Reject | Threaten | Protest | Request => Concede,
        Assault | Mobilize => Retreat,
        _ => return Vec::new(),
    };
    let subjects = if clause.is_passive(verb) { clause.agents(verb) } else { clause.subjects(verb) };
    // "Hungary blocked EU sanctions on Russia" yields nothing that is Hungary's.
    let is_own = |owner: &Part| subjects.iter().any(|subject| subject.actor == owner.actor);
    let is_anothers = !subjects.is_empty() && clause.holders(noun).iter().any(|owner| !is_own(owner));
    if relation == Concede && is_anothers && clause.knowledge.words.is_in_class("BLOCK", clause.verb_lemma(verb)) {
        return Vec::new();
    }
    let predicate = format!("{} {}", clause.verb_lemma(verb), stated.predicate);
    let (mood, said_by) = (clause.mood(verb), None);
    let subjects = subjects.into_iter().filter(|part| part.role == Role::Whole);
    let pairs = subjects.flat_map(|subject| objects.iter().map(move |object| (subject, *object)));
    let mut findings: Vec<Finding> = pairs
        .map(|(subject, object)| Finding {
            mood,
            words: vec![noun],
            said_by,
            entry: Some(stated.entry),
            ends: Some((subject.noun, object.noun)),
            ..Finding::plain(stated.construction, (subject.actor, relation, object.actor), predicate.clone(), verb)
        })
        .collect();
    findings.retain(|finding| finding.subject != finding.object);
    findings
}

/// What the words that a noun phrase hangs on make of the act or tie that the noun names: "no support", "wants closer ties", "a
/// meeting may take place", "if the talks fail", "calls for a truce".
fn mood_of_noun(clause: &Clause, noun: usize) -> Mood {
    const MAX_STEPS: usize = 4;
    let words = &clause.knowledge.words;
    let mut mood = if clause.is_denied(noun) { Mood::default().negated() } else { Mood::default() };
    // "a possible coalition", "planned talks"
    for before in clause.below(noun, Relation::Amod) {
        if let Some(control) = words.mood_adjectives.get(&clause.tokens[before].lower) {
            mood = mood.within(Mood::from(*control));
        }
    }
    let mut at = noun;
    for _ in 0..MAX_STEPS {
        let token = &clause.tokens[at];
        let Some(head) = token.head else { break };
        let outer = &clause.tokens[head];
        let with_case = || {
            clause
                .cases(at)
                .find_map(|case| words.light_verbs.get(&format!("{} {}", outer.lemma, clause.tokens[case].lower)))
        };
        match token.relation {
            Relation::Conj => {
                if clause.is_verb(head) {
                    break;
                }
                at = head;
            }
            Relation::Obj | Relation::Obl | Relation::Xcomp | Relation::NsubjPass | Relation::Ccomp
                if outer.tag == Tag::Verb =>
            {
                let is_bare = token.relation != Relation::Obl || clause.cases(at).next().is_none();
                let light = words.light_verbs.get(&outer.lemma).filter(|_| is_bare);
                if let Some(control) = with_case().or(light) {
                    mood = mood.within(Mood::from(*control)).within(clause.mood(head));
                }
                break;
            }
            Relation::Nsubj => {
                let outer = clause.mood(head);
                mood = mood.within(Mood { polarity: Polarity::Affirmed, ..outer });
                if words.light_verbs.contains_key(&clause.tokens[head].lemma) || clause.tokens[head].lemma == "take" {
                    mood = mood.within(outer);
                }
                if clause.is_one_of(head, &["unlikely", "impossible", "off"]) {
                    mood = mood.negated();
                }
                break;
            }
            Relation::Nmod => {
                if let Some(control) = words.control_nouns.get(&outer.lower) {
                    mood = mood.within(Mood::from(*control));
                }
                at = head;
            }
            _ if clause.has_below(at, Relation::Cop) => {
                // The "no" of "is no threat" denies once.
                let is_counted = at == noun && mood.polarity == Polarity::Negated;
                let outer = clause.mood(at);
                let polarity = if is_counted { Polarity::Affirmed } else { outer.polarity };
                mood = mood.within(Mood { polarity, ..outer });
                break;
            }
            _ => break,
        }
    }
    mood
}

/// The noun phrase that a noun reaches with a preposition, hung on the noun, on the verb that it is object or subject of, or on a
/// participle after it: "airstrikes in Mali against the rebels", "imposed sanctions on Iran", "sanctions imposed on Iran".
///
/// What comes between may have it too: "an agreement on gas with Iran", "the withdrawal of troops from Mali".
fn reached_by(clause: &Clause, phrase: Range<usize>, noun: usize, preposition: &str) -> Option<usize> {
    let first = clause.list_head(noun);
    let token = &clause.tokens[noun];
    let is_argument = matches!(
        token.relation,
        Relation::Obj | Relation::NsubjPass | Relation::Nsubj | Relation::Obl | Relation::Xcomp
    );
    let governor = token.head.filter(|&head| is_argument && clause.tokens[head].tag == Tag::Verb);
    let described =
        clause.children(noun).filter(|&i| matches!(clause.tokens[i].relation, Relation::Acl | Relation::AclRelcl));
    let is_linked = |i: &usize| {
        matches!(clause.tokens[*i].relation, Relation::Nmod | Relation::Obl | Relation::OblAgent | Relation::Advcl)
            && clause.cases(*i).any(|case| case > noun && clause.tokens[case].lower == preposition)
    };
    let heads: Vec<usize> = phrase.chain([noun, first]).chain(described).chain(governor).collect();
    let near: Vec<usize> = heads.iter().flat_map(|&head| clause.children(head)).collect();
    let is_between = |i: &usize| {
        let relation = clause.tokens[*i].relation;
        matches!(relation, Relation::Nmod | Relation::Obl | Relation::Advcl | Relation::Acl | Relation::Obj)
            && *i > noun
            && (clause.has_case(*i, "of") || matches!(preposition, "with" | "against" | "between"))
    };
    let far: Vec<usize> = near.iter().copied().filter(is_between).flat_map(|i| clause.children(i)).collect();
    let farther = far.iter().filter(|&&i| clause.tokens[i].relation == Relation::Obj).flat_map(|&i| clause.children(i));
    let linked = near.iter().copied().chain(far.iter().copied()).chain(farther).find(is_linked);
    linked.or_else(|| matches!(preposition, "against" | "on").then(|| targeted(clause, &near))?)
}

/// "airstrikes targeting the rebels", "sanctions targeting Iran": the object among what stands below the words of an act.
fn targeted(clause: &Clause, near: &[usize]) -> Option<usize> {
    let is_aimed = |i: &usize| {
        let relation = clause.tokens[*i].relation;
        clause.tokens[*i].lower == "targeting" && matches!(relation, Relation::Acl | Relation::Advcl)
    };
    let aimed = near.iter().copied().find(is_aimed)?;
    clause.below(aimed, Relation::Obj).next()
}

/// Fact, but for the end that a modifier of a noun says has come: "former ally", "his then-wife", "once a partner".
fn status_of_noun(clause: &Clause, noun: usize) -> Status {
    let modifiers = &clause.knowledge.offices.modifiers;
    let is_former = |i: &usize| {
        let lower = &clause.tokens[*i].lower;
        modifiers.get(lower) == Some(&ModifierEffect::Former) && lower != "late"
            || matches!(lower.as_str(), "once" | "formerly" | "ex")
    };
    let near = (noun.saturating_sub(4)..noun)
        .rev()
        .take_while(|&i| clause.tokens[i].is_word() || clause.tokens[i].plain == "-");
    let is_over = clause
        .children(noun)
        .filter(|&i| i < noun)
        .chain(near.filter(|&i| clause.class(i).is_none() || clause.tokens[i].lower == "once"))
        .any(|i| is_former(&i));
    if is_over { Status::Former } else { Status::Current }
}

/// A finding whose words say that it has ended.
fn with_status(findings: Vec<Finding>, status: Status) -> Vec<Finding> {
    match status {
        Status::Current => findings,
        Status::Former => findings.into_iter().map(|finding| Finding { status, ..finding }).collect(),
    }
}

/// "threatened to attack": the threat is made, whatever becomes of the attack.
fn as_threat(finding: Finding) -> Finding {
    let mood = Mood { modality: Modality::Asserted, ..finding.mood };
    let predicate = format!("threaten to {}", finding.predicate);
    Finding { relation: RelationType::Threaten, among_persons: None, mood, predicate, ..finding }
}
