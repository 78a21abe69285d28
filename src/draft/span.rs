//! How long somebody waited, as the review tells it: «40 минут ожидания», in its cases.

use super::groups::Cases;
use super::nouns::Thing;
use crate::domain::Lang;
use crate::domain::text::{Reading, Word};

/// A told span says more than any pattern of waiting.
const WEIGHT: u32 = super::aspects::SITUATION + 2;
/// Minutes from which a wait is worth a word.
const LEAST_MINUTES: u32 = 5;
/// Words between the span and the word of waiting.
const NEAR: usize = 5;

/// Stems that make a span a wait.
const WAITING: [&str; 29] = [
    "отдали",
    "выдали",
    "принесли",
    "привезли",
    "жд",
    "ожид",
    "прожд",
    "дожид",
    "просид",
    "просто",
    "опозд",
    "задерж",
    "дозвон",
    "очередь",
    "очереди",
    "спустя",
    "вис",
    "стоял",
    "сидел",
    "выписыв",
    "забира",
    "wait",
    "queue",
    "late",
    "delay",
    "hold",
    "stood",
    "sat",
    "line",
];

/// In front of a span in the genitive: not quite so long.
const ROUGHLY: [&str; 4] = ["около", "больше", "более", "порядка"];

/// English words that only begin like one of waiting.
const NOT_WAITING: [&str; 6] = ["later", "latest", "satis", "saturday", "linen", "lined"];

fn is_waiting(word: &str) -> bool {
    WAITING.iter().any(|s| word.starts_with(s)) && !NOT_WAITING.iter().any(|s| word.starts_with(s))
}

