//! The vocabulary of the graph as types: what an actor, a relation and a statement are.
//!
//! Serde names are the words that the data tables, the extraction record, the exports and the command line share. Events
//! follow PLOVER (the political event ontology that succeeds CAMEO); Goldstein weights are those of the CAMEO root
//! code that a PLOVER type comes from. Nothing here reads text or files.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Gives a fieldless enum its words: serde, `ALL`, `as_str`, `Display` and `FromStr` all speak the same ones.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the ontology.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The word of the ontology for this value.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word).ok_or_else(|| {
                    UnknownWord::new($what, word, Self::ALL.iter().map(|value| value.as_str()))
                })
            }
        }
    };
}

/// A word that the ontology does not have, with the nearest one that it has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} \"{word}\" is not defined{}", suggestion.as_ref().map(|s| format!("; did you mean \"{s}\"?")).unwrap_or_default())]
pub struct UnknownWord {
    what: &'static str,
    word: String,
    suggestion: Option<String>,
}

impl UnknownWord {
    fn new(what: &'static str, word: &str, known: impl Iterator<Item = &'static str>) -> Self {
        let suggestion = known
            .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
            .filter(|(distance, _)| *distance <= 3)
            .min()
            .map(|(_, candidate)| candidate.to_owned());
        UnknownWord { what, word: word.to_owned(), suggestion }
    }
}

vocabulary! {
    /// What sort of actor a node is.
    ActorKind, "kind" {
        /// A state, de facto state or self-governing territory, with its government.
        Country = "country",
        /// A named individual.
        Person = "person",
        /// A named organisation, bloc, armed group, party, ministry, company, court, outlet or community.
        Group = "group",
    }
}

vocabulary! {
    /// The 27 relations that a statement can assert, subject to object.
    RelationType, "relation" {
        /// Stands at the head of a country or group.
        Leads = "leads",
        /// Holds an office below the head, or works for.
        Serves = "serves",
        /// Belongs to a group as a member.
        MemberOf = "member_of",
        /// Is an organ, branch or unit of.
        PartOf = "part_of",
        /// Has its nationality, base or following there, without an office.
        AffiliatedWith = "affiliated_with",
        /// Owns, wholly or in part.
        Owns = "owns",
        /// Is kin of.
        FamilyOf = "family_of",
        /// Is an ally, partner or friend of.
        AlliedWith = "allied_with",
        /// Is a rival, enemy or adversary of.
        RivalOf = "rival_of",
        /// Is a standing sponsor of.
        Backs = "backs",
        /// Has a stated tie of no other type to.
        LinkedTo = "linked_to",
        /// Agrees, signs, concludes a deal with.
        Agree = "agree",
        /// Meets, visits, calls, talks with.
        Consult = "consult",
        /// Praises, endorses, defends.
        Support = "support",
        /// Yields, releases, lifts sanctions.
        Concede = "concede",
        /// Works, trades, trains with.
        Cooperate = "cooperate",
        /// Gives money, arms, food, troops to help.
        Aid = "aid",
        /// Withdraws forces, ceases fire.
        Retreat = "retreat",
        /// Asks, urges, demands, orders.
        Request = "request",
        /// Blames, criticises, condemns, charges.
        Accuse = "accuse",
        /// Refuses, opposes, vetoes.
        Reject = "reject",
        /// Threatens, warns of consequences.
        Threaten = "threaten",
        /// Demonstrates, strikes, boycotts against.
        Protest = "protest",
        /// Sanctions, bans, expels diplomats, cuts ties.
        Sanction = "sanction",
        /// Deploys forces to or against.
        Mobilize = "mobilize",
        /// Arrests, seizes, blockades, deposes.
        Coerce = "coerce",
        /// Attacks, bombs, invades, kills.
        Assault = "assault",
    }
}

vocabulary! {
    /// The three families of relations.
    Family, "family" {
        /// What one is to the other.
        Structural = "structural",
        /// How they stand to each other.
        Alignment = "alignment",
        /// What one does to the other.
        Event = "event",
    }
}

vocabulary! {
    /// PLOVER's quad class of an event: in words or deeds, with or against.
    QuadClass, "quad class" {
        /// Cooperation in words.
        VerbalCooperation = "verbal cooperation",
        /// Cooperation in deeds.
        MaterialCooperation = "material cooperation",
        /// Conflict in words.
        VerbalConflict = "verbal conflict",
        /// Conflict in deeds.
        MaterialConflict = "material conflict",
    }
}

