//! A linear look at an HTML page before it is parsed: how deep it nests and how many attributes its
//! tags bear. Both cost html5ever quadratic time (measured; see decisions), and no page that people
//! made comes near the limits.
//!
//! The scan follows the standard's rules as far as they change depth: void elements, implied ends,
//! raw text, scopes, and formatting elements that outlive their block. Where it is unsure it counts
//! too much rather than too little.

use crate::Failure;
use std::collections::HashMap;

/// Deepest nesting that is parsed.
pub const DEEPEST: usize = 512;
/// Most attributes on one tag.
pub const MOST_ATTRIBUTES: usize = 200;

/// Never have content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// End where the next of their kind begins, so that they never nest in themselves.
const IMPLIED: &[&str] = &[
    "p", "li", "dt", "dd", "option", "optgroup", "rt", "rp", "html", "head", "body",
];
/// Content up to the end tag is no markup (outside of `svg` and `math`).
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];
/// Are opened again in the next block when it was not they that were closed.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// An end tag does not reach beyond these.
const SCOPES: &[&str] = &[
    "table",
    "td",
    "th",
    "caption",
    "template",
    "object",
    "applet",
    "marquee",
    "foreignobject",
    "desc",
    "annotation-xml",
    "mi",
    "mo",
    "mn",
    "ms",
    "mtext",
];

/// Whether the page may be parsed.
///
/// # Errors
/// [`Failure::Drift`] at `nesting` (deeper than [`DEEPEST`]) or `attributes` (more than
/// [`MOST_ATTRIBUTES`] on a tag).
pub fn check(html: &str) -> Result<(), Failure> {
    let mut depth = Depth::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let closing = rest.starts_with('/');
        let name_and_more = rest.strip_prefix('/').unwrap_or(rest);
        if !name_and_more.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = name_and_more
            .find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>')
            .unwrap_or(name_and_more.len());
        let name = name_and_more[..end].to_ascii_lowercase();
        let tag = attributes(&name_and_more[end..])?;
        rest = tag.after;
        if closing {
            depth.close(&name);
            continue;
        }
        if RAW.contains(&name.as_str()) && !depth.foreign() {
            rest = after_raw(rest, &name);
            continue;
        }
        depth.open(name, tag.closes_itself);
        if depth.now() > DEEPEST {
            return Err(Failure::drift("nesting"));
        }
    }
    Ok(())
}

struct Tag<'a> {
    after: &'a str,
    closes_itself: bool,
}

/// Walks over the attributes of a tag to what follows its `>`.
fn attributes(text: &str) -> Result<Tag<'_>, Failure> {
    let bytes = text.as_bytes();
    let (mut i, mut count, mut closes_itself) = (0, 0, false);
    while let Some(&b) = bytes.get(i) {
        match b {
            b'>' => {
                return Ok(Tag {
                    after: &text[i + 1..],
                    closes_itself,
                });
            }
            b'/' => {
                closes_itself = true;
                i += 1;
                continue;
            }
            _ if b.is_ascii_whitespace() => i += 1,
            _ => {
                count += 1;
                if count > MOST_ATTRIBUTES {
                    return Err(Failure::drift("attributes"));
                }
                i = value(bytes, i);
            }
        }
        closes_itself = false;
    }
    Ok(Tag {
        after: "",
        closes_itself,
    })
}

/// Where the attribute that begins at `i` ends.
fn value(bytes: &[u8], mut i: usize) -> usize {
    let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    i += 1;
    i += bytes[i..].iter().take_while(|b| !stop(b) && **b != b'=').count();
    let blank = |i: usize| bytes[i..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    let equals = i + blank(i);
    if bytes.get(equals) != Some(&b'=') {
        return i;
    }
    i = equals + 1;
    i += blank(i);
    match bytes.get(i) {
        Some(&quote @ (b'"' | b'\'')) => {
            i += 1;
            let len = bytes[i..].iter().take_while(|b| **b != quote).count();
            (i + len + 1).min(bytes.len())
        }
        _ => {
            i + bytes[i..]
                .iter()
                .take_while(|b| !b.is_ascii_whitespace() && **b != b'>')
                .count()
        }
    }
}

/// What follows the end tag of raw text; nothing if it never ends.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = rest.find("</") {
        rest = &rest[at + 2..];
        if rest
            .get(..name.len())
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
        {
            return rest[name.len()..]
                .find('>')
                .map_or("", |end| &rest[name.len() + end + 1..]);
        }
    }
    ""
}

