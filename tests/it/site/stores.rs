//! Platforms that the demo does not show, each by the interface through which it is answered: proof by
//! signature or token, replies that are read first, and everything that can go wrong with them.

use super::*;
use otklik_adapters::{Receipt, ReplyOrder, Standing};

/// One source of [`places::others`], with a review on it.
struct Store {
    street: Street,
    source: places::Source,
    place: Place,
    review: String,
}

const TEXT: &str = "Спасибо, исправим <b>сегодня</b> & вернём.";

impl Store {
    async fn open(source: places::Source) -> Self {
        let street = Street::open().await;
        let (_, place) = recognised(&source.url);
        let review = street
            .site
            .post_review("first", &new(&source, "Раф остыл.\nЖдали полчаса."))
            .expect("posted");
        Store {
            street,
            source,
            place,
            review,
        }
    }

    async fn each() -> Vec<Store> {
        let mut all = Vec::new();
        for source in places::others() {
            all.push(Store::open(source).await);
        }
        all
    }

    fn name(&self) -> &str {
        self.source.name
    }

    fn adapter(&self) -> &'static dyn Adapter {
        adapter(self.source.platform)
    }

    fn session(&self) -> Session {
        self.street.session_with(self.source.platform, self.source.access)
    }

    async fn poll(&self) -> Result<Vec<Sighting>, Failure> {
        let pages = all(self.adapter(), &self.session(), &self.place).await?;
        Ok(pages.into_iter().flat_map(|p| p.sightings).collect())
    }

    async fn seen(&self) -> Sighting {
        let all = self
            .poll()
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", self.name()));
        let ours = all.into_iter().find(|s| s.id == self.review);
        ours.unwrap_or_else(|| panic!("{}: the review is not listed", self.name()))
    }

    async fn standing(&self) -> Standing {
        self.seen().await.official_reply.expect("a reply").standing
    }

    /// Text of the reply that stands there.
    async fn current(&self) -> Option<String> {
        let session = self.session();
        let asked = self.adapter().current_reply(&session, &self.place, &self.review);
        let shown = asked.await.unwrap_or_else(|e| panic!("{}: {e}", self.name()));
        shown.map(|r| r.text)
    }

    async fn publish(&self, text: &str) -> Result<Receipt, Failure> {
        let order = ReplyOrder {
            place: self.place.clone(),
            review: self.review.clone(),
            parent: None,
            author: None,
            title: None,
            text: text.to_owned(),
            idempotency_key: "0198c0de-0000-7000-8000-000000000001".to_owned(),
        };
        self.adapter().publish(&self.session(), &order).await
    }

    fn feels(&self, mood: Mood) {
        self.street
            .site
            .set_mood(self.source.platform, mood)
            .expect("a mood");
    }
}

fn new<'a>(source: &places::Source, text: &'a str) -> NewReview<'a> {
    NewReview {
        platform: source.platform,
        place: source.platform.places()[0],
        author: "Вера Лаптева",
        rating: Some(2),
        title: None,
        text,
    }
}

#[tokio::test]
async fn reviews_are_read_edited_ones_keep_their_id_and_removed_ones_are_gone() {
    for store in Store::each().await {
        let name = store.name().to_owned();
        let seen = store.seen().await;
        assert_eq!(
            (seen.rating, seen.text.as_str(), seen.author.name.as_deref()),
            (Some(2), "Раф остыл.\nЖдали полчаса.", Some("Вера Лаптева")),
            "{name}"
        );
        assert_eq!(seen.created.or(seen.updated), Some(noon()), "{name}");
        store.street.clock.forward(TimeDelta::hours(1));
        let site = &store.street.site;
        site.edit_review(
            "edit",
            store.source.platform,
            &store.review,
            "Принесли новый.",
            Some(5),
        )
        .expect("edited");
        let seen = store.seen().await;
        assert_eq!(
            (seen.rating, seen.text.as_str()),
            (Some(5), "Принесли новый."),
            "{name}"
        );
        site.delete_review("gone", store.source.platform, &store.review, false)
            .expect("deleted");
        assert_eq!(store.poll().await.expect("an empty list"), [], "{name}");
    }
}

