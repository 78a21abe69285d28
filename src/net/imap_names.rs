//! Names as IMAP writes them.

use base64::Engine;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

const MUTF7: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// Percent signs of an address, undone.
pub fn decoded(text: &str) -> String {
    let query = format!("u={}", text.replace('+', "%2B"));
    let found = url::form_urlencoded::parse(query.as_bytes()).next();
    found.map_or_else(String::new, |(_, v)| v.into_owned())
}

/// The name of a folder in modified UTF-7 (RFC 3501 §5.1.3): «Жалобы» is `&BBYEMAQ7BD4EMQRL-`.
pub fn modified_utf7(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut other: Vec<u16> = Vec::new();
    let flush = |other: &mut Vec<u16>, out: &mut String| {
        if !other.is_empty() {
            let bytes: Vec<u8> = other.drain(..).flat_map(u16::to_be_bytes).collect();
            out.push('&');
            out.push_str(&MUTF7.encode(bytes));
            out.push('-');
        }
    };
    for c in name.chars() {
        match c {
            ' '..='~' => {
                flush(&mut other, &mut out);
                out.push(c);
                if c == '&' {
                    out.push('-');
                }
            }
            _ => other.extend_from_slice(c.encode_utf16(&mut [0; 2])),
        }
    }
    flush(&mut other, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_as_the_standard_writes_them() {
        for (name, wanted) in [
            ("INBOX", "INBOX"),
            ("A&B", "A&-B"),
            ("Жалобы", "&BBYEMAQ7BD4EMQRL-"),
            // the example of RFC 3501
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ] {
            assert_eq!(modified_utf7(name), wanted);
        }
        assert_eq!(decoded("help%40a+b.example"), "help@a+b.example");
    }
}
