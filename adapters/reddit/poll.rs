//! Reading: the lists of a place side by side, each to its end.

use super::auth::{bearer, check};
use super::place::{self, ACCOUNT, SEARCH, SUBREDDIT, THREAD};
use super::wire::{self, Things};
use crate::net::address;
use crate::parse::posts;
use crate::{Cursor, Failure, Net, Next, Page, Place, Request};

const API: &str = "https://oauth.reddit.com";

/// The lists of a place, in their order. The last one of those that are read with an account is what
/// we wrote ourselves, so that replies are found.
fn lists(place: &Place, own: Option<&str>) -> Vec<String> {
    let mut all = match place.kind.as_str() {
        ACCOUNT => vec!["/message/mentions".into(), "/message/comments".into()],
        SUBREDDIT => vec![
            format!("/r/{}/comments", place.id),
            format!("/r/{}/new", place.id),
        ],
        SEARCH => match place.extra.get("subreddit") {
            Some(name) => vec![format!("/r/{name}/search")],
            None => vec!["/search".into()],
        },
        // A thread shows everything itself.
        _ => return vec![format!("/comments/{}", place.id)],
    };
    all.extend(own.map(|own| format!("/user/{own}/comments")));
    all
}

/// One page: the next part of every list that is not at its end, so that all news stand on the first
/// page. The cursor holds where each list goes on: `t1_a||t3_b`.
///
/// # Errors
/// One per decision of the engine.
pub async fn poll(net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
    let own = place::own(place, Some(net));
    let token = bearer(net).await?;
    if place.kind == THREAD {
        return thread(net, place, &token, own.as_deref(), cursor).await;
    }
    let lists = lists(place, own.as_deref());
    let at: Option<Vec<&str>> = cursor.page.as_deref().map(|p| p.split('|').collect());
    let mut things = Things::default();
    let mut onward = Vec::with_capacity(lists.len());
    // Since when all that we wrote ourselves is there.
    let mut since = None;
    for (n, list) in lists.iter().enumerate() {
        let after = at.as_ref().map(|a| a.get(n).copied().unwrap_or_default());
        if after == Some("") {
            onward.push(String::new());
            continue;
        }
        let mut fields = vec![("limit", "100")];
        if place.kind == SEARCH && n == 0 {
            fields.extend([("q", place.id.as_str()), ("sort", "new"), ("type", "link")]);
            fields.extend(
                place
                    .extra
                    .contains_key("subreddit")
                    .then_some(("restrict_sr", "1")),
            );
        }
        fields.extend(after.map(|a| ("after", a)));
        let mut found = ask(net, &token, list, &fields).await?;
        // Of what we wrote ourselves the newest are enough.
        let ours = own.is_some() && n + 1 == lists.len();
        if ours && at.is_none() {
            let oldest = found.all.last().and_then(|t| t.created().ok());
            since = posts::since(found.after.is_some(), oldest);
        }
        let next = found.after.take().filter(|a| !ours && Some(a.as_str()) != after);
        onward.push(next.unwrap_or_default());
        things.all.append(&mut found.all);
    }
    let mut page = wire::page(&things, own.as_deref())?;
    page.sightings.iter_mut().for_each(|s| s.reply_untold = true);
    page.answers_since = since;
    page.newest_first = true;
    if onward.iter().any(|a| !a.is_empty()) {
        page.next = Next::More(onward.join("|"));
    }
    Ok(page)
}

/// A thread with what its tree leaves out, a hundred comments a page.
async fn thread(
    net: &dyn Net,
    place: &Place,
    token: &str,
    own: Option<&str>,
    cursor: &Cursor,
) -> Result<Page, Failure> {
    let (things, mut rest) = match cursor.page.as_deref() {
        None => {
            let fields = [("sort", "new"), ("limit", "500"), ("depth", "10")];
            let mut things = ask(net, token, &format!("/comments/{}", place.id), &fields).await?;
            if !things.all.iter().any(wire::Thing::is_post) {
                // The post itself is always there, also when it is deleted.
                return Err(Failure::drift("[0].data.children"));
            }
            let more = std::mem::take(&mut things.more);
            (things, more)
        }
        Some(page) => {
            let mut ids: Vec<String> = page.split(',').map(str::to_owned).collect();
            let rest = ids.split_off(ids.len().min(100));
            let link = format!("t3_{}", place.id);
            let children = ids.join(",");
            let fields = [
                ("api_type", "json"),
                ("link_id", link.as_str()),
                ("children", &children),
            ];
            let mut things = ask(net, token, "/api/morechildren", &fields).await?;
            let more = std::mem::take(&mut things.more);
            (things, [rest, more].concat())
        }
    };
    let mut page = wire::page(&things, own)?;
    page.complete = !things.left_out && cursor.page.is_none();
    rest.retain(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()));
    let next = rest.join(",");
    if !rest.is_empty() && cursor.page.as_deref() != Some(&next) {
        page.next = Next::More(next);
    }
    Ok(page)
}

/// A reading call.
pub async fn ask(net: &dyn Net, token: &str, path: &str, fields: &[(&str, &str)]) -> Result<Things, Failure> {
    // Without it `& < >` in texts come escaped.
    let url = address(
        &format!("{API}{path}"),
        &[],
        &[&[("raw_json", "1")], fields].concat(),
    )?;
    let request = Request::get(url).header("authorization", &format!("bearer {token}"));
    let response = net.send(request).await?;
    check(&response, false, net.now())?;
    wire::things(&response.body)
}
