//! The sections of `otklik.toml`.

use super::Span;
use crate::domain::{Lang, Role, Urgency};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    #[serde(default)]
    pub database: Database,
    #[serde(default)]
    pub web: Web,
    #[serde(default)]
    pub mail: Mail,
    #[serde(default)]
    pub telegram: Telegram,
    pub business: Business,
    #[serde(default)]
    pub network: Network,
    #[serde(default)]
    pub reply: Reply,
    #[serde(default)]
    pub judge: Judge,
    #[serde(default)]
    pub care: super::Care,
    #[serde(default)]
    pub praise: super::Praise,
    #[serde(default)]
    pub escalation: Escalation,
    #[serde(default)]
    pub retention: Retention,
    #[serde(default, rename = "deadline")]
    pub deadlines: Vec<Deadline>,
    #[serde(default, rename = "contact")]
    pub contacts: Vec<super::Contact>,
    #[serde(default, rename = "playbook")]
    pub playbooks: Vec<super::Playbook>,
    #[serde(default)]
    pub model: super::Model,
    #[serde(default, rename = "webhook")]
    pub webhooks: Vec<Webhook>,
    #[serde(default, rename = "location")]
    pub locations: Vec<Location>,
    #[serde(default, rename = "source")]
    pub sources: Vec<Source>,
    #[serde(default, rename = "person")]
    pub people: Vec<Person>,
}

/// How the judge reads; the curves are in `config/model/README.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Judge {
    /// Added to the logit of "neutral", -3 to 3: above 0 more texts without stars are neutral.
    pub neutral_bias: f32,
    /// Added to the logits of "critical" and "high", -3 to 3: above 0 more alarms and fewer misses.
    pub alert_bias: f32,
    /// Languages that reviews are expected in; texts of others are called `other`.
    pub languages: Vec<Lang>,
}

