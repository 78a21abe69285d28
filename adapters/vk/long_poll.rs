//! Bots Long Poll as a wake-up: what happened since the last poll, told in two requests. The wall is
//! walked only when something happened, or once an hour.

use super::api;
use super::items::Found;
use super::place;
use super::poll::own;
use super::read::events;
use super::wire::Body;
use crate::parse::{json, status};
use crate::{Failure, Net, Place, Request};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use url::Url;

/// The wall is walked at least so often. Minutes.
const WALK_EVERY: i64 = 60;
/// How long the server may wait for an event, seconds: the schedule waits, not we.
const WAIT: &str = "1";
/// Where the server may be.
const HOSTS: [&str; 2] = ["lp.vk.com", "lp.vk.ru"];

/// Where we are in the queue. The key of the queue is a secret and is asked for each time.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    pub ts: String,
    /// Unix seconds of the last walk.
    pub walked: i64,
}

/// What the queue told.
pub struct Told {
    pub mark: Mark,
    pub found: Found,
    /// Whether the wall must be walked.
    pub walk: bool,
    /// Events were lost: nothing that is known from before may be skipped.
    pub lost: bool,
}

#[derive(Deserialize)]
struct Server {
    key: String,
    server: String,
    ts: Ts,
}

/// A text, or a number after a failure.
#[derive(Deserialize)]
#[serde(untagged)]
enum Ts {
    Text(String),
    Number(i64),
}

impl Ts {
    fn text(&self) -> String {
        match self {
            Ts::Text(t) => t.clone(),
            Ts::Number(n) => n.to_string(),
        }
    }
}

/// Whether the owner asked for it and gave the community's key.
pub fn wanted(net: &dyn Net) -> bool {
    net.access("long_poll").is_some_and(|v| v.trim() == "yes") && net.access("community_key").is_some()
}

/// Asks the queue. `None` where it cannot be asked (switched off in the community, no right): then the
/// wall is walked as without it.
///
/// # Errors
/// Only those after which the wall would not answer either.
pub async fn ask(net: &dyn Net, place: &Place, mark: &Mark) -> Result<Option<Told>, Failure> {
    let owner = own(net).or(place::owner(place)).filter(|o| *o < 0);
    let Some(owner) = owner else { return Ok(None) };
    let group = owner.unsigned_abs().to_string();
    let answer = match api::ask(net, "groups.getLongPollServer", &[("group_id", &group)]).await {
        Ok(answer) => answer,
        // VK's own no: switched off, or no right. Anything else is a failure of this poll.
        Err(refusal) if refusal.code.is_some() && !passes(&refusal.failure) => return Ok(None),
        Err(refusal) => return Err(refusal.failure),
    };
    let server: Server = serde_json::from_str(answer.get()).map_err(|_| Failure::drift("response.server"))?;
    let now = net.now();
    let due = now.timestamp() - mark.walked >= TimeDelta::minutes(WALK_EVERY).num_seconds();
    if mark.ts.is_empty() {
        return Ok(Some(fresh(server.ts.text(), now.timestamp(), false)));
    }
    let Some(url) = address(&server, &mark.ts) else {
        return Err(Failure::drift("response.server"));
    };
    let response = net.send(Request::get(url)).await?;
    status::check(&response, false, now)?;
    let text = json::mend(&response.body)?;
    let body: Body<'_> = serde_json::from_str(&text).map_err(|e| json::syntax(&response.body, &e))?;
    if body.failed.is_some() {
        // The place in the queue is lost, and events with it.
        let ts = body
            .ts
            .map_or_else(|| server.ts.text(), |n| n.get().trim_matches('"').to_owned());
        return Ok(Some(fresh(ts, now.timestamp(), true)));
    }
    let updates = body.updates.ok_or_else(|| Failure::drift("updates"))?;
    let ts = body
        .ts
        .ok_or_else(|| Failure::drift("ts"))?
        .get()
        .trim_matches('"')
        .to_owned();
    let found = events(&updates, place)?;
    let walk = due || !updates.is_empty();
    Ok(Some(Told {
        mark: Mark {
            ts,
            walked: if walk { now.timestamp() } else { mark.walked },
        },
        found,
        walk,
        lost: false,
    }))
}

/// It goes away by itself, and the wall would say the same.
fn passes(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Slow { .. } | Failure::Blocked { .. } | Failure::Down { .. }
    )
}

fn fresh(ts: String, now: i64, lost: bool) -> Told {
    Told {
        mark: Mark { ts, walked: now },
        found: Found::default(),
        walk: true,
        lost,
    }
}

/// The server's address is the platform's own word: it is followed only to a host of ours.
fn address(server: &Server, ts: &str) -> Option<Url> {
    let mut url = Url::parse(&server.server).ok()?;
    let known = url.scheme() == "https" && url.host_str().is_some_and(|h| HOSTS.contains(&h));
    url.query_pairs_mut()
        .append_pair("act", "a_check")
        .append_pair("key", &server.key)
        .append_pair("ts", ts)
        .append_pair("wait", WAIT);
    known.then_some(url)
}
