//! Pages and feeds by their addresses, politely: one request at a time with a pause between two to one host, after the
//! site's `robots.txt`, under our own name, with bounds on size and time.
//!
//! Addresses within a network are refused when the machine's number is known and before anything is sent to it, for every
//! redirection anew. Of a feed, the page of each entry is fetched, and what the page does not say the feed does. Behind
//! the feature `fetch`.

mod address;
mod robots;

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufReader, Cursor};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::http::{self, Response};
use super::stream::{Piece, Pieces, Stream, open};
use super::unpack::{Meter, Metered};
use super::{Draft, Fetching, Format, Reading, Reason, Skipped, Source, decode, feed, json};
use address::Address;
use robots::Robots;

/// Most bytes of one answer.
const MAX_BYTES: usize = 32_000_000;

/// Most bytes of a `robots.txt`; RFC 9309 asks for 500 KiB at least.
const MAX_ROBOTS: usize = 512 * 1024;

/// Longest time for a machine to answer a call at all.
const MAX_CONNECT: Duration = Duration::from_secs(10);

/// Most steps from one address to the next.
const MAX_REDIRECTS: usize = 10;

/// Longest wait that a busy server may ask for.
const MAX_WAIT: u64 = 60;

/// Sites whose rules are remembered.
const MAX_SITES: usize = 1000;

/// Who asks, as servers see it.
const USER_AGENT: &str = concat!("whom/", env!("CARGO_PKG_VERSION"), " (reads news articles; robots.txt: whom)");

/// What fetches, with what it knows of the sites.
pub(super) struct Fetcher {
    agent: Agent,
    pause: Duration,
    sites: BTreeMap<String, Site>,
}

struct Site {
    robots: Arc<Robots>,
    last: Option<Instant>,
}

/// What an address gave.
struct Answer {
    /// Where it was in the end.
    address: Address,
    /// The answer with the lines of its head that matter.
    message: Vec<u8>,
}

impl Fetcher {
    pub(super) fn new(fetching: &Fetching) -> Fetcher {
        let config = Agent::config_builder()
            .user_agent(USER_AGENT)
            .accept("text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5")
            .accept_encoding("gzip")
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(fetching.max_time))
            .timeout_connect(Some(MAX_CONNECT.min(fetching.max_time)))
            .max_idle_connections_per_host(1)
            .build();
        let allows = if fetching.allow_private { |_| true } else { |found: SocketAddr| address::is_public(found.ip()) };
        let numbers = Numbers { inner: DefaultResolver::default(), allows };
        let agent = Agent::with_parts(config, DefaultConnector::default(), numbers);
        Fetcher { agent, pause: fetching.pause, sites: BTreeMap::new() }
    }

    /// Fetches an address that robots.txt allows, over redirections.
    fn get(&mut self, address: &Address) -> Result<Answer, Reason> {
        let mut address = address.clone();
        for _ in 0..=MAX_REDIRECTS {
            if !self.robots(&address)?.allow(address.path()) {
                return Err(Reason::Robots);
            }
            let mut answer = self.ask(&address, MAX_BYTES)?;
            if let Some(wait) = answer.wait {
                thread::sleep(wait);
                answer = self.ask(&address, MAX_BYTES)?;
            }
            match answer.next {
                Some(next) => address = next,
                None => return Ok(Answer { address, message: answer.message }),
            }
        }
        Err(Reason::Redirects(MAX_REDIRECTS))
    }

    /// The rules of an address's site, which are fetched first. A site that gives none is open, one that cannot give
    /// them is closed.
    fn robots(&mut self, address: &Address) -> Result<Arc<Robots>, Reason> {
        if let Some(site) = self.sites.get(&address.site()) {
            return Ok(Arc::clone(&site.robots));
        }
        if self.sites.len() >= MAX_SITES {
            self.sites.clear();
        }
        let mut of = address.join("/robots.txt").unwrap_or_else(|| address.clone());
        let mut robots = Robots::default();
        for _ in 0..=MAX_REDIRECTS {
            let asked = match self.ask(&of, MAX_ROBOTS) {
                // Rules as long as these are of nobody.
                Err(Reason::FileTooLarge { .. }) => break,
                asked => asked?,
            };
            match (asked.status, asked.next) {
                (_, Some(next)) => {
                    of = next;
                    continue;
                }
                (200, None) => robots = Robots::read(&decode::text(http::read(&asked.message)?.body).0),
                (500.., None) => robots = Robots::closed(),
                _ => {}
            }
            break;
        }
        let last = self.sites.get(&address.site()).and_then(|site| site.last).or_else(|| Some(Instant::now()));
        let robots = Arc::new(robots);
        self.sites.insert(address.site(), Site { robots: Arc::clone(&robots), last });
        Ok(robots)
    }

    /// One request, no sooner after the last one to this site than is polite.
    fn ask(&mut self, address: &Address, max_bytes: usize) -> Result<Asked, Reason> {
        if let Some(site) = self.sites.get_mut(&address.site()) {
            let pause = self.pause.max(site.robots.pause);
            let since = site.last.map_or(Duration::MAX, |last| last.elapsed());
            thread::sleep(pause.saturating_sub(since));
        }
        let asked = self.ask_now(address, max_bytes);
        if let Some(site) = self.sites.get_mut(&address.site()) {
            site.last = Some(Instant::now());
        }
        asked
    }

    fn ask_now(&self, address: &Address, max_bytes: usize) -> Result<Asked, Reason> {
        let mut response = self.agent.get(address.to_string()).call().map_err(|error| reason(error, max_bytes))?;
        let status = response.status().as_u16();
        let header = |name: &str| {
            response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let next = match (status, header("location")) {
            (301 | 302 | 303 | 307 | 308, Some(location)) => {
                Some(address.join(&location).ok_or_else(|| Reason::Address(shown(&location)))?)
            }
            _ => None,
        };
        let wait = matches!(status, 429 | 503).then(|| {
            let seconds = header("retry-after").and_then(|value| value.trim().parse().ok()).unwrap_or(5_u64);
            Duration::from_secs(seconds.min(MAX_WAIT))
        });
        let mut message = format!("HTTP/1.1 {status}\r\n").into_bytes();
        for name in ["content-type", "content-encoding"] {
            if let Some(value) = header(name) {
                message.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
            }
        }
        message.extend_from_slice(b"\r\n");
        if next.is_none() {
            let body = response.body_mut().with_config().limit(max_bytes as u64).read_to_vec();
            message.extend(body.map_err(|error| reason(error, max_bytes))?);
        }
        Ok(Asked { status, next, wait, message })
    }
}

