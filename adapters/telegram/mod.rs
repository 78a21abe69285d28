//! Telegram: public preview pages without a key, the comment widget by opt-in, and the Bot API for one's
//! own groups and channel discussions. See NOTES.md.

mod api;
mod place;
mod posts;
mod preview;
mod rich;
#[cfg(test)]
mod tests;
mod updates;
mod widget;
mod wire;

use crate::net::address;
use crate::parse::{decode, json, status};
use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, OfficialReply, Page, Place, Receipt,
    ReplyOrder, Request, Response,
};
use async_trait::async_trait;
use posts::Mark;
use preview::{Instead, Preview};
use url::Url;

/// A channel that is always there: when it cannot be seen, we are the ones who are shut out.
const CANARY: &str = "https://t.me/s/telegram";

crate::adapter!(Telegram);

impl Telegram {
    async fn preview(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        let walk = Walk::at(cursor);
        let before = walk.before.map(|b| b.to_string());
        let query: Vec<(&str, &str)> = before.iter().map(|b| ("before", b.as_str())).collect();
        let url = address("https://t.me/s", &[&place.id], &query)?;
        let mut request = Request::get(url).header("accept-language", "en");
        request.conditional = walk.before.is_none() && walk.seen.is_some();
        let response = net.fetch(request).await?;
        match preview::read(&text(&response))? {
            Ok(preview) => Ok(walk.page(preview, self.manifest.politeness.max_pages)),
            // The server led us away from the preview: it is off for this channel, or this is a
            // group or a person. No request with this access will ever show it.
            Err(Instead::NoPreview) => Err(Failure::Unsupported),
            Err(Instead::Contact) => Err(gone_or_banned(net).await),
        }
    }
}

fn text(response: &Response) -> String {
    decode::html(&response.body, response.header("content-type"))
}

/// Whether this answer may be read at all.
fn status_of(response: &Response, net: &dyn Net) -> Result<(), Failure> {
    status::check(response, false, net.now())
}

/// The owner asks for the comments under a channel's posts instead of the posts.
fn comments_wanted(net: &dyn Net) -> bool {
    net.wants("comments")
}

/// The contact page is shown for names that do not exist and to callers who ask too often.
async fn gone_or_banned(net: &dyn Net) -> Failure {
    let Ok(canary) = Url::parse(CANARY) else {
        return Failure::Unsupported;
    };
    match net
        .send(Request::get(canary).header("accept-language", "en"))
        .await
    {
        Err(failure) => failure,
        Ok(response) => match status::check(&response, false, net.now()) {
            Err(failure) => failure,
            Ok(()) => match preview::read(&text(&response)) {
                Ok(Ok(_)) => Failure::Gone,
                Ok(Err(_)) => Failure::blocked("soft_ban"),
                Err(failure) => failure,
            },
        },
    }
}

/// A walk from the newest page to older ones, until what the last poll saw is covered.
struct Walk {
    /// Newest post of the last completed poll.
    seen: Option<u64>,
    before: Option<u64>,
    /// Newest post of this walk.
    newest: Option<u64>,
    pages: u32,
}

impl Walk {
    fn at(cursor: &Cursor) -> Self {
        let mut parts = cursor
            .page
            .as_deref()
            .unwrap_or_default()
            .split('.')
            .map(str::parse::<u64>);
        let mut number = || parts.next().and_then(Result::ok);
        let (before, newest, pages) = (number(), number(), number());
        Walk {
            seen: cursor.resume.as_deref().and_then(|r| r.parse().ok()),
            before,
            newest: newest.filter(|n| *n > 0),
            pages: pages
                .and_then(|p| u32::try_from(p).ok())
                .unwrap_or(0)
                .saturating_add(1),
        }
    }

    fn page(&self, preview: Preview, max_pages: u32) -> Page {
        let newest = self.newest.max(preview.ids.map(|(_, last)| last)).max(self.seen);
        let covered = matches!((preview.ids, self.seen), (Some((first, _)), Some(seen)) if first <= seen);
        // An address that leads forward would never end.
        let onward = preview
            .before
            .filter(|b| self.before.is_none_or(|last| *b < last));
        let next = match onward {
            Some(before) if !covered => {
                Next::More(format!("{before}.{}.{}", newest.unwrap_or(0), self.pages))
            }
            _ => Next::Done,
        };
        // The mark moves only when nothing lies between it and what was seen: at the end of the
        // walk. A first walk, and one that is cut at the page limit, moves it as well; else the
        // next poll would begin the same walk again.
        let arrived = next == Next::Done || self.seen.is_none() || self.pages >= max_pages;
        let mut page = Page::of(preview.posts, next);
        page.resume = if arrived { newest } else { self.seen }.map(|n| n.to_string());
        page.empty = preview.empty;
        page.complete = !covered || onward.is_none();
        page
    }
}

#[async_trait]
impl Adapter for Telegram {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn locate(&self, url: &Url) -> Option<Place> {
        place::locate(url)
    }

    fn permalink(&self, place: &Place, id: &str) -> Option<Url> {
        place::permalink(place, id)
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        match net.access("token") {
            Some(token) => {
                let mark = cursor.page.as_deref().or(cursor.resume.as_deref());
                api::poll(net, &token, place, mark.and_then(Mark::parse)).await
            }
            None if place.kind == place::CHANNEL && comments_wanted(net) => {
                widget::poll(net, place, cursor).await
            }
            None if place.kind == place::CHANNEL => self.preview(net, place, cursor).await,
            None => Err(Failure::auth("token_missing")),
        }
    }

    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let start = body
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(body)
            .trim_ascii_start();
        if matches!(start.first(), Some(b'{' | b'[')) {
            return api::read(&json::mend(body)?, body, &updates::Own { place, bot: None });
        }
        let text = decode::html(body, None);
        if widget::is(&text) {
            let shown = widget::read(&text, &place.id, None)?;
            if shown.shut {
                return Err(Failure::Unsupported);
            }
            let mut page = Page::of(shown.comments, Next::Done);
            page.answers = shown.answers;
            page.empty = page.sightings.is_empty().then_some(Emptiness::Stated);
            return Ok(page);
        }
        match preview::read(&text)? {
            Ok(preview) => Ok(Walk::at(&Cursor::default()).page(preview, u32::MAX)),
            // Without the network there is no canary, and without one nothing is believed gone.
            Err(Instead::Contact) => Err(Failure::blocked("contact_page")),
            Err(Instead::NoPreview) => Err(Failure::Unsupported),
        }
    }

    async fn current_reply(&self, _: &dyn Net, _: &Place, _: &str) -> Result<Option<OfficialReply>, Failure> {
        // Bots are told no history.
        Err(Failure::Unsupported)
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        let token = net.access("token").ok_or(Failure::Unsupported)?;
        self.manifest.fits(&order.text)?;
        api::publish(net, &token, order).await
    }
}
