//! Everything the checks look at, worked out once: the reply, the review, what is known of both.

use super::name::Author;
use super::pack::{Pack, Scan};
use super::pattern::{Hit, stemmed};
use super::types::{Context, Finding, Input, Level};
use crate::domain::text::{Reading, Word};
use crate::domain::{Intent, Lang, Sentiment};
use crate::judge;
use chrono::NaiveDate;
use otklik_adapters::Limit;
use std::collections::HashSet;

/// What the reply answers, as far as it can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Negative, or mixed with a concrete complaint: needs an action and a term.
    Complaint,
    Praise,
    /// Question, suggestion, or nothing to tell by.
    Other,
}

/// The review with what the pack finds in it.
pub struct Answered<'a> {
    pub reading: Reading,
    pub scan: Scan<'a>,
}

/// One reply under the lens.
pub struct Case<'a> {
    pub input: &'a Input,
    pub pack: &'a Pack,
    pub limit: Option<Limit>,
    pub reply: Reading,
    /// What the pack finds in the reply.
    pub scan: Scan<'a>,
    pub review: Option<Answered<'a>>,
    pub kind: Kind,
    pub author: Option<Author>,
    pub context: Context,
    /// The day of `now`, in UTC.
    pub today: Option<NaiveDate>,
    pub apologies: Vec<Hit>,
}

