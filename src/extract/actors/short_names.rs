//! Groups that an article has under a shorter and a longer name: "Scripps" after "Scripps Research", "the Lakers" beside "the Los
//! Angeles Lakers", "Parliament" before "the UK Parliament", "AIP" beside "American Independent Party", "the House of
//! Representatives" beside "the US House of Representatives"; or in two spellings, "the Democratic party".
//!
//! The shorter name must be one that no table has. Where it could just as well be the owner of the longer one ("Tesco" and
//! "Tesco Polska"), it has to come after it: news names a body in full first.

use std::collections::HashMap;

use super::{folded, is_acronym};
use crate::knowledge::cut::{cut, plain};
use crate::knowledge::names::Known;
use crate::knowledge::words::NameWord;
use crate::knowledge::{Knowledge, Names, Words};
use crate::ontology::{Actor, ActorKind};

/// Groups whose first or last word is the same that are looked at: a bound on what a text of nothing but names may cost.
const MAX_SAME: usize = 50;

/// Pairs of a shorter and a longer name of one group, by index into `list`, which is in order of first mention; `is_known`
/// says whom the tables have.
pub(super) fn pairs(list: &[Actor], is_known: impl Fn(usize) -> bool, knowledge: &Knowledge) -> Vec<(usize, usize)> {
    let groups = Groups::of(list, &is_known, knowledge);
    let shorts = (0..list.len()).filter(|&actor| list[actor].kind == ActorKind::Group && !is_known(actor));
    shorts.filter_map(|short| Some((short, groups.longer(short)?))).collect()
}

/// The groups of an article by what shorter names keep of a name.
struct Groups<'l> {
    list: &'l [Actor],
    words: &'l Words,
    tables: &'l Names,
    /// Words of each group's name, folded; empty for other actors.
    names: Vec<Vec<String>>,
    by_first: HashMap<String, Vec<usize>>,
    by_last: HashMap<String, Vec<usize>>,
    by_initials: HashMap<String, Vec<usize>>,
    /// By each noun of the tables in a name that goes on after it.
    by_noun: HashMap<String, Vec<usize>>,
    /// Groups of the tables by every name that the article has for them, folded.
    known: HashMap<String, usize>,
    /// The country that each group's name begins with, and the rest of it, folded: "house of representatives".
    countries: Vec<Option<(Known, String)>>,
    /// Groups with such a name, by the rest of it.
    of_countries: HashMap<String, Vec<(Known, usize)>>,
}

