//! Whether a request means this server. A page elsewhere can point a name of its own at 127.0.0.1 (DNS rebinding) and
//! have a browser read from here; the `Host` header still says that name.

use tiny_http::Request;

/// Whether the request was sent to this machine under one of its own names.
pub fn is_ours(request: &Request, port: u16) -> bool {
    let mut hosts = request.headers().iter().filter(|header| header.field.equiv("Host"));
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => is_name_of_ours(host.value.as_str(), port),
        _ => false,
    }
}

/// Whether a page of this origin, as browsers spell it, is this server's.
pub fn is_origin_of_ours(origin: &str, port: u16) -> bool {
    origin.strip_prefix("http://").is_some_and(|host| is_name_of_ours(host, port))
}

fn is_name_of_ours(host: &str, port: u16) -> bool {
    let names = ["127.0.0.1", "localhost", "[::1]"];
    // Port 80 goes without saying.
    let bare = if port == 80 { Some(host) } else { None };
    let name = host.strip_suffix(&format!(":{port}")).or(bare);
    name.is_some_and(|name| names.iter().any(|ours| ours.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_with_its_port_are_ours() {
        for host in ["127.0.0.1:8020", "localhost:8020", "LOCALHOST:8020", "[::1]:8020"] {
            assert!(is_name_of_ours(host, 8020), "{host}");
        }
        for host in
            ["evil.example:8020", "127.0.0.1.evil.example:8020", "127.0.0.1", "127.0.0.1:80", "localhost:80208020", ""]
        {
            assert!(!is_name_of_ours(host, 8020), "{host}");
        }
        assert!(is_name_of_ours("localhost", 80));
    }

    #[test]
    fn an_origin_is_a_name_of_ours_with_its_scheme() {
        for origin in ["http://127.0.0.1:8020", "http://localhost:8020", "http://[::1]:8020"] {
            assert!(is_origin_of_ours(origin, 8020), "{origin}");
        }
        for origin in ["null", "", "https://localhost:8020", "http://localhost:80", "http://evil.example:8020"] {
            assert!(!is_origin_of_ours(origin, 8020), "{origin}");
        }
    }
}
