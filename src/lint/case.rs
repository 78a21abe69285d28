//! Everything the checks look at, worked out once: the reply, the review, what is known of both.

use super::name::Author;
use super::pack::Pack;
use super::pattern::Hit;
use super::types::{Context, Finding, Input, Level};
use crate::domain::Lang;
use crate::domain::text::Reading;
use chrono::NaiveDate;
use otklik_adapters::Limit;

/// What the reply answers, as far as it can be known without a judge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Negative, or mixed with a concrete complaint: needs an action and a term.
    Complaint,
    Praise,
    /// Question, suggestion, or nothing to tell by.
    Other,
}

/// One reply under the lens.
pub struct Case<'a> {
    pub input: &'a Input,
    pub pack: &'static Pack,
    pub limit: Option<Limit>,
    pub reply: Reading,
    pub review: Option<Reading>,
    pub kind: Kind,
    pub author: Option<Author>,
    pub context: Context,
    /// The day of `now`, in UTC.
    pub today: Option<NaiveDate>,
    pub apologies: Vec<Hit>,
    pub actions: Vec<Hit>,
    pub done: Vec<Hit>,
    pub steps: Vec<Hit>,
    pub greetings: Vec<Hit>,
}

impl<'a> Case<'a> {
    /// Reads input and review.
    pub fn new(input: &'a Input, limit: Option<Limit>) -> Case<'a> {
        let pack = Pack::embedded();
        let reply = Reading::new(&input.text);
        let review = input.review.as_ref().map(|r| Reading::new(&r.text));
        let hits = |name: &str| pack.lexicon(name).hits(&reply);
        // "We are sorry to hear" is sympathy, "we are sorry for" an apology.
        let sympathies = hits("sympathy");
        let mut apologies = hits("apology");
        apologies.retain(|a| !sympathies.iter().any(|s| s.start < a.end && a.start < s.end));
        Case {
            kind: review.as_ref().map_or(Kind::Other, |r| {
                kind(input.review.as_ref().and_then(|r| r.rating), r, pack)
            }),
            author: input
                .review
                .as_ref()
                .and_then(|r| r.author.as_deref())
                .map(Author::read),
            context: input.context.clone().unwrap_or_default(),
            today: input.now.map(|n| n.date_naive()),
            apologies,
            actions: hits("action"),
            done: hits("done"),
            steps: hits("step"),
            greetings: hits("greeting"),
            input,
            pack,
            limit,
            reply,
            review,
        }
    }

    /// Names must not stand in the greeting here.
    pub fn names_forbidden(&self) -> bool {
        self.context.greet_by_name.as_deref() == Some("never")
            || self.input.platform.as_deref() == Some("tripadvisor")
            || self.vertical() == Some("medical")
    }

    /// The line of business, where it is known.
    pub fn vertical(&self) -> Option<&str> {
        self.context.vertical.as_deref()
    }

    /// Where the first sentence that is more than a greeting begins.
    pub fn first_sentence(&self) -> usize {
        let is_greeting = self.reply.sentences.first().is_some_and(|s| {
            s.words.len() <= 5
                && self.greetings.iter().any(|g| g.sentence == 0)
                && !self.apologies.iter().any(|a| a.sentence == 0)
        });
        usize::from(is_greeting)
    }

    /// Character range of a sentence; the whole text when there is no such sentence.
    pub fn span(&self, sentence: usize) -> (usize, usize) {
        self.reply
            .sentences
            .get(sentence)
            .map_or((0, self.reply.chars.len()), |s| (s.start, s.end))
    }
}

/// Reads a review as far as stars and the pack's words go.
pub(super) fn kind(rating: Option<u8>, review: &Reading, pack: &Pack) -> Kind {
    let complains = pack.lexicon("complaint").found(review);
    match rating {
        Some(0..=2) => Kind::Complaint,
        Some(3 | 4) if complains => Kind::Complaint,
        Some(3) => Kind::Other,
        Some(_) => Kind::Praise,
        None if complains => Kind::Complaint,
        None if pack.lexicon("praise").found(review) => Kind::Praise,
        None => Kind::Other,
    }
}

/// Collects findings and gives them level, wording and seed rules.
pub struct Findings<'c, 'a> {
    case: &'c Case<'a>,
    reader: Lang,
    pub list: Vec<Finding>,
}

impl<'c, 'a> Findings<'c, 'a> {
    /// None yet.
    pub fn new(case: &'c Case<'a>, reader: Lang) -> Self {
        Findings {
            case,
            reader,
            list: Vec::new(),
        }
    }

    /// Notes `code` at `start..end`; `detail` fills the `{}` of the reason.
    pub fn add(&mut self, code: &str, (start, end): (usize, usize), detail: &str) {
        let level = self
            .case
            .pack
            .level(code, self.case.input.platform.as_deref(), self.case.vertical());
        self.at_level(code, level, (start, end), detail);
    }

    /// Like [`Findings::add`], at most at the level `most`.
    pub fn add_at_most(&mut self, code: &str, most: Level, span: (usize, usize), detail: &str) {
        let level = self
            .case
            .pack
            .level(code, self.case.input.platform.as_deref(), self.case.vertical());
        self.at_level(code, level.min(most), span, detail);
    }

    fn at_level(&mut self, code: &str, level: Level, (start, end): (usize, usize), detail: &str) {
        let (Some(known), Some(wording)) = (
            self.case.pack.code(code),
            self.case.pack.wording(code, self.reader),
        ) else {
            return;
        };
        if level == Level::Pass {
            return;
        }
        let total = self.case.reply.chars.len();
        self.list.push(Finding {
            code: code.to_owned(),
            level,
            start: start.min(total),
            end: end.min(total),
            message: wording.reason.replace("{}", detail),
            rules: known.rules.clone(),
            fix: wording.fix.clone(),
        });
    }

    /// Notes every hit of the code's own patterns.
    pub fn add_patterns(&mut self, code: &str) {
        for hit in self.case.pack.patterns(code).hits(&self.case.reply) {
            let found = self.case.reply.slice(hit.start, hit.end);
            self.add(code, (hit.start, hit.end), &found);
        }
    }
}