vocabulary! {
    /// Whether the text affirms or denies the relation.
    #[derive(Default)]
    Polarity, "polarity" {
        /// The text says that it is so.
        #[default]
        Affirmed = "affirmed",
        /// The text says that it is not so ("is not an ally of", "denied meeting").
        Negated = "negated",
    }
}

vocabulary! {
    /// Whether the relation is told as fact, possibility, plan or mere thought.
    #[derive(Default)]
    Modality, "modality" {
        /// Stated as fact, past or present.
        #[default]
        Asserted = "asserted",
        /// May, might, likely, allegedly.
        ReportedPossible = "reported-possible",
        /// Will, plans to, vows to.
        Planned = "planned",
        /// If, would, wants to, calls for.
        Hypothetical = "hypothetical",
    }
}

vocabulary! {
    /// Whether a structural or alignment relation still holds; events are always current.
    #[derive(Default)]
    Status, "status" {
        /// Holds, as far as the text says.
        #[default]
        Current = "current",
        /// The text says that it has ended ("former", "ex-", "until 2019").
        Former = "former",
    }
}

/// Which kinds of actor may stand at one end of a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends(&'static [ActorKind]);

impl Ends {
    const ANY: Ends = Ends(ActorKind::ALL);
    const PERSON: Ends = Ends(&[ActorKind::Person]);
    const GROUP: Ends = Ends(&[ActorKind::Group]);
    const BODY: Ends = Ends(&[ActorKind::Country, ActorKind::Group]);
    const PARTY: Ends = Ends(&[ActorKind::Person, ActorKind::Group]);

    /// Whether an actor of this kind may stand here.
    pub fn allow(self, kind: ActorKind) -> bool {
        self.0.contains(&kind)
    }
}

impl RelationType {
    /// The family that the relation belongs to.
    pub const fn family(self) -> Family {
        use RelationType::*;
        match self {
            Leads | Serves | MemberOf | PartOf | AffiliatedWith | Owns | FamilyOf => Family::Structural,
            AlliedWith | RivalOf | Backs | LinkedTo => Family::Alignment,
            _ => Family::Event,
        }
    }

    /// Whether subject and object may change places without a change of meaning.
    pub const fn is_symmetric(self) -> bool {
        use RelationType::*;
        matches!(self, FamilyOf | AlliedWith | RivalOf | LinkedTo | Agree | Consult | Cooperate)
    }

    /// The kinds of actor that may be subject and object.
    pub const fn ends(self) -> (Ends, Ends) {
        use RelationType::*;
        match self {
            Leads => (Ends::ANY, Ends::BODY),
            Serves => (Ends::PERSON, Ends::ANY),
            MemberOf => (Ends::ANY, Ends::GROUP),
            PartOf => (Ends::GROUP, Ends::BODY),
            AffiliatedWith => (Ends::PARTY, Ends::BODY),
            Owns => (Ends::ANY, Ends::GROUP),
            FamilyOf => (Ends::PERSON, Ends::PERSON),
            _ => (Ends::ANY, Ends::ANY),
        }
    }

    /// PLOVER's quad class; `None` for structural and alignment relations.
    pub const fn quad_class(self) -> Option<QuadClass> {
        use RelationType::*;
        match self {
            Agree | Consult | Support | Concede => Some(QuadClass::VerbalCooperation),
            Cooperate | Aid | Retreat => Some(QuadClass::MaterialCooperation),
            Request | Accuse | Reject | Threaten => Some(QuadClass::VerbalConflict),
            Protest | Sanction | Mobilize | Coerce | Assault => Some(QuadClass::MaterialConflict),
            _ => None,
        }
    }

    /// The two-digit CAMEO root code that a PLOVER type grew out of; `None` for what is no event.
    ///
    /// PLOVER folds several roots into one type (`accuse` takes 09 and 11, `assault` 18 to 20): this is the one
    /// that gave the type its name.
    pub const fn cameo_root(self) -> Option<&'static str> {
        use RelationType::*;
        match self {
            Agree => Some("03"),
            Consult => Some("04"),
            Support => Some("05"),
            Cooperate => Some("06"),
            Aid => Some("07"),
            Concede | Retreat => Some("08"),
            Request => Some("10"),
            Accuse => Some("11"),
            Reject => Some("12"),
            Threaten => Some("13"),
            Protest => Some("14"),
            Mobilize => Some("15"),
            Sanction => Some("16"),
            Coerce => Some("17"),
            Assault => Some("18"),
            _ => None,
        }
    }

    /// Goldstein weight of an event, -10 (most hostile) to 10 (most friendly); `None` for what is no event.
    ///
    /// The weight of the CAMEO root code; `retreat` takes that of 087, de-escalation in arms.
    pub const fn goldstein(self) -> Option<f64> {
        use RelationType::*;
        match self {
            Agree => Some(4.0),
            Consult => Some(1.0),
            Support => Some(3.5),
            Concede => Some(5.0),
            Cooperate => Some(6.0),
            Aid => Some(7.0),
            Retreat => Some(9.0),
            Request => Some(-5.0),
            Accuse => Some(-2.0),
            Reject => Some(-4.0),
            Threaten => Some(-4.4),
            Protest => Some(-6.5),
            Mobilize => Some(-7.2),
            Sanction => Some(-4.0),
            Coerce => Some(-7.0),
            Assault => Some(-9.0),
            _ => None,
        }
    }
}

