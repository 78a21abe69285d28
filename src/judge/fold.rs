//! Folding: from hostile text to plain words with a way back.
//!
//! Case, ё, compatibility forms, zero-width and direction marks, look-alike letters, digits and signs that
//! stand for letters, letters set apart by spaces and stretched letters are all evened out, so that one stem
//! list is enough. Every word keeps its place in the original text. Linear in the length of the text.

use unicode_normalization::UnicodeNormalization;

/// A word of the text.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Character offsets into the original text, half open.
    pub start: u32,
    pub end: u32,
    /// Byte offsets into the original text, half open.
    from: u32,
    to: u32,
    /// Byte range of the folded word in `Folded::buffer`.
    folded: (u32, u32),
    /// Number of the sentence and of the clause that the word stands in.
    pub sentence: u32,
    pub clause: u32,
    /// The word belongs to the title, so its offsets are offsets into the title.
    pub title: bool,
    /// Some letters are hidden behind stars.
    pub starred: bool,
}

/// Bytes of an ordinary word with what stands around it, rather few.
const WORD: usize = 8;

/// The words of a review, title first.
#[derive(Debug, Default)]
pub struct Folded {
    buffer: String,
    pub words: Vec<Word>,
    sentence: u32,
    clause: u32,
    /// Numbers of the sentences that ask; a sentence that ends in «??» stands here twice.
    pub asked: Vec<u32>,
    pub cyrillic: u32,
    pub latin: u32,
    pub other_letters: u32,
}

/// Where a character stands: character and byte offsets into the original text, half open.
#[derive(Clone, Copy, Default)]
struct Place {
    at: u32,
    end: u32,
    from: u32,
    to: u32,
}

/// The word being read. Its letters go to `Folded::buffer` at once; what few words need is noted on the way.
#[derive(Default)]
struct Letters {
    /// Where the word begins in `Folded::buffer`.
    begin: usize,
    /// Its place so far: from its first sign to the last one read, a stretched letter with its whole run.
    place: Place,
    /// Signs in the buffer, and the last of them.
    count: u32,
    last: char,
    /// How many equal letters have come in a row.
    run: u32,
    /// It has letters of Cyrillic, and signs that are none.
    cyrillic: bool,
    others: bool,
}

impl Letters {
    /// Appends a letter; three or more equal ones in a row («ужаааас») count as one.
    fn push(&mut self, buffer: &mut String, char: char, place: Place) {
        if self.count == 0 {
            (self.begin, self.place) = (buffer.len(), place);
        }
        (self.place.end, self.place.to) = (place.end, place.to);
        if self.ends_with(char) && is_letter(char) {
            self.run += 1;
            if self.run == 3 {
                buffer.pop();
                self.count -= 1;
            }
            if self.run >= 3 {
                return;
            }
        } else {
            self.run = 1;
        }
        buffer.push(char);
        self.count += 1;
        self.last = char;
        let cyrillic = is_cyrillic(char);
        self.cyrillic |= cyrillic;
        self.others |= !cyrillic;
    }

    /// Appends letters that [`plain`] has found; the first is not the last of the word so far.
    fn push_plain(&mut self, buffer: &mut String, letters: &str, place: Place) {
        if self.count == 0 {
            (self.begin, self.place) = (buffer.len(), place);
        }
        (self.place.end, self.place.to) = (place.end, place.to);
        buffer.push_str(letters);
        self.count += place.end - place.at;
        self.last = letters.chars().next_back().unwrap_or_default();
        self.run = 1;
        self.cyrillic = true;
    }

    fn ends_with(&self, char: char) -> bool {
        self.count > 0 && self.last == char
    }

    /// A mark over the last letter: «и» with a breve is «й», the others change nothing.
    fn mark(&mut self, buffer: &mut String, mark: char) {
        if mark == '\u{306}' && self.ends_with('и') {
            buffer.pop();
            buffer.push('й');
            self.last = 'й';
        }
    }
}

/// The alphabet into which the look-alikes of a word are folded.
#[derive(Clone, Copy, PartialEq)]
enum Script {
    Cyrillic,
    Latin,
    Plain,
}

impl Script {
    /// A word with both alphabets belongs to the one whose letters have no look-alike in the other.
    fn of(letters: &str) -> Script {
        let (mut cyrillic, mut latin, mut only_latin, mut only_cyrillic) = (false, false, false, false);
        for char in letters.chars() {
            if is_cyrillic(char) {
                cyrillic = true;
                only_cyrillic |= to_latin(char) == char;
            } else if is_letter(char) {
                latin = true;
                only_latin |= to_cyrillic(char) == char;
            }
        }
        match (cyrillic, latin) {
            (false, _) => Script::Plain,
            (true, true) if only_latin && !only_cyrillic => Script::Latin,
            (true, _) => Script::Cyrillic,
        }
    }
}

