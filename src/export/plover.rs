//! PLOVER events, one JSON object a line, after the manual of the Open Event Data Alliance.
//!
//! One event a statement of an event type, so the same event told twice is two lines: `events` counts them. Codes are
//! ISO 3166-1 alpha-3; who has no known country has no code. What is denied, planned or only possible is there and
//! marked (`polarity`, `modality`). `date` is that of the event where the sentence gives one, else of the article.

use std::io::Write;

use serde::Serialize;

use crate::graph::{End, Rows, Stopped};
use crate::ontology::Family;

use super::columns::seen_name;

#[derive(Serialize)]
struct Event<'a> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    actor: [Party<'a>; 1],
    recipient: [Party<'a>; 1],
    event: [String; 1],
    text: &'a str,
    polarity: &'a str,
    modality: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'a str>,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication_date: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    publisher: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'a str,
    article: &'a str,
    coder: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Party<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
    name: &'a str,
    id: &'a str,
}

impl<'a> From<End<'a>> for Party<'a> {
    fn from(end: End<'a>) -> Party<'a> {
        Party { code: end.country, sector: end.sector, name: seen_name(end.id, end.name), id: end.id }
    }
}

/// Writes the events among the statements.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    rows.each_statement(&mut |row| {
        let statement = row.statement;
        if statement.relation.family() != Family::Event {
            return Ok(());
        }
        let article = &statement.article;
        let event = Event {
            id: super::statement_id(row),
            date: statement.dated.as_ref().or(article.date.as_ref()).map(|date| date.as_str()),
            actor: [row.subject.into()],
            recipient: [row.object.into()],
            event: [statement.relation.as_str().to_uppercase()],
            text: &statement.evidence,
            polarity: statement.polarity.as_str(),
            modality: statement.modality.as_str(),
            speaker: statement.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            confidence: statement.confidence,
            publication_date: article.date.as_ref().map(|date| date.as_str()),
            publisher: &article.outlet,
            url: &article.url,
            article: &article.id,
            coder: "whom",
            version: env!("CARGO_PKG_VERSION"),
        };
        serde_json::to_writer(&mut *out, &event)?;
        out.write_all(b"\n")
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, Stating, written};
    use super::*;
    use crate::ontology::RelationType;

    #[test]
    fn an_event_is_one_line_whatever_its_text() {
        for text in samples::HOSTILE {
            let lines = written(&Stating::of(text, RelationType::Accuse), write);
            let event: serde_json::Value = serde_json::from_str(&lines).unwrap();
            assert_eq!((lines.lines().count(), &event["text"]), (1, &serde_json::json!(text)));
            assert_eq!(event["event"], serde_json::json!(["ACCUSE"]));
            assert_eq!((&event["date"], &event["publication_date"]), (&"2024-08".into(), &"2024-09-01".into()));
        }
    }

    #[test]
    fn a_standing_tie_is_no_event() {
        assert_eq!(written(&Stating::of("text", RelationType::Backs), write), "");
    }
}
