//! Every platform of the site by the interface through which it is answered: proof by signature, token or
//! session, replies that are read first, and everything that can go wrong with them.

use super::stand::{SAID, Stand, TEXT};
use super::*;
use otklik_adapters::{Receipt, Standing};

#[tokio::test]
async fn reviews_are_read_edited_ones_keep_their_id_and_removed_ones_are_gone() {
    for stand in Stand::each().await {
        let (name, platform) = (stand.name(), stand.source.platform);
        let seen = stand.seen().await;
        assert_eq!(seen.text, SAID, "{name}");
        assert_eq!(seen.rating, platform.has_stars().then_some(2), "{name}");
        let author = seen.author.name.as_deref().unwrap_or_default();
        assert!(author.contains("vera_lapteva"), "{name}: {author}");
        assert_eq!(seen.created.or(seen.updated), Some(noon()), "{name}");
        stand.street.clock.forward(TimeDelta::hours(1));
        let site = &stand.street.site;
        site.edit_review(
            "edit",
            platform,
            &stand.number,
            "Принесли новый.",
            platform.has_stars().then_some(5),
        )
        .expect("edited");
        // a bot is told of the edit beside the first text, and never of a removal
        let all = stand.poll().await.expect("reviews");
        let seen = all.iter().rfind(|s| s.id == stand.review).expect("still there");
        assert_eq!(seen.text, "Принесли новый.", "{name}");
        assert_eq!(seen.rating, platform.has_stars().then_some(5), "{name}");
        site.delete_review("gone", platform, &stand.number, false)
            .expect("deleted");
        if platform != Platform::Telegram {
            assert_eq!(
                stand.poll().await,
                Ok(Vec::new()),
                "{name}: nothing, and believed"
            );
        }
    }
}

#[tokio::test]
async fn long_lists_are_read_page_by_page_and_each_review_once() {
    for stand in Stand::each().await {
        for n in 0..229 {
            stand.writes(&n.to_string(), &format!("Отзыв {n}"));
            stand.street.clock.forward(TimeDelta::minutes(1));
        }
        let all = stand.poll().await.expect("reviews");
        let mut ids: Vec<_> = all.into_iter().map(|s| s.id).collect();
        let read = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!((read, ids.len()), (230, 230), "{}", stand.name());
    }
}

#[tokio::test]
async fn a_reply_is_taken_read_by_the_platform_and_only_then_live() {
    for mut stand in Stand::each().await {
        let (name, platform) = (stand.name(), stand.source.platform);
        let hold = TimeDelta::hours(8);
        let moderated = stand.adapter().manifest().moderated;
        if moderated {
            stand
                .street
                .site
                .moderate("slowly", platform, hold)
                .expect("moderated");
        }
        let receipt = stand
            .publish(TEXT)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        let accepted = matches!(receipt, Receipt::Accepted { .. });
        assert!(accepted || !moderated, "{name}: {receipt:?}");
        let [line] = stand.street.accepted().try_into().expect("one line");
        assert_eq!(
            (line.platform, line.review.as_str(), line.text.as_str()),
            (platform, stand.number.as_str(), TEXT),
            "{name}"
        );
        if moderated {
            let early = stand.shown().await;
            assert!(
                early.is_none_or(|r| r.standing == Standing::Pending),
                "{name}: taken is not shown"
            );
            stand.street.clock.forward(hold);
        }
        if stand.shows_replies() {
            let seen = stand.shown().await.expect("a reply");
            assert_eq!(
                (seen.text.as_str(), seen.standing),
                (TEXT, Standing::Live),
                "{name}"
            );
            assert_eq!(stand.current().await.as_deref(), Some(TEXT), "{name}");
            let site = &stand.street.site;
            site.remove_reply("away", platform, &stand.number)
                .expect("removed");
            assert_eq!(
                (stand.shown().await, stand.current().await),
                (None, None),
                "{name}"
            );
        }
        stand.publish("Ещё одно слово.").await.expect("taken");
        stand.street = stand.street.reopened().await;
        let kept = stand
            .street
            .site
            .review(platform, &stand.number)
            .expect("the review");
        let last = kept.replies.last().map(|r| r.text.as_str());
        assert_eq!(last, Some("Ещё одно слово."), "{name}: remembered over a kill");
    }
}

