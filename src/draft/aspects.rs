//! What a review is about, in words of ours: the only thing of a review that gets into a draft.

use super::clauses::{Clauses, Feeling};
use super::groups::{Cases, Group, Groups};
use super::nouns::{Thing, Words};
use super::situations::{Care, Situation, Situations};
use super::{span, worlds};
use crate::domain::text::Reading;
use crate::domain::{Lang, Topic};
use crate::lint::pattern::Hit;

/// Words of a review that are looked at; what matters stands there.
const MOST_WORDS: usize = 600;
/// What a situation of the list weighs, against 1 to 12 of a thing.
pub const SITUATION: u32 = 9;
/// Other aspects that are kept for another try.
const MOST_OTHERS: usize = 4;
/// A second aspect must say at least this much.
const WORTH_A_SECOND: u32 = 7;

/// Letters in which the singular and the plural of a name differ.
const ENDING: usize = 2;
/// What a situation gains for being told in further sentences.
const MOST_TIMES: u32 = 3;
/// A thing that is named again and again must say at least this much by itself.
const WORTH_REPEATING: u32 = 4;
/// And a second one that is praised at least this much.
const WORTH_PRAISE: u32 = 4;
/// Things that an answer may choose from.
const MOST_PRAISED: usize = 4;

/// What an aspect gains under the heading of faults.
const UNDER_FAULTS: u32 = 4;
/// What waiting loses where something else went wrong too.
const BEHIND_POINTS: u32 = 4;
/// Words up to which a review names hardly anything by the way.
const SHORT_PRAISE: usize = 12;

/// Nobody likes to read that these are what was praised.
const NEVER_PRAISED: [&str; 21] = [
    "чайник",
    "server",
    "туалет",
    "санузел",
    "toilet",
    "restroom",
    "bathroom",
    "enemy",
    "weapon",
    "tank",
    "gun",
    "launcher",
    "bills",
    "error",
    "mission",
    "player",
    "оружи",
    "читер",
    "качества",
    "запах",
    "возраст",
];

/// The house itself and words for everything it does, of which praise says little.
const HOUSES: [&str; 14] = [
    "магазин",
    "салон",
    "мест",
    "персонал",
    "сервис",
    "обслуживан",
    "качество",
    "услуг",
    "сотрудник",
    "специалист",
    "отношение",
    "store",
    "service",
    "quality",
];
/// Weight from which a merit is a story of its own.
const STORY: u32 = 10;
/// Words between what was done and the word that tells so.
const DONE_NEAR: usize = 4;
const DONE: [&str; 5] = ["делал", "сделал", "записывал", "записал", "стриг"];
/// Of these «на» follows: «была на стрижке».
const CAME: [&str; 6] = ["был", "ходил", "приходил", "пришл", "пришел", "хожу"];

/// Of these nobody means to praise the bare word: «деньги», «смс», «документы».
const UNPRAISED: [&str; 6] = ["money", "support", "security", "docs", "login", "delay"];

/// One thing that the review is about.
#[derive(Debug, Clone)]
pub struct Aspect {
    pub group: &'static Group,
    pub cases: Cases,
    /// The name itself is a fault.
    pub bad: bool,
    /// Ends with a subordinate clause.
    pub clause: bool,
    /// How a complaint says it where the bare word would be odd: «впечатление от книги» for «книга».
    pub said: Option<Cases>,
    /// Said instead of its accusative where we apologise for it: «то, что обращение осталось без ответа».
    pub sorry: Option<String>,
    /// The fault as a clause: «покрытие отвалилось».
    pub told: Option<String>,
    /// Told by a pattern, not merely named.
    pub situation: bool,
    /// What the situation asks for instead of the group's own.
    pub care: Option<&'static Care>,
    feeling: Feeling,
    /// Stands after a turn («но») or under the heading of faults.
    turned: bool,
    /// What a turn sets against praise.
    aside: bool,
    good: bool,
    /// Clauses that tell it back under «рады, что»: «мечта сбылась».
    pub glad: &'static [String],
    /// What the author had done: «делала окрашивание».
    done: bool,
    /// Named as missing, or only to compare with.
    lacked: bool,
    /// How much it says.
    pub score: u32,
    /// Words of the review it was read from.
    words: (usize, usize),
}

