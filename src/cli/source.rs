//! `otklik source add`: recognises a pasted link and prints the configuration for it.

use super::adapter::no_link;
use super::open::Usage;
use super::{Exit, show};
use crate::domain::Lang;
use crate::i18n;
use anyhow::Result;
use otklik_adapters::{Adapter, Place};
use url::Url;

/// Prints the `[[source]]` of a link.
///
/// # Errors
/// A link of no platform of this build.
pub fn add(url: &str) -> Result<Exit> {
    let (adapter, place) = recognised(url)?;
    show::text(toml_of(i18n::of_environment(), adapter, &place).trim_end())?;
    Ok(Exit::Done)
}

/// The platform that a pasted link belongs to; `https://` may be missing.
///
/// # Errors
/// [`Usage`], with the platforms that there are.
pub fn recognised(pasted: &str) -> Result<(&'static dyn Adapter, Place)> {
    let pasted = pasted.trim();
    let url = Url::parse(pasted)
        .or_else(|_| Url::parse(&format!("https://{pasted}")))
        .map_err(|_| no_link(pasted))?;
    let lang = i18n::of_environment();
    otklik_adapters::recognise(&url).ok_or_else(|| {
        let known: Vec<String> = otklik_adapters::all()
            .iter()
            .map(|a| {
                let m = a.manifest();
                format!("{} ({})", m.id, lang.pick(&m.title.ru, &m.title.en))
            })
            .collect();
        let args = [("url", pasted.into()), ("known", known.join(", ").into())];
        Usage(i18n::t(lang, "link-unknown", &args)).into()
    })
}

/// The text, with what it needs as comments.
pub fn toml_of(lang: Lang, adapter: &dyn Adapter, place: &Place) -> String {
    let m = adapter.manifest();
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let comment = |key: &str| format!("# {}\n", i18n::t(lang, key, &[]));
    let mut out = format!("# {}\n[[source]]\n", lang.pick(&m.title.ru, &m.title.en));
    out += &format!("name = {}\n", quoted(&name(place)));
    out += &format!(
        "platform = {}\nurl = {}\n",
        quoted(&m.id),
        quoted(place.url.as_str())
    );
    out += &comment("toml-location");
    out += &format!(
        "# location = {}\n",
        quoted(&i18n::t(lang, "toml-location-example", &[]))
    );
    if let Some(why) = &m.opt_in {
        let why = lang.pick(why.ru.as_str(), why.en.as_str());
        out += &format!(
            "# {}\n# opt_in = true\n",
            i18n::t(lang, "toml-opt-in", &[("why", why.into())])
        );
    }
    if m.keys.is_empty() {
        return out;
    }
    let (must, may): (Vec<_>, Vec<_>) = m.keys.iter().partition(|k| k.required);
    if must.is_empty() {
        out += &comment("toml-access-may");
        out += "# [source.access]\n";
    } else {
        out += "[source.access]\n";
    }
    for (keys, sign) in [(must, ""), (may, "# ")] {
        for key in keys {
            out += &format!("# {}\n", lang.pick(&key.what.ru, &key.what.en));
            let line = if key.secret {
                format!(
                    "{}_file = {}",
                    key.name,
                    quoted(&format!("/run/secrets/{}-{}", m.id, key.name))
                )
            } else {
                format!("{} = \"\"", key.name)
            };
            out += &format!("{sign}{line}\n");
        }
    }
    out
}

/// `2gis-70000001000000039`: plain, and different for different places.
fn name(place: &Place) -> String {
    let tail: String = place
        .id
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    format!("{}-{}", place.platform, tail.trim_matches('-'))
}
