//! PNG: the picture of [`svg`] as pixels, drawn without any other program.
//!
//! Letters come from a font that is compiled in (Liberation Sans, `data/fonts/`), which is as wide as the Helvetica for
//! which the picture makes room, so the same graph gives the same bytes on every machine. Only where a name has letters
//! that this font lacks (Arabic, Chinese, Devanagari) are the fonts of the machine asked.

use std::io::{self, Read, Write};

use flate2::read::GzDecoder;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::graph::{Rows, Stopped};

use super::svg;

const FONT: &[u8] = include_bytes!("../../data/fonts/LiberationSans-Regular.ttf.gz");

/// The picture's own fonts give way to the one that is compiled in.
const STYLE: &str = "svg { font-family: 'Liberation Sans' }";

/// Pixels for each of the picture's points: sharp on the screens that people have.
const SCALE: f32 = 2.0;

/// Pixels at most, at four bytes each: pictures of more are drawn smaller.
const MOST_PIXELS: f32 = 64e6;

/// Writes the graph as one PNG image.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    let mut picture = Vec::new();
    svg::write(rows, &mut picture)?;
    let picture = String::from_utf8(picture).expect("the picture is made of texts");
    Ok(out.write_all(&pixels(&picture)?)?)
}

fn pixels(picture: &str) -> io::Result<Vec<u8>> {
    let mut options = Options { style_sheet: Some(STYLE.to_owned()), ..Options::default() };
    let fonts = options.fontdb_mut();
    let mut font = Vec::new();
    GzDecoder::new(FONT).read_to_end(&mut font)?;
    fonts.load_font_data(font);
    if !picture.chars().all(is_in_font) {
        fonts.load_system_fonts();
    }
    let tree = Tree::from_str(picture, &options).map_err(io::Error::other)?;
    let size = tree.size();
    let scale = SCALE.min((MOST_PIXELS / (size.width() * size.height())).sqrt());
    let size = size.to_int_size().scale_by(scale).ok_or_else(|| io::Error::other("the picture is too large"))?;
    let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or_else(|| io::Error::other("no memory for it"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(io::Error::other)
}

/// Whether a character is in the blocks that Liberation Sans has: Latin, Greek, Cyrillic, Hebrew, signs.
fn is_in_font(c: char) -> bool {
    matches!(c, '\0'..='\u{5ff}' | '\u{1e00}'..='\u{218f}' | '\u{2190}'..='\u{22ff}' | '\u{2500}'..='\u{25ff}')
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn drawn(text: &str) -> Pixmap {
        let mut out = Vec::new();
        write(&samples::saying(text), &mut out).unwrap();
        Pixmap::decode_png(&out).unwrap()
    }

    #[test]
    fn letters_are_drawn_in_the_font_that_is_compiled_in() {
        let black = |text| drawn(text).pixels().iter().filter(|pixel| pixel.red() < 40 && pixel.blue() < 40).count();
        let (few, many) = (black("I"), black("MMMMMMMMMM"));
        assert!(many > few + 500, "{few} and {many} black pixels");
    }

    #[test]
    fn hostile_text_is_drawn() {
        for text in samples::HOSTILE {
            assert!(drawn(text).width() > 100, "{text:?}");
        }
    }

    #[test]
    fn a_picture_of_any_size_is_drawn() {
        let nodes = (0..2_000).map(|n| samples::node(&format!("group:{n:04}"), "A name of the usual length")).collect();
        let mut out = Vec::new();
        write(&crate::graph::Network { nodes, edges: Vec::new() }, &mut out).unwrap();
        let size = Pixmap::decode_png(&out).unwrap();
        assert!(
            size.width() as f32 * size.height() as f32 <= MOST_PIXELS * 1.01,
            "{} x {}",
            size.width(),
            size.height()
        );
    }
}
