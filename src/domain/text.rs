//! Text as data: words and sentences with character offsets, folding, hash of the exact text.

use sha2::{Digest, Sha256};

/// SHA-256 of the exact bytes of `text`, in lower-case hex: what an approval is bound to.
pub fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// A word as it is compared, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Character offsets into the text, half open.
    pub start: usize,
    pub end: usize,
    /// Lower case, ё = е, invisible characters dropped, Latin look-alikes in Cyrillic words made Cyrillic.
    pub fold: String,
    /// The first letter is a capital.
    pub capital: bool,
    /// Index into [`Reading::sentences`].
    pub sentence: usize,
}

/// A sentence: its characters and its words, both half open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub start: usize,
    pub end: usize,
    pub words: std::ops::Range<usize>,
    /// Ends with a question mark.
    pub question: bool,
}

/// A text taken apart once, in time linear in its length.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    pub chars: Vec<char>,
    pub words: Vec<Word>,
    pub sentences: Vec<Sentence>,
}

/// Characters that nobody sees: zero width, bidi controls, soft hyphen, variation selectors.
pub fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{300}' | '\u{301}' | '\u{308}')
}

fn in_word(chars: &[char], i: usize) -> bool {
    let c = chars[i];
    if c.is_alphanumeric() || c == '\u{306}' {
        return true;
    }
    let letter = |j: Option<&char>| j.is_some_and(|c| c.is_alphanumeric() || *c == '*');
    match c {
        '\'' | '’' => i > 0 && chars[i - 1].is_alphabetic() && letter(chars.get(i + 1)),
        '*' => i > 0 && letter(chars.get(i - 1)) && letter(chars.get(i + 1)),
        c => invisible(c) && i > 0,
    }
}

/// Folds one word (see [`Word::fold`]).
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut cyrillic = false;
    for c in word.chars() {
        if invisible(c) {
            continue;
        }
        if c == '\u{306}' {
            if out.ends_with('и') {
                out.pop();
                out.push('й');
            }
            continue;
        }
        for l in c.to_lowercase() {
            let l = match l {
                'ё' => 'е',
                '’' => '\'',
                l => l,
            };
            cyrillic |= ('а'..='я').contains(&l);
            out.push(l);
        }
    }
    if cyrillic && out.chars().any(|c| c.is_ascii_alphanumeric()) {
        out.chars().map(look_alike).collect()
    } else {
        out
    }
}

/// The Cyrillic letter that a Latin one pretends to be.
fn look_alike(c: char) -> char {
    match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' | '0' => 'о',
        'p' => 'р',
        't' => 'т',
        'u' | 'y' => 'у',
        'x' => 'х',
        '3' => 'з',
        c => c,
    }
}

/// Words before a full stop that do not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "ул", "стр", "руб", "тел", "корп", "кв", "им", "эл", "доб", "мин", "mr", "mrs", "ms", "dr", "st", "no",
];

impl Reading {
    /// Takes `text` apart.
    pub fn new(text: &str) -> Reading {
        let chars: Vec<char> = text.chars().collect();
        let mut reading = Reading {
            chars,
            ..Reading::default()
        };
        let n = reading.chars.len();
        let (mut i, mut first_word, mut start) = (0, 0, None);
        while i < n {
            if in_word(&reading.chars, i) {
                let from = i;
                while i < n && in_word(&reading.chars, i) {
                    i += 1;
                }
                let raw: String = reading.chars[from..i].iter().collect();
                let fold = fold(&raw);
                start.get_or_insert(from);
                if !fold.is_empty() {
                    let capital = reading.chars[from].is_uppercase();
                    let sentence = reading.sentences.len();
                    reading.words.push(Word {
                        start: from,
                        end: i,
                        fold,
                        capital,
                        sentence,
                    });
                }
                continue;
            }
            if !reading.chars[i].is_whitespace() {
                start.get_or_insert(i);
            }
            if reading.ends_sentence(i, first_word) {
                let question = reading.chars[i] == '?';
                i += 1;
                while i < n && matches!(reading.chars[i], '.' | '!' | '?' | '…' | ')' | '»' | '"') {
                    i += 1;
                }
                reading.close(&mut first_word, &mut start, i, question);
            } else {
                i += 1;
            }
        }
        reading.close(&mut first_word, &mut start, n, false);
        reading
    }

    fn close(&mut self, first_word: &mut usize, start: &mut Option<usize>, end: usize, question: bool) {
        if self.words.len() > *first_word {
            let words = *first_word..self.words.len();
            let start = start.unwrap_or(self.words[words.start].start);
            self.sentences.push(Sentence {
                start,
                end,
                words,
                question,
            });
            *first_word = self.words.len();
        }
        *start = None;
    }

    /// "between 8 and 10 a.m. Two heaters": behind an hour a capital opens the next sentence.
    fn ends_with_hour(&self, i: usize, first_word: usize) -> bool {
        let words = &self.words[first_word..];
        let [.., half, m] = words else { return false };
        let next = self.chars[i + 1..].iter().find(|c| !c.is_whitespace());
        m.fold == "m"
            && matches!(half.fold.as_str(), "a" | "p")
            && half.end + 1 == m.start
            && next.is_some_and(|c| c.is_uppercase())
    }

    fn ends_sentence(&self, i: usize, first_word: usize) -> bool {
        match self.chars[i] {
            '!' | '?' | '\n' | '…' => true,
            '.' => {
                let open = self
                    .chars
                    .get(i + 1)
                    .is_none_or(|c| !c.is_alphanumeric() && *c != ',');
                let short = self.words[first_word..].last().is_some_and(|w| {
                    w.end == i
                        && ((w.fold.chars().count() == 1 && w.fold.chars().all(char::is_alphabetic))
                            || ABBREVIATIONS.contains(&w.fold.as_str()))
                });
                open && (!short || self.ends_with_hour(i, first_word))
            }
            _ => false,
        }
    }

    /// The characters `start..end` as text; out of range gives what there is.
    pub fn slice(&self, start: usize, end: usize) -> String {
        self.chars
            .iter()
            .skip(start)
            .take(end.saturating_sub(start))
            .collect()
    }

    /// Share of Cyrillic among the letters, `None` when there are fewer than `least` letters.
    pub fn cyrillic_share(&self, least: usize) -> Option<f32> {
        let letters = self.chars.iter().filter(|c| c.is_alphabetic()).count();
        let cyrillic = self
            .chars
            .iter()
            .filter(|c| ('\u{400}'..='\u{52f}').contains(*c))
            .count();
        (letters >= least.max(1)).then(|| cyrillic as f32 / letters as f32)
    }
}

/// Text as it is searched: lower case, ё as е, invisible characters gone, runs of space as one.
pub fn fold_for_search(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text
        .chars()
        .filter(|c| !invisible(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'ё' => out.push('е'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}