impl<'l> Groups<'l> {
    fn of(list: &'l [Actor], is_known: &impl Fn(usize) -> bool, knowledge: &'l Knowledge) -> Self {
        let Knowledge { words, names: tables, .. } = knowledge;
        let split = |actor: &Actor| match actor.kind {
            ActorKind::Group => folded(&actor.name).split(' ').map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let names: Vec<Vec<String>> = list.iter().map(split).collect();
        let is_group = |actor: &&Actor| actor.kind == ActorKind::Group;
        let countries = list.iter().map(|actor| after_country(&Some(actor).filter(is_group)?.name, tables)).collect();
        let mut groups = Groups {
            list,
            words,
            tables,
            names,
            by_first: HashMap::new(),
            by_last: HashMap::new(),
            by_initials: HashMap::new(),
            by_noun: HashMap::new(),
            known: HashMap::new(),
            countries,
            of_countries: HashMap::new(),
        };
        for (actor, name) in groups.names.iter().enumerate() {
            let (Some(first), Some(last)) = (name.first(), name.last()) else { continue };
            groups.by_first.entry(first.clone()).or_default().push(actor);
            if is_known(actor) {
                let forms = std::iter::once(&list[actor].name).chain(&list[actor].aliases);
                groups.known.extend(forms.map(|form| (folded(form), actor)));
            }
            if let Some((country, rest)) = &groups.countries[actor] {
                groups.of_countries.entry(rest.clone()).or_default().push((*country, actor));
            }
            groups.by_last.entry(last.clone()).or_default().push(actor);
            for word in &name[..name.len() - 1] {
                if words.group_nouns.get(word).is_some() {
                    groups.by_noun.entry(word.clone()).or_default().push(actor);
                }
            }
            if name.len() > 2 {
                groups.by_initials.entry(initials(&list[actor].name)).or_default().push(actor);
            }
        }
        groups
    }

    fn is_noun(&self, word: &str) -> bool {
        self.words.group_nouns.get(word).is_some()
    }

    /// The group of which an actor's name is the shorter form.
    fn longer(&self, short: usize) -> Option<usize> {
        let name = &self.names[short];
        let (first, last) = (name.first()?, name.last()?);
        if let Some(&known) = self.known.get(&name.join(" ")) {
            return Some(known);
        }
        let longer = |actors: Option<&Vec<usize>>| -> Vec<usize> {
            let actors = actors.map_or(&[][..], |actors| &actors[..actors.len().min(MAX_SAME)]);
            actors.iter().copied().filter(|&actor| self.names[actor].len() > name.len()).collect()
        };
        let (starting, ending) = (longer(self.by_first.get(first)), longer(self.by_last.get(last)));
        if name.len() == 1 {
            return self.longer_of_word(short, first, &starting, &ending);
        }
        if let Some(body) = self.body_of_country(short, &ending) {
            return Some(body);
        }
        // "Eastern Shoshone" is the Eastern Shoshone Tribe.
        let is_with_noun = |&&actor: &&usize| {
            let long = &self.names[actor];
            long.len() == name.len() + 1 && long.starts_with(name) && self.is_kind_of_group(&long[name.len()])
        };
        // "Amazon Web", "League of Women": a name cut short before its last word; "Muslim League" is whole beside "Muslim League-Nawaz".
        let is_cut = |&&actor: &&usize| {
            self.names[actor].len() == name.len() + 1 && !self.is_noun(last) && self.is_start(name, actor)
        };
        // "Max Planck Institute" beside "the Max Planck Institute for Evolutionary Anthropology".
        let is_before_for = |&&actor: &&usize| {
            let is_for = self.names[actor].get(name.len()).is_some_and(|word| word == "for");
            is_for && self.is_noun(last) && self.is_start(name, actor)
        };
        // "Scripps Oceanography" after "Scripps Institution of Oceanography".
        let is_between = |&&actor: &&usize| {
            actor < short && self.names[actor].last() == Some(last) && is_within(name, &self.names[actor])
        };
        // "the Expediency Council" after "the Iranian Expediency Discernment Council".
        let is_within_owned = |&&actor: &&usize| {
            let long = &self.names[actor];
            let starts = |at: usize| long.get(at) == Some(first) && is_within(name, &long[at..]);
            let is_chamber = matches!(long[0].as_str(), "house" | "senate") && starts(1);
            let is_owned =
                || self.countries[actor].as_ref().is_some_and(|(_, rest)| starts(long.len() - n_words(rest)));
            actor < short && self.is_noun(last) && (is_chamber || is_owned())
        };
        // "the Iranian Federation" after "the Iranian Chess Federation".
        let has_ends = |&&actor: &&usize| {
            let long = &self.names[actor];
            actor < short && self.is_noun(last) && long.last() == Some(last) && is_within(name, long)
        };
        let is_plain = !name.iter().any(|word| matches!(word.as_str(), "of" | "for" | "and"));
        only(starting.iter().filter(is_with_noun))
            .or_else(|| only(starting.iter().filter(has_ends)).filter(|_| is_plain))
            .or_else(|| only(starting.iter().filter(is_cut)))
            .or_else(|| only(starting.iter().filter(is_before_for)))
            .or_else(|| only(starting.iter().filter(is_between)).filter(|_| is_plain))
            .or_else(|| only(ending.iter().filter(is_within_owned)).filter(|_| is_plain))
            .or_else(|| self.other_spelling(short))
    }

    /// Whether a longer name starts with all words of a shorter one, and not with a country's: "Air India", "Air India Express".
    fn is_start(&self, name: &[String], long: usize) -> bool {
        let is_country = |actor: usize| self.countries[actor].as_ref().is_some_and(|(_, rest)| n_words(rest) < 2);
        self.names[long].starts_with(name) && !is_country(long)
    }

    /// "the Emergencies Ministry" after "the Emergency Situations Ministry", "the Recording Industries Association" after "the Recording
    /// Industry Association": a body with the same words but for a plural, and maybe one left out.
    fn other_spelling(&self, short: usize) -> Option<usize> {
        let singular = |name: &[String]| name.iter().map(|word| singular(word)).collect::<Vec<_>>();
        let name = singular(&self.names[short]);
        let last = self.names[short].last().filter(|last| self.is_noun(last) || name.len() > 3)?;
        let same_end = self.by_last.get(last).into_iter().flatten().take(MAX_SAME);
        let is_same = |&&actor: &&usize| {
            let long = &self.names[actor];
            let has_left_out = long.len() <= name.len() + 1 && long != &self.names[short];
            actor < short && has_left_out && singular(long).first() == name.first() && is_within(&name, &singular(long))
        };
        only(same_end.filter(is_same))
    }

    /// "the House of Representatives" is the US House of Representatives where no other group is called so, and "the US Chess
    /// Federation" the United States Chess Federation.
    fn body_of_country(&self, short: usize, ending: &[usize]) -> Option<usize> {
        let name = &self.names[short];
        if let Some((country, rest)) = &self.countries[short] {
            let is_same = |(owner, body): &&(Known, usize)| owner == country && *body < short;
            return self.of_countries.get(rest)?.iter().find(is_same).map(|(_, body)| *body);
        }
        // "the National Congress" after "the Argentine Congress".
        if let Some(rest) =
            name.strip_prefix(&["national".to_owned()]).filter(|rest| rest.len() == 1 && self.is_noun(&rest[0]))
        {
            let is_body = |actor: &&usize| {
                let owned = self.by_last.get(&rest[0]).is_some_and(|all| all.len() == 2);
                **actor < short && owned && self.names[**actor].len() == 2 && self.is_of_country(**actor)
            };
            return only(self.by_last.get(&rest[0]).into_iter().flatten().filter(is_body));
        }
        let bodies = self.of_countries.get(&name.join(" "))?;
        let (country, first) = *bodies.first()?;
        let is_others = |long: &usize| self.names[*long].ends_with(name) && !bodies.contains(&(country, *long));
        (bodies.iter().all(|(owner, _)| *owner == country) && !ending.iter().any(is_others)).then_some(first)
    }

    /// The longer name of which one word is all that is left.
    fn longer_of_word(&self, short: usize, word: &str, starting: &[usize], ending: &[usize]) -> Option<usize> {
        if self.is_noun(word) {
            // "Parliament" before "the UK Parliament", "the House" before "the House of Representatives": the only body that is called so.
            let n_same = self.by_last.get(word).map_or(0, Vec::len);
            let has_word = |actor: &&usize| **actor != short && self.names[**actor].iter().any(|other| other == word);
            return match n_same {
                1 => only(self.by_noun.get(word).into_iter().flatten().filter(has_word)),
                2 => only(ending.iter()),
                _ => None,
            };
        }
        let text = &self.list[short].name;
        if text.chars().count() > 2 && is_acronym(text) {
            let spelt = self.by_initials.get(&text.to_uppercase());
            // "HDT" after "HDT Limited".
            let is_company = |actor: &&usize| {
                **actor < short
                    && self.names[**actor].last().is_some_and(|last| self.words.is_name_word(last, NameWord::Company))
            };
            return only(spelt.into_iter().flatten().filter(|&&long| long != short))
                .or_else(|| only(starting.iter().filter(is_company)));
        }
        if word.chars().count() < 4 || self.words.class(word).is_some() || self.words.is_in_class("COMMON", word) {
            return None;
        }
        let before = |actor: &&usize| **actor < short;
        only(ending.iter()).or_else(|| starting.iter().find(before).copied())
    }

    /// Whether a name of two words is a country's and a noun: "Argentine Congress".
    fn is_of_country(&self, actor: usize) -> bool {
        let first = self.list[actor].name.split(' ').next().unwrap_or_default();
        self.tables.forms.get(first).is_some_and(|form| matches!(form.known, Known::Country(_)))
    }

    /// Whether a noun at the end of a name only says what kind of group it is.
    fn is_kind_of_group(&self, noun: &str) -> bool {
        self.words.is_name_word(noun, NameWord::Introduces) || self.words.is_name_word(noun, NameWord::Company)
    }
}

/// The country with which a name of several words begins, and the rest of the name, folded: "US Chess Federation".
fn after_country(name: &str, tables: &Names) -> Option<(Known, String)> {
    let pieces = cut(name);
    // The whole may be in the tables too.
    let forms = tables.forms.all(pieces.iter().map(|&(start, end)| plain(&name[start..end])));
    let (len, form) = forms.into_iter().find(|(_, form)| matches!(form.known, Known::Country(_)))?;
    let &(start, _) = pieces.get(len)?;
    let rest = folded(&name[start..]);
    rest.contains(' ').then_some((form.known, rest))
}

/// The first letters of the words with capitals: "AIP" of "American Independent Party".
fn initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).collect()
}

