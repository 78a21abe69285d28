//! Posts that pass by: news handed on, a slogan, talk among people. Nobody there waits for thanks or an apology of ours;
//! the draft asks whether it is about us at all.

use super::situations::Situations;
use super::worlds;
use crate::domain::text::Reading;

/// Whoever tells what happened to him uses one of these.
const OF_ONESELF: [&str; 32] = [
    "я",
    "мне",
    "меня",
    "мной",
    "мой",
    "моя",
    "мое",
    "мои",
    "моего",
    "моей",
    "моем",
    "моих",
    "мою",
    "моим",
    "мы",
    "нам",
    "нас",
    "нами",
    "наш",
    "наша",
    "наши",
    "нашей",
    "i",
    "i'm",
    "im",
    "i've",
    "me",
    "my",
    "we",
    "us",
    "our",
    "myself",
];
/// Whoever speaks to those who serve him uses one of these.
const TO_US: [&str; 14] = [
    "вы",
    "вас",
    "вам",
    "вами",
    "ваш",
    "ваша",
    "ваше",
    "ваши",
    "вашей",
    "вашего",
    "вашу",
    "ваших",
    "you",
    "your",
];

/// The text was handed on: a link or a retweet.
fn handed_on(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with("RT @") || ["http://", "https://", "t.co/"].iter().any(|l| text.contains(l))
}

/// A post without stars that tells nothing of our work. `told`: something that goes wrong is told by a pattern;
/// `named`: a subject of ours is named; `kind`: the words are kind, so without any subject they are thanks.
pub fn passes_by(
    words: &Situations,
    text: &str,
    review: &Reading,
    told: bool,
    named: bool,
    kind: bool,
) -> bool {
    let uses = |list: &[&str]| review.words.iter().any(|w| list.contains(&w.fold.as_str()));
    if told || uses(&TO_US) {
        return false;
    }
    let news = words.news(review) || handed_on(text);
    if news && !uses(&OF_ONESELF) {
        return true;
    }
    if !named && !worlds::of_a_business(words, review) {
        // talk with no word of any business: «как же плохо на душе»
        return !kind && !words.strong.found(review);
    }
    false
}