impl Folded {
    /// Folds a title and a text; the two never share a sentence.
    pub fn new(title: Option<&str>, text: &str) -> Self {
        let mut folded = Folded {
            buffer: String::with_capacity(text.len()),
            words: Vec::with_capacity(text.len() / WORD),
            ..Folded::default()
        };
        if let Some(title) = title {
            folded.read(title, true);
        }
        folded.read(text, false);
        folded
    }

    /// The folded form of a word.
    pub fn form(&self, word: &Word) -> &str {
        &self.buffer[word.folded.0 as usize..word.folded.1 as usize]
    }

    /// What stands in the original between two words of the same text, both included.
    pub fn span<'t>(&self, text: &'t str, first: &Word, last: &Word) -> &'t str {
        text.get(first.from as usize..last.to as usize)
            .unwrap_or_default()
    }

    /// What stands between two words of the same text.
    pub fn between<'t>(&self, text: &'t str, before: &Word, after: &Word) -> &'t str {
        text.get(before.to as usize..after.from as usize)
            .unwrap_or_default()
    }

    /// What stands before a word of the text.
    pub fn ahead<'t>(&self, text: &'t str, word: &Word) -> &'t str {
        text.get(..word.from as usize).unwrap_or_default()
    }

    /// What stands behind a word of the text; the whole text behind a word of the title.
    pub fn behind<'t>(&self, text: &'t str, word: &Word) -> &'t str {
        let to = if word.title { 0 } else { word.to as usize };
        text.get(to..).unwrap_or_default()
    }

    fn read(&mut self, text: &str, title: bool) {
        let mut word = Letters::default();
        // Single letters in a row, each followed by one separator: «о т р а в и л и с ь».
        let mut apart: Vec<Word> = Vec::new();
        let mut gap = 0_u32;
        let (mut at, mut from) = (0, 0);
        while let Some(raw) = text[from..].chars().next() {
            let plain = plain(&text[from..]);
            if !plain.is_empty() && !word.ends_with(raw) {
                let letters = (plain.len() / PLAIN) as u32;
                let place = Place {
                    at,
                    end: at + letters,
                    from: from as u32,
                    to: (from + plain.len()) as u32,
                };
                gap = 0;
                self.cyrillic += letters;
                word.push_plain(&mut self.buffer, plain, place);
                (at, from) = (place.end, from + plain.len());
                continue;
            }
            let place = Place {
                at,
                end: at + 1,
                from: from as u32,
                to: (from + raw.len_utf8()) as u32,
            };
            (at, from) = (place.end, from + raw.len_utf8());
            if is_invisible(raw) {
                word.mark(&mut self.buffer, raw);
                continue;
            }
            let next = text[from..].chars().next();
            if is_word(raw) || joins(raw, word.count > 0, next) {
                gap = 0;
                self.count(raw);
                fold_char(raw, |char| word.push(&mut self.buffer, char, place));
                continue;
            }
            self.finish(&mut word, title, &mut apart);
            if is_pictogram(raw) {
                word.push(&mut self.buffer, raw, place);
                self.finish(&mut word, title, &mut apart);
            }
            gap += 1;
            if gap > 1 {
                self.join(&mut apart);
            }
            match raw {
                '.' | '!' | '?' | '…' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '。' | '！' | '？' => {
                    if matches!(raw, '?' | '？') {
                        self.asked.push(self.sentence);
                    }
                    // «о.т.р.а.в.и.л» keeps its letters together; a real sentence goes on with a space.
                    if raw != '.' || next.is_none_or(|c| !is_word(c)) {
                        self.sentence += 1;
                        self.clause += 1;
                    }
                }
                ',' | ';' | ':' | '(' | ')' | '—' | '–' => self.clause += 1,
                _ => {}
            }
        }
        self.finish(&mut word, title, &mut apart);
        self.join(&mut apart);
        self.sentence += 1;
        self.clause += 1;
    }

    fn count(&mut self, raw: char) {
        match raw {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => self.latin += 1,
            '\u{400}'..='\u{52f}' => self.cyrillic += 1,
            c if is_letter(c) => self.other_letters += 1,
            _ => {}
        }
    }

    /// Ends the word that is being read, where there is one.
    fn finish(&mut self, letters: &mut Letters, title: bool, apart: &mut Vec<Word>) {
        let read = std::mem::take(letters);
        if read.count == 0 {
            return;
        }
        let form = &self.buffer[read.begin..];
        let single = read.count == 1 && is_letter(read.last);
        let starred = read.others && form.contains('*');
        // only words of several alphabets hold look-alikes
        if read.cyrillic && read.others {
            let form = in_one_script(form);
            self.buffer.truncate(read.begin);
            self.buffer.push_str(&form);
        }
        let Place { at, end, from, to } = read.place;
        let word = Word {
            start: at,
            end,
            from,
            to,
            folded: (read.begin as u32, self.buffer.len() as u32),
            sentence: self.sentence,
            clause: self.clause,
            title,
            starred,
        };
        if single {
            apart.push(word);
        } else {
            self.join(apart);
        }
        self.words.push(word);
    }

    /// Adds the word that a row of single letters spells; the letters stay as words of their own.
    fn join(&mut self, apart: &mut Vec<Word>) {
        /// Shorter rows are ordinary one-letter words («а я и в»).
        const ROW: usize = 5;
        if let (true, Some(first), Some(last)) = (apart.len() >= ROW, apart.first(), apart.last()) {
            let mut signs: String = apart.iter().map(|w| self.form(w)).collect();
            if signs.chars().any(is_cyrillic) {
                signs = signs.chars().map(to_cyrillic).collect();
            }
            let begin = self.buffer.len() as u32;
            self.buffer.push_str(&signs);
            self.words.push(Word {
                start: first.start,
                end: last.end,
                from: first.from,
                to: last.to,
                folded: (begin, self.buffer.len() as u32),
                ..*last
            });
        }
        apart.clear();
    }
}

