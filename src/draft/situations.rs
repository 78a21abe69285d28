//! What went wrong, as people tell it: patterns of words with our own name for it.

use super::groups::{Cases, Forms};
use crate::domain::text::Reading;
use crate::domain::{Fault, Lang};
use crate::lint::pattern::{Hit, Lists, Patterns};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/skeletons/ru/reading.toml");
const EN: &str = include_str!("../../config/skeletons/en/reading.toml");
const RU_MERITS: &str = include_str!("../../config/skeletons/ru/merits.toml");
const EN_MERITS: &str = include_str!("../../config/skeletons/en/merits.toml");

/// A file for every trade.
#[derive(rust_embed::RustEmbed)]
#[folder = "config/skeletons/ru/situations/"]
struct RuTrades;

#[derive(rust_embed::RustEmbed)]
#[folder = "config/skeletons/en/situations/"]
struct EnTrades;

/// Words from which a question is more than an outcry.
const SHORTEST_QUESTION: usize = 3;
/// Question marks in a row, from which it is an outcry.
const MOST_MARKS: usize = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    group: String,
    stems: Vec<String>,
    /// Counts only in a review that holds one of these anywhere.
    #[serde(default)]
    only: Vec<String>,
    forms: Forms,
    /// What we apologise for, where the accusative sounds odd after «извините за».
    #[serde(default)]
    sorry: Option<String>,
    /// The name itself is a fault («холодный суп»), not just a subject («размер»).
    #[serde(default = "yes")]
    bad: bool,
    /// How much it says, against 1 to 12 of a thing.
    #[serde(default = "usual")]
    weight: u32,
    #[serde(default)]
    act: Vec<String>,
    #[serde(default)]
    ask: Vec<String>,
    #[serde(default)]
    enclose: Option<String>,
    #[serde(default)]
    fault: Option<Fault>,
    /// The same as a clause in the words of the author («покрытие отвалилось»), said after «Вы пишете, что».
    #[serde(default)]
    told: Option<String>,
}

/// What people are pleased with, as they tell it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMerit {
    group: String,
    stems: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    forms: Forms,
    /// Told back as a clause, said after «рады, что».
    #[serde(default)]
    glad: Vec<String>,
    /// A story that ends well, however much went wrong in it.
    #[serde(default)]
    solved: bool,
    #[serde(default = "usual")]
    weight: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merits {
    merit: Vec<RawMerit>,
}

/// One thing that is praised.
pub struct Merit {
    pub group: String,
    pub cases: Cases,
    pub weight: u32,
    /// Clauses that tell it back: «мечта сбылась».
    pub glad: Vec<String>,
    /// A story that ends well, however much went wrong in it.
    pub solved: bool,
    stems: usize,
    only: Option<usize>,
}

fn usual() -> u32 {
    super::aspects::SITUATION
}

fn yes() -> bool {
    true
}

/// What is done about it, where the group's own would be beside the point.
#[derive(Debug, Default)]
pub struct Care {
    /// First person plural, future («сверим записи матчей»); empty: the group's.
    pub act: Vec<String>,
    /// An indirect question («в каком режиме это было»); empty: the group's.
    pub ask: Vec<String>,
    /// What to send privately, in the accusative («запись матча»).
    pub enclose: Option<String>,
    /// Whose fault it is, where nobody says so: players who cheat are no fault of the game's house.
    pub fault: Option<Fault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Trade {
    situation: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    polarity: Polarity,
    cited: Cited,
    orders: Orders,
    /// Words that tell the kind of business, by world (`worlds`).
    anchors: BTreeMap<String, Vec<String>>,
    /// Words of an application or a site, beyond doubt.
    screens: Orders,
    questions: Questions,
    suggestions: Orders,
    /// Words of news about a business, which nobody has who was there.
    news: Orders,
    #[serde(rename = "want", default)]
    wants: Vec<RawWant>,
    #[serde(rename = "touch", default)]
    touches: Vec<RawTouch>,
}

/// What an author tells of himself, and how one takes it up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTouch {
    stems: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    /// Sentences said under praise; none: nothing is said there.
    #[serde(default)]
    glad: Vec<String>,
    /// Sentences said under a complaint.
    #[serde(default)]
    sorry: Vec<String>,
    /// The author means to come back or sends others: `glad` closes the answer.
    #[serde(default)]
    returns: bool,
}

