//! The notation of the phrase files: `[a|b]` is one of several, `{slot}` a fact.
//!
//! A wording can be said only where every slot outside of alternatives is filled and each alternative has a branch
//! that can be said: a draft with an unfilled slot cannot come to be.

use std::collections::HashMap;

/// A part of a wording.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Text(String),
    Slot(String),
    Any(Vec<Vec<Node>>),
}

/// One compiled wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording(Vec<Node>);

/// What fills a slot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    pub text: String,
    /// It ends with a subordinate clause: whatever follows needs a comma.
    pub clause: bool,
}

impl Value {
    /// A value that holds a comma is taken to end with a clause.
    pub fn new(text: impl Into<String>) -> Value {
        let text = text.into();
        let clause = text.contains(", ");
        Value { text, clause }
    }

    /// A value after which no comma is due.
    pub fn plain(text: impl Into<String>) -> Value {
        Value {
            text: text.into(),
            clause: false,
        }
    }
}

/// The filled slots by name. A name with a capital asks for the same value with a capital.
pub type Slots = HashMap<&'static str, Value>;

fn value<'a>(slots: &'a Slots, name: &str) -> Option<&'a Value> {
    slots.get(name).or_else(|| slots.get(lower_first(name).as_str()))
}

impl Wording {
    /// Compiles a wording.
    ///
    /// # Errors
    /// A bracket that does not close, with the text.
    pub fn new(text: &str) -> Result<Wording, String> {
        let mut chars = text.chars().peekable();
        let (mut branches, end) = branches(&mut chars, 0).map_err(|e| format!("{text:?}: {e}"))?;
        match (branches.pop(), end) {
            (Some(nodes), None) if branches.is_empty() => Ok(Wording(nodes)),
            _ => Err(format!("{text:?}: `|` and `]` belong inside of `[…]`")),
        }
    }

    /// Names of all slots, also those of alternatives.
    pub fn slots(&self) -> Vec<&str> {
        fn collect<'a>(nodes: &'a [Node], out: &mut Vec<&'a str>) {
            for node in nodes {
                match node {
                    Node::Text(_) => {}
                    Node::Slot(name) => out.push(name),
                    Node::Any(branches) => branches.iter().for_each(|b| collect(b, out)),
                }
            }
        }
        let mut out = Vec::new();
        collect(&self.0, &mut out);
        out
    }

    /// Whether all facts are there.
    pub fn can_be_said(&self, slots: &Slots) -> bool {
        sayable(&self.0, slots)
    }

    /// Says it; `draw(n)` chooses one of `n`.
    pub fn say(&self, slots: &Slots, draw: &mut impl FnMut(usize) -> usize) -> String {
        let mut line = Line::default();
        say(&self.0, slots, draw, &mut line);
        line.text
    }
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Branches up to the closing bracket (or the end), and the character that ended them.
fn branches(chars: &mut Chars<'_>, depth: usize) -> Result<(Vec<Vec<Node>>, Option<char>), String> {
    let mut out = vec![Vec::new()];
    let mut text = String::new();
    let mut end = None;
    let flush = |text: &mut String, out: &mut Vec<Vec<Node>>| {
        if !text.is_empty()
            && let Some(last) = out.last_mut()
        {
            last.push(Node::Text(std::mem::take(text)));
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '[' => {
                flush(&mut text, &mut out);
                let (inner, closed) = branches(chars, depth + 1)?;
                if closed != Some(']') {
                    return Err("`[` is not closed".to_owned());
                }
                if let Some(last) = out.last_mut() {
                    last.push(Node::Any(inner));
                }
            }
            ']' => {
                end = Some(']');
                break;
            }
            '|' if depth > 0 => {
                flush(&mut text, &mut out);
                out.push(Vec::new());
            }
            '|' => return Err("`|` outside of `[…]`".to_owned()),
            '{' => {
                flush(&mut text, &mut out);
                let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
                    return Err(format!("{{{name}}} is no slot"));
                }
                if let Some(last) = out.last_mut() {
                    last.push(Node::Slot(name));
                }
            }
            c => text.push(c),
        }
    }
    flush(&mut text, &mut out);
    Ok((out, end))
}

