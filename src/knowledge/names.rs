//! Countries and groups: the records of the tables, and every form by which a text may name them.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::Error;
use super::phrase::Phrases;
use super::table::{Origin, Row, Source, check_order, nearest, not_defined, records};

/// A country of `countries.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Country {
    /// ISO 3166-1 alpha-3, or a user-assigned code.
    pub alpha3: String,
    /// ISO 3166-1 alpha-2; empty where there is none.
    #[serde(default)]
    pub alpha2: String,
    /// ISO 3166-1 numeric; empty where there is none.
    #[serde(default)]
    pub numeric: String,
    /// Correlates of War state abbreviation.
    #[serde(default)]
    pub cow: Option<String>,
    /// Correlates of War state number.
    #[serde(default)]
    pub cow_code: Option<u16>,
    /// The canonical name.
    pub name: String,
    /// Standing in the world.
    pub status: CountryStatus,
    #[serde(default)]
    official: Vec<String>,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    former: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    demonyms_plural: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    #[serde(default)]
    ambiguous: Vec<String>,
    /// What names its organs, "US" in "US military", where that is not the first adjective.
    #[serde(default)]
    attributive: Option<String>,
    /// For the reader of the table.
    #[serde(default)]
    pub note: String,
}

impl Country {
    /// The word before the names of its organs: "Chinese", "US".
    pub fn attribute(&self) -> &str {
        self.attributive.as_ref().or(self.adjectives.first()).unwrap_or(&self.name)
    }
}

/// Standing of a country in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountryStatus {
    /// Member of the United Nations.
    Member,
    /// Observer state there.
    Observer,
    /// Governs itself without wide recognition.
    DeFacto,
    /// Territory of a state.
    Territory,
    /// Self-governing region of a state.
    Autonomous,
    /// State of the past that texts still name.
    Vanished,
}

/// A group of `groups.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The canonical name.
    pub name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    acronyms: Vec<String>,
    /// PLOVER's sector.
    pub sector: String,
    /// ISO 3166-1 alpha-3 of its base; `None` for what is international.
    #[serde(default)]
    pub country: Option<String>,
    /// Name of the group that it is an organ of.
    #[serde(default)]
    pub part_of: Option<String>,
    /// When it was founded.
    #[serde(default)]
    pub since: Option<String>,
    /// When it ended.
    #[serde(default)]
    pub until: Option<String>,
    /// Cities that stand for it where it acts, though they are a country's.
    #[serde(default)]
    pub seats: Vec<String>,
    #[serde(default)]
    ambiguous: Vec<String>,
    /// For the reader of the table.
    #[serde(default)]
    pub note: String,
}

/// PLOVER's sectors of groups.
pub const SECTORS: &[&str] = &[
    "GOV", "MIL", "REB", "OPP", "PTY", "LEG", "JUD", "COP", "SPY", "BUS", "MED", "EDU", "REL", "IGO", "NGO", "CRM",
    "UNA",
];

/// Whether a sector is that of a state's own organs.
pub fn is_state_sector(sector: &str) -> bool {
    matches!(sector, "GOV" | "MIL" | "LEG" | "JUD" | "COP" | "SPY")
}

/// Whether a group of this sector is a body with parts of its own, unlike a party or a union of many: "the army includes the brigade".
pub fn is_body_sector(sector: &str) -> bool {
    is_state_sector(sector) || matches!(sector, "REB" | "BUS" | "MED")
}

/// Whether what a group of this sector sends or moves into a country is no force.
pub fn is_civil_sector(sector: &str) -> bool {
    matches!(sector, "BUS" | "MED" | "EDU" | "NGO" | "REL")
}

/// Which record of the tables a form names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// Index into [`Names::countries`].
    Country(usize),
    /// Index into [`Names::groups`].
    Group(usize),
}

/// How a form names its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormKind {
    /// A name that stands for the actor by itself.
    Name,
    /// "Iranian": needs a noun, or stands for one person of it.
    Adjective,
    /// "Iranians", "Frenchman".
    Demonym,
    /// A capital or seat of power, which may also be a mere place.
    Seat,
}

