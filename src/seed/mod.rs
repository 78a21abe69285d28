//! Plausible reviews in any number, the same for the same number: `otklik seed-demo`.

use chrono::{DateTime, TimeDelta, Utc};
use otklik_adapters::{Author, Sighting};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Reviews are spread over so many days before now.
pub const DAYS: i64 = 180;
/// Younger reviews may have an open thread.
const OPEN_DAYS: i64 = 14;
/// One of so many young reviews has one, praise or not.
const OPEN_ONE_IN: u64 = 4;

#[derive(Deserialize)]
struct Phrases {
    ru: Pools,
    en: Pools,
    fill: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    authors: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Pools {
    good: Vec<String>,
    plain: Vec<String>,
    bad: Vec<String>,
    urgent: Vec<String>,
}

#[expect(clippy::expect_used, reason = "compiled in, and read by a test")]
static PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| toml::from_str(include_str!("phrases.toml")).expect("phrases.toml is sound"));

/// A small generator of even numbers (SplitMix64): what it gives depends on nothing but the seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }

    fn of<'a, T>(&mut self, pool: &'a [T]) -> &'a T {
        let at = usize::try_from(self.roll(pool.len() as u64)).unwrap_or(0);
        &pool[at]
    }
}

/// One made-up review.
#[derive(Debug, Clone)]
pub struct Made {
    pub sighting: Sighting,
    /// Which of the sources it stands at.
    pub source: usize,
    pub seen_at: DateTime<Utc>,
    /// Its thread waits for an answer.
    pub open: bool,
}

/// The `n`th review, at one of `sources` sources, in the days before `now`.
pub fn review(n: u64, sources: usize, now: DateTime<Utc>) -> Made {
    let mut dice = Dice(n);
    let lang = if dice.roll(100) < 85 { "ru" } else { "en" };
    let (pools, fill) = match lang {
        "ru" => (&PHRASES.ru, &PHRASES.fill["ru"]),
        _ => (&PHRASES.en, &PHRASES.fill["en"]),
    };
    // more stars than complaints, as on every map
    let (pool, rating) = match dice.roll(100) {
        0..=58 => (&pools.good, 4 + dice.roll(2)),
        59..=70 => (&pools.plain, 3),
        71..=98 => (&pools.bad, 1 + dice.roll(2)),
        _ => (&pools.urgent, 1),
    };
    let mut text = String::new();
    for at in 0..=dice.roll(4) {
        let pool = if at > 0 && dice.roll(5) == 0 {
            &pools.plain
        } else {
            pool
        };
        let sentence = dice.of(pool).clone();
        if text.contains(sentence.as_str()) {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&filled(&sentence, fill, &mut dice));
    }
    let minutes = i64::try_from(dice.roll(DAYS.unsigned_abs() * 1_440)).unwrap_or(0);
    let created = now - TimeDelta::minutes(minutes + 1);
    let rated = dice.roll(10) > 0;
    Made {
        source: usize::try_from(dice.roll(sources as u64)).unwrap_or(0),
        seen_at: created + TimeDelta::seconds(30),
        open: minutes < OPEN_DAYS * 1_440 && dice.roll(OPEN_ONE_IN) == 0,
        sighting: Sighting {
            id: format!("seed-{n}"),
            author: Author {
                id: Some(format!("seed-author-{}", dice.roll(50_000))),
                name: Some(dice.of(&PHRASES.authors[lang]).clone()),
            },
            rating: u8::try_from(rating).ok().filter(|_| rated),
            text,
            created: Some(created),
            media: u32::try_from(dice.roll(12).saturating_sub(9)).unwrap_or(0),
            ..Sighting::default()
        },
    }
}

fn filled(sentence: &str, fill: &BTreeMap<String, Vec<String>>, dice: &mut Dice) -> String {
    let mut out = sentence.to_owned();
    for (slot, words) in fill {
        let mark = format!("{{{slot}}}");
        if out.contains(&mark) {
            out = out.replace(&mark, dice.of::<String>(words));
        }
    }
    out
}
