//! The reduced tags of the tagger: the Universal part of speech and as much of the Penn Treebank's tag as tells forms apart.

/// The reduced tag of a word with these tags, such as `VERB|VBD`; `_` stands for nothing more.
pub fn reduced(tag: &str, detail: &str) -> String {
    let rest = match tag {
        "NOUN" if detail.ends_with('S') => "S",
        "NOUN" => "N",
        "VERB" => one_of(detail, &["VBD", "VBG", "VBN", "VBZ", "VBP", "VB"], "VB"),
        "AUX" => one_of(detail, &["MD", "VB", "VBN", "VBG"], "VBF"),
        "ADJ" => one_of(detail, &["JJR", "JJS"], "JJ"),
        "ADV" => one_of(detail, &["WRB", "RBR"], "RB"),
        "PRON" => one_of(detail, &["PRP$", "WP", "WDT", "EX", "DT", "NN"], "PRP"),
        "PART" => one_of(detail, &["TO", "POS"], "RB"),
        "DET" => one_of(detail, &["WDT"], "DT"),
        "PUNCT" if matches!(detail, "``" | "''") => "''",
        "PUNCT" => one_of(detail, &[",", ".", ":", "-LRB-", "-RRB-", "HYPH"], "."),
        _ => "_",
    };
    format!("{tag}|{rest}")
}

fn one_of<'a>(detail: &'a str, kept: &[&str], other: &'a str) -> &'a str {
    if kept.contains(&detail) { detail } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whom::language::tag::read_reduced;

    #[test]
    fn tags_are_reduced_to_what_whom_reads() {
        for (tag, detail, expected) in [
            ("NOUN", "NNS", "NOUN|S"),
            ("VERB", "NNP", "VERB|VB"),
            ("AUX", "VBZ", "AUX|VBF"),
            ("PRON", "PRP$", "PRON|PRP$"),
            ("PUNCT", "``", "PUNCT|''"),
            ("PROPN", "NNPS", "PROPN|_"),
        ] {
            assert_eq!(reduced(tag, detail), expected);
            assert!(read_reduced(expected).is_some(), "{expected}");
        }
    }
}
