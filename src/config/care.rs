//! `[care]` and `[praise]`: what is done for the people who answer.

use serde::Deserialize;

/// Care for the people who answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Care {
    /// Insulting threads that one person gets on one local day (product.md §4: 5); the next one goes to
    /// somebody else. 0: no cap.
    pub abusive_per_day: u32,
}

impl Default for Care {
    fn default() -> Self {
        Care { abusive_per_day: 5 }
    }
}

/// The weekly mail that carries praise by name to everybody.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Praise {
    /// Local time of the reader, `09:30` or a cron line; empty: no such mail.
    pub at: String,
    /// Names of people; `["*"]` is everybody.
    pub to: Vec<String>,
}

impl Default for Praise {
    fn default() -> Self {
        Praise {
            at: "cron:0 16 * * fri".into(),
            to: vec!["*".into()],
        }
    }
}

impl Praise {
    /// Does this person get it?
    pub fn goes_to(&self, name: &str) -> bool {
        self.to.iter().any(|n| n == "*" || n == name)
    }
}