impl<'a> Case<'a> {
    /// Reads input and review.
    pub fn new(pack: &'a Pack, input: &'a Input, limit: Option<Limit>) -> Case<'a> {
        let reply = Reading::new(&input.text);
        let scan = pack.scan(&reply);
        let review = input
            .review
            .as_ref()
            .filter(|r| !r.text.trim().is_empty() || r.rating.is_some());
        let kind = |answered: &Answered<'_>| {
            let text = review.map_or("", |r| r.text.as_str());
            kind(
                review.and_then(|r| r.rating),
                text,
                &answered.reading,
                &answered.scan,
            )
        };
        let answered = review.map(|r| {
            let reading = Reading::new(&r.text);
            let scan = pack.scan(&reading);
            Answered { reading, scan }
        });
        let author = input.review.as_ref().and_then(|r| r.author.as_deref());
        // "We are sorry to hear" is sympathy, "we are sorry for" an apology.
        let sympathies = scan.lexicon("sympathy");
        let apologies = scan
            .lexicon("apology")
            .iter()
            .filter(|a| !sympathies.iter().any(|s| s.start < a.end && a.start < s.end))
            .copied()
            .collect();
        Case {
            kind: answered.as_ref().map_or(Kind::Other, kind),
            author: author.filter(|a| !a.trim().is_empty()).map(Author::read),
            context: input.context.clone().unwrap_or_default(),
            today: input.now.map(|n| n.date_naive()),
            apologies,
            input,
            pack,
            limit,
            reply,
            scan,
            review: answered,
        }
    }

    /// Numbers of the sentences of the reply that apologise or hold a word of some lists of the lexicon.
    pub fn courteous(&self, lists: &[&str]) -> HashSet<usize> {
        lists
            .iter()
            .flat_map(|list| self.scan.lexicon(list))
            .chain(&self.apologies)
            .map(|hit| hit.sentence)
            .collect()
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
                && !self.apologies.iter().any(|a| a.sentence == 0)
                && (self.scan.lexicon("greeting").iter().any(|g| g.sentence == 0) || self.only_names(0))
        });
        usize::from(is_greeting)
    }

    /// Character range of a sentence; the whole text when there is no such sentence.
    pub fn span(&self, sentence: usize) -> (usize, usize) {
        let whole = (0, self.reply.chars.len());
        self.reply
            .sentences
            .get(sentence)
            .map_or(whole, |s| (s.start, s.end))
    }

    /// Confidential by law: nothing may admit that the case is real.
    pub fn regulated(&self) -> bool {
        matches!(self.vertical(), Some("medical" | "bank"))
    }

    /// The line of business is not told, and review or reply speak of a doctor or a bank: what is required elsewhere is
    /// not required here.
    pub fn may_be_regulated(&self) -> bool {
        self.reviews_regulated() || (self.untold() && !self.scan.lexicon("regulated_word").is_empty())
    }

    /// The line of business is not told, and the review itself speaks of a doctor or a bank.
    pub fn reviews_regulated(&self) -> bool {
        let speaks = |r: &Answered<'_>| !r.scan.lexicon("regulated_word").is_empty();
        self.untold() && self.review.iter().any(speaks)
    }

    /// The line of business is not told, and review or reply name what only a doctor's or a bank's has: «роддом»,
    /// "thank you for banking with us". A vet owes no such secret.
    pub fn keeps_secrets(&self) -> bool {
        let names = |scan: &Scan<'_>| {
            !scan.lexicon("confidential_house").is_empty() && scan.lexicon("for_animals").is_empty()
        };
        let reviewed = self.review.iter().any(|r| names(&r.scan));
        self.untold()
            && self
                .review
                .iter()
                .all(|r| r.scan.lexicon("for_animals").is_empty())
            && (reviewed || names(&self.scan))
    }

    fn untold(&self) -> bool {
        matches!(self.vertical(), None | Some("general"))
    }

    /// «Александра!»: a sentence that only calls somebody.
    fn only_names(&self, sentence: usize) -> bool {
        self.reply.sentences.get(sentence).is_some_and(|s| {
            s.words.len() <= 3
                && self.reply.words[s.words.clone()].iter().all(|w| w.capital)
                && self.reply.words[s.words.clone()]
                    .iter()
                    .any(|w| super::name::is_given(&w.fold))
        })
    }

    /// A sentence that only blames, files, sends away or calls all well done: its verbs are no act of ours.
    pub fn idle(&self, sentence: usize) -> bool {
        const CODES: [&str; 4] = [
            "registered_under_number",
            "reproach",
            "toxic_or_sarcastic",
            "not_our_competence",
        ];
        let hits = CODES
            .iter()
            .flat_map(|c| self.scan.code(c))
            .chain(self.scan.lexicon("idle"));
        hits.into_iter().any(|h| h.sentence == sentence)
    }

    /// A sentence that is said against the author or somebody else.
    pub fn blames(&self, sentence: usize) -> bool {
        ["reproach", "toxic_or_sarcastic", "rating_request"]
            .iter()
            .any(|c| self.scan.code(c).iter().any(|h| h.sentence == sentence))
    }

    /// Hits of a lexicon outside idle sentences that are no acts of the author's.
    pub fn told(&self, lexicon: &str) -> Vec<Hit> {
        let hits = self.scan.lexicon(lexicon).iter();
        // «теперь вы с ним знакомы»
        let about_you = |h: &Hit| {
            let words = self.reply.words[h.word..].iter();
            words.take_while(|w| w.start < h.end).any(|w| w.fold == "вы")
        };
        // "we have not changed the prices", «решить не смогли»
        let denied = |h: &Hit| {
            let words = self.reply.words[h.word..].iter().skip(1);
            words
                .take_while(|w| w.start < h.end)
                .any(|w| matches!(w.fold.as_str(), "не" | "not" | "never"))
                // «мы бы заменили»
                || h.word > 0 && self.reply.words[h.word - 1].fold == "бы"
        };
        // "you were given the menu and ordered anyway"
        let by_you = |h: &Hit| {
            let words = &self.reply.words;
            let joined = |i: usize| {
                words[i].sentence == h.sentence
                    && self.reply.chars[words[i].end..words[i + 1].start]
                        .iter()
                        .all(|c| c.is_whitespace())
            };
            let before = (0..h.word).rev().take_while(|i| joined(*i)).take(CLAUSE);
            let subject = before
                .map(|i| words[i].fold.as_str())
                .find(|w| matches!(*w, "you" | "we" | "i" | "team" | "it" | "us"));
            words[h.word].fold == "and" && subject == Some("you")
        };
        hits.filter(|h| !by_you(h))
            .filter(|h| !self.idle(h.sentence) && !self.of_the_author(h.word) && !about_you(h) && !denied(h))
            .copied()
            .collect()
    }

    /// «вы посмотрели на цену и выбрали», «спасибо, что нашли время», «придумали не мы»: a past act that is not ours.
    pub fn of_the_author(&self, word: usize) -> bool {
        let words = &self.reply.words;
        let verb = &words[word];
        if !(verb.fold.ends_with("ли") || verb.fold.ends_with("лись")) {
            return false;
        }
        let same = |i: &usize| words.get(*i).is_some_and(|w| w.sentence == verb.sentence);
        let before: Vec<&str> = (word.saturating_sub(2)..word)
            .filter(same)
            .map(|i| words[i].fold.as_str())
            .collect();
        let after: Vec<&str> = (word + 1..word + 4)
            .take_while(same)
            .map(|i| words[i].fold.as_str())
            .collect();
        let thanked = before.contains(&"что")
            && self
                .scan
                .lexicon("thanks")
                .iter()
                .any(|t| t.sentence == verb.sentence && t.word < word);
        // «вы посмотрели на цену и выбрали»: the subject of the clause
        let clause = (0..word)
            .rev()
            .take_while(|i| {
                same(i) && {
                    let between = &self.reply.chars[words[*i].end..words[*i + 1].start];
                    !between.iter().any(|c| matches!(c, ',' | ';' | ':' | '—' | '–'))
                }
            })
            .take(CLAUSE);
        let clause: Vec<&str> = clause.map(|i| words[i].fold.as_str()).collect();
        let theirs = clause.contains(&"вы") && !clause.contains(&"мы");
        thanked || theirs || before.contains(&"вы") || after.windows(2).any(|w| w == ["не", "мы"])
    }

    /// What the author was told and the reply takes up: «слышать „такое бывает“ странно». The hit stands in quotation
    /// marks and all its words stand in the review.
    pub fn quotes_review(&self, hit: &Hit) -> bool {
        let Some(review) = &self.review else {
            return false;
        };
        let chars = &self.reply.chars;
        let outside = |at: Option<&char>| at.is_none_or(|c| !c.is_alphanumeric());
        let opens = (0..hit.start)
            .rev()
            .take(QUOTE)
            .any(|i| OPENING.contains(&chars[i]) && outside(i.checked_sub(1).map(|b| &chars[b])));
        let closes = (hit.end..chars.len().min(hit.end + QUOTE))
            .any(|i| CLOSING.contains(&chars[i]) && outside(chars.get(i + 1)));
        let words = self.reply.words[hit.word..]
            .iter()
            .take_while(|w| w.start < hit.end);
        let told = |w: &Word| {
            let stem = stemmed(&w.fold);
            review.reading.words.iter().any(|r| stemmed(&r.fold) == stem)
        };
        opens && closes && words.into_iter().all(told)
    }

    /// A lexicon's hits in the same sentence or up to `near` sentences away.
    pub fn near(&self, lexicon: &str, sentence: usize, near: usize) -> bool {
        let hits = self.scan.lexicon(lexicon);
        hits.iter().any(|h| h.sentence.abs_diff(sentence) <= near)
    }
}

