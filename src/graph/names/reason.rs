//! Why two names are taken for one, or are not: in words for the person who asks.

use std::fmt;

/// Whether two names are one actor's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The names are one by themselves.
    Same(Reason),
    /// They agree, but what else is known has to decide: a family name alone, an initial, an acronym.
    Possible(Reason),
    /// They clash.
    Different(Reason),
}

impl Verdict {
    /// What decided, whichever way.
    pub fn reason(&self) -> &Reason {
        match self {
            Verdict::Same(reason) | Verdict::Possible(reason) | Verdict::Different(reason) => reason,
        }
    }
}

/// What of two names decides; words are in lower case without diacritics.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The same letters, case aside.
    Identical,
    /// The same but for diacritics, punctuation or a leading "the".
    Diacritics,
    /// Two spellings of one name.
    Transliteration(String, String),
    /// A nickname and the name, or two nicknames of one.
    Nickname(String, String),
    /// Given and family name, or the words, stand in another order.
    Order,
    /// A title, particle, patronymic or legal form is left out.
    LeftOut,
    /// Words that are written in two ways: "UN", "Defence".
    Wording,
    /// A middle name that one writes as an initial or leaves out.
    MiddleInitial(String),
    /// An initial of a given name.
    Initial(String, String),
    /// A short form of a given name that several have.
    ShortForm(String, String),
    /// Given names that one vowel tells apart.
    NearSpelling(String, String),
    /// One has a word that the other lacks.
    Extra(String),
    /// One word alone.
    OneWord(String),
    /// Only one says whether it is father or son.
    OneGeneration,
    /// Given and family name may have changed places.
    Turned,
    /// The first letters of the other's words.
    Acronym(String),
    /// So short an acronym is borne by many.
    ShortAcronym(String),
    /// The name of an organ that every state has.
    AnyCountry,
    /// Only one names a country.
    OneCountry,
    /// They name different countries.
    OtherCountry,
    /// Father and son, or rulers of one name.
    Generation,
    /// A word against another.
    OtherWords(String, String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Reason::*;
        match self {
            Identical => write!(f, "the same name"),
            Diacritics => write!(f, "the same name but for diacritics and punctuation"),
            Transliteration(a, b) => write!(f, "{} and {} are transliterations of one name", titled(a), titled(b)),
            Nickname(a, b) => write!(f, "{} and {} are forms of one given name", titled(a), titled(b)),
            Order => write!(f, "the same words in another order"),
            LeftOut => write!(f, "the same name but for titles, particles or a patronymic"),
            Wording => write!(f, "the same words, spelled or shortened differently"),
            MiddleInitial(middle) => {
                write!(f, "the same name but for the middle name {}", titled(middle))
            }
            Initial(a, b) if a == b => write!(f, "both have the initial {} only", titled(a)),
            Initial(initial, name) => write!(f, "{} is an initial of {}", titled(initial), titled(name)),
            ShortForm(short, name) => write!(f, "{} may be short for {}", titled(short), titled(name)),
            NearSpelling(a, b) => write!(f, "{} and {} may be spellings of one name", titled(a), titled(b)),
            Extra(word) => write!(f, "only one has \"{}\" in the name", titled(word)),
            OneWord(word) => write!(f, "{} alone does not tell who it is", titled(word)),
            OneGeneration => write!(f, "only one is called Jr., Sr. or by a number"),
            Turned => write!(f, "given and family name may have changed places"),
            Acronym(acronym) => write!(f, "{} are first letters of the other name", acronym.to_uppercase()),
            ShortAcronym(acronym) => write!(f, "so short an acronym as {} has many bearers", acronym.to_uppercase()),
            AnyCountry => write!(f, "every state has one of that name"),
            OneCountry => write!(f, "only one names the country"),
            OtherCountry => write!(f, "they name different countries"),
            Generation => write!(f, "Jr., Sr. or the number tells them apart"),
            OtherWords(a, b) => write!(f, "{} is not {}", titled(a), titled(b)),
        }
    }
}

/// A word with its capital, an initial with its full stop.
fn titled(word: &str) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return String::new() };
    let stop = if chars.as_str().is_empty() { "." } else { "" };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_read_as_a_person_would_say_them() {
        let words = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let (a, b) = words("zelensky", "zelenskyy");
        assert_eq!(
            Reason::Transliteration(a, b).to_string(),
            "Zelensky and Zelenskyy are transliterations of one name"
        );
        let (a, b) = words("v", "vladimir");
        assert_eq!(Reason::Initial(a, b).to_string(), "V. is an initial of Vladimir");
    }
}