impl Aspect {
    /// The general name of a group, where the review has no word that we know.
    pub fn general(group: &'static Group) -> Aspect {
        Aspect {
            group,
            cases: group.forms.cases(),
            bad: false,
            clause: false,
            said: None,
            sorry: None,
            told: None,
            situation: false,
            care: None,
            feeling: Feeling::Unknown,
            turned: false,
            aside: false,
            good: false,
            glad: &[],
            done: false,
            lacked: false,
            score: 1,
            words: (0, 0),
        }
    }

    /// No more than the general word for its group.
    pub fn bare(&self) -> bool {
        !self.situation && self.cases[0].ends_with(&self.group.forms.cases()[0].trim_start_matches("the "))
    }

    /// Words of the review that it was read from.
    pub fn place(&self) -> std::ops::Range<usize> {
        self.words.0..self.words.1
    }

    /// It was read from some of these words of the review.
    pub fn told_in(&self, words: &std::ops::Range<usize>) -> bool {
        self.words.0 < words.end && words.start < self.words.1
    }

    /// The author had it done, and says nothing of it.
    pub fn merely_done(&self) -> bool {
        self.done && !self.good && self.feeling != Feeling::Good
    }

    /// What can be done about it.
    pub fn acts(&self) -> &'static [String] {
        self.cared(|c| &c.act[..], &self.group.act)
    }

    /// What can be asked about it.
    pub fn asks(&self) -> &'static [String] {
        self.cared(|c| &c.ask[..], &self.group.ask)
    }

    fn cared(
        &self,
        own: impl Fn(&'static Care) -> &'static [String],
        group: &'static [String],
    ) -> &'static [String] {
        self.care
            .map(own)
            .filter(|list| !list.is_empty())
            .unwrap_or(group)
    }
}

/// What the rest of the review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// No praise: every fault counts.
    Blame,
    /// Kind words: a fault told in so many words counts too.
    KindWords,
    /// Stars and words agree on praise: only what stands after a turn or a heading counts.
    Praise,
}

/// All aspects of a review, best first.
pub struct Aspects {
    list: Vec<Aspect>,
    /// The review is a line or two.
    short: bool,
}

impl Aspects {
    /// Reads them; `topics` are the judge's, `at` is the world of the platform (`worlds::of_platform`).
    pub fn find(lang: Lang, review: &Reading, topics: &[Topic], at: Option<&str>) -> Aspects {
        let groups = Groups::of(lang);
        let situations = Situations::of(lang);
        let clauses = Clauses::new(review, situations);
        let mut found: Vec<Aspect> = Vec::new();
        let mut add =
            |situation: bool, thing: Thing, told: Option<&'static Situation>, glad: &'static [String]| {
                let Some(group) = groups.named(&thing.group) else {
                    return;
                };
                let last = thing.words.1.saturating_sub(1);
                let (feeling, turned) = (clauses.feeling(last), clauses.turned(last));
                let aside = clauses.aside(last);
                // what stands under the heading of faults is told twice: by its place and by its words
                let blamed = match feeling {
                    _ if clauses.under_faults(last) => UNDER_FAULTS,
                    Feeling::Bad => 2,
                    _ => 0,
                };
                let known = if topics.contains(&group.topic) { 2 } else { 0 };
                found.push(Aspect {
                    clause: thing.cases[0].contains(','),
                    said: thing.said,
                    sorry: told.and_then(|s| s.sorry.clone()),
                    told: thing.told,
                    care: told.map(|s| &s.care),
                    score: thing.weight + blamed + known,
                    group,
                    cases: thing.cases,
                    bad: thing.bad,
                    good: thing.good,
                    glad,
                    done: !situation && done(review, thing.words.0),
                    situation,
                    feeling,
                    turned,
                    aside,
                    // «дочка не боялась» says no itself
                    lacked: glad.is_empty() && (thing.words.0..thing.words.1).any(|w| clauses.lacked(w)),
                    words: thing.words,
                });
            };
        if let Some(wait) = span::waited(lang, review) {
            add(true, wait, None, &[]);
        }
        let end = |hit: Hit| {
            let last = review.words.iter().rposition(|w| w.end <= hit.end);
            last.unwrap_or(hit.word)
        };
        for (s, hit, times) in situations.find(review, at, |h| clauses.feeling(end(h)) == Feeling::Good) {
            let words = (hit.word, end(hit) + 1);
            let (group, cases) = (s.group.clone(), s.cases.clone());
            add(
                true,
                Thing {
                    group,
                    cases,
                    // what is told again and again is what the review is about
                    weight: s.weight
                        + u32::try_from(times.saturating_sub(1))
                            .unwrap_or(0)
                            .min(MOST_TIMES),
                    bad: s.bad,
                    good: false,
                    said: None,
                    told: s.told.clone(),
                    words,
                },
                Some(s),
                &[],
            );
        }
        for (m, hit) in situations.merits(review) {
            let words = (hit.word, end(hit) + 1);
            // «не больно» says no itself, and what was set right had gone wrong
            let spoiled = |w| clauses.feeling(w) == Feeling::Bad && !m.solved || clauses.wished(w);
            let bad = (words.0..words.1).any(spoiled);
            if bad || clauses.lacked(words.0) {
                continue;
            }
            let thing = Thing {
                group: m.group.clone(),
                cases: m.cases.clone(),
                weight: m.weight,
                bad: false,
                good: true,
                said: None,
                told: None,
                words,
            };
            add(false, thing, None, &m.glad);
        }
        for thing in Words::of(lang).find(review, MOST_WORDS) {
            add(false, thing, None, &[]);
        }
        behind_the_matter(&mut found);
        often(&mut found);
        worlds::keep(lang, &mut found, situations, review, at);
        found.sort_by_key(|a| (std::cmp::Reverse(a.score), a.words.0));
        Aspects {
            list: found,
            short: review.words.len() <= SHORT_PRAISE,
        }
    }

