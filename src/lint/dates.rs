//! Terms in a text: «до 24 ноября», "within 3 days", «завтра», «в течение двух рабочих дней».

use crate::domain::text::{Reading, Word};
use chrono::{Datelike, Duration, NaiveDate, Weekday};

/// A term as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Day and month.
    Date(u32, u32),
    /// Days from now.
    Days(i64),
    /// Some point within this many days (a week, a month, working days).
    Within(i64),
    /// The next such day.
    Day(Weekday),
    /// Before the end of this month of the year.
    EndOf(u32),
    /// The next such day of a month.
    DayOfMonth(u32),
}

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    pub start: usize,
    pub end: usize,
    pub sentence: usize,
    pub when: When,
    /// «с понедельника», "from Monday": when something begins, not by when it is done.
    pub begins: bool,
}

impl When {
    /// First and last day that fit, counted from `today`. A date without a year is the nearest one that is not
    /// more than half a year past.
    pub fn range(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let one = |d: NaiveDate| (d, d);
        match self {
            When::Date(day, month) => {
                let this = NaiveDate::from_ymd_opt(today.year(), month, day)?;
                let next = NaiveDate::from_ymd_opt(today.year() + 1, month, day);
                Some(one(if this + Duration::days(183) < today {
                    next?
                } else {
                    this
                }))
            }
            When::Days(n) => today.checked_add_signed(Duration::try_days(n)?).map(one),
            // Working days stretch over week-ends and holidays.
            When::Within(n) => Some((
                today,
                today.checked_add_signed(Duration::try_days(n.checked_mul(2)?.checked_add(4)?)?)?,
            )),
            When::EndOf(month) => {
                let year = today.year() + i32::from(month + 6 < today.month());
                let next = NaiveDate::from_ymd_opt(year + i32::from(month == 12), month % 12 + 1, 1)?;
                Some((today, next.pred_opt()?.max(today)))
            }
            When::DayOfMonth(day) => (0..=62)
                .map(|n| today + Duration::days(n))
                .find(|d| d.day() == day)
                .map(one),
            When::Day(weekday) => (1..=7)
                .map(|n| today + Duration::days(n))
                .find(|d| d.weekday() == weekday)
                .map(one),
        }
    }
}

const MONTHS: [&[&str]; 12] = [
    &["январ", "january", "jan"],
    &["феврал", "february", "feb"],
    &["март", "march"],
    &["апрел", "april", "apr"],
    &["мая", "мае", "may"],
    &["июн", "june", "jun"],
    &["июл", "july", "jul"],
    &["август", "august", "aug"],
    &["сентябр", "september", "sep"],
    &["октябр", "october", "oct"],
    &["ноябр", "november", "nov"],
    &["декабр", "december", "dec"],
];

fn month(word: &str) -> Option<u32> {
    let fits = |stem: &&str| {
        word == *stem
            || (!stem.is_ascii()
                && word.starts_with(stem)
                && word.chars().count() <= stem.chars().count() + 2)
    };
    (1..)
        .zip(MONTHS)
        .find(|(_, stems)| stems.iter().any(fits))
        .map(|(n, _)| n)
}

/// A number below a thousand, in digits or words.
pub(super) fn number(word: &str) -> Option<i64> {
    if word.len() <= 3
        && let Ok(n) = word.parse()
    {
        return Some(n);
    }
    const WORDS: [(&str, i64); 44] = [
        ("пары", 2),
        ("пару", 2),
        ("шести", 6),
        ("шесть", 6),
        ("восьми", 8),
        ("восемь", 8),
        ("девяти", 9),
        ("двенадцати", 12),
        ("четырнадцати", 14),
        ("пятнадцати", 15),
        ("двадцати", 20),
        ("тридцати", 30),
        ("сорока", 40),
        ("полутора", 2),
        ("six", 6),
        ("eight", 8),
        ("nine", 9),
        ("twelve", 12),
        ("fourteen", 14),
        ("thirty", 30),
        ("один", 1),
        ("одного", 1),
        ("одной", 1),
        ("двух", 2),
        ("два", 2),
        ("две", 2),
        ("трех", 3),
        ("три", 3),
        ("четырех", 4),
        ("четыре", 4),
        ("пяти", 5),
        ("пять", 5),
        ("семи", 7),
        ("семь", 7),
        ("десяти", 10),
        ("десять", 10),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("seven", 7),
        ("ten", 10),
        ("a", 1),
    ];
    WORDS.iter().find(|(w, _)| *w == word).map(|(_, n)| *n)
}