#[tokio::test]
async fn long_lists_are_read_page_by_page_and_each_review_once() {
    for store in Store::each().await {
        for n in 0..229 {
            let text = format!("Отзыв {n}");
            store
                .street
                .site
                .post_review("", &new(&store.source, &text))
                .expect("posted");
        }
        let mut ids: Vec<_> = store
            .poll()
            .await
            .expect("reviews")
            .into_iter()
            .map(|s| s.id)
            .collect();
        let read = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!((read, ids.len()), (230, 230), "{}", store.name());
    }
}

#[tokio::test]
async fn a_reply_is_taken_read_by_the_platform_and_only_then_live() {
    for store in Store::each().await {
        let name = store.name().to_owned();
        let hold = TimeDelta::hours(8);
        let moderated = store.adapter().manifest().moderated;
        if moderated {
            let platform = store.source.platform;
            store
                .street
                .site
                .moderate("slowly", platform, hold)
                .expect("moderated");
        }
        let receipt = store
            .publish(TEXT)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(
            matches!(receipt, Receipt::Accepted { .. }),
            moderated,
            "{name}: {receipt:?}"
        );
        let [line] = store.street.accepted().try_into().expect("one line");
        assert_eq!(
            (line.review.as_str(), line.text.as_str()),
            (store.review.as_str(), TEXT),
            "{name}"
        );
        if moderated {
            assert_eq!(store.standing().await, Standing::Pending, "{name}");
            store.street.clock.forward(hold);
        }
        let seen = store.seen().await.official_reply.expect("a reply");
        assert_eq!(
            (seen.text.as_str(), seen.standing),
            (TEXT, Standing::Live),
            "{name}"
        );
        assert_eq!(store.current().await.as_deref(), Some(TEXT), "{name}");
    }
}

#[tokio::test]
async fn a_reply_that_the_platform_declines_after_reading_is_told_as_rejected() {
    for store in Store::each().await {
        let platform = store.source.platform;
        if ![Platform::Google, Platform::RuStore].contains(&platform) {
            continue; // the others have no such state
        }
        store.publish(TEXT).await.expect("taken");
        let site = &store.street.site;
        site.reject_reply("no", platform, &store.review, "OFF_TOPIC")
            .expect("rejected");
        assert!(
            matches!(store.standing().await, Standing::Rejected { .. }),
            "{}",
            store.name()
        );
    }
}