/// Words of a clause that are looked at before its verb.
const CLAUSE: usize = 8;

/// Characters between a quotation mark and what is looked at inside.
const QUOTE: usize = 60;
const OPENING: [char; 7] = ['«', '“', '„', '"', '\'', '‘', '”'];
const CLOSING: [char; 6] = ['»', '”', '“', '"', '\'', '’'];

/// A longer text with one star has its reasons.
const SLIP_WORDS: usize = 40;
/// So sure the judge must be that one star was a slip.
const SLIP_SURE: f32 = 0.9;

/// So sure the judge must be of a complaint that holds no word of one.
const NEGATIVE_SURE: f32 = 0.6;

/// Reads a review by stars and words. Where stars leave it open the judge is asked.
pub(super) fn kind(rating: Option<u8>, text: &str, reading: &Reading, scan: &Scan<'_>) -> Kind {
    let complaints = scan.lexicon("complaint");
    let praised = !scan.lexicon("praise").is_empty();
    let judged = || {
        judge::judge(&judge::Input {
            text: text.to_owned(),
            ..judge::Input::default()
        })
    };
    match rating {
        // One star and nothing but thanks: the stars were a slip.
        Some(0..=2)
            if complaints.is_empty()
                && scan.lexicon("praise").len() >= 2
                && reading.words.len() <= SLIP_WORDS
                && judged().p.positive >= SLIP_SURE =>
        {
            Kind::Other
        }
        Some(0..=2) => Kind::Complaint,
        Some(3) => match judged().sentiment {
            Sentiment::Negative => Kind::Complaint,
            // half the stars, and a complaint in words or behind a «but»
            _ if !complaints.is_empty() => Kind::Complaint,
            _ if !scan.lexicon("contrast").is_empty() && scan.lexicon("suggestion").is_empty() => {
                Kind::Complaint
            }
            _ => Kind::Other,
        },
        Some(4..) if !scan.lexicon("remark").is_empty() => Kind::Complaint,
        Some(4) if !complaints.is_empty() && judged().sentiment == Sentiment::Negative => Kind::Complaint,
        Some(_) => Kind::Praise,
        None if reading.words.is_empty() || wants_to_know(reading, scan, complaints) => Kind::Other,
        None => {
            let verdict = judged();
            // A question or an idea is no complaint, unless it complains.
            let asks = !reading.sentences.is_empty() && reading.sentences.iter().all(|s| s.question)
                || matches!(verdict.intent, Intent::Question | Intent::Suggestion)
                || !scan.lexicon("suggestion").is_empty();
            match verdict.sentiment {
                Sentiment::Negative
                    if complaints.is_empty() && (asks || praised || verdict.p.negative < NEGATIVE_SURE) =>
                {
                    Kind::Other
                }
                Sentiment::Negative if verdict.intent != Intent::Question => Kind::Complaint,
                Sentiment::Neutral if verdict.intent == Intent::Complaint && !complaints.is_empty() => {
                    Kind::Complaint
                }
                Sentiment::Positive if praised => Kind::Praise,
                _ => Kind::Other,
            }
        }
    }
}

