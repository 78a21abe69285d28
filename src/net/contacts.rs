//! Masks people's phone numbers and mail addresses in recordings, byte by byte: the encoding of a body
//! is not known where it is kept.

use super::redact::MASK;

/// A number as people write it has so many digits.
const DIGITS: std::ops::RangeInclusive<usize> = 10..=15;

/// `body` without contacts of people. Long runs of bare digits are ids and stay.
pub fn masked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let begins = at == 0 || !body[at - 1].is_ascii_alphanumeric();
        let found = if begins {
            mail(&body[at..]).or_else(|| phone(&body[at..]))
        } else {
            None
        };
        match found {
            Some(length) => {
                out.extend_from_slice(MASK.as_bytes());
                at += length;
            }
            None => {
                out.push(body[at]);
                at += 1;
            }
        }
    }
    out
}

fn run(bytes: &[u8], like: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| like(**b)).count()
}

/// `name@host.tld` at the start.
fn mail(rest: &[u8]) -> Option<usize> {
    let name = run(rest, |b| b.is_ascii_alphanumeric() || b"._%+-".contains(&b));
    if name == 0 || rest.get(name) != Some(&b'@') {
        return None;
    }
    let host = run(&rest[name + 1..], |b| {
        b.is_ascii_alphanumeric() || b".-".contains(&b)
    });
    let host_text = &rest[name + 1..name + 1 + host];
    let dot = host_text.iter().rposition(|b| *b == b'.')?;
    (dot > 0 && host_text.len() - dot > 2).then_some(name + 1 + host)
}

/// `+7 812 000-00-00`, `8 (812) 000-00-00`: a plus, or separators between the digits.
fn phone(rest: &[u8]) -> Option<usize> {
    let plus = usize::from(rest.first() == Some(&b'+'));
    if !rest.get(plus)?.is_ascii_digit() {
        return None;
    }
    let mut end = plus;
    let mut digits = 0;
    let mut separated = false;
    let mut gap = 0;
    for (at, b) in rest.iter().enumerate().skip(plus) {
        if b.is_ascii_digit() {
            separated |= gap > 0;
            (digits, end, gap) = (digits + 1, at + 1, 0);
        } else if b" -()".contains(b) && gap < 2 {
            gap += 1;
        } else {
            break;
        }
    }
    let looks = plus == 1 || (separated && matches!(rest[0], b'7' | b'8') && digits == 11);
    // 2026-11-23 09:30 is no number of anybody
    (looks && DIGITS.contains(&digits)).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn contacts_are_masked_and_ids_stay() {
        for (text, left) in [
            ("звоните +7 (812) 000-00-00, ждём", "звоните ***, ждём"),
            ("8 812 000-00-00", "***"),
            ("+78120000000", "***"),
            ("пишите ivan.petrov@mail.example.ru!", "пишите ***!"),
            (
                r#"{"id":"70000001000000077","date":"2026-11-23T09:30:00+03:00"}"#,
                r#"{"id":"70000001000000077","date":"2026-11-23T09:30:00+03:00"}"#,
            ),
            ("1790000000 @zerno a@b 5+5", "1790000000 @zerno a@b 5+5"),
        ] {
            assert_eq!(String::from_utf8_lossy(&masked(text.as_bytes())), left);
        }
    }
}
