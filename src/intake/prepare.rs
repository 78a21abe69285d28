//! The pure half of intake: what each sighting means, judged, with clocks, drafted and linted.

use super::recall::Recalled;
use super::{Counts, count};
use crate::config::Location;
use crate::context::Context;
use crate::domain::Fault;
use crate::draft::{self, Drafts};
use crate::judge::{self, Verdict};
use crate::lint;
use crate::store::replies::text_hash;
use crate::store::reviews::{Known, Official, Review};
use crate::store::sources::Source;
use crate::store::threads::Clocks;
use crate::store::{Time, new_id};
use otklik_adapters::{Answer, OfficialReply, Page, Sighting};
use std::collections::{BTreeSet, HashMap};

/// Characters of a review that a draft is made from. Nobody writes more, and a page of noise must not
/// hold up its source.
const DRAFTED: usize = 20_000;

/// A review that must be written, with everything that goes with it.
pub struct Fresh {
    pub review: Review,
    pub verdict: Verdict,
    pub clocks: Clocks,
    /// `None` where none is made: quiet history, or already answered.
    pub drafts: Option<Drafts>,
}

/// What a page means for the store.
pub struct Prepared {
    pub new: Vec<Fresh>,
    pub edited: Vec<Fresh>,
    /// Ids of reviews whose stub says that they were removed.
    pub removed: Vec<String>,
    /// Removed reviews that are shown again, unchanged.
    pub restored: Vec<String>,
    /// Official replies that changed: review id, what is shown now.
    pub official: Vec<(String, Option<OfficialReply>)>,
}

impl Prepared {
    /// Reads a page against what is known.
    pub fn of(
        reader: &Reader<'_>,
        page: &Page,
        known: &HashMap<String, Known>,
        taken: &BTreeSet<String>,
    ) -> Self {
        let mut out = Prepared {
            new: Vec::new(),
            edited: Vec::new(),
            removed: Vec::new(),
            restored: Vec::new(),
            official: Vec::new(),
        };
        let mut here: BTreeSet<&str> = BTreeSet::new();
        for s in &page.sightings {
            if s.id.is_empty() || taken.contains(&s.id) || !here.insert(&s.id) {
                continue;
            }
            match known.get(&s.id) {
                None => out.new.push(reader.fresh(s, None)),
                Some(k) if s.removed => {
                    if k.removed_at.is_none() {
                        out.removed.push(k.id.clone());
                    }
                }
                Some(k) if k.content_hash == content_hash(s) => {
                    if k.removed_at.is_some() {
                        out.restored.push(k.id.clone());
                    }
                    if tells_of_reply(s) && shows_another(k, s.official_reply.as_ref()) {
                        out.official.push((k.id.clone(), s.official_reply.clone()));
                    }
                }
                Some(k) => {
                    if tells_of_reply(s) && shows_another(k, s.official_reply.as_ref()) {
                        out.official.push((k.id.clone(), s.official_reply.clone()));
                    }
                    out.edited.push(reader.fresh(s, Some(k)));
                }
            }
        }
        for answer in newest(&page.answers) {
            if let Some(new) = out.new.iter_mut().find(|f| f.review.external_id == answer.to) {
                set_official(&mut new.review, Some(&answer.reply));
                if new.review.official_text.is_some() {
                    new.drafts = None;
                }
            } else if let Some(k) = known.get(&answer.to)
                && shows_another(k, Some(&answer.reply))
            {
                out.official.push((k.id.clone(), Some(answer.reply.clone())));
            }
        }
        out
    }

    /// What it brings.
    pub fn counts(&self) -> Counts {
        Counts {
            seen: 0,
            new: count(self.new.len()),
            edited: count(self.edited.len()),
            removed: count(self.removed.len()),
        }
    }
}

/// The newest answer to each review: on networks several may stand there.
fn newest(answers: &[Answer]) -> impl Iterator<Item = &Answer> {
    let mut best: HashMap<&str, &Answer> = HashMap::new();
    for answer in answers {
        let known = best.entry(&answer.to).or_insert(answer);
        if answer.reply.at.is_none() || answer.reply.at >= known.reply.at {
            *known = answer;
        }
    }
    best.into_values()
}

