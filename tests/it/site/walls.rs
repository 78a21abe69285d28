//! Cabinets and social networks that the demo does not show: sessions, tokens and signatures, replies and
//! everything that can go wrong with them.

use super::*;
use otklik_adapters::{Receipt, ReplyOrder};

/// One source of [`places::walls`], with a review on it.
struct Wall {
    street: Street,
    source: places::Source,
    place: Place,
    review: String,
}

const TEXT: &str = "Простите, исправим <b>сегодня</b> & вернём.";
const SAID: &str = "Раф остыл.\nЖдали полчаса <3 & ушли";

impl Wall {
    async fn open(source: places::Source) -> Self {
        let street = Street::open().await;
        let (_, place) = recognised(&source.url);
        let mut wall = Wall {
            street,
            source,
            place,
            review: String::new(),
        };
        wall.writes("first", SAID);
        wall.review = wall.poll().await.expect("reviews")[0].id.clone();
        wall
    }

    async fn each() -> Vec<Wall> {
        let mut all = Vec::new();
        for source in places::walls() {
            all.push(Wall::open(source).await);
        }
        all
    }

    async fn named(name: &str) -> Wall {
        let source = places::walls().into_iter().find(|s| s.name == name);
        Wall::open(source.expect("a source")).await
    }

    fn writes(&self, key: &str, text: &str) -> String {
        let platform = self.source.platform;
        let stars = matches!(platform, Platform::Yandex | Platform::TwoGis).then_some(2);
        let new = NewReview {
            platform,
            place: platform.places()[0],
            author: "Вера Лаптева",
            rating: stars,
            title: None,
            text,
        };
        self.street.site.post_review(key, &new).expect("posted")
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

    async fn pages(&self) -> Result<Vec<Page>, Failure> {
        all(self.adapter(), &self.session(), &self.place).await
    }

    async fn poll(&self) -> Result<Vec<Sighting>, Failure> {
        Ok(self
            .pages()
            .await?
            .into_iter()
            .flat_map(|p| p.sightings)
            .collect())
    }

    /// Text of the official reply that a poll shows.
    async fn shown(&self) -> Option<String> {
        let pages = self
            .pages()
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", self.name()));
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
        all.next().map(|r| r.text.clone())
    }

    /// Text of the reply that stands there when the platform is asked for it.
    async fn current(&self) -> Option<String> {
        let session = self.session();
        let asked = self.adapter().current_reply(&session, &self.place, &self.review);
        let shown = asked.await.unwrap_or_else(|e| panic!("{}: {e}", self.name()));
        shown.map(|r| r.text)
    }

    async fn publish(&self, review: &str, text: &str) -> Result<Receipt, Failure> {
        let order = ReplyOrder {
            place: self.place.clone(),
            review: review.to_owned(),
            parent: None,
            author: None,
            title: None,
            text: text.to_owned(),
            idempotency_key: format!("0198c0de-0000-7000-8000-{review}"),
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

#[tokio::test]
async fn reviews_are_read_whole_and_edited_ones_keep_their_id() {
    for wall in Wall::each().await {
        let name = wall.name().to_owned();
        let seen = wall.poll().await.expect("reviews");
        assert_eq!(
            (seen.len(), seen[0].text.as_str(), seen[0].author.name.as_deref()),
            (1, SAID, Some("Вера Лаптева")),
            "{name}"
        );
        assert_eq!(seen[0].created.or(seen[0].updated), Some(noon()), "{name}");
        wall.street.clock.forward(TimeDelta::hours(1));
        wall.street
            .site
            .edit_review(
                "edit",
                wall.source.platform,
                &wall.review,
                "Принесли новый.",
                None,
            )
            .expect("edited");
        let seen = wall.poll().await.expect("reviews");
        assert_eq!(
            (seen[0].id.as_str(), seen[0].text.as_str()),
            (wall.review.as_str(), "Принесли новый."),
            "{name}"
        );
    }
}

#[tokio::test]
async fn long_lists_are_read_page_by_page_and_each_review_once() {
    for wall in Wall::each().await {
        for n in 0..149 {
            wall.writes(&n.to_string(), &format!("Отзыв {n}"));
            wall.street.clock.forward(TimeDelta::minutes(1));
        }
        let mut ids: Vec<_> = wall
            .poll()
            .await
            .expect("reviews")
            .into_iter()
            .map(|s| s.id)
            .collect();
        let read = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!((read, ids.len()), (150, 150), "{}", wall.name());
    }
}

#[tokio::test]
async fn a_reply_is_on_record_and_a_later_poll_shows_it() {
    for wall in Wall::each().await {
        let name = wall.name().to_owned();
        assert_eq!(wall.current().await, None, "{name}");
        let receipt = wall.publish(&wall.review, TEXT).await;
        assert!(receipt.is_ok(), "{name}: {receipt:?}");
        let [line] = wall.street.accepted().try_into().expect("one line");
        assert_eq!(
            (line.platform, line.text.as_str()),
            (wall.source.platform, TEXT),
            "{name}"
        );
        assert!(wall.review.ends_with(&line.review), "{name}");
        assert_eq!(wall.shown().await.as_deref(), Some(TEXT), "{name}");
        assert_eq!(wall.current().await.as_deref(), Some(TEXT), "{name}");
        let site = &wall.street.site;
        site.remove_reply("away", wall.source.platform, &wall.review)
            .expect("removed");
        assert_eq!((wall.shown().await, wall.current().await), (None, None), "{name}");
    }
}

#[tokio::test]
async fn a_time_out_is_unknown_though_taken_and_a_refusal_leaves_no_trace() {
    for wall in Wall::each().await {
        let name = wall.name().to_owned();
        wall.feels(Mood::Refuses);
        let refused = wall.publish(&wall.review, TEXT).await;
        assert!(
            matches!(refused, Err(Failure::Refused { .. })),
            "{name}: {refused:?}"
        );
        assert_eq!(wall.street.accepted(), [], "{name}");
        wall.feels(Mood::TimeoutOnPublish);
        assert_eq!(
            wall.publish(&wall.review, TEXT).await.err(),
            Some(Failure::Unknown),
            "{name}"
        );
        assert_eq!(wall.street.accepted().len(), 1, "{name}");
        wall.feels(Mood::Well);
        assert_eq!(
            wall.current().await.as_deref(),
            Some(TEXT),
            "{name}: found by reading"
        );
        if let Some(limit) = wall.adapter().manifest().limit {
            let long = wall
                .publish(&wall.review, &"й".repeat(limit.max as usize + 1))
                .await;
            assert!(matches!(long, Err(Failure::Refused { .. })), "{name}: {long:?}");
        }
        let site = &wall.street.site;
        site.delete_review("gone", wall.source.platform, &wall.review, false)
            .expect("deleted");
        let gone = wall.publish(&wall.review, "Где вы?").await;
        assert!(matches!(gone, Err(Failure::Refused { .. })), "{name}: {gone:?}");
        assert_eq!(wall.street.accepted().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn an_ill_platform_is_told_apart_from_one_without_reviews() {
    for wall in Wall::each().await {
        let name = wall.name().to_owned();
        let felt = async |mood| {
            wall.feels(mood);
            wall.poll().await.map(|all| all.len())
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
    for wall in Wall::each().await {
        let name = wall.name().to_owned();
        for (spoilt, value) in wall.source.access {
            let wrong = format!("{value}x");
            let access: Vec<(&str, &str)> = wall
                .source
                .access
                .iter()
                .map(|(k, v)| (*k, if k == spoilt { wrong.as_str() } else { *v }))
                .collect();
            let session = wall.street.session_with(wall.source.platform, &access);
            let polled = wall
                .adapter()
                .poll(&session, &wall.place, &Cursor::default())
                .await;
            let order = ReplyOrder {
                place: wall.place.clone(),
                review: wall.review.clone(),
                parent: None,
                author: None,
                title: None,
                text: TEXT.to_owned(),
                idempotency_key: "k".to_owned(),
            };
            let published = wall.adapter().publish(&session, &order).await;
            // The keys by which X is read and written are not the same.
            let shut =
                matches!(polled, Err(Failure::Auth { .. })) || matches!(published, Err(Failure::Auth { .. }));
            assert!(shut, "{name} {spoilt}: {polled:?}, {published:?}");
            assert!(
                !format!("{polled:?}{published:?}").contains(wrong.as_str()),
                "{name} {spoilt}"
            );
        }
    }
}

#[tokio::test]
async fn each_network_keeps_doubles_out_in_its_own_way() {
    // Mastodon by the key of the attempt.
    let wall = Wall::named("zerno-mastodon").await;
    let first = wall.publish(&wall.review, TEXT).await.expect("taken");
    assert_eq!(wall.publish(&wall.review, TEXT).await, Ok(first));
    assert_eq!(wall.street.accepted().len(), 1);
    // X by the text.
    let wall = Wall::named("zerno-x").await;
    wall.publish(&wall.review, TEXT).await.expect("taken");
    let other = wall.writes("second", "И у меня остыл");
    let refused = wall.publish(&other, TEXT).await;
    assert_eq!(
        refused,
        Err(Failure::Refused {
            reason: "duplicate".into()
        })
    );
    assert_eq!(wall.street.accepted().len(), 1);
}

#[tokio::test]
async fn yandex_reads_a_reply_before_it_shows_it() {
    let wall = Wall::named("zerno-yandex").await;
    let hold = TimeDelta::hours(8);
    let site = &wall.street.site;
    site.moderate("slowly", Platform::Yandex, hold)
        .expect("moderated");
    assert_eq!(
        wall.publish(&wall.review, TEXT).await,
        Ok(Receipt::Accepted { id: None })
    );
    assert_eq!(wall.shown().await, None, "taken is not shown");
    wall.street.clock.forward(hold);
    assert_eq!(wall.shown().await.as_deref(), Some(TEXT));
    // The public page shows the same without a session.
    let open = wall.street.session_with(Platform::Yandex, &[]);
    let page = wall
        .adapter()
        .poll(&open, &wall.place, &Cursor::default())
        .await
        .expect("a page");
    let reply = page.sightings[0].official_reply.as_ref().map(|r| r.text.as_str());
    assert_eq!((page.sightings.len(), reply), (1, Some(TEXT)));
}

#[tokio::test]
async fn a_comment_that_was_taken_away_on_reddit_leaves_a_stub() {
    let wall = Wall::named("zerno-reddit").await;
    let site = &wall.street.site;
    site.delete_review("gone", Platform::Reddit, &wall.review, true)
        .expect("deleted");
    let seen = wall.poll().await.expect("reviews");
    assert_eq!(
        (seen.len(), seen[0].removed, seen[0].text.as_str()),
        (1, true, "")
    );
}

#[tokio::test]
async fn quotas_of_the_networks_are_told_as_slow_with_their_end() {
    for (name, before, allowed) in [("zerno-mastodon", "", 100), ("zerno-reddit", "t1_", 60)] {
        let wall = Wall::named(name).await;
        for n in 0..allowed {
            let number = wall.writes(&n.to_string(), "Раф остыл");
            let review = format!("{before}{number}");
            let taken = wall.publish(&review, &format!("Вернём {n}")).await;
            assert!(taken.is_ok(), "{name} {n}: {taken:?}");
        }
        let over = wall.publish(&wall.review, TEXT).await;
        assert!(
            matches!(over, Err(Failure::Slow { until: Some(_) })),
            "{name}: {over:?}"
        );
        wall.street.clock.forward(TimeDelta::hours(1));
        assert!(wall.publish(&wall.review, TEXT).await.is_ok(), "{name}");
    }
}
