//! Names of persons: which token of a profile name may stand in a greeting, and which name is which.
//!
//! In doubt the answer is *no name*: a greeting without one offends nobody. Whether a name is certainly a handle is
//! a question of its own ([`Author::is_handle`]): a rare name is no handle.

use super::persons;
use super::spelling;
use crate::domain::text::fold;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// One name a line with its everyday forms and Latin spellings.
const NAMES: [&str; 5] = [
    include_str!("../../config/names/ru.txt"),
    include_str!("../../config/names/peoples.txt"),
    include_str!("../../config/names/en.txt"),
    include_str!("../../config/names/census.txt"),
    include_str!("../../config/names/world.txt"),
];
/// Of these, from here on the long lists.
const LONG_LISTS: usize = 3;
/// Words that make a phrase, a role or a firm out of a name.
const NOT_PEOPLE: &str = include_str!("../../config/names/not-people.txt");
/// Endings of surnames, Cyrillic and Latin.
const SURNAMES: &str = include_str!("../../config/names/surname-endings.txt");

/// What a profile name gives away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// How to address the person («Мартин Алексеевич»), `None` for handles, brands, phrases and in doubt.
    pub address: Option<String>,
    /// Folded tokens of the address.
    pub given: Vec<String>,
    /// Folded tokens that are surnames of a person.
    pub surnames: Vec<String>,
    /// All folded tokens, initials too.
    pub tokens: Vec<String>,
    /// Certainly nobody's name: digits, emoji, common words. False in doubt.
    pub is_handle: bool,
}

/// Folded name -> numbers of its groups: all forms of one name share one.
fn groups() -> &'static HashMap<String, Vec<usize>> {
    static GROUPS: LazyLock<HashMap<String, Vec<usize>>> = LazyLock::new(|| {
        let mut map: HashMap<String, Vec<usize>> = HashMap::new();
        let lines = NAMES
            .iter()
            .flat_map(|n| n.lines())
            .filter(|l| !l.starts_with('#'));
        for (number, line) in lines.enumerate() {
            for name in line.split_whitespace() {
                map.entry(fold(name)).or_default().push(number);
            }
        }
        map
    });
    &GROUPS
}

fn words_of(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|l| !l.starts_with('#'))
        .flat_map(str::split_whitespace)
}

fn is_no_person(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words_of(NOT_PEOPLE).collect());
    WORDS.contains(word)
}

/// A common given name, in any form of the name files; of a double name («Анна-Мария») every part.
pub fn is_given(word: &str) -> bool {
    let word = fold(word);
    groups().contains_key(&word) || (word.contains('-') && word.split('-').all(|p| groups().contains_key(p)))
}

/// Two spellings of one given name: «Катя», «Екатерина», "Ekaterina".
pub fn same_given(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    let share = |a: &str, b: &str| matches!((groups().get(a), groups().get(b)), (Some(x), Some(y)) if x.iter().any(|n| y.contains(n)));
    a == b || share(&a, &b) || {
        let (a, b) = (cyrillic(&a), cyrillic(&b));
        a == b || share(&a, &b)
    }
}

/// A given name whose Russian spelling is in no list («Alisha»): there are several ways to write it.
pub fn has_no_russian_form(name: &str) -> bool {
    static RUSSIAN: LazyLock<HashSet<usize>> = LazyLock::new(|| {
        let cyrillic = groups().iter().filter(|(name, _)| !name.is_ascii());
        cyrillic
            .flat_map(|(_, numbers)| numbers.iter().copied())
            .collect()
    });
    let numbers = groups().get(&fold(name));
    numbers.is_none_or(|numbers| numbers.iter().all(|n| !RUSSIAN.contains(n)))
}

/// A name that may be another form of a token that is in no list: «Ольга» for «Ольчик», «Алиса» for "Alisha".
pub fn may_be(name: &str, token: &str) -> bool {
    let (name, token) = (cyrillic(&fold(name)), cyrillic(&fold(token)));
    let common = name
        .chars()
        .zip(token.chars())
        .take_while(|(a, b)| a == b)
        .count();
    same_given(&name, &token) || common >= 3 || (token.chars().count() == 1 && common == 1)
}

