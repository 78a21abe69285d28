//! The public store's own request (`batchexecute`): undocumented, opt-in. Everything is positions in
//! nested lists, so every step is checked.

use crate::declared::config::Item;
use crate::net::address;
use crate::parse::{json, list, status};
use crate::{Cursor, Emptiness, Failure, Net, Next, Page, Place, Request, Sighting};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The calls that give lists of reviews; the first is the one that we make.
const CALLS: [&str; 2] = ["UsvDTd", "oCPfdb"];

/// Reviews on a page: the size that is known to be safe.
const SIZE: u32 = 150;

/// Most languages of a source: each is a request, and a page of ours is a handful.
const LANGUAGES: usize = 5;

/// How the store names writers who have no name.
const NOBODY: &str = "A Google user";

/// One answer of the store.
#[derive(Debug)]
pub struct Answer {
    pub sightings: Vec<Sighting>,
    pub token: Option<String>,
}

/// Reads an answer. An answer without reviews has an empty list.
///
/// # Errors
/// [`Failure::Slow`] for the store's own error inside a 200, [`Failure::Drift`] with the position.
pub fn read(item: &Item, body: &[u8]) -> Result<Answer, Failure> {
    let text = json::mend(body)?;
    let payload = match frame(&text) {
        Some(frame) => payload(&frame)?,
        None if text.contains("PlayGatewayError") || text.contains("PlayDataError") => {
            return Err(Failure::Slow { until: None });
        }
        None => return Err(status::instead_of(body, "wrb.fr")),
    };
    let found = match payload.get(0) {
        // No reviews, or no such app: the store does not say which.
        None if payload.as_array().is_some_and(Vec::is_empty) => &[],
        Some(Value::Array(list)) => list.as_slice(),
        _ => return Err(Failure::drift("payload[0]")),
    };
    let sightings = list::each("payload[0]", found, |r| sighting(item, r))?;
    list::worded(&sightings, "payload[0][][4]")?;
    let token = payload.pointer("/1/1").and_then(Value::as_str);
    Ok(Answer {
        sightings,
        token: token.filter(|t| !t.is_empty()).map(str::to_owned),
    })
}

/// The frame of our call. Frames come on one line, or in pieces with their lengths between them.
fn frame(text: &str) -> Option<Value> {
    let lines = text.lines().filter(|l| l.starts_with('['));
    let frames = lines.filter_map(|l| match serde_json::from_str(l) {
        Ok(Value::Array(frames)) => Some(frames),
        _ => None,
    });
    frames.flatten().find(|f| {
        f.get(0).and_then(Value::as_str) == Some("wrb.fr")
            && f.get(1)
                .and_then(Value::as_str)
                .is_some_and(|call| CALLS.contains(&call))
    })
}

/// JSON inside a string of JSON.
fn payload(frame: &Value) -> Result<Value, Failure> {
    match (frame.get(2), frame.get(5)) {
        (Some(Value::String(inner)), _) => json::value(inner.as_bytes()),
        // Nothing, and no error beside it.
        (Some(Value::Null), None | Some(Value::Null)) => Ok(json!([])),
        (Some(Value::Null), _) if frame.to_string().contains("Error") => Err(Failure::Slow { until: None }),
        _ => Err(Failure::drift("wrb.fr[2]")),
    }
}

/// The wrong position, if one is.
fn sighting(item: &Item, review: &Value) -> Result<Sighting, String> {
    // Where lists shift, a number would be taken for words.
    if review.get(4).is_some_and(Value::is_number) {
        return Err("[4]".into());
    }
    let mut one = item
        .read(review)
        .map_err(|at| format!("[{}]", at.replace('.', "][")))?;
    one.author.name = one.author.name.filter(|n| n != NOBODY);
    Ok(one)
}

/// Languages to read, in order and each once: the store gives each its own list.
fn languages(net: &dyn Net) -> Vec<String> {
    let set = net.access("languages").unwrap_or_default();
    let mut all: Vec<String> = Vec::new();
    for word in set.split([',', ' ', ';']).map(str::to_ascii_lowercase) {
        let good =
            (2..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        if good && !all.contains(&word) && all.len() < LANGUAGES {
            all.push(word);
        }
    }
    if all.is_empty() {
        all.push("ru".into());
    }
    all
}

/// A page to read: language, and token of the page (none for the first).
type Step = (String, Option<String>);

/// What the cursor still holds: `ru=TOKEN` by lines. Languages that are not configured (any more)
/// fall out; with nothing left, one starts again.
fn plan(cursor: &Cursor, languages: &[String]) -> Vec<Step> {
    let lines = cursor.page.as_deref().unwrap_or_default().lines();
    lines
        .filter_map(|line| line.split_once('='))
        .filter(|(language, _)| languages.iter().any(|l| l == language))
        .map(|(language, token)| (language.to_owned(), Some(token.to_owned())))
        .collect()
}

async fn ask(net: &dyn Net, item: &Item, package: &str, step: &Step) -> Result<Answer, Failure> {
    let (language, token) = step;
    let country = net.key("country").unwrap_or_else(|| "ru".into());
    let query = [("hl", language.as_str()), ("gl", &country)];
    let url = address(
        "https://play.google.com/_/PlayStoreUi/data/batchexecute",
        &[],
        &query,
    )?;
    // 2: the youngest change first.
    let inner = json!([null, null, [2, 2, [SIZE, null, token], null, []], [package, 7]]);
    let outer = json!([[[CALLS[0], inner.to_string(), null, "generic"]]]);
    // Never conditional: a POST has no validators, and every answer bears marks of its own.
    let response = net
        .fetch(Request::post_form(url, &[("f.req", &outer.to_string())]))
        .await?;
    read(item, &response.body)
}

/// The first page of every language together; later ones one by one.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, item: &Item, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let languages = languages(net);
    let mut later = plan(cursor, &languages);
    let first = later.is_empty();
    let now: Vec<Step> = if first {
        languages.into_iter().map(|language| (language, None)).collect()
    } else {
        vec![later.remove(0)]
    };
    let (mut sightings, mut known, mut on) = (Vec::new(), HashSet::new(), Vec::new());
    for step in &now {
        let answer = ask(net, item, &place.id, step).await?;
        let full = !answer.sightings.is_empty();
        for mut sighting in answer.sightings {
            if known.insert(sighting.id.clone()) {
                sighting.lang = Some(step.0.clone());
                sightings.push(sighting);
            }
        }
        // The store is known to hand out the same token for ever.
        if let Some(token) = answer.token.filter(|t| full && Some(t) != step.1.as_ref()) {
            on.push((step.0.clone(), Some(token)));
        }
    }
    on.append(&mut later);
    let lines: Vec<String> = on
        .iter()
        .map(|(language, token)| format!("{language}={}", token.as_deref().unwrap_or_default()))
        .collect();
    let ended = if first {
        Emptiness::Stated
    } else {
        Emptiness::EndOfList
    };
    let next = Next::from((!lines.is_empty()).then(|| lines.join("\n")));
    Ok(Page {
        empty: sightings.is_empty().then_some(ended),
        newest_first: lines.len() <= 1,
        ..Page::of(sightings, next)
    })
}