/// Whether what is not shown under a review is known not to be there.
pub(super) fn tells_of_reply(s: &Sighting) -> bool {
    s.official_reply.is_some() || !s.reply_untold
}

fn shows_another(stored: &Known, shown: Option<&OfficialReply>) -> bool {
    let shown = Official::of(shown);
    (
        &stored.official_text,
        stored.official_pending,
        &stored.declined_text,
    ) != (&shown.text, shown.pending, &shown.declined_text)
}

fn set_official(review: &mut Review, shown: Option<&OfficialReply>) {
    let official = Official::of(shown);
    review.official_text = official.text;
    review.official_at = official.at;
    review.official_id = official.id;
    review.official_pending = official.pending;
    review.declined_text = official.declined_text;
    review.declined_reason = official.declined_reason;
}

/// What counts as an edit: stars, title or text.
pub(super) fn content_hash(s: &Sighting) -> String {
    let rating = s.rating.map_or(String::new(), |r| r.to_string());
    let parts = [rating.as_str(), s.title.as_deref().unwrap_or(""), s.text.as_str()];
    text_hash(&parts.join("\u{1f}"))
}

/// Reads sightings of one source.
pub(super) struct Reader<'a> {
    ctx: &'a Context,
    source: &'a Source,
    published: &'a [String],
    recalled: Option<&'a HashMap<String, Recalled>>,
    location: Option<&'a Location>,
    now: Time,
}

impl<'a> Reader<'a> {
    /// Of a page whose reviews were looked up before.
    pub(super) fn new(
        ctx: &'a Context,
        source: &'a Source,
        published: &'a [String],
        recalled: &'a HashMap<String, Recalled>,
    ) -> Self {
        Reader {
            recalled: Some(recalled),
            ..Reader::at(ctx, source, published, ctx.now())
        }
    }

    /// As if the present were `now`.
    pub(super) fn at(ctx: &'a Context, source: &'a Source, published: &'a [String], now: Time) -> Self {
        let location = ctx
            .config
            .locations
            .iter()
            .find(|l| Some(&l.name) == source.location.as_ref());
        Reader {
            ctx,
            source,
            published,
            recalled: None,
            location,
            now,
        }
    }

    fn fresh(&self, s: &Sighting, known: Option<&Known>) -> Fresh {
        self.read(s, known, self.is_quiet(s, known))
    }

    /// Filed without ringing anybody.
    fn is_quiet(&self, s: &Sighting, known: Option<&Known>) -> bool {
        // an edit of old history is news
        // a stub that was never seen alive is filed: something stood there
        let history = !self.source.is_settled() && self.source.history == "quiet";
        known.is_none() && (history || s.removed)
    }

    /// Is a draft made for it?
    pub(super) fn is_drafted(&self, s: &Sighting, known: Option<&Known>) -> bool {
        !self.is_quiet(s, known) && Official::of(s.official_reply.as_ref()).text.is_none()
    }

    /// What the judge is given.
    pub(super) fn input(&self, s: &Sighting) -> judge::Input {
        judge::Input {
            id: serde_json::Value::String(s.id.clone()),
            text: s.text.clone(),
            title: s.title.clone(),
            rating: s.rating,
            lang: s.lang.clone(),
            platform: Some(self.source.platform.clone()),
        }
    }

    fn recalled(&self, s: &Sighting) -> Option<&Recalled> {
        self.recalled.and_then(|all| all.get(&s.id))
    }

    /// A review that was never seen anywhere; quiet unless its thread is to be `open`.
    pub(super) fn made_up(&self, s: &Sighting, open: bool) -> Fresh {
        self.read(s, None, !open)
    }

    fn read(&self, s: &Sighting, known: Option<&Known>, quiet: bool) -> Fresh {
        let input = self.input(s);
        let verdict = self.recalled(s).map_or_else(
            || judge::judge_as(&self.ctx.judge(), &input),
            |r| r.verdict.clone(),
        );
        let answered = Official::of(s.official_reply.as_ref()).text.is_some();
        let clocks = if quiet || answered {
            Clocks::default()
        } else {
            self.clocks(s, known, &verdict)
        };
        let review = self.review(s, known, &input, &verdict, quiet);
        let drafts = (!quiet && !answered).then(|| self.drafts(s, &input, &verdict));
        Fresh {
            review,
            verdict,
            clocks,
            drafts,
        }
    }

