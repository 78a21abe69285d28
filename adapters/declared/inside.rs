//! Elements of a list that hold the review inside of them, or are of several kinds.

use super::config::Route;
use crate::Place;
use crate::parse::path::Path;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which elements of a list are read, by a word that each of them has: lists of several kinds of things
/// (notifications, comments among their gaps) have one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    pub path: Path,
    pub is: Vec<String>,
    /// Words of elements that are passed over. Where some are named, any other is a changed page; else all
    /// others are passed over.
    #[serde(default)]
    pub pass: Vec<String>,
}

impl Only {
    /// Whether this element is read.
    ///
    /// # Errors
    /// The path, for an element without its word, or with a strange one.
    pub fn takes(&self, element: &Value) -> Result<bool, String> {
        let word = self.path.first(element).and_then(Value::as_str);
        let word = word.ok_or_else(|| self.path.to_string())?;
        let named = |words: &[String]| words.iter().any(|w| w == word);
        match named(&self.is) {
            false if !self.pass.is_empty() && !named(&self.pass) => Err(self.path.to_string()),
            taken => Ok(taken),
        }
    }
}

impl Route {
    /// Whether it reads places of this kind.
    pub fn is_for(&self, place: &Place) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&place.kind))
            && self.ids.as_ref().is_none_or(|ids| ids.fits(&place.id))
            && self.url.is_filled_by(place)
    }

    /// Whether its list is all that is asked for a page.
    pub fn is_alone(&self) -> bool {
        self.first.is_none()
            && self.beside.is_none()
            && self.proof.is_none()
            && self.top.is_none()
            && self.tree.is_none()
    }

    /// The review that an element of the list holds; `None` for an element that holds none: one of another
    /// kind, or one that says so with `null`.
    ///
    /// # Errors
    /// Where it should be and is not.
    pub fn inside<'v>(&self, element: &'v Value) -> Result<Option<&'v Value>, String> {
        if let Some(only) = &self.only
            && !only.takes(element)?
        {
            return Ok(None);
        }
        let Some(path) = &self.within else {
            return Ok(Some(element));
        };
        match path.first(element) {
            Some(inside) if inside.is_object() => Ok(Some(inside)),
            Some(Value::Null) => Ok(None),
            _ => Err(path.to_string()),
        }
    }

    /// Where the elements of the right kind should hold something, if they all say that they hold nothing.
    pub fn hollow(&self, elements: &[&Value]) -> Option<&Path> {
        let path = self.within.as_ref()?;
        let taken = |e: &&&Value| {
            self.only
                .as_ref()
                .is_none_or(|only| only.takes(e).unwrap_or(false))
        };
        let mut taken = elements.iter().filter(taken).peekable();
        taken.peek()?;
        taken
            .all(|e| path.first(e).is_some_and(Value::is_null))
            .then_some(path)
    }
}
