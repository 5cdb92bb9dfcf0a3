//! RSS (0.9 to 2.0, and 1.0 as RDF) and Atom: an article an entry, its full text where the feed carries it, else its
//! summary.
//!
//! Elements are told by their local names alone, so that a prefix that a publisher made up does no harm. Entities that
//! a document defines itself are not expanded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Draft, MAX_SHOWN, Reason, Skipped, html};

/// Elements nested deeper are none of a feed.
const MAX_DEPTH: usize = 100;

/// The drafts of a feed's entries.
pub(super) fn read(place: &str, xml: &str) -> Vec<(String, Result<Draft, Skipped>)> {
    let mut feed = Feed::default();
    let outcome = feed.read(xml);
    let mut drafts: Vec<_> = std::mem::take(&mut feed.entries)
        .into_iter()
        .enumerate()
        .map(|(i, entry)| (format!("{place}, entry {}", i + 1), Ok(entry.draft(&feed.title))))
        .collect();
    if let Err(reason) = outcome {
        drafts.push((place.to_owned(), Err(reason.at(place))));
    } else if drafts.is_empty() {
        let reason = if feed.is_feed { Reason::Empty } else { Reason::NotAFeed(feed.root()) };
        drafts.push((place.to_owned(), Err(reason.at(place))));
    }
    drafts
}

#[derive(Default)]
struct Feed {
    is_feed: bool,
    root: String,
    title: String,
    entries: Vec<Entry>,
    entry: Option<Entry>,
    /// Local names of the open elements.
    path: Vec<String>,
    /// Text of the element that is being read.
    text: String,
}

/// An entry as it stands in the feed.
#[derive(Default)]
struct Entry {
    id: String,
    title: String,
    link: String,
    published: String,
    updated: String,
    author: String,
    source: String,
    full: String,
    summary: String,
}

impl Feed {
    fn root(&self) -> String {
        if self.root.is_empty() { "no XML".to_owned() } else { format!("<{}>", self.root) }
    }

    fn read(&mut self, xml: &str) -> Result<(), Reason> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) if self.entry.is_some() => return Err(Reason::CutOff),
                Ok(Event::Eof) => return Ok(()),
                Ok(Event::Start(start)) => self.start(&start)?,
                Ok(Event::Empty(start)) => {
                    self.start(&start)?;
                    self.end();
                }
                Ok(Event::End(_)) => self.end(),
                Ok(Event::Text(text)) => self.text.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
                Ok(Event::CData(text)) => self.text.push_str(&text.xml_content(XmlVersion::Implicit1_0)),
                Ok(Event::GeneralRef(name)) => {
                    self.text.push_str(&resolved(&name.xml_content(XmlVersion::Implicit1_0)))
                }
                Ok(_) => {}
                Err(_) if self.root.is_empty() => return Ok(()),
                Err(error) => {
                    let message: String = error.to_string().chars().take(MAX_SHOWN * 3).collect();
                    return Err(Reason::NotAFeed(format!(
                        "malformed XML at byte {}: {message}",
                        reader.error_position()
                    )));
                }
            }
        }
    }

    fn start(&mut self, start: &BytesStart) -> Result<(), Reason> {
        let name = start.local_name().as_ref().to_ascii_lowercase();
        if self.path.len() > MAX_DEPTH {
            return Err(Reason::NotAFeed("elements nested without end".to_owned()));
        }
        // The markup of an Atom text in XHTML stands in the document itself.
        if let Some(i) = self.inside()
            && (self.path.len() > i + 1 || name == "div" || name == "p")
        {
            self.text.push_str(&format!("<{name}>"));
            self.path.push(name);
            return Ok(());
        }
        if self.path.is_empty() {
            self.root.clone_from(&name);
            self.is_feed = matches!(name.as_str(), "rss" | "feed" | "rdf");
        }
        if self.is_feed && matches!(name.as_str(), "item" | "entry") {
            self.entry = Some(Entry::default());
        }
        if name == "link" {
            self.link(start);
        }
        self.path.push(name);
        self.text.clear();
        Ok(())
    }

    /// Place in the path of the element whose content may be markup.
    fn inside(&self) -> Option<usize> {
        self.entry.as_ref()?;
        self.path.iter().position(|name| matches!(name.as_str(), "content" | "summary" | "encoded" | "description"))
    }

    /// Atom's `<link rel="alternate" href="...">`.
    fn link(&mut self, start: &BytesStart) {
        let attribute = |name: &str| {
            let value = start.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
            Some(html::unescaped(&value.value))
        };
        let is_page = attribute("rel").is_none_or(|rel| rel == "alternate");
        if let (Some(entry), Some(href), true) = (&mut self.entry, attribute("href"), is_page) {
            entry.link = href;
        }
    }

    fn end(&mut self) {
        let Some(name) = self.path.pop() else { return };
        if self.inside().is_some() {
            self.text.push_str(&format!("</{name}>"));
            return;
        }
        let text = std::mem::take(&mut self.text);
        let parent = self.path.last().map(String::as_str).unwrap_or_default();
        let Some(entry) = &mut self.entry else {
            if name == "title" && matches!(parent, "channel" | "feed") {
                self.title = text;
            }
            return;
        };
        match (name.as_str(), parent) {
            ("item" | "entry", _) => self.entries.extend(self.entry.take()),
            ("title", "item" | "entry") => entry.title = text,
            ("guid" | "id", "item" | "entry") => entry.id = text,
            ("link", "item") if entry.link.is_empty() => entry.link = text,
            ("pubdate" | "published" | "issued" | "date", _) => entry.published = text,
            ("updated" | "modified", _) => entry.updated = text,
            ("name", "author") | ("creator", _) | ("author", "item") if !text.trim().is_empty() => entry.author = text,
            ("source", "item") => entry.source = text,
            ("encoded", _) | ("content", "entry") => entry.full = text,
            ("description" | "summary", "item" | "entry") => entry.summary = text,
            _ => {}
        }
    }
}

