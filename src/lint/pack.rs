//! The rule pack: `config/rules/codes.toml` (levels, seed rules) and, per language, reasons, fixes,
//! examples, patterns and lexicons.

use super::pattern::Patterns;
use super::types::{Input, Level};
use crate::domain::Lang;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "config/rules/"]
struct Files;

/// One code: what it is called, how hard it is, whom it serves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    pub code: String,
    pub level: Level,
    /// Ids of the seed rules.
    pub rules: Vec<String>,
    /// No reason lets a reply with this finding through.
    #[serde(default, rename = "final")]
    pub is_final: bool,
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// Another level where one of the named platforms or verticals applies.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    #[serde(default)]
    pub platform: Vec<String>,
    #[serde(default)]
    pub vertical: Vec<String>,
    pub level: Level,
}

/// A code in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub code: String,
    /// One line; `{}` is filled by the check.
    pub reason: String,
    #[serde(default)]
    pub fix: Option<String>,
    #[serde(default)]
    pub patterns: Vec<String>,
    /// Fires on this, and on nothing of `good`.
    pub bad: Input,
    pub good: Input,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CodesFile {
    code: Vec<Code>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    #[serde(default)]
    rule: Vec<Wording>,
    #[serde(default)]
    lexicon: BTreeMap<String, Vec<String>>,
}

/// A pack that was read whole.
#[derive(Debug)]
pub struct Pack {
    codes: Vec<Code>,
    words: HashMap<(String, Lang), Wording>,
    patterns: HashMap<String, Patterns>,
    lexicons: HashMap<String, Patterns>,
    empty: Patterns,
}

impl Pack {
    /// The pack inside the binary.
    pub fn embedded() -> &'static Pack {
        static PACK: LazyLock<Pack> = LazyLock::new(|| {
            let files = Files::iter().filter_map(|name| {
                let text = Files::get(&name)?.data.into_owned();
                Some((name.to_string(), String::from_utf8_lossy(&text).into_owned()))
            });
            // The files are part of the binary and a test reads them: they cannot be broken at run time.
            Pack::read(files).unwrap_or_else(|error| panic!("embedded rule pack: {error}"))
        });
        &PACK
    }

    /// Reads a pack from files named `codes.toml`, `ru/….toml`, `en/….toml`.
    ///
    /// # Errors
    /// File, place and what is allowed.
    pub fn read(files: impl Iterator<Item = (String, String)>) -> Result<Pack, String> {
        let mut pack = Pack {
            codes: Vec::new(),
            words: HashMap::new(),
            patterns: HashMap::new(),
            lexicons: HashMap::new(),
            empty: Patterns::default(),
        };
        for (name, text) in files {
            if name == "codes.toml" {
                let file: CodesFile = toml::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
                pack.codes = file.code;
                continue;
            }
            let lang = match name.split_once('/') {
                Some(("ru", _)) => Lang::Ru,
                Some(("en", _)) => Lang::En,
                _ => continue,
            };
            let file: LanguageFile = toml::from_str(&text).map_err(|e| format!("{name}: {e}"))?;
            for (key, list) in file.lexicon {
                let found = Patterns::new(&list).map_err(|e| format!("{name}: lexicon {key}: {e}"))?;
                pack.lexicons.entry(key).or_default().extend(found);
            }
            for rule in file.rule {
                let found =
                    Patterns::new(&rule.patterns).map_err(|e| format!("{name}: {}: {e}", rule.code))?;
                pack.patterns.entry(rule.code.clone()).or_default().extend(found);
                pack.words.insert((rule.code.clone(), lang), rule);
            }
        }
        for code in &pack.codes {
            for lang in Lang::ALL {
                if !pack.words.contains_key(&(code.code.clone(), *lang)) {
                    return Err(format!("{lang}: {} has no reason and no examples", code.code));
                }
            }
        }
        Ok(pack)
    }

    /// All codes in the order of `codes.toml`.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// One code.
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|c| c.code == code)
    }

    /// The wording of a code.
    pub fn wording(&self, code: &str, lang: Lang) -> Option<&Wording> {
        self.words.get(&(code.to_owned(), lang))
    }

    /// Patterns of a code, both languages together.
    pub fn patterns(&self, code: &str) -> &Patterns {
        self.patterns.get(code).unwrap_or(&self.empty)
    }

    /// A lexicon by name, both languages together; an unknown one is empty.
    pub fn lexicon(&self, name: &str) -> &Patterns {
        self.lexicons.get(name).unwrap_or(&self.empty)
    }

    /// Lexicons of things that reviews are about (`aspect_…`).
    pub fn aspects(&self) -> impl Iterator<Item = &Patterns> {
        self.lexicons
            .iter()
            .filter(|(name, _)| name.starts_with("aspect_"))
            .map(|(_, p)| p)
    }

    /// The level of a code on this platform and in this vertical.
    pub fn level(&self, code: &str, platform: Option<&str>, vertical: Option<&str>) -> Level {
        let Some(code) = self.code(code) else {
            return Level::Pass;
        };
        let holds = |list: &[String], is: Option<&str>| is.is_some_and(|is| list.iter().any(|w| w == is));
        code.overrides
            .iter()
            .find(|o| holds(&o.platform, platform) || holds(&o.vertical, vertical))
            .map_or(code.level, |o| o.level)
    }
}