/// A day, month or year: `2024-09-01`, `2024-09` or `2024`.
///
/// Kept as written, so that no precision is made up; ordered as text, a year before its months and days.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    /// ASCII; zeros after its end.
    text: [u8; 10],
    length: u8,
}

/// A text that is no date of the forms that [`Date`] takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a date as YYYY-MM-DD, YYYY-MM or YYYY, found \"{0}\"")]
pub struct NoDate(pub String);

impl Date {
    /// The date as it is written.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.text[..self.length.into()]).expect("a date is ASCII")
    }
}

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
        let is_digits = text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let is_valid = is_digits
            && match (text.len(), parts.next().flatten(), parts.next(), parts.next(), parts.next()) {
                (4, Some(year), None, None, None) => year > 0,
                (7, Some(_), Some(Some(month)), None, None) => (1..=12).contains(&month),
                (10, Some(year), Some(Some(month)), Some(Some(day)), None) => {
                    jiff::civil::Date::new(year as i16, month as i8, day as i8).is_ok()
                }
                _ => false,
            };
        if !is_valid {
            return Err(NoDate(text.to_owned()));
        }
        let mut date = Date { text: [0; 10], length: text.len() as u8 };
        date.text[..text.len()].copy_from_slice(text.as_bytes());
        Ok(date)
    }
}

impl TryFrom<String> for Date {
    type Error = NoDate;

    fn try_from(text: String) -> Result<Self, NoDate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.as_str().to_owned()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// An office that somebody holds or held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "OfficeForm")]
pub struct Office {
    /// As the article words it: "President", "foreign minister".
    pub title: String,
    /// Name of the country or group whose office it is; `None` where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Whether it is still held.
    pub status: Status,
}

/// How records give an office; those of before the first release have the title alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum OfficeForm {
    Title(String),
    Full {
        title: String,
        #[serde(default)]
        of: Option<String>,
        status: Status,
    },
}

impl From<OfficeForm> for Office {
    fn from(form: OfficeForm) -> Self {
        match form {
            OfficeForm::Title(title) => Office { title, of: None, status: Status::Current },
            OfficeForm::Full { title, of, status } => Office { title, of, status },
        }
    }
}

impl fmt::Display for Office {
    /// "President of Russia", "President of France (former)".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        if let Some(of) = &self.of {
            write!(f, " of {of}")?;
        }
        match self.status {
            Status::Current => Ok(()),
            Status::Former => f.write_str(" (former)"),
        }
    }
}

/// A country, person or group that takes part in an article, under one name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// The fullest name: of the tables where they know the actor, else the longest that the article uses.
    pub name: String,
    /// Country, person or group.
    pub kind: ActorKind,
    /// Whether a person holds an office at the head of a country or group, as the article states.
    #[serde(default, skip_serializing_if = "is_false")]
    pub leader: bool,
    /// ISO 3166-1 alpha-3: a country's own, the affiliation of a person or group; `None` when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// PLOVER's sector of a group, such as `GOV` or `REB`; `None` when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector: Option<String>,
    /// Offices of a person, in the order in which the article states them; where it states none, what the tables know of
    /// its date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<Office>,
    /// The forms that stand for the actor in the text, in order of first appearance, each once.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Where the text names the actor: `[start, end]` in Unicode scalar values, end exclusive, in order.
    #[serde(default)]
    pub mentions: Vec<(usize, usize)>,
}

