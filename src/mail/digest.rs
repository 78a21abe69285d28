//! M1, the daily negative digest: one minute on a phone.

use super::render::{Rendered, render};
use super::view::{Place, Reader, due, href, list};
use super::{text, when};
use crate::domain::health::Concern;
use crate::domain::{Lang, Topic};
use crate::i18n::{concerns, t, word};
use crate::store::digest::{Burning, Counts};
use chrono::{DateTime, Utc};
use minijinja::{Value, context};
use otklik_adapters::Failure;

/// Lines of the first section at most; the rest is a number and a link.
pub const BURNING: i64 = 20;
/// Lines of the second section at most. Both together keep the mail under 100 KB.
pub const OTHERS: i64 = 25;

/// The whole mail.
#[derive(Debug, Clone)]
pub struct View {
    pub reader: Reader,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// Names of the locations that the reader answers for.
    pub locations: Vec<String>,
    pub counts: Counts,
    pub burning: Burning,
    pub burning_items: Vec<Item>,
    pub other_items: Vec<Item>,
    pub others: i64,
    /// Authors who raised their rating after our reply.
    pub recovered: i64,
    pub promises: Promises,
    /// Subjects of the last seven days, those of most people first.
    pub topics: Vec<TopicLine>,
    pub coverage: Coverage,
}

/// How promises stand at the end of the period.
#[derive(Debug, Clone, Default)]
pub struct Promises {
    /// Due before the reader's day ends.
    pub today: i64,
    pub late: i64,
    /// Kept within the period.
    pub kept: i64,
    /// The late ones, then those of today.
    pub items: Vec<PromiseItem>,
}

/// One promise.
#[derive(Debug, Clone)]
pub struct PromiseItem {
    pub thread_id: String,
    pub place: Place,
    /// Our words.
    pub what: String,
    pub owner: String,
    pub by: DateTime<Utc>,
    pub late: bool,
}

/// One subject: how many people, whether more than in the seven days before, since when.
#[derive(Debug, Clone)]
pub struct TopicLine {
    pub topic: Topic,
    pub people: i64,
    pub before: i64,
    /// Where most people complained first.
    pub locations: Vec<String>,
    pub first: DateTime<Utc>,
    pub owners: Vec<String>,
    /// It was mended and came back.
    pub back: bool,
}

/// One negative review.
#[derive(Debug, Clone)]
pub struct Item {
    pub thread_id: String,
    pub place: Place,
    /// One neutral line.
    pub summary: String,
    pub body: String,
    /// The contract's `state`.
    pub state: String,
    /// The platform shows an official reply that is not known to be ours.
    pub official: bool,
    pub reply_by: Option<DateTime<Utc>>,
    pub open: bool,
}

/// Which sources see.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    pub total: i64,
    pub green: i64,
    /// Not read yet: neither seeing nor blind.
    pub new: i64,
    pub dim: Vec<Dim>,
}

/// A source that does not see well.
#[derive(Debug, Clone)]
pub struct Dim {
    /// Platform and location.
    pub name: String,
    /// Red: nothing gets in. Otherwise something is wrong with what gets in.
    pub blind: bool,
    pub failure: Option<Failure>,
    /// What is wrong, the worst first.
    pub concerns: Vec<Concern>,
    pub since: Option<DateTime<Utc>>,
    pub next: DateTime<Utc>,
}

impl Coverage {
    fn blind(&self) -> i64 {
        i64::try_from(self.dim.iter().filter(|d| d.blind).count()).unwrap_or(i64::MAX)
    }
}

impl View {
    /// # Errors
    /// As [`render`].
    pub fn render(&self, lang: Lang) -> Result<Rendered, minijinja::Error> {
        render("digest", lang, self.context(lang))
    }

    fn context(&self, lang: Lang) -> Value {
        let item = |i: &Item| i.context(&self.reader, lang);
        let shown = |items: &[Item]| i64::try_from(items.len()).unwrap_or(i64::MAX);
        context! {
            reader => self.reader.context(lang),
            subject => self.subject(lang),
            verdict => self.verdict(lang),
            burning => self.burning_items.iter().map(item).collect::<Vec<_>>(),
            burning_more => self.burning.overdue + self.burning.today - shown(&self.burning_items),
            overdue => self.burning.overdue,
            today => self.burning.today,
            others => self.other_items.iter().map(item).collect::<Vec<_>>(),
            others_more => self.others - shown(&self.other_items),
            recovered => (self.recovered > 0).then(|| t(lang, "mail-digest-recovered", &[("n", self.recovered.into())])),
            promises => self.promised(lang),
            promise_items => self.promises.items.iter().map(|p| self.promise(p, lang)).collect::<Vec<_>>(),
            topics => self.topics.iter().map(|line| self.topic(line, lang)).collect::<Vec<_>>(),
            board => href(&format!("{}/promises", self.reader.base)),
            coverage => self.coverage_line(lang),
            dim => self.coverage.dim.iter().map(|d| self.dim(d, lang)).collect::<Vec<_>>(),
            queue => href(&format!("{}/", self.reader.base)),
        }
    }

