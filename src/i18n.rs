//! The words of pages, mails and messages, in Russian and English.
//!
//! Texts live in `config/locale/<language>/<area>.ftl` ([Fluent](https://projectfluent.org)) and are
//! compiled in. `tests/it/i18n.rs` keeps both languages complete. Vocabularies of the contract have
//! one message per word, `<family>-<word>`; see [`word`].

mod failure;
mod template;
mod time;

pub use crate::domain::Lang;
pub use failure::{Told, concerns, failure, failure_cause};
pub use fluent_bundle::FluentValue as Arg;
pub use template::register;
pub use time::{date, date_time, left, relative, time_of};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::LazyLock;

macro_rules! catalogue {
    ($($area:literal),+) => {
        /// Every catalogue: language, area, text.
        pub const CATALOGUES: &[(Lang, &str, &str)] = &[
            $((Lang::Ru, $area, include_str!(concat!("../config/locale/ru/", $area, ".ftl"))),
              (Lang::En, $area, include_str!(concat!("../config/locale/en/", $area, ".ftl"))),)+
        ];
    };
}
catalogue!("common", "web", "mail", "cli", "failure");

type Bundle = FluentBundle<FluentResource>;

static RU: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Ru));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En));

/// A message that is wrong is left out and logged; the tests of the catalogues let none pass.
fn bundle(lang: Lang) -> Bundle {
    let mut bundle = Bundle::new_concurrent(lang.word().parse().into_iter().collect());
    // Isolation marks would leak into plain-text mails.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Ru => |value, _| formatted(Lang::Ru, value),
        Lang::En => |value, _| formatted(Lang::En, value),
    }));
    for (_, area, text) in CATALOGUES.iter().filter(|c| c.0 == lang) {
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(lang = %lang, area, ?errors, "a catalogue of texts is broken");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(lang = %lang, area, ?errors, "a text is defined twice");
        }
    }
    bundle
}

/// Numbers by the custom of the language; everything else as Fluent does it.
fn formatted(lang: Lang, value: &Arg<'_>) -> Option<String> {
    match value {
        Arg::Number(number) => Some(number_text(lang, number)),
        _ => None,
    }
}

fn number_text(lang: Lang, number: &FluentNumber) -> String {
    let plain = number.as_string();
    let (whole, fraction) = plain
        .split_once('.')
        .map_or((plain.as_ref(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("−", d));
    let mut text = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        // Four digits stay together: «1250», but «12 500» and "12,500".
        if digits.len() > 4 && at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(lang.pick('\u{a0}', ','));
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(lang.pick(',', '.'));
        text.push_str(fraction);
    }
    text
}

/// A number as people of the language write it: «4,5», "4.5", «12 500» with a no-break space.
pub fn number(lang: Lang, value: f64) -> String {
    number_text(lang, &FluentNumber::new(value, Default::default()))
}

/// The text of `key` (`name`, or `name.attribute`) with `args` filled in. Arguments are data: they
/// are never read as patterns. An unknown key is shown as itself and logged.
pub fn t(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    let Some(text) = lookup(lang, key, args) else {
        tracing::error!(key, %lang, "there is no such text");
        return key.to_owned();
    };
    text
}

/// As [`t`], `None` for an unknown key.
pub fn lookup(lang: Lang, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
    let bundle: &Bundle = lang.pick(&RU, &EN);
    let (name, attribute) = key.split_once('.').map_or((key, None), |(n, a)| (n, Some(a)));
    let message = bundle.get_message(name)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(&args), &mut errors)
        .into_owned();
    if !errors.is_empty() {
        tracing::error!(key, %lang, ?errors, "a text was given the wrong arguments");
    }
    Some(text)
}

/// The language of the terminal: `OTKLIK_LANG`, else the locale; Russian where nothing is said.
pub fn of_environment() -> Lang {
    let named = ["OTKLIK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    match named.as_deref() {
        Some(v) if v.starts_with("en") => Lang::En,
        _ => Lang::Ru,
    }
}

/// A word of a vocabulary of the contract for people: `word(lang, "urgency", "critical")`.
/// Families: sentiment, urgency, state, topic, role, intent, fault, sensitive, platform, outcome,
/// health. An unknown word is shown as it is.
pub fn word(lang: Lang, family: &str, word: &str) -> String {
    lookup(lang, &format!("{family}-{word}"), &[]).unwrap_or_else(|| word.to_owned())
}