/// Days in a unit of time; an hour counts as a part of today.
fn unit(word: &str) -> Option<i64> {
    const UNITS: [(&str, i64); 16] = [
        ("выходн", 7),
        ("полчас", 0),
        ("получас", 0),
        ("fortnight", 14),
        ("день", 1),
        ("дн", 1),
        ("сут", 1),
        ("недел", 7),
        ("месяц", 30),
        ("час", 0),
        ("минут", 0),
        ("day", 1),
        ("week", 7),
        ("month", 30),
        ("hour", 0),
        ("minute", 0),
    ];
    let fits = |stem: &str| {
        word.strip_prefix(stem)
            .is_some_and(|rest| rest.chars().count() <= 3)
    };
    UNITS.iter().find(|(stem, _)| fits(stem)).map(|(_, days)| *days)
}

fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, &str, Weekday); 7] = [
        ("понедельник", "monday", Weekday::Mon),
        ("вторник", "tuesday", Weekday::Tue),
        ("сред", "wednesday", Weekday::Wed),
        ("четверг", "thursday", Weekday::Thu),
        ("пятниц", "friday", Weekday::Fri),
        ("суббот", "saturday", Weekday::Sat),
        ("воскресень", "sunday", Weekday::Sun),
    ];
    let fits = |ru: &str| {
        word.strip_prefix(ru)
            .is_some_and(|rest| rest.chars().count() <= 2)
    };
    DAYS.iter()
        .find(|(ru, en, _)| fits(ru) && word != "средств" || word == *en)
        .map(|(_, _, d)| *d)
}

/// Every term, in order. Vague ones («в ближайшее время») are none.
pub fn terms(reading: &Reading) -> Vec<Term> {
    let words = &reading.words;
    let mut out = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match term_at(reading, words, at) {
            Some((last, when)) => {
                let (start, end, sentence) = (words[at].start, words[last].end, words[at].sentence);
                let before = at.checked_sub(1).map(|b| words[b].fold.as_str());
                let begins = matches!(words[at].fold.as_str(), "с" | "со" | "from" | "starting")
                    || matches!(before, Some("from" | "starting"));
                out.push(Term {
                    begins,
                    start,
                    end,
                    sentence,
                    when,
                });
                at = last + 1;
            }
            None => at += 1,
        }
    }
    out
}

/// «до 25 числа», «в ночь на 23-е», "by the 25th": a day without its month, and the index of its last word.
fn day_of_month<'a>(get: &impl Fn(usize) -> Option<&'a str>, at: usize) -> Option<(usize, When)> {
    let ordinal = |w: &str| matches!(w, "го" | "е" | "ое" | "му");
    let no_month = |i: usize| get(i).is_none_or(|w| w != "of" && month(w).is_none());
    let (number, last) = match (get(at)?, get(at + 1)?) {
        ("до" | "к" | "на" | "по", day) => match (get(at + 2)?, get(at + 3)) {
            ("числа" | "числу" | "число", _) => (day, at + 2),
            (end, Some("числа" | "числу" | "число")) if ordinal(end) => (day, at + 3),
            (end, _) if ordinal(end) && no_month(at + 3) => (day, at + 2),
            _ => return None,
        },
        ("by" | "before" | "until", "the") => {
            let day = get(at + 2)?;
            let bare = day.trim_end_matches(['s', 't', 'h', 'n', 'd', 'r']);
            if bare == day || !no_month(at + 3) {
                return None;
            }
            (bare, at + 2)
        }
        _ => return None,
    };
    let day: u32 = number.parse().ok().filter(|d| (1..=31).contains(d))?;
    Some((last, When::DayOfMonth(day)))
}