impl Default for Judge {
    fn default() -> Self {
        Judge {
            neutral_bias: 0.0,
            alert_bias: 0.0,
            languages: vec![Lang::Ru, Lang::En],
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:FILE` or `postgres://user@host/db`.
    pub url: String,
}

impl Default for Database {
    fn default() -> Self {
        Database {
            url: "sqlite:otklik.db".into(),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Web {
    pub listen: std::net::SocketAddr,
    /// Base of every link in mails; its host is the only one that is answered.
    pub public_url: url::Url,
}

impl Default for Web {
    #[expect(clippy::expect_used, reason = "a constant")]
    fn default() -> Self {
        Web {
            listen: ([127, 0, 0, 1], 8080).into(),
            public_url: "http://127.0.0.1:8080".parse().expect("a constant address"),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtp://host:25`, `smtps://user@host:465`, `smtp://user@host:587?tls=required`.
    /// Without it mails wait in the database, five days each.
    pub smtp: Option<url::Url>,
    /// `Name <address>`.
    pub from: Option<String>,
    pub password: Option<String>,
    pub password_file: Option<std::path::PathBuf>,
    /// One more certificate authority (PEM file) for the mail server.
    pub ca_file: Option<std::path::PathBuf>,
}

/// The bot that writes to chats named `telegram:CHAT`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telegram {
    /// `env:NAME`, as BotFather gave it.
    pub token: Option<String>,
    pub token_file: Option<std::path::PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Business {
    pub name: String,
    #[serde(default = "russian")]
    pub language: String,
}

fn russian() -> String {
    "ru".into()
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Network {
    /// Host -> origin with path prefix: a recording proxy, and the tests.
    pub rewrite: BTreeMap<String, url::Url>,
}

/// What kind of business it is; regulated ones may not confirm that somebody is a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vertical {
    General,
    Medical,
    Bank,
}

impl Vertical {
    /// The word of the configuration.
    pub fn word(self) -> &'static str {
        match self {
            Vertical::General => "general",
            Vertical::Medical => "medical",
            Vertical::Bank => "bank",
        }
    }
}

/// Whether a greeting may use the author's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GreetByName {
    Profile,
    Never,
}

impl GreetByName {
    /// The word of the configuration.
    pub fn word(self) -> &'static str {
        match self {
            GreetByName::Profile => "profile",
            GreetByName::Never => "never",
        }
    }
}

/// For which drafts managers are asked by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskByMail {
    Negative,
    All,
    Never,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reply {
    /// How long an approved reply can be taken back; 0 to 24 h.
    pub outbox: Span,
    pub vertical: Vertical,
    pub allowed_contacts: Vec<String>,
    pub greet_by_name: GreetByName,
    pub you: super::You,
    pub ask_by_mail: AskByMail,
}

impl Default for Reply {
    fn default() -> Self {
        Reply {
            outbox: Span::minutes(10),
            vertical: Vertical::General,
            allowed_contacts: Vec::new(),
            greet_by_name: GreetByName::Profile,
            you: super::You::Capital,
            ask_by_mail: AskByMail::Negative,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Escalation {
    /// An alert that nobody took goes to the next level after this time (product.md §4: 15 min).
    pub after: Span,
    /// From this urgency on a review raises an alert.
    pub from: Urgency,
}

impl Default for Escalation {
    fn default() -> Self {
        Escalation {
            after: Span::minutes(15),
            from: Urgency::Critical,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    pub raw_pages: Span,
    pub texts: Span,
}

impl Default for Retention {
    fn default() -> Self {
        Retention {
            raw_pages: Span::days(90),
            texts: Span::days(3 * 365),
        }
    }
}

/// One line of the deadline matrix; the first that matches wins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Deadline {
    pub platform: Vec<String>,
    pub urgency: Vec<Urgency>,
    pub sentiment: Vec<crate::domain::Sentiment>,
    pub first_reply: Option<String>,
    pub final_answer: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    pub name: String,
    pub url: url::Url,
    pub secret: Option<String>,
    pub secret_file: Option<std::path::PathBuf>,
    #[serde(default)]
    pub internal: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    pub name: String,
    pub time_zone: Tz,
    #[serde(default = "always")]
    pub hours: String,
    pub calendar: Option<String>,
}

fn always() -> String {
    "24/7".into()
}

/// What the first poll of a source does with old reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum History {
    #[default]
    Quiet,
    Loud,
}

/// How often a source is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Every {
    #[default]
    Adaptive,
    Span(Span),
}

impl<'de> Deserialize<'de> for Every {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        if text == "adaptive" {
            return Ok(Every::Adaptive);
        }
        text.parse()
            .map(Every::Span)
            .map_err(|e: String| serde::de::Error::custom(format!("{e}, or \"adaptive\"")))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub name: String,
    pub platform: String,
    pub url: url::Url,
    pub location: Option<String>,
    #[serde(default)]
    pub every: Every,
    #[serde(default)]
    pub history: History,
    /// The owner's consent to read a platform that is off without it (`adapter list` says which and why).
    #[serde(default)]
    pub opt_in: bool,
    /// `http://HOST:PORT` or `socks5://HOST:PORT` through which this source alone is reached; with a
    /// password as `env:NAME`, or as `proxy_file`.
    pub proxy: Option<String>,
    pub proxy_file: Option<std::path::PathBuf>,
    /// Keys of the platform; secrets as `KEY_file` or `env:NAME`.
    #[serde(default)]
    pub access: BTreeMap<String, String>,
    /// For `otklik import`: field of a review -> column or JSON path of the file; see
    /// [`super::mapping`].
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    pub email: String,
    pub role: Role,
    #[serde(default = "moscow")]
    pub time_zone: Tz,
    #[serde(default = "russian")]
    pub language: String,
    /// Local times `09:30`, or `cron:30 9 * * mon-fri`.
    #[serde(default)]
    pub digests: Vec<String>,
    #[serde(default = "everywhere")]
    pub locations: Vec<String>,
    #[serde(default = "by_mail")]
    pub alerts: Vec<String>,
}

fn moscow() -> Tz {
    Tz::Europe__Moscow
}

fn everywhere() -> Vec<String> {
    vec!["*".into()]
}

fn by_mail() -> Vec<String> {
    vec!["mail".into()]
}
