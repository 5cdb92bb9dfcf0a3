//! What the analysis says of tokens: tags, features, relations and kinds of names.
//!
//! Tags and relations are those of Universal Dependencies (<https://universaldependencies.org>), relations with the
//! subtypes that the English treebanks EWT and GUM use.

use std::fmt;

/// An enum whose values are words of a published scheme.
macro_rules! scheme {
    ($(#[$on_type:meta])* pub enum $name:ident { $($(#[$on_variant:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$on_type])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub enum $name { $($(#[$on_variant])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the scheme.
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            /// As the scheme spells it.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// The value that the scheme spells so.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some($name::$variant),)+ _ => None }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

scheme! {
    /// Part of speech, as in Universal Dependencies.
    pub enum Tag {
        /// An adjective.
        Adj = "ADJ",
        /// A preposition or postposition.
        Adp = "ADP",
        /// An adverb.
        Adv = "ADV",
        /// An auxiliary or copula.
        Aux = "AUX",
        /// A coordinating conjunction.
        Cconj = "CCONJ",
        /// A determiner.
        Det = "DET",
        /// An interjection.
        Intj = "INTJ",
        /// A common noun.
        Noun = "NOUN",
        /// A number.
        Num = "NUM",
        /// A particle: "to", "not", "'s".
        Part = "PART",
        /// A pronoun.
        Pron = "PRON",
        /// A proper noun.
        Propn = "PROPN",
        /// A mark.
        Punct = "PUNCT",
        /// A subordinating conjunction.
        Sconj = "SCONJ",
        /// A symbol: "$", "%".
        Sym = "SYM",
        /// A full verb.
        Verb = "VERB",
        /// Anything else.
        #[default]
        X = "X",
    }
}

scheme! {
    /// How a token depends on its head, as in Universal Dependencies.
    pub enum Relation {
        /// A clause that modifies a noun: "the plan *to leave*".
        Acl = "acl",
        /// A relative clause: "the army that *attacked*".
        AclRelcl = "acl:relcl",
        /// An adverbial clause: "left after they *won*".
        Advcl = "advcl",
        /// A relative clause on a whole clause: "he left, which *hurt*".
        AdvclRelcl = "advcl:relcl",
        /// An adverb: "*openly* backs".
        Advmod = "advmod",
        /// An adjective: "*foreign* minister".
        Amod = "amod",
        /// An apposition: "Putin, the *president*".
        Appos = "appos",
        /// An auxiliary: "*has* attacked".
        Aux = "aux",
        /// The auxiliary of a passive: "*was* attacked".
        AuxPass = "aux:pass",
        /// A preposition or possessive mark: "*of* Iran".
        Case = "case",
        /// A coordinating conjunction: "*and*".
        Cc = "cc",
        /// Its first half: "*both* Iran and Iraq".
        CcPreconj = "cc:preconj",
        /// A clause as complement: "said it *won*".
        Ccomp = "ccomp",
        /// A noun in a compound: "*oil* minister".
        Compound = "compound",
        /// The particle of a verb: "called *off*".
        CompoundPrt = "compound:prt",
        /// A further member of a coordination: "Iran and *Iraq*".
        Conj = "conj",
        /// A copula: "*is* president".
        Cop = "cop",
        /// A clause as subject.
        Csubj = "csubj",
        /// A clause as subject of a copula over a clause.
        CsubjOuter = "csubj:outer",
        /// A clause as subject of a passive.
        CsubjPass = "csubj:pass",
        /// Anything else.
        #[default]
        Dep = "dep",
        /// A determiner: "*the* army".
        Det = "det",
        /// A determiner before another: "*all* the men".
        DetPredet = "det:predet",
        /// An interjection or filler.
        Discourse = "discourse",
        /// A part before or after its clause that the clause takes up.
        Dislocated = "dislocated",
        /// An expletive: "*there* is".
        Expl = "expl",
        /// A further word of a fixed expression: "because *of*".
        Fixed = "fixed",
        /// A further word of a name: "Vladimir *Putin*".
        Flat = "flat",
        /// A piece of a word written apart.
        Goeswith = "goeswith",
        /// An indirect object: "gave *Iran* arms".
        Iobj = "iobj",
        /// A further item of a list.
        List = "list",
        /// A subordinator: "*that* it won", "*to* leave".
        Mark = "mark",
        /// A noun on a noun: "minister of *Iran*".
        Nmod = "nmod",
        /// A descriptive noun on a name: "*President* Putin".
        NmodDesc = "nmod:desc",
        /// Older name of `nmod:unmarked`.
        NmodNpmod = "nmod:npmod",
        /// A possessor: "*Iran*'s army".
        NmodPoss = "nmod:poss",
        /// A noun on a noun without preposition: "the meeting *Monday*".
        NmodUnmarked = "nmod:unmarked",
        /// A subject: "*Iran* attacked".
        Nsubj = "nsubj",
        /// The subject of a copula over a clause.
        NsubjOuter = "nsubj:outer",
        /// The subject of a passive: "*Iran* was attacked".
        NsubjPass = "nsubj:pass",
        /// A number: "*two* men".
        Nummod = "nummod",
        /// An object: "attacked *Iran*".
        Obj = "obj",
        /// A noun with a verb: "met in *Geneva*".
        Obl = "obl",
        /// Who acts in a passive: "attacked by *Iran*".
        OblAgent = "obl:agent",
        /// Older name of `obl:unmarked`.
        OblNpmod = "obl:npmod",
        /// Older name of `obl:unmarked` for times.
        OblTmod = "obl:tmod",
        /// A noun with a verb without preposition: "left *Monday*".
        OblUnmarked = "obl:unmarked",
        /// What is left of a clause without its verb.
        Orphan = "orphan",
        /// A clause beside another: "it won, he *said*".
        Parataxis = "parataxis",
        /// A mark.
        Punct = "punct",
        /// A false start.
        Reparandum = "reparandum",
        /// The head of the sentence.
        Root = "root",
        /// Who is addressed.
        Vocative = "vocative",
        /// A clause without a subject of its own: "vowed to *attack*.
        Xcomp = "xcomp",
    }
}

impl Relation {
    /// The relation without its subtype: `nsubj` for `nsubj:pass`.
    pub fn universal(self) -> Relation {
        let text = self.as_str();
        text.split_once(':').and_then(|(universal, _)| Relation::parse(universal)).unwrap_or(self)
    }
}

scheme! {
    /// What a name names, as the models tell: the four kinds of CoNLL 2003.
    pub enum NameKind {
        /// A person.
        Person = "PER",
        /// A party, company, ministry, team or other body.
        Organisation = "ORG",
        /// A country, city, region, river or building.
        Place = "LOC",
        /// A nationality, event, work, law or other thing.
        #[default]
        Other = "MISC",
    }
}

/// A name in a sentence: tokens `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name {
    /// First token.
    pub start: usize,
    /// Token after the last.
    pub end: usize,
    /// What it names.
    pub kind: NameKind,
}

/// Of a noun or a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    /// "minister", "attacks" as a verb.
    Singular,
    /// "ministers".
    Plural,
}

/// Of a finite verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tense {
    /// "attacks".
    Present,
    /// "attacked".
    Past,
}

