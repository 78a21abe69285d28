//! A mailbox for complaints, read by IMAP and answered by mail. Nothing in it is changed.
//!
//! The engine speaks IMAP; what is asked for here is a GET of the mailbox's address (RFC 5092 without its
//! parameters) with `after` and `validity`, and what comes back is `wire::Box`.

mod bounce;
mod letters;
mod quote;
mod wire;

use crate::parse::{json, status};
use crate::{
    Adapter, Cursor, Emptiness, Failure, Manifest, Net, Next, Page, Place, Receipt, ReplyOrder, Request,
    letter, links, parse,
};
use async_trait::async_trait;
use std::collections::BTreeMap;
use url::Url;

/// Messages in one page.
const PAGE: u32 = 50;

crate::adapter!(Mailbox);

/// The mailbox's own address, where the user name is one.
fn own(place: &Place) -> Option<&str> {
    place
        .extra
        .get("user")
        .map(String::as_str)
        .filter(|u| letter::is_address(u))
}

/// How far a mailbox was read: its UIDVALIDITY and the last UID. UIDs of another validity mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    validity: u32,
    uid: u32,
}

impl Mark {
    fn read(text: &str) -> Option<Self> {
        let (validity, uid) = text.split_once(':')?;
        Some(Mark {
            validity: validity.parse().ok()?,
            uid: uid.parse().ok()?,
        })
    }

    fn write(self) -> String {
        format!("{}:{}", self.validity, self.uid)
    }
}

#[async_trait]
impl Adapter for Mailbox {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// `imaps://user%40example.org@imap.example.org/INBOX`, also `imap://` (encrypted by STARTTLS).
    fn locate(&self, url: &Url) -> Option<Place> {
        if !matches!(url.scheme(), "imaps" | "imap") || url.username().is_empty() {
            return None;
        }
        let host = url.host_str()?.to_lowercase();
        let folder = url.path().trim_matches('/');
        let folder = if folder.is_empty() { "INBOX" } else { folder };
        let decoded = |text: &str| parse::plain(&links::decoded(text));
        let user = decoded(url.username());
        let port = url.port().map_or_else(String::new, |p| format!(":{p}"));
        let scheme = url.scheme();
        let canonical = format!("{scheme}://{}@{host}{port}/{folder}", url.username());
        Some(Place {
            platform: "mailbox".into(),
            kind: "mailbox".into(),
            id: format!("{user}@{host}{port}/{}", decoded(folder)),
            url: Url::parse(&canonical).ok()?,
            extra: BTreeMap::from([("user".into(), user), ("folder".into(), decoded(folder))]),
        })
    }

    async fn poll(&self, net: &dyn Net, place: &Place, cursor: &Cursor) -> Result<Page, Failure> {
        let mark = cursor
            .page
            .as_deref()
            .or(cursor.resume.as_deref())
            .and_then(Mark::read);
        let mut url = place.url.clone();
        url.query_pairs_mut().append_pair("limit", &PAGE.to_string());
        if let Some(mark) = mark {
            url.query_pairs_mut()
                .append_pair("validity", &mark.validity.to_string())
                .append_pair("after", &mark.uid.to_string());
        }
        let password = net
            .access("password")
            .ok_or_else(|| Failure::auth("no_access_key"))?;
        let response = net
            .fetch(Request::get(url).header("authorization", &password))
            .await?;
        self.read(place, &response.body)
    }

    /// A page of the engine's form, or one message as it is saved by mail programs (`.eml`).
    fn read(&self, place: &Place, body: &[u8]) -> Result<Page, Failure> {
        if !body.trim_ascii_start().starts_with(b"{") {
            if let Some(sign) = status::signs(body) {
                return Err(Failure::blocked(sign));
            }
            let message = wire::Message::saved(body).ok_or_else(|| Failure::drift("message"))?;
            return letters::page(&[message], own(place));
        }
        let found: wire::Box = json::typed(body)?;
        let messages = found.messages()?;
        let mut page = letters::page(&messages, own(place))?;
        let last = messages.iter().map(|m| m.uid).max();
        if found.more && last.is_none() {
            return Err(Failure::drift("messages"));
        }
        let mark = Mark {
            validity: found.validity,
            uid: last.unwrap_or(found.after),
        };
        if found.more {
            page.next = Next::More(mark.write());
        }
        page.resume = Some(mark.write());
        if page.sightings.is_empty() {
            let none = found.count == 0;
            page.empty = Some(if none {
                Emptiness::Counter
            } else {
                Emptiness::NoEvents
            });
        }
        Ok(page)
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        letter::send(net, order, own(&order.place), Some(&order.review)).await
    }
}

#[cfg(test)]
mod tests;