#[tokio::test]
async fn somebody_elses_reply_is_seen_before_ours_would_take_its_place() {
    for stand in Stand::each().await {
        let (name, platform) = (stand.name(), stand.source.platform);
        if !stand.shows_replies() {
            continue;
        }
        assert_eq!(stand.current().await, None, "{name}");
        let site = &stand.street.site;
        site.official_reply_by_hand("hand", platform, &stand.number, "Уже ответили.")
            .expect("answered");
        assert_eq!(stand.current().await.as_deref(), Some("Уже ответили."), "{name}");
        assert_eq!(
            stand.text_shown().await.as_deref(),
            Some("Уже ответили."),
            "{name}"
        );
        // Approved in sight of it, ours takes its place where the platform says so, or stands beside it.
        stand.street.clock.forward(TimeDelta::minutes(1));
        stand
            .publish(TEXT)
            .await
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(stand.current().await.as_deref(), Some(TEXT), "{name}");
        let kept = site.review(platform, &stand.number).expect("the review");
        let overwrites = stand.adapter().manifest().overwrites;
        assert_eq!(kept.replies.len(), if overwrites { 1 } else { 2 }, "{name}");
    }
}

#[tokio::test]
async fn a_time_out_is_unknown_though_taken_and_a_refusal_leaves_no_trace() {
    for stand in Stand::each().await {
        let (name, platform) = (stand.name(), stand.source.platform);
        stand.feels(Mood::Refuses);
        let refused = stand.publish(TEXT).await;
        assert!(
            matches!(refused, Err(Failure::Refused { .. })),
            "{name}: {refused:?}"
        );
        assert_eq!(stand.street.accepted(), [], "{name}");
        stand.feels(Mood::TimeoutOnPublish);
        assert_eq!(stand.publish(TEXT).await.err(), Some(Failure::Unknown), "{name}");
        assert_eq!(stand.street.accepted().len(), 1, "{name}");
        stand.feels(Mood::Well);
        if stand.shows_replies() {
            assert_eq!(
                stand.text_shown().await.as_deref(),
                Some(TEXT),
                "{name}: found by reading"
            );
        }
        if let Some(limit) = stand.adapter().manifest().limit {
            let long = stand.publish(&"й".repeat(limit.max as usize + 1)).await;
            let too_long = Failure::Refused {
                reason: "too_long".into(),
            };
            assert_eq!(long, Err(too_long), "{name}");
        }
        let site = &stand.street.site;
        site.delete_review("gone", platform, &stand.number, false)
            .expect("deleted");
        let gone = stand.publish("Где вы?").await;
        assert!(gone.is_err(), "{name}: {gone:?}");
        assert_eq!(stand.street.accepted().len(), 1, "{name}");
    }
}

#[tokio::test]
async fn an_ill_platform_is_told_apart_from_one_without_reviews() {
    for stand in Stand::each().await {
        let name = stand.name();
        let felt = async |mood| {
            stand.feels(mood);
            stand.poll().await.map(|all| all.len())
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
        for mood in [Mood::LoginForm, Mood::Truncated] {
            let felt = felt(mood).await;
            assert!(felt.is_err(), "{name} {mood:?}: {felt:?}");
        }
        assert_eq!(felt(Mood::Well).await, Ok(1), "{name}");
    }
}

#[tokio::test]
async fn a_wrong_secret_opens_nothing_and_is_told_nowhere() {
    for mut stand in Stand::each().await {
        let name = stand.name();
        let keys = &stand.adapter().manifest().keys;
        let secrets = stand
            .source
            .access
            .iter()
            .filter(|(k, _)| keys.iter().any(|key| key.name == *k && key.secret));
        for (spoilt, value) in secrets {
            let wrong = spoil(value);
            let access: Vec<(&str, &str)> = stand
                .source
                .access
                .iter()
                .map(|(k, v)| (*k, if k == spoilt { wrong.as_str() } else { *v }))
                .collect();
            let session = stand.street.session_with(stand.source.platform, &access);
            let polled = all(stand.adapter(), &session, &stand.place).await.map(|_| ());
            let published = stand
                .adapter()
                .publish(&session, &stand.order(&stand.review, TEXT))
                .await;
            // X and YouTube are read by one key and written by another.
            let shut =
                matches!(polled, Err(Failure::Auth { .. })) || matches!(published, Err(Failure::Auth { .. }));
            assert!(shut, "{name} {spoilt}: {polled:?}, {published:?}");
            let taken = stand.street.accepted().len();
            assert_eq!(taken, usize::from(published.is_ok()), "{name} {spoilt}");
            let told = format!("{polled:?}{published:?}");
            assert!(!told.contains(wrong.as_str()), "{name} {spoilt}");
            stand = Stand::open(stand.source).await;
        }
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
