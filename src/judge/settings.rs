//! What a business may set of the judge.

use super::local::Local;
use crate::domain::Lang;
use std::sync::Arc;

/// How the judge reads for one business. The default reads as measured in the model card.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Added to the logit of "neutral": above 0 more texts are neutral, below 0 fewer.
    pub neutral_bias: f32,
    /// Added to the logits of "critical" and "high or worse": above 0 more alarms and fewer misses.
    pub alert_bias: f32,
    /// Languages that are told apart; texts of another one are `other`.
    pub languages: Vec<Lang>,
    /// What was learned from the corrections of this business.
    pub local: Option<Arc<Local>>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            neutral_bias: 0.0,
            alert_bias: 0.0,
            languages: vec![Lang::Ru, Lang::En],
            local: None,
        }
    }
}

impl Settings {
    /// Keeps a detected language only where it is one of the business.
    pub fn restrict(&self, detected: &'static str) -> &'static str {
        let (ru, en) = (
            self.languages.contains(&Lang::Ru),
            self.languages.contains(&Lang::En),
        );
        match (detected, ru, en) {
            ("mixed", true, false) | ("ru", true, _) => "ru",
            ("mixed", false, true) | ("en", _, true) => "en",
            ("mixed", true, true) => "mixed",
            _ => "other",
        }
    }
}