/// What an author tells of himself.
struct Touch {
    stems: Patterns,
    only: Option<Patterns>,
    glad: Vec<String>,
    sorry: Vec<String>,
    returns: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Polarity {
    good: Vec<String>,
    bad: Vec<String>,
    strong: Vec<String>,
    /// A remark among praise: «единственное», "the only thing".
    mild: Vec<String>,
    /// Praise that means the opposite: "if you love pay to win".
    ironic: Vec<String>,
}

/// Which kind words are worth repeating.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cited {
    /// Nobody else would have put it so: «творит чудеса».
    vivid: Vec<String>,
    /// Everybody says so: «очень довольна».
    bland: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Orders {
    stems: Vec<String>,
}

/// Words of a question that waits for an answer, and of one that does not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    /// Where a question mark stands.
    real: Vec<String>,
    /// Without one too.
    asked: Vec<String>,
    rhetorical: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWant {
    stems: Vec<String>,
    say: String,
}

/// One situation.
pub struct Situation {
    pub group: String,
    pub cases: Cases,
    pub bad: bool,
    pub weight: u32,
    pub sorry: Option<String>,
    pub told: Option<String>,
    pub care: Care,
    /// Number of its list among those of all.
    stems: usize,
    only: Option<usize>,
}

/// Situations, words of praise and blame, and wishes of one language.
pub struct Situations {
    pub list: Vec<Situation>,
    /// The patterns of all situations and merits: a text is read once for all of them.
    lists: Lists,
    merits: Vec<Merit>,
    pub good: Patterns,
    pub bad: Patterns,
    /// Blame that no kind word outweighs.
    pub strong: Patterns,
    /// A remark among praise.
    pub mild: Patterns,
    /// Praise that means the opposite.
    pub ironic: Patterns,
    /// Kind words that nobody else would have chosen.
    pub vivid: Patterns,
    /// Kind words that everybody chooses.
    pub bland: Patterns,
    pub anchors: Vec<(String, Patterns)>,
    orders: Patterns,
    screens: Patterns,
    real: Patterns,
    asked: Patterns,
    rhetorical: Patterns,
    suggestions: Patterns,
    news: Patterns,
    wants: Vec<(Patterns, String)>,
    touches: Vec<Touch>,
}

impl Situations {
    /// Reads the words of a language and the situations of every trade, in the order of `trades` (name and text).
    ///
    /// # Errors
    /// File, place and what is allowed.
    pub fn read(text: &str, merits: &str, trades: &[(String, String)]) -> Result<Situations, String> {
        let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
        let merits: Merits = toml::from_str(merits).map_err(|e| format!("merits.toml: {e}"))?;
        let mut told: Vec<Raw> = Vec::new();
        for (name, text) in trades {
            let trade: Trade = toml::from_str(text).map_err(|e| format!("{name}: {e}"))?;
            told.extend(trade.situation);
        }
        let mut lists = Lists::default();
        let list = told.into_iter().map(|raw| {
            Ok(Situation {
                stems: lists.add(&raw.stems)?,
                cases: raw.forms.cases(),
                group: raw.group,
                bad: raw.bad,
                weight: raw.weight,
                sorry: raw.sorry,
                told: raw.told,
                care: Care {
                    act: raw.act,
                    ask: raw.ask,
                    enclose: raw.enclose,
                    fault: raw.fault,
                },
                only: only(&mut lists, &raw.only)?,
            })
        });
        let list = list.collect::<Result<_, String>>()?;
        let merits = merits.merit.into_iter().map(|raw| {
            Ok(Merit {
                stems: lists.add(&raw.stems)?,
                cases: raw.forms.cases(),
                group: raw.group,
                weight: raw.weight,
                glad: raw.glad,
                solved: raw.solved,
                only: only(&mut lists, &raw.only)?,
            })
        });
        let merits = merits.collect::<Result<_, String>>()?;
        let wants = file
            .wants
            .into_iter()
            .map(|w| Ok((Patterns::new(&w.stems)?, w.say)));
        let touches = file.touches.into_iter().map(|raw| {
            Ok(Touch {
                stems: Patterns::new(&raw.stems)?,
                only: some(&raw.only)?,
                glad: raw.glad,
                sorry: raw.sorry,
                returns: raw.returns,
            })
        });
        Ok(Situations {
            touches: touches.collect::<Result<_, String>>()?,
            list,
            merits,
            lists,
            good: Patterns::new(&file.polarity.good)?,
            bad: Patterns::new(&file.polarity.bad)?,
            strong: Patterns::new(&file.polarity.strong)?,
            mild: Patterns::new(&file.polarity.mild)?,
            ironic: Patterns::new(&file.polarity.ironic)?,
            vivid: Patterns::new(&file.cited.vivid)?,
            bland: Patterns::new(&file.cited.bland)?,
            orders: Patterns::new(&file.orders.stems)?,
            screens: Patterns::new(&file.screens.stems)?,
            anchors: file
                .anchors
                .into_iter()
                .map(|(world, stems)| Ok((world, Patterns::new(&stems)?)))
                .collect::<Result<_, String>>()?,
            real: Patterns::new(&file.questions.real)?,
            asked: Patterns::new(&file.questions.asked)?,
            rhetorical: Patterns::new(&file.questions.rhetorical)?,
            suggestions: Patterns::new(&file.suggestions.stems)?,
            news: Patterns::new(&file.news.stems)?,
            wants: wants.collect::<Result<_, String>>()?,
        })
    }

