//! Messages of the catalogue, for view models.

use crate::i18n::{Arg, Lang, t};

/// One message without arguments.
pub fn say(lang: Lang, key: &str) -> String {
    t(lang, key, &[])
}

/// One message with arguments.
pub fn say_with(lang: Lang, key: &str, values: &[(&str, Arg<'_>)]) -> String {
    t(lang, key, values)
}
