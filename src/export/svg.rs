//! An SVG picture that needs no other program: boxes with names that never cover each other, links, a legend.
//!
//! Places come from the layout; boxes that would overlap are then moved apart. Shapes, colours and lines mean what they
//! mean in the DOT picture. A link's label is drawn where it covers no box and no other label, else its tooltip alone
//! tells it; every actor and every link has one. For up to some hundred actors.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write;

use crate::graph::{EdgeRow, NodeRow, Place, Rows, Stopped};

use super::columns::{main_relation, shown_name};
use super::dot::{self, Seen};
use super::layout::Placed;
use super::palette::{self, Look, Tone};
use super::xml::{push_attribute, push_text};

/// Room around the picture.
const MARGIN: f64 = 24.0;

/// Room between boxes: in a picture of up to [`FEW`] so much that labels of links find a place.
const GAP: f64 = 14.0;
const WIDE_GAP: f64 = 42.0;
const FEW: usize = 80;

/// Above so many links no labels are drawn on them.
const LABELLED: usize = 150;

/// Above so many boxes they are not moved apart: the picture is of the whole then, not to be read name by name.
const SEPARATED: usize = 3000;

/// Writes the graph as one SVG document.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut boxes = read_boxes(rows)?;
    if boxes.iter().any(|node| node.place.is_none()) {
        boxes = read_boxes(&Placed::new(rows)?)?;
    }
    for node in &mut boxes {
        let place = node.place.unwrap_or(Place { x: 0.0, y: 0.0, community: None });
        (node.area.x, node.area.y) = (place.x, -place.y);
    }
    if boxes.len() <= SEPARATED {
        separate(&mut boxes);
    }
    let legend = Legend::of(&Seen::all(rows)?);
    let (width, height) = move_to_corner(&mut boxes, legend.width);
    let mut text = String::new();
    let size = format!("0 0 {width:.0} {:.0}", height + legend.height);
    text.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    push_attribute(&mut text, "viewBox", &size);
    push_attribute(&mut text, "width", &format!("{width:.0}"));
    text.push_str(" font-family=\"Helvetica,Arial,'DejaVu Sans',sans-serif\">\n<title>whom</title>\n<defs>\n");
    for &tone in Tone::ALL {
        push_arrow(&mut text, tone);
    }
    text.push_str("</defs>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    out.write_all(text.as_bytes())?;
    let mut links = Links::new(rows, &boxes)?;
    rows.each_edge(&mut |row| out.write_all(links.draw(row, &boxes).as_bytes()))?;
    for node in &boxes {
        out.write_all(node.draw().as_bytes())?;
    }
    out.write_all(links.labels.as_bytes())?;
    Ok(writeln!(out, "{}</svg>", legend.draw(height))?)
}

/// An upright rectangle by its middle.
#[derive(Debug, Clone, Copy)]
struct Area {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Area {
    /// How far the two reach into each other, to the right and down; `None` where they keep the gap.
    fn overlap(&self, other: &Area, gap: f64) -> Option<(f64, f64)> {
        let x = (self.width + other.width) / 2.0 + gap - (self.x - other.x).abs();
        let y = (self.height + other.height) / 2.0 + gap - (self.y - other.y).abs();
        (x > 0.01 && y > 0.01).then_some((x, y))
    }

    /// Where the line from the middle to a point leaves the rectangle.
    fn border(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let (dx, dy) = (x - self.x, y - self.y);
        let reach_x = if dx == 0.0 { f64::INFINITY } else { self.width / 2.0 / dx.abs() };
        let reach_y = if dy == 0.0 { f64::INFINITY } else { self.height / 2.0 / dy.abs() };
        let reach = reach_x.min(reach_y).min(1.0);
        (self.x + dx * reach, self.y + dy * reach)
    }
}

/// A node as it is drawn.
struct NodeBox {
    place: Option<Place>,
    area: Area,
    look: Look,
    color: &'static str,
    font: f64,
    lines: Vec<String>,
    tooltip: String,
}

fn read_boxes(rows: &dyn Rows) -> Result<Vec<NodeBox>, Stopped> {
    let mut boxes = Vec::new();
    rows.each_node(&mut |row| {
        boxes.push(NodeBox::new(row));
        Ok(())
    })?;
    Ok(boxes)
}

impl NodeBox {
    fn new(row: &NodeRow) -> NodeBox {
        let node = row.node;
        let name = dot::short(&shown_name(node).split_whitespace().collect::<Vec<_>>().join(" "));
        let font = palette::grow(node.articles, 11.0, 1.5, 20.0);
        let lines: Vec<String> = dot::wrap(&name).split('\n').map(str::to_owned).collect();
        let look = Look::of(node);
        let is_round = matches!(look, Look::Leader | Look::Person);
        // An ellipse holds less text than its rectangle.
        let (wide, high) = if is_round { (1.22, 1.35) } else { (1.0, 1.0) };
        let width = lines.iter().map(|line| text_width(line, font)).fold(0.0, f64::max);
        let area = Area {
            x: 0.0,
            y: 0.0,
            width: (width + 14.0) * wide,
            height: (lines.len() as f64 * font * 1.2 + 8.0) * high,
        };
        let articles = if node.articles == 1 { "1 article".to_owned() } else { format!("{} articles", node.articles) };
        let tooltip =
            [vec![shown_name(node), look.caption()], node.offices.iter().map(String::as_str).collect()].concat();
        let tooltip = format!("{}, {articles}", tooltip.join(", "));
        NodeBox { place: row.place, area, look, color: look.color(), font, lines, tooltip }
    }

