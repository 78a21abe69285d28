//! Frames of reviews: «Достоинства: … Недостатки: …», "Pros / Cons", lists with `+` and `-`.

use super::fold::{Folded, Word};
use crate::domain::Sentiment;

/// What stands above a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    None,
    Praise,
    Blame,
}

/// How far a heading reaches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// To the next heading: «Недостатки: …».
    Heading,
    /// To the end of the sentence: «из минусов только парковка».
    Sentence(u32),
}

/// What a word is to the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A heading itself.
    Label,
    /// The first word under a heading or behind a sign of a list.
    Opens,
    /// Any other word.
    Goes,
}

/// The frame of a text while its words are walked through.
pub struct Frame {
    pub heading: Heading,
    reach: Reach,
    /// The word before was a heading.
    opens: bool,
    /// The text has signs of praise in a list, so that a dash at the same places is the sign of blame.
    list: bool,
}

impl Frame {
    pub fn new(text: &str) -> Frame {
        Frame {
            heading: Heading::None,
            reach: Reach::Heading,
            opens: false,
            list: text.contains('+') && has_plus(text),
        }
    }

    /// Goes to the next word.
    /// What stands behind the word is asked for at few words only.
    pub fn step<'t>(
        &mut self,
        form: &str,
        before: Option<&str>,
        gap: &str,
        after: impl FnOnce() -> &'t str,
        sentence: u32,
    ) -> Step {
        if matches!(self.reach, Reach::Sentence(of) if of != sentence) {
            (self.heading, self.reach) = (Heading::None, Reach::Heading);
        }
        let opens = std::mem::take(&mut self.opens);
        if self.list
            && let Some(sign) = sign(gap, before.is_none())
        {
            (self.heading, self.reach) = (sign, Reach::Heading);
            return Step::Opens;
        }
        let here = if opens { Step::Opens } else { Step::Goes };
        let Some((heading, plain)) = named(form, before) else {
            return here;
        };
        let marked = after()
            .trim_start_matches(' ')
            .starts_with([':', '-', '—', '–', '\n']);
        if marked && plain {
            (self.heading, self.reach) = (heading, Reach::Heading);
        } else if matches!(before, Some("из" | "единственный" | "единственное")) {
            (self.heading, self.reach) = (heading, Reach::Sentence(sentence));
        } else {
            return here;
        }
        self.opens = true;
        Step::Label
    }
}

/// Under a heading the words from `at` on say that there is nothing of the kind: «Недостатки: не нашёл».
pub fn nothing(folded: &Folded, text: &str, at: usize) -> bool {
    /// Longer answers tell something.
    const SHORT: usize = 6;
    let words = &folded.words;
    let same = |w: &&Word| w.sentence == words[at].sentence;
    let line: Vec<&Word> = words[at..].iter().take_while(same).take(SHORT + 1).collect();
    let forms: Vec<&str> = line.iter().map(|w| folded.form(w)).collect();
    let none = |form: &str| {
        matches!(
            form,
            "нет"
                | "нету"
                | "none"
                | "nothing"
                | "no"
                | "отсутствуют"
                | "отсутствует"
                | "ничего"
                | "никаких"
        )
    };
    let alone = match (line.first(), line.get(1)) {
        (Some(first), Some(next)) => folded
            .between(text, first, next)
            .contains([',', '.', '!', ';', ')']),
        (Some(_), None) => true,
        _ => false,
    };
    if alone && none(forms[0]) {
        return true;
    }
    let kind = |form: &&str| {
        matches!(
            *form,
            "их" | "минусов"
                | "недостатков"
                | "плюсов"
                | "достоинств"
                | "cons"
                | "pros"
                | "downsides"
        )
    };
    let found = |form: &str| {
        ["наш", "обнаруж", "виж", "увид", "замет", "замеч", "выяв", "найд"]
            .iter()
            .any(|stem| form.starts_with(stem))
    };
    let short = forms.len() <= SHORT;
    short
        && (forms.iter().any(|f| none(f)) && forms.iter().any(kind)
            || forms.windows(2).any(|pair| pair[0] == "не" && found(pair[1])))
}

/// What a word announces, and whether it may stand alone before a colon.
fn named(form: &str, before: Option<&str>) -> Option<(Heading, bool)> {
    Some(match form {
        "достоинства" | "плюсы" | "плюс" | "преимущества" | "pros" | "likes" | "advantages" | "pluses" => {
            (Heading::Praise, true)
        }
        "понравилось" | "нравится" if before == Some("не") => (Heading::Blame, true),
        "понравилось" => (Heading::Praise, true),
        "недостатки"
        | "минусы"
        | "минус"
        | "недостаток"
        | "cons"
        | "dislikes"
        | "disadvantages"
        | "minuses"
        | "downsides" => (Heading::Blame, true),
        "плюсов" | "достоинств" => (Heading::Praise, false),
        "минусов" | "недостатков" => (Heading::Blame, false),
        "отзыв"
        | "комментарий"
        | "вывод"
        | "итог"
        | "итого"
        | "нейтрально"
        | "review"
        | "summary"
        | "comment"
        | "verdict"
        | "overall" => (Heading::None, true),
        _ => return None,
    })
}

/// A sign of a list in the gap before a word.
fn sign(gap: &str, first: bool) -> Option<Heading> {
    let bare = gap.trim_end_matches(' ');
    let mark = bare.chars().next_back()?;
    let ahead = &bare[..bare.len() - mark.len_utf8()];
    let placed = ahead.ends_with([' ', '\n', '\r', ',', ';', '.', '+', '-']) || ahead.is_empty() && first;
    if !placed {
        return None;
    }
    match mark {
        '+' | '➕' | '✅' => Some(Heading::Praise),
        '-' | '−' | '–' | '—' | '➖' | '❌' => Some(Heading::Blame),
        _ => None,
    }
}

/// Some `+` begins a line or a word that is no number.
fn has_plus(text: &str) -> bool {
    text.match_indices('+').any(|(at, _)| {
        let (before, after) = (&text[..at], text[at + 1..].trim_start_matches(['+', ' ']));
        let opens = before.is_empty() || before.ends_with([' ', '\n', '\r', ',', '.', ';', '+']);
        opens && after.starts_with(char::is_alphabetic)
    })
}

/// What stands behind a heading at the beginning of a sentence.
pub struct Under {
    /// First word behind the heading.
    pub first: usize,
    /// It says something of what the text is about: no praise in a complaint, no «нет».
    pub tells: bool,
}

/// The heading that begins the sentence from `first` to `last`; none where it begins otherwise.
pub fn label(folded: &Folded, text: &str, first: usize, last: usize, sentiment: Sentiment) -> Option<Under> {
    let (head, next) = (folded.words.get(first)?, folded.words.get(first + 1)?);
    let (heading, plain) = named(folded.form(head), None)?;
    let marked = folded
        .between(text, head, next)
        .trim_start_matches(' ')
        .starts_with([':', '-', '—', '–', '\n']);
    if !plain || !marked || first == last {
        return None;
    }
    let other = match sentiment {
        Sentiment::Positive => Heading::Blame,
        Sentiment::Negative | Sentiment::Neutral => Heading::Praise,
    };
    Some(Under {
        first: first + 1,
        tells: heading != other && (heading == Heading::None || !nothing(folded, text, first + 1)),
    })
}
