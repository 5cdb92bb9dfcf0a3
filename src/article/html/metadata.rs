//! What a page says of its article: headline, author, outlet, day of publication, address.
//!
//! Each is taken from where pages state it, the surest place first, and is empty where none does. A date is only one
//! that the page gives as the day of publication, or that stands at the headline: a wrong date is worse than none.

use dom_query::{Document, NodeRef, Selection};

use super::super::{DateFrom, date};
use super::linked_data::{self, LinkedData};

/// Names of `meta` elements with the day of publication, in lower case.
const DATE_NAMES: [&str; 22] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "article:published",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date.issued",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.created",
    "dcterms.issued",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "article_date_original",
];

/// Steps up from the headline in which a printed date is looked for.
const NEAR: usize = 4;

/// What was found, empty for nothing.
pub(super) struct Metadata {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) outlet: String,
    pub(super) url: String,
    pub(super) date: String,
    pub(super) date_from: Option<DateFrom>,
    pub(super) linked: LinkedData,
    /// Whether the page calls itself an article.
    pub(super) is_article: bool,
    /// The page's own titles, one a line, lower case.
    pub(super) headings: String,
}

/// Reads them; `address` is where the page was fetched from, `head` the beginning of its source.
pub(super) fn read(page: &Document, address: &str, head: &str) -> Metadata {
    let metas = Metas::of(page);
    let page_title = page.select("title").iter().next().map(|title| line(&title.text())).unwrap_or_default();
    let canonical = canonical(page, &metas, address, head);
    let shared_title = metas.first(&["og:title", "twitter:title"]);
    let linked = linked_data::read(page, &canonical, if shared_title.is_empty() { &page_title } else { &shared_title });
    let outlet = [
        metas.first(&["og:site_name"]),
        linked.outlet.clone(),
        metas.first(&["publisher", "dc.publisher", "application-name"]),
    ];
    let outlet = outlet.into_iter().find(|name| !name.is_empty()).map(|name| line(&name)).unwrap_or_default();
    let heading = only_heading(page);
    let title = title(&linked, &shared_title, &heading, &page_title, &outlet);
    let url = if canonical.is_empty() { linked.url.clone() } else { canonical };
    let (date, date_from) = published(page, &metas, &linked, &url);
    let author = if linked.author.is_empty() {
        metas.first(&["author", "article:author", "dc.creator", "byl"])
    } else {
        linked.author.clone()
    };
    Metadata {
        headings: format!("{title}\n{page_title}\n{heading}").to_lowercase(),
        is_article: linked.is_article || metas.first(&["og:type"]) == "article",
        author: if author.starts_with("http") { String::new() } else { line(author.trim_start_matches("By ")) },
        title,
        outlet,
        url,
        date,
        date_from,
        linked,
    }
}

/// The `meta` elements of a page that have a name and say something.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(page: &Document) -> Metas {
        let metas = page.select("meta[content]");
        let named = metas.iter().filter_map(|meta| {
            let name = ["property", "name", "itemprop"].into_iter().find_map(|key| meta.attr(key))?;
            let content = meta.attr("content")?.trim().to_owned();
            (!content.is_empty()).then(|| (name.trim().to_lowercase(), content))
        });
        Metas(named.collect())
    }

    /// What the first of these names says.
    fn first(&self, names: &[&str]) -> String {
        let found = names.iter().find_map(|name| self.0.iter().find(|(known, _)| known == name));
        found.map(|(_, content)| content.clone()).unwrap_or_default()
    }
}