/// Which form of its verb a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VerbForm {
    /// "attacks", "attacked".
    Finite,
    /// "attack", after "to" or an auxiliary, or an order.
    Infinitive,
    /// "attacking", in every use.
    Gerund,
    /// The past participle: "attacked" in "has attacked", "was attacked".
    Participle,
}

/// Who acts: the subject of a verb or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Voice {
    /// The subject acts.
    Active,
    /// The subject, or the noun that a participle modifies, undergoes.
    Passive,
}

/// Of an adjective or adverb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Degree {
    /// "larger", "more".
    Comparative,
    /// "largest", "most" as an adjective.
    Superlative,
}

/// What a pronoun stands for, or what kind of determiner or adverb this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PronounType {
    /// "they", "them", "himself".
    Personal,
    /// "their".
    Possessive,
    /// "who", "which", "what", "where", in questions and relative clauses.
    Relative,
    /// "there" in "there is".
    Existential,
    /// "this", "all", "some".
    Demonstrative,
    /// "everyone", "nothing".
    Indefinite,
}

/// What a tag says beyond the part of speech; `None` where it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Features {
    /// Of common nouns, and of verbs in "-s".
    pub number: Option<Number>,
    /// Of finite verbs and auxiliaries, but modals.
    pub tense: Option<Tense>,
    /// Of verbs and auxiliaries.
    pub verb_form: Option<VerbForm>,
    /// Of verbs, by the tree.
    pub voice: Option<Voice>,
    /// Of adjectives and adverbs, where not positive.
    pub degree: Option<Degree>,
    /// Of pronouns, and of relative determiners and adverbs.
    pub pronoun: Option<PronounType>,
    /// Whether it is a modal auxiliary: "may", "will", "would".
    pub is_modal: bool,
}