/// A Russian patronymic, Cyrillic or Latin.
pub fn is_patronymic(word: &str) -> bool {
    const ENDS: [&str; 18] = [
        "івна",
        "ївна",
        "ввич",
        "лукич",
        "ович",
        "евич",
        "овна",
        "евна",
        "ична",
        "инична",
        "льич",
        "мич",
        "тич",
        "ovich",
        "evich",
        "ovna",
        "evna",
        "ichna",
    ];
    let w = fold(word);
    // «Ильич» is the shortest
    w.chars().count() >= 5 && ENDS.iter().any(|s| w.ends_with(s)) && !persons::is_known_surname(&w)
}

/// «оглы», «кызы»: stands behind the father's name.
fn marks_father(word: &str) -> bool {
    const MARKS: [&str; 12] = [
        "оглы", "оглу", "кызы", "гызы", "улы", "ұлы", "кыз", "ogly", "oglu", "kyzy", "qizi", "uly",
    ];
    MARKS.contains(&word)
}

/// Ends like a surname.
pub fn is_surname(word: &str) -> bool {
    static ENDS: LazyLock<Vec<&str>> = LazyLock::new(|| words_of(SURNAMES).collect());
    let w = fold(word);
    let last = w.rsplit('-').next().unwrap_or(&w);
    let double = w
        .split_once('-')
        .is_some_and(|(first, _)| sure_surname(first) || first.ends_with("ский"));
    double || (last.chars().count() >= 4 && ENDS.iter().any(|s| last.len() > s.len() && last.ends_with(s)))
}

