//! Messages of the catalogue, for view models.

use crate::domain::Lang;
use crate::i18n;
use fluent_bundle::{FluentArgs, FluentValue};

/// One message without arguments.
pub fn say(lang: Lang, key: &str) -> String {
    i18n::t(lang, key, &FluentArgs::new())
}

/// One message with arguments.
pub fn say_with(lang: Lang, key: &str, values: &[(&'static str, FluentValue<'static>)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    i18n::t(lang, key, &args)
}
