//! A command line that cannot be understood, said in the language of the user.

use crate::domain::Lang;
use crate::i18n::{Arg, t};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What is wrong, how the command is written, and where help is. Ends with a line break.
pub fn told(error: &clap::Error, lang: Lang) -> String {
    let mut lines = vec![t(lang, "cli-wrong", &[("what", cause(error, lang).into())])];
    if let Some(like) = first(error, SUGGESTED) {
        lines.push(t(lang, "cli-wrong-meant", &[("word", like.into())]));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.split_once(':').map_or(usage.as_str(), |(_, u)| u).trim();
        lines.push(t(lang, "cli-wrong-usage", &[("usage", usage.into())]));
    }
    lines.push(t(lang, "cli-wrong-help", &[]));
    lines.join("\n") + "\n"
}

const SUGGESTED: &[ContextKind] = &[
    ContextKind::SuggestedArg,
    ContextKind::SuggestedSubcommand,
    ContextKind::SuggestedValue,
];

fn cause(error: &clap::Error, lang: Lang) -> String {
    let get = |kind: ContextKind| first(error, &[kind]).unwrap_or_default();
    let arg = || ("arg", Arg::from(get(ContextKind::InvalidArg)));
    let value = || ("value", Arg::from(get(ContextKind::InvalidValue)));
    match error.kind() {
        ErrorKind::UnknownArgument => t(lang, "cli-wrong-argument", &[arg()]),
        ErrorKind::InvalidSubcommand => {
            let word = get(ContextKind::InvalidSubcommand);
            t(lang, "cli-wrong-command", &[("word", word.into())])
        }
        ErrorKind::MissingRequiredArgument => t(lang, "cli-wrong-missing", &[arg()]),
        ErrorKind::InvalidValue if get(ContextKind::InvalidValue).is_empty() => {
            t(lang, "cli-wrong-no-value", &[arg()])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let allowed = get(ContextKind::ValidValue);
            let said = t(lang, "cli-wrong-value", &[arg(), value()]);
            match allowed.is_empty() {
                true => said,
                false => said + &t(lang, "cli-wrong-allowed", &[("values", allowed.into())]),
            }
        }
        ErrorKind::ArgumentConflict => {
            let other = get(ContextKind::PriorArg);
            t(lang, "cli-wrong-together", &[arg(), ("other", other.into())])
        }
        ErrorKind::MissingSubcommand => t(lang, "cli-wrong-no-command", &[]),
        ErrorKind::InvalidUtf8 => t(lang, "cli-wrong-letters", &[]),
        _ => t(lang, "cli-wrong-other", &[]),
    }
}

/// What clap noted under the first of these that it noted at all.
fn first(error: &clap::Error, kinds: &[ContextKind]) -> Option<String> {
    kinds.iter().find_map(|kind| match error.get(*kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => (!texts.is_empty()).then(|| texts.join(", ")),
        _ => None,
    })
}