/// What one request gave.
struct Asked {
    status: u16,
    /// Where to ask instead.
    next: Option<Address>,
    /// How long to wait before asking again.
    wait: Option<Duration>,
    message: Vec<u8>,
}

/// The beginning of what a server sent, as messages quote it.
fn shown(text: &str) -> String {
    text.chars().take(super::MAX_SHOWN * 2).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn reason(error: ureq::Error, max_bytes: usize) -> Reason {
    match error {
        ureq::Error::Other(cause) if cause.is::<Private>() => match cause.downcast::<Private>() {
            Ok(private) => Reason::Private(private.0),
            Err(other) => Reason::Unreachable(other.to_string()),
        },
        ureq::Error::BodyExceedsLimit(_) => {
            Reason::FileTooLarge { format: "answer", max_mb: max_bytes.div_ceil(1_000_000) }
        }
        ureq::Error::Timeout(_) => Reason::TooSlow,
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Reason::Address("it is malformed".to_owned()),
        ureq::Error::HostNotFound => Reason::Unreachable("no machine of this name is known".to_owned()),
        other => Reason::Unreachable(shown(&other.to_string())),
    }
}

/// Finds the numbers of machines, and refuses those within a network.
#[derive(Debug)]
struct Numbers {
    inner: DefaultResolver,
    allows: fn(SocketAddr) -> bool,
}

/// A number that is refused.
#[derive(Debug, thiserror::Error)]
#[error("{0} is an address within a network")]
struct Private(IpAddr);

impl Resolver for Numbers {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        // The connection goes to one of these numbers and to no other.
        match found.iter().find(|found| !(self.allows)(**found)) {
            Some(refused) => Err(ureq::Error::Other(Box::new(Private(refused.ip())))),
            None => Ok(found),
        }
    }
}

/// What is at an address: a page, the pages of a feed's entries, or a file of another format.
pub(super) fn fetch(
    fetcher: &Arc<Mutex<Fetcher>>,
    address: &str,
    meter: &Arc<Meter>,
    reading: &Arc<Reading>,
) -> Result<Pieces, Skipped> {
    let at = |reason: Reason| reason.at(shown(address));
    let found =
        Address::read(address).ok_or_else(|| at(Reason::Address("its host is missing or malformed".to_owned())))?;
    let answer = locked(fetcher).get(&found).map_err(at)?;
    let response = http::read(&answer.message).map_err(at)?;
    let place = found.to_string();
    if response.status != 200 {
        return Err(at(Reason::Status(response.status)));
    }
    if let Some(entries) = entries(&place, &response, reading) {
        let entries = entries.into();
        let (fetcher, reading) = (Arc::clone(fetcher), Arc::clone(reading));
        return Ok(Box::new(Entries { fetcher, reading, address: answer.address, entries }));
    }
    let is_page = reading.format.is_none()
        && (["html", "text/plain", "pdf"].iter().any(|kind| response.media_type.contains(kind)))
        && Format::of(std::path::Path::new(answer.address.file_name())).is_none_or(|format| format == Format::Html);
    if is_page {
        let source = page(place, &answer, reading);
        return Ok(Box::new(std::iter::once(Ok(Piece::Source(source)))));
    }
    let stream = Stream {
        place,
        name: answer.address.file_name().to_owned(),
        reader: Box::new(BufReader::new(Metered::new(Cursor::new(response.body), Arc::clone(meter)))),
        file: None,
        n_layers: 0,
        is_live: false,
        meter: Arc::clone(meter),
    };
    open(stream, reading)
}