/// Which elements are open.
#[derive(Default)]
struct Depth {
    open: Vec<String>,
    /// How often each name stands in `open`, so that a stray end tag costs nothing.
    counts: HashMap<String, usize>,
    formatting: HashMap<String, usize>,
    formatted: usize,
}

impl Depth {
    fn now(&self) -> usize {
        self.open.len() + self.formatted
    }

    fn has(&self, name: &str) -> bool {
        self.counts.get(name).is_some_and(|n| *n > 0)
    }

    fn foreign(&self) -> bool {
        self.has("svg") || self.has("math")
    }

    fn open(&mut self, name: String, closes_itself: bool) {
        let foreign = self.foreign();
        if closes_itself && foreign && !SCOPES.iter().any(|s| self.has(s)) {
            return;
        }
        if !foreign && (VOID.contains(&name.as_str()) || IMPLIED.contains(&name.as_str())) {
            return;
        }
        if !foreign
            && matches!(
                name.as_str(),
                "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "caption"
            )
        {
            // Each of these ends its like and lives only in a table.
            let Some(table) = self.open.iter().rposition(|n| n == "table" || n == "template") else {
                return;
            };
            self.cut(table + 1);
            if matches!(name.as_str(), "tr" | "tbody" | "thead" | "tfoot") {
                return;
            }
        }
        if FORMATTING.contains(&name.as_str()) {
            *self.formatting.entry(name).or_default() += 1;
            self.formatted += 1;
            return;
        }
        *self.counts.entry(name.clone()).or_default() += 1;
        self.open.push(name);
    }

    fn close(&mut self, name: &str) {
        if let Some(n) = self.formatting.get_mut(name).filter(|n| **n > 0) {
            *n -= 1;
            self.formatted -= 1;
            return;
        }
        if !self.has(name) {
            return;
        }
        let scoped = !SCOPES.contains(&name);
        for at in (0..self.open.len()).rev() {
            if self.open[at] == name {
                return self.cut(at);
            }
            if scoped && SCOPES.contains(&self.open[at].as_str()) {
                return;
            }
        }
    }

    fn cut(&mut self, at: usize) {
        for name in self.open.drain(at..) {
            if let Some(n) = self.counts.get_mut(&name) {
                *n -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(html: &str) -> &'static str {
        match check(html) {
            Ok(()) => "ok",
            Err(f) if f == Failure::drift("nesting") => "nesting",
            Err(_) => "attributes",
        }
    }

    #[test]
    fn nesting_is_capped_in_each_way_that_html_knows() {
        for bomb in [
            "<div>",
            "<b>",
            "<DIV a='>'>",
            "<ul><li>",
            "<x-y/>",
            "<b a=1></i>",
            "<div></span>",
            "<div><table><tr><td></div>",
            "<p><font color=1>",
            "<svg><g>",
            "<svg><title><div>",
        ] {
            assert_eq!(verdict(&bomb.repeat(600)), "nesting", "{bomb}");
        }
    }

    #[test]
    fn long_flat_pages_and_the_usual_sloppiness_pass() {
        for flat in [
            "<p>a",
            "<li>a",
            "<br><img src=x>",
            "<div><span>a</div>",
            "</div>",
            "<b>x</b>",
            "<svg><path d='x'/><g></g></svg>",
            "<!-- <div> -->",
            "<script>'<div>'</script>",
            "<textarea><div></textarea>",
            "a < b <3 ",
            "<table><tr><td>1<tr><td>2</table>",
        ] {
            assert_eq!(verdict(&flat.repeat(5_000)), "ok", "{flat}");
        }
        assert_eq!(
            verdict(&format!("{}x{}", "<div>".repeat(500), "</div>".repeat(500))),
            "ok"
        );
    }

    #[test]
    fn attributes_are_capped_and_quotes_are_understood() {
        assert_eq!(verdict(&format!("<a {}>", "x=1 ".repeat(201))), "attributes");
        assert_eq!(verdict(&format!("<a {}>", "x='a b c' ".repeat(200))), "ok");
        assert_eq!(verdict(&format!("<a t=\"{}\">", "x=1 ".repeat(500))), "ok");
        assert_eq!(verdict("<a b"), "ok");
        assert_eq!(verdict("<a b = "), "ok");
        assert_eq!(verdict("<a b='"), "ok");
        assert_eq!(verdict("<script>never closed <"), "ok");
    }

    proptest::proptest! {
        #[test]
        fn no_input_makes_the_scan_panic(html in "[<>/a-c='\" !\\-é]{0,200}") {
            let _ = check(&html);
        }
    }
}
