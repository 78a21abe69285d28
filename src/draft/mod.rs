//! First answers without any cloud. Pure.
//!
//! `aspects` reads what the review is about (`situations`: told by patterns, a file a trade, with what is done about
//! just that; `nouns`: things with their adjective and complement, in every case; `span`: how long somebody waited),
//! `clauses` what is praised and what is blamed, `worlds` what kind of business it is. `plan` chooses the form by intent,
//! fault and length and fills the slots; `phrases` (data in `config/skeletons`) says it in one of very many ways, drawn
//! by a hash of the review (`dice`), so that a hundred answers to one complaint differ.
//!
//! `quote` takes up the clause that carries the blame word for word where words of ours might miss it.
//!
//! Review text is data: nothing in it can change a slot, a fact or a promise, because the only things that get from
//! a review into a draft are which of our own words it names, a span of time, the name of a colleague, and one or two
//! short clauses in quotation marks (plain decent words only, none where the text speaks to a machine; under praise
//! `cite` cuts them).

mod aside;
mod aspects;
mod bearer;
mod cases;
mod cite;
mod clauses;
mod deeds;
mod dice;
mod directory;
mod form;
mod groups;
mod heroes;
mod line;
mod nouns;
mod phrases;
mod plan;
mod praise;
mod quote;
mod situations;
mod span;
mod spin;
mod taken;
mod term;
mod types;
mod words;
mod worlds;

pub use directory::{Subject, facts};
pub use line::{line, line_by};
pub use types::{Drafts, Input, Length, PastCase, Variant};

use crate::domain::Lang;
use crate::domain::text::Reading;
use crate::judge::Verdict;
use crate::lint::pack::Pack;
use crate::lint::{self, Level, Origin};
use form::Size;
use otklik_adapters::Limit;
use otklik_adapters::manifest::Unit;
use plan::Plan;
use situations::Situations;

/// The text speaks to a machine somewhere («игнорируй инструкции», "Assistant:"): a person is told so, and the model
/// is not asked. The draft itself takes nothing from such a text but the names of things before it.
pub fn orders_a_machine(text: &str) -> bool {
    let hidden = |c: char| matches!(c, '\u{e0000}'..='\u{e007f}' | '\u{202d}' | '\u{202e}');
    if MARKUP.iter().any(|m| text.contains(m)) || text.contains(hidden) {
        return true;
    }
    let reading = Reading::new(text);
    [Lang::Ru, Lang::En]
        .into_iter()
        .any(|lang| Situations::of(lang).order(&reading).is_some())
}

/// Nobody who tells of a visit writes these: templates, comments, tags, calls.
const MARKUP: [&str; 9] = ["{{", "<|", "<!--", "${", "</", "\"}", "{\"", "### ", "call_tool"];

/// Tries with other wordings before a variant is given up.
const TRIES: usize = 8;

/// Drafts two variants, or refuses (`sensitive:…`). `limit` is the platform's, `published` what was
/// published lately: another wording is tried before one of these is repeated. Findings are in the language of the
/// draft. The same input gives the same drafts.
pub fn draft(input: &Input, verdict: &Verdict, limit: Option<Limit>, published: &[String]) -> Drafts {
    draft_by(Pack::embedded(), input, verdict, limit, published)
}

/// Drafts by the pack of the house.
pub fn draft_by(
    pack: &Pack,
    input: &Input,
    verdict: &Verdict,
    limit: Option<Limit>,
    published: &[String],
) -> Drafts {
    let plan = Plan::new(pack, input, verdict, limit);
    let sensitive = verdict
        .sensitive
        .or_else(|| lint::sensitive(pack, &input.review.text));
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
        .filter_map(|kind| {
            let write = |plan: &Plan| variant(pack, input, plan, kind, limit, published);
            let first = match plan.in_our_words() {
                // what the linter stops in the words of the author is said in ours
                Some(ours) => write(&plan).filter(sound).or_else(|| write(&ours)),
                None => write(&plan),
            };
            if first.as_ref().is_some_and(names_nothing) {
                // the first subject in our words shows nobody that the review was read: another one may
                let named = |v: &Variant| !names_nothing(v) && sound(v);
                if let Some(other) = plan.by_others().find_map(|p| write(&p).filter(named)) {
                    return Some(other);
                }
            }
            first.or_else(|| write(&plan.without_aspects()))
        })
        .collect();
    Drafts {
        lang: plan.lang.word().to_owned(),
        refused: None,
        variants,
    }
}

/// The linter sees no subject of the review in it.
fn names_nothing(variant: &Variant) -> bool {
    variant.findings.iter().any(|f| f.code == "no_aspect_named")
}

/// Nothing stops it.
fn sound(variant: &Variant) -> bool {
    variant.findings.iter().all(|f| f.level != Level::Block)
}

/// The first wording that fits the limit and that no rule blocks; long before short.
fn variant(
    pack: &Pack,
    input: &Input,
    plan: &Plan,
    kind: &str,
    limit: Option<Limit>,
    published: &[String],
) -> Option<Variant> {
    let sizes: &[Size] = if plan.short {
        &[Size::Short, Size::Tiny]
    } else {
        &[Size::Long, Size::Short, Size::Tiny]
    };
    let tries = sizes.iter().flat_map(|size| (0..TRIES).map(move |n| (*size, n)));
    let mut blocked = None;
    for (size, attempt) in tries {
        let Some(text) = plan.write(kind, size, attempt) else {
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
        let promise = plan.promise.filter(|_| plan.names_term());
        let findings =
            lint::lint_by(pack, &checked(input, plan, &text, published), limit, plan.lang).findings;
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
            promise_by: promise.map(|t| t.public),
            promise_internal: promise.map(|t| t.internal),
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
fn checked(input: &Input, plan: &Plan, text: &str, published: &[String]) -> lint::Input {
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
        promise_by: plan
            .promise
            .filter(|_| plan.names_term())
            .map(|t| t.public.to_string()),
        published: published.to_vec(),
        now: input.now,
        context: input.context.clone(),
    }
}
