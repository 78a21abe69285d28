//! A platform of the site with one review on it, read and answered by its adapter.

use super::*;
use otklik_adapters::{OfficialReply, Receipt, ReplyOrder, ReplyRoute};
use sha2::{Digest, Sha256};

/// One source of [`sources::answered`], with a review on it.
pub struct Stand {
    pub street: Street,
    pub source: sources::Source,
    pub place: Place,
    /// As the site names it, and as the adapter does.
    pub number: String,
    pub review: String,
    /// What it stands under.
    pub parent: Option<String>,
}

pub const SAID: &str = "Раф остыл.\nЖдали полчаса <3 & ушли";
pub const TEXT: &str = "Спасибо, исправим <b>сегодня</b> & вернём.";

impl Stand {
    pub async fn open(source: sources::Source) -> Self {
        let street = Street::open().await;
        let (_, place) = recognised(&source.url);
        let mut stand = Stand {
            street,
            source,
            place,
            number: String::new(),
            review: String::new(),
            parent: None,
        };
        stand.number = stand.writes("first", SAID);
        let seen = stand
            .poll()
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", stand.name()));
        assert_eq!(seen.len(), 1, "{}: {seen:?}", stand.name());
        stand.review = seen[0].id.clone();
        stand.parent = seen[0].parent.clone();
        stand
    }

    /// One for each platform.
    pub async fn each() -> Vec<Stand> {
        let mut all = Vec::new();
        for source in sources::answered() {
            all.push(Stand::open(source).await);
        }
        all
    }

    pub async fn named(name: &str) -> Stand {
        let source = sources::answered().into_iter().find(|s| s.name == name);
        Stand::open(source.expect("a source")).await
    }

    /// Somebody writes a review. Gives the site's number of it.
    pub fn writes(&self, key: &str, text: &str) -> String {
        let new = NewReview {
            platform: self.source.platform,
            place: self.source.platform.places()[0],
            author: "vera_lapteva",
            rating: self.source.platform.has_stars().then_some(2),
            title: None,
            text,
        };
        self.street.site.post_review(key, &new).expect("posted")
    }

    pub fn name(&self) -> &'static str {
        self.source.name
    }

    pub fn adapter(&self) -> &'static dyn Adapter {
        adapter(self.source.platform)
    }

    /// Whether polls show what was answered.
    pub fn shows_replies(&self) -> bool {
        self.adapter().shows_replies(ReplyRoute::Api)
    }

    pub fn session(&self) -> Session {
        self.street.session_with(self.source.platform, self.source.access)
    }

    pub async fn poll(&self) -> Result<Vec<Sighting>, Failure> {
        let pages = all(self.adapter(), &self.session(), &self.place).await?;
        Ok(pages.into_iter().flat_map(|p| p.sightings).collect())
    }

    /// The review as a poll shows it.
    pub async fn seen(&self) -> Sighting {
        let all = self
            .poll()
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", self.name()));
        let ours = all.into_iter().find(|s| s.id == self.review);
        ours.unwrap_or_else(|| panic!("{}: the review is not listed", self.name()))
    }

    /// The official reply that a poll shows, beside the review or apart from it.
    pub async fn shown(&self) -> Option<OfficialReply> {
        let pages = all(self.adapter(), &self.session(), &self.place).await;
        let pages = pages.unwrap_or_else(|e| panic!("{}: {e}", self.name()));
        let apart = pages
            .iter()
            .flat_map(|p| &p.answers)
            .filter(|a| a.to == self.review);
        let beside = pages
            .iter()
            .flat_map(|p| &p.sightings)
            .filter(|s| s.id == self.review);
        let mut all = apart
            .map(|a| &a.reply)
            .chain(beside.filter_map(|s| s.official_reply.as_ref()));
        all.next().cloned()
    }

    pub async fn text_shown(&self) -> Option<String> {
        self.shown().await.map(|r| r.text)
    }

    /// Text of the reply that stands there when the platform is asked for it.
    pub async fn current(&self) -> Option<String> {
        let session = self.session();
        let asked = self.adapter().current_reply(&session, &self.place, &self.review);
        let shown = asked.await.unwrap_or_else(|e| panic!("{}: {e}", self.name()));
        shown.map(|r| r.text)
    }

    pub fn order(&self, review: &str, text: &str) -> ReplyOrder {
        ReplyOrder {
            place: self.place.clone(),
            review: review.to_owned(),
            parent: self.parent.clone(),
            author: None,
            title: None,
            text: text.to_owned(),
            // each approval has its own
            idempotency_key: hex::encode(&Sha256::digest(format!("{review}/{text}"))[..16]),
        }
    }

    pub async fn publish(&self, text: &str) -> Result<Receipt, Failure> {
        self.publish_to(&self.review, text).await
    }

    pub async fn publish_to(&self, review: &str, text: &str) -> Result<Receipt, Failure> {
        self.adapter()
            .publish(&self.session(), &self.order(review, text))
            .await
    }

    pub fn feels(&self, mood: Mood) {
        self.street
            .site
            .set_mood(self.source.platform, mood)
            .expect("a mood");
    }
}
