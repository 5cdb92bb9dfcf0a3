//! Addresses of the web: their parts, what a link on a page leads to, and which numbers of machines are public.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address with `http` or `https`, without a fragment and without a name and password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    scheme: &'static str,
    /// Host, and port where one is named, lower case.
    host: String,
    /// Path and query, from `/`.
    path: String,
}

impl Address {
    /// Reads an address; `None` for any other scheme, and for a host that is none.
    pub(super) fn read(text: &str) -> Option<Address> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => "http",
            "https" => "https",
            _ => return None,
        };
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let host = rest[..end].rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        let is_host = !host.is_empty()
            && !host.starts_with(':')
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:[]_".contains(&b));
        is_host.then(|| Address { scheme, host, path: cleaned(&rest[end..]) })
    }

    /// What a link on the page of this address leads to.
    pub(super) fn join(&self, link: &str) -> Option<Address> {
        let link = link.trim();
        let is_absolute = link.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        });
        if is_absolute {
            return Address::read(link);
        }
        if let Some(rest) = link.strip_prefix("//") {
            return Address::read(&format!("{}://{rest}", self.scheme));
        }
        let folder = || {
            let path = self.path.split('?').next().unwrap_or_default();
            &path[..=path.rfind('/').unwrap_or(0)]
        };
        let path = match link.chars().next() {
            None | Some('#') => self.path.clone(),
            Some('/') => cleaned(link),
            Some('?') => cleaned(&format!("{}{link}", self.path.split('?').next().unwrap_or_default())),
            Some(_) => cleaned(&format!("{}{link}", folder())),
        };
        Some(Address { path, ..self.clone() })
    }

    /// The site that the page is of: all that shares a robots.txt.
    pub(super) fn site(&self) -> String {
        format!("{}://{}", self.scheme, self.host)
    }

    /// Path and query, from `/`.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The last part of the path, which may tell a format.
    pub(super) fn file_name(&self) -> &str {
        self.path.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.host, self.path)
    }
}

/// A path as a request has it: without fragment and dots, with what is no plain letter in percents.
fn cleaned(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut parts: Vec<&str> = Vec::new();
    let mut segments = path.strip_prefix(['/', '\\']).unwrap_or(path).split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    parts.pop();
                }
                if segments.peek().is_none() {
                    parts.push("");
                }
            }
            segment => parts.push(segment),
        }
    }
    let mut whole = String::from("/");
    let text = match query {
        Some(query) => format!("{}?{query}", parts.join("/")),
        None => parts.join("/"),
    };
    for byte in text.bytes() {
        match byte {
            b'!'..=b'~' if !b"\"<>\\^`{|}".contains(&byte) => whole.push(char::from(byte)),
            _ => whole.push_str(&format!("%{byte:02X}")),
        }
    }
    whole
}

/// Whether the number of a machine is one of the internet, not of this machine, its network, or of no machine.
pub(super) fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_of_protocols = a == 192 && b == 0 && c == 0;
    let is_of_tests = a == 198 && (b == 18 || b == 19);
    !(ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || a == 0
        || a >= 240
        || is_shared
        || is_of_protocols
        || is_of_tests)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let parts = ip.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // An older address in a newer one: mapped, compatible, translated, 6to4.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] => inner(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => inner(high, low),
        [0x2002, high, low, ..] => inner(high, low),
        // What is given out to machines of the internet so far; examples in texts are not.
        [first, second, ..] => {
            (0x2000..0x4000).contains(&first) && !(first == 0x2001 && (second == 0xdb8 || second == 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_where_browsers_go() {
        let page = Address::read("HTTPS://user:pass@E.example:8443/world/a/talks?page=2#top").unwrap();
        assert_eq!(page.to_string(), "https://e.example:8443/world/a/talks?page=2");
        assert_eq!((page.site().as_str(), page.file_name()), ("https://e.example:8443", "talks"));
        for (link, expected) in [
            ("https://f.example", "https://f.example/"),
            ("//f.example/x", "https://f.example/x"),
            ("/x?y=1", "https://e.example:8443/x?y=1"),
            ("x", "https://e.example:8443/world/a/x"),
            ("../x/./y/..", "https://e.example:8443/world/x/"),
            ("../../../x", "https://e.example:8443/x"),
            ("?page=3", "https://e.example:8443/world/a/talks?page=3"),
            ("#end", "https://e.example:8443/world/a/talks?page=2"),
            ("été 1", "https://e.example:8443/world/a/%C3%A9t%C3%A9%201"),
        ] {
            assert_eq!(page.join(link).unwrap().to_string(), expected, "of {link}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_none() {
        let page = Address::read("https://e.example/").unwrap();
        for link in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "gopher://e.example/",
            "https://",
            "http://a b/",
            "http://:80/",
        ] {
            assert_eq!(page.join(link), None, "{link}");
        }
    }

    #[test]
    fn private_addresses_are_told_in_every_form() {
        for ip in [
            "127.0.0.1",
            "127.8.8.8",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "93.184.215.14",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text: String, link: String, path in "[-./?#%\\\\:@a-c]{0,30}") {
            for text in [&text, &format!("http://e.example/{path}"), &format!("http://{path}"), &path] {
                if let Some(address) = Address::read(text) {
                    proptest::prop_assert_eq!(Address::read(&address.to_string()), Some(address.clone()));
                    for link in [&link, &path] {
                        address.join(link);
                    }
                }
            }
        }
    }
}
