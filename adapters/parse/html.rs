//! HTML to a tree and to plain text. html5ever takes time quadratic in nesting, so a page is
//! weighed by a cheap scan before it gets there.

use super::weigh;
use crate::Failure;
use scraper::{ElementRef, Html, Node};

/// A whole page.
///
/// # Errors
/// [`Failure::Drift`] at `nesting` when it is built to be slow, see [`weigh::check`].
pub fn document(text: &str) -> Result<Html, Failure> {
    weigh::check(text)?;
    Ok(Html::parse_document(text))
}

/// A part of a page.
///
/// # Errors
/// As [`document`].
pub fn fragment(text: &str) -> Result<Html, Failure> {
    weigh::check(text)?;
    Ok(Html::parse_fragment(text))
}

/// Plain text of a piece of HTML, see [`text`].
///
/// # Errors
/// As [`document`].
pub fn plain(html: &str) -> Result<String, Failure> {
    Ok(text(fragment(html)?.root_element()))
}

/// Plain text as HTML.
pub fn escaped(text: &str) -> String {
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    text.replace('\n', "<br>")
}

/// A piece of HTML whose paragraphs stand apart by an empty line, as posts are written.
pub fn apart(html: &str) -> String {
    html.replace("</p>\n\n<p>", "</p><br><p>")
        .replace("</p><p>", "</p><br><p>")
}

/// Elements whose content is no text for a reader.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "head", "title", "svg", "math", "iframe", "object",
];

/// Elements that begin and end on a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// What is left to do while a tree is read.
enum Step<N> {
    Enter(N),
    Leave { block: bool, pre: bool },
}

/// The text that a reader sees: `<br>` and blocks as line breaks, white space as a browser folds it
/// (kept inside `<pre>`), no markup, no space around. The text is data; nothing in it is obeyed.
pub fn text(element: ElementRef<'_>) -> String {
    let mut out = Lines::default();
    let mut pre = 0_u32;
    // A list of its own instead of recursion: the page decides how deep it is nested.
    let mut todo = vec![Step::Enter(*element)];
    while let Some(step) = todo.pop() {
        match step {
            Step::Leave { block, pre: was_pre } => {
                pre -= u32::from(was_pre);
                out.pending |= block;
            }
            Step::Enter(node) => match node.value() {
                Node::Text(t) if pre > 0 => out.verbatim(t),
                Node::Text(t) => out.folded(t),
                Node::Element(e) if e.name() == "br" => out.line_break(),
                Node::Element(e) if SILENT.contains(&e.name()) => {}
                Node::Element(e) => {
                    let (block, is_pre) = (BLOCKS.contains(&e.name()), e.name() == "pre");
                    pre += u32::from(is_pre);
                    out.pending |= block;
                    todo.push(Step::Leave { block, pre: is_pre });
                    todo.extend(node.children().rev().map(Step::Enter));
                }
                _ => {}
            },
        }
    }
    super::plain(&out.text)
}

/// Text in the making.
#[derive(Default)]
struct Lines {
    text: String,
    /// A block began or ended: the next text starts a line.
    pending: bool,
    /// White space was seen that counts only between two words.
    space: bool,
}

impl Lines {
    fn folded(&mut self, text: &str) {
        // HTML's white space; a non-breaking or zero-width space is a letter.
        let white = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
        self.space |= text.starts_with(white);
        let mut words = text.split(white).filter(|w| !w.is_empty()).peekable();
        let blank = words.peek().is_none();
        for word in words {
            self.word(word);
            self.space = true;
        }
        if !blank {
            self.space = text.ends_with(white);
        }
    }

    fn word(&mut self, word: &str) {
        let fresh = self.text.is_empty() || self.text.ends_with('\n');
        if self.pending && !fresh {
            self.text.push('\n');
        } else if self.space && !fresh {
            self.text.push(' ');
        }
        (self.pending, self.space) = (false, false);
        self.text.push_str(word);
    }

    fn verbatim(&mut self, text: &str) {
        self.space = false;
        self.word(text);
    }

    fn line_break(&mut self) {
        self.space = false;
        if self.pending && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.pending = false;
        self.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_and_blocks_are_lines_and_the_rest_folds_as_in_a_browser() {
        for (html, expected) in [
            ("Долго  ждали<br/><br>и\n  ушли", "Долго ждали\n\nи ушли"),
            ("<div>a<div> b </div> c</div><p>d</p>", "a\nb\nc\nd"),
            ("x<b>y</b> <i>z</i>", "xy z"),
            ("a <b> b</b>", "a b"),
            ("a<blockquote>b<br></blockquote>c", "a\nb\nc"),
            ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
            ("<pre>  two\n   lines</pre>", "two\n   lines"),
            ("a&nbsp;b &lt;b&gt; &amp;amp;", "a\u{A0}b <b> &amp;"),
            (
                "<i class=emoji style=x><b>🔥</b></i><tg-emoji emoji-id=1>⏺</tg-emoji>!",
                "🔥⏺!",
            ),
            (
                "a<script>alert(1)</script><style>b{}</style><svg><text>no</text></svg>c",
                "ac",
            ),
            ("", ""),
        ] {
            assert_eq!(plain(html).unwrap(), expected, "{html}");
        }
    }

    #[test]
    fn a_page_built_to_be_slow_is_a_drift_and_not_a_wait() {
        assert_eq!(
            document(&"<div>".repeat(200_000)).err(),
            Some(Failure::drift("nesting"))
        );
    }
}