/// A form of words by which the tables know somebody.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// Whom it names.
    pub known: Known,
    /// Whether it is a name, an adjective, a word for its people or a seat.
    pub kind: FormKind,
    /// Whether English news often means something else by it.
    pub is_ambiguous: bool,
}

/// All records, and their forms for look-up.
#[derive(Debug, Default)]
pub struct Names {
    /// Countries, in the order of the tables.
    pub countries: Vec<Country>,
    /// Groups, in the order of the tables.
    pub groups: Vec<Group>,
    /// Every form, as written.
    pub forms: Phrases<Form>,
    /// Forms that a user's own tables give.
    own_forms: FxHashSet<String>,
    /// Index of a country by its code.
    by_code: FxHashMap<String, usize>,
    /// Index of a group by its canonical name.
    by_name: FxHashMap<String, usize>,
}

impl Names {
    /// Adds the records of a `countries.toml`; a record with a code that is there already replaces the older one.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add_countries(&mut self, source: Source) -> Result<(), Error> {
        let mut before = String::new();
        for row in records::<Country>(source, "country")? {
            let country = row.value;
            check_order(&source, row.line, &before, &country.alpha3)?;
            check_code(&source, row.line, &country.alpha3)?;
            before.clone_from(&country.alpha3);
            let index = match self.by_code.get(&country.alpha3) {
                Some(&index) => index,
                None => {
                    self.by_code.insert(country.alpha3.clone(), self.countries.len());
                    self.countries.push(country.clone());
                    self.countries.len() - 1
                }
            };
            self.add_country_forms(&source, row.line, &country, index)?;
            self.countries[index] = country;
        }
        Ok(())
    }

    fn add_country_forms(
        &mut self,
        source: &Source,
        line: usize,
        country: &Country,
        index: usize,
    ) -> Result<(), Error> {
        let known = Known::Country(index);
        let names =
            std::iter::once(&country.name).chain(&country.official).chain(&country.variants).chain(&country.former);
        let lists: [(FormKind, Vec<&String>); 4] = [
            (FormKind::Name, names.collect()),
            (FormKind::Adjective, country.adjectives.iter().collect()),
            (FormKind::Demonym, country.demonyms.iter().chain(&country.demonyms_plural).collect()),
            (FormKind::Seat, country.capitals.iter().chain(&country.seats).collect()),
        ];
        for (kind, forms) in lists {
            for form in forms {
                let is_ambiguous = country.ambiguous.contains(form);
                self.add_form(source, line, form, Form { known, kind, is_ambiguous })?;
            }
        }
        Ok(())
    }

    /// Adds the records of a `groups.toml`; a record with a name that is there already replaces the older one.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add_groups(&mut self, source: Source) -> Result<(), Error> {
        self.add_group_records(source, group_records(source)?)
    }

    /// Adds the records that [`group_records`] has read from a table.
    pub(super) fn add_group_records(&mut self, source: Source, rows: Vec<Row<Group>>) -> Result<(), Error> {
        let mut before = String::new();
        // About as many pieces of names as there are forms three words long.
        self.forms.reserve(rows.len() * 6);
        let mut added = Vec::with_capacity(rows.len());
        for row in rows {
            let group = row.value;
            check_order(&source, row.line, &before, &group.name)?;
            before.clone_from(&group.name);
            check_sector(&source, row.line, &group.sector)?;
            let index = match self.by_name.get(&group.name) {
                Some(&index) => index,
                None => {
                    self.by_name.insert(group.name.clone(), self.groups.len());
                    self.groups.push(Group { name: group.name.clone(), ..Group::default() });
                    self.groups.len() - 1
                }
            };
            added.push((row.line, index));
            for form in std::iter::once(&group.name).chain(&group.aliases).chain(&group.acronyms) {
                let is_ambiguous = group.ambiguous.contains(form);
                self.add_form(
                    &source,
                    row.line,
                    form,
                    Form { known: Known::Group(index), kind: FormKind::Name, is_ambiguous },
                )?;
            }
            self.groups[index] = group;
        }
        for (line, index) in added {
            self.check_group(&source, line, &self.groups[index])?;
        }
        Ok(())
    }

    fn check_group(&self, source: &Source, line: usize, group: &Group) -> Result<(), Error> {
        if let Some(code) = &group.country
            && !self.by_code.contains_key(code)
        {
            return Err(
                source.error(line, format!("country \"{code}\" of \"{}\" is not in countries.toml", group.name))
            );
        }
        if let Some(parent) = &group.part_of
            && !self.by_name.contains_key(parent)
        {
            let names = self.groups.iter().map(|other| other.name.as_str());
            let hint = nearest(parent, names).map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
            let problem = format!("part_of \"{parent}\" of \"{}\" is no group's name{hint}", group.name);
            return Err(source.error(line, problem));
        }
        Ok(())
    }

    /// A form of two actors is an error, unless it is one actor's in two ways ("Afghan") or a user's own table takes it
    /// over from a built-in one.
    fn add_form(&mut self, source: &Source, line: usize, form: &str, value: Form) -> Result<(), Error> {
        let is_taken_over = source.origin == Origin::Own && self.own_forms.insert(form.to_owned());
        let Some(older) = self.forms.insert(form, value) else { return Ok(()) };
        if older.known == value.known {
            let kept = if older.kind <= value.kind { older } else { value };
            self.forms.insert(form, kept);
            return Ok(());
        }
        if is_taken_over {
            return Ok(());
        }
        let (name, other) = (self.name(value.known), self.name(older.known));
        Err(source.error(line, format!("\"{form}\" names both \"{other}\" and \"{name}\"; leave it to one of them")))
    }

    /// Whether the tables make `group`, an index into [`Names::groups`], an organ of `owner`.
    pub fn is_organ_of(&self, group: usize, owner: Known) -> bool {
        let group = &self.groups[group];
        match owner {
            Known::Country(i) => {
                is_state_sector(&group.sector) && group.country.as_ref() == Some(&self.countries[i].alpha3)
            }
            Known::Group(i) => group.part_of.as_ref() == Some(&self.groups[i].name),
        }
    }

    /// Whether the tables place a group in this country.
    pub fn is_based_in(&self, group: Known, country: Known) -> bool {
        let (Known::Group(group), Known::Country(country)) = (group, country) else { return false };
        self.groups[group].country.as_ref() == Some(&self.countries[country].alpha3)
    }

    /// Whether the tables have a group as a newspaper, agency or channel.
    pub fn is_outlet(&self, group: Known) -> bool {
        matches!(group, Known::Group(group) if self.groups[group].sector == "MED")
    }

    /// Whether a group is a people or another community, which no body leads.
    pub fn is_community(&self, group: Known) -> bool {
        matches!(group, Known::Group(group) if self.groups[group].sector == "UNA")
    }

    /// The country of this code, or the group of this name.
    pub fn find(&self, code_or_name: &str) -> Option<Known> {
        let country = self.by_code.get(code_or_name).map(|&i| Known::Country(i));
        country.or_else(|| self.by_name.get(code_or_name).map(|&i| Known::Group(i)))
    }

    /// The canonical name of a record.
    pub fn name(&self, known: Known) -> &str {
        match known {
            Known::Country(i) => &self.countries[i].name,
            Known::Group(i) => &self.groups[i].name,
        }
    }
}

/// The records of a `groups.toml` as they stand: apart from adding them, so that it can be done beside other tables.
pub(super) fn group_records(source: Source) -> Result<Vec<Row<Group>>, Error> {
    records(source, "group")
}

/// Checks that a sector is one of PLOVER's.
///
/// # Errors
/// [`Error::Table`] with file, line and the nearest sector or all of them.
pub(super) fn check_sector(source: &Source, line: usize, sector: &str) -> Result<(), Error> {
    match SECTORS.contains(&sector) {
        true => Ok(()),
        false => Err(source.error(line, not_defined("sector", sector, SECTORS))),
    }
}

fn check_code(source: &Source, line: usize, code: &str) -> Result<(), Error> {
    if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) {
        Ok(())
    } else {
        Err(source.error(line, format!("expected a code of three capitals, found \"{code}\"")))
    }
}
