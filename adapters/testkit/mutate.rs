//! Damage as it happens to pages: cut, mis-encoded, renamed, doubled, filled with the unexpected.

/// A kind of damage.
pub type Mutator = fn(&[u8], &mut Dice) -> Vec<u8>;

/// Every kind, by name.
pub const MUTATORS: &[(&str, Mutator)] = &[
    ("cut", cut),
    ("hole", hole),
    ("twice", twice),
    ("bytes", bytes),
    ("nulls", nulls),
    ("digits", digits),
    ("renamed", renamed),
    ("recoded", recoded),
    ("nested", nested),
];

/// One damaged body: the kind by `seed`, the place by `seed` too. The same seed gives the same.
pub fn mutate(body: &[u8], seed: u64) -> (&'static str, Vec<u8>) {
    let mut dice = Dice(seed);
    let (name, mutator) = MUTATORS[dice.below(MUTATORS.len())];
    (name, mutator(body, &mut dice))
}

/// A small reproducible generator (SplitMix64).
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number from 0 to `n - 1`; 0 for `n` = 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^= x >> 31;
        // The remainder is below `n`, so it fits again.
        usize::try_from(x % (n.max(1) as u64)).unwrap_or(0)
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let (a, b) = (self.below(length + 1), self.below(length + 1));
        a.min(b)..a.max(b)
    }
}

fn cut(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    body[..dice.below(body.len())].to_vec()
}

fn hole(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let gone = dice.range(body.len());
    [&body[..gone.start], &body[gone.end..]].concat()
}

fn twice(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let part = dice.range(body.len());
    [&body[..part.end], &body[part]].concat()
}

fn bytes(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut body = body.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(body.len());
        if let Some(byte) = body.get_mut(at) {
            *byte = u8::try_from(dice.below(256)).unwrap_or_default();
        }
    }
    body
}

/// Values become `null`, `[]`, `{}`, `""`, `-1`, 1e99, NUL, half an emoji.
fn nulls(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    const ODD: &[&str] = &[
        "null",
        "[]",
        "{}",
        "\"\"",
        "-1",
        "1e99",
        "true",
        "\"\\u0000\"",
        "\"\\ud83d\"",
    ];
    let text = String::from_utf8_lossy(body);
    let starts: Vec<usize> = text.match_indices("\":").map(|(i, _)| i + 2).collect();
    let Some(&at) = starts.get(dice.below(starts.len())) else {
        return body.to_vec();
    };
    let length = text[at..].find([',', '}', ']']).unwrap_or(0);
    format!(
        "{}{}{}",
        &text[..at],
        ODD[dice.below(ODD.len())],
        &text[at + length..]
    )
    .into_bytes()
}

/// One digit becomes a long row of them.
fn digits(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let all: Vec<usize> = (0..body.len()).filter(|&i| body[i].is_ascii_digit()).collect();
    let Some(&at) = all.get(dice.below(all.len())) else {
        return body.to_vec();
    };
    let row = "9".repeat(1 + dice.below(40));
    [&body[..at], row.as_bytes(), &body[at + 1..]].concat()
}

/// A redesign: one key of JSON, or one class of HTML, has another name everywhere.
fn renamed(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let names = names(&text);
    match names.get(dice.below(names.len())) {
        Some(name) => rename(&text, name).into_bytes(),
        None => body.to_vec(),
    }
}

/// Keys of JSON and classes of HTML, each once.
pub fn names(text: &str) -> Vec<String> {
    let word = |s: &str| {
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':');
        !s.is_empty() && s.len() < 60 && s.chars().all(good)
    };
    let keys = text
        .match_indices("\":")
        .filter_map(|(end, _)| Some(&text[text[..end].rfind('"')? + 1..end]));
    let classes = text.match_indices("class=\"").filter_map(|(at, all)| {
        let rest = &text[at + all.len()..];
        rest.split(['"', ' ']).next()
    });
    let mut names: Vec<String> = keys
        .chain(classes)
        .filter(|s| word(s))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

/// The text with one name replaced wherever it stands as a key or a class.
pub fn rename(text: &str, name: &str) -> String {
    text.replace(&format!("\"{name}\":"), "\"renamed_by_redesign\":")
        .replace(&format!("\"{name}\" :"), "\"renamed_by_redesign\" :")
        .replace(&format!("\"{name} "), "\"renamed_by_redesign ")
        .replace(&format!("class=\"{name}\""), "class=\"renamed_by_redesign\"")
}

/// Another encoding than the one that is declared.
fn recoded(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let all = [
        encoding_rs::WINDOWS_1251,
        encoding_rs::KOI8_R,
        encoding_rs::SHIFT_JIS,
        encoding_rs::GBK,
    ];
    all[dice.below(all.len())]
        .encode(&String::from_utf8_lossy(body))
        .0
        .into_owned()
}

/// Nesting without end.
fn nested(body: &[u8], dice: &mut Dice) -> Vec<u8> {
    let at = dice.below(body.len() + 1);
    let deep = ["[", "{\"a\":", "<div>", "<b><i>"][dice.below(4)].repeat(3000);
    [&body[..at], deep.as_bytes(), &body[at..]].concat()
}
