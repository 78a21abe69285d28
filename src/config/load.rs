//! Reading and checking the file.

use super::{Config, Deadline};
use crate::domain::Lang;
use crate::i18n;
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is wrong with the configuration. `Display` is one line: file, place, key, remedy.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error("{}", unreadable(path, source))]
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

fn unreadable(path: &Path, source: &std::io::Error) -> String {
    let (path, why) = (path.display().to_string(), source.to_string());
    say("unreadable", &[("path", path.into()), ("why", why.into())])
}

/// Problems are told in the language of the terminal: the file that would name another is the one that
/// cannot be read.
fn lang() -> Lang {
    i18n::of_environment()
}

fn say(key: &str, args: &[(&str, i18n::Arg<'_>)]) -> String {
    i18n::t(lang(), &format!("config-{key}"), args)
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
    let mut config: Config = toml::from_str(text).map_err(|e| {
        let at = e.span().map_or(0, |s| s.start);
        let (line, column) = position(text, at);
        let told = super::serde_words::told(lang(), &e.message().replace('\n', " "));
        let written = text.lines().nth(line - 1).and_then(|l| l.split_once('='));
        let key = written
            .map(|(key, _)| key.trim())
            .filter(|key| !told.contains(*key));
        Problem::Syntax {
            path: path.to_owned(),
            line,
            column,
            message: key.map_or(told.clone(), |key| format!("{key}: {told}")),
        }
    })?;
    Check {
        text,
        path,
        config: &config,
    }
    .run()?;
    // what the operator gives as a contact may stand in a reply
    let channels: Vec<String> = config.contacts.iter().map(|c| c.channel.clone()).collect();
    config.reply.allowed_contacts.extend(channels);
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
            return Err(self.wrong("reply.outbox", "outbox", &say("outbox", &[])));
        }
        for (key, bias) in [
            ("judge.neutral_bias", c.judge.neutral_bias),
            ("judge.alert_bias", c.judge.alert_bias),
        ] {
            if !(-3.0..=3.0).contains(&bias) {
                return Err(self.wrong(key, &bias.to_string(), &say("bias", &[])));
            }
        }
        if c.judge.languages.is_empty() {
            return Err(self.wrong("judge.languages", "", &say("languages", &[])));
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
        self.writing(&places)?;
        self.praise()?;
        for l in &c.locations {
            crate::domain::due::Hours::parse(&l.hours)
                .map_err(|e| self.wrong("location.hours", &l.hours, &e.text(lang())))?;
            if let Some(name) = &l.calendar {
                crate::domain::due::Calendar::by_name(name)
                    .map_err(|e| self.wrong("location.calendar", name, &e.text(lang())))?;
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
            say("platforms", &[("known", ids.join(", ").into())])
        };
        let adapter = otklik_adapters::by_id(&s.platform)
            .ok_or_else(|| self.wrong("source.platform", &s.platform, &known()))?;
        if adapter.locate(&s.url).is_none() {
            let title = &adapter.manifest().title;
            let title = lang().pick(title.ru.as_str(), title.en.as_str());
            let message = match otklik_adapters::recognise(&s.url) {
                Some((other, _)) => {
                    let other = other.manifest().id.as_str();
                    say(
                        "link-of-other",
                        &[("title", title.into()), ("other", other.into())],
                    )
                }
                None => say("link-of-none", &[("title", title.into())]),
            };
            return Err(self.wrong("source.url", s.url.as_str(), &message));
        }
        if let Some(place) = &s.location
            && !places.contains(place.as_str())
        {
            return Err(self.wrong("source.location", place, &say("no-location", &[])));
        }
        self.proxy(s)?;
        let keys = &adapter.manifest().keys;
        for key in s.access.keys() {
            let bare = key.strip_suffix("_file").unwrap_or(key);
            if !keys.iter().any(|k| k.name == bare || k.name == *key) {
                let names: Vec<&str> = keys.iter().map(|k| k.name.as_str()).collect();
                let message = say("access-allowed", &[("known", names.join(", ").into())]);
                return Err(self.wrong(&format!("source.access.{key}"), key, &message));
            }
        }
        if !s.columns.is_empty() {
            super::mapping::Mapping::of(&s.columns).map_err(|e| {
                let field = match &e {
                    super::mapping::BadMapping::Unknown(field) => field.clone(),
                    _ => "columns".to_owned(),
                };
                self.wrong(&format!("source.columns.{field}"), &field, &e.text(lang()))
            })?;
        }
        for key in keys.iter().filter(|k| k.required) {
            if !s.access.contains_key(&key.name) && !s.access.contains_key(&format!("{}_file", key.name)) {
                let message = say(
                    "access-needed",
                    &[
                        ("platform", s.platform.as_str().into()),
                        (
                            "what",
                            lang().pick(key.what.ru.as_str(), key.what.en.as_str()).into(),
                        ),
                    ],
                );
                return Err(self.wrong(&format!("source.access.{}", key.name), &s.name, &message));
            }
        }
        Ok(())
    }

    /// A proxy that is written out is checked here; one in a file or a variable when it is used, because a
    /// missing secret ails one source and not the daemon.
    fn proxy(&self, s: &super::Source) -> Result<(), Problem> {
        match &s.proxy {
            Some(address) if !address.starts_with("env:") && !super::source::is_proxy(address) => {
                Err(self.wrong("source.proxy", address, &say("proxy", &[])))
            }
            _ => Ok(()),
        }
    }

    fn person(&self, p: &super::Person, places: &BTreeSet<&str>) -> Result<(), Problem> {
        self.language("person.language", &p.language)?;
        if p.email.parse::<lettre::Address>().is_err() {
            return Err(self.wrong("person.email", &p.email, &say("email", &[])));
        }
        for slot in &p.digests {
            crate::schedule::Slot::parse(slot)
                .map_err(|e| self.wrong("person.digests", slot, &e.text(lang())))?;
        }
        for place in &p.locations {
            if place != "*" && !places.contains(place.as_str()) {
                return Err(self.wrong("person.locations", place, &say("person-location", &[])));
            }
        }
        for channel in &p.alerts {
            let known = channel == "mail"
                || channel.strip_prefix("telegram:").is_some_and(|c| !c.is_empty())
                || channel
                    .strip_prefix("webhook:")
                    .is_some_and(|n| self.config.webhooks.iter().any(|w| w.name == n));
            if !known {
                return Err(self.wrong("person.alerts", channel, &say("channel", &[])));
            }
        }
        Ok(())
    }

    fn praise(&self) -> Result<(), Problem> {
        let praise = &self.config.praise;
        if !praise.at.is_empty() {
            crate::schedule::Slot::parse(&praise.at)
                .map_err(|e| self.wrong("praise.at", &praise.at, &e.text(lang())))?;
        }
        for name in &praise.to {
            if name != "*" && !self.config.people.iter().any(|p| p.name == *name) {
                return Err(self.wrong("praise.to", name, &say("praise-person", &[])));
            }
        }
        Ok(())
    }

    fn deadline(&self, d: &Deadline) -> Result<(), Problem> {
        for within in [&d.first_reply, &d.final_answer].into_iter().flatten() {
            crate::domain::due::Within::parse(within)
                .map_err(|e| self.wrong("deadline", within, &e.text(lang())))?;
        }
        Ok(())
    }

    /// Contacts, playbooks and the model.
    fn writing(&self, places: &BTreeSet<&str>) -> Result<(), Problem> {
        let known = |key: &str, list: &[String]| match list.iter().find(|l| !places.contains(l.as_str())) {
            Some(place) => Err(self.wrong(key, place, &say("no-location", &[]))),
            None => Ok(()),
        };
        for c in &self.config.contacts {
            known("contact.location", &c.location)?;
            for (key, value) in [("contact.person", &c.person), ("contact.channel", &c.channel)] {
                if value.trim().is_empty() {
                    return Err(self.wrong(key, value, &say("contact", &[])));
                }
            }
        }
        for p in &self.config.playbooks {
            known("playbook.location", &p.location)?;
            crate::domain::due::Within::parse(&p.within)
                .map_err(|e| self.wrong("playbook.within", &p.within, &e.text(lang())))?;
        }
        let m = &self.config.model;
        if let Some(url) = &m.url {
            let sound = matches!(url.scheme(), "https" | "http") && (m.internal || url.scheme() == "https");
            if !sound || url.host_str().is_none() {
                return Err(self.wrong("model.url", url.as_str(), &say("model-url", &[])));
            }
            if m.name.is_empty() {
                return Err(self.wrong("model.name", "", &say("model-name", &[])));
            }
        }
        if m.timeout.0.is_zero() || m.timeout.0 > std::time::Duration::from_secs(120) {
            return Err(self.wrong("model.timeout", "timeout", &say("model-timeout", &[])));
        }
        Ok(())
    }

    fn language(&self, key: &str, value: &str) -> Result<(), Problem> {
        if matches!(value, "ru" | "en") {
            Ok(())
        } else {
            Err(self.wrong(key, value, &say("language", &[])))
        }
    }

    fn unique<'s>(&self, key: &str, names: impl Iterator<Item = &'s String>) -> Result<(), Problem> {
        let mut seen = BTreeSet::new();
        for name in names {
            if name.is_empty() || !seen.insert(name) {
                return Err(self.wrong(key, name, &say("unique", &[])));
            }
        }
        Ok(())
    }

    /// Names the line by looking for the offending value: serde keeps no spans of read values.
    fn wrong(&self, key: &str, value: &str, message: &str) -> Problem {
        let quoted = format!("\"{value}\"");
        // an address without a path is read with a slash at its end
        let shorter = format!("\"{}\"", value.trim_end_matches('/'));
        let bare = key.rsplit('.').next().unwrap_or(key);
        let lines = || self.text.lines();
        let valued = |l: &str| l.contains(&quoted) || l.contains(&shorter);
        let keyed = |l: &str| l.trim_start().starts_with(bare);
        let line = lines()
            .position(|l| keyed(l) && valued(l))
            .or_else(|| lines().position(valued))
            .or_else(|| lines().position(keyed))
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
                .map_err(|_| say("no-variable", &[("name", name.into())])),
            None => Ok(Some(v.to_owned().into())),
        },
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

    /// The PEM of `ca_file`, if one is named.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn authority(&self) -> std::io::Result<Option<Vec<u8>>> {
        self.ca_file.as_ref().map(std::fs::read).transpose()
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