fn line(text: &str) -> String {
    super::unescaped(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first heading, where the page has one and not a list of them.
fn only_heading(page: &Document) -> String {
    let headings = page.select("h1");
    let mut said: Vec<String> =
        headings.iter().map(|heading| line(&heading.text())).filter(|text| text.contains(' ')).collect();
    said.dedup();
    if said.len() == 1 { said.remove(0) } else { String::new() }
}

/// The headline: as printed where what is printed is also what the page calls itself, else as it calls itself.
fn title(linked: &LinkedData, shared: &str, heading: &str, page_title: &str, outlet: &str) -> String {
    let candidates = [heading.to_owned(), line(&linked.headline), line(shared), page_title.to_owned()];
    let shortened = candidates.iter().map(|title| without_outlet(title, outlet));
    shortened.into_iter().find(|title| !title.is_empty() && !title.eq_ignore_ascii_case(outlet)).unwrap_or_default()
}

/// "Talks end in Muscat | World | The Daily" without what follows where that ends with the outlet's name.
fn without_outlet(title: &str, outlet: &str) -> String {
    const BARS: [&str; 6] = [" | ", " - ", " – ", " — ", " :: ", " • "];
    if outlet.is_empty() {
        // Without a name for the outlet, what stands after the last bar is taken for one.
        return title.split(" | ").next().unwrap_or(title).to_owned();
    }
    for bar in BARS {
        let Some((first, _)) = title.split_once(bar) else { continue };
        let last = title.rsplit(bar).next().unwrap_or_default();
        let is_outlet = last.to_lowercase().contains(&outlet.to_lowercase())
            || outlet.to_lowercase().contains(&last.to_lowercase());
        if is_outlet && first.contains(' ') {
            // Of a headline with a dash of its own only the last part goes.
            let cut = title.len() - last.len() - bar.len();
            return if bar == " | " { first.to_owned() } else { title[..cut].to_owned() };
        }
    }
    title.to_owned()
}

/// The page's own address: as it states it, else as a browser noted it on saving, else where it was fetched from.
fn canonical(page: &Document, metas: &Metas, address: &str, head: &str) -> String {
    let link = page.select(r#"link[rel="canonical"]"#);
    let stated = [link.attr("href").map(|href| href.trim().to_owned()).unwrap_or_default(), metas.first(&["og:url"])];
    let base = if address.is_empty() { saved_from(head) } else { address.to_owned() };
    let mut known = stated.into_iter().map(|url| absolute(&url, &base)).filter(|url| !url.is_empty());
    // A canonical address without a path is that of the front page, on every page of a badly set up site.
    known.find(|url| has_path(url) || !has_path(&base)).unwrap_or(base)
}

fn has_path(url: &str) -> bool {
    url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).is_some_and(|(_, path)| !path.is_empty())
}

/// An address of the page's own site made whole; empty where that cannot be done.
fn absolute(url: &str, base: &str) -> String {
    let origin = base.split_once("://").map(|(scheme, rest)| (scheme, rest.split('/').next().unwrap_or_default()));
    match (url, origin) {
        _ if url.starts_with("http://") || url.starts_with("https://") => url.to_owned(),
        (_, Some((scheme, _))) if url.starts_with("//") => format!("{scheme}:{url}"),
        (_, Some((scheme, host))) if url.starts_with('/') => format!("{scheme}://{host}{url}"),
        _ if url.starts_with("//") => format!("https:{url}"),
        _ => String::new(),
    }
}

/// "<!-- saved from url=(0021)https://e.org/a -->" as browsers write it, "url: https://..." as SingleFile does.
fn saved_from(head: &str) -> String {
    let note = head.split_once("saved from url=").and_then(|(_, rest)| rest.split_once(')')).map(|(_, url)| url);
    let note = note.or_else(|| head.split_once("Page saved with SingleFile")?.1.split_once("url:").map(|(_, url)| url));
    let url = note.and_then(|url| url.split_whitespace().next()).unwrap_or_default();
    if url.starts_with("http") { url.to_owned() } else { String::new() }
}

fn published(page: &Document, metas: &Metas, linked: &LinkedData, url: &str) -> (String, Option<DateFrom>) {
    let of_metas = || DATE_NAMES.iter().map(|name| metas.first(&[name])).find(|text| date::read(text).is_some());
    let found =
        Some(linked.date.clone()).filter(|text| date::read(text).is_some()).map(|text| (text, DateFrom::LinkedData));
    let found = found.or_else(|| of_metas().map(|text| (text, DateFrom::Meta)));
    let found = found.or_else(|| time(page).map(|text| (text, DateFrom::Time)));
    let found = found.or_else(|| date::of_address(url).map(|date| (date.as_str().to_owned(), DateFrom::Address)));
    found.map_or_else(Default::default, |(text, from)| (text, Some(from)))
}

/// The date of an element that is marked as the day of publication, or that stands at the headline.
fn time(page: &Document) -> Option<String> {
    let marked = page.select("time[itemprop=\"datePublished\"], time[pubdate], [itemprop=\"datePublished\"]");
    let marked = marked.iter().find_map(|time| stated(&time));
    marked.or_else(|| near_heading(page)).or_else(|| {
        // Elsewhere a time may be that of any teaser, unless it is the only one.
        let times = page.select("time");
        (times.length() == 1).then(|| times.iter().find_map(|time| stated(&time))).flatten()
    })
}

/// What an element says, in its attribute or its words.
fn stated(time: &Selection) -> Option<String> {
    let node = time.nodes().first()?;
    if is_update(node) {
        return None;
    }
    let attribute = time.attr("datetime").or_else(|| time.attr("content")).map(|value| value.to_string());
    attribute.into_iter().chain([printed(&time.text())]).find(|text| date::read(text).is_some())
}

/// The words of a printed date without those before it.
fn printed(text: &str) -> String {
    let text = line(text);
    let start = text.to_lowercase();
    let before = [
        "published on",
        "published:",
        "published",
        "posted on",
        "posted:",
        "posted",
        "first published",
        "date:",
        "on ",
    ];
    let n_bytes = before.iter().find(|words| start.starts_with(*words)).map_or(0, |words| words.len());
    text.get(n_bytes..).unwrap_or_default().trim_start_matches([' ', ':']).to_owned()
}

/// Whether an element or the one around it is about the last change.
fn is_update(node: &NodeRef) -> bool {
    let says = |node: &NodeRef| {
        let name = node.attr("class").into_iter().chain(node.attr("itemprop")).map(|value| value.to_lowercase());
        name.into_iter().any(|name| (name.contains("updat") || name.contains("modif")) && !name.contains("publish"))
    };
    let words = node
        .parent()
        .map(|parent| parent.text().trim().to_lowercase())
        .filter(|text| text.len() < 80)
        .unwrap_or_default();
    let is_said = ["updated", "last updated", "last modified", "aktualisiert", "mis à jour"]
        .iter()
        .any(|word| words.starts_with(word));
    says(node) || node.parent().is_some_and(|parent| says(&parent)) || is_said
}

/// The first date in the elements around the only headline, from the nearest out.
fn near_heading(page: &Document) -> Option<String> {
    let headings = page.select("h1");
    if headings.length() != 1 {
        return None;
    }
    let mut around = headings.nodes().first()?.parent();
    for _ in 0..NEAR {
        let node = around.filter(|node| !node.has_name("body") && !node.has_name("html"))?;
        let dated = Selection::from(node)
            .select("time, [class*=\"date\"], [class*=\"publish\"], [class*=\"posted\"], [class*=\"timestamp\"]");
        let own = dated.iter().filter(|time| time.nodes().first().is_some_and(|time| !is_elsewhere(time, &node)));
        if let Some(text) = own.take(20).find_map(|time| stated(&time)) {
            return Some(text);
        }
        around = node.parent();
    }
    None
}

/// Whether an element stands in a part of its own inside of `around`: an aside, or an article among others.
fn is_elsewhere(node: &NodeRef, around: &NodeRef) -> bool {
    let mut parent = node.parent();
    while let Some(inner) = parent.filter(|inner| inner.id != around.id) {
        if ["aside", "article", "li", "footer", "nav"].iter().any(|name| inner.has_name(name)) {
            return true;
        }
        parent = inner.parent();
    }
    false
}