    /// Up to two of what is blamed, or merely named.
    pub fn blamed(&self) -> Vec<&Aspect> {
        // «к администраторам вопросов нет»: whoever is praised once is not blamed for being named again
        let kin = |a: &Aspect, b: &Aspect| {
            let (a_name, b_name) = (&a.cases[0], &b.cases[0]);
            let longer = a_name.len() > b_name.len();
            let (short, long) = if longer {
                (b_name, a_name)
            } else {
                (a_name, b_name)
            };
            let letters = short.chars().count().saturating_sub(ENDING);
            let stem: String = short.chars().take(letters).collect();
            a.group.name == b.group.name && long.starts_with(&stem)
        };
        let praised = |a: &Aspect| {
            !a.situation
                && a.feeling == Feeling::Unknown
                && self.list.iter().any(|b| b.feeling == Feeling::Good && kin(a, b))
        };
        // «the best guns are pay to win» is no praise of a game
        let grim = |a: &Aspect| a.situation && a.bad && a.group.name == "game";
        let open = |a: &&Aspect| (a.feeling != Feeling::Good || grim(a)) && !a.good && !praised(a);
        let chosen = pick(self.list.iter().filter(open));
        if chosen.is_empty() {
            // a complaint in words that the list of feelings does not know
            return pick(self.list.iter().filter(|a| !a.good))
                .into_iter()
                .take(1)
                .collect();
        }
        chosen
    }

    /// Something is wrong by the words of the author: told by a pattern in a clause that is not praise, or under the
    /// heading of faults; among praise only what stands after a turn or a heading counts in any case.
    pub fn complains(&self, among: Among) -> bool {
        self.list.iter().any(|a| {
            let told = (a.situation && a.bad || a.feeling == Feeling::Bad) && !a.good;
            let counts = match among {
                Among::Blame => true,
                Among::KindWords => a.turned || a.situation && a.bad && !a.lacked,
                Among::Praise => a.aside,
            };
            told && a.feeling != Feeling::Good && counts
        })
    }

    /// Something is set against the praise, be it said ever so mildly: «…, но мастер задержался».
    pub fn remarks(&self) -> bool {
        let remark = |a: &Aspect| a.aside && a.feeling != Feeling::Good && !a.good && !a.lacked;
        self.list.iter().any(remark)
    }

    /// Something of the list is told by a pattern, not merely named.
    pub fn tells(&self) -> bool {
        self.list.iter().any(|a| a.situation)
    }

