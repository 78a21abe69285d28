//! The rule pack: `config/rules/codes.toml` (levels, seed rules) and, per language, reasons, fixes,
//! examples, patterns and lexicons. A folder of the house may replace or add files.

use super::matcher::Matcher;
use super::pattern::{Hit, Written};
use super::types::{Input, Level};
use crate::config::{LevelRule, Rules};
use crate::domain::Lang;
use crate::domain::text::{Reading, fold};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;
use toml::Spanned;

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
    /// No reason lets a reply with this finding through, and no configuration lowers it.
    #[serde(default, rename = "final")]
    pub is_final: bool,
    /// The lexicon `excuse` takes its findings back: it blames or insults only where nobody takes the blame.
    #[serde(default)]
    pub excusable: bool,
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// Another level where the named platforms and verticals apply; an empty list is any.
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
    /// Details for `{}` that a check picks.
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    /// Words that have a harmless sense as often: they count beside another finding that blocks.
    #[serde(default)]
    doubtful: Vec<Spanned<String>>,
    /// In the same sentence these take a finding back.
    #[serde(default)]
    excuses: Vec<Spanned<String>>,
    /// Fires on this, and on nothing of `good`.
    pub bad: Input,
    pub good: Input,
}

/// More patterns for a code, without new wording: what a house adds in a file of its own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct More {
    code: Spanned<String>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    doubtful: Vec<Spanned<String>>,
    #[serde(default)]
    excuses: Vec<Spanned<String>>,
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
    more: Vec<More>,
    #[serde(default)]
    lexicon: BTreeMap<String, Vec<Spanned<String>>>,
}

/// A pack that was read whole.
#[derive(Debug)]
pub struct Pack {
    codes: Vec<Code>,
    words: HashMap<(String, Lang), Wording>,
    matcher: Matcher,
    /// `code:…`, `doubtful:…`, `excuse:…` or `lexicon:…` -> number of its list in the matcher.
    lists: HashMap<String, usize>,
    /// List of findings -> lists whose hits take them back in the same sentence.
    excused: Vec<(usize, Vec<usize>)>,
    /// Levels of the configuration, first match wins.
    levels: Vec<LevelRule>,
    /// Words of the house that no spelling check minds, folded.
    pub house_words: HashSet<String>,
}

/// What a text holds of every list of a pack.
pub struct Scan<'p> {
    pack: &'p Pack,
    hits: Vec<Vec<Hit>>,
}

impl Scan<'_> {
    fn list(&self, kind: &str, name: &str) -> &[Hit] {
        let number = self.pack.lists.get(&format!("{kind}:{name}"));
        number
            .and_then(|n| self.hits.get(*n))
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Hits of a code's own patterns, both languages together.
    pub fn code(&self, code: &str) -> &[Hit] {
        self.list("code", code)
    }

    /// Hits of a code's doubtful patterns.
    pub fn doubtful(&self, code: &str) -> &[Hit] {
        self.list("doubtful", code)
    }

    /// Hits of a lexicon, both languages together; an unknown one has none.
    pub fn lexicon(&self, name: &str) -> &[Hit] {
        self.list("lexicon", name)
    }

    /// Names of the lexicons of things that reviews are about (`aspect_…`) and that occur.
    pub fn aspects(&self) -> HashSet<&str> {
        self.aspects_where(|_| true)
    }

    /// Those of which some hit fits.
    pub fn aspects_where(&self, fits: impl Fn(&Hit) -> bool) -> HashSet<&str> {
        let named = self.pack.lists.iter().filter_map(|(name, n)| {
            let aspect = name.strip_prefix("lexicon:aspect_")?;
            self.hits[*n].iter().any(&fits).then_some(aspect)
        });
        named.collect()
    }
}

/// Line of a byte offset, from 1.
fn line_of(text: &str, at: usize) -> usize {
    1 + text.bytes().take(at).filter(|b| *b == b'\n').count()
}

fn parsed<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map_or(1, |s| line_of(text, s.start));
        format!("{name}:{line}: {}", e.message().replace('\n', " "))
    })
}