    fn period(&self, lang: Lang) -> String {
        // a day that is 23 or 25 hours long is still a day
        let hours = (self.to - self.from).num_minutes();
        if (22 * 60..=26 * 60).contains(&hours) {
            return t(lang, "mail-digest-day", &[]);
        }
        let since = when::moment(self.from, self.reader.zone, self.to, lang);
        t(lang, "mail-digest-since", &[("since", since.into())])
    }

    fn subject(&self, lang: Lang) -> String {
        let n = self.counts.negative;
        let mut parts = vec![t(
            lang,
            "mail-digest-subject",
            &[("n", n.into()), ("period", self.period(lang).into())],
        )];
        if self.burning.overdue > 0 {
            parts.push(t(
                lang,
                "mail-digest-subject-overdue",
                &[("n", self.burning.overdue.into())],
            ));
        }
        if self.coverage.blind() > 0 {
            parts.push(t(
                lang,
                "mail-digest-subject-blind",
                &[("n", self.coverage.blind().into())],
            ));
        }
        let business = t(
            lang,
            "mail-business",
            &[("name", text::one_line(&self.reader.business, 60).into())],
        );
        parts.push(match self.locations.as_slice() {
            [] => business,
            [one] => format!("{business}, {}", text::one_line(one, 40)),
            many => {
                let n = i64::try_from(many.len()).unwrap_or(i64::MAX);
                format!(
                    "{business}, {}",
                    t(lang, "mail-digest-locations", &[("n", n.into())])
                )
            }
        });
        let date = when::date(self.to, self.reader.zone, self.to, lang);
        format!("{} — {date}", parts.join(" · "))
    }

    /// What came and where it stands. Never "nothing came" while a source cannot see.
    fn verdict(&self, lang: Lang) -> String {
        let c = &self.counts;
        let period = self.period(lang);
        let unseen = self.coverage.total - self.coverage.green - self.dim_seeing();
        let mut out = match (c.came, c.negative) {
            (0, _) if unseen > 0 || self.coverage.total == 0 => t(lang, "mail-digest-none-unseen", &[]),
            (0, _) => t(lang, "mail-digest-none", &[("period", period.into())]),
            (came, 0) => t(
                lang,
                "mail-digest-calm",
                &[("n", came.into()), ("period", period.into())],
            ),
            (came, negative) => {
                let came = t(
                    lang,
                    "mail-digest-came",
                    &[("n", came.into()), ("period", period.into())],
                );
                let of = t(lang, "mail-digest-negative", &[("n", negative.into())]);
                let people = t(lang, "mail-digest-people", &[("n", c.people.into())]);
                format!("{came}, {of} {people}.")
            }
        };
        let stages = [
            ("mail-digest-stage-answered", c.answered),
            ("mail-digest-stage-waiting", c.waiting),
            ("mail-digest-stage-overdue", c.overdue),
            ("mail-digest-stage-working", c.working),
            ("mail-digest-stage-left", c.left),
        ];
        let told: Vec<String> = stages
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(stage, n)| t(lang, stage, &[("n", (*n).into())]))
            .collect();
        if !told.is_empty() {
            out.push(' ');
            out.push_str(&text::upfirst(&told.join(", ")));
            out.push('.');
        }
        let older = self.burning.overdue - c.overdue;
        if older > 0 {
            out.push(' ');
            out.push_str(&t(lang, "mail-digest-older", &[("n", older.into())]));
        }
        out
    }

    /// What is due today, late, kept: in numbers.
    fn promised(&self, lang: Lang) -> String {
        let p = &self.promises;
        let stages = [
            ("mail-digest-promises-today", p.today),
            ("mail-digest-promises-late", p.late),
            ("mail-digest-promises-kept", p.kept),
        ];
        let told: Vec<String> = stages
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(stage, n)| t(lang, stage, &[("n", (*n).into())]))
            .collect();
        if told.is_empty() {
            return t(lang, "mail-digest-promises-none", &[]);
        }
        format!("{}.", text::upfirst(&told.join(", ")))
    }

    fn promise(&self, p: &PromiseItem, lang: Lang) -> Value {
        let key = if p.late {
            "mail-digest-promise-was-due"
        } else {
            "mail-digest-promise-due"
        };
        let until = due(p.by, p.place.zone, self.reader.now, lang);
        context! {
            place => p.place.context(),
            what => text::one_line(&p.what, 160),
            due => t(lang, key, &[("due", until.into()), ("owner", text::one_line(&p.owner, 60).into())]),
            late => p.late,
            url => href(&self.reader.thread(&p.thread_id)),
        }
    }

    /// «Ожидание — 14 человек (было 5), Невский и Литейный; первый раз 9 ноября; ответственный: не назначен».
    fn topic(&self, line: &TopicLine, lang: Lang) -> String {
        let r = &self.reader;
        let owner = match line.owners.as_slice() {
            [] => t(lang, "mail-digest-topic-nobody", &[]),
            names => list(
                &names.iter().map(|n| text::one_line(n, 60)).collect::<Vec<_>>(),
                lang,
            ),
        };
        let places: Vec<String> = line
            .locations
            .iter()
            .take(3)
            .map(|l| text::one_line(l, 40))
            .collect();
        let places = match places.as_slice() {
            [] => String::new(),
            some => format!(", {}", list(some, lang)),
        };
        let back = if line.back {
            t(lang, "mail-digest-topic-back", &[])
        } else {
            String::new()
        };
        t(
            lang,
            "mail-digest-topic",
            &[
                (
                    "topic",
                    text::upfirst(&word(lang, "topic", line.topic.word())).into(),
                ),
                ("n", line.people.into()),
                ("before", line.before.into()),
                ("places", places.into()),
                ("first", when::date(line.first, r.zone, r.now, lang).into()),
                ("owner", owner.into()),
                ("back", back.into()),
            ],
        )
    }

    /// Sources that are in doubt and hide nothing: a counter that differs, and that alone.
    fn dim_seeing(&self) -> i64 {
        let sees = |d: &&Dim| !d.blind && d.failure.is_none() && !d.concerns.iter().any(Concern::hides);
        i64::try_from(self.coverage.dim.iter().filter(sees).count()).unwrap_or(i64::MAX)
    }

    fn coverage_line(&self, lang: Lang) -> String {
        let c = &self.coverage;
        if c.total == 0 {
            return t(lang, "mail-coverage-none", &[]);
        }
        let mut out = t(
            lang,
            "mail-coverage",
            &[("green", c.green.into()), ("total", c.total.into())],
        );
        if c.new > 0 {
            out.push_str("; ");
            out.push_str(&t(lang, "mail-coverage-new", &[("n", c.new.into())]));
        }
        out
    }

    fn dim(&self, dim: &Dim, lang: Lang) -> String {
        let r = &self.reader;
        let since = when::moment(dim.since.unwrap_or(self.to), r.zone, r.now, lang);
        let next = when::moment(dim.next.max(r.now), r.zone, r.now, lang);
        let told = concerns(lang, &dim.concerns, dim.failure.as_ref(), r.zone, r.now);
        let cause = told.into_iter().next().map(|t| t.cause).unwrap_or_default();
        let key = if dim.blind {
            "mail-coverage-blind"
        } else {
            "mail-coverage-dim"
        };
        let name = text::one_line(&dim.name, 80);
        let args = [
            ("name", &*name),
            ("since", &since),
            ("next", &next),
            ("cause", &cause),
        ];
        t(lang, key, &args.map(|(k, v)| (k, v.into())))
    }
}