    /// The embedded ones.
    pub fn of(lang: Lang) -> &'static Situations {
        // Part of the binary and read by a test: they cannot be broken at run time.
        static ALL: LazyLock<[Situations; 2]> = LazyLock::new(|| {
            let files = [
                (RU, RU_MERITS, trades::<RuTrades>()),
                (EN, EN_MERITS, trades::<EnTrades>()),
            ];
            files.map(|(text, merits, trades)| {
                Situations::read(text, merits, &trades).unwrap_or_else(|e| panic!("embedded situations: {e}"))
            })
        });
        &ALL[usize::from(lang == Lang::En)]
    }

    /// Every situation that the review tells, with the first place that is no `praise`, or else its first, and in how
    /// many sentences it is told. A review
    /// that stands `at` the platform of a world need not name it.
    pub fn find<'s>(
        &'s self,
        review: &Reading,
        at: Option<&str>,
        praise: impl Fn(Hit) -> bool,
    ) -> impl Iterator<Item = (&'s Situation, Hit, usize)> {
        let all = self.lists.hits(review);
        let told = move |s: &'s Situation| {
            let hits = &all[s.stems];
            let first = *hits.first()?;
            let home = at == Some(s.group.as_str());
            let here = home || s.only.is_none_or(|only| !all[only].is_empty());
            let sentences: HashSet<usize> = hits.iter().map(|h| h.sentence).collect();
            let other = || hits.iter().copied().find(|h| !praise(*h));
            let hit = if here && praise(first) {
                other().unwrap_or(first)
            } else {
                first
            };
            here.then_some((s, hit, sentences.len()))
        };
        self.list.iter().filter_map(told)
    }

    /// Everything that the review is pleased with, and every place of it.
    pub fn merits<'s>(&'s self, review: &Reading) -> impl Iterator<Item = (&'s Merit, Hit)> {
        let all = self.lists.hits(review);
        self.merits.iter().flat_map(move |m| {
            let here = m.only.is_none_or(|only| !all[only].is_empty());
            let hits = if here { all[m.stems].clone() } else { Vec::new() };
            hits.into_iter().map(move |hit| (m, hit))
        })
    }

    /// Where the text begins to speak to a machine («Assistant:», «игнорируй инструкции»), in characters.
    pub fn order(&self, review: &Reading) -> Option<usize> {
        const ROLES: [&str; 7] = [
            "assistant",
            "system",
            "user",
            "human",
            "developer",
            "система",
            "ассистент",
        ];
        let spoken = self
            .orders
            .first(review)
            .map(|h| review.sentences[h.sentence].start);
        let role = review.words.iter().find(|w| {
            ROLES.contains(&w.fold.as_str()) && matches!(review.chars.get(w.end), Some(':' | '>' | ']'))
        });
        spoken.into_iter().chain(role.map(|w| w.start)).min()
    }

    /// The review puts a question that waits for an answer («когда откроется отделение?»).
    pub fn asks(&self, review: &Reading) -> bool {
        let inside = |patterns: &Patterns, at: usize| patterns.hits(review).iter().any(|h| h.sentence == at);
        review.sentences.iter().enumerate().any(|(at, s)| {
            let last = review.words[s.words.clone()].last().map_or(s.start, |w| w.end);
            let marks = review.chars[last..s.end]
                .iter()
                .filter(|c| matches!(c, '?' | '!'));
            let outcry = marks.clone().any(|c| *c == '!') || marks.count() > MOST_MARKS;
            let marked = s.question && !outcry || inside(&self.asked, at);
            marked
                && s.words.len() >= SHORTEST_QUESTION
                && (inside(&self.real, at) || inside(&self.asked, at))
                && !inside(&self.rhetorical, at)
        })
    }

    /// An application or a site is spoken of.
    pub fn screens(&self, review: &Reading) -> bool {
        self.screens.found(review)
    }

    /// The author proposes something new («добавьте тёмную тему»).
    pub fn suggests(&self, review: &Reading) -> bool {
        self.suggestions.found(review)
    }

    /// The text speaks of a business as news do («акции банка», "shares fell").
    pub fn news(&self, review: &Reading) -> bool {
        self.news.found(review)
    }

    /// A story that ends well is told: what was missing was found, what was urgent came the same day.
    pub fn solved(&self, review: &Reading) -> bool {
        self.merits(review).any(|(m, _)| m.solved)
    }

    /// Sentences that take up what the author tells of himself: a first visit, a repair under way; `returns`: that he
    /// means to come back.
    pub fn touches(&self, review: &Reading, glad: bool, returns: bool) -> Option<&[String]> {
        let told = |t: &&Touch| {
            let here = t.only.as_ref().is_none_or(|only| only.found(review));
            let says = if glad {
                !t.glad.is_empty()
            } else {
                !t.sorry.is_empty()
            };
            says && here && t.returns == returns && t.stems.found(review)
        };
        let touch = self.touches.iter().find(told)?;
        Some(if glad { &touch.glad } else { &touch.sorry })
    }

    /// What the author asks for («вернуть деньги»), in our words.
    pub fn want(&self, review: &Reading) -> Option<&str> {
        let asked = self.wants.iter().find(|(stems, _)| stems.found(review));
        asked.map(|(_, say)| say.as_str())
    }
}