/// Latin letters as a Russian would write them; what is Cyrillic stays.
fn cyrillic(word: &str) -> String {
    const PAIRS: [(&str, &str); 36] = [
        ("shch", "щ"),
        ("sch", "щ"),
        ("zh", "ж"),
        ("kh", "х"),
        ("ch", "ч"),
        ("sh", "ш"),
        ("ts", "ц"),
        ("yu", "ю"),
        ("ju", "ю"),
        ("ya", "я"),
        ("ja", "я"),
        ("ia", "ия"),
        ("yo", "е"),
        ("ye", "е"),
        ("a", "а"),
        ("b", "б"),
        ("v", "в"),
        ("w", "в"),
        ("g", "г"),
        ("d", "д"),
        ("e", "е"),
        ("z", "з"),
        ("i", "и"),
        ("y", "и"),
        ("j", "ж"),
        ("k", "к"),
        ("c", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("u", "у"),
    ];
    let mut out = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        match PAIRS.iter().find(|(latin, _)| rest.starts_with(latin)) {
            Some((latin, letter)) => {
                out.push_str(letter);
                rest = &rest[latin.len()..];
            }
            None => {
                out.push(match first {
                    'f' => 'ф',
                    'h' => 'х',
                    'x' => 'к',
                    'q' => 'к',
                    other => other,
                });
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// A profile name taken apart.
struct Parts<'a> {
    words: Vec<&'a str>,
    folded: Vec<String>,
}

impl<'a> Parts<'a> {
    /// Words of the name; decoration around it (emoji, brackets) is dropped.
    fn of(name: &'a str) -> Parts<'a> {
        let name = name.split('(').next().unwrap_or(name);
        let bare = |w: &'a str| {
            w.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '_' | '—' | '–' | '&' | '+'))
        };
        let words: Vec<&str> = name
            .split_whitespace()
            .map(bare)
            .filter(|w| !w.is_empty())
            .collect();
        Parts {
            folded: words.iter().map(|w| fold(w)).collect(),
            words,
        }
    }

    /// Letters, hyphens and apostrophes only, a hyphen never at an end.
    fn is_plain(&self) -> bool {
        let plain = |w: &&str| {
            w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
                && !w.trim_end_matches('.').contains("..")
                // «И.И.» are initials, «anna.petrova» is a handle
                && w.split('.').all(|p| p.chars().count() <= 1 || !w.contains('.'))
        };
        !self.words.is_empty() && self.words.len() <= 4 && self.words.iter().all(plain)
    }

    fn is_initial(&self, i: usize) -> bool {
        self.words[i].contains('.') || self.folded[i].chars().count() == 1
    }

    fn capital(&self, i: usize) -> bool {
        self.words[i].chars().next().is_some_and(char::is_uppercase)
    }

    /// A common word, written as the dictionary writes it: no name.
    fn is_word(&self, i: usize) -> bool {
        !self.is_initial(i)
            && !is_given(self.words[i])
            && !persons::is_known_surname(&self.folded[i])
            && (is_no_person(&self.folded[i])
                || (spelling::knows(&self.folded[i]) && !many_of(&self.folded[i])))
    }
}

/// «Болот»: nobody calls himself "of swamps"; such a form is somebody's rare name.
fn many_of(word: &str) -> bool {
    !word.is_ascii() && !word.ends_with(['а', 'е', 'и', 'о', 'у', 'ы', 'ь', 'э', 'ю', 'я', 'й']) && {
        spelling::knows(&format!("{word}о"))
    }
}

/// «Dr. Emily Carter» without the title, where a given name and another follow; «Mr Bean» as it is.
fn untitled(name: &str) -> &str {
    const TITLES: [&str; 4] = ["dr", "mr", "mrs", "ms"];
    let cut = name
        .trim()
        .split_once(char::is_whitespace)
        .filter(|(title, rest)| {
            let mut rest = rest.split_whitespace();
            let known = rest.next().is_some_and(is_given) && rest.next().is_some();
            TITLES.contains(&fold(title.trim_end_matches('.')).as_str()) && known
        });
    cut.map_or(name, |(_, rest)| rest)
}

impl Author {
    /// Reads a profile name.
    pub fn read(name: &str) -> Author {
        let usual = persons::usual_form(untitled(name));
        let parts = Parts::of(&usual);
        let tokens: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|t| !t.is_empty())
            .map(fold)
            .collect();
        let nobody = |is_handle| Author {
            address: None,
            given: Vec::new(),
            surnames: Vec::new(),
            tokens: tokens.clone(),
            is_handle,
        };
        if persons::is_broken_up(name) {
            return nobody(!parts.words.iter().any(|w| is_given(w)));
        }
        let no_person = |i: usize| {
            let name = persons::is_known_surname(&parts.folded[i]) || parts.is_initial(i);
            is_no_person(&parts.folded[i]) && !(name && parts.capital(i))
        };
        if !parts.is_plain() || persons::is_borrowed(&parts.folded) || (0..parts.words.len()).any(no_person) {
            return nobody(true);
        }
        match person(&parts) {
            Some((given, patronymic)) => {
                let taken = |i: &usize| *i == given || Some(*i) == patronymic;
                let rest = (0..parts.words.len()).filter(|i| !taken(i) && !parts.is_initial(*i));
                // a first word before a listed name may be a rare given name («Baran Akbar»)
                let surnames = rest.filter(|i| {
                    let family = *i > given || is_surname(parts.words[*i]);
                    family && !marks_father(&parts.folded[*i]) && !is_given(parts.words[*i])
                });
                let surnames = surnames.map(|i| parts.folded[i].clone()).collect();
                let named: Vec<usize> = std::iter::once(given).chain(patronymic).collect();
                let address: Vec<String> = named.iter().map(|i| title(parts.words[*i])).collect();
                Author {
                    address: Some(address.join(" ")),
                    given: named.iter().map(|i| parts.folded[*i].clone()).collect(),
                    surnames,
                    tokens,
                    is_handle: false,
                }
            }
            None => nobody(is_handle(&parts)),
        }
    }
}