    /// What else is blamed or named, after `chosen`: said where the first does not show that the review was read.
    pub fn others(&self, chosen: &[Aspect]) -> Vec<Aspect> {
        let same = |a: &Aspect| chosen.iter().any(|c| c.cases[0] == a.cases[0]);
        let open = |a: &&Aspect| a.feeling != Feeling::Good && !a.good && !same(a);
        let mut out: Vec<Aspect> = Vec::new();
        for a in self.list.iter().filter(open) {
            if out.iter().all(|o| o.cases[0] != a.cases[0]) {
                out.push(a.clone());
            }
        }
        out.truncate(MOST_OTHERS);
        out
    }

    /// What is named in the words of this range and is no praise.
    pub fn within(&self, words: &std::ops::Range<usize>) -> Option<&Aspect> {
        self.list.iter().find(|a| words.contains(&a.words.0) && !a.good)
    }

    /// Up to four of what is praised, the more particular first; `all`: the whole review is praise.
    pub fn praised(&self, all: bool) -> Vec<&Aspect> {
        let liked = |a: &Aspect| a.feeling == Feeling::Good || a.good;
        // named by the way it is praise of our own making: only a line or two, or what is named again and again
        let meant = |a: &Aspect| {
            let times = self.list.iter().filter(|b| b.cases[0] == a.cases[0]).count();
            all && a.feeling == Feeling::Unknown && (self.short || times > 1 || a.done)
        };
        let open = |a: &&Aspect| {
            !a.bad
                && !a.situation
                && !a.lacked
                && a.group.topic != Topic::Waiting
                && !(a.bare() && a.group.name == "game"
                    || UNPRAISED.contains(&a.group.name.as_str()) && !a.good)
                && !NEVER_PRAISED.iter().any(|n| a.cases[0].contains(n))
                && (liked(a) || meant(a))
        };
        let mut list: Vec<&Aspect> = self.list.iter().filter(open).collect();
        // in praise a good clause says more than any weight
        // and who did it or what came of it more than its price
        let price = |a: &Aspect| a.group.topic == Topic::Price;
        // «интересный магазин» and «работа салона» say least
        let bland = |a: &Aspect| HOUSES.iter().any(|h| a.cases[0].contains(h)) || a.bare();
        // what was done says more than who was kind meanwhile
        let people = |a: &Aspect| a.group.name == "hall" && a.score < STORY;
        list.sort_by_key(|a| {
            let told = liked(a) || a.done;
            (!told, bland(a), price(a), people(a), std::cmp::Reverse(a.score))
        });
        let mut chosen: Vec<&Aspect> = Vec::new();
        for a in list {
            // a second thing that is merely named would be praise of our own making
            let more = (liked(a) || a.done)
                && !bland(a)
                && a.score >= WORTH_PRAISE
                && chosen.iter().all(|c| differ(c, a));
            if chosen.is_empty() || more {
                chosen.push(a);
            }
        }
        chosen.truncate(MOST_PRAISED);
        chosen
    }
}

/// «Делала окрашивание», «была на стрижке»: whoever praises the whole praises this.
fn done(review: &Reading, at: usize) -> bool {
    let begins = |i: usize, list: &[&str]| list.iter().any(|s| review.words[i].fold.starts_with(s));
    let near = (at.saturating_sub(DONE_NEAR)..at).rev();
    near.filter(|i| review.words[*i].sentence == review.words[at].sentence)
        .any(|i| begins(i, &DONE) || review.words[i].fold == "на" && i > 0 && begins(i - 1, &CAME))
}

/// Waiting, silence and a wish for the money follow from what went wrong: what went wrong comes first.
fn behind_the_matter(found: &mut [Aspect]) {
    const BEHIND: [&str; 3] = ["queue", "delay", "support"];
    let behind = |a: &Aspect| {
        let wish = ["возврат", "refund"].iter().any(|w| a.cases[0].contains(w));
        BEHIND.contains(&a.group.name.as_str()) || wish
    };
    let matter = found
        .iter()
        .any(|a| a.situation && a.score >= SITUATION && !behind(a));
    for a in found.iter_mut().filter(|a| matter && behind(a)) {
        a.score = a.score.saturating_sub(BEHIND_POINTS);
    }
}