fn sayable(nodes: &[Node], slots: &Slots) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(_) => true,
        Node::Slot(name) => value(slots, name).is_some(),
        Node::Any(branches) => branches.iter().any(|b| sayable(b, slots)),
    })
}

fn say(nodes: &[Node], slots: &Slots, draw: &mut impl FnMut(usize) -> usize, line: &mut Line) {
    for node in nodes {
        match node {
            Node::Text(text) => line.push(text, false),
            Node::Slot(name) => {
                let Some(v) = value(slots, name) else { continue };
                let capital = name.chars().next().is_some_and(char::is_uppercase);
                let text = if capital {
                    upper_first(&v.text)
                } else {
                    v.text.clone()
                };
                line.push(&text, v.clause);
            }
            Node::Any(branches) => {
                let open: Vec<&Vec<Node>> = branches.iter().filter(|b| sayable(b, slots)).collect();
                if let Some(branch) = open.get(draw(open.len())) {
                    say(branch, slots, draw, line);
                }
            }
        }
    }
}

/// A text in the making: puts the comma that a clause asks for, and no space before punctuation.
#[derive(Default)]
struct Line {
    text: String,
    comma_due: bool,
}

impl Line {
    fn push(&mut self, text: &str, clause: bool) {
        let Some(first) = text.chars().next() else { return };
        if text.trim().is_empty() {
            self.text.push_str(text);
            return;
        }
        let spaced = first == ' ' || self.text.ends_with(' ');
        if self.comma_due && spaced && text.trim_start().starts_with(char::is_alphanumeric) {
            let kept = self.text.trim_end().len();
            self.text.insert(kept, ',');
        }
        if matches!(first, ',' | '.' | '!' | '?' | ':') && self.text.ends_with(' ') {
            self.text.pop();
        }
        self.comma_due = clause;
        self.text.push_str(text);
    }
}

/// The same text with a large first letter.
pub fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// The same text with a small first letter.
pub fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(list: &[(&'static str, &str)]) -> Slots {
        list.iter().map(|(k, v)| (*k, Value::new(*v))).collect()
    }

    #[test]
    fn a_wording_needs_all_its_slots_but_only_one_branch_of_an_alternative() {
        let w = Wording::new("Спасибо [за {about}|, что написали].").expect("sound");
        assert_eq!(w.say(&slots(&[]), &mut |_| 0), "Спасибо, что написали.");
        assert_eq!(
            w.say(&slots(&[("about", "кофе")]), &mut |_| 0),
            "Спасибо за кофе."
        );
        assert!(
            !Wording::new("{by} ответим")
                .expect("sound")
                .can_be_said(&slots(&[]))
        );
    }

    #[test]
    fn a_clause_is_closed_by_a_comma_unless_the_sentence_ends() {
        let w = Wording::new("{Act} и напишем.").expect("sound");
        let act = slots(&[("act", "проверим, кто убирал")]);
        assert_eq!(w.say(&act, &mut |_| 0), "Проверим, кто убирал, и напишем.");
        let spaced = Wording::new("{Act} [потом|затем] напишем.").expect("sound");
        assert_eq!(
            spaced.say(&act, &mut |_| 0),
            "Проверим, кто убирал, потом напишем."
        );
        let end = Wording::new("Вот что: {act}.").expect("sound");
        assert_eq!(end.say(&act, &mut |_| 0), "Вот что: проверим, кто убирал.");
    }

    #[test]
    fn broken_notation_is_named() {
        for bad in ["[a|b", "a]", "a|b", "{a b}", "{"] {
            assert!(Wording::new(bad).is_err(), "{bad}");
        }
    }
}