/// The tag and features behind one of the reduced tags of the tagger, such as `VERB|VBD`; `None` for any other text.
///
/// A reduced tag is the universal one and as much of the Penn Treebank's as tells forms apart; `_` for nothing more.
pub fn read_reduced(reduced: &str) -> Option<(Tag, Features)> {
    let (tag, detail) = reduced.split_once('|')?;
    let tag = Tag::parse(tag)?;
    let nothing = Features::default();
    let finite = Features { verb_form: Some(VerbForm::Finite), ..nothing };
    let features = match detail {
        "N" => Features { number: Some(Number::Singular), ..nothing },
        "S" => Features { number: Some(Number::Plural), ..nothing },
        "VBZ" => Features { tense: Some(Tense::Present), number: Some(Number::Singular), ..finite },
        "VBP" => Features { tense: Some(Tense::Present), ..finite },
        "VBD" => Features { tense: Some(Tense::Past), ..finite },
        "VBF" => finite,
        "MD" => Features { is_modal: true, ..finite },
        "VB" => Features { verb_form: Some(VerbForm::Infinitive), ..nothing },
        "VBG" => Features { verb_form: Some(VerbForm::Gerund), ..nothing },
        "VBN" => Features { verb_form: Some(VerbForm::Participle), ..nothing },
        "JJR" | "RBR" => Features { degree: Some(Degree::Comparative), ..nothing },
        "JJS" => Features { degree: Some(Degree::Superlative), ..nothing },
        "PRP" => Features { pronoun: Some(PronounType::Personal), ..nothing },
        "PRP$" => Features { pronoun: Some(PronounType::Possessive), ..nothing },
        "WP" | "WDT" | "WRB" => Features { pronoun: Some(PronounType::Relative), ..nothing },
        "EX" => Features { pronoun: Some(PronounType::Existential), ..nothing },
        "NN" => Features { pronoun: Some(PronounType::Indefinite), ..nothing },
        "DT" if tag == Tag::Pron => Features { pronoun: Some(PronounType::Demonstrative), ..nothing },
        "_" | "DT" | "JJ" | "RB" | "TO" | "POS" => nothing,
        _ if tag == Tag::Punct => nothing,
        _ => return None,
    };
    Some((tag, features))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_schemes_are_read_as_they_are_written() {
        for tag in Tag::ALL {
            assert_eq!(Tag::parse(tag.as_str()), Some(*tag));
        }
        for relation in Relation::ALL {
            assert_eq!(Relation::parse(relation.as_str()), Some(*relation));
        }
        assert_eq!(Relation::parse("nsubj:passive"), None);
    }

    #[test]
    fn a_relation_is_cut_to_its_universal_part() {
        assert_eq!(Relation::NsubjPass.universal(), Relation::Nsubj);
        assert_eq!(Relation::OblAgent.universal(), Relation::Obl);
        assert!(Relation::ALL.iter().all(|r| !r.universal().as_str().contains(':')));
    }

    #[test]
    fn reduced_tags_tell_forms() {
        let (tag, features) = read_reduced("VERB|VBD").unwrap();
        assert_eq!((tag, features.tense, features.verb_form), (Tag::Verb, Some(Tense::Past), Some(VerbForm::Finite)));
        assert_eq!(read_reduced("NOUN|S").unwrap().1.number, Some(Number::Plural));
        assert_eq!(read_reduced("PUNCT|-LRB-").unwrap(), (Tag::Punct, Features::default()));
        assert_eq!(read_reduced("NOUN|VERY"), None);
        assert_eq!(read_reduced("NOUN"), None);
    }
}