fn some(stems: &[String]) -> Result<Option<Patterns>, String> {
    if stems.is_empty() {
        return Ok(None);
    }
    Patterns::new(stems).map(Some)
}

fn only(lists: &mut Lists, stems: &[String]) -> Result<Option<usize>, String> {
    if stems.is_empty() {
        return Ok(None);
    }
    lists.add(stems).map(Some)
}

/// Name and text of every file of a folder.
fn trades<Folder: rust_embed::RustEmbed>() -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Folder::iter()
        .filter_map(|name| {
            let text = Folder::get(&name)?.data.into_owned();
            Some((name.into_owned(), String::from_utf8_lossy(&text).into_owned()))
        })
        .collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    /// «груб*|хам*|не ~1 помог*» asks for «помог» behind every one of them: alternatives are words, never phrases.
    fn chained(pattern: &str) -> bool {
        const TURN: [&str; 2] = ["не", "not"];
        let tokens: Vec<&str> = pattern.split(' ').collect();
        tokens.iter().take(tokens.len() - 1).any(|token| {
            let words: Vec<&str> = token.split('|').collect();
            let (Some(last), others) = (words.last(), &words[..words.len() - 1]) else {
                return false;
            };
            others.len() >= MOST_BESIDE && TURN.contains(last) && others.iter().all(|w| !TURN.contains(w))
        })
    }

    /// Alternatives beside a negation that may be meant: «плохо|не отмыли», «невозможно|нереально|не пройти».
    const MOST_BESIDE: usize = 4;

    #[test]
    fn no_pattern_asks_for_more_than_it_means() {
        assert!(chained("гряз*|хам*|обман*|долго|не ~1 смог*"));
        let mut files = vec![("ru", RU.to_owned()), ("en", EN.to_owned())];
        files.extend([("ru", RU_MERITS.to_owned()), ("en", EN_MERITS.to_owned())]);
        files.extend(trades::<RuTrades>().into_iter().map(|(_, text)| ("ru", text)));
        files.extend(trades::<EnTrades>().into_iter().map(|(_, text)| ("en", text)));
        for (lang, text) in files {
            let file: toml::Value = toml::from_str(&text).expect("a table");
            let mut open = vec![&file];
            while let Some(value) = open.pop() {
                match value {
                    toml::Value::Table(table) => open.extend(table.values()),
                    toml::Value::Array(list) => open.extend(list),
                    toml::Value::String(pattern) => assert!(!chained(pattern), "{lang}: {pattern}"),
                    _ => {}
                }
            }
        }
    }
}
