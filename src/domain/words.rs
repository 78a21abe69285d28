//! The closed vocabularies of the contract: the same word in code, JSON, database and pages.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants have one fixed word each.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The word used in JSON, database and pages.
            pub fn word(self) -> &'static str { match self { $($name::$variant => $word),+ } }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String> {
                match s {
                    $($word => Ok($name::$variant),)+
                    other => Err(format!("{other:?} is not one of: {}", [$($word),+].join(", "))),
                }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.word()) }
        }
    };
}

vocabulary! {
    /// What the author feels. A mixed text without stars is neutral.
    Sentiment { Negative = "negative", Neutral = "neutral", Positive = "positive" }
}
vocabulary! {
    /// How soon a person must act; apart from sentiment. Ordered from most to least urgent.
    Urgency { Critical = "critical", High = "high", Normal = "normal", Low = "low" }
}
vocabulary! {
    /// Whose fault it is. The judge only suggests; `nobody` is a person's choice.
    Fault { Business = "business", Customer = "customer", ThirdParty = "third_party", Nobody = "nobody", Unclear = "unclear" }
}
vocabulary! {
    /// Subjects for which no draft is ever made.
    Sensitive { Death = "death", Injury = "injury", Child = "child", Discrimination = "discrimination", SelfHarm = "self_harm" }
}
vocabulary! {
    /// What the author is doing with the text.
    Intent { Complaint = "complaint", Suggestion = "suggestion", Question = "question", Praise = "praise", Abuse = "abuse" }
}
vocabulary! {
    /// What it is about; a review may have several.
    Topic {
        Staff = "staff", Waiting = "waiting", Quality = "quality", Price = "price", Cleanliness = "cleanliness",
        Delivery = "delivery", Booking = "booking", Refund = "refund", Safety = "safety", AppCrash = "app_crash",
        AppLogin = "app_login", AppAds = "app_ads", AppUpdate = "app_update", Support = "support",
        Ambience = "ambience", Other = "other",
    }
}

vocabulary! {
    /// A language in which the program itself speaks.
    Lang { Ru = "ru", En = "en" }
}

impl Lang {
    /// Chooses between two wordings.
    pub fn pick<T>(self, ru: T, en: T) -> T {
        match self {
            Lang::Ru => ru,
            Lang::En => en,
        }
    }
}

/// Probabilities of the three sentiments; they sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Probabilities {
    pub negative: f32,
    pub neutral: f32,
    pub positive: f32,
}

/// How hard a rule of the linter is; the worst level among findings is the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing to say; `off` in a rule pack.
    #[serde(rename(deserialize = "off"), alias = "pass")]
    Pass,
    Warn,
    Block,
}
