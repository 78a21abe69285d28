//! The page of an organisation: one `<script class="state-view">` holds everything.

use super::wire::{Rating, Reviews};
use crate::parse::{json, status};
use crate::{Failure, Page, Place};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What one needs to ask on as the site itself does.
#[derive(Debug, PartialEq, Eq)]
pub struct Ticket {
    pub csrf: String,
    pub session: String,
    pub request: String,
}

/// An organisation's page as read.
pub struct Card {
    pub page: Page,
    /// `None` where the page names none (any more).
    pub ticket: Option<Ticket>,
}

#[derive(Deserialize)]
struct State<'a> {
    #[serde(default)]
    config: Value,
    #[serde(borrow)]
    stack: Vec<Layer<'a>>,
}

#[derive(Deserialize)]
struct Layer<'a> {
    #[serde(borrow, default)]
    results: Option<Results<'a>>,
}

#[derive(Deserialize)]
struct Results<'a> {
    #[serde(borrow, default)]
    items: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item<'a> {
    #[serde(borrow, default)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    request_id: Option<Cow<'a, str>>,
    #[serde(default)]
    rating_data: Option<Rating>,
    #[serde(borrow, default)]
    review_results: Option<&'a RawValue>,
}

/// Reads the page, or the state alone.
///
/// # Errors
/// [`Failure::Blocked`] for the robot check, [`Failure::Drift`] for any other page.
pub fn read(place: &Place, body: &[u8]) -> Result<Card, Failure> {
    let text = json::mend(body)?;
    let state = match text.trim_start().starts_with('{') {
        true => &*text,
        false => state(&text).ok_or_else(|| instead_of(body, &text))?,
    };
    // A good page names captchas in its scripts, so a broken state is never judged by such words.
    let bad = |at: &'static str| move |_: serde_json::Error| Failure::drift(at);
    let state: State<'_> = serde_json::from_str(state).map_err(bad("state-view"))?;
    let results = state.stack.iter().filter_map(|layer| layer.results.as_ref());
    let mut items: Vec<Item<'_>> = results
        .filter_map(|r| r.items.as_ref())
        .flatten()
        .filter_map(|raw| serde_json::from_str(raw.get()).ok())
        .filter(|i: &Item<'_>| i.review_results.is_some())
        .collect();
    let at = match items.iter().position(|i| i.id.as_deref() == Some(&place.id)) {
        Some(at) => at,
        // Organisations are merged and get another number; several others would be a guess.
        None if items.len() == 1 => 0,
        None => return Err(Failure::drift("stack[].results.items[].reviewResults")),
    };
    let item = items.swap_remove(at);
    let raw = item.review_results.map_or("null", RawValue::get);
    let reviews: Reviews<'_> = serde_json::from_str(raw).map_err(bad("reviewResults"))?;
    let mut page = reviews.page(&item.rating_data.unwrap_or_default())?;
    let shown = u64::try_from(page.sightings.len()).ok();
    page.complete = shown.is_some() && reviews.params.count == shown;
    let word = |path: &str| state.config.pointer(path)?.as_str().map(str::to_owned);
    let ticket = word("/csrfToken")
        .zip(word("/counters/analytics/sessionId"))
        .zip(item.request_id)
        .map(|((csrf, session), request)| Ticket {
            csrf,
            session,
            request: request.into_owned(),
        });
    Ok(Card { page, ticket })
}

/// The text of the one script that is marked as state; `None` if there is none or it is cut.
fn state(page: &str) -> Option<&str> {
    page.match_indices("<script").find_map(|(at, _)| {
        let (tag, rest) = page[at..].split_once('>')?;
        let marked = tag.contains("class=\"state-view\"") || tag.contains("class=state-view");
        marked.then(|| rest.split_once("</script").map(|(state, _)| state))?
    })
}

/// Markup of Yandex's robot check (three generations), beyond the signs that all platforms share.
const ROBOT: &[&str] = &[
    "<title>Ой!</title>",
    ">Ой!</title>",
    "action=\"/checkcaptcha",
    "/checkcaptcha?",
    "CheckboxCaptcha-Button",
    "AdvancedCaptcha-Image",
    "form__captcha",
    "captcha__image",
];

/// The failure of a page without state: only here is a captcha looked for.
pub fn instead_of(body: &[u8], text: &str) -> Failure {
    if text.trim_start().starts_with('<') && ROBOT.iter().any(|sign| text.contains(sign)) {
        return Failure::blocked("captcha");
    }
    status::instead_of(body, "script.state-view")
}
