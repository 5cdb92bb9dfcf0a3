//! The language that a text is written in, by whatlang's trigrams.

use whatlang::Lang;

/// Below so many letters trigrams tell languages apart badly: a headline full of names passes for anything.
const MIN_LETTERS: usize = 200;
/// So many of them must be of words without a capital: a list of names is of no language.
const MIN_PLAIN_LETTERS: usize = 100;

/// Enough of a text to tell its language; more only takes time.
const ENOUGH_CHARACTERS: usize = 100_000;

/// ISO 639-1 code of the text's language, `en` where the text is too short or too mixed to tell.
pub(super) fn of(text: &str) -> &'static str {
    let text = match text.len() > ENOUGH_CHARACTERS {
        true => text.char_indices().nth(ENOUGH_CHARACTERS).map_or(text, |(end, _)| &text[..end]),
        false => text,
    };
    let plain = text.split_whitespace().filter(|word| !word.starts_with(char::is_uppercase)).flat_map(str::chars);
    let has_letters = text.chars().filter(|c| c.is_alphabetic()).nth(MIN_LETTERS - 1).is_some();
    if !has_letters || plain.filter(|c| c.is_alphabetic()).nth(MIN_PLAIN_LETTERS - 1).is_none() {
        return "en";
    }
    if is_plainly_english(text) {
        return "en";
    }
    whatlang::detect(&sample(text)).filter(|info| info.is_reliable()).map_or("en", |info| iso_639_1(info.lang()))
}

/// Beginning, middle and end of a text: trigrams need no more, and take ten times as long as all other reading.
fn sample(text: &str) -> String {
    const PART: usize = 600;
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 3 * PART {
        return text.to_owned();
    }
    let middle = (characters.len() - PART) / 2;
    let parts = [0..PART, middle..middle + PART, characters.len() - PART..characters.len()];
    parts.into_iter().map(|part| characters[part].iter().chain([&'\n']).collect::<String>()).collect()
}

/// Whether one word in ten is one of those that make up English and no other language; far quicker than trigrams.
fn is_plainly_english(text: &str) -> bool {
    const COMMON: [&[u8]; 8] = [b"the", b"of", b"and", b"that", b"with", b"was", b"from", b"by"];
    let (mut n_words, mut n_common) = (0, 0);
    for word in text.as_bytes().split(|&b| b == b' ' || b == b'\n') {
        n_words += usize::from(!word.is_empty());
        n_common += usize::from(word.len() <= 4 && COMMON.contains(&word));
    }
    n_common * 10 >= n_words
}

/// whatlang speaks ISO 639-3.
fn iso_639_1(language: Lang) -> &'static str {
    match language {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str =
        "Der Präsident sagte am Montag, die Regierung werde die Gespräche mit den Nachbarn fortsetzen. ";
    const ENGLISH: &str =
        "The president said on Monday that the government would go on with the talks with its neighbours. ";

    #[test]
    fn long_texts_tell_their_language() {
        assert_eq!(of(&GERMAN.repeat(4)), "de");
        assert_eq!(of(&ENGLISH.repeat(4)), "en");
    }

    #[test]
    fn short_and_mixed_texts_pass_for_english() {
        assert_eq!(of(""), "en");
        assert_eq!(of("Guten Tag"), "en");
        assert_eq!(of(&"1 2 3 – ".repeat(100)), "en");
        assert_eq!(
            of(&"The signatories were Ann Jungman, Walter Wolfgang, Peter Buckman, Erica Burman. ".repeat(4)),
            "en"
        );
    }
}
