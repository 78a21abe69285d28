//! Masks secrets in whatever is kept or shown: samples, cassettes, log lines.
//!
//! Works on bytes, because a body's encoding is not known where it is kept; every pattern is ASCII.

use secrecy::{ExposeSecret, SecretString};

/// What stands where a secret stood.
pub const MASK: &str = "***";

/// Shorter values of `[source.access]` are settings such as a country, and masking them would
/// garble texts; no platform has a shorter token.
const SHORTEST: usize = 6;

/// Names whose value is a secret wherever they stand: `name=value`, `"name":"value"`, and VK's
/// echo of parameters `"key":"name","value":"value"`.
const NAMES: [&str; 16] = [
    "access_token",
    "refresh_token",
    "client_secret",
    "secret",
    "password",
    "api_key",
    "token",
    "key",
    "sig",
    "assertion",
    "signature",
    "jwe",
    "sessionid",
    "session_id",
    "Session_id",
    "appsecret_proof",
];

/// Knows the secrets of one source.
#[derive(Clone, Default)]
pub struct Redactor(Vec<String>);

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Redactor of {} values", self.0.len())
    }
}

impl Redactor {
    /// For the values of `[source.access]`.
    pub fn of<'a>(values: impl IntoIterator<Item = &'a SecretString>) -> Self {
        let mut known = Vec::new();
        for value in values {
            let plain = value.expose_secret().trim();
            if plain.len() < SHORTEST {
                continue;
            }
            let in_query: String = url::form_urlencoded::byte_serialize(plain.as_bytes()).collect();
            let in_json = serde_json::Value::from(plain).to_string();
            known.extend([plain.to_owned(), in_query, in_json.trim_matches('"').to_owned()]);
        }
        // Longest first, so that a value that is part of another one leaves no tail behind.
        known.sort_by_key(|v| std::cmp::Reverse(v.len()));
        known.dedup();
        Redactor(known)
    }

    /// `text` without secrets.
    pub fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.bytes(text.as_bytes())).into_owned()
    }

    /// `body` without secrets.
    pub fn bytes(&self, body: &[u8]) -> Vec<u8> {
        // Known values first: a pattern could end in the middle of one and leave its tail.
        let known = mask(body, |rest, _| {
            self.0
                .iter()
                .find(|v| rest.starts_with(v.as_bytes()))
                .map(|v| (0, v.len()))
        });
        mask(
            &known,
            |rest, starts_word| if starts_word { pattern(rest) } else { None },
        )
    }
}

/// Replaces what `find` finds at a place: it is given the rest and whether a word starts there,
/// and says how many bytes to keep and how many to mask.
fn mask(body: &[u8], find: impl Fn(&[u8], bool) -> Option<(usize, usize)>) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    while at < body.len() {
        let rest = &body[at..];
        match find(rest, at == 0 || !body[at - 1].is_ascii_alphanumeric()) {
            Some((kept, masked)) => {
                out.extend_from_slice(&rest[..kept]);
                out.extend_from_slice(MASK.as_bytes());
                at += kept + masked;
            }
            None => {
                out.push(rest[0]);
                at += 1;
            }
        }
    }
    out
}

/// How many bytes to keep and how many to mask, if a secret's mark stands at the start.
fn pattern(rest: &[u8]) -> Option<(usize, usize)> {
    bearer(rest)
        .or_else(|| bot(rest))
        .or_else(|| jwt(rest))
        .or_else(|| NAMES.iter().find_map(|n| named(rest, n)))
}

fn bearer(rest: &[u8]) -> Option<(usize, usize)> {
    let kept = "bearer ".len();
    let head = rest.get(..kept)?;
    let masked = run(&rest[kept..], |b| {
        b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b)
    });
    (head.eq_ignore_ascii_case(b"bearer ") && masked >= SHORTEST).then_some((kept, masked))
}

