//! Promises of the drafts for games and applications: the fault has an action and a question of its own.

use crate::draft_quotes::in_its_own_words;
use otklik::draft::{Input, draft};
use otklik::judge;
use otklik::lint::Context;
use serde_json::json;

/// Texts that a few ids draw for one review; `facts` are those of the house.
fn texts(review: &str, rating: u8, facts: &serde_json::Value) -> Vec<String> {
    let of = |n: u8| {
        let input = Input {
            review: judge::Input {
                id: n.to_string().into(),
                text: review.to_owned(),
                rating: Some(rating),
                ..judge::Input::default()
            },
            facts: facts.as_object().cloned().unwrap_or_default(),
            context: Some(Context {
                allowed_contacts: Some(vec!["support@example.org".to_owned()]),
                ..Context::default()
            }),
            now: Some("2026-11-23T09:00:00Z".parse().expect("an instant")),
            ..Input::default()
        };
        draft(&input, &judge::judge(&input.review), None, &[]).variants
    };
    let texts: Vec<String> = (0..8).flat_map(of).map(|v| v.text.to_lowercase()).collect();
    assert!(texts.len() >= 16, "{review}");
    texts
}

/// A review, the stem of its fault (or a quote) and the stems of which every draft holds one: what is done about just that.
fn answers(reviews: &[(&str, &str, &[&str])]) {
    let mut wrong = Vec::new();
    for (review, name, deeds) in reviews {
        for text in texts(review, 1, &json!({})) {
            let named = text.contains(name) || in_its_own_words(review, &text);
            if !named || !deeds.iter().any(|d| text.contains(d)) {
                wrong.push(format!("{review}\n  {name}, {deeds:?}\n  {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_fault_of_a_game_has_an_action_of_its_own() {
    answers(&[
        (
            "Одни читеры, играть в эту игру невозможно",
            "читер",
            &["жалоб", "античит"],
        ),
        (
            "Матчмейкинг в игре ужасный, кидает против прокачанных",
            "подбор",
            &["уровни сторон", "по каким правилам", "новичкам", "расходятся"],
        ),
        (
            "Сервера игры лагают каждый вечер, пинг 300",
            "лаг",
            &["нагрузку", "отвечают серверы", "задержка", "пинг"],
        ),
        (
            "Задонатил в игре 500 рублей, алмазы так и не пришли",
            "покупк",
            &["платежи", "список оплат", "выдача"],
        ),
        (
            "В игре умираешь сразу после появления, спавн под огнём",
            "точк",
            &["появления"],
        ),
        (
            "Ивент в игре прошёл полностью, награду не дали",
            "наград",
            &["награды этого", "обещало", "условия события"],
        ),
    ]);
}

#[test]
fn an_english_fault_of_a_game_has_an_action_of_its_own() {
    answers(&[
        (
            "This game is full of cheaters, every single match",
            "cheaters",
            &["reports", "anti-cheat", "records of recent matches"],
        ),
        (
            "Bad servers in this game, constant lag and disconnects",
            "lag",
            &["servers", "delay", "ping"],
        ),
        (
            "They pushed the spawns a mile from the fight, the game is ruined",
            "spawn",
            &["spawn"],
        ),
        (
            "I bought coins in the game and never received them",
            "purchase",
            &["purchases", "payments"],
        ),
        (
            "The matchmaking of the game puts new players against veterans",
            "matchmaking",
            &["levels of both sides", "rules teams", "newcomers", "opponents"],
        ),
    ]);
}

#[test]
fn a_fault_of_an_application_has_an_action_of_its_own() {
    answers(&[
        (
            "Приложение после обновления разряжает батарею за два часа",
            "заряд",
            &["заряд", "в фоне"],
        ),
        (
            "Не приходит код по смс, не могу войти в приложение",
            "код",
            &["код", "сообщения", "вход"],
        ),
        (
            "Since the update the app drains the battery in two hours",
            "battery",
            &["background", "battery", "power"],
        ),
        (
            "The app lost all my notes after the update",
            "lost data",
            &["data"],
        ),
    ]);
}

#[test]
fn players_who_cheat_are_no_fault_of_the_house() {
    for review in [
        "Одни читеры, играть в эту игру невозможно",
        "This game is full of cheaters, every single match",
    ] {
        for text in texts(review, 1, &json!({})) {
            let sorry = ["извин", "прощения", "простите", "apolog"];
            assert!(!sorry.iter().any(|s| text.contains(s)), "{text}");
        }
    }
}

#[test]
fn where_a_contact_is_named_the_draft_says_what_to_send_there() {
    let facts = json!({"contact_person": "Ирина", "private_channel": "support@example.org"});
    let texts = texts("Одни читеры, играть в эту игру невозможно", 1, &facts);
    let told = |t: &&String| t.contains("время матча") && t.contains("support@example.org");
    assert!(texts.iter().any(|t| told(&t)), "{texts:#?}");
    assert!(
        texts.iter().all(|t| t.contains("support@example.org")),
        "{texts:#?}"
    );
}

#[test]
fn a_player_is_asked_about_the_game_and_not_about_a_day() {
    for review in ["This game sucks", "Игра отстой"] {
        for text in texts(review, 1, &json!({})) {
            let day = ["on which day", "when was it", "в какой день", "смен"];
            assert!(!day.iter().any(|d| text.contains(d)), "{text}");
            assert!(
                text.contains('?') || text.contains("tell us") || text.contains("пожалуйста"),
                "{text}"
            );
        }
    }
}

#[test]
fn nothing_of_a_game_is_told_where_none_is_played() {
    for review in [
        "Уровень обслуживания ужасный, сервер банка опять лежит, герои нашего времени",
        "Мастер затянул матч с клиентами, очередь на полчаса",
        "The level of service is bad, our server was rude and slow",
    ] {
        for text in texts(review, 1, &json!({})) {
            let game = ["игр", "матчей", "баланс", "game", "lag"];
            assert!(!game.iter().any(|g| text.contains(g)), "{review}\n  {text}");
        }
    }
}
