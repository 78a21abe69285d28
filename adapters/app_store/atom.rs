//! The XML form of the feed, for saved bodies. Atom is simple enough for the HTML parser that we
//! have anyway; it decodes entities and forgives what a strict XML reader would not.

use super::feed::{Entry, Feed};
use crate::Failure;
use crate::parse::html;
use scraper::{ElementRef, Selector};
use std::borrow::Cow;

/// Reads an Atom page.
///
/// # Errors
/// [`Failure::Drift`] when it is no such feed, or built to be slow.
pub fn read(text: &str) -> Result<Feed<'static>, Failure> {
    if text.contains("<![CDATA[") {
        // The HTML parser drops such sections silently; Apple never wrote one.
        return Err(Failure::drift("atom cdata"));
    }
    let page = html::document(text)?;
    let feed = one(page.root_element(), "feed").ok_or_else(|| Failure::drift("atom feed"))?;
    let mut entries = Vec::new();
    for entry in all(feed, "entry") {
        let text_of = |css: &str| {
            one(entry, css)
                .map(|e| e.text().collect::<Cow<'static, str>>())
                .unwrap_or_default()
        };
        entries.push(Entry {
            id: text_of("id"),
            author_name: text_of("author name"),
            author_uri: text_of("author uri"),
            updated: text_of("updated"),
            rating: text_of("im\\:rating"),
            title: text_of("title"),
            text: text_of("content[type=text]"),
        });
    }
    let link = |rel: &str| {
        one(feed, &format!("link[rel={rel}]"))?
            .value()
            .attr("href")
            .map(str::to_owned)
    };
    Ok(Feed {
        entries,
        last: link("last"),
        this: link("self").unwrap_or_default(),
    })
}

fn all<'a>(within: ElementRef<'a>, css: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(css).expect("a constant selector");
    within.select(&selector).collect()
}

fn one<'a>(within: ElementRef<'a>, css: &str) -> Option<ElementRef<'a>> {
    all(within, css).into_iter().next()
}