impl Actor {
    /// An actor of whom nothing but name and kind is known, and who stands nowhere in a text yet.
    pub fn new(name: impl Into<String>, kind: ActorKind) -> Actor {
        Actor {
            name: name.into(),
            kind,
            leader: false,
            country: None,
            sector: None,
            offices: Vec::new(),
            aliases: Vec::new(),
            mentions: Vec::new(),
        }
    }
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// One relation between two different actors that the text states, with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Name of an actor of the same article.
    pub subject: String,
    /// What the statement says of the two.
    #[serde(rename = "type")]
    pub relation: RelationType,
    /// Name of another actor of the same article.
    pub object: String,
    /// The words that state it, as lemmas: `support for`, `-backed`.
    pub predicate: String,
    /// Affirmed or negated.
    #[serde(default)]
    pub polarity: Polarity,
    /// Fact, possibility, plan or thought.
    #[serde(default)]
    pub modality: Modality,
    /// Whether a standing relation still holds.
    #[serde(default)]
    pub status: Status,
    /// Name of the actor whom the article has say it; `None` where the article itself says it.
    #[serde(default)]
    pub speaker: Option<String>,
    /// The sentence that states it, as in the cleaned text.
    pub evidence: String,
    /// Start of the evidence in Unicode scalar values of the cleaned text.
    pub start: usize,
    /// End of the evidence, exclusive.
    pub end: usize,
    /// The day, month or year of which the sentence says that it was so; `None` where it gives none. Not the date of publication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated: Option<Date>,
    /// How sure the extraction is, 0 to 1.
    pub confidence: f64,
}

impl fmt::Display for Statement {
    /// The form that tests and messages use: `Iran -backs-> Hezbollah`, then what is not the plain case in brackets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -{}-> {}", self.subject, self.relation, self.object)?;
        let mut marks: Vec<String> = Vec::new();
        if self.polarity != Polarity::Affirmed {
            marks.push(self.polarity.to_string());
        }
        if self.modality != Modality::Asserted {
            marks.push(self.modality.to_string());
        }
        if self.status != Status::Current {
            marks.push(self.status.to_string());
        }
        marks.extend(self.speaker.iter().map(|speaker| format!("says {speaker}")));
        if marks.is_empty() { Ok(()) } else { write!(f, " ({})", marks.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_27_relations_in_three_families() {
        let count = |family| RelationType::ALL.iter().filter(|r| r.family() == family).count();
        assert_eq!((count(Family::Structural), count(Family::Alignment), count(Family::Event)), (7, 4, 16));
        let symmetric = RelationType::ALL.iter().filter(|r| r.is_symmetric()).count();
        assert_eq!(symmetric, 7);
    }

    #[test]
    fn every_event_and_only_an_event_has_a_quad_class_a_root_and_a_weight() {
        for &relation in RelationType::ALL {
            let is_event = relation.family() == Family::Event;
            assert_eq!(relation.quad_class().is_some(), is_event, "{relation}");
            assert_eq!(relation.cameo_root().is_some(), is_event, "{relation}");
            assert_eq!(relation.goldstein().is_some(), is_event, "{relation}");
        }
    }

    #[test]
    fn weights_agree_with_the_quad_class() {
        for &relation in RelationType::ALL {
            let Some((class, weight)) = relation.quad_class().zip(relation.goldstein()) else { continue };
            let is_friendly = matches!(class, QuadClass::VerbalCooperation | QuadClass::MaterialCooperation);
            assert_eq!(weight > 0.0, is_friendly, "{relation}");
        }
    }

    #[test]
    fn words_are_those_of_the_ontology_everywhere() {
        for &relation in RelationType::ALL {
            assert_eq!(serde_json::to_string(&relation).unwrap(), format!("\"{relation}\""));
            assert_eq!(relation.as_str().parse(), Ok(relation));
        }
        assert_eq!("reported-possible".parse(), Ok(Modality::ReportedPossible));
    }

    #[test]
    fn an_unknown_word_gets_the_nearest_known_one() {
        let error = "suports".parse::<RelationType>().unwrap_err();
        assert_eq!(error.to_string(), "relation \"suports\" is not defined; did you mean \"support\"?");
        let error = "xyzzyqwert".parse::<ActorKind>().unwrap_err();
        assert_eq!(error.to_string(), "kind \"xyzzyqwert\" is not defined");
    }

    #[test]
    fn a_date_keeps_its_precision_and_refuses_what_is_none() {
        for text in ["2024", "2024-09", "2024-02-29"] {
            assert_eq!(text.parse::<Date>().unwrap().as_str(), text);
        }
        for text in ["", "24", "2024-13", "2023-02-29", "12 Mai", "2024-9-1", "2024-09-01T10:00"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn ends_say_who_may_stand_where() {
        let (subject, object) = RelationType::FamilyOf.ends();
        assert!(subject.allow(ActorKind::Person) && !object.allow(ActorKind::Country));
        let (_, object) = RelationType::MemberOf.ends();
        assert!(object.allow(ActorKind::Group) && !object.allow(ActorKind::Country));
    }
}
