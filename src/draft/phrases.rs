//! The phrase files: which parts an answer has, in which order, and how each can be said.

use super::dice::Dice;
use super::spin::{Slots, Value, Wording};
use crate::domain::Lang;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/skeletons/ru/phrases.toml");
const EN: &str = include_str!("../../config/skeletons/en/phrases.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    skeletons: BTreeMap<String, Vec<String>>,
    part: BTreeMap<String, RawPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    /// Wordings that name what the review is about win over those that do not.
    #[serde(default)]
    named: bool,
    say: Vec<String>,
}

struct Part {
    needs: Vec<String>,
    unless: Vec<String>,
    named: bool,
    say: Vec<Wording>,
}

/// The phrases of one language.
pub struct Phrases {
    skeletons: HashMap<String, Vec<String>>,
    parts: HashMap<String, Part>,
}

/// Slots that the plan can fill; a phrase file may name no other.
const SLOTS: [&str; 37] = [
    "hello",
    "about",
    "about2",
    "nom",
    "gen",
    "acc",
    "sorry",
    "with",
    "with_plain",
    "by",
    "act",
    "act2",
    "ask",
    "team",
    "praise",
    "praise_nom",
    "praise_acc",
    "contact",
    "enclose",
    "place",
    "when",
    "want",
    "report",
    "then",
    "whole",
    "hero",
    "told",
    "touch",
    "quote",
    "glad",
    "glad1",
    "glad2",
    "cited",
    "remark_about",
    "remark_quote",
    "years",
    "returns",
];

/// Those of them that name what the review is about.
const ABOUT: [&str; 13] = [
    "about",
    "nom",
    "acc",
    "praise",
    "praise_nom",
    "praise_acc",
    "hero",
    "told",
    "quote",
    "glad",
    "glad1",
    "remark_about",
    "remark_quote",
];

/// What is known when a text is written.
pub struct Facts {
    pub slots: Slots,
    pub flags: HashSet<&'static str>,
}

impl Phrases {
    /// Reads a phrase file.
    ///
    /// # Errors
    /// Place and what is allowed.
    pub fn read(text: &str) -> Result<Phrases, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut parts = HashMap::new();
        for (name, raw) in file.part {
            let compile = |t: &String| Wording::new(t).map_err(|e| format!("part {name}: {e}"));
            let say: Vec<Wording> = raw.say.iter().map(compile).collect::<Result<_, _>>()?;
            for slot in say.iter().flat_map(|w| w.slots()) {
                let known = SLOTS.contains(&slot.to_lowercase().as_str());
                if !known {
                    return Err(format!(
                        "part {name}: {{{slot}}} is not one of: {}",
                        SLOTS.join(", ")
                    ));
                }
            }
            let (needs, unless, named) = (raw.needs, raw.unless, raw.named);
            let part = Part {
                needs,
                unless,
                named,
                say,
            };
            parts.insert(name, part);
        }
        for (form, orders) in &file.skeletons {
            for name in orders.iter().flat_map(|o| o.split_whitespace()) {
                if !parts.contains_key(name.trim_end_matches('?')) {
                    return Err(format!("skeleton {form}: there is no part {name}"));
                }
            }
        }
        let skeletons = file.skeletons.into_iter().collect();
        Ok(Phrases { skeletons, parts })
    }

    /// The embedded ones.
    pub fn of(lang: Lang) -> &'static Phrases {
        // Part of the binary and read by a test: they cannot be broken at run time.
        static ALL: LazyLock<[Phrases; 2]> = LazyLock::new(|| {
            [RU, EN].map(|t| Phrases::read(t).unwrap_or_else(|e| panic!("embedded phrases: {e}")))
        });
        &ALL[usize::from(lang == Lang::En)]
    }

    /// Writes the answer of a form; `None` where the form has no skeleton.
    pub fn write(&self, form: &str, facts: &Facts, dice: &mut Dice) -> Option<String> {
        let orders = self.skeletons.get(form)?;
        let order = orders.get(dice.draw(orders.len()))?;
        let mut said: Vec<String> = Vec::new();
        for token in order.split_whitespace() {
            let name = token.trim_end_matches('?');
            // drawn in any case, so that one part does not change the others
            let left_out = dice.draw(2) == 0 && name != token;
            let mut own = Dice::new(&format!("{name}:{}", dice.draw(usize::MAX)));
            if left_out {
                continue;
            }
            said.extend(self.part(name, facts, &mut own));
        }
        let text = said.join(" ");
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn part(&self, name: &str, facts: &Facts, dice: &mut Dice) -> Option<String> {
        let part = self.parts.get(name)?;
        let given = |flag: &String| facts.flags.contains(flag.as_str());
        if !part.needs.iter().all(given) || part.unless.iter().any(given) {
            return None;
        }
        let mut slots = facts.slots.clone();
        // the one slot that is itself a part
        if name != "report"
            && let Some(report) = self.part("report", facts, dice)
        {
            slots.insert("report", Value::plain(report));
        }
        let mut open: Vec<&Wording> = part.say.iter().filter(|w| w.can_be_said(&slots)).collect();
        let names = |w: &&Wording| {
            w.slots()
                .iter()
                .any(|s| ABOUT.contains(&s.to_lowercase().as_str()))
        };
        if part.named && open.iter().any(names) {
            open.retain(names);
        }
        let wording = open.get(dice.draw(open.len()))?;
        Some(wording.say(&slots, &mut |n| dice.draw(n)))
    }
}
