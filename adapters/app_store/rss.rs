//! Polling the public feed: several storefronts, page by page.

use super::feed::{self, Answer, LAST_PAGE};
use super::locate;
use crate::{Cursor, Emptiness, Failure, Net, Next, Page, Place, Request};
use std::collections::HashSet;
use url::Url;

/// How often a page that must not be empty is asked again.
const RETRIES: u32 = 3;

/// Storefront of a link that names none, as Apple itself takes it.
const HOME: &str = "us";

/// Storefronts to read, in order and each once.
fn countries(net: &dyn Net, place: &Place) -> Vec<String> {
    let set = net.access("countries").unwrap_or_default();
    let mut all: Vec<String> = Vec::new();
    for country in set.split([',', ' ', ';']).filter_map(locate::storefront) {
        if !all.contains(&country) {
            all.push(country);
        }
    }
    if all.is_empty() {
        let linked = place.extra.get("country").and_then(|c| locate::storefront(c));
        all.push(linked.unwrap_or_else(|| HOME.to_owned()));
    }
    all
}

/// The two forms of the feed. They are made apart: in September 2026 one said of a great app that there are
/// no reviews while the other showed them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Xml,
}

/// What a poll keeps that was helped by the other form: "unchanged" of the first one says nothing then.
const BY_XML: &str = "xml";

/// The address of a page. Built here: links of the feed lead to XML and to Apple's inner hosts.
fn address(country: &str, app: &str, page: u32, form: Form) -> Result<Url, Failure> {
    if app.is_empty() || !app.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Failure::Unsupported);
    }
    let form = match form {
        Form::Json => "json",
        Form::Xml => "xml",
    };
    let text = format!(
        "https://itunes.apple.com/{country}/rss/customerreviews/page={page}/id={app}/sortby=mostrecent/{form}"
    );
    Url::parse(&text).map_err(|_| Failure::Unsupported)
}

/// A page of a storefront.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    country: String,
    page: u32,
}

/// What is still to read: `ru:2,kz:2`. Storefronts that are not configured (any more) fall out;
/// with nothing left, one starts again.
fn plan(cursor: &Cursor, countries: &[String]) -> Vec<Step> {
    let step = |word: &str| {
        let (country, page) = word.split_once(':')?;
        let page = page.parse().ok().filter(|p| (1..=LAST_PAGE).contains(p))?;
        countries.iter().any(|c| c == country).then(|| Step {
            country: country.to_owned(),
            page,
        })
    };
    cursor
        .page
        .as_deref()
        .unwrap_or_default()
        .split(',')
        .filter_map(step)
        .collect()
}

/// One page of one storefront, and the form that told it. `conditional`: nothing else goes into the engine's
/// page, so that "unchanged" may be the answer.
///
/// Whoever says that there are no reviews is believed when the other form says so too; the last try of a page
/// that must not be empty is made with the other form.
async fn ask(net: &dyn Net, app: &str, step: &Step, conditional: bool) -> Result<(Answer, Form), Failure> {
    let (mut form, mut stated) = (Form::Json, false);
    for attempt in 0..=RETRIES {
        if attempt == RETRIES {
            form = Form::Xml;
        }
        // A page that is empty by mistake is asked for anew, without the validators it came with.
        match fetch(net, app, step, form, conditional && attempt == 0).await {
            Ok(Answer::Glitch) => {}
            Ok(Answer::Empty(Emptiness::Stated)) if form == Form::Json => (form, stated) = (Form::Xml, true),
            // Where there is no other form, the word of the one that there is stands.
            Err(Failure::Gone) if stated => return Ok((Answer::Empty(Emptiness::Stated), Form::Json)),
            answer => return Ok((answer?, form)),
        }
    }
    Err(Failure::down("transient_empty"))
}

async fn fetch(
    net: &dyn Net,
    app: &str,
    step: &Step,
    form: Form,
    conditional: bool,
) -> Result<Answer, Failure> {
    let mut request = Request::get(address(&step.country, app, step.page, form)?);
    request.conditional = conditional;
    let response = net.send(request).await?;
    feed::check(&response, net.now())?;
    feed::read(&response.body, Some(step.page))
}

/// The first page holds the first page of every storefront: news stand there, and a storefront
/// without news must not end the reading before the next one was asked.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let countries = countries(net, place);
    let mut later = plan(cursor, &countries);
    let now: Vec<Step> = if later.is_empty() {
        countries
            .into_iter()
            .map(|country| Step { country, page: 1 })
            .collect()
    } else {
        vec![later.remove(0)]
    };
    let (mut sightings, mut empty, mut known) = (Vec::new(), None, HashSet::new());
    let mut on = Vec::new();
    let helped = cursor.resume.as_deref() == Some(BY_XML);
    let mut by_xml = false;
    for step in &now {
        let (answer, form) = ask(net, &place.id, step, now.len() == 1 && !helped).await?;
        match answer {
            Answer::Reviews(reviews, last) => {
                by_xml |= form == Form::Xml;
                // The same review may stand in two storefronts.
                sightings.extend(reviews.into_iter().filter(|r| known.insert(r.id.clone())));
                if step.page < last {
                    on.push(Step {
                        page: step.page + 1,
                        ..step.clone()
                    });
                }
            }
            Answer::Empty(why) => empty = empty.or(Some(why)),
            Answer::Glitch => return Err(Failure::down("transient_empty")),
        }
    }
    on.append(&mut later);
    let words: Vec<String> = on.iter().map(|s| format!("{}:{}", s.country, s.page)).collect();
    let next = Next::from((!words.is_empty()).then(|| words.join(",")));
    let empty = empty.filter(|_| sightings.is_empty());
    // An unknown app looks just like one without reviews: nothing may be inferred from it.
    Ok(Page {
        empty,
        resume: (helped || by_xml).then(|| if by_xml { BY_XML } else { "" }.to_owned()),
        complete: empty != Some(Emptiness::Stated),
        newest_first: words.len() <= 1,
        ..Page::of(sightings, next)
    })
}
