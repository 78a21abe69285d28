//! Reads a review: language, sentiment, urgency, topics, fault. Pure.
//!
//! `fold` evens out the text, `hits` finds the rules of the lexicon (`book`, data in `config/lexicon`), and each
//! question has a module of its own that reads the hits. The trained [`model`] reads the words themselves: it is
//! the inside of `sentiment` and joins the rules in `urgency`. What a mixed text praises and blames: `units` cuts it,
//! `turns` finds where it turns, `weigh` gives each stretch its weight, `clauses` decides.

mod book;
mod clauses;
mod fold;
mod headings;
mod hits;
mod intent;
mod irony;
mod language;
pub mod lines;
pub mod local;
pub mod model;
mod reasons;
mod sensitive;
mod sentiment;
mod settings;
mod stems;
mod summary;
mod topics;
pub mod training;
mod turns;
mod units;
mod urgency;
mod verdict;
mod weigh;

pub use clauses::Side;
pub use settings::Settings;
pub use summary::LONGEST as LONGEST_SUMMARY;
pub use topics::named as named_topics;
pub use urgency::decide as decide_urgency;
pub use verdict::{Reason, Told, Verdict};

use crate::domain::{Intent, Urgency};
use serde::{Deserialize, Serialize};

/// What is judged; the input object of `otklik judge` (contract.md).
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Input {
    #[serde(default)]
    pub id: serde_json::Value,
    pub text: String,
    #[serde(default)]
    pub title: Option<String>,
    /// 1 to 5.
    #[serde(default)]
    pub rating: Option<u8>,
    /// BCP 47; a hint that wins over detection.
    #[serde(default)]
    pub lang: Option<String>,
    #[serde(default)]
    pub platform: Option<String>,
}

/// Judges a review as delivered. Never fails and never panics, whatever the text; time is linear in its length.
pub fn judge(input: &Input) -> Verdict {
    judge_as(&Settings::default(), input)
}

/// Judges a review as a business has set it.
pub fn judge_as(settings: &Settings, input: &Input) -> Verdict {
    judge_with(model::Model::embedded(), settings, input)
}

/// The same by another model; without one the lexicon reads alone. The trainer measures models by it.
pub fn judge_by(model: Option<&model::Model>, input: &Input) -> Verdict {
    judge_with(model, &Settings::default(), input)
}

fn judge_with(model: Option<&model::Model>, settings: &Settings, input: &Input) -> Verdict {
    let folded = fold::Folded::new(input.title.as_deref(), &input.text);
    let (matched, hits) = hits::Matched::find(&folded);
    let rating = input.rating.filter(|stars| (1..=5).contains(stars));
    let social = input.platform.as_deref().is_some_and(is_social);
    let read = sentiment::read(model, settings, &folded, &input.text, social);
    let mut feeling = sentiment::feel(&matched, &hits, rating, social, read.as_ref());
    let ironic = irony::find(&matched, &hits, &feeling, &input.text);
    if let Some(irony) = &ironic {
        feeling.turn(irony.strength, rating);
    }
    let subjects = topics::sums(&hits);
    // Urgency was trained beside the topics of the lexicon.
    let ruled = topics::by_rules(&subjects);
    let rules = urgency::Rules::new(&matched, &hits, &feeling, &ruled);
    let (urgency, urgent_hits) = urgency::urge(&rules, &feeling, &ruled, read.as_ref());
    let (topics, signs) = topics::sort(&subjects, &feeling, read.as_ref());
    let sensitive = sensitive::find(&matched, &hits, &feeling, read.as_ref());
    let mut reasons = reasons::Reasons::new(&matched, &input.text);
    reasons.urgency(urgency, &urgent_hits);
    reasons.sensitive(sensitive.as_ref());
    reasons.sentiment(&feeling);
    reasons.irony(ironic.as_ref());
    reasons.topics(&signs);
    let intent = intent::intend(&matched, &hits, &feeling, urgency, &topics);
    // who asks takes no side, and beside harm nobody wants to hear what was praised
    let weighs = sensitive.is_none() && urgency != Urgency::Critical && intent != Intent::Question;
    if weighs {
        reasons.clauses(&clauses::read(&matched, &hits, &feeling, &input.text));
    }
    Verdict {
        lang: settings
            .restrict(language::detect(&folded, &input.text, input.lang.as_deref()))
            .to_owned(),
        sentiment: feeling.sentiment,
        p: feeling.p,
        urgency,
        fault: intent::blame(&hits, &feeling, urgency),
        sensitive: sensitive.map(|event| event.what),
        abusive: intent::is_abusive(&matched, &hits),
        intent,
        conflict: feeling.conflicts(rating),
        summary: summary::summarise(&matched, &hits, &feeling, &input.text),
        reasons: reasons.list,
        topics,
    }
}

/// Platforms whose texts are posts and comments, most of which hold no opinion.
fn is_social(platform: &str) -> bool {
    const SOCIAL: [&str; 9] = [
        "vk",
        "telegram",
        "ok",
        "facebook",
        "instagram",
        "youtube",
        "mastodon",
        "reddit",
        "x",
    ];
    SOCIAL.contains(&platform)
}

/// Complaints about the embedded lexicon, `file:line: what`; empty in a sound build.
pub fn lexicon_faults() -> Vec<String> {
    let mut faults = book::Book::faults();
    faults.extend(model::idea_faults());
    faults
}
