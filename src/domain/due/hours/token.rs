//! The words of working hours.

/// What a stretch of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Comma,
    Semicolon,
    Dash,
    /// Monday is 0.
    Day(usize),
    Daily,
    Weekdays,
    Holiday,
    Closed,
    AllDay,
    TwentyFourSeven,
    Break,
    How,
    UsualRu,
    As,
    UsualEn,
    /// Begins with a digit: meant as a time.
    Time,
    Unknown,
}

/// A stretch of the text as it was written.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: Kind,
    pub text: String,
}

/// Cuts the text at spaces, commas, semicolons and dashes.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let flush = |word: &mut String, tokens: &mut Vec<Token>| {
        if !word.is_empty() {
            tokens.push(Token {
                kind: kind(&word.to_lowercase()),
                text: std::mem::take(word),
            });
        }
    };
    for c in text.chars() {
        let mark = match c {
            ' ' => None,
            ',' => Some(Kind::Comma),
            ';' => Some(Kind::Semicolon),
            '-' | '–' | '—' => Some(Kind::Dash),
            other => {
                word.push(other);
                continue;
            }
        };
        flush(&mut word, &mut tokens);
        tokens.extend(mark.map(|kind| Token {
            kind,
            text: c.to_string(),
        }));
    }
    flush(&mut word, &mut tokens);
    tokens
}

fn kind(word: &str) -> Kind {
    if let Some(kind) = word.strip_suffix('.').and_then(abbreviation) {
        return kind;
    }
    if let Some(kind) = abbreviation(word) {
        return kind;
    }
    match word {
        "понедельник" | "monday" => Kind::Day(0),
        "вторник" | "tuesday" => Kind::Day(1),
        "среда" | "wednesday" => Kind::Day(2),
        "четверг" | "thursday" => Kind::Day(3),
        "пятница" | "friday" => Kind::Day(4),
        "суббота" | "saturday" => Kind::Day(5),
        "воскресенье" | "sunday" => Kind::Day(6),
        "ежедневно" | "daily" => Kind::Daily,
        "будни" | "weekdays" => Kind::Weekdays,
        "праздник" | "праздники" | "holiday" | "holidays" => Kind::Holiday,
        "выходной" | "выходные" | "закрыто" | "closed" | "off" => Kind::Closed,
        "круглосуточно" | "24h" => Kind::AllDay,
        "24/7" => Kind::TwentyFourSeven,
        "перерыв" | "обед" | "break" | "lunch" => Kind::Break,
        "как" => Kind::How,
        "обычно" => Kind::UsualRu,
        "as" => Kind::As,
        "usual" => Kind::UsualEn,
        other if other.starts_with(|c: char| c.is_ascii_digit()) => Kind::Time,
        _ => Kind::Unknown,
    }
}

/// Words after which a dot may stand.
fn abbreviation(word: &str) -> Option<Kind> {
    Some(match word {
        "пн" | "mon" => Kind::Day(0),
        "вт" | "tue" => Kind::Day(1),
        "ср" | "wed" => Kind::Day(2),
        "чт" | "thu" => Kind::Day(3),
        "пт" | "fri" => Kind::Day(4),
        "сб" | "sat" => Kind::Day(5),
        "вс" | "sun" => Kind::Day(6),
        "празд" | "hol" | "ph" => Kind::Holiday,
        _ => return None,
    })
}

/// Minutes of `H:MM` or `HH:MM`, 0:00 to 24:00.
pub(super) fn time(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !(1..=2).contains(&hours.len()) || minutes.len() != 2 || !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60 && (hours < 24 || (hours, minutes) == (24, 0))).then_some(hours * 60 + minutes)
}

/// The text of tokens again, with spaces only between words.
pub(super) fn joined(tokens: &[Token]) -> String {
    let mut text = String::new();
    let mut glue = true;
    for token in tokens {
        let mark = matches!(token.kind, Kind::Comma | Kind::Semicolon | Kind::Dash);
        if !glue && !mark {
            text.push(' ');
        }
        text.push_str(&token.text);
        glue = token.kind == Kind::Dash;
    }
    text
}
