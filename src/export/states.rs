//! Codes of states for those who merge our tables with others: ISO 3166-1 alpha-2 and Correlates of War.
//!
//! Read off `data/countries.toml`, where people edit them.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Codes of one country.
#[derive(Debug, Deserialize)]
pub struct State {
    alpha3: String,
    /// ISO 3166-1 alpha-2; empty where there is none.
    #[serde(default)]
    pub alpha2: String,
    /// Correlates of War state abbreviation.
    pub cow: Option<String>,
    /// Correlates of War state number.
    pub cow_code: Option<u16>,
}

impl State {
    /// Whether the code is ISO's own and not one that ISO leaves to its users.
    pub fn is_iso(&self) -> bool {
        !self.alpha2.is_empty()
    }
}

#[derive(Deserialize)]
struct Table {
    country: Vec<State>,
}

static STATES: LazyLock<HashMap<String, State>> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("../../data/countries.toml")).expect("the test below reads the same table");
    table.country.into_iter().map(|state| (state.alpha3.clone(), state)).collect()
});

/// The country with this alpha-3 code; `None` for one that only a user's own table knows.
pub fn state(alpha3: &str) -> Option<&'static State> {
    STATES.get(alpha3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_table() {
        let iran = state("IRN").unwrap();
        assert_eq!((iran.alpha2.as_str(), iran.cow.as_deref(), iran.cow_code), ("IR", Some("IRN"), Some(630)));
        let germany = state("DEU").unwrap();
        assert_eq!((germany.cow.as_deref(), germany.cow_code), (Some("GMY"), Some(255)));
        assert!(state("nowhere").is_none());
    }
}
