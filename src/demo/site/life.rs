//! What people write, and the schedule on which the interactive demo lives.

use super::places::BRANCHES;
use super::platform::Platform;
use super::{NewReview, Site};
use serde::Deserialize;
use std::io;
use std::sync::LazyLock;

/// Ticks after which an author has second thoughts.
const EDIT_AFTER: u64 = 3;
/// Ticks after which a text disappears.
const GONE_AFTER: u64 = 5;

/// One invented text of `texts.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Name for stories and tests.
    pub id: String,
    pub platform: Platform,
    #[serde(default)]
    place: Option<String>,
    pub author: String,
    #[serde(default)]
    pub rating: Option<u8>,
    #[serde(default)]
    pub title: Option<String>,
    pub text: String,
    /// What the author changes it to later.
    #[serde(default)]
    pub then: Option<String>,
    #[serde(default)]
    pub then_rating: Option<u8>,
    /// It disappears later.
    #[serde(default)]
    pub gone: bool,
}

#[derive(Deserialize)]
struct Texts {
    text: Vec<Text>,
}

impl Text {
    /// The review that this text makes.
    pub fn review(&self) -> NewReview<'_> {
        NewReview {
            platform: self.platform,
            place: self.place(),
            author: &self.author,
            rating: self.rating,
            title: self.title.as_deref(),
            text: &self.text,
        }
    }

    fn place(&self) -> &str {
        let named = self.place.as_deref();
        let branch = BRANCHES.iter().find(|b| Some(b.city) == named).map(|b| b.firm);
        branch.or(named).unwrap_or(self.platform.places()[0])
    }
}

/// Every text, in the order in which life brings them.
///
/// # Panics
/// Never: the file is part of the build and read by the tests.
pub fn texts() -> &'static [Text] {
    static TEXTS: LazyLock<Vec<Text>> = LazyLock::new(|| {
        toml::from_str::<Texts>(include_str!("texts.toml"))
            .expect("texts.toml")
            .text
    });
    &TEXTS
}

/// The text with this id.
pub fn text(id: &str) -> Option<&'static Text> {
    texts().iter().find(|t| t.id == id)
}

impl Site {
    /// One step of life: somebody writes, somebody changes their mind, something disappears. The
    /// same tick does nothing the second time; ticks count from 0.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn life(&self, tick: u64) -> io::Result<()> {
        self.post_review(&format!("life-{tick}"), &of(tick).review())?;
        if let Some((past, text)) = earlier(tick, EDIT_AFTER)
            && let (Some(then), Some(id)) = (&text.then, self.made(&format!("life-{past}")))
        {
            self.edit_review(
                &format!("life-{past}-edit"),
                text.platform,
                &id,
                then,
                text.then_rating,
            )?;
        }
        if let Some((past, text)) = earlier(tick, GONE_AFTER)
            && let Some(id) = self.made(&format!("life-{past}")).filter(|_| text.gone)
        {
            self.delete_review(
                &format!("life-{past}-gone"),
                text.platform,
                &id,
                text.platform == Platform::Vk,
            )?;
        }
        Ok(())
    }
}

fn of(tick: u64) -> &'static Text {
    let texts = texts();
    &texts[usize::try_from(tick % texts.len() as u64).unwrap_or(0)]
}

fn earlier(tick: u64, by: u64) -> Option<(u64, &'static Text)> {
    tick.checked_sub(by).map(|past| (past, of(past)))
}
