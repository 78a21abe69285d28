//! Reading: mentions, a search or a thread; and our own newest posts beside the first page.

use super::auth::{self, check};
use super::place::{ACCOUNT, NUMBER, SEARCH, THREAD};
use super::wire::{self, Body, Data};
use crate::links::digits;
use crate::net::address;
use crate::parse::posts;
use crate::{Answer, Cursor, Emptiness, Failure, Net, Next, Page, Place, Request};
use chrono::{DateTime, Utc};
use url::Url;

const API: &str = "https://api.x.com/2";
/// What is asked of a post. The newer spelling (`post.fields`) is read too, but the guides ask so.
const FIELDS: [(&str, &str); 3] = [
    (
        "tweet.fields",
        "created_at,author_id,conversation_id,referenced_tweets,lang,note_tweet,attachments,edit_history_tweet_ids",
    ),
    ("expansions", "author_id"),
    ("user.fields", "username,name"),
];
/// Longest search of a pay-per-use app, characters.
const QUERY: usize = 512;

/// `<own number>|<newest post seen>`: either may be empty.
struct Mark {
    own: String,
    newest: String,
}

impl Mark {
    fn of(cursor: &Cursor) -> Self {
        let text = cursor.resume.as_deref().unwrap_or_default();
        let (own, newest) = text.split_once('|').unwrap_or_default();
        Mark {
            own: own.to_owned(),
            newest: newest.to_owned(),
        }
    }
}

/// One page.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let mut mark = Mark::of(cursor);
    if mark.own.is_empty() {
        mark.own = own(net, place).await?.unwrap_or_default();
    }
    let own = Some(mark.own.as_str()).filter(|o| !o.is_empty());
    // `<newest post of this walk> <token>`: the same mark goes with each page.
    let (walked, token) = cursor
        .page
        .as_deref()
        .and_then(|p| p.split_once(' '))
        .unwrap_or_default();
    let mut fields = vec![("max_results", "100")];
    if !mark.newest.is_empty() {
        fields.push(("since_id", mark.newest.as_str()));
    }
    let query = match place.kind.as_str() {
        SEARCH if place.id.contains("is:retweet") => place.id.clone(),
        SEARCH => format!("{} -is:retweet", place.id),
        THREAD => format!("conversation_id:{}", place.id),
        _ => String::new(),
    };
    if query.chars().count() > QUERY {
        return Err(Failure::Unsupported);
    }
    let path = match place.kind.as_str() {
        ACCOUNT | NUMBER => {
            fields.extend((!token.is_empty()).then_some(("pagination_token", token)));
            format!("/users/{}/mentions", own.ok_or(Failure::Gone)?)
        }
        SEARCH | THREAD => {
            fields.extend([("query", query.as_str()), ("sort_order", "recency")]);
            fields.extend((!token.is_empty()).then_some(("next_token", token)));
            "/tweets/search/recent".to_owned()
        }
        _ => return Err(Failure::Unsupported),
    };
    let body = ask(net, &path, &fields).await?;
    let mut page = wire::page(&body, own)?;
    // A post is listed once, when it is new.
    page.sightings.iter_mut().for_each(|s| s.reply_untold = true);
    if !mark.newest.is_empty() {
        // Nothing newer is no word about what is older.
        page.empty = page.empty.map(|_| Emptiness::NoEvents);
    }
    let meta = body.meta.as_ref();
    if token.is_empty() {
        beside(net, place, own, &mut page).await?;
    }
    let first = if walked.is_empty() {
        meta.and_then(|m| m.newest_id.clone())
            .unwrap_or_else(|| mark.newest.clone())
    } else {
        walked.to_owned()
    };
    let next = meta
        .and_then(|m| m.next_token.clone())
        .filter(|t| !t.is_empty() && t != token);
    // The mark moves when the walk is over, so that what lies between is not lost.
    let newest = if next.is_none() || mark.newest.is_empty() {
        &first
    } else {
        &mark.newest
    };
    page.resume = Some(format!("{}|{newest}", mark.own));
    page.next = Next::from(next.map(|t| format!("{first} {t}")));
    page.newest_first = true;
    Ok(page)
}

/// What else belongs to the first page: the post of a thread, and our own newest posts.
async fn beside(net: &dyn Net, place: &Place, own: Option<&str>, page: &mut Page) -> Result<(), Failure> {
    if place.kind == THREAD {
        match ask(net, &format!("/tweets/{}", place.id), &[]).await {
            Ok(body) => {
                let mut root = wire::page(&body, own)?;
                root.sightings
                    .retain(|s| page.sightings.iter().all(|t| t.id != s.id));
                page.sightings.append(&mut root.sightings);
                page.empty = page.sightings.is_empty().then_some(Emptiness::Stated);
            }
            // Its post may be gone or shut while what was written under it stands.
            Err(Failure::Gone | Failure::Drift { .. }) if !page.sightings.is_empty() => {}
            Err(failure) => return Err(failure),
        }
    } else if let Some(own) = own {
        let (answers, since) = written(net, own).await?;
        page.answers.extend(answers);
        page.answers_since = since;
    }
    Ok(())
}

/// Our own newest posts, as replies, and since when that is all of them.
pub async fn written(net: &dyn Net, own: &str) -> Result<(Vec<Answer>, Option<DateTime<Utc>>), Failure> {
    let fields = [("max_results", "20"), ("exclude", "retweets")];
    let body = ask(net, &format!("/users/{own}/tweets"), &fields).await?;
    let goes_on = body.meta.as_ref().is_some_and(|m| m.next_token.is_some());
    let since = posts::since(goes_on, wire::oldest(&body));
    Ok((wire::page(&body, Some(own))?.answers, since))
}

/// Our own account's number: as in the keys, in the place, or by its name.
pub async fn own(net: &dyn Net, place: &Place) -> Result<Option<String>, Failure> {
    if place.kind == NUMBER {
        return Ok(Some(place.id.clone()));
    }
    if let Some(id) = net.key("user_id").filter(|v| digits(v)) {
        return Ok(Some(id));
    }
    if place.kind != ACCOUNT {
        return Ok(None);
    }
    let url = address(&format!("{API}/users/by/username/{}", place.id), &[], &[])?;
    match fetch(net, url).await?.data {
        Some(Data::User(user)) if digits(&user.id) => Ok(Some(user.id)),
        _ => Err(Failure::drift("data.username")),
    }
}

/// A call that gives posts.
async fn ask(net: &dyn Net, path: &str, fields: &[(&str, &str)]) -> Result<Body, Failure> {
    fetch(
        net,
        address(&format!("{API}{path}"), &[], &[fields, &FIELDS].concat())?,
    )
    .await
}

async fn fetch(net: &dyn Net, url: Url) -> Result<Body, Failure> {
    let response = net.send(auth::reading(net, Request::get(url))?).await?;
    check(&response, false, net.now())?;
    wire::body(&response.body)
}
