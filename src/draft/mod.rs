//! First answers without any cloud: a skeleton by intent, fault and length, slots from the review.
//! Pure. Review text is data: nothing in it can change a slot, a fact or a promise, because the only thing that
//! gets from a review into a draft is which of our own phrases (`aspects`) it names, and a person's name that
//! stands in our list of names.

mod aspects;
mod line;
mod plan;
mod skeleton;
mod term;
mod types;

pub use line::line;
pub use types::{Drafts, Input, Length, PastCase, Variant};

use crate::judge::Verdict;
use crate::lint::{self, Level, Origin};
use otklik_adapters::Limit;
use otklik_adapters::manifest::Unit;
use plan::Plan;

/// Tries with other wordings before a variant is given up.
const TRIES: usize = 6;

/// Drafts two variants, or refuses (`sensitive:…`). `limit` is the platform's, `published` what was
/// published lately: another wording is tried before one of these is repeated. Findings are in the language of the
/// draft. The same input gives the same drafts.
pub fn draft(input: &Input, verdict: &Verdict, limit: Option<Limit>, published: &[String]) -> Drafts {
    let plan = Plan::new(input, verdict, limit);
    let sensitive = verdict.sensitive.or_else(|| lint::sensitive(&input.review.text));
    if let Some(sensitive) = sensitive {
        let refused = Some(format!("sensitive:{sensitive}"));
        return Drafts {
            lang: plan.lang.word().to_owned(),
            refused,
            variants: Vec::new(),
        };
    }
    let variants = plan
        .kinds()
        .iter()
        .filter_map(|kind| variant(input, &plan, kind, limit, published))
        .collect();
    Drafts {
        lang: plan.lang.word().to_owned(),
        refused: None,
        variants,
    }
}

/// The first wording that fits the limit and that no rule blocks; long before short.
fn variant(
    input: &Input,
    plan: &Plan<'_>,
    kind: &str,
    limit: Option<Limit>,
    published: &[String],
) -> Option<Variant> {
    let lengths: &[bool] = if plan.short { &[true] } else { &[false, true] };
    let tries = lengths
        .iter()
        .flat_map(|short| (0..TRIES).map(move |n| (*short, n)));
    let mut blocked = None;
    for (short, attempt) in tries {
        // A skeleton that does not render is a fault of the pack; the next one may do.
        let Ok(text) = plan.render(kind, short, attempt) else {
            continue;
        };
        let length = Length {
            used: limit.map_or(Unit::Chars, |l| l.unit).length(&text),
            max: limit.map(|l| l.max),
            unit: limit.map_or(Unit::Chars, |l| l.unit).word().to_owned(),
        };
        if length.max.is_some_and(|max| length.used > max) {
            continue;
        }
        let promise_by = if plan.names_term() { plan.promise } else { None };
        let findings = lint::lint(&checked(input, plan, &text, published), limit, plan.lang).findings;
        // An attachment that nobody opened yet is no fault of the text.
        let blocks = |but: &str| {
            findings
                .iter()
                .any(|f| f.level == Level::Block && f.code != "attachment_not_viewed" && f.code != but)
        };
        let (clean, repeats) = (!blocks(""), !blocks("too_similar_to_published"));
        let variant = Variant {
            kind: kind.to_owned(),
            text,
            promise_by,
            length,
            findings,
        };
        if clean {
            return Some(variant);
        }
        // Every wording is used up, or without `now` the term cannot be promised: shown with the finding.
        if repeats || plan.promise.is_none() {
            blocked.get_or_insert(variant);
        }
    }
    blocked
}

/// The draft as the linter sees it.
fn checked(input: &Input, plan: &Plan<'_>, text: &str, published: &[String]) -> lint::Input {
    lint::Input {
        id: serde_json::Value::Null,
        text: text.to_owned(),
        origin: Origin::Draft,
        lang: Some(plan.lang.word().to_owned()),
        platform: input.review.platform.clone(),
        review: Some(lint::Review {
            text: plan.review_text.clone(),
            rating: input.review.rating,
            author: input.author.clone(),
            media: None,
        }),
        fault: Some(plan.fault),
        severity: input.severity,
        promise_by: plan.promise.filter(|_| plan.names_term()).map(|d| d.to_string()),
        published: published.to_vec(),
        now: input.now,
        context: input.context.clone(),
    }
}
