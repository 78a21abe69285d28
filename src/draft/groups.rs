//! Who takes care of what: for each kind of subject what is done, what is asked, whom praise reaches.

use crate::domain::{Lang, Topic};
use serde::Deserialize;
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/skeletons/ru/groups.toml");
const EN: &str = include_str!("../../config/skeletons/en/groups.toml");

/// Nominative, genitive, accusative, instrumental, prepositional; in English all the same.
pub type Cases = [String; 5];

/// One kind of subject.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub name: String,
    pub topic: Topic,
    /// Its general name: for topics of the judge without a word of their own, and where nothing may be confirmed.
    pub forms: Forms,
    /// To whom praise is passed on (dative).
    pub team: String,
    /// `place`, `shop`, `app` …: a flag for the phrases.
    #[serde(default)]
    pub field: Option<String>,
    /// What is done about a complaint: first person plural, future.
    pub act: Vec<String>,
    /// What is asked, as an indirect question.
    #[serde(default)]
    pub ask: Vec<String>,
}

/// One form (English) or the five cases.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Forms {
    One(String),
    All(Cases),
}

impl Forms {
    /// As five cases.
    pub fn cases(&self) -> Cases {
        match self {
            Forms::One(text) => std::array::from_fn(|_| text.clone()),
            Forms::All(cases) => cases.clone(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<Group>,
}

/// The groups of one language.
pub struct Groups(Vec<Group>);

impl Groups {
    /// Reads a groups file; the last group stands in for everything else.
    ///
    /// # Errors
    /// Place and what is allowed.
    pub fn read(text: &str) -> Result<Groups, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        match file.group.iter().find(|g| g.act.is_empty()) {
            Some(g) => Err(format!("group {}: `act` needs at least one wording", g.name)),
            None if file.group.is_empty() => Err("a [[group]] is needed".to_owned()),
            None => Ok(Groups(file.group)),
        }
    }

    /// The embedded ones.
    pub fn of(lang: Lang) -> &'static Groups {
        // Part of the binary and read by a test: they cannot be broken at run time.
        static ALL: LazyLock<[Groups; 2]> = LazyLock::new(|| {
            [RU, EN].map(|t| Groups::read(t).unwrap_or_else(|e| panic!("embedded groups: {e}")))
        });
        &ALL[usize::from(lang == Lang::En)]
    }

    /// A group by its name.
    pub fn named(&self, name: &str) -> Option<&Group> {
        self.0.iter().find(|g| g.name == name)
    }

    /// The group that speaks for a topic.
    pub fn for_topic(&self, topic: Topic) -> Option<&Group> {
        let name = match topic {
            Topic::Staff => "hall",
            Topic::Waiting => "queue",
            Topic::Quality | Topic::Other => return None,
            Topic::Price => "price",
            Topic::Cleanliness => "cleaning",
            Topic::Delivery => "delivery",
            Topic::Booking => "booking",
            Topic::Refund => "money",
            Topic::Safety => "security",
            Topic::AppCrash | Topic::AppUpdate => "app",
            Topic::AppLogin => "login",
            Topic::AppAds => "ads",
            Topic::Support => "support",
            Topic::Ambience => "ambience",
        };
        self.named(name)
    }

    /// All of them.
    #[cfg(test)]
    pub fn all(&self) -> &[Group] {
        &self.0
    }

    /// What stands in where nothing is known.
    pub fn other(&self) -> &Group {
        // never empty, see `read`
        &self.0[self.0.len() - 1]
    }
}