/// A word with its look-alikes in the alphabet that it belongs to. A digit stands for a letter between letters only.
fn in_one_script(form: &str) -> String {
    let script = Script::of(form);
    let mut out = String::with_capacity(form.len());
    let (mut before, mut signs) = (false, form.chars().peekable());
    while let Some(sign) = signs.next() {
        let inside = before && signs.peek().is_some_and(|next| is_letter(*next));
        out.push(match script {
            Script::Cyrillic if !sign.is_ascii_digit() || inside => to_cyrillic(sign),
            Script::Latin => to_latin(sign),
            _ => sign,
        });
        before = is_letter(sign);
    }
    out
}

/// Bytes of a letter from «а» to «я».
const PLAIN: usize = 2;

/// The letters from «а» to «я» that a text begins with, up to a doubled one: most letters are what they look like.
fn plain(text: &str) -> &str {
    let (pairs, _) = text.as_bytes().as_chunks::<PLAIN>();
    let mut before = [0; PLAIN];
    let length = pairs.iter().take_while(|pair| {
        let letter = matches!(pair, [0xd0, 0xb0..=0xbf] | [0xd1, 0x80..=0x8f]);
        letter && std::mem::replace(&mut before, **pair) != **pair
    });
    &text[..length.count() * PLAIN]
}

/// Signs that belong to a word when letters stand around them: masks, apostrophes, letters in disguise.
fn joins(raw: char, inside: bool, next: Option<char>) -> bool {
    let goes_on = next.is_some_and(|c| is_word(c) || c == '*');
    match raw {
        '*' => inside || (goes_on && next != Some('*')),
        '\'' | '’' | '@' | '$' => inside && goes_on,
        _ => false,
    }
}

/// Emoji and hearts: words of one sign.
fn is_pictogram(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1faff}')
}

/// Characters that show nothing: soft hyphen, zero-width, direction marks, combining marks.
fn is_invisible(c: char) -> bool {
    !c.is_ascii()
        && matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{300}'..='\u{36f}' | '\u{20d0}'..='\u{20ff}')
}

fn fold_char(raw: char, mut each: impl FnMut(char)) {
    match raw {
        'ё' | 'Ё' => each('е'),
        '’' => each('\''),
        'a'..='z' | 'а'..='я' | '0'..='9' => each(raw),
        'A'..='Z' => each(raw.to_ascii_lowercase()),
        'А'..='Я' => raw.to_lowercase().for_each(each),
        _ => std::iter::once(raw)
            .nfkc()
            .flat_map(char::to_lowercase)
            .filter(|c| !is_invisible(*c))
            .for_each(|c| each(if c == 'ё' { 'е' } else { c })),
    }
}

/// As `char::is_alphabetic`, which looks Cyrillic up in a table.
pub fn is_letter(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => true,
        c if c.is_ascii() => false,
        c => c.is_alphabetic(),
    }
}

/// As `char::is_alphanumeric`.
pub fn is_word(c: char) -> bool {
    is_letter(c) || c.is_numeric()
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Inside a Cyrillic word: Latin and Greek look-alikes, digits and signs that stand for letters.
fn to_cyrillic(c: char) -> char {
    match c {
        'a' | '@' | 'α' | 'á' | 'à' => 'а',
        'b' | '6' => 'б',
        'c' | 'ϲ' | '$' => 'с',
        'e' | 'ε' | 'é' | 'è' => 'е',
        'h' | 'η' => 'н',
        'k' | 'κ' => 'к',
        'm' => 'м',
        'n' => 'п',
        'o' | '0' | 'ο' | 'ó' => 'о',
        'p' | 'ρ' => 'р',
        't' | 'τ' => 'т',
        'u' => 'и',
        'x' | 'χ' => 'х',
        'y' | 'υ' => 'у',
        '3' => 'з',
        '4' => 'ч',
        _ => c,
    }
}

/// Inside a Latin word: Cyrillic look-alikes.
fn to_latin(c: char) -> char {
    match c {
        'а' => 'a',
        'с' => 'c',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'х' => 'x',
        'у' => 'y',
        'і' => 'i',
        'ѕ' => 's',
        'ј' => 'j',
        'һ' => 'h',
        'к' => 'k',
        'м' => 'm',
        'т' => 't',
        _ => c,
    }
}