/// Indices of the given name and of the patronymic.
fn person(parts: &Parts<'_>) -> Option<(usize, Option<usize>)> {
    let count = parts.words.len();
    let real = |i: &usize| !parts.is_initial(*i) && !marks_father(&parts.folded[*i]);
    let all: Vec<usize> = (0..count).filter(real).collect();
    let patronymic = all.iter().copied().find(|i| {
        let father = count > 1 && *i > 0 && is_patronymic(parts.words[*i]);
        // «Мария Гуревич»: a man's ending behind a woman's name is a surname
        let fits = |before: &str| !(parts.folded[*i].ends_with("вич") && persons::is_womans(before));
        father && parts.folded[*i - 1].chars().count() >= 2 && fits(&parts.folded[*i - 1])
    });
    if let Some(at) = patronymic {
        // «Афродита Петровна»: a patronymic makes the word before it a name, however rare.
        let before = at - 1;
        let others = all.iter().filter(|i| **i != at && **i != before);
        let fits = real(&before)
            && (!parts.is_word(before) || persons::is_of_a_father(parts.words[at], is_given))
            && (is_given(parts.words[before]) || !persons::is_mocking(parts.words[before], parts.words[at]))
            && (is_given(parts.words[before]) || !is_surname(parts.words[before]) || count == 2);
        return (fits && others.clone().all(|i| family(parts, *i, true))).then_some((before, Some(at)));
    }
    let given = all.iter().copied().find(|i| is_given(parts.words[*i]));
    // «Богдан Юлия»: a man's name before a woman's is her surname
    let given = given.map(|first| match all[..] {
        [a, b] if a == first && is_her_surname(parts, a, b) => b,
        _ => first,
    });
    let given = given.or_else(|| all.iter().copied().find(|i| ends_like_a_name(parts, *i)));
    let Some(given) = given else {
        return rare_name(parts, &all);
    };
    let first = given == 0;
    let others: Vec<usize> = all.iter().copied().filter(|i| *i != given).collect();
    let with_surname = others
        .iter()
        .any(|i| is_surname(parts.words[*i]) && (!parts.is_word(*i) || sure_surname(&parts.folded[*i])));
    // «Слава труду»: an everyday word and another one are a phrase
    let phrase = |i: &usize| !is_given(parts.words[*i]) && parts.is_word(*i) && !is_surname(parts.words[*i]);
    let everyday = !parts.words[given].is_ascii() && spelling::knows(&parts.folded[given]);
    if everyday && others.iter().any(phrase) {
        return None;
    }
    let unknown = |i: &usize| !parts.is_word(*i) && parts.folded[*i].chars().count() >= 5;
    if !parts.capital(given)
        && !with_surname
        && !others.iter().any(unknown)
        && is_everyday(&parts.folded[given])
    {
        return None;
    }
    // «Анна Мария Лопес», «Иванова Анна», "Emma Stone"; not «Добрая Маша», not «Лена из Питера»
    let fit = others.len() <= 2
        && others
            .iter()
            .all(|i| is_given(parts.words[*i]) || family(parts, *i, first));
    fit.then_some((given, None))
}

/// «Роман Наталья».
fn is_her_surname(parts: &Parts<'_>, a: usize, b: usize) -> bool {
    let cyrillic = !parts.words[a].is_ascii() && !parts.words[b].is_ascii();
    let (first, second) = (&parts.folded[a], &parts.folded[b]);
    let mans = !first.ends_with(['а', 'я', 'ь', 'и', 'е', 'у']);
    cyrillic && mans && is_given(second) && persons::is_womans(second)
}

/// «Нурсагила», «Мейрамбек»: rare names of Central Asia and the Caucasus are told by their last part.
fn ends_like_a_name(parts: &Parts<'_>, i: usize) -> bool {
    const ENDS: [&str; 30] = [
        "мурад",
        "магомед",
        "бек",
        "жан",
        "джан",
        "гуль",
        "султан",
        "мурат",
        "мурод",
        "улла",
        "дин",
        "али",
        "берди",
        "шод",
        "джон",
        "жон",
        "бану",
        "назар",
        "хан",
        "бай",
        "bek",
        "zhan",
        "gul",
        "sultan",
        "murat",
        "murod",
        "ulla",
        "berdi",
        "shod",
        "jon",
    ];
    let word = &parts.folded[i];
    parts.capital(i)
        && parts.words[i].chars().skip(1).all(char::is_lowercase)
        && word.chars().count() >= 6
        && !parts.is_word(i)
        && !is_surname(word)
        && ENDS.iter().any(|e| word.ends_with(e))
}

/// A word that may be a surname beside a given name. Behind the name any capital will do; before it, only a word
/// that ends like a surname or that no dictionary knows.
fn family(parts: &Parts<'_>, i: usize, behind: bool) -> bool {
    let long = parts.folded[i].chars().count() >= 2;
    let ends = is_surname(parts.words[i]) && !is_only_word(parts, i);
    let behind = behind && parts.capital(i);
    let unknown = parts.capital(i) && parts.folded[i].chars().count() >= 3 && !parts.is_word(i);
    let known = parts.capital(i) && persons::is_known_surname(&parts.folded[i]);
    if known {
        return true;
    }
    long && !is_no_person(&parts.folded[i]) && (ends || behind || unknown)
}

/// Ends like a surname and is a common word («девушка», «хорошая», «машина»), written small.
fn is_only_word(parts: &Parts<'_>, i: usize) -> bool {
    let ends =
        sure_surname(&parts.folded[i]) || ["ская", "ский"].iter().any(|e| parts.folded[i].ends_with(e));
    !ends && !parts.capital(i) && parts.is_word(i)
}

