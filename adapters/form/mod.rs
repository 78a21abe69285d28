//! The public complaint form that the daemon serves: one sent form is one review, answered by mail.

use crate::{
    Adapter, Author, Cursor, Emptiness, Failure, Manifest, Net, Next, Page, Place, Receipt, ReplyOrder,
    Sighting, letter, parse,
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;

/// Longest slug of a form's address.
const SLUG: usize = 60;

/// A form as it was sent, checked by the page that took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Made by the page, unique.
    pub id: String,
    /// RFC 3339.
    pub at: String,
    pub name: Option<String>,
    /// Without it nobody can be answered.
    pub email: Option<String>,
    pub rating: Option<u8>,
    pub text: String,
}

crate::adapter!(Form);

#[async_trait]
impl Adapter for Form {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// `https://otklik.example.org/form/SLUG`: the slug is the place.
    fn locate(&self, url: &Url) -> Option<Place> {
        let slug = url.path().strip_prefix("/form/")?.trim_end_matches('/');
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !matches!(url.scheme(), "http" | "https")
            || slug.is_empty()
            || slug.len() > SLUG
            || !slug.chars().all(plain)
        {
            return None;
        }
        let mut page = url.join(&format!("/form/{slug}")).ok()?;
        page.set_query(None);
        page.set_fragment(None);
        Place::at("form", "form", slug, page.as_str())
    }

    async fn poll(&self, _net: &dyn Net, _place: &Place, _cursor: &Cursor) -> Result<Page, Failure> {
        let mut page = Page::of(Vec::new(), Next::Done);
        page.empty = Some(Emptiness::NoEvents);
        Ok(page)
    }

    fn read(&self, _place: &Place, body: &[u8]) -> Result<Page, Failure> {
        let form: Submission = serde_json::from_slice(body).map_err(|e| parse::json::syntax(body, &e))?;
        let created = parse::dates::rfc3339(&form.at).ok_or_else(|| Failure::drift("at"))?;
        let text = parse::plain(&form.text);
        if form.id.is_empty() || text.is_empty() {
            return Err(Failure::drift(if text.is_empty() { "text" } else { "id" }));
        }
        let email = match form.email.as_deref().and_then(parse::nonempty) {
            Some(email) if !letter::is_address(&email) => return Err(Failure::drift("email")),
            email => email,
        };
        if form.rating.is_some_and(|r| !(1..=5).contains(&r)) {
            return Err(Failure::drift("rating"));
        }
        Ok(Page::of(
            vec![Sighting {
                id: form.id,
                author: Author {
                    id: email,
                    name: form.name.as_deref().and_then(parse::nonempty),
                },
                rating: form.rating,
                text,
                created: Some(created),
                ..Sighting::default()
            }],
            Next::Done,
        ))
    }

    async fn publish(&self, net: &dyn Net, order: &ReplyOrder) -> Result<Receipt, Failure> {
        letter::send(net, order, None, None).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(link: &str) -> Option<Place> {
        Form::new().locate(&Url::parse(link).unwrap())
    }

    #[test]
    fn the_slug_is_the_place_however_the_link_was_copied() {
        for link in [
            "https://otklik.example.org/form/nevsky-12",
            "https://otklik.example.org/form/nevsky-12/?sent=1#top",
        ] {
            let place = find(link).unwrap();
            assert_eq!(
                (place.id.as_str(), place.url.path()),
                ("nevsky-12", "/form/nevsky-12")
            );
        }
        for link in [
            "https://otklik.example.org/form/",
            "https://otklik.example.org/form/a/b",
            "https://otklik.example.org/form/Невский",
            "https://otklik.example.org/thread/1",
            "ftp://otklik.example.org/form/a",
        ] {
            assert_eq!(find(link), None, "{link}");
        }
    }
}
