//! Reading and checking the file.

use super::{Config, Deadline};
use crate::domain::Lang;
use secrecy::SecretString;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What is wrong with the configuration. `Display` is one line: file, place, key, remedy.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("{}: {source}; write the file first, `config/otklik.example.toml` is a start", path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{}:{line}:{column}: {message}", path.display())]
    Syntax {
        path: PathBuf,
        line: usize,
        column: usize,
        message: String,
    },
    #[error("{}:{line}: {key}: {message}", path.display())]
    Value {
        path: PathBuf,
        line: usize,
        key: String,
        message: String,
    },
}

/// Reads and checks a configuration file.
///
/// # Errors
/// The first problem, with file, line, key and what is allowed.
pub fn load(path: &Path) -> Result<Config, Problem> {
    let text = std::fs::read_to_string(path).map_err(|source| Problem::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    read(&text, path)
}

/// Checks the text of a configuration file; `path` is only for messages and relative secret files.
///
/// # Errors
/// As [`load`].
pub fn read(text: &str, path: &Path) -> Result<Config, Problem> {
    let config: Config = toml::from_str(text).map_err(|e| {
        let at = e.span().map_or(0, |s| s.start);
        let (line, column) = position(text, at);
        Problem::Syntax {
            path: path.to_owned(),
            line,
            column,
            message: e.message().replace('\n', " "),
        }
    })?;
    Check {
        text,
        path,
        config: &config,
    }
    .run()?;
    Ok(config)
}

fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    (line, column)
}

struct Check<'a> {
    text: &'a str,
    path: &'a Path,
    config: &'a Config,
}

impl Check<'_> {
    fn run(&self) -> Result<(), Problem> {
        let c = self.config;
        self.unique("location.name", c.locations.iter().map(|l| &l.name))?;
        self.unique("source.name", c.sources.iter().map(|s| &s.name))?;
        self.unique("person.name", c.people.iter().map(|p| &p.name))?;
        self.unique("webhook.name", c.webhooks.iter().map(|w| &w.name))?;
        if c.reply.outbox.0 > std::time::Duration::from_secs(86_400) {
            return Err(self.wrong("reply.outbox", "outbox", "at most 24h"));
        }
        self.language("business.language", &c.business.language)?;
        let places: BTreeSet<&str> = c.locations.iter().map(|l| l.name.as_str()).collect();
        for s in &c.sources {
            self.source(s, &places)?;
        }
        for p in &c.people {
            self.person(p, &places)?;
        }
        for d in &c.deadlines {
            self.deadline(d)?;
        }
        for l in &c.locations {
            crate::domain::due::Hours::parse(&l.hours)
                .map_err(|e| self.wrong("location.hours", &l.hours, &e.text(Lang::En)))?;
            if let Some(name) = &l.calendar {
                crate::domain::due::Calendar::by_name(name)
                    .map_err(|e| self.wrong("location.calendar", name, &e.text(Lang::En)))?;
            }
        }
        Ok(())
    }

    fn source(&self, s: &super::Source, places: &BTreeSet<&str>) -> Result<(), Problem> {
        let known = || {
            let ids: Vec<&str> = otklik_adapters::all()
                .iter()
                .map(|a| a.manifest().id.as_str())
                .collect();
            format!("platforms of this build: {}", ids.join(", "))
        };
        let adapter = otklik_adapters::by_id(&s.platform)
            .ok_or_else(|| self.wrong("source.platform", &s.platform, &known()))?;
        if adapter.locate(&s.url).is_none() {
            let title = &adapter.manifest().title.en;
            let hint = otklik_adapters::recognise(&s.url)
                .map(|(other, _)| format!("; this link belongs to platform \"{}\"", other.manifest().id))
                .unwrap_or_default();
            let message =
                format!("not a link that {title} would show{hint}; `otklik source add URL` tells more");
            return Err(self.wrong("source.url", s.url.as_str(), &message));
        }
        if let Some(place) = &s.location
            && !places.contains(place.as_str())
        {
            return Err(self.wrong(
                "source.location",
                place,
                "there is no [[location]] with this name",
            ));
        }
        let keys = &adapter.manifest().keys;
        for key in s.access.keys() {
            let bare = key.strip_suffix("_file").unwrap_or(key);
            if !keys.iter().any(|k| k.name == bare || k.name == *key) {
                let names: Vec<&str> = keys.iter().map(|k| k.name.as_str()).collect();
                let message = format!("allowed here: {}", names.join(", "));
                return Err(self.wrong(&format!("source.access.{key}"), key, &message));
            }
        }
        for key in keys.iter().filter(|k| k.required) {
            if !s.access.contains_key(&key.name) && !s.access.contains_key(&format!("{}_file", key.name)) {
                let message = format!("{} needs it: {}", s.platform, key.what.en);
                return Err(self.wrong(&format!("source.access.{}", key.name), &s.name, &message));
            }
        }
        Ok(())
    }

    fn person(&self, p: &super::Person, places: &BTreeSet<&str>) -> Result<(), Problem> {
        self.language("person.language", &p.language)?;
        if p.email.parse::<lettre::Address>().is_err() {
            return Err(self.wrong(
                "person.email",
                &p.email,
                "not a mail address, write name@example.org",
            ));
        }
        for slot in &p.digests {
            crate::schedule::Slot::parse(slot)
                .map_err(|e| self.wrong("person.digests", slot, &e.text(Lang::En)))?;
        }
        for place in &p.locations {
            if place != "*" && !places.contains(place.as_str()) {
                return Err(self.wrong(
                    "person.locations",
                    place,
                    "neither \"*\" nor the name of a [[location]]",
                ));
            }
        }
        for channel in &p.alerts {
            let known = channel == "mail"
                || channel.strip_prefix("telegram:").is_some_and(|c| !c.is_empty())
                || channel
                    .strip_prefix("webhook:")
                    .is_some_and(|n| self.config.webhooks.iter().any(|w| w.name == n));
            if !known {
                let message = "write mail, telegram:CHAT, or webhook:NAME of a [[webhook]]";
                return Err(self.wrong("person.alerts", channel, message));
            }
        }
        Ok(())
    }

    fn deadline(&self, d: &Deadline) -> Result<(), Problem> {
        for within in [&d.first_reply, &d.final_answer].into_iter().flatten() {
            crate::domain::due::Within::parse(within)
                .map_err(|e| self.wrong("deadline", within, &e.text(Lang::En)))?;
        }
        Ok(())
    }

    fn language(&self, key: &str, value: &str) -> Result<(), Problem> {
        if matches!(value, "ru" | "en") {
            Ok(())
        } else {
            Err(self.wrong(key, value, "allowed: ru, en"))
        }
    }

    fn unique<'s>(&self, key: &str, names: impl Iterator<Item = &'s String>) -> Result<(), Problem> {
        let mut seen = BTreeSet::new();
        for name in names {
            if name.is_empty() || !seen.insert(name) {
                return Err(self.wrong(key, name, "each needs a name of its own"));
            }
        }
        Ok(())
    }

    /// Names the line by looking for the offending value: serde keeps no spans of read values.
    fn wrong(&self, key: &str, value: &str, message: &str) -> Problem {
        let quoted = format!("\"{value}\"");
        let bare = key.rsplit('.').next().unwrap_or(key);
        let line = self
            .text
            .lines()
            .position(|l| l.contains(&quoted))
            .or_else(|| self.text.lines().position(|l| l.trim_start().starts_with(bare)))
            .map_or(1, |n| n + 1);
        Problem::Value {
            path: self.path.to_owned(),
            line,
            key: key.to_owned(),
            message: format!("{value:?}: {message}"),
        }
    }
}

