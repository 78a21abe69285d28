//! What went wrong, as people tell it: patterns of words with our own name for it.

use super::groups::{Cases, Forms};
use crate::domain::Lang;
use crate::domain::text::Reading;
use crate::lint::pattern::{Hit, Patterns};
use serde::Deserialize;
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/skeletons/ru/situations.toml");
const EN: &str = include_str!("../../config/skeletons/en/situations.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    group: String,
    stems: Vec<String>,
    forms: Forms,
    /// The name itself is a fault («холодный суп»), not just a subject («размер»).
    #[serde(default = "yes")]
    bad: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    situation: Vec<Raw>,
    polarity: Polarity,
    orders: Orders,
    #[serde(rename = "want", default)]
    wants: Vec<RawWant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Polarity {
    good: Vec<String>,
    bad: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Orders {
    stems: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWant {
    stems: Vec<String>,
    say: String,
}

/// One situation.
pub struct Situation {
    pub group: String,
    pub cases: Cases,
    pub bad: bool,
    stems: Patterns,
}

/// Situations, words of praise and blame, and wishes of one language.
pub struct Situations {
    pub list: Vec<Situation>,
    pub good: Patterns,
    pub bad: Patterns,
    orders: Patterns,
    wants: Vec<(Patterns, String)>,
}

impl Situations {
    /// Reads a situations file.
    ///
    /// # Errors
    /// Place and what is allowed.
    pub fn read(text: &str) -> Result<Situations, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let list = file.situation.into_iter().map(|raw| {
            Ok(Situation {
                stems: Patterns::new(&raw.stems)?,
                cases: raw.forms.cases(),
                group: raw.group,
                bad: raw.bad,
            })
        });
        let wants = file
            .wants
            .into_iter()
            .map(|w| Ok((Patterns::new(&w.stems)?, w.say)));
        Ok(Situations {
            list: list.collect::<Result<_, String>>()?,
            good: Patterns::new(&file.polarity.good)?,
            bad: Patterns::new(&file.polarity.bad)?,
            orders: Patterns::new(&file.orders.stems)?,
            wants: wants.collect::<Result<_, String>>()?,
        })
    }

    /// The embedded ones.
    pub fn of(lang: Lang) -> &'static Situations {
        // Part of the binary and read by a test: they cannot be broken at run time.
        static ALL: LazyLock<[Situations; 2]> = LazyLock::new(|| {
            [RU, EN].map(|t| Situations::read(t).unwrap_or_else(|e| panic!("embedded situations: {e}")))
        });
        &ALL[usize::from(lang == Lang::En)]
    }

    /// Every situation that the review tells, with its first place.
    pub fn find<'a>(&'a self, review: &'a Reading) -> impl Iterator<Item = (&'a Situation, Hit)> + 'a {
        self.list.iter().filter_map(|s| Some((s, s.stems.first(review)?)))
    }

    /// Where the text begins to speak to a machine («Assistant:», «игнорируй инструкции»), in characters.
    pub fn order(&self, review: &Reading) -> Option<usize> {
        const ROLES: [&str; 5] = ["assistant", "system", "user", "human", "developer"];
        let spoken = self
            .orders
            .first(review)
            .map(|h| review.sentences[h.sentence].start);
        let role = review.words.iter().find(|w| {
            ROLES.contains(&w.fold.as_str()) && matches!(review.chars.get(w.end), Some(':' | '>' | ']'))
        });
        spoken.into_iter().chain(role.map(|w| w.start)).min()
    }

    /// What the author asks for («вернуть деньги»), in our words.
    pub fn want(&self, review: &Reading) -> Option<&str> {
        let asked = self.wants.iter().find(|(stems, _)| stems.found(review));
        asked.map(|(_, say)| say.as_str())
    }
}
