//! Which skeleton, with which slots.

use super::aspects::{Aspect, Aspects};
use super::{Input, skeleton, term};
use crate::domain::text::{Reading, hash};
use crate::domain::{Fault, Intent, Lang, Sentiment};
use crate::judge::Verdict;
use crate::lint::name::Author;
use chrono::NaiveDate;
use minijinja::context;
use otklik_adapters::Limit;
use otklik_adapters::manifest::Unit;

/// Letters below which a platform's limit asks for the short form.
const SHORT: u32 = 600;

/// The kind of answer; its word names the skeleton.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Complaint,
    Vague,
    Abuse,
    Praise,
    Question,
    Suggestion,
    Regulated,
}

/// Everything decided before a word is written.
pub struct Plan<'a> {
    pub lang: Lang,
    pub short: bool,
    pub business: bool,
    pub fault: Fault,
    pub promise: Option<NaiveDate>,
    /// Title and text, as the linter compares them.
    pub review_text: String,
    form: Form,
    positive: bool,
    hello: String,
    aspects: Vec<&'a Aspect>,
    contact: Option<String>,
    seed: String,
}

impl Plan<'_> {
    /// Decides.
    pub fn new(input: &Input, verdict: &Verdict, limit: Option<Limit>) -> Self {
        let review_text = match &input.review.title {
            Some(title) if !title.is_empty() => format!("{title}. {}", input.review.text),
            _ => input.review.text.clone(),
        };
        let reading = Reading::new(&review_text);
        let lang = language(input, verdict, &reading);
        let fault = input.fault.unwrap_or(verdict.fault);
        let aspects = Aspects::of(lang).find(&reading, &verdict.topics);
        let complains = crate::lint::complains(&review_text, input.review.rating);
        let positive =
            !complains && (verdict.intent == Intent::Praise || verdict.sentiment == Sentiment::Positive);
        let vertical = input.context.as_ref().and_then(|c| c.vertical.as_deref());
        let regulated = matches!(vertical, Some("medical" | "bank"));
        let form = match verdict.intent {
            _ if regulated => Form::Regulated,
            Intent::Abuse => Form::Abuse,
            Intent::Question => Form::Question,
            Intent::Suggestion => Form::Suggestion,
            _ if positive => Form::Praise,
            _ if aspects.is_empty() => Form::Vague,
            _ => Form::Complaint,
        };
        let id = match &input.review.id {
            serde_json::Value::Null => String::new(),
            id => id.to_string(),
        };
        let letters = limit.map(|l| match (l.unit, lang) {
            // A Cyrillic letter takes two bytes.
            (Unit::Bytes, Lang::Ru) => l.max / 2,
            _ => l.max,
        });
        Plan {
            lang,
            short: letters.is_some_and(|n| n < SHORT),
            business: fault == Fault::Business,
            fault,
            promise: term::promise(input, verdict.urgency),
            form,
            positive,
            hello: hello(input, lang, regulated),
            aspects,
            contact: contact(input, lang),
            seed: hash(&format!("{id}\n{review_text}")),
            review_text,
        }
    }

    /// The two variants, best first. An apology only where the fault is ours.
    pub fn kinds(&self) -> [&'static str; 2] {
        match self.form {
            Form::Praise => ["thanks_with_detail", "thanks"],
            Form::Regulated if self.positive => ["thanks", "thanks_short"],
            Form::Question => ["answer_later", "clarify"],
            Form::Suggestion => ["consider", "check"],
            Form::Complaint | Form::Vague | Form::Regulated if self.business => {
                ["with_apology", "without_apology"]
            }
            Form::Complaint | Form::Vague | Form::Regulated | Form::Abuse => {
                ["with_sympathy", "without_sympathy"]
            }
        }
    }

    /// The text names a term, so a promise must go with it.
    pub fn names_term(&self) -> bool {
        !(self.form == Form::Praise || (self.form == Form::Regulated && self.positive))
    }

    /// Writes one variant; `attempt` turns the choices.
    pub fn render(&self, kind: &str, short: bool, attempt: usize) -> Result<String, minijinja::Error> {
        let name = match self.form {
            Form::Complaint if short => "complaint.short",
            Form::Complaint => "complaint",
            Form::Vague => "vague",
            Form::Abuse => "abuse",
            Form::Praise => "praise",
            Form::Question => "question",
            Form::Suggestion => "suggestion",
            Form::Regulated => "regulated",
        };
        let close = match kind {
            "with_apology" => "apology",
            "with_sympathy" => "sympathy",
            "thanks_with_detail" => "detail",
            "clarify" => "clarify",
            "consider" => "term",
            _ => "",
        };
        let by = term::by(self.promise, self.lang);
        let first = self.aspects.first();
        let named = if short {
            &self.aspects[..self.aspects.len().min(1)]
        } else {
            &self.aspects[..]
        };
        let and = if self.lang == Lang::Ru { " и " } else { " and " };
        let join = |part: fn(&Aspect) -> Option<&str>| {
            let list: Vec<&str> = named.iter().filter_map(|a| part(a)).collect();
            (!list.is_empty()).then(|| list.join(and))
        };
        let slots = context! {
            seed => format!("{}:{kind}:{attempt}", self.seed),
            hello => &self.hello,
            about => join(|a| Some(&a.about)),
            praise => join(|a| a.praise.as_deref()),
            sorry => first.map(|a| a.sorry.as_str()),
            action => first.map(|a| a.action.as_str()),
            By => upper_first(&by),
            by => by,
            business => self.business,
            positive => self.positive,
            contact => &self.contact,
            close => close,
            short => short,
        };
        skeleton::render(self.lang, name, slots)
    }
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

/// The language of the review; what the text is written in decides where the judge says `mixed` or `other`.
fn language(input: &Input, verdict: &Verdict, reading: &Reading) -> Lang {
    let hint = input.review.lang.as_deref().map(|l| l.get(..2).unwrap_or(l));
    match (hint, verdict.lang.as_str()) {
        (Some("ru"), _) => Lang::Ru,
        (Some("en"), _) => Lang::En,
        (_, "ru") => Lang::Ru,
        (_, "en") => Lang::En,
        _ if reading.cyrillic_share(1).is_some_and(|share| share < 0.5) => Lang::En,
        _ => Lang::Ru,
    }
}

/// The greeting: by name only where the profile shows a person's name in the script of the reply.
fn hello(input: &Input, lang: Lang, regulated: bool) -> String {
    let never = regulated
        || input.review.platform.as_deref() == Some("tripadvisor")
        || input.context.as_ref().and_then(|c| c.greet_by_name.as_deref()) == Some("never");
    let author = input.author.as_deref().filter(|_| !never).map(Author::read);
    let word = if lang == Lang::Ru {
        "Здравствуйте"
    } else {
        "Hello"
    };
    match author.and_then(|a| a.address) {
        Some(name) => format!("{word}, {name}!"),
        None => format!("{word}!"),
    }
}

/// The line with a contact person: only from the facts of the configuration, never from a review.
fn contact(input: &Input, lang: Lang) -> Option<String> {
    let fact = |key: &str| {
        input
            .facts
            .get(key)
            .and_then(|v| v.as_str())
            .map(str::trim)
            .filter(|v| !v.is_empty())
    };
    let (person, channel) = (fact("contact_person")?, fact("private_channel")?);
    Some(match lang {
        Lang::Ru => format!("Вопросы можно задать лично: {person}, {channel}."),
        Lang::En => format!("You can ask in private: {person}, {channel}."),
    })
}