/// A signed or encrypted token (JWS, JWE), wherever it stands: base64url of `{"`, a dot, more of it.
fn jwt(rest: &[u8]) -> Option<(usize, usize)> {
    if !rest.starts_with(b"eyJ") {
        return None;
    }
    let part = |bytes: &[u8]| run(bytes, |b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let head = part(rest);
    let whole = run(rest, |b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    (head >= 10 && rest.get(head) == Some(&b'.') && whole > head + SHORTEST).then_some((0, whole))
}

/// `bot123456:AA…`, as in the addresses of Telegram's Bot API.
fn bot(rest: &[u8]) -> Option<(usize, usize)> {
    let after = rest.strip_prefix(b"bot")?;
    let digits = run(after, |b| b.is_ascii_digit());
    let colon = after.get(digits).filter(|b| **b == b':').map(|_| 1).or_else(|| {
        after
            .get(digits..digits + 3)
            .filter(|b| b.eq_ignore_ascii_case(b"%3A"))
            .map(|_| 3)
    })?;
    let tail = run(&after[digits + colon..], |b| {
        b.is_ascii_alphanumeric() || b"-_*".contains(&b)
    });
    (digits >= 3 && tail >= SHORTEST).then_some((3, digits + colon + tail))
}

fn named(rest: &[u8], name: &str) -> Option<(usize, usize)> {
    let after = rest.strip_prefix(name.as_bytes())?;
    let joint = joint(after)?;
    let quoted = joint > 1;
    // `"key":"…"` is an ordinary pair in half of all JSON; only in an address is it a credential.
    if quoted && name == "key" {
        return None;
    }
    let end = |b: u8| {
        if quoted {
            b == b'"'
        } else {
            b"&\"'<>#".contains(&b) || b.is_ascii_whitespace()
        }
    };
    let masked = run(&after[joint..], |b| !end(b));
    (masked > 0).then_some((name.len() + joint, masked))
}

/// Length of what stands between a name and its value.
fn joint(after: &[u8]) -> Option<usize> {
    if after.starts_with(b"=") {
        return Some(1);
    }
    let mut at = 0;
    let mut take = |what: &[u8]| -> Option<()> {
        at += run(&after[at..], |b| b.is_ascii_whitespace());
        after[at..].starts_with(what).then(|| at += what.len())
    };
    take(b"\"")?;
    if take(b":").is_some() {
        take(b"\"")?;
        return Some(at);
    }
    [&b","[..], b"\"value\"", b":", b"\""]
        .into_iter()
        .try_for_each(&mut take)?;
    Some(at)
}

fn run(bytes: &[u8], like: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| like(**b)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor() -> Redactor {
        Redactor::of(&[SecretString::from("vk1.a.Зерно secret"), SecretString::from("ru")])
    }

    #[test]
    fn tokens_are_masked_in_every_form_they_take() {
        for (text, masked) in [
            ("Authorization: Bearer abc.DEF-123", "Authorization: Bearer ***"),
            (
                "https://api.telegram.org/bot123456:AAbb_cc-dd/getMe",
                "https://api.telegram.org/bot***/getMe",
            ),
            ("/x?key=6e7e1929&page=2", "/x?key=***&page=2"),
            ("access_token=abc&v=5.199", "access_token=***&v=5.199"),
            (
                r#"{"access_token": "abc","x":1}"#,
                r#"{"access_token": "***","x":1}"#,
            ),
            (
                r#"{"key":"access_token","value":"abc"}"#,
                r#"{"key":"access_token","value":"***"}"#,
            ),
            ("is vk1.a.Зерно secret here", "is *** here"),
            (
                "grant_type=jwt&assertion=abc.def.ghi&x=1",
                "grant_type=jwt&assertion=***&x=1",
            ),
            (
                r#"{"body":{"jwe":"abc.def","ttl":900}}"#,
                r#"{"body":{"jwe":"***","ttl":900}}"#,
            ),
            ("t: eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln;", "t: ***;"),
            (
                "Cookie: Session_id=3:1700000000.5.0; l=ru",
                "Cookie: Session_id=*** l=ru",
            ),
            ("q=vk1.a.%D0%97%D0%B5%D1%80%D0%BD%D0%BE+secret;", "q=***;"),
        ] {
            assert_eq!(redactor().text(text), masked);
        }
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        for text in [
            "the bearer of news",
            "monkey=5",
            r#"{"key":"q","value":"кофе"}"#,
            "robot12:x",
            "eyJhbGciOi",
            "ru",
            "token",
        ] {
            assert_eq!(redactor().text(text), text);
        }
    }
}
