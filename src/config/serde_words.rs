//! What the TOML reader says, in the words of a person: its few forms are recognised, anything else stays
//! as it is.

use crate::domain::Lang;
use crate::i18n;

/// The message in `lang`.
pub fn told(lang: Lang, message: &str) -> String {
    let say = |key: &str, what: &str, allowed: &str| {
        let args = [("what", what.into()), ("allowed", allowed.into())];
        i18n::t(lang, &format!("config-{key}"), &args)
    };
    let split = |rest: &str| {
        let (what, allowed) = rest.split_once(", expected ").unwrap_or((rest, ""));
        (
            what.replace('`', ""),
            // serde lists two words with an English "or" and more with commas
            allowed
                .trim_start_matches("one of ")
                .replace("` or `", ", ")
                .replace('`', ""),
        )
    };
    for (begins, key) in [
        ("unknown field ", "unknown-key"),
        ("unknown variant ", "unknown-word"),
        ("invalid type: ", "wrong-type"),
        ("invalid value: ", "wrong-type"),
    ] {
        if let Some(rest) = message.strip_prefix(begins) {
            let (what, allowed) = split(rest);
            return say(key, &what, &allowed);
        }
    }
    match message.strip_prefix("missing field ") {
        Some(key) => say("missing-key", &key.replace('`', ""), ""),
        None => say("unreadable-here", message, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_allowed_words_are_listed_without_an_english_word() {
        let told = told(
            Lang::Ru,
            "unknown field `lissten`, expected `listen` or `public_url`",
        );
        assert!(told.ends_with("можно: listen, public_url"), "{told}");
    }
}