fn page(place: String, answer: &Answer, reading: &Arc<Reading>) -> Source {
    Source::new(place, Format::Warc, answer.message.clone(), String::new(), reading)
        .with_address(&answer.address.to_string())
}

fn locked(fetcher: &Mutex<Fetcher>) -> std::sync::MutexGuard<'_, Fetcher> {
    fetcher.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The entries of a feed; `None` for what is none.
fn entries(place: &str, response: &Response, reading: &Reading) -> Option<Vec<(String, Result<Draft, Skipped>)>> {
    let kind = response.media_type.as_str();
    let content = Format::of_content(&response.body[..response.body.len().min(2000)]);
    let is_feed = kind.contains("rss") || kind.contains("atom") || content == Format::Feed;
    if reading.format == Some(Format::Feed) || (is_feed && reading.format.is_none()) {
        return Some(feed::read(place, &decode::xml(response.body.clone()).0));
    }
    let head = String::from_utf8_lossy(&response.body[..response.body.len().min(2000)]);
    let is_json_feed = kind == "application/feed+json"
        || (head.trim_start().starts_with('{') && head.contains("jsonfeed.org/version"));
    is_json_feed.then(|| json::read_file(place, &response.body, &reading.fields))
}

/// The pages of a feed's entries, each fetched when its turn comes.
struct Entries {
    fetcher: Arc<Mutex<Fetcher>>,
    reading: Arc<Reading>,
    address: Address,
    entries: VecDeque<(String, Result<Draft, Skipped>)>,
}

impl Iterator for Entries {
    type Item = Result<Piece, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        let (place, draft) = self.entries.pop_front()?;
        let draft = match draft {
            Ok(draft) => draft,
            Err(skipped) => return Some(Err(skipped)),
        };
        let Some(address) = self.address.join(&draft.url).filter(|_| !draft.url.trim().is_empty()) else {
            // What has no page of its own stands in the feed.
            let source = Source::new(place, Format::Text, Vec::new(), String::new(), &self.reading);
            return Some(Ok(Piece::Source(source.with_given(draft))));
        };
        let place = address.to_string();
        let answer = locked(&self.fetcher).get(&address);
        Some(match answer {
            Ok(answer) => Ok(Piece::Source(page(place, &answer, &self.reading).with_given(draft))),
            Err(reason) => Err(reason.at(place)),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};

    use super::*;

    /// The one port that is let through, as if it were a machine of the internet.
    static OPEN_PORT: AtomicU16 = AtomicU16::new(0);

    /// A redirection from outside to a machine of this network is refused, and that machine is never asked.
    #[test]
    fn a_redirection_into_the_network_is_refused() {
        static N_ASKED: AtomicUsize = AtomicUsize::new(0);
        let inner = TcpListener::bind("127.0.0.1:0").unwrap();
        let target = inner.local_addr().unwrap();
        thread::spawn(move || {
            inner.incoming().for_each(|_| {
                N_ASKED.fetch_add(1, Ordering::SeqCst);
            })
        });
        let outer = TcpListener::bind("127.0.0.1:0").unwrap();
        OPEN_PORT.store(outer.local_addr().unwrap().port(), Ordering::SeqCst);
        let start = format!("http://{}/", outer.local_addr().unwrap());
        thread::spawn(move || {
            for stream in outer.incoming() {
                let mut stream = stream.unwrap();
                let mut head = [0; 2000];
                let n_bytes = stream.read(&mut head).unwrap();
                let answer = match head[..n_bytes].starts_with(b"GET /robots.txt") {
                    true => "HTTP/1.1 404 Not Found\r\n".to_owned(),
                    false => format!("HTTP/1.1 302 Found\r\nLocation: http://{target}/secret\r\n"),
                };
                stream.write_all(format!("{answer}Connection: close\r\nContent-Length: 0\r\n\r\n").as_bytes()).unwrap();
            }
        });
        let mut fetcher = Fetcher::new(&Fetching { pause: Duration::ZERO, ..Fetching::default() });
        let numbers = Numbers {
            inner: DefaultResolver::default(),
            allows: |found| address::is_public(found.ip()) || found.port() == OPEN_PORT.load(Ordering::SeqCst),
        };
        fetcher.agent = Agent::with_parts(fetcher.agent.config().clone(), DefaultConnector::default(), numbers);
        let refused = fetcher.get(&Address::read(&start).unwrap());
        assert!(matches!(refused, Err(Reason::Private(ip)) if ip.is_loopback()));
        assert_eq!(N_ASKED.load(Ordering::SeqCst), 0);
    }
}
