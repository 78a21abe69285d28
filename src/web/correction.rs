//! The form of W2 that says what the judge read wrong, and what it has learned from such forms.

use super::App;
use super::errors::Fail;
use super::texts::{say, say_with};
use super::thread::Case;
use super::viewer::Viewer;
use crate::desk::corrections;
use crate::domain::{Sentiment, Topic, Urgency};
use minijinja::{Value, context};

/// Choices with the present reading marked.
pub async fn view(app: &App, case: &Case, viewer: &Viewer) -> Result<Value, Fail> {
    let lang = viewer.lang;
    let choice = |kind: &str, word: &str, on: bool| {
        context! { word, title => say(lang, &format!("{kind}-{word}")), on }
    };
    let known: Vec<Topic> = serde_json::from_str(&case.review.topics).unwrap_or_default();
    let learned = corrections::learned(&app.ctx).await?;
    let count = crate::store::corrections::count(&app.ctx.db).await?;
    let told = learned.outcome.as_ref().map(|outcome| {
        let key = if learned.taken {
            "web-correct-learned"
        } else {
            "web-correct-not-learned"
        };
        let figures = [
            ("n", outcome.corrections.into()),
            ("before", outcome.before.right.into()),
            ("after", outcome.after.right.into()),
            ("all", outcome.after.all.into()),
        ];
        say_with(lang, key, &figures)
    });
    Ok(context! {
        sentiments => Sentiment::ALL.iter().map(|s| choice("sentiment", s.word(), s.word() == case.review.sentiment)).collect::<Vec<_>>(),
        urgencies => Urgency::ALL.iter().map(|u| choice("urgency", u.word(), u.word() == case.review.urgency)).collect::<Vec<_>>(),
        topics => Topic::ALL.iter().map(|t| choice("topic", t.word(), known.contains(t))).collect::<Vec<_>>(),
        count,
        told,
        in_use => learned.local.is_some(),
    })
}