/// What is named again and again is what the review is about.
fn often(found: &mut [Aspect]) {
    let names: Vec<String> = found.iter().map(|a| a.cases[0].clone()).collect();
    // a word that says little says no more for being said again
    for a in found
        .iter_mut()
        .filter(|a| a.situation || a.score >= WORTH_REPEATING)
    {
        let times = names.iter().filter(|n| **n == a.cases[0]).count();
        a.score += u32::try_from(times.saturating_sub(1)).unwrap_or(0).min(2) * 2;
    }
}

/// The best, and a second one that is not the same thing in other words.
fn pick<'a>(list: impl Iterator<Item = &'a Aspect>) -> Vec<&'a Aspect> {
    let mut out: Vec<&Aspect> = Vec::new();
    for a in list {
        match out.first() {
            None => out.push(a),
            Some(first) if a.score >= WORTH_A_SECOND && differ(first, a) => {
                out.push(a);
                break;
            }
            Some(_) => {}
        }
    }
    out
}

/// No shared word, by its first letters, no shared place in the review, and no bare thing beside what went wrong with
/// things of its kind.
fn differ(a: &Aspect, b: &Aspect) -> bool {
    if a.group.name == b.group.name && a.situation != b.situation {
        return false;
    }
    let apart = a.words.1 <= b.words.0 || b.words.1 <= a.words.0;
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let stem = |w: &str| bare(w).chars().take(4).collect::<String>();
    let shared = a.cases[0]
        .split_whitespace()
        .filter(|w| bare(w).chars().count() >= 3 && bare(w) != "the")
        .any(|w| b.cases[0].split_whitespace().any(|v| stem(v) == stem(w)));
    apart && !shared
}

/// «о холодном кофе и очереди»: preposition and case (0 to 4) of one or two aspects.
pub fn joined(aspects: &[&Aspect], case: usize, and: &str) -> Option<super::spin::Value> {
    let last = aspects.last()?;
    let mut text = String::new();
    for (i, a) in aspects.iter().enumerate() {
        if i > 0 {
            let last = i + 1 == aspects.len();
            if aspects[i - 1].clause || !last {
                text.push(',');
            }
            text.push_str(if last { and } else { " " });
        }
        text.push_str(&a.cases[case]);
    }
    Some(super::spin::Value {
        text,
        clause: last.clause,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::phrases::Phrases;
    use crate::lint::{self, Level};

    #[test]
    fn the_embedded_files_read_and_agree() {
        for lang in [Lang::Ru, Lang::En] {
            let groups = Groups::of(lang);
            for situation in &Situations::of(lang).list {
                assert!(groups.named(&situation.group).is_some(), "{}", situation.group);
            }
            for group in Words::of(lang).groups() {
                assert!(groups.named(group).is_some(), "{lang}: {group}");
            }
            for topic in Topic::ALL {
                let silent = matches!(topic, Topic::Quality | Topic::Other);
                assert!(silent || groups.for_topic(*topic).is_some(), "{lang}: {topic}");
            }
            let _ = Phrases::of(lang);
        }
    }

    #[test]
    fn the_linter_knows_every_action() {
        for lang in [Lang::Ru, Lang::En] {
            let groups = Groups::of(lang).all().iter().map(|g| &g.act);
            let told = Situations::of(lang).list.iter().map(|s| &s.care.act);
            for acts in groups.chain(told) {
                for act in acts {
                    let text = match lang {
                        Lang::Ru => format!("Здравствуйте! Спасибо. До 26 ноября {act} и напишем здесь."),
                        Lang::En => format!("Hello! Thank you. By November 26 we will {act} and reply here."),
                    };
                    let input = lint::Input {
                        text: text.clone(),
                        lang: Some(lang.word().to_owned()),
                        review: Some(lint::Review {
                            text: lang.pick("Плохо", "Bad").to_owned(),
                            rating: Some(1),
                            ..lint::Review::default()
                        }),
                        promise_by: Some("2026-11-26".to_owned()),
                        now: "2026-11-23T09:00:00Z".parse().ok(),
                        ..lint::Input::default()
                    };
                    let found = lint::lint(&input, None, Lang::En).findings;
                    let blocked: Vec<_> = found.iter().filter(|f| f.level == Level::Block).collect();
                    assert!(blocked.is_empty(), "{text}: {blocked:?}");
                }
            }
        }
    }
}
