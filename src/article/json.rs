//! JSON: objects with a text and its particulars, under the names that news feeds and data sets use.
//!
//! `text` (or `body`, `content`), `title` (or `headline`), `id`, `date`, `url` (or `link`), `outlet` (or `source`,
//! `publisher`), each a string; numbers are taken as they are written, and an outlet may be an object with a `name`.

use serde_json::{Map, Value};

use super::{Draft, MAX_SHOWN, Reason, Remark, Skipped};

/// The drafts of a file that holds an object, an array of objects, or several of either after each other.
pub(super) fn read_file(place: &str, bytes: &[u8]) -> Vec<(String, Result<Draft, Skipped>)> {
    let mut values: Vec<Result<Value, serde_json::Error>> = Vec::new();
    for value in serde_json::Deserializer::from_slice(bytes).into_iter() {
        match value {
            Ok(Value::Array(elements)) => values.extend(elements.into_iter().map(Ok)),
            other => values.push(other),
        }
    }

    let is_single = values.len() == 1;
    let name = |i: usize| if is_single { place.to_owned() } else { format!("{place}, article {}", i + 1) };
    let drafts = values.into_iter().enumerate().map(|(i, value)| match value {
        Ok(value) => {
            let place = name(i);
            let draft = draft(value).map_err(|reason| reason.at(&place));
            (place, draft)
        }
        Err(error) => {
            let place = format!("{place}:{}", error.line());
            let skipped = malformed(&error).at(&place);
            (place, Err(skipped))
        }
    });
    drafts.collect()
}

/// The draft of one line of JSON lines.
pub(super) fn read_line(bytes: &[u8]) -> Result<Draft, Reason> {
    draft(serde_json::from_slice(bytes).map_err(|error| malformed(&error))?)
}

fn draft(value: Value) -> Result<Draft, Reason> {
    let Value::Object(mut object) = value else { return Err(Reason::NotAnObject(kind(&value))) };
    let text = take_text(&mut object)?;
    let mut draft = Draft { text, ..Draft::default() };
    draft.id = take(&mut object, &["id"], &mut draft.remarks);
    draft.title = take(&mut object, &["title", "headline"], &mut draft.remarks);
    draft.date = take(&mut object, &["date"], &mut draft.remarks);
    draft.url = take(&mut object, &["url", "link"], &mut draft.remarks);
    draft.outlet = take(&mut object, &["outlet", "source", "publisher"], &mut draft.remarks);
    Ok(draft)
}

fn take_text(object: &mut Map<String, Value>) -> Result<String, Reason> {
    for field in ["text", "body", "content"] {
        match object.get_mut(field).map(Value::take) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) => return Ok(text),
            Some(other) => return Err(Reason::TextType { field, found: kind(&other) }),
        }
    }
    Err(Reason::NoText(names(object)))
}

/// The first of the fields that holds something; what is no text is left out with a remark.
fn take(object: &mut Map<String, Value>, fields: &[&'static str], remarks: &mut Vec<Remark>) -> String {
    for &field in fields {
        match object.get_mut(field).map(Value::take) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.trim().is_empty() => {}
            Some(Value::String(text)) => return text,
            Some(Value::Number(number)) => return number.to_string(),
            Some(Value::Object(mut named)) if named.get("name").is_some_and(Value::is_string) => {
                return take(&mut named, &["name"], remarks);
            }
            Some(other) => remarks.push(Remark::Field { field, found: kind(&other) }),
        }
    }
    String::new()
}

/// A few of the names that an object has, for a message.
fn names(object: &Map<String, Value>) -> String {
    const SHOWN: usize = 8;
    if object.is_empty() {
        return "no field".to_owned();
    }
    let mut names: Vec<String> = object.keys().take(SHOWN).map(|name| format!("{:?}", shorten(name))).collect();
    if object.len() > SHOWN {
        names.push(format!("{} more", object.len() - SHOWN));
    }
    names.join(", ")
}

fn shorten(name: &str) -> String {
    name.chars().take(MAX_SHOWN).collect()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// serde_json's message without its line, which the place tells.
fn malformed(error: &serde_json::Error) -> Reason {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    Reason::Json(format!("{message} at column {}", error.column()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let found = match read_line(line.as_bytes()) {
            Ok(draft) => {
                let mut shown: Vec<String> = [draft.id, draft.title, draft.date, draft.url, draft.outlet, draft.text]
                    .into_iter()
                    .filter(|field| !field.is_empty())
                    .collect();
                shown.extend(draft.remarks.iter().map(Remark::to_string));
                shown.join(" | ")
            }
            Err(reason) => reason.to_string(),
        };
        assert_eq!(found, expected, "from {line}");
    }

    #[test]
    fn fields_go_by_several_names() {
        check(
            r#"{"id": 7, "title": "T", "date": "2024", "url": "u", "outlet": "o", "text": "Iran."}"#,
            "7 | T | 2024 | u | o | Iran.",
        );
        check(r#"{"headline": "T", "link": "u", "source": "o", "body": "Iran."}"#, "T | u | o | Iran.");
        check(r#"{"publisher": {"name": "o"}, "content": "Iran.", "text": null, "title": ""}"#, "o | Iran.");
    }

    #[test]
    fn fields_of_no_use_are_left_out_with_a_remark() {
        check(
            r#"{"title": ["T"], "text": "Iran."}"#,
            "Iran. | expected \"title\" as a string, found an array; left out",
        );
        check(r#"{"authors": ["A"], "text": "Iran."}"#, "Iran.");
    }

    #[test]
    fn an_object_without_a_text_says_what_it_has() {
        check(
            r#"{"id": 1, "summary": "Iran."}"#,
            "expected a field \"text\" (or \"body\", \"content\"), found \"id\", \"summary\"; rename the field that holds the text",
        );
        check(r#"{"text": ["Iran."]}"#, "expected \"text\" as a string, found an array");
        check("[1]", "expected a JSON object with a field \"text\", found an array");
    }

    #[test]
    fn a_file_holds_one_or_many() {
        let places = |text: &str| -> Vec<(String, bool)> {
            read_file("f.json", text.as_bytes()).into_iter().map(|(place, draft)| (place, draft.is_ok())).collect()
        };
        let many = vec![("f.json, article 1".to_owned(), true), ("f.json, article 2".to_owned(), true)];
        assert_eq!(places(r#"{"text": "Iran."}"#), [("f.json".to_owned(), true)]);
        assert_eq!(places(r#"[{"text": "Iran."}, {"text": "Iraq."}]"#), many);
        assert_eq!(places("{\"text\": \"Iran.\"}\n{\"text\": \"Iraq.\"}\n"), many);
        assert_eq!(places("{\"text\":\n\"Iran.\"}\n{"), [many[0].clone(), ("f.json:3".to_owned(), false)]);
    }
}
