//! Mail: newsletters, alerts and what a browser saves as one file (`.mhtml`).
//!
//! The subject is the title, the day of sending the date, the sender's name the outlet. Of a message in two forms the
//! plain one is read, unless it is a stub that sends readers to the other.

use mail_parser::{Message, MessageParser};

use super::{DateFrom, Draft, Reason, html};

/// Fewer characters of plain text than a tenth of the other form are a stub.
const STUB: usize = 10;

/// Reads one message.
pub(super) fn read(bytes: &[u8]) -> Result<Draft, Reason> {
    let message = MessageParser::default().parse(bytes).ok_or(Reason::NoMessage)?;
    if let Some(page) = saved_page(&message) {
        return html::read(page, address(&message).as_deref().unwrap_or_default());
    }
    let sender = message.from().and_then(|from| from.first());
    let name = sender.and_then(|sender| sender.name().or(sender.address())).unwrap_or_default();
    Ok(Draft {
        id: message.message_id().unwrap_or_default().to_owned(),
        title: message.subject().unwrap_or_default().to_owned(),
        date: message.date().filter(|date| date.is_valid()).map(day).unwrap_or_default(),
        date_from: Some(DateFrom::Field),
        outlet: name.to_owned(),
        url: message
            .header_raw("Content-Location")
            .map(str::trim)
            .filter(|url| url.starts_with("http"))
            .unwrap_or_default()
            .to_owned(),
        text: text(&message).filter(|text| !text.trim().is_empty()).ok_or(Reason::NoMessage)?,
        ..Draft::default()
    })
}

/// The day in the sender's time zone, as the message states it.
fn day(date: &mail_parser::DateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The page of a message that a browser made of it.
fn saved_page(message: &Message) -> Option<String> {
    address(message)?;
    message.html_bodies().next()?.text_contents().map(str::to_owned)
}

fn address(message: &Message) -> Option<String> {
    let header = message.header_raw("Snapshot-Content-Location").or_else(|| {
        let is_by_browser = message.header_raw("From").is_some_and(|from| from.contains("Saved by"));
        message.header_raw("Content-Location").filter(|_| is_by_browser)
    })?;
    Some(header.split_whitespace().collect())
}

fn text(message: &Message) -> Option<String> {
    let part = |parts: &mut dyn Iterator<Item = &mail_parser::MessagePart>| {
        let texts: Vec<String> = parts.filter_map(|part| part.text_contents()).map(str::to_owned).collect();
        texts.join("\n\n")
    };
    // A message in one form counts as either, so the kind of its parts has to be asked.
    let plain = part(&mut message.text_bodies().filter(|part| !part.is_text_html()));
    let rich = html::fragment(&part(&mut message.html_bodies().filter(|part| part.is_text_html())));
    let text = if plain.trim().len() * STUB < rich.len() { rich } else { plain };
    Some(html::without_boilerplate(&text.replace("\r\n", "\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Message-ID: <m1@e.org>\r\nFrom: The Daily <news@e.org>\r\nSubject: =?utf-8?q?Talks_=E2=80=93_end?=\r\n\
                        Date: Wed, 01 May 2024 23:30:00 -0500\r\nMIME-Version: 1.0\r\n";

    fn draft(rest: &str) -> Draft {
        read(format!("{HEAD}{rest}").as_bytes()).unwrap()
    }

    #[test]
    fn the_head_gives_the_particulars() {
        let draft = draft("Content-Type: text/plain; charset=utf-8\r\n\r\nIran met Iraq.\r\n");
        assert_eq!((draft.id.as_str(), draft.title.as_str()), ("m1@e.org", "Talks – end"));
        assert_eq!((draft.date.as_str(), draft.outlet.as_str()), ("2024-05-01", "The Daily"));
        assert_eq!(draft.text, "Iran met Iraq.");
    }

    #[test]
    fn of_two_forms_the_plain_one_is_read_unless_it_is_a_stub() {
        let message = |plain: &str, rich: &str| {
            format!(
                "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{plain}\r\n--b\r\n\
                 Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{rich}\r\n--b--\r\n"
            )
        };
        assert_eq!(draft(&message("Iran met Iraq.", "<p>Iran <b>met</b> Iraq.</p>")).text, "Iran met Iraq.");
        let rich = format!("<p>{}</p><p>They left.</p>", "Iran met Iraq. ".repeat(20));
        assert!(draft(&message("View online", &rich)).text.ends_with("Iraq.\n\nThey left."));
    }

    #[test]
    fn what_is_no_message_says_so() {
        assert!(matches!(read(b"\r\n\r\n"), Err(Reason::NoMessage)));
    }
}
