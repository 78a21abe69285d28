//! What both databases can store alike: a page as it came, made storable.
//!
//! PostgreSQL refuses U+0000 in text and index entries above some 2,700 bytes, SQLite takes both. One
//! such review would hold up its whole page on one database only.

use otklik_adapters::{Answer, OfficialReply, Page, Sighting};
use sha2::{Digest, Sha256};

/// Longest id that is kept as it is, bytes; the longest of a known platform has some 80.
const MAX_ID: usize = 512;

/// Makes every text of a page storable: U+0000 becomes U+FFFD, line ends become LF, an endless id is
/// cut and ends with its hash, stars outside 1 to 5 are unknown. Doing it twice changes nothing.
pub fn clean(page: Page) -> Page {
    Page {
        sightings: page.sightings.into_iter().map(sighting).collect(),
        answers: page.answers.into_iter().map(answer).collect(),
        ..page
    }
}

fn sighting(s: Sighting) -> Sighting {
    Sighting {
        id: id(s.id),
        parent: s.parent.map(id),
        author: otklik_adapters::Author {
            id: s.author.id.map(id),
            name: s.author.name.map(text),
        },
        rating: s.rating.filter(|r| (1..=5).contains(r)),
        title: s.title.map(text),
        text: text(s.text),
        official_reply: s.official_reply.map(official),
        provider: s.provider.map(text),
        lang: s.lang.map(text),
        url: s.url.map(text),
        ..s
    }
}

fn answer(a: Answer) -> Answer {
    Answer {
        to: id(a.to),
        reply: official(a.reply),
    }
}

fn official(r: OfficialReply) -> OfficialReply {
    OfficialReply {
        id: r.id.map(id),
        text: text(r.text),
        ..r
    }
}

fn text(text: String) -> String {
    if text.contains(['\0', '\r']) {
        text.replace('\0', "\u{fffd}").replace("\r\n", "\n")
    } else {
        text
    }
}

fn id(id: String) -> String {
    // no line ends here: ids are compared byte for byte
    let id = if id.contains('\0') {
        id.replace('\0', "\u{fffd}")
    } else {
        id
    };
    if id.len() <= MAX_ID {
        return id;
    }
    let hash = hex::encode(Sha256::digest(id.as_bytes()));
    let keep = id.floor_char_boundary(MAX_ID - hash.len() - 1);
    format!("{}~{hash}", &id[..keep])
}
