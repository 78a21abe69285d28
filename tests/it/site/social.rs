//! Social networks and Trustpilot: each by the interface through which it is answered, with proof by
//! token, secret or signature, and everything that can go wrong with them.

use super::*;
use otklik_adapters::{Receipt, ReplyOrder};

/// One source of [`places::social`], with a review on it.
struct Network {
    street: Street,
    source: places::Source,
    place: Place,
    /// As the site names it, and as the adapter does.
    number: String,
    review: String,
}

const TEXT: &str = "Спасибо, исправим <b>сегодня</b> & вернём.";

impl Network {
    async fn open(source: places::Source) -> Self {
        let street = Street::open().await;
        let (_, place) = recognised(&source.url);
        let number = street
            .site
            .post_review("first", &new(&source, "Раф остыл.\nЖдали полчаса."))
            .expect("posted");
        let mut network = Network {
            street,
            source,
            place,
            number,
            review: String::new(),
        };
        let seen = network.poll().await.expect("a page");
        assert_eq!(seen.len(), 1, "{}: {seen:?}", network.source.name);
        network.review = seen[0].id.clone();
        network
    }

    async fn each() -> Vec<Network> {
        let mut all = Vec::new();
        for source in places::social() {
            all.push(Network::open(source).await);
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

    /// The text of the official reply that the public sees under the review.
    async fn shown(&self) -> Option<String> {
        let all = self
            .poll()
            .await
            .unwrap_or_else(|e| panic!("{}: {e}", self.name()));
        let ours = all.into_iter().find(|s| s.id == self.review);
        let ours = ours.unwrap_or_else(|| panic!("{}: the review is not listed", self.name()));
        ours.official_reply.map(|r| r.text)
    }

    async fn current(&self) -> Option<String> {
        let session = self.session();
        let asked = self
            .adapter()
            .current_reply(&session, &self.place, &self.review)
            .await;
        asked
            .unwrap_or_else(|e| panic!("{}: {e}", self.name()))
            .map(|r| r.text)
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
        author: "vera_lapteva",
        rating: Some(2),
        title: None,
        text,
    }
}

#[tokio::test]
async fn comments_are_read_edited_ones_keep_their_id_and_removed_ones_are_gone() {
    for network in Network::each().await {
        let name = network.name().to_owned();
        let seen = network.poll().await.expect("a page");
        assert_eq!(seen[0].text, "Раф остыл.\nЖдали полчаса.", "{name}");
        assert!(
            seen[0]
                .author
                .name
                .as_deref()
                .is_some_and(|n| n.contains("vera_lapteva")),
            "{name}"
        );
        assert_eq!(seen[0].created, Some(noon()), "{name}");
        let (site, platform) = (&network.street.site, network.source.platform);
        network.street.clock.forward(TimeDelta::hours(1));
        site.edit_review("edit", platform, &network.number, "Деньги вернули.", None)
            .expect("edited");
        let seen = network.poll().await.expect("a page");
        assert_eq!(
            (seen[0].id.as_str(), seen[0].text.as_str()),
            (network.review.as_str(), "Деньги вернули."),
            "{name}"
        );
        site.delete_review("gone", platform, &network.number, false)
            .expect("deleted");
        assert_eq!(
            network.poll().await.expect("a page").len(),
            0,
            "{name}: nothing, and believed"
        );
    }
}

#[tokio::test]
async fn long_lists_are_walked_to_their_end() {
    for source in places::social() {
        let network = Network::open(source).await;
        for n in 0..230 {
            let text = format!("Отзыв {n}");
            let review = new(&network.source, &text);
            network
                .street
                .site
                .post_review(&format!("r-{n}"), &review)
                .expect("posted");
            network.street.clock.forward(TimeDelta::minutes(1));
        }
        let seen = network.poll().await.expect("pages");
        let ids: std::collections::BTreeSet<_> = seen.iter().map(|s| &s.id).collect();
        assert_eq!((seen.len(), ids.len()), (231, 231), "{}", network.name());
    }
}

#[tokio::test]
async fn an_accepted_reply_is_on_record_and_seen_by_all_to_the_byte() {
    for network in Network::each().await {
        let name = network.name().to_owned();
        assert_eq!(network.current().await, None, "{name}");
        let receipt = network.publish(TEXT).await;
        assert!(matches!(receipt, Ok(Receipt::Live { .. })), "{name}: {receipt:?}");
        let [line] = network.street.accepted().try_into().expect("one line");
        assert_eq!(
            (line.platform, line.text.as_str()),
            (network.source.platform, TEXT),
            "{name}"
        );
        assert_eq!(line.review, network.number, "{name}");
        assert_eq!(network.shown().await.as_deref(), Some(TEXT), "{name}");
        assert_eq!(network.current().await.as_deref(), Some(TEXT), "{name}");
        let (site, platform) = (&network.street.site, network.source.platform);
        site.remove_reply("away", platform, &network.number)
            .expect("removed");
        assert_eq!(network.shown().await, None, "{name}: the platform took it away");
        site.official_reply_by_hand("hand", platform, &network.number, "Позвоните нам.")
            .expect("answered");
        assert_eq!(
            network.current().await.as_deref(),
            Some("Позвоните нам."),
            "{name}: what is there is seen"
        );
    }
}

#[tokio::test]
async fn a_second_reply_takes_the_place_of_the_first_only_where_the_platform_says_so() {
    for network in Network::each().await {
        network.publish("Первый ответ.").await.expect("taken");
        network.street.clock.forward(TimeDelta::minutes(1));
        network.publish("Второй ответ.").await.expect("taken");
        let kept = network
            .street
            .site
            .review(network.source.platform, &network.number)
            .expect("the review");
        let one = network.adapter().manifest().overwrites;
        assert_eq!(kept.replies.len(), if one { 1 } else { 2 }, "{}", network.name());
        assert_eq!(
            network.shown().await.as_deref(),
            Some("Второй ответ."),
            "{}",
            network.name()
        );
    }
}

#[tokio::test]
async fn silence_is_unknown_a_refusal_leaves_no_trace_and_length_is_refused_before_the_network() {
    for network in Network::each().await {
        let name = network.name().to_owned();
        network.feels(Mood::Refuses);
        let refused = network.publish(TEXT).await;
        assert!(
            matches!(refused, Err(Failure::Refused { .. })),
            "{name}: {refused:?}"
        );
        assert_eq!(network.street.accepted(), [], "{name}");
        network.feels(Mood::Well);
        if let Some(limit) = network.adapter().manifest().limit {
            let long = network.publish(&"й".repeat(limit.max as usize + 1)).await;
            let too_long = Failure::Refused {
                reason: "too_long".into(),
            };
            assert_eq!(long, Err(too_long), "{name}");
        }
        network.feels(Mood::TimeoutOnPublish);
        assert_eq!(network.publish(TEXT).await, Err(Failure::Unknown), "{name}");
        assert_eq!(
            network.street.accepted().len(),
            1,
            "{name}: it was taken all the same"
        );
        assert_eq!(
            network.shown().await.as_deref(),
            Some(TEXT),
            "{name}: the next poll proves it"
        );
    }
}

#[tokio::test]
async fn every_illness_is_told_apart() {
    for network in Network::each().await {
        let name = network.name().to_owned();
        for (mood, good) in [
            (
                Mood::Blind,
                &(|f: &Failure| matches!(f, Failure::Drift { .. })) as &dyn Fn(&Failure) -> bool,
            ),
            (Mood::Captcha, &|f| matches!(f, Failure::Blocked { .. })),
            (Mood::Slow429, &|f| matches!(f, Failure::Slow { until: Some(_) })),
            (Mood::Down502, &|f| matches!(f, Failure::Down { .. })),
        ] {
            network.feels(mood);
            let answer = network.poll().await;
            assert!(answer.as_ref().is_err_and(good), "{name} {mood:?}: {answer:?}");
        }
        network.feels(Mood::Well);
        assert!(network.poll().await.is_ok(), "{name}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_refused_whichever_it_is() {
    for mut network in Network::each().await {
        let manifest = network.adapter().manifest();
        for at in 0..network.source.access.len() {
            let mut access = network.source.access.to_vec();
            let secret = manifest.keys.iter().any(|k| k.name == access[at].0 && k.secret);
            if !secret {
                continue;
            }
            access[at].1 = "wrong";
            let session = network.street.session_with(network.source.platform, &access);
            let polled = all(network.adapter(), &session, &network.place).await.map(|_| ());
            let order = ReplyOrder {
                place: network.place.clone(),
                review: network.review.clone(),
                parent: None,
                author: None,
                title: None,
                text: TEXT.to_owned(),
                idempotency_key: String::new(),
            };
            let published = network.adapter().publish(&session, &order).await.map(|_| ());
            let refused = |r: &Result<(), Failure>| matches!(r, Err(Failure::Auth { .. }));
            let what = format!("{} {}: {polled:?} {published:?}", network.name(), access[at].0);
            assert!(refused(&polled) || refused(&published), "{what}");
            // YouTube reads by the key and writes by the consent: one may be good without the other
            assert_eq!(
                network.street.accepted().len(),
                usize::from(published.is_ok()),
                "{what}"
            );
            network = Network::open(network.source).await;
        }
    }
}

#[tokio::test]
async fn the_daily_allowance_of_youtube_ends_and_is_renewed_at_midnight_in_california() {
    let source = places::social()
        .into_iter()
        .find(|s| s.platform == Platform::YouTube)
        .expect("a source");
    let network = Network::open(source).await;
    // One list was read; 199 replies and 49 lists fit into what is left.
    for n in 0..199 {
        network.publish(&format!("Ответ {n}")).await.expect("taken");
    }
    for _ in 0..49 {
        network.poll().await.expect("within the allowance");
    }
    let Err(Failure::Slow { until: Some(until) }) = network.publish(TEXT).await else {
        panic!("the allowance is used up")
    };
    assert_eq!(until.to_rfc3339(), "2026-11-24T08:00:00+00:00");
    assert_eq!(network.street.accepted().len(), 199);
    network.street.clock.set(until);
    network.publish(TEXT).await.expect("a new day");
}