/// The term that begins at word `at`: index of its last word, and what it says.
fn term_at(reading: &Reading, words: &[Word], at: usize) -> Option<(usize, When)> {
    let sentence = words[at].sentence;
    let get = |i: usize| {
        words
            .get(i)
            .filter(|w| w.sentence == sentence)
            .map(|w| w.fold.as_str())
    };
    let first = get(at)?;
    let joined = |i: usize, by: char| {
        words.get(i + 1).is_some_and(|n| n.start == words[i].end + 1)
            && reading.chars.get(words[i].end) == Some(&by)
    };
    if let Some(day) = first
        .trim_end_matches(['s', 't', 'h', 'n', 'd', 'r'])
        .parse::<u32>()
        .ok()
        .filter(|d| (1..=31).contains(d))
    {
        // «26-го ноября», "26th of November"
        let next =
            at + 1 + usize::from(get(at + 1).is_some_and(|w| matches!(w, "го" | "е" | "ое" | "му" | "of")));
        if let Some(month) = get(next).and_then(month) {
            return Some((next, When::Date(day, month)));
        }
        let month: Option<u32> = get(at + 1).filter(|m| m.len() == 2).and_then(|m| m.parse().ok());
        if let Some(month) = month.filter(|m| (1..=12).contains(m) && joined(at, '.')) {
            return Some((at + 1, When::Date(day, month)));
        }
    }
    if let Some(found) = day_of_month(&get, at) {
        return Some(found);
    }
    if first.len() == 4 && first.starts_with("20") && joined(at, '-') && joined(at + 1, '-') {
        let (month, day) = (get(at + 1)?.parse().ok()?, get(at + 2)?.parse().ok()?);
        return Some((at + 2, When::Date(day, month)));
    }
    if first.is_ascii()
        && let (Some(month), Some(day)) = (month(first), get(at + 1))
        && let Some(day) = day
            .trim_end_matches(['s', 't', 'h', 'n', 'd', 'r'])
            .parse()
            .ok()
            .filter(|d| (1..=31).contains(d))
    {
        return Some((at + 1, When::Date(day, month)));
    }
    match first {
        "сегодня" | "today" | "tonight" => return Some((at, When::Days(0))),
        "завтра" | "tomorrow" | "завтрашнему" | "завтрашний" => {
            return Some((at, When::Days(1)));
        }
        "с" if get(at + 1) == Some("завтрашнего") => return Some((at + 1, When::Days(1))),
        "послезавтра" => return Some((at, When::Days(2))),
        _ => {}
    }
    let lead = matches!(
        first,
        "в" | "во"
            | "к"
            | "до"
            | "на"
            | "через"
            | "за"
            | "с"
            | "со"
            | "from"
            | "starting"
            | "over"
            | "at"
            | "by"
            | "on"
            | "until"
            | "within"
            | "in"
            | "next"
            | "this"
            | "before"
    );
    if !lead {
        return None;
    }
    if let Some(day) = get(at + 1).and_then(weekday) {
        return Some((at + 1, When::Day(day)));
    }
    // Up to four words: «в течение двух рабочих дней», "by the end of the week", «на следующей неделе».
    // "brunch on a Sunday" is any of them
    if first == "on" && get(at + 1) == Some("a") {
        return None;
    }
    // «из-за получаса» is a cause
    if first == "за" && at > 0 && words[at - 1].fold == "из" {
        return None;
    }
    let span = matches!(first, "через" | "за" | "within" | "in" | "next" | "this");
    let mut count = None;
    let mut bound = span;
    let mut end = false;
    for i in at + 1..=at + 5 {
        let word = get(i)?;
        if let Some(day) = weekday(word) {
            return Some((i, When::Day(day)));
        }
        if end && let Some(month) = month(word) {
            return Some((i, When::EndOf(month)));
        }
        if matches!(word, "weekend") {
            return Some((i, When::Within(7)));
        }
        if let Some(days) = unit(word) {
            let days = count.unwrap_or(1_i64).saturating_mul(days);
            return bound.then_some((
                i,
                if first == "через" && days < 30 && count.is_none() {
                    When::Days(days)
                } else {
                    When::Within(days)
                },
            ));
        }
        match word {
            "концу" | "конца" | "end" => (bound, end) = (true, true),
            "течение" | "следующей" | "этой" | "ближайшей" => bound = true,
            "следующему"
            | "следующий"
            | "следующую"
            | "ближайшему"
            | "ближайший"
            | "ближайшую"
            | "этот"
            | "эту"
            | "этому"
            | "самое"
            | "позднее" => {}
            "рабочих"
            | "рабочий"
            | "банковских"
            | "вечера"
            | "вечеру"
            | "утра"
            | "утру"
            | "обеда"
            | "обеду"
            | "morning"
            | "evening"
            | "afternoon"
            | "рабочего"
            | "рабочие"
            | "календарных"
            | "ближайших"
            | "ближайшие"
            | "следующих"
            | "следующего"
            | "текущего"
            | "этого"
            | "working"
            | "business"
            | "the"
            | "of"
            | "next" => {}
            w => count = Some(number(w)?),
        }
    }
    None
}