fn n_words(name: &str) -> usize {
    name.split(' ').count()
}

/// A word of a name without the ending of a plural: "emergency" of "emergencies".
fn singular(word: &str) -> String {
    match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if !stem.ends_with('s') => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// Whether all words of a shorter name stand in a longer one in their order.
fn is_within(short: &[String], long: &[String]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|word| rest.any(|other| other == word))
}

/// The one of several, if there is just one.
fn only<'a>(mut several: impl Iterator<Item = &'a usize>) -> Option<usize> {
    let first = several.next().copied();
    first.filter(|_| several.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());

    fn group(name: &&str) -> Actor {
        Actor::new(*name, ActorKind::Group)
    }

    #[track_caller]
    fn check(names: &[&str], expected: &[(&str, &str)]) {
        let list: Vec<Actor> = names.iter().map(group).collect();
        let found: Vec<_> = pairs(&list, |actor| names[actor].starts_with("Known"), &KNOWLEDGE)
            .into_iter()
            .map(|(a, b)| (names[a], names[b]))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn one_word_of_a_name_stands_for_it_afterwards() {
        check(&["Ferrat Research", "Ferrat"], &[("Ferrat", "Ferrat Research")]);
        check(&["Ferrat", "Ferrat Polska"], &[]);
        check(&["Zena Foxes", "Foxes"], &[("Foxes", "Zena Foxes")]);
        check(&["Foxes", "Zena Foxes", "Ada Foxes"], &[]);
        check(&["National Ferrat Company", "National"], &[]);
    }

    #[test]
    fn a_noun_alone_is_the_only_body_that_is_called_so() {
        check(&["Parliament", "Zena Parliament"], &[("Parliament", "Zena Parliament")]);
        check(&["Parliament", "Zena Parliament", "Ada Parliament"], &[]);
        check(&["House", "House of Ferrat"], &[("House", "House of Ferrat")]);
        check(&["House", "House of Ferrat", "House of Zena"], &[]);
    }

    #[test]
    fn a_body_without_its_country_is_the_only_one_that_is_called_so() {
        let (of_us, of_states) = ("US Ferrat Federation", "United States Ferrat Federation");
        check(&["Ferrat Federation", of_us], &[("Ferrat Federation", of_us)]);
        check(&[of_states, of_us], &[(of_us, of_states)]);
        check(&["Ferrat Federation", of_us, "Peruvian Ferrat Federation"], &[]);
        check(&["Ferrat Federation", of_us, "Zena Ferrat Federation"], &[]);
    }

    #[test]
    fn another_spelling_of_a_group_of_the_tables_is_that_group() {
        check(&["Known Ferrat Party", "Known Ferrat party"], &[]);
        check(&["known ferrat Party", "Known Ferrat Party"], &[("known ferrat Party", "Known Ferrat Party")]);
    }

    #[test]
    fn a_name_cut_short_is_the_longer_one() {
        check(&["Ferrat Web Services", "Ferrat Web"], &[("Ferrat Web", "Ferrat Web Services")]);
        check(&["Ferrat Web Services", "Ferrat Web Studios", "Ferrat Web"], &[]);
        check(&["Ferrat", "Ferrat Web"], &[]);
        check(&["Zena Ferrat League", "Zena Ferrat League-Ada"], &[]);
        let long = "Ada Zena Institute for Northern Languages";
        check(&["Ada Zena Institute", long], &[("Ada Zena Institute", long)]);
        check(&["Zena Ferrat Party", "Zena Ferrat Party of Northern Idaho"], &[]);
        check(
            &["Zena Institution of Oceanography", "Zena Oceanography"],
            &[("Zena Oceanography", "Zena Institution of Oceanography")],
        );
        check(&["Zena Oceanography", "Zena Institution of Oceanography"], &[]);
    }

    #[test]
    fn a_body_is_called_without_its_owner_and_some_words() {
        check(
            &["Iranian Ferrat Discernment Council", "Ferrat Council"],
            &[("Ferrat Council", "Iranian Ferrat Discernment Council")],
        );
        check(
            &["House Oversight and Ferrat Committee", "Oversight Committee"],
            &[("Oversight Committee", "House Oversight and Ferrat Committee")],
        );
        check(&["Zena Ferrat Discernment Council", "Ferrat Council"], &[]);
        check(&["Argentine Congress", "National Congress"], &[("National Congress", "Argentine Congress")]);
        check(&["Zena Congress", "National Congress"], &[]);
        check(&["Argentine Congress", "Chilean Congress", "National Congress"], &[]);
    }

    #[test]
    fn a_plural_and_a_word_left_out_make_no_other_body() {
        let (long, short) = ("Emergency Situations Ministry", "Emergencies Ministry");
        check(&[long, short], &[(short, long)]);
        check(&[long, "Education Ministry"], &[]);
        let (one, several) = ("Ferrat Industry Association of Zena", "Ferrat Industries Association of Zena");
        check(&[one, several], &[(several, one)]);
    }

    #[test]
    fn letters_of_a_company_are_the_company() {
        check(&["HFT Limited", "HFT"], &[("HFT", "HFT Limited")]);
        check(&["HFT Tower", "HFT"], &[]);
    }

    #[test]
    fn letters_spell_a_name() {
        check(&["Zena Independent Party", "ZIP"], &[("ZIP", "Zena Independent Party")]);
        check(&["Zena Independent Party", "ZIF"], &[]);
    }

    #[test]
    fn words_inside_or_at_the_end_may_be_left_out() {
        check(&["Zena Chess Federation", "Zena Federation"], &[("Zena Federation", "Zena Chess Federation")]);
        check(&["Zena Federation", "Zena Chess Federation"], &[]);
        check(&["Eastern Ferrat", "Eastern Ferrat Group"], &[("Eastern Ferrat", "Eastern Ferrat Group")]);
        check(&["University of Zena", "University of Southern Zena"], &[]);
    }
}