/// A question of the kind that has an answer, and no complaint beside it: «можно с собакой?», "can I freeze it if I get
/// injured?".
fn wants_to_know(reading: &Reading, scan: &Scan<'_>, complaints: &[Hit]) -> bool {
    let sentences = &reading.sentences;
    let informs = scan.lexicon("information");
    let asked = |n: usize| sentences[n].question && informs.iter().any(|h| h.sentence == n);
    (0..sentences.len()).any(asked)
        && (0..sentences.len()).all(|n| asked(n) || !complaints.iter().any(|c| c.sentence == n))
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
    pub fn add(&mut self, code: &str, span: (usize, usize), detail: &str) {
        self.add_at_most(code, Level::Block, span, detail);
    }

    /// Like [`Findings::add`], at most at the level `most`.
    pub fn add_at_most(&mut self, code: &str, most: Level, span: (usize, usize), detail: &str) {
        let case = self.case;
        let level = case
            .pack
            .level(code, case.input.platform.as_deref(), case.vertical());
        self.push(code, level.min(most), span, detail);
    }

    /// Warns of a hit whatever the level of its code.
    pub fn warn_hit(&mut self, code: &str, hit: &Hit) {
        self.add_hit_as(code, Level::Warn, hit);
    }

    /// Notes a hit at a level of its own, whatever the level of its code.
    pub fn add_hit_as(&mut self, code: &str, level: Level, hit: &Hit) {
        let found = self.case.reply.slice(hit.start, hit.end);
        self.push(code, level, (hit.start, hit.end), &found);
    }

    /// Like [`Findings::add_at_most`] with one of the code's `notes` as the whole reason.
    pub fn add_noted(&mut self, code: &str, most: Level, (start, end): (usize, usize), key: &str) {
        let case = self.case;
        let level = case
            .pack
            .level(code, case.input.platform.as_deref(), case.vertical());
        let found = case.reply.slice(start, end);
        let message = self.note(code, key).replace("{}", found.trim());
        self.say(code, level.min(most), (start, end), message);
    }

    fn push(&mut self, code: &str, level: Level, span: (usize, usize), detail: &str) {
        let reason = self.case.pack.wording(code, self.reader).map(|w| &w.reason);
        let message = reason.map_or_else(String::new, |r| r.replace("{}", detail));
        self.say(code, level, span, message);
    }

    fn say(&mut self, code: &str, level: Level, (start, end): (usize, usize), message: String) {
        let case = self.case;
        let (Some(known), Some(wording)) = (case.pack.code(code), case.pack.wording(code, self.reader))
        else {
            return;
        };
        if level == Level::Pass {
            return;
        }
        let total = case.reply.chars.len();
        self.list.push(Finding {
            code: code.to_owned(),
            level,
            start: start.min(total),
            end: end.min(total),
            message,
            rules: known.rules.clone(),
            fix: wording.fix.clone(),
        });
    }

    /// The language of the messages.
    pub fn reader(&self) -> Lang {
        self.reader
    }

    /// A detail in the reader's words (`notes` of the code).
    pub fn note(&self, code: &str, key: &str) -> String {
        let wording = self.case.pack.wording(code, self.reader);
        let note = wording.and_then(|w| w.notes.get(key));
        note.cloned().unwrap_or_default()
    }

    /// Notes a hit with its own words as the detail.
    pub fn add_hit(&mut self, code: &str, hit: &Hit) {
        if code != "pii_in_public" && self.case.quotes_review(hit) {
            return;
        }
        let found = self.case.reply.slice(hit.start, hit.end);
        self.add(code, (hit.start, hit.end), &found);
    }

    /// Notes every hit of the code's own patterns.
    pub fn add_patterns(&mut self, code: &str) {
        let case = self.case;
        for hit in case.scan.code(code) {
            self.add_hit(code, hit);
        }
    }
}
