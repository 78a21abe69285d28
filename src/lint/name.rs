//! Names of persons: which token of a profile name may stand in a greeting, and which name is which.
//!
//! In doubt the answer is *no name*: a greeting without one offends nobody.

use crate::domain::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

const RU: &str = include_str!("../../config/names/ru.txt");
const EN: &str = include_str!("../../config/names/en.txt");

/// What a profile name gives away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// How to address the person («Мартин Алексеевич»), `None` for handles, brands and phrases.
    pub address: Option<String>,
    /// Folded tokens of the address.
    pub given: Vec<String>,
    /// Folded tokens that are surnames of a person.
    pub surnames: Vec<String>,
    /// All folded tokens of at least two letters.
    pub tokens: Vec<String>,
}

/// Folded name -> number of its group: all forms of one name share it.
fn groups() -> &'static HashMap<String, Vec<usize>> {
    static GROUPS: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
        let mut map: HashMap<String, Vec<usize>> = HashMap::new();
        let lines = RU.lines().chain(EN.lines()).filter(|l| !l.starts_with('#'));
        for (number, line) in lines.enumerate() {
            for name in line.split_whitespace() {
                map.entry(fold(name)).or_default().push(number);
            }
        }
        map
    });
    &GROUPS
}

/// A common given name, in any form of the name files.
pub fn is_given(word: &str) -> bool {
    groups().contains_key(&fold(word))
}

/// Two spellings of one given name: «Катя», «Екатерина», "Ekaterina".
pub fn same_given(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    a == b
        || matches!((groups().get(&a), groups().get(&b)), (Some(x), Some(y)) if x.iter().any(|n| y.contains(n)))
}

/// A Russian patronymic.
pub fn is_patronymic(word: &str) -> bool {
    let w = fold(word);
    w.chars().count() >= 6
        && [
            "ович",
            "евич",
            "ьич",
            "овна",
            "евна",
            "ична",
            "инична",
            "ovich",
            "evich",
            "ovna",
            "evna",
        ]
        .iter()
        .any(|s| w.ends_with(s))
}

fn is_surname(word: &str) -> bool {
    const ENDS: [&str; 30] = [
        "ов",
        "ова",
        "ев",
        "ева",
        "ин",
        "ина",
        "ын",
        "ына",
        "ский",
        "ская",
        "цкий",
        "цкая",
        "ской",
        "ко",
        "ук",
        "юк",
        "ич",
        "ян",
        "дзе",
        "швили",
        "ых",
        "их",
        "ский",
        "ов",
        "ova",
        "ov",
        "ev",
        "eva",
        "sky",
        "skaya",
    ];
    let w = fold(word);
    w.chars().count() >= 4 && ENDS.iter().any(|s| w.ends_with(s))
}

/// Words that make a phrase or a firm out of two capitals.
const NOT_PEOPLE: [&str; 34] = [
    "кафе",
    "салон",
    "магазин",
    "студия",
    "маникюр",
    "шоп",
    "shop",
    "store",
    "studio",
    "group",
    "team",
    "club",
    "cafe",
    "beauty",
    "nails",
    "official",
    "channel",
    "канал",
    "клуб",
    "ип",
    "ооо",
    "llc",
    "ltd",
    "тревел",
    "travel",
    "photo",
    "фото",
    "media",
    "bot",
    "бот",
    "гость",
    "аноним",
    "user",
    "клиент",
];

impl Author {
    /// Reads a profile name.
    pub fn read(name: &str) -> Author {
        let words: Vec<&str> = name.split_whitespace().collect();
        let tokens: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .map(fold)
            .filter(|t| t.chars().count() >= 2)
            .collect();
        let nobody = Author {
            address: None,
            given: Vec::new(),
            surnames: Vec::new(),
            tokens: tokens.clone(),
        };
        let clean = |w: &str| {
            let w = w.trim_end_matches('.');
            !w.is_empty()
                && w.chars().all(|c| c.is_alphabetic() || c == '-')
                && w.chars().next().is_some_and(char::is_alphabetic)
        };
        if words.is_empty() || words.len() > 3 || !words.iter().all(|w| clean(w)) {
            return nobody;
        }
        let bare: Vec<&str> = words.iter().map(|w| w.trim_end_matches('.')).collect();
        if bare.iter().any(|w| NOT_PEOPLE.contains(&fold(w).as_str())) {
            return nobody;
        }
        let initial = |w: &str| w.chars().count() == 1;
        let patronymic = bare.iter().position(|w| is_patronymic(w) && bare.len() > 1);
        let given = match patronymic {
            // «Афродита Петровна»: a patronymic makes the word before it a name, however rare.
            Some(at) if at > 0 && bare[at - 1].chars().count() >= 2 => Some(at - 1),
            Some(_) => None,
            None => bare.iter().position(|w| is_given(w)),
        };
        let Some(given) = given else { return nobody };
        let rest = (0..bare.len()).filter(|i| *i != given && Some(*i) != patronymic);
        let latin = bare.iter().all(|w| w.is_ascii());
        let mut surnames = Vec::new();
        for i in rest {
            let capital = bare[i].chars().next().is_some_and(char::is_uppercase);
            if initial(bare[i]) {
                continue;
            }
            let beside = capital && bare.len() == 2 && (given == 0 || !latin) && bare[i].chars().count() >= 4;
            if !(is_surname(bare[i]) || beside || is_given(bare[i])) {
                return nobody;
            }
            surnames.push(fold(bare[i]));
        }
        let mut address = title(bare[given]);
        let mut parts = vec![fold(bare[given])];
        if let Some(at) = patronymic {
            address.push(' ');
            address.push_str(&title(bare[at]));
            parts.push(fold(bare[at]));
        }
        Author {
            address: Some(address),
            given: parts,
            surnames,
            tokens,
        }
    }
}

/// First letter of each part large, the others small.
fn title(word: &str) -> String {
    let part = |p: &str| {
        let mut chars = p.chars();
        let first: String = chars
            .next()
            .map(|c| c.to_uppercase().collect())
            .unwrap_or_default();
        first + &chars.as_str().to_lowercase()
    };
    word.split('-').map(part).collect::<Vec<_>>().join("-")
}