impl Entry {
    fn draft(self, outlet: &str) -> Draft {
        let text = if self.full.trim().is_empty() { self.summary } else { self.full };
        // An address says where the page is; the id says that too, or nothing that an address does not.
        let id = if self.id.starts_with("http") { String::new() } else { self.id };
        let plain = |text: &str| {
            if html::is_markup(text) || text.contains('&') { html::fragment(text) } else { text.to_owned() }
        };
        Draft {
            id,
            title: plain(&self.title),
            date: self.published,
            url: self.link,
            outlet: if self.source.trim().is_empty() { plain(outlet) } else { self.source },
            author: self.author,
            text: plain(&text),
            ..Draft::default()
        }
    }
}

/// What an entity stands for: the five of XML and characters by number. Any other is one of HTML and read later.
fn resolved(name: &str) -> String {
    match name {
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        "amp" => "&".to_owned(),
        other => html::unescaped(&format!("&{other};")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(xml: &str, expected: &[&str]) {
        let shown: Vec<String> = read("f", xml)
            .into_iter()
            .map(|(_, draft)| match draft {
                Ok(draft) => {
                    [draft.id, draft.title, draft.date, draft.url, draft.outlet, draft.author, draft.text].join("|")
                }
                Err(skipped) => skipped.to_string(),
            })
            .collect();
        assert_eq!(shown, expected, "from {xml}");
    }

    #[test]
    fn rss_gives_the_full_text_before_the_summary() {
        check(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='c' xmlns:dc='d'><channel><title>Daily &amp; Co</title>\
             <item><title>Talks &amp;amp; end</title><link>https://e.org/1</link><guid>g1</guid><dc:creator>A. B.</dc:creator>\
             <pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description>Short.</description>\
             <content:encoded><![CDATA[<p>Iran met <b>Iraq</b>.</p><p>They left.</p>]]></content:encoded></item>\
             <item><title>B</title><description>&lt;p&gt;Mali &amp;amp; Oman.&lt;/p&gt;</description></item></channel></rss>",
            &[
                "g1|Talks & end|Wed, 01 May 2024 10:00:00 GMT|https://e.org/1|Daily & Co|A. B.|Iran met Iraq.\n\nThey left.",
                "|B|||Daily & Co||Mali & Oman.",
            ],
        );
    }

    #[test]
    fn atom_may_hold_xhtml() {
        check(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Daily</title><entry><id>tag:1</id><title>T</title>\
             <link rel='self' href='x'/><link href='https://e.org/1?a=1&amp;b=2'/><published>2024-05-01T00:00:00Z</published>\
             <author><name>A. B.</name></author><content type='xhtml'><div><p>Iran met <b>Iraq</b>.</p><p>End.</p></div>\
             </content></entry></feed>",
            &["tag:1|T|2024-05-01T00:00:00Z|https://e.org/1?a=1&b=2|Daily|A. B.|Iran met Iraq.\n\nEnd."],
        );
    }

    #[test]
    fn what_is_no_feed_says_so() {
        check("<note>Iran</note>", &["f: expected an RSS or Atom feed, found <note>"]);
        check("Iran", &["f: expected an RSS or Atom feed, found no XML"]);
        check("<rss><channel></channel></rss>", &["f: no text in it; fill it or leave it out"]);
    }

    #[test]
    fn entities_of_the_document_are_not_expanded() {
        let bomb = "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><rss><channel><item><title>T</title>\
                    <description>Iran &b; Iraq</description></item></channel></rss>";
        check(bomb, &["|T|||||Iran &b; Iraq"]);
    }
}
