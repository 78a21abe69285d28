//! Paths into JSON for declared adapters: `meta.next_link`, `pages.*.items`,
//! `queries.*[queryKey.0=fetchEntityReviews].state.data`. Nothing more: no conditions beyond the
//! choice of list elements by one equal value, no expressions.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;

/// A path, checked when the manifest is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Path(Vec<Step>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Index(usize),
    /// Every element; with a filter only those whose inner path has this text or number.
    Each(Option<(Path, String)>),
}

impl Path {
    /// Reads a path. The empty path is the value itself.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (step, after) = next(rest)?;
            steps.push(step);
            rest = match after.strip_prefix('.') {
                Some("") => return Err(format!("`{text}` ends with a dot")),
                Some(more) => more,
                None if after.is_empty() => after,
                None => return Err(format!("`.` expected before `{after}`")),
            };
        }
        Ok(Path(steps))
    }

    /// Every value that the path leads to, in order.
    pub fn all<'v>(&self, root: &'v Value) -> Vec<&'v Value> {
        let mut found = vec![root];
        for step in &self.0 {
            found = found.into_iter().flat_map(|v| step.from(v)).collect();
        }
        found
    }

    /// The first value, if any. `null` is a value.
    pub fn first<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.all(root).into_iter().next()
    }
}

fn next(text: &str) -> Result<(Step, &str), String> {
    if let Some(rest) = text.strip_prefix("*[") {
        let (filter, rest) = rest.split_once(']').ok_or("`]` is missing")?;
        let (path, word) = filter
            .split_once('=')
            .ok_or("`=` is missing between `[` and `]`")?;
        return Ok((Step::Each(Some((Path::read(path)?, word.to_owned()))), rest));
    }
    let end = text.find('.').unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let step = match word {
        "" => return Err("two dots in a row".into()),
        "*" => Step::Each(None),
        _ if word.bytes().all(|b| b.is_ascii_digit()) => {
            Step::Index(word.parse().map_err(|_| format!("`{word}` is no position"))?)
        }
        _ if word.contains(['[', ']', '*']) => return Err(format!("`{word}` is no key")),
        _ => Step::Key(word.to_owned()),
    };
    Ok((step, rest))
}

impl Step {
    fn from<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match self {
            Step::Key(key) => value.get(key).into_iter().collect(),
            Step::Index(i) => value.get(i).into_iter().collect(),
            Step::Each(filter) => {
                let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
                list.iter()
                    .filter(|v| {
                        filter
                            .as_ref()
                            .is_none_or(|(p, w)| p.all(v).iter().any(|v| same(v, w)))
                    })
                    .collect()
            }
        }
    }
}

fn same(value: &Value, word: &str) -> bool {
    match value {
        Value::String(s) => s == word,
        Value::Number(n) => n.to_string() == word,
        Value::Bool(b) => b.to_string() == word,
        _ => false,
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, step) in self.0.iter().enumerate() {
            f.write_str(if i > 0 { "." } else { "" })?;
            match step {
                Step::Key(key) => f.write_str(key)?,
                Step::Index(n) => write!(f, "{n}")?,
                Step::Each(None) => f.write_str("*")?,
                Step::Each(Some((path, word))) => write!(f, "*[{path}={word}]")?,
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Path::read(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_positions_every_and_choice_by_value() {
        let v = json!({"q": [{"k": ["a", 1], "v": [1, 2]}, {"k": ["b", 2], "v": [3]}], "im:rating": {"label": "5"}});
        let all = |p: &str| json!(Path::read(p).unwrap().all(&v));
        assert_eq!(all("q.*.v.*"), json!([1, 2, 3]));
        assert_eq!(all("q.*[k.0=b].v"), json!([[3]]));
        assert_eq!(all("q.*[k.1=1].v.1"), json!([2]));
        assert_eq!(all("im:rating.label"), json!(["5"]));
        assert_eq!(all("q.9.v"), json!([]));
        assert_eq!(all("q.k"), json!([]));
        assert_eq!(all(""), json!([v]));
    }

    #[test]
    fn a_wrong_path_is_refused_and_a_right_one_prints_as_it_was_written() {
        for bad in [
            "a..b",
            "a.",
            ".a",
            "*[a=b",
            "*[ab].c",
            "*[a=b]c",
            "a[0]",
            "a*",
            "99999999999999999999999",
        ] {
            assert!(Path::read(bad).is_err(), "{bad}");
        }
        let text = "queries.*[queryKey.0=x].state.pages.*.items.0";
        assert_eq!(Path::read(text).unwrap().to_string(), text);
    }
}
