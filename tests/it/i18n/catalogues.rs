//! Both languages say the same things, and nothing that nobody says.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use otklik::domain::{Fault, Intent, Role, Sensitive, Sentiment, State, Topic, Urgency};
use otklik::i18n::{CATALOGUES, Lang, lookup};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// `name` or `name.attribute` → variables it uses.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// Messages of one language, read line by line.
fn messages(lang: Lang) -> Messages {
    let mut found = Messages::new();
    for (_, area, text) in CATALOGUES.iter().filter(|c| c.0 == lang) {
        let (mut name, mut key) = (String::new(), String::new());
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            if let Some((left, _)) = line.split_once(" =") {
                let fresh = match left.trim().strip_prefix('.') {
                    Some(attribute) => Some(format!("{name}.{attribute}")),
                    None if !left.starts_with(' ') => {
                        name = left.to_owned();
                        Some(name.clone())
                    }
                    None => None,
                };
                if let Some(fresh) = fresh {
                    assert!(
                        found.insert(fresh.clone(), BTreeSet::new()).is_none(),
                        "{area}: {fresh} twice"
                    );
                    key = fresh;
                }
            }
            let variables = line.split('$').skip(1).map(|rest| {
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
                    .collect::<String>()
            });
            if let Some(set) = found.get_mut(&key) {
                set.extend(variables);
            }
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    assert_eq!(messages(Lang::Ru), messages(Lang::En));
    assert!(messages(Lang::Ru).len() > 100);
}

#[test]
fn every_catalogue_is_read_by_fluent_without_an_error_and_every_text_can_be_said() {
    for lang in [Lang::Ru, Lang::En] {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.word().parse().unwrap()]);
        for (_, area, text) in CATALOGUES.iter().filter(|c| c.0 == lang) {
            let resource = FluentResource::try_new((*text).to_owned());
            let resource = resource
                .map_err(|(_, errors)| errors)
                .unwrap_or_else(|e| panic!("{lang}/{area}: {e:?}"));
            bundle
                .add_resource(resource)
                .unwrap_or_else(|e| panic!("{lang}/{area}: {e:?}"));
        }
        for (key, variables) in messages(lang) {
            let (name, attribute) = key
                .split_once('.')
                .map_or((key.as_str(), None), |(n, a)| (n, Some(a)));
            let message = bundle.get_message(name).unwrap_or_else(|| panic!("{key}"));
            let pattern = match attribute {
                Some(attribute) => message.get_attribute(attribute).map(|a| a.value()),
                None => message.value(),
            };
            // A message with attributes alone has no text of its own.
            let Some(pattern) = pattern else { continue };
            let args: FluentArgs<'_> = variables.iter().map(|v| (v.as_str(), 5)).collect();
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&args), &mut errors);
            assert!(
                errors.is_empty() && !text.trim().is_empty(),
                "{lang} {key}: {errors:?}"
            );
        }
    }
}

#[test]
fn every_word_of_every_vocabulary_has_a_text_and_no_text_is_left_over() {
    fn words<T: Copy + ToString>(all: &[T]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }
    let list = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let families = [
        ("sentiment", words(Sentiment::ALL)),
        ("urgency", words(Urgency::ALL)),
        ("state", words(State::ALL)),
        ("topic", words(Topic::ALL)),
        ("role", words(Role::ALL)),
        ("intent", words(Intent::ALL)),
        ("fault", words(Fault::ALL)),
        ("sensitive", words(Sensitive::ALL)),
        (
            "platform",
            list(
                "app_store google_play rustore google yandex_maps 2gis vk telegram ok facebook instagram youtube \
                 trustpilot tripadvisor steam mozilla_amo mastodon reddit x mailbox form file",
            ),
        ),
        (
            "outcome",
            list("ok slow down auth blocked gone drift unsupported"),
        ),
        ("health", list("new green yellow red")),
    ];
    let all = messages(Lang::Ru);
    for (family, words) in families {
        for word in &words {
            for lang in [Lang::Ru, Lang::En] {
                assert!(
                    lookup(lang, &format!("{family}-{word}"), &[]).is_some(),
                    "{lang} {family}-{word}"
                );
            }
        }
        let texts = all
            .keys()
            .filter(|k| k.strip_prefix(family).is_some_and(|rest| rest.starts_with('-')))
            .count();
        assert_eq!(texts, words.len(), "{family}");
    }
}

/// Families that [`otklik::i18n::word`] puts together, and the counts that every area may draw on.
const FAMILIES: [&str; 13] = [
    "sentiment-",
    "urgency-",
    "state-",
    "topic-",
    "role-",
    "intent-",
    "fault-",
    "sensitive-",
    "irony-",
    "platform-",
    "outcome-",
    "health-",
    "count-",
];

/// Is a text named in the sources: whole (`"queue-title"`, also with an attribute), or by a beginning
/// to which code or template adds the rest (`"cli-arg-{}"`, `"filter-" ~ name`)?
fn is_said(key: &str, sources: &str) -> bool {
    let message = key.split('.').next().unwrap_or(key);
    let whole = ["\"", "'"].iter().any(|q| {
        [key, message]
            .iter()
            .any(|name| sources.contains(&format!("{q}{name}{q}")))
    });
    let begun = message
        .match_indices('-')
        .map(|(at, _)| &message[..=at])
        .any(|start| {
            [
                format!("\"{start}{{"),
                format!("\"{start}\" ~"),
                format!("'{start}' ~"),
            ]
            .iter()
            .any(|text| sources.contains(text))
        });
    whole || begun
}

fn read(dir: &Path, into: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            read(&path, into);
        } else if path
            .extension()
            .is_some_and(|e| ["rs", "html", "txt", "j2"].iter().any(|known| e == *known))
        {
            into.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_text_is_said_somewhere() {
    let mut sources = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut sources);
    let unused: Vec<String> = messages(Lang::Ru)
        .into_keys()
        .filter(|key| !FAMILIES.iter().any(|family| key.starts_with(family)))
        .filter(|key| !is_said(key, &sources))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    assert!(!is_said("no-such-text", &sources));
}