/// «петрова» is in the dictionary too (Peter's), and still a surname.
fn sure_surname(word: &str) -> bool {
    const SURE: [&str; 6] = ["ова", "ева", "ов", "ев", "енко", "ova"];
    SURE.iter().any(|e| word.ends_with(e))
}

/// A given name that is in no list («Гилян Бадмаев», "Fraidoon Petrov"): two capitals, the second ends like a surname,
/// the first is no word of the dictionary.
fn rare_name(parts: &Parts<'_>, all: &[usize]) -> Option<(usize, Option<usize>)> {
    let [first, second] = all else { return None };
    let plain = |i: usize| parts.capital(i) && !parts.is_word(i) && parts.folded[i].chars().count() >= 3;
    let tail_is_small = |i: usize| parts.words[i].chars().skip(1).all(char::is_lowercase);
    let sure = |i: usize| plain(i) && is_surname(parts.words[i]) && parts.folded[i].chars().count() >= 5;
    (plain(*first)
        && !persons::is_known_surname(&parts.folded[*first])
        && tail_is_small(*first)
        && !is_surname(parts.words[*first])
        && !persons::is_mocking(parts.words[*first], parts.words[*second])
        && sure(*second)
        && same_script(parts.words[*first], parts.words[*second]))
    .then_some((*first, None))
}

fn same_script(a: &str, b: &str) -> bool {
    a.is_ascii() == b.is_ascii()
}

/// Names that are everyday words, or no names at all, when they are written small.
fn is_everyday(word: &str) -> bool {
    spelling::knows(word) || is_rare(word)
}

/// A name of the long lists alone: written small it is a handle as often.
fn is_rare(word: &str) -> bool {
    static LONG_LIST: LazyLock<HashSet<&str>> =
        LazyLock::new(|| NAMES[LONG_LISTS..].iter().copied().flat_map(words_of).collect());
    let titled = title(word);
    LONG_LIST.contains(titled.as_str())
}

/// Letters of a Latin word that may be a name although the dictionary knows it.
const SHORT_NAME: usize = 5;

/// Certainly no name: a common word in it, a single small Latin word, letters that nobody can pronounce.
fn is_handle(parts: &Parts<'_>) -> bool {
    let no_name = |i: usize| {
        let word = &parts.folded[i];
        let small_latin = word.is_ascii() && !parts.capital(i) && parts.words.len() == 1;
        // "McKenna", "LaToya": the capital behind such a beginning is part of the name
        let plain = ["Mc", "Mac", "De", "La", "Le", "Di", "Du"]
            .iter()
            .find_map(|b| {
                parts.words[i]
                    .strip_prefix(b)
                    .filter(|r| r.starts_with(char::is_uppercase))
            })
            .unwrap_or(parts.words[i]);
        let mixed = plain.chars().skip(1).any(char::is_uppercase)
            && parts.words[i].chars().any(char::is_lowercase)
            && !parts.words[i].contains(['-', '\'']);
        small_latin
            || mixed
            || persons::drawled(word)
            || persons::unpronounceable(word)
            || (!word.is_ascii() && parts.is_word(i))
    };
    let count = parts.words.len();
    // one Latin letter is nobody's name
    if count == 1 && parts.words[0].len() == 1 {
        return true;
    }
    // "Noel", "Wren": one short capital word may be somebody's name, whatever else it means
    let short = |w: &str| {
        w.is_ascii() && w.chars().count() <= SHORT_NAME && w.chars().skip(1).all(char::is_lowercase)
    };
    if count == 1 && parts.capital(0) && short(parts.words[0]) && !persons::drawled(&parts.folded[0]) {
        return false;
    }
    // Latin names look like English words («Ram», "Sultan"); a phrase is made of nothing else.
    (0..count).any(no_name) || (0..count).all(|i| parts.is_word(i))
}

/// "SillyGoose": two words in one, the first of them no name; not "McDonald", "DeShawn", "AnnaMaria".
pub fn is_humped(word: &[char]) -> bool {
    let small = |c: &&char| c.is_lowercase();
    (4..word.len()).any(|i| {
        word[i].is_uppercase()
            && word[i - 3..i].iter().all(|c| c.is_lowercase())
            && word[i + 1..].iter().take_while(small).count() >= 2
            && !is_given(&word[..i].iter().collect::<String>())
    })
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