impl Pack {
    /// The pack inside the binary.
    pub fn embedded() -> &'static Pack {
        static PACK: LazyLock<Pack> = LazyLock::new(|| {
            // The files are part of the binary and a test reads them: they cannot be broken at run time.
            Pack::read(embedded_files(), &Rules::default())
                .unwrap_or_else(|error| panic!("embedded rule pack: {error}"))
        });
        &PACK
    }

    /// The embedded pack with the configuration's levels and with `house`: files by their name below the folder
    /// (`codes.toml`, `ru/….toml`, `en/….toml`). A name that the pack has is replaced, another one is added.
    ///
    /// # Errors
    /// File, line and what is allowed.
    pub fn of_house(house: BTreeMap<String, String>, rules: &Rules) -> Result<Pack, String> {
        let mut files = embedded_files();
        files.extend(house);
        Pack::read(files, rules)
    }

    fn read(files: BTreeMap<String, String>, rules: &Rules) -> Result<Pack, String> {
        let mut pack = Pack {
            codes: Vec::new(),
            words: HashMap::new(),
            matcher: Matcher::default(),
            lists: HashMap::new(),
            excused: Vec::new(),
            levels: rules.levels.clone(),
            house_words: rules.words.iter().map(|w| fold(w)).collect(),
        };
        // codes first: everything else names them
        if let Some(text) = files.get("codes.toml") {
            pack.codes = parsed::<CodesFile>("codes.toml", text)?.code;
        }
        for (name, text) in &files {
            let lang = match name.split_once('/') {
                Some(("ru", _)) => Lang::Ru,
                Some(("en", _)) => Lang::En,
                _ if name == "codes.toml" => continue,
                _ => {
                    return Err(format!(
                        "{name}:1: allowed are codes.toml, ru/*.toml and en/*.toml"
                    ));
                }
            };
            pack.language(name, text, lang)?;
        }
        pack.complete()?;
        pack.excused = pack.excuses();
        Ok(pack)
    }

    fn language(&mut self, name: &str, text: &str, lang: Lang) -> Result<(), String> {
        let file: LanguageFile = parsed(name, text)?;
        for (key, list) in &file.lexicon {
            self.add(&format!("lexicon:{key}"), list, name, text)?;
        }
        for more in &file.more {
            let code = more.code.get_ref();
            if self.code(code).is_none() {
                let line = line_of(text, more.code.span().start);
                return Err(format!(
                    "{name}:{line}: {code:?} is no code; {}",
                    self.known_codes()
                ));
            }
            self.add(&format!("code:{code}"), &more.patterns, name, text)?;
            self.add(&format!("doubtful:{code}"), &more.doubtful, name, text)?;
            self.add(&format!("excuse:{code}"), &more.excuses, name, text)?;
        }
        for rule in file.rule {
            if self.code(&rule.code).is_none() {
                let at = text.find(&format!("\"{}\"", rule.code)).unwrap_or(0);
                let line = line_of(text, at);
                return Err(format!(
                    "{name}:{line}: {:?} is no code; {}",
                    rule.code,
                    self.known_codes()
                ));
            }
            self.add(&format!("code:{}", rule.code), &rule.patterns, name, text)?;
            self.add(&format!("doubtful:{}", rule.code), &rule.doubtful, name, text)?;
            self.add(&format!("excuse:{}", rule.code), &rule.excuses, name, text)?;
            self.words.insert((rule.code.clone(), lang), rule);
        }
        Ok(())
    }

    /// Which lists take back which, by the codes.
    fn excuses(&self) -> Vec<(usize, Vec<usize>)> {
        let list = |kind: &str, name: &str| self.lists.get(&format!("{kind}:{name}")).copied();
        let shared = list("lexicon", "excuse");
        let of_code = |code: &Code| -> Vec<usize> {
            let own = list("excuse", &code.code);
            own.into_iter().chain(shared.filter(|_| code.excusable)).collect()
        };
        let mut out = Vec::new();
        for code in &self.codes {
            let kinds = ["code", "doubtful"].into_iter();
            out.extend(
                kinds
                    .filter_map(|k| list(k, &code.code))
                    .map(|n| (n, of_code(code))),
            );
        }
        out
    }

    fn known_codes(&self) -> String {
        let known: Vec<&str> = self.codes.iter().map(|c| c.code.as_str()).collect();
        format!("allowed are {}", known.join(", "))
    }

    fn add(&mut self, key: &str, list: &[Spanned<String>], name: &str, text: &str) -> Result<(), String> {
        let next = self.lists.len();
        let number = *self.lists.entry(key.to_owned()).or_insert(next);
        for pattern in list {
            let written = Written::read(pattern.get_ref())
                .map_err(|e| format!("{name}:{}: {e}", line_of(text, pattern.span().start)))?;
            self.matcher.add(number, &written);
        }
        Ok(())
    }

    /// Every code that the checks know is there, with reasons and examples in both languages.
    fn complete(&self) -> Result<(), String> {
        for code in &self.codes {
            for lang in Lang::ALL {
                if !self.words.contains_key(&(code.code.clone(), *lang)) {
                    return Err(format!(
                        "{lang}/*.toml:1: {} has no reason and no examples: a [[rule]] with code, reason, bad, good",
                        code.code
                    ));
                }
            }
        }
        for rule in &self.levels {
            let Some(code) = self.code(&rule.code) else {
                return Err(format!(
                    "rules.level: {:?} is no code; {}",
                    rule.code,
                    self.known_codes()
                ));
            };
            if code.is_final && rule.level < code.level {
                return Err(format!(
                    "rules.level: {} can only be \"block\": it takes no override",
                    rule.code
                ));
            }
        }
        Ok(())
    }

    /// All codes in the order of `codes.toml`.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// One code.
    pub fn code(&self, code: &str) -> Option<&Code> {
        self.codes.iter().find(|c| c.code == code)
    }

    /// Whether a written reason may let a reply with this finding through; an unknown code may not.
    pub fn can_be_overridden(&self, code: &str) -> bool {
        self.code(code).is_some_and(|c| !c.is_final)
    }

    /// The wording of a code.
    pub fn wording(&self, code: &str, lang: Lang) -> Option<&Wording> {
        self.words.get(&(code.to_owned(), lang))
    }

    /// Finds every pattern of the pack in a text, in one pass.
    pub fn scan(&self, reading: &Reading) -> Scan<'_> {
        let mut hits = self.matcher.scan(reading, self.lists.len());
        for (list, excuses) in &self.excused {
            if hits[*list].is_empty() {
                continue;
            }
            // who asks takes nothing back: «а виноваты мы?»
            let asked = |sentence: usize| reading.sentences.get(sentence).is_some_and(|s| s.question);
            let excused: HashSet<usize> = excuses
                .iter()
                .flat_map(|n| &hits[*n])
                .map(|h| h.sentence)
                .filter(|s| !asked(*s))
                .collect();
            hits[*list].retain(|h| !excused.contains(&h.sentence));
        }
        Scan { pack: self, hits }
    }

    /// The level of a code on this platform and in this vertical: configuration, then pack.
    pub fn level(&self, code: &str, platform: Option<&str>, vertical: Option<&str>) -> Level {
        let Some(known) = self.code(code) else {
            return Level::Pass;
        };
        let holds = |list: &[String], is: Option<&str>| {
            list.is_empty() || is.is_some_and(|is| list.iter().any(|w| w == is))
        };
        let set = self
            .levels
            .iter()
            .find(|o| o.code == code && holds(&o.platform, platform) && holds(&o.vertical, vertical))
            .map(|o| o.level);
        let own = || {
            known
                .overrides
                .iter()
                .find(|o| holds(&o.platform, platform) && holds(&o.vertical, vertical))
                .map(|o| o.level)
        };
        set.or_else(own).unwrap_or(known.level)
    }
}

fn embedded_files() -> BTreeMap<String, String> {
    Files::iter()
        .filter_map(|name| {
            let text = Files::get(&name)?.data.into_owned();
            Some((name.to_string(), String::from_utf8_lossy(&text).into_owned()))
        })
        .collect()
}