#[tokio::test]
async fn somebody_elses_reply_is_seen_before_ours_would_take_its_place() {
    for store in Store::each().await {
        let name = store.name().to_owned();
        assert_eq!(store.current().await, None, "{name}");
        let site = &store.street.site;
        site.official_reply_by_hand("hand", store.source.platform, &store.review, "Уже ответили.")
            .expect("answered");
        assert_eq!(store.current().await.as_deref(), Some("Уже ответили."), "{name}");
        assert!(store.adapter().manifest().overwrites, "{name}");
        // Approved in sight of it, ours takes its place: one reply stands there, not two.
        store
            .publish(TEXT)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(store.current().await.as_deref(), Some(TEXT), "{name}");
        let kept = site
            .review(store.source.platform, &store.review)
            .expect("the review");
        assert_eq!(kept.replies.len(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_time_out_is_unknown_though_taken_and_a_refusal_leaves_no_trace() {
    for store in Store::each().await {
        let name = store.name().to_owned();
        store.feels(Mood::Refuses);
        let refused = store.publish(TEXT).await;
        assert!(
            matches!(refused, Err(Failure::Refused { .. })),
            "{name}: {refused:?}"
        );
        assert_eq!(store.street.accepted(), [], "{name}");
        store.feels(Mood::TimeoutOnPublish);
        assert_eq!(store.publish(TEXT).await.err(), Some(Failure::Unknown), "{name}");
        assert_eq!(store.street.accepted().len(), 1, "{name}");
        store.feels(Mood::Well);
        let seen = store.seen().await.official_reply.expect("found by reading");
        assert_eq!(seen.text, TEXT, "{name}");
        let limit = store.adapter().manifest().limit.expect("a limit");
        let long = "й".repeat(limit.max as usize + 1);
        let refused = store.publish(&long).await;
        assert!(
            matches!(refused, Err(Failure::Refused { .. })),
            "{name}: {refused:?}"
        );
        assert_eq!(store.street.accepted().len(), 1, "{name}");
        store
            .street
            .site
            .delete_review("gone", store.source.platform, &store.review, false)
            .expect("deleted");
        let refused = store.publish(TEXT).await;
        assert!(
            refused.is_err() && store.street.accepted().len() == 1,
            "{name}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn an_ill_platform_is_told_apart_from_one_without_reviews() {
    for store in Store::each().await {
        let name = store.name().to_owned();
        let felt = async |mood| {
            store.feels(mood);
            store.poll().await.map(|all| all.len())
        };
        assert_eq!(felt(Mood::Well).await, Ok(1), "{name}");
        let blind = felt(Mood::Blind).await;
        assert!(matches!(blind, Err(Failure::Drift { .. })), "{name}: {blind:?}");
        let captcha = felt(Mood::Captcha).await;
        assert!(
            matches!(captcha, Err(Failure::Blocked { .. })),
            "{name}: {captcha:?}"
        );
        let slow = felt(Mood::Slow429).await;
        assert!(matches!(slow, Err(Failure::Slow { .. })), "{name}: {slow:?}");
        let down = felt(Mood::Down502).await;
        assert!(matches!(down, Err(Failure::Down { .. })), "{name}: {down:?}");
        assert_eq!(felt(Mood::Well).await, Ok(1), "{name}");
    }
}

#[tokio::test]
async fn a_wrong_secret_opens_nothing_and_is_told_nowhere() {
    for store in Store::each().await {
        let name = store.name().to_owned();
        let secret = |key: &str| {
            store
                .adapter()
                .manifest()
                .keys
                .iter()
                .any(|k| k.name == key && k.secret)
        };
        for (spoilt, value) in store.source.access.iter().filter(|(k, _)| secret(k)) {
            let wrong = spoil(value);
            let access: Vec<(&str, &str)> = store
                .source
                .access
                .iter()
                .map(|(k, v)| (*k, if k == spoilt { wrong.as_str() } else { *v }))
                .collect();
            let session = store.street.session_with(store.source.platform, &access);
            let polled = store
                .adapter()
                .poll(&session, &store.place, &Cursor::default())
                .await;
            assert!(
                matches!(polled, Err(Failure::Auth { .. })),
                "{name} {spoilt}: {polled:?}"
            );
            let told = format!("{polled:?}");
            assert!(!told.contains(wrong.as_str()), "{name} {spoilt}");
        }
        assert_eq!(store.street.accepted(), [], "{name}");
    }
}

/// Another key of the same kind, or another word.
fn spoil(value: &str) -> String {
    const RSA: &str = include_str!("../../../adapters/proof/test_rsa.pem");
    const P256: &str = include_str!("../../../adapters/proof/test_p256.p8");
    match serde_json::from_str::<serde_json::Value>(value) {
        Ok(mut account) if account.is_object() => {
            account["private_key"] = RSA.into();
            account.to_string()
        }
        _ if value.len() > 500 => RSA.to_owned(),
        _ if value.contains("PRIVATE KEY") => P256.to_owned(),
        _ => format!("{value}x"),
    }
}

#[tokio::test]
async fn the_owners_count_of_google_is_compared_with_the_publics() {
    let street = Street::open().await;
    let google = places::others()
        .into_iter()
        .find(|s| s.platform == Platform::Google)
        .expect("google");
    let mut access = google.access.to_vec();
    access.extend([
        ("places_key", places::PLACES_KEY),
        ("place_id", places::GOOGLE_PLACE),
    ]);
    let (adapter, place) = recognised(&google.url);
    let poll = async |access: &[(&str, &str)]| {
        let session = street.session_with(Platform::Google, access);
        adapter.poll(&session, &place, &Cursor::default()).await
    };
    let none = poll(&access).await.expect("a page");
    assert_eq!(
        (none.empty, none.counter.and_then(|c| c.count)),
        (Some(Emptiness::Stated), Some(0))
    );
    for n in 0..3 {
        street
            .site
            .post_review(&n.to_string(), &new(&google, "Вкусно"))
            .expect("posted");
    }
    let page = poll(&access).await.expect("a page");
    assert_eq!(
        (page.sightings.len(), page.counter.and_then(|c| c.count)),
        (3, Some(3))
    );
    access[4].1 = "AIza-another";
    assert!(matches!(poll(&access).await, Err(Failure::Auth { .. })));
}

/// The store of this name.
async fn store(name: &str) -> Store {
    let source = places::others().into_iter().find(|s| s.name == name);
    Store::open(source.expect("a source")).await
}

#[tokio::test]
async fn the_hourly_quota_of_google_play_is_told_as_slow_and_is_renewed() {
    let store = store("zerno-play").await;
    for n in 0..200 {
        assert!(store.poll().await.is_ok(), "request {n}");
    }
    let over = store.poll().await;
    assert!(matches!(over, Err(Failure::Slow { .. })), "{over:?}");
    assert!(store.publish(TEXT).await.is_ok(), "replies are counted apart");
    store.street.clock.forward(TimeDelta::hours(1));
    assert!(store.poll().await.is_ok());
}

#[tokio::test]
async fn google_play_lists_a_week_and_an_edit_brings_a_review_back() {
    let store = store("zerno-play").await;
    store.street.clock.forward(TimeDelta::days(8));
    assert_eq!(store.poll().await.expect("an empty week"), []);
    let site = &store.street.site;
    site.edit_review("edit", Platform::GooglePlay, &store.review, "Опять остыл.", None)
        .expect("edited");
    assert_eq!(store.seen().await.text, "Опять остыл.");
}

#[tokio::test]
async fn the_shop_window_of_rustore_is_read_without_a_key_and_shows_live_replies_only() {
    let store = store("zerno-rustore").await;
    store.publish(TEXT).await.expect("taken");
    let window = store
        .street
        .session_with(Platform::RuStore, &[("unofficial", "yes")]);
    let poll = async || {
        let pages = all(store.adapter(), &window, &store.place).await.expect("pages");
        pages
            .into_iter()
            .flat_map(|p| p.sightings)
            .next()
            .expect("a review")
    };
    let seen = poll().await;
    assert_eq!(
        (seen.id.as_str(), seen.created),
        (store.review.as_str(), Some(noon()))
    );
    assert_eq!(seen.official_reply.expect("a reply").text, TEXT);
    store
        .street
        .site
        .reject_reply("no", Platform::RuStore, &store.review, "")
        .expect("rejected");
    assert_eq!(poll().await.official_reply, None);
}

#[tokio::test]
async fn a_store_admits_nobody_whose_clock_is_wrong() {
    for name in ["zerno-rustore", "zerno-connect", "zerno-play"] {
        let store = store(name).await;
        let session = |clock| {
            store
                .street
                .session_at(store.source.platform, store.source.access, clock)
        };
        for (hours, admitted) in [(0, true), (3, false), (-3, false)] {
            let clock = Arc::new(Turned::at(noon() + TimeDelta::hours(hours)));
            let polled = store
                .adapter()
                .poll(&session(clock), &store.place, &Cursor::default())
                .await;
            assert_eq!(polled.is_ok(), admitted, "{name}, {hours} h off: {polled:?}");
            let told = matches!(polled, Ok(_) | Err(Failure::Auth { .. }));
            assert!(told, "{name}: {polled:?}");
        }
    }
}