    /// An edit starts the clock anew.
    fn clocks(&self, s: &Sighting, known: Option<&Known>, verdict: &Verdict) -> Clocks {
        let written = if known.is_some() {
            s.updated
        } else {
            s.created.or(s.updated)
        };
        let from = crate::deadline::start(written, self.now.utc());
        let (urgency, sentiment) = (verdict.urgency, verdict.sentiment);
        crate::deadline::clocks(
            &self.ctx.config,
            self.location,
            &self.source.platform,
            urgency,
            sentiment,
            from,
        )
    }

    fn review(
        &self,
        s: &Sighting,
        known: Option<&Known>,
        input: &judge::Input,
        verdict: &Verdict,
        quiet: bool,
    ) -> Review {
        let mut review = Review {
            id: known.map_or_else(new_id, |k| k.id.clone()),
            source_id: self.source.id.clone(),
            external_id: s.id.clone(),
            parent: s.parent.clone(),
            provider: s.provider.clone(),
            url: s.url.clone(),
            author_id: s.author.id.clone(),
            author_name: s.author.name.clone(),
            rating: s.rating.map(i64::from),
            title: input.title.clone(),
            folded: crate::domain::text::fold_for_search(&format!(
                "{} {} {}",
                s.author.name.as_deref().unwrap_or(""),
                s.title.as_deref().unwrap_or(""),
                s.text
            )),
            body: input.text.clone(),
            lang: verdict.lang.clone(),
            created_at: s.created.map(Time::from),
            updated_at: s.updated.map(Time::from),
            first_seen_at: self.now,
            content_hash: content_hash(s),
            versions: known.map_or(1, |k| k.versions + 1),
            media: i64::from(s.media),
            removed_at: (known.is_none() && s.removed).then_some(self.now),
            official_text: None,
            official_at: None,
            official_id: None,
            official_pending: false,
            declined_text: None,
            declined_reason: None,
            sentiment: verdict.sentiment.word().to_owned(),
            urgency: verdict.urgency.word().to_owned(),
            topics: serde_json::json!(verdict.topics).to_string(),
            verdict: serde_json::to_string(verdict).unwrap_or_default(),
            quiet,
        };
        set_official(&mut review, s.official_reply.as_ref());
        review
    }

    fn drafts(&self, s: &Sighting, input: &judge::Input, verdict: &Verdict) -> Drafts {
        let reply = &self.ctx.config.reply;
        let draft = draft::Input {
            review: judge::Input {
                text: input.text.chars().take(DRAFTED).collect(),
                ..input.clone()
            },
            author: s.author.name.clone(),
            business: Some(self.ctx.config.business.name.clone()),
            location: self.source.location.clone(),
            fault: Some(verdict.fault).filter(|f| *f != Fault::Nobody),
            severity: None,
            promise_by: None,
            now: Some(self.now.utc()),
            facts: draft::facts(
                &self.ctx.config,
                draft::Subject {
                    platform: Some(&self.source.platform),
                    location: self.source.location.as_deref(),
                    topics: &verdict.topics,
                    urgency: verdict.urgency,
                },
            ),
            context: Some(lint::Context {
                vertical: Some(reply.vertical.word().to_owned()),
                attachments: None,
                history: self.recalled(s).map(|r| r.history.clone()).unwrap_or_default(),
                same_topic_threads_30d: self.recalled(s).and_then(|r| r.same_topic),
                allowed_contacts: Some(reply.allowed_contacts.clone()),
                greet_by_name: Some(reply.greet_by_name.word().to_owned()),
            }),
            cases: self.recalled(s).map(|r| r.cases.clone()).unwrap_or_default(),
        };
        let pack = self.ctx.rules.pack();
        draft::draft_by(&pack, &draft, verdict, self.source.limit(), self.published)
    }
}
