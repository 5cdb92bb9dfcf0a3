//! What a site's `robots.txt` lets programs read, after RFC 9309: the rules of the group that names us, else those for
//! all; the longest rule that fits a path counts, of two equal ones the permission.

use std::time::Duration;

/// The name by which a group may speak of us.
const OUR_NAME: &str = "whom";

/// Longest pause that is kept between two pages of a site.
const MAX_PAUSE: Duration = Duration::from_secs(60);

/// The rules of a site that are for us.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    /// Time between two pages that the site asks for.
    pub(super) pause: Duration,
}

#[derive(Debug, PartialEq)]
struct Rule {
    is_allowed: bool,
    path: String,
}

impl Robots {
    /// Rules that let nothing be read, for a site that does not give its own.
    pub(super) fn closed() -> Robots {
        Robots { rules: vec![Rule { is_allowed: false, path: "/".to_owned() }], pause: Duration::ZERO }
    }

    /// Reads the rules; what is no rule is passed over.
    pub(super) fn read(text: &str) -> Robots {
        let (mut ours, mut for_all) = (None::<Robots>, Robots::default());
        let (mut is_ours, mut is_for_all, mut is_in_names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !is_in_names {
                    (is_ours, is_for_all) = (false, false);
                }
                is_in_names = true;
                let name = value.split(['/', ' ']).next().unwrap_or_default();
                is_for_all |= name == "*";
                if name.eq_ignore_ascii_case(OUR_NAME) {
                    is_ours = true;
                    ours.get_or_insert_default();
                }
                continue;
            }
            is_in_names = false;
            let groups = [ours.as_mut().filter(|_| is_ours), Some(&mut for_all).filter(|_| is_for_all)];
            for group in groups.into_iter().flatten() {
                group.take(&key, value);
            }
        }
        ours.unwrap_or(for_all)
    }

    fn take(&mut self, key: &str, value: &str) {
        match key {
            // An empty rule forbids nothing.
            "allow" | "disallow" if !value.is_empty() => {
                self.rules.push(Rule { is_allowed: key == "allow", path: value.to_owned() });
            }
            "crawl-delay" => {
                let seconds = value.parse().unwrap_or(0.0_f64).clamp(0.0, MAX_PAUSE.as_secs_f64());
                self.pause = Duration::from_secs_f64(if seconds.is_nan() { 0.0 } else { seconds });
            }
            _ => {}
        }
    }

    /// Whether the page of this path and query may be read.
    pub(super) fn allow(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|rule| fits(&rule.path, path));
        fitting.max_by_key(|rule| (rule.path.len(), rule.is_allowed)).is_none_or(|rule| rule.is_allowed)
    }
}

/// Whether a path begins as a rule says, where `*` stands for anything and `$` for the end.
fn fits(rule: &str, path: &str) -> bool {
    let (rule, is_whole) = rule.strip_suffix('$').map_or((rule, false), |rule| (rule, true));
    let mut parts = rule.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !is_whole || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() && is_whole {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, allowed: &[&str], refused: &[&str]) {
        let robots = Robots::read(text);
        for path in allowed {
            assert!(robots.allow(path), "{path} by {text:?}");
        }
        for path in refused {
            assert!(!robots.allow(path), "{path} by {text:?}");
        }
    }

    #[test]
    fn the_longest_rule_counts() {
        check("User-agent: *\nDisallow: /a\nAllow: /a/b\n", &["/", "/b", "/a/b/c"], &["/a", "/a/c", "/ab"]);
        check("User-agent: *\nDisallow: /a\nAllow: /a\n", &["/a"], &[]);
        check("User-agent: *\nDisallow:\n", &["/", "/a"], &[]);
        check("", &["/"], &[]);
        check("no rules: at all\nDisallow: /", &["/"], &[]);
    }

    #[test]
    fn a_group_that_names_us_is_ours_alone() {
        let text = "User-agent: other\nUser-agent: Whom/1.0\nDisallow: /ours # a note\nCrawl-delay: 2.5\n\nUser-agent: *\nDisallow: /\n";
        check(text, &["/", "/theirs"], &["/ours/x"]);
        assert_eq!(Robots::read(text).pause, Duration::from_millis(2500));
        check("User-agent: other\nDisallow: /\n", &["/"], &[]);
        check("User-agent: *\nDisallow: /x\nUser-agent: whom\nDisallow: /y", &["/x"], &["/y"]);
    }

    #[test]
    fn stars_and_ends() {
        check(
            "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*/print/*x\n",
            &["/a.pdf?x", "/print/x"],
            &["/a.pdf", "/a/print/yx"],
        );
        check("User-agent: *\nDisallow: /$\n", &["/a"], &["/"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "([Uu]ser-agent: ?[*a-z]?|[Dd]isallow: ?[/*$a-c]{0,6}|Crawl-delay: [-0-9.eNa]{0,5}|.{0,9}\n?){0,12}", path in "/[/*$a-c]{0,9}") {
            let robots = Robots::read(&text.replace('-', "-\n"));
            robots.allow(&path);
            Robots::read(&text).allow(&path);
        }
    }
}