    fn draw(&self) -> String {
        let Area { x, y, width, height } = self.area;
        let mut text = String::from("<g><title>");
        push_text(&mut text, &self.tooltip);
        text.push_str("</title>");
        let style = format!("fill=\"{}\" stroke=\"{}\" stroke-width=\"1.5\"", self.look.tint(), self.color);
        let (left, top) = (x - width / 2.0, y - height / 2.0);
        let radius = if self.look == Look::Group { 8 } else { 0 };
        let shape = match self.look {
            Look::Country | Look::Group => format!(
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\" {style}/>"
            ),
            Look::Leader | Look::Person => ellipse(self.area, 0.0, &style),
        };
        text.push_str(&shape);
        if self.look == Look::Leader {
            text.push_str(&ellipse(self.area, 3.0, &style));
        }
        let step = self.font * 1.2;
        let first = y - step * (self.lines.len() as f64 - 1.0) / 2.0 + self.font * 0.35;
        for (index, line) in self.lines.iter().enumerate() {
            push_label(&mut text, line, (x, first + step * index as f64), self.font, "fill=\"#000\"");
        }
        text.push_str("</g>\n");
        text
    }
}

fn ellipse(area: Area, inset: f64, style: &str) -> String {
    let (rx, ry) = (area.width / 2.0 - inset, area.height / 2.0 - inset);
    format!("<ellipse cx=\"{:.1}\" cy=\"{:.1}\" rx=\"{rx:.1}\" ry=\"{ry:.1}\" {style}/>", area.x, area.y)
}

/// Each label is a text of its own, isolated, so that a name written to the left turns no other around.
fn push_label(text: &mut String, label: &str, (x, y): (f64, f64), font: f64, style: &str) {
    write!(text, "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{font}\" text-anchor=\"middle\" ")
        .expect("a String takes any text");
    text.push_str("unicode-bidi=\"isolate\" ");
    text.push_str(style);
    text.push('>');
    push_text(text, label);
    text.push_str("</text>");
}

/// About the width of a text in Helvetica; wide scripts take a whole square a character.
fn text_width(text: &str, font: f64) -> f64 {
    let width = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | 't' | 'f' | '.' | ',' | '\'' | ' ' => 0.34,
        'm' | 'w' | 'M' | 'W' => 0.92,
        'A'..='Z' => 0.74,
        '\0'..='\u{2e7f}' => 0.6,
        _ => 1.05,
    };
    text.chars().map(width).sum::<f64>() * font
}

/// Moves boxes that overlap apart, each pair along the shorter way, until none does.
fn separate(boxes: &mut [NodeBox]) {
    let gap = if boxes.len() <= FEW { WIDE_GAP } else { GAP };
    for round in 0..400 {
        let mut is_moved = false;
        for i in 0..boxes.len() {
            for j in i + 1..boxes.len() {
                let (a, b) = (boxes[i].area, boxes[j].area);
                let Some((x, y)) = a.overlap(&b, gap) else { continue };
                is_moved = true;
                // Of two on the same spot the later goes to the right and down.
                if x < y {
                    let step = x / 2.0 * if a.x > b.x { 1.0 } else { -1.0 };
                    boxes[i].area.x += step;
                    boxes[j].area.x -= step;
                } else {
                    let step = y / 2.0 * if a.y > b.y { 1.0 } else { -1.0 };
                    boxes[i].area.y += step;
                    boxes[j].area.y -= step;
                }
            }
        }
        if !is_moved {
            return;
        }
        // A crowd that stays one gets more room as a whole.
        if round % 20 == 19 {
            for node in boxes.iter_mut() {
                node.area.x *= 1.08;
                node.area.y *= 1.08;
            }
        }
    }
}

