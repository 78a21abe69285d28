//! Praise by name: who was thanked in public, in whose words.

use crate::context::Context;
use crate::domain::text::Reading;
use crate::domain::{Sentiment, given, stem};
use crate::judge::{self, Settings, Verdict};
use crate::store::Time;
use crate::store::praise::{self, Kind};

/// One sentence that praises somebody by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// As our lists write it.
    pub name: &'static str,
    /// The author's words.
    pub sentence: String,
}

/// A mention with where it stands.
#[derive(Debug, Clone)]
pub struct Praised {
    pub mention: Mention,
    pub review: Kind,
}

/// The sentences of a kind review that name a person and hold nothing but praise. The author's own name
/// (a signature) is nobody's praise. Pure.
pub fn mentions(settings: &Settings, text: &str, author: Option<&str>) -> Vec<Mention> {
    let reading = Reading::new(text);
    let own: Vec<String> = Reading::new(author.unwrap_or_default())
        .words
        .iter()
        .map(|w| stem::stem(&w.fold))
        .collect();
    let mut out: Vec<Mention> = Vec::new();
    for named in given::names(&reading) {
        let Some(sentence) = reading.sentences.get(named.sentence) else {
            continue;
        };
        let words = reading.slice(sentence.start, sentence.end).trim().to_owned();
        if own.contains(&named.stem) || sentence.words.len() < 3 || sentence.question {
            continue;
        }
        let known = out.iter().any(|m| m.name == named.name && m.sentence == words);
        let sentence = judge::Input {
            text: words.clone(),
            ..judge::Input::default()
        };
        let read = judge::judge_as(settings, &sentence);
        if !known && read.sentiment != Sentiment::Negative && !read.abusive {
            out.push(Mention {
                name: named.name,
                sentence: words,
            });
        }
    }
    out
}

/// Everybody who was praised by name in `[from, to)`, in the order of the names.
///
/// # Errors
/// What the driver says.
pub async fn of_period(ctx: &Context, from: Time, to: Time) -> sqlx::Result<Vec<Praised>> {
    super::corrections::refresh(ctx).await?;
    let settings = ctx.judge();
    let mut out = Vec::new();
    for review in praise::kind(&ctx.db, from, to).await? {
        let read: Option<Verdict> = serde_json::from_str(&review.verdict).ok();
        let only_praise =
            read.is_some_and(|v| v.sentiment == Sentiment::Positive && !v.conflict && !v.abusive);
        if !only_praise {
            continue;
        }
        for mention in mentions(&settings, &review.body, review.author_name.as_deref()) {
            out.push(Praised {
                mention,
                review: review.clone(),
            });
        }
    }
    out.sort_by(|a, b| (a.mention.name, a.review.at).cmp(&(b.mention.name, b.review.at)));
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_praise_by_name_is_carried_on() {
        let names = |text: &str, author| -> Vec<&'static str> {
            mentions(&Settings::default(), text, author)
                .into_iter()
                .map(|m| m.name)
                .collect()
        };
        assert_eq!(
            names(
                "Очень вкусно. Отдельное спасибо Марине, она помогла выбрать торт!",
                None
            ),
            ["Марина"]
        );
        // a signature
        assert!(names("Спасибо за вечер! С уважением, Анна.", Some("Анна П.")).is_empty());
        // praise in general, and a blow for one person
        assert!(names("Всё понравилось. А вот Игорь нахамил и ушёл.", None).is_empty());
        assert!(names("Прекрасный кофе.", None).is_empty());
        assert_eq!(
            names("Thanks to Emily, she was wonderful and so kind!", None),
            ["Emily"]
        );
    }
}
