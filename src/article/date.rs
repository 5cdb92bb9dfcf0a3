//! Dates as sources write them, brought to the form of [`Date`].
//!
//! Only forms that can be read in one way: ISO 8601 with or without a time, RFC 2822, and day, month by its English
//! name and year in any usual order. "01/09/2024" is two different days and so is none. Of a moment the day is taken
//! as written, in the time zone of the publisher.

use crate::ontology::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The date that a text states, as exact as it states it; `None` where it states none or could mean several.
pub(super) fn read(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().or_else(|| numeric(text)).or_else(|| in_words(text))
}

/// The day, or month, that an address names in its path, as `/2024/09/01/` or `/2024/sep/01/`, `/2024-09-01-talks`.
///
/// A day in the path is when a page was made; anything less sure, such as a number of eight digits, is none.
pub(super) fn of_address(url: &str) -> Option<Date> {
    let path = url.split_once("://")?.1.split(['?', '#']).next()?.split_once('/')?.1;
    let parts: Vec<&str> = path.split('/').collect();
    let of_parts = parts.windows(3).find_map(|window| {
        let [year, month, rest] = window else { return None };
        let year = self::year(year).filter(|year| ("1990".."2100").contains(year))?;
        let month =
            two_digits(month).or_else(|| month_number(&month.to_lowercase()).map(|number| format!("{number:02}")))?;
        two_digits(rest)
            .and_then(|day| date(year, &month, &day))
            .or_else(|| date(year, &month, "01").and(format!("{year}-{month}").parse().ok()))
    });
    of_parts.or_else(|| {
        parts.iter().find_map(|part| {
            let start = part.get(..10)?;
            let is_end = !part[10..].starts_with(|c: char| c.is_ascii_digit());
            numeric(start).filter(|_| is_end && ("1990".."2100").contains(&&start[..4]))
        })
    })
}

fn two_digits(text: &str) -> Option<String> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| format!("{text:0>2}"))
}

/// "2024-09-01T10:00:00Z", "2024-09-01 10:00", "2024/9/1", "20240901T100000Z".
fn numeric(text: &str) -> Option<Date> {
    let day = text.split([' ', 'T', 't']).next()?;
    let rest = text[day.len()..].trim_start_matches([' ', 'T', 't']);
    if !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        return date(&day[..4], &day[4..6], &day[6..]);
    }
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => date(year, month, day),
        _ => None,
    }
}

/// "Sun, 01 Sep 2024 10:00:00 +0000", "1st September 2024", "Sept. 1, 2024 at 10 a.m.", "September 2024".
fn in_words(text: &str) -> Option<Date> {
    let lower = text.to_lowercase();
    let mut words = lower.split([' ', ',', '\u{a0}']).map(|word| word.trim_end_matches('.')).filter(|w| !w.is_empty());
    let mut first = words.next()?;
    if WEEKDAYS.iter().any(|name| is_short_for(first, name)) {
        first = words.next()?;
    }
    let (day, month) = match month_number(first) {
        Some(month) => {
            let second = words.next()?;
            if let Some(year) = year(second) {
                return words.next().is_none().then(|| format!("{year}-{month:02}").parse().ok())?;
            }
            (second, month)
        }
        None => (first, month_number(words.next()?)?),
    };
    let year = year(words.next()?)?;
    if words.next().is_some_and(|rest| rest != "at" && !rest.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    date(year, &month.to_string(), day)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    format!("{year}-{month:0>2}-{day:0>2}").parse().ok()
}

fn year(word: &str) -> Option<&str> {
    (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())).then_some(word)
}

fn month_number(word: &str) -> Option<usize> {
    MONTHS.iter().position(|name| is_short_for(word, name)).map(|i| i + 1)
}

/// Whether a word, in lower case, is the name of a month or day of the week, or short for one.
pub(super) fn is_name(word: &str) -> bool {
    MONTHS.iter().chain(&WEEKDAYS).any(|name| is_short_for(word, name))
}

/// At least three letters, so that "May", "Sep", "Sept" and "Thurs" are known but "M" is not.
fn is_short_for(word: &str, name: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(read(text).as_ref().map(Date::as_str), expected, "in {text:?}");
    }

    #[test]
    fn partial_dates_stay_partial() {
        check("2024", Some("2024"));
        check(" 2024-09 ", Some("2024-09"));
        check("September 2024", Some("2024-09"));
    }

    #[test]
    fn a_moment_gives_its_day() {
        for text in [
            "2024-09-01",
            "2024-09-01T10:00:00Z",
            "2024-09-01T23:30:00.000-05:00",
            "2024-09-01 10:00",
            "2024/9/1",
            "20240901",
            "20240901T100000Z",
        ] {
            check(text, Some("2024-09-01"));
        }
    }

    #[test]
    fn months_may_be_words() {
        for text in [
            "Sun, 01 Sep 2024 10:00:00 +0000",
            "1 September 2024",
            "September 1, 2024",
            "Sept. 1, 2024",
            "Sunday, 1st September, 2024",
            "September 1, 2024 at 10:00 a.m. EDT",
            "1 SEP 2024 10:00 GMT",
        ] {
            check(text, Some("2024-09-01"));
        }
    }

    #[test]
    fn addresses_name_days_in_their_paths() {
        for (url, expected) in [
            ("https://e.org/2024/09/01/talks", Some("2024-09-01")),
            ("https://e.org/world/2024/sep/1/talks", Some("2024-09-01")),
            ("https://e.org/2024/09/talks.html", Some("2024-09")),
            ("https://e.org/news/2024-09-01-talks", Some("2024-09-01")),
            ("https://e.org/2024/99/01/talks", None),
            ("https://e.org/articles/20240901", None),
            ("https://e.org/2024/talks/end", None),
            ("https://e.org/talks?d=/2024/09/01/", None),
            ("https://e.org/1812/06/24/", None),
            ("", None),
        ] {
            assert_eq!(of_address(url).as_ref().map(Date::as_str), expected, "in {url}");
        }
    }

    #[test]
    fn what_is_no_date_or_several_is_none() {
        for text in [
            "",
            "01/09/2024",
            "13.09.2024",
            "yesterday",
            "12 Mai",
            "2024-13-01",
            "2023-02-29",
            "31 September 2024",
            "1725184800",
            "2024-09-01..2024-09-03",
            "1 September 2024 to 3 September 2024",
            "2024-09-01 to 2024-09-03",
            "Ma 1, 2024",
            "1 \u{130}\u{130} 2024",
            "é",
        ] {
            check(text, None);
        }
    }
}