/// Moves the picture's left upper corner to the origin; gives its width and height.
fn move_to_corner(boxes: &mut [NodeBox], least_width: f64) -> (f64, f64) {
    let edge = |least: fn(f64, f64) -> f64, side: fn(&Area) -> f64| {
        boxes.iter().map(|node| side(&node.area)).reduce(least).unwrap_or_default()
    };
    let (left, right) = (edge(f64::min, |a| a.x - a.width / 2.0), edge(f64::max, |a| a.x + a.width / 2.0));
    let (top, bottom) = (edge(f64::min, |a| a.y - a.height / 2.0), edge(f64::max, |a| a.y + a.height / 2.0));
    let width = (right - left + 2.0 * MARGIN).max(least_width + 2.0 * MARGIN);
    let (shift_x, shift_y) = ((width - (right - left)) / 2.0 - left, MARGIN - top);
    for node in boxes.iter_mut() {
        node.area.x += shift_x;
        node.area.y += shift_y;
    }
    (width, bottom - top + 2.0 * MARGIN)
}

/// Links between boxes, those of one pair side by side.
struct Links {
    /// For each pair, how many links it has and how many are drawn.
    pairs: HashMap<(usize, usize), (usize, usize)>,
    is_labelled: bool,
    /// What no label may cover: boxes, and labels drawn before.
    taken: Vec<Area>,
    labels: String,
}

impl Links {
    fn new(rows: &dyn Rows, boxes: &[NodeBox]) -> Result<Links, Stopped> {
        let mut pairs: HashMap<(usize, usize), (usize, usize)> = HashMap::new();
        let mut n_edges = 0;
        rows.each_edge(&mut |row| {
            n_edges += 1;
            pairs.entry(pair(row)).or_default().0 += 1;
            Ok(())
        })?;
        let taken = boxes.iter().map(|node| node.area).collect();
        Ok(Links { pairs, is_labelled: n_edges <= LABELLED, taken, labels: String::new() })
    }

    fn draw(&mut self, row: &EdgeRow, boxes: &[NodeBox]) -> String {
        let key = pair(row);
        let (n, drawn) = self.pairs.get_mut(&key).map_or((1, 0), |(n, drawn)| {
            *drawn += 1;
            (*n, *drawn - 1)
        });
        let [from, to] = [row.edge.source, row.edge.target].map(|end| boxes[end].area);
        // Offsets are taken from the pair's first end to its second, or links back would fall on those there.
        let side = if key.0 == row.edge.source { 1.0 } else { -1.0 };
        let offset = (drawn as f64 - (n as f64 - 1.0) / 2.0) * 34.0 * side;
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy).max(1.0);
        let bend = ((from.x + to.x) / 2.0 - dy / length * offset, (from.y + to.y) / 2.0 + dx / length * offset);
        let (start, end) = (from.border(bend), to.border(bend));
        let tone = Tone::of(main_relation(row));
        let label = dot::label(row);
        let mut text = String::from("<path d=\"");
        write!(text, "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}\"", start.0, start.1, bend.0, bend.1, end.0, end.1)
            .expect("a String takes any text");
        let width = palette::grow(row.edge.articles, 1.0, 0.7, 5.0);
        write!(text, " fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\" stroke-opacity=\"0.8\"", tone.color())
            .expect("a String takes any text");
        match dot::style(row.edge) {
            Some("dashed") => text.push_str(" stroke-dasharray=\"6 4\""),
            Some(_) => text.push_str(" stroke-dasharray=\"1.5 3\""),
            None => {}
        }
        if !row.edge.relation.is_symmetric() {
            write!(text, " marker-end=\"url(#{tone:?})\"").expect("a String takes any text");
        }
        text.push_str("><title>");
        let articles = row.edge.articles;
        push_text(&mut text, &format!("{} {label} {} ({articles}): ", row.source.name, row.target.name));
        push_text(&mut text, &row.edge.evidence);
        text.push_str("</title></path>\n");
        if self.is_labelled {
            self.label(&label, tone, [start, bend, end]);
        }
        text
    }

    /// Draws the label at the first place along the line that is free.
    fn label(&mut self, label: &str, tone: Tone, [start, bend, end]: [(f64, f64); 3]) {
        const FONT: f64 = 10.0;
        let along = |t: f64, a: f64, b: f64, c: f64| (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        for t in [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74] {
            let (x, y) = (along(t, start.0, bend.0, end.0), along(t, start.1, bend.1, end.1));
            let area = Area { x, y, width: text_width(label, FONT) + 2.0, height: FONT * 1.2 };
            if self.taken.iter().all(|taken| taken.overlap(&area, 1.0).is_none()) {
                self.taken.push(area);
                let style =
                    format!("fill=\"{}\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\"", tone.color());
                push_label(&mut self.labels, label, (x, y + FONT * 0.35), FONT, &style);
                self.labels.push('\n');
                return;
            }
        }
    }
}

fn pair(row: &EdgeRow) -> (usize, usize) {
    let (a, b) = (row.edge.source, row.edge.target);
    (a.min(b), a.max(b))
}

