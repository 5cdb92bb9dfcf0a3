//! JSON: objects with a text and its particulars, under the names that news feeds and data sets use.
//!
//! Which names is told in [`super::fields`]. Values are strings; numbers are taken as they are written, an outlet or
//! author may be an object with a `name`, a text may be a list of paragraphs, and a text in HTML loses its markup.

use serde_json::{Map, Value};

use super::fields::{Field, Fields, plain};
use super::{Draft, MAX_SHOWN, Reason, Remark, Skipped, html};

/// Names under which answers of web services hold their articles.
const LISTS: [&str; 8] = ["articles", "items", "results", "data", "docs", "hits", "documents", "stories"];

/// The drafts of a file that holds an object, an array of objects, or several of either after each other.
pub(super) fn read_file(place: &str, bytes: &[u8], fields: &Fields) -> Vec<(String, Result<Draft, Skipped>)> {
    let mut values: Vec<Result<Value, serde_json::Error>> = Vec::new();
    let mut outlet = String::new();
    for value in serde_json::Deserializer::from_slice(bytes).into_iter() {
        match value {
            Ok(Value::Array(elements)) => values.extend(elements.into_iter().map(Ok)),
            Ok(Value::Object(object)) => match list(object) {
                Ok((elements, feed)) => {
                    outlet = feed;
                    values.extend(elements.into_iter().map(Ok));
                }
                Err(object) => values.push(Ok(Value::Object(object))),
            },
            other => values.push(other),
        }
    }

    let is_single = values.len() == 1;
    let name = |i: usize| if is_single { place.to_owned() } else { format!("{place}, article {}", i + 1) };
    let drafts = values.into_iter().enumerate().map(|(i, value)| match value {
        Ok(value) => {
            let place = name(i);
            let draft = draft(value, fields, i == 0).map_err(|reason| reason.at(&place));
            let draft = draft.map(|mut draft| {
                if draft.outlet.is_empty() {
                    draft.outlet.clone_from(&outlet);
                }
                draft
            });
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

/// The objects that an object without a text of its own lists, with the name of the feed if it is a JSON feed.
fn list(mut object: Map<String, Value>) -> Result<(Vec<Value>, String), Map<String, Value>> {
    if Field::Text.names().iter().any(|name| object.contains_key(*name)) {
        return Err(object);
    }
    let is_list =
        |value: &Value| value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object));
    let Some(name) = LISTS.into_iter().find(|name| object.get(*name).is_some_and(is_list)) else { return Err(object) };
    let is_feed = object.get("version").and_then(Value::as_str).is_some_and(|version| version.contains("jsonfeed.org"));
    let title = object.get("title").and_then(Value::as_str).filter(|_| is_feed).unwrap_or_default().to_owned();
    match object.remove(name) {
        Some(Value::Array(elements)) => Ok((elements, title)),
        _ => Err(object),
    }
}

/// The draft of one line of JSON lines; of the first line it is told which names were guessed.
pub(super) fn read_line(line: &str, fields: &Fields, is_first: bool) -> Result<Draft, Reason> {
    draft(serde_json::from_str(line).map_err(|error| malformed(&error))?, fields, is_first)
}

fn draft(value: Value, fields: &Fields, is_first: bool) -> Result<Draft, Reason> {
    let Value::Object(object) = value else { return Err(Reason::NotAnObject(kind(&value))) };
    let mut reader = Object { object, fields, guessed: Vec::new(), remarks: Vec::new() };
    let text = reader.take_text()?;
    let mut draft = Draft {
        text,
        id: reader.take(Field::Id),
        title: reader.take(Field::Title),
        date: reader.take(Field::Date),
        url: reader.take(Field::Url),
        outlet: reader.take(Field::Outlet),
        author: reader.take(Field::Author),
        ..Draft::default()
    };
    if is_first && !reader.guessed.is_empty() {
        draft.remarks.push(Remark::Guessed(reader.guessed.join(", ")));
    }
    draft.remarks.append(&mut reader.remarks);
    Ok(draft)
}

/// An object as it is emptied.
struct Object<'f> {
    object: Map<String, Value>,
    fields: &'f Fields,
    guessed: Vec<String>,
    remarks: Vec<Remark>,
}

impl Object<'_> {
    fn take_text(&mut self) -> Result<String, Reason> {
        let value = match self.fields.of(Field::Text) {
            Some(name) => (name.to_owned(), at_path(&mut self.object, name).map(Value::take).unwrap_or_default()),
            None => match self.documented(Field::Text).or_else(|| self.guess(Field::Text)) {
                Some((name, value)) => (name, value),
                None => return Err(Reason::NoText(names(&self.object))),
            },
        };
        match value {
            (_, Value::String(text)) if html::is_markup(&text) => Ok(html::fragment(&text)),
            (_, Value::String(text)) => Ok(text),
            (_, Value::Array(parts)) if !parts.is_empty() && parts.iter().all(Value::is_string) => {
                Ok(parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n"))
            }
            (_, Value::Null) => Err(Reason::NoText(names(&self.object))),
            (field, other) => Err(Reason::TextType { field, found: kind(&other) }),
        }
    }

    /// A particular, empty where there is none; what is no text is left out with a remark.
    fn take(&mut self, field: Field) -> String {
        if let Some(name) = self.fields.of(field) {
            let value = at_path(&mut self.object, name).map(Value::take);
            return value.and_then(|value| self.read(name, value)).unwrap_or_default();
        }
        for &name in field.names() {
            let value = self.object.get_mut(name).map(Value::take);
            if let Some(text) = value.and_then(|value| self.read(name, value)) {
                return text;
            }
        }
        self.guess(field).and_then(|(name, value)| self.read(&name, value)).unwrap_or_default()
    }

    fn documented(&mut self, field: Field) -> Option<(String, Value)> {
        let name = field.names().iter().find(|name| self.object.get(**name).is_some_and(|value| !value.is_null()))?;
        self.object.get_mut(*name).map(|value| ((*name).to_owned(), value.take()))
    }

    /// What stands under another usual name, whose choice is told.
    fn guess(&mut self, field: Field) -> Option<(String, Value)> {
        let rank = |name: &str| field.guesses().iter().position(|guess| *guess == plain(name));
        let known = self.object.iter().filter(|(_, value)| !value.is_null());
        let name = known.filter_map(|(name, _)| Some((rank(name)?, name))).min()?.1.clone();
        self.guessed.push(format!("{:?} as {}", shorten(&name), field.name()));
        self.object.get_mut(&name).map(|value| (name, value.take()))
    }

    /// The text that a value holds, `None` for nothing.
    fn read(&mut self, name: &str, value: Value) -> Option<String> {
        match value {
            Value::Null => None,
            Value::String(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Object(named) if named.get("name").is_some_and(Value::is_string) => {
                named.get("name").and_then(Value::as_str).map(str::to_owned)
            }
            Value::Array(list) if plain(name).starts_with("author") || plain(name) == "byline" => {
                let names: Vec<String> = list.into_iter().filter_map(|value| self.read(name, value)).collect();
                Some(names.join(", ")).filter(|names| !names.is_empty())
            }
            other => {
                let field = shorten(name);
                self.remarks.push(Remark::Field { field, found: kind(&other) });
                None
            }
        }
    }
}

/// The value of a field of this name, or inside nested objects, `article.body`.
fn at_path<'o>(object: &'o mut Map<String, Value>, path: &str) -> Option<&'o mut Value> {
    if object.contains_key(path) {
        return object.get_mut(path);
    }
    let (first, rest) = path.split_once('.')?;
    at_path(object.get_mut(first)?.as_object_mut()?, rest)
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
        let found = match read_line(line, &Fields::default(), true) {
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
        check(r#"{"tags": ["A"], "text": "Iran."}"#, "Iran.");
    }

    #[test]
    fn other_usual_names_are_taken_and_told() {
        check(
            r#"{"Full Text": "Iran.", "publish_date": "2024", "webTitle": "T", "uri": "u"}"#,
            "T | 2024 | u | Iran. | read \"Full Text\" as text, \"webTitle\" as title, \"publish_date\" as date, \
             \"uri\" as url; --map names others",
        );
    }

    #[test]
    fn a_user_names_nested_fields() {
        let fields: Fields = "text=doc.body,title=doc.head.main".parse().unwrap();
        let line = r#"{"text": "no", "doc": {"body": ["Iran.", "Iraq."], "head": {"main": "T"}}}"#;
        let draft = read_line(line, &fields, true).unwrap();
        assert_eq!((draft.text.as_str(), draft.title.as_str()), ("Iran.\n\nIraq.", "T"));
        assert!(draft.remarks.is_empty());
        let reason = read_line(r#"{"text": "no", "doc": 1}"#, &fields, true).unwrap_err();
        assert!(
            reason.to_string().contains("found \"text\", \"doc\"") || reason.to_string().contains("\"doc\""),
            "{reason}"
        );
    }

    #[test]
    fn markup_in_a_text_is_taken_off() {
        check(r#"{"text": "<p>Iran &amp; Iraq <b>met</b>.</p><p>They left.</p>"}"#, "Iran & Iraq met.\n\nThey left.");
        check(r#"{"text": "Iran < Iraq"}"#, "Iran < Iraq");
    }

    #[test]
    fn an_object_without_a_text_says_what_it_has() {
        check(
            r#"{"id": 1, "summary": "Iran."}"#,
            "expected a field \"text\" (or \"body\", \"content\"), found \"id\", \"summary\"; name the one that holds it: --map text=FIELD",
        );
        check(r#"{"text": 7}"#, "expected \"text\" as a string, found a number");
        check("[1]", "expected a JSON object with a field \"text\", found an array");
    }

    #[test]
    fn a_file_holds_one_or_many() {
        let places = |text: &str| -> Vec<(String, bool)> {
            read_file("f.json", text.as_bytes(), &Fields::default())
                .into_iter()
                .map(|(place, draft)| (place, draft.is_ok()))
                .collect()
        };
        let many = vec![("f.json, article 1".to_owned(), true), ("f.json, article 2".to_owned(), true)];
        assert_eq!(places(r#"{"text": "Iran."}"#), [("f.json".to_owned(), true)]);
        assert_eq!(places(r#"[{"text": "Iran."}, {"text": "Iraq."}]"#), many);
        assert_eq!(places(r#"{"status": "ok", "articles": [{"text": "Iran."}, {"text": "Iraq."}]}"#), many);
        assert_eq!(places("{\"text\": \"Iran.\"}\n{\"text\": \"Iraq.\"}\n"), many);
        assert_eq!(places(r#"{"status": "ok", "articles": [{"text": "Iran."}, {"text": "Iraq."}]}"#), many);
        assert_eq!(places("{\"text\":\n\"Iran.\"}\n{"), [many[0].clone(), ("f.json:3".to_owned(), false)]);
    }
}
