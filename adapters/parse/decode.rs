//! Bytes of an HTML page to text. The label is a claim, the bytes are the fact: a page that is
//! labelled as one encoding and written in another is read by what it is written in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How far into the page `<meta charset>` is looked for (the HTML standard's number), bytes.
const META_WINDOW: usize = 1024;

/// The page as text, U+0000 as U+FFFD. Asked in this order: byte order mark; whole and valid UTF-8;
/// the `Content-Type` header; `<meta charset>`; a guess from the bytes. Never fails: what cannot be
/// decoded becomes U+FFFD.
pub fn html(body: &[u8], content_type: Option<&str>) -> String {
    let text = match Encoding::for_bom(body) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&body[mark..]).0,
        None => match std::str::from_utf8(body) {
            Ok(text) if labelled(body, content_type).is_none_or(Encoding::is_ascii_compatible) => text.into(),
            _ => {
                encoding_of(body, content_type)
                    .decode_without_bom_handling(body)
                    .0
            }
        },
    };
    if text.contains('\0') {
        text.replace('\0', "\u{FFFD}")
    } else {
        text.into_owned()
    }
}

fn encoding_of(body: &[u8], content_type: Option<&str>) -> &'static Encoding {
    match labelled(body, content_type) {
        Some(label) if label != UTF_8 || mostly_utf8(body) => label,
        _ if mostly_utf8(body) => UTF_8,
        _ => {
            let mut guess = EncodingDetector::new(Iso2022JpDetection::Deny);
            guess.feed(body, true);
            guess.guess(None, Utf8Detection::Allow)
        }
    }
}

fn labelled(body: &[u8], content_type: Option<&str>) -> Option<&'static Encoding> {
    let label = content_type.and_then(|header| charset(header.as_bytes()));
    label.or_else(|| {
        let head = &body[..body.len().min(META_WINDOW)];
        let tag = find(head, b"<meta")?;
        // A meta tag cannot be read by us if it were in UTF-16, so the standard takes it for UTF-8.
        charset(&head[tag..]).map(|e| if e.is_ascii_compatible() { e } else { UTF_8 })
    })
}

/// A cut or a single broken byte does not make a page another encoding.
fn mostly_utf8(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let broken = text.chars().filter(|&c| c == '\u{FFFD}').count();
    let whole = text.chars().filter(|c| !c.is_ascii()).count() - broken;
    broken < whole
}

/// The encoding named after `charset=`, with or without quotes.
fn charset(text: &[u8]) -> Option<&'static Encoding> {
    let after = find(text, b"charset")? + b"charset".len();
    let rest = text[after..]
        .trim_ascii_start()
        .strip_prefix(b"=")?
        .trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or(rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let end = rest
        .iter()
        .position(|b| matches!(b, b'"' | b'\'' | b';' | b'>' | b'/') || b.is_ascii_whitespace());
    Encoding::for_label(&rest[..end.unwrap_or(rest.len())])
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|w| w.eq_ignore_ascii_case(needle))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<p>Не привезли заказ, курьер потерялся";

    fn cp1251(text: &str) -> Vec<u8> {
        encoding_rs::WINDOWS_1251.encode(text).0.into_owned()
    }

    #[test]
    fn header_meta_and_guess_find_the_same_text() {
        assert_eq!(html(&cp1251(TEXT), Some("text/html; charset=windows-1251")), TEXT);
        let meta = format!("<html><META http-equiv=x content='text/html; charset=CP1251'>{TEXT}");
        assert_eq!(html(&cp1251(&meta), None), meta);
        assert_eq!(html(&cp1251(TEXT), None), TEXT, "by the bytes alone");
        let koi8 = encoding_rs::KOI8_R.encode(TEXT).0;
        assert_eq!(html(&koi8, Some("text/html; charset=\"koi8-r\"")), TEXT);
    }

    #[test]
    fn a_wrong_label_does_not_make_mojibake() {
        assert_eq!(
            html(TEXT.as_bytes(), Some("text/html; charset=windows-1251")),
            TEXT
        );
        assert_eq!(
            html(TEXT.as_bytes(), Some("text/html; charset=no-such-thing")),
            TEXT
        );
        assert_eq!(html(&cp1251(TEXT), Some("text/html; charset=utf-8")), TEXT);
    }

    #[test]
    fn byte_order_marks_win_and_are_not_text() {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(TEXT.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(html(&bytes, Some("text/html; charset=utf-8")), TEXT);
        assert_eq!(html(format!("\u{FEFF}{TEXT}").as_bytes(), None), TEXT);
    }

    #[test]
    fn nul_and_a_cut_letter_become_replacement_characters() {
        assert_eq!(html(b"a\0b", None), "a\u{FFFD}b");
        let cut = &TEXT.as_bytes()[..TEXT.len() - 1];
        let text = html(cut, None);
        assert!(
            text.starts_with("<p>Не привезли") && text.ends_with('\u{FFFD}'),
            "{text}"
        );
    }
}