/// Unit stem, then one, two to four, many, instrumental, prepositional; and of one: genitive, acc., instr., prep.
struct Unit {
    stem: &'static str,
    few: [&'static str; 3],
    oblique: [&'static str; 2],
    one: [&'static str; 5],
}

const UNITS: [Unit; 5] = [
    Unit {
        stem: "минут",
        few: ["минута", "минуты", "минут"],
        oblique: ["минутами", "минутах"],
        one: ["минута", "минуты", "минуту", "минутой", "минуте"],
    },
    Unit {
        stem: "час",
        few: ["час", "часа", "часов"],
        oblique: ["часами", "часах"],
        one: ["час", "часа", "час", "часом", "часе"],
    },
    Unit {
        stem: "дн",
        few: ["день", "дня", "дней"],
        oblique: ["днями", "днях"],
        one: ["день", "дня", "день", "днём", "дне"],
    },
    Unit {
        stem: "недел",
        few: ["неделя", "недели", "недель"],
        oblique: ["неделями", "неделях"],
        one: ["неделя", "недели", "неделю", "неделей", "неделе"],
    },
    Unit {
        stem: "месяц",
        few: ["месяц", "месяца", "месяцев"],
        oblique: ["месяцами", "месяцах"],
        one: ["месяц", "месяца", "месяц", "месяцем", "месяце"],
    },
];

fn unit(word: &str) -> Option<&'static Unit> {
    let word = match word {
        "день" => "дня",
        "мин" => "минут",
        word => word,
    };
    let fits = |u: &&Unit| {
        word.strip_prefix(u.stem)
            .is_some_and(|rest| rest.chars().count() <= 2)
    };
    UNITS.iter().find(fits)
}

fn english_unit(word: &str) -> Option<&'static str> {
    ["minute", "hour", "day", "week", "month"]
        .into_iter()
        .find(|u| word == *u || word.strip_suffix('s') == Some(u))
        .or_else(|| (word == "min" || word == "mins").then_some("minute"))
        .or_else(|| (word == "hrs" || word == "hr").then_some("hour"))
}

fn number(word: &str) -> Option<u32> {
    if word.len() <= 3
        && let Ok(n) = word.parse()
    {
        return Some(n).filter(|n| *n > 0);
    }
    const WORDS: [(&str, u32); 33] = [
        ("один", 1),
        ("одну", 1),
        ("два", 2),
        ("две", 2),
        ("три", 3),
        ("четыре", 4),
        ("пять", 5),
        ("шесть", 6),
        ("семь", 7),
        ("восемь", 8),
        ("девять", 9),
        ("десять", 10),
        ("двенадцать", 12),
        ("пятнадцать", 15),
        ("двадцать", 20),
        ("тридцать", 30),
        ("сорок", 40),
        ("пятьдесят", 50),
        ("an", 1),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("ten", 10),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
    ];
    WORDS.iter().find(|(w, _)| *w == word).map(|(_, n)| *n)
}

/// The first span that stands near a word of waiting.
pub fn waited(lang: Lang, review: &Reading) -> Option<Thing> {
    let words = &review.words;
    (0..words.len()).find_map(|at| {
        // the 5 of «2,5 часа»
        let part = at > 0
            && words[at].start == words[at - 1].end + 1
            && words[at - 1].fold.ends_with(|c: char| c.is_ascii_digit())
            && matches!(review.chars.get(words[at - 1].end), Some('.' | ','));
        if part {
            return None;
        }
        let (first, last, cases) = match lang {
            Lang::Ru => russian(words, at)?,
            Lang::En => english(words, at)?,
        };
        // «две минуты пешком» is nobody's wait
        let unit = match words[last].fold.as_str() {
            // «минут 40»
            n if number(n).is_some() && last > 0 => words[last - 1].fold.as_str(),
            unit => unit,
        };
        let brief = (unit.starts_with("мин") || unit.starts_with("min"))
            && number(&words[first].fold).is_some_and(|n| n < LEAST_MINUTES);
        if brief {
            return None;
        }
        let near = first.saturating_sub(NEAR)..(last + 1 + NEAR).min(words.len());
        let waits = near
            .filter(|i| words[*i].sentence == words[at].sentence)
            .any(|i| is_waiting(&words[i].fold));
        // days and weeks are nobody's shift
        let long = ["дн", "ден", "недел", "месяц", "day", "week", "month"]
            .iter()
            .any(|u| unit.starts_with(u));
        // «ждать пришлось около часа», "the wait was 40 minutes long"
        let told = match lang {
            Lang::Ru => {
                let span = cases[2]
                    .trim_end_matches(" ожидания")
                    .trim_start_matches("ожидание ");
                Some(format!("ждать пришлось {span}"))
            }
            Lang::En => None,
        };
        waits.then_some(Thing {
            told,
            group: if long { "delay" } else { "queue" }.to_owned(),
            cases,
            weight: WEIGHT,
            bad: true,
            good: false,
            said: None,
            words: (first, last + 1),
        })
    })
}

fn russian(words: &[Word], at: usize) -> Option<(usize, usize, Cases)> {
    let fold = |i: usize| {
        words
            .get(i)
            .filter(|w| w.sentence == words[at].sentence)
            .map(|w| w.fold.as_str())
    };
    let with = |forms: [String; 5]| forms.map(|f| format!("{f} ожидания"));
    if fold(at) == Some("полчаса") {
        let forms = ["полчаса", "получаса", "полчаса", "получасом", "получасе"];
        return Some((at, at, with(forms.map(str::to_owned))));
    }
    if fold(at) == Some("полтора") && fold(at + 1) == Some("часа") {
        let forms = [
            "полтора часа",
            "полутора часов",
            "полтора часа",
            "полутора часами",
            "полутора часах",
        ];
        return Some((at, at + 1, with(forms.map(str::to_owned))));
    }
    // «около часа», «больше двух часов», «минут 40»
    let roughly = |span: String| {
        ["ожидание", "ожидания", "ожидание", "ожиданием", "ожидании"].map(|w| format!("{w} {span}"))
    };
    let word = fold(at).filter(|w| ROUGHLY.contains(w));
    if let Some(word) = word
        && let Some(one) = fold(at + 1).filter(|w| ["часа", "получаса", "недели", "месяца"].contains(w))
    {
        return Some((at, at + 1, roughly(format!("{word} {one}"))));
    }
    if let Some(u) = fold(at)
        .filter(|w| *w == "минут" || *w == "часа" || *w == "часов")
        .and_then(unit)
        && at.checked_sub(1).and_then(fold).and_then(number).is_none()
        && let Some(n) = fold(at + 1).and_then(number)
        && fold(at + 2).and_then(unit).is_none()
    {
        let counted = in_words(n, u).map_or_else(|| format!("{n} {}", u.few[2]), |c| c[1].clone());
        return Some((at + 1, at + 1, roughly(format!("около {counted}"))));
    }
    if let Some(u) = fold(at)
        .filter(|w| ["час", "неделю", "месяц"].contains(w))
        .and_then(unit)
        && at.checked_sub(1).and_then(fold).and_then(number).is_none()
    {
        return Some((at, at, with(u.one.map(str::to_owned))));
    }
    // «45минут»
    let glued = fold(at).filter(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    if let Some((n, u)) = glued.and_then(|w| w.split_at_checked(w.find(|c: char| !c.is_ascii_digit())?))
        && let (Some(n), Some(u)) = (number(n), unit(u))
    {
        return Some((at, at, with(counted(n, u))));
    }
    let n = fold(at).and_then(number)?;
    let u = fold(at + 1).and_then(unit)?;
    // «с 9 до 11 часов» is a time of day
    let clock = ["до", "в", "к", "с", "после"];
    if u.stem == "час"
        && at
            .checked_sub(1)
            .and_then(fold)
            .is_some_and(|w| clock.contains(&w))
    {
        return None;
    }
    Some((at, at + 1, with(counted(n, u))))
}

/// «2 часа», «двумя часами»: a counted span in its cases.
fn counted(n: u32, u: &Unit) -> Cases {
    if let Some(counted) = in_words(n, u) {
        return counted;
    }
    match (n % 10, n % 100) {
        (1, tail) if tail != 11 => u
            .one
            .map(|f| if n == 1 { f.to_owned() } else { format!("{n} {f}") }),
        (2..=4, tail) if !(12..=14).contains(&tail) => {
            [u.few[1], u.few[2], u.few[1], u.oblique[0], u.oblique[1]].map(|f| format!("{n} {f}"))
        }
        _ => [u.few[2], u.few[2], u.few[2], u.oblique[0], u.oblique[1]].map(|f| format!("{n} {f}")),
    }
}

/// Two to ten are written in words.
fn in_words(n: u32, u: &Unit) -> Option<[String; 5]> {
    const NUMERALS: [[&str; 4]; 9] = [
        ["два", "двух", "двумя", "двух"],
        ["три", "трёх", "тремя", "трёх"],
        ["четыре", "четырёх", "четырьмя", "четырёх"],
        ["пять", "пяти", "пятью", "пяти"],
        ["шесть", "шести", "шестью", "шести"],
        ["семь", "семи", "семью", "семи"],
        ["восемь", "восьми", "восемью", "восьми"],
        ["девять", "девяти", "девятью", "девяти"],
        ["десять", "десяти", "десятью", "десяти"],
    ];
    let at = usize::try_from(n).ok()?.checked_sub(2)?;
    let [nom, genitive, ins, loc] = *NUMERALS.get(at)?;
    let feminine = n == 2 && matches!(u.stem, "минут" | "недел");
    let nom = if feminine { "две" } else { nom };
    let unit = if n <= 4 { u.few[1] } else { u.few[2] };
    let many = u.few[2];
    Some([
        format!("{nom} {unit}"),
        format!("{genitive} {many}"),
        format!("{nom} {unit}"),
        format!("{ins} {}", u.oblique[0]),
        format!("{loc} {}", u.oblique[1]),
    ])
}

fn english(words: &[Word], at: usize) -> Option<(usize, usize, Cases)> {
    let n = number(&words[at].fold)?;
    let next = words.get(at + 1).filter(|w| w.sentence == words[at].sentence)?;
    let u = english_unit(&next.fold)?;
    let text = match (n, u) {
        (1, "hour") => "the hour of waiting".to_owned(),
        (1, u) => format!("the {u} of waiting"),
        (n, u) => format!("the {n} {u}s of waiting"),
    };
    Some((at, at + 1, std::array::from_fn(|_| text.clone())))
}