fn push_arrow(text: &mut String, tone: Tone) {
    writeln!(
        text,
        "<marker id=\"{tone:?}\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L10 5L0 10z\" fill=\"{}\"/></marker>",
        tone.color()
    )
    .expect("a String takes any text");
}

/// What shapes, colours and lines mean, below the picture.
struct Legend {
    looks: Vec<Look>,
    tones: Vec<Tone>,
    width: f64,
    height: f64,
}

const LINES: &str = "wider: more articles \u{a0} dashed: denied (not), possible or planned (?) \u{a0} dotted: former";

impl Legend {
    fn of(seen: &Seen) -> Legend {
        let mut legend = Legend { looks: seen.looks.clone(), tones: seen.tones.clone(), width: 0.0, height: 0.0 };
        if !legend.looks.is_empty() {
            let captions = legend.captions().map(|(caption, _)| text_width(caption, 12.0) + 40.0);
            legend.width = captions.sum::<f64>().max(text_width(LINES, 12.0));
            legend.height = 56.0;
        }
        legend
    }

    fn captions(&self) -> impl Iterator<Item = (&'static str, String)> {
        let looks = self.looks.iter().map(|look| {
            let style = format!("fill=\"{}\" stroke=\"{}\"", look.tint(), look.color());
            (look.caption(), format!("<rect x=\"0\" y=\"-10\" width=\"18\" height=\"12\" {style}/>"))
        });
        let tones = self.tones.iter().map(|tone| {
            let style = format!("stroke=\"{}\" stroke-width=\"3\"", tone.color());
            (tone.caption(), format!("<path d=\"M0 -4H18\" {style}/>"))
        });
        looks.chain(tones)
    }

    fn draw(&self, top: f64) -> String {
        if self.looks.is_empty() {
            return String::new();
        }
        let mut text = String::new();
        let (mut x, y) = (MARGIN, top + 12.0);
        for (caption, sign) in self.captions() {
            let label = format!("<text x=\"23\" y=\"0\" font-size=\"12\">{caption}</text>");
            writeln!(text, "<g transform=\"translate({x:.1} {y:.1})\">{sign}{label}</g>")
                .expect("a String takes any text");
            x += text_width(caption, 12.0) + 40.0;
        }
        writeln!(text, "<text x=\"{MARGIN}\" y=\"{:.1}\" font-size=\"12\" fill=\"#444\">{LINES}</text>", y + 22.0)
            .expect("a String takes any text");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, written};
    use super::*;
    use crate::graph::Network;
    use crate::ontology::RelationType;
    use proptest::prelude::*;
    use quick_xml::events::Event;

    /// All texts and tooltips; panics where the document is not well-formed.
    fn texts(document: &str) -> String {
        let (mut reader, mut texts) = (quick_xml::Reader::from_str(document), String::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Text(text) => texts.push_str(&text),
                Event::GeneralRef(reference) => {
                    texts.push_str(&quick_xml::escape::unescape(&format!("&{};", &*reference)).unwrap());
                }
                Event::Eof => return texts,
                _ => {}
            }
        }
    }

    #[track_caller]
    fn check_survives(text: &str) {
        let kept: String = text.chars().filter(|c| super::super::is_xml_char(*c)).collect();
        let document = written(&samples::saying(text), write);
        assert!(texts(&document).contains(&kept), "{kept:?} in {document}");
        assert!(!document.contains("<script"));
    }

    #[test]
    fn hostile_text_survives() {
        samples::HOSTILE.iter().for_each(|text| check_survives(text));
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            check_survives(&text);
        }
    }

    #[test]
    fn no_box_covers_another() {
        let nodes: Vec<_> =
            (0..60).map(|i| samples::node(&format!("group:{i:02}"), &"Long name ".repeat(i % 6 + 1))).collect();
        let edges = (1..60).map(|i| samples::edge(0, RelationType::Accuse, i)).collect();
        let network = Network { nodes, edges };
        let mut boxes = read_boxes(&Placed::new(&network).unwrap()).unwrap();
        for node in &mut boxes {
            let place = node.place.unwrap();
            (node.area.x, node.area.y) = (place.x, place.y);
        }
        separate(&mut boxes);
        for (i, a) in boxes.iter().enumerate() {
            for b in &boxes[i + 1..] {
                assert!(a.area.overlap(&b.area, 0.0).is_none(), "{:?} {:?}", a.area, b.area);
            }
        }
    }

    #[test]
    fn a_long_name_is_cut_in_the_picture_and_whole_in_the_tooltip() {
        let name = "x".repeat(10_000);
        let document = written(&samples::saying(&name), write);
        assert!(document.contains(&format!("{}\u{2026}</text>", "x".repeat(80))) && texts(&document).contains(&name));
    }
}