impl Item {
    fn context(&self, reader: &Reader, lang: Lang) -> Value {
        let overdue = self.open && self.reply_by.is_some_and(|at| at <= reader.now);
        let is_out = matches!(self.state.as_str(), "published" | "verified_live") || self.official;
        let due_time = self.reply_by.filter(|_| self.open && !is_out).map(|at| {
            let key = if overdue {
                "mail-reply-was-due"
            } else {
                "mail-reply-due"
            };
            let until = due(at, self.place.zone, reader.now, lang);
            t(lang, key, &[("due", until.into())])
        });
        let fragment = fragment(&self.body, &self.summary);
        let state = if self.official && !matches!(self.state.as_str(), "published" | "verified_live") {
            t(lang, "mail-state-official", &[])
        } else {
            word(lang, "state", &self.state)
        };
        context! {
            place => self.place.context(),
            summary => text::one_line(&self.summary, 160),
            fragment => (!fragment.is_empty()).then_some(fragment),
            state => state,
            due => due_time,
            overdue => overdue,
            approve => self.state == "in_review",
            url => href(&reader.thread(&self.thread_id)),
        }
    }
}

/// The author's words beside the summary: without its beginning where the summary already is that.
fn fragment(body: &str, summary: &str) -> String {
    let body = text::one_line(body, 4000);
    let told = summary.trim_end_matches(['…', '.', '!', '?', ' ']);
    let rest = body
        .strip_prefix(told)
        .filter(|rest| !told.is_empty() && !rest.starts_with(char::is_alphanumeric));
    match rest.map(|rest| rest.trim_start_matches(['.', '!', '?', ',', ' '])) {
        Some("") => String::new(),
        Some(rest) => text::cut(&format!("…{rest}"), 160),
        None => text::cut(&body, 160),
    }
}

#[cfg(test)]
mod tests {
    use super::fragment;

    #[test]
    fn a_summary_that_is_the_beginning_is_not_told_twice() {
        assert_eq!(
            fragment("Волос в салате. Больше ни ногой.", "Волос в салате"),
            "…Больше ни ногой."
        );
        assert_eq!(fragment("Волос в салате!", "Волос в салате"), "");
        assert_eq!(fragment("Волос в салате", "Грязная посуда"), "Волос в салате");
        assert_eq!(fragment("Волос", ""), "Волос");
        assert_eq!(fragment("Волосы в салате", "Волос"), "Волосы в салате");
    }
}
