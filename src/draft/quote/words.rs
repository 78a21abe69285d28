//! The words that tell which clause can be taken up (`config/skeletons/*/quote.toml`).

use crate::domain::Lang;
use crate::lint::pattern::Patterns;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

const RU: &str = include_str!("../../../config/skeletons/ru/quote.toml");
const EN: &str = include_str!("../../../config/skeletons/en/quote.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    strip: Vec<String>,
    opens: Vec<String>,
    not_opens: Vec<String>,
    ends: Vec<String>,
    joins: Vec<String>,
    hangs: Vec<String>,
    asks: Vec<String>,
    common: Vec<String>,
    weight: Vec<String>,
    opinion: Vec<String>,
    advice: Vec<String>,
    demand: Vec<String>,
    sneer: Vec<String>,
    insult: Vec<String>,
    health: Vec<String>,
}

/// Folded words of one language.
pub struct Words {
    /// Dropped in front of a clause.
    pub strip: HashSet<String>,
    /// No quote begins with one.
    pub opens: HashSet<String>,
    /// Behind a leading «не» they make a clause that stands alone.
    pub not_opens: HashSet<String>,
    /// No quote ends with one.
    pub ends: HashSet<String>,
    /// A clause that begins with one completes the one before.
    pub joins: HashSet<String>,
    /// A clause that begins with one hangs on the one before, which stands alone.
    pub hangs: HashSet<String>,
    /// A question that begins with one tells nothing.
    pub asks: HashSet<String>,
    /// They name nothing.
    pub common: HashSet<String>,
    /// Written in capitals for weight; other short words in capitals are abbreviations.
    pub weight: HashSet<String>,
    /// An opinion names nothing.
    pub opinion: Patterns,
    /// Nobody is quoted with these.
    pub never: [Patterns; 4],
    /// Of a body: private.
    pub health: Patterns,
}

impl Words {
    /// Reads a file.
    ///
    /// # Errors
    /// Place and what is allowed.
    pub fn read(text: &str) -> Result<Words, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let set = |list: Vec<String>| list.into_iter().collect::<HashSet<String>>();
        Ok(Words {
            strip: set(file.strip),
            opens: set(file.opens),
            not_opens: set(file.not_opens),
            ends: set(file.ends),
            joins: set(file.joins),
            hangs: set(file.hangs),
            asks: set(file.asks),
            common: set(file.common),
            weight: set(file.weight),
            opinion: Patterns::new(&file.opinion)?,
            never: [
                Patterns::new(&file.advice)?,
                Patterns::new(&file.demand)?,
                Patterns::new(&file.sneer)?,
                Patterns::new(&file.insult)?,
            ],
            health: Patterns::new(&file.health)?,
        })
    }

    /// The embedded ones.
    pub fn of(lang: Lang) -> &'static Words {
        // Part of the binary and read by a test: they cannot be broken at run time.
        static ALL: LazyLock<[Words; 2]> = LazyLock::new(|| {
            [RU, EN].map(|t| Words::read(t).unwrap_or_else(|e| panic!("embedded words of quotes: {e}")))
        });
        &ALL[usize::from(lang == Lang::En)]
    }
}