/// A secret as written: the value itself, `env:NAME`, or a file beside it.
///
/// # Errors
/// In words: which variable or file is missing.
pub(super) fn secret(value: Option<&str>, file: Option<&Path>) -> Result<Option<SecretString>, String> {
    if let Some(file) = file {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        return Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned().into()));
    }
    match value {
        None => Ok(None),
        Some(v) => match v.strip_prefix("env:") {
            Some(name) => std::env::var(name)
                .map(|v| Some(v.into()))
                .map_err(|_| format!("environment variable {name} is not set")),
            None => Ok(Some(v.to_owned().into())),
        },
    }
}

impl super::Source {
    /// The keys of `[source.access]` with their values.
    ///
    /// # Errors
    /// Which variable or file is missing.
    pub fn secrets(&self) -> Result<BTreeMap<String, SecretString>, String> {
        let mut out = BTreeMap::new();
        for (key, value) in &self.access {
            let (name, found) = match key.strip_suffix("_file") {
                Some(bare) => (bare, secret(None, Some(Path::new(value)))),
                None => (key.as_str(), secret(Some(value), None)),
            };
            if let Some(found) = found.map_err(|e| format!("source {}: access.{key}: {e}", self.name))? {
                out.insert(name.to_owned(), found);
            }
        }
        Ok(out)
    }
}

impl super::Mail {
    /// The password of the mail server, if there is one.
    ///
    /// # Errors
    /// Which variable or file is missing.
    pub fn secret(&self) -> Result<Option<SecretString>, String> {
        secret(self.password.as_deref(), self.password_file.as_deref())
            .map_err(|e| format!("mail.password: {e}"))
    }
}

impl super::Telegram {
    /// The bot's token, if there is one.
    ///
    /// # Errors
    /// Which variable or file is missing.
    pub fn secret(&self) -> Result<Option<SecretString>, String> {
        secret(self.token.as_deref(), self.token_file.as_deref()).map_err(|e| format!("telegram.token: {e}"))
    }
}

impl super::Webhook {
    /// The signing secret.
    ///
    /// # Errors
    /// Which variable or file is missing.
    pub fn secret(&self) -> Result<Option<SecretString>, String> {
        secret(self.secret.as_deref(), self.secret_file.as_deref())
            .map_err(|e| format!("webhook {}: secret: {e}", self.name))
    }
}

impl super::Business {
    /// The language of the house: what commands and alerts speak where no person is known.
    pub fn language(&self) -> Lang {
        self.language.parse().unwrap_or(Lang::Ru)
    }
}

impl Config {
    /// The zone in which times are told where no person is known: that of the first location.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.locations
            .first()
            .map_or(chrono_tz::Tz::Europe__Moscow, |l| l.time_zone)
    }
}
