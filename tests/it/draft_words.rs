//! Promises of the drafts' words: aspects in their cases, variety, terms, contacts, earlier cases.

use crate::draft_quotes::in_its_own_words;
use otklik::config::Config;
use otklik::draft::{Drafts, Input, PastCase, draft, line};
use otklik::judge;
use otklik::lint::{Level, limit_of};
use otklik_adapters::Limit;
use std::collections::HashSet;

fn input(id: &str, text: &str, rating: Option<u8>) -> Input {
    Input {
        review: judge::Input {
            id: id.into(),
            text: text.to_owned(),
            rating,
            ..judge::Input::default()
        },
        now: Some("2026-11-23T09:00:00Z".parse().expect("an instant")),
        ..Input::default()
    }
}

fn of(input: &Input, limit: Option<Limit>) -> Drafts {
    draft(input, &judge::judge(&input.review), limit, &[])
}

/// Every text that a dozen ids draw for one review.
fn texts(text: &str, rating: u8) -> Vec<String> {
    let all = (0..12).flat_map(|n| of(&input(&n.to_string(), text, Some(rating)), None).variants);
    all.map(|v| v.text).collect()
}

#[test]
fn what_a_review_is_about_stands_in_the_case_that_the_sentence_asks_for() {
    // review, stars, and forms of which each draft must hold one
    for (review, rating, forms) in [
        (
            "Ждали сорок минут, никто не подошёл",
            1,
            &[
                "40 минут ожидания",
                "40 минутах ожидания",
                "ждать пришлось 40 минут",
            ][..],
        ),
        (
            "Ждала два часа в очереди",
            1,
            &[
                "два часа ожидания",
                "двух часах ожидания",
                "двумя часами ожидания",
                "ждать пришлось два часа",
                "Два часа",
            ],
        ),
        (
            "Борщ холодный, ужас",
            1,
            &[
                "еда остыла",
                "остывшая еда",
                "остывшей еде",
                "остывшей едой",
                "остывшую еду",
                "Остывшая еда",
            ],
        ),
        (
            "Навязали кредитную карту, ужасно",
            1,
            &[
                "кредитная карта",
                "кредитную карту",
                "кредитной карте",
                "кредитной картой",
                "Кредитная карта",
            ],
        ),
        (
            "Качество связи отвратительное",
            1,
            &[
                "качество связи",
                "качестве связи",
                "качеством связи",
                "Качество связи",
            ],
        ),
        (
            "Сюжет предсказуемый, герои картонные",
            2,
            &[
                "сюжет",
                "сюжете",
                "сюжетом",
                "Предсказуемый",
                "характер",
                "Характер",
            ],
        ),
        (
            "The coffee was cold and the waiter rude",
            1,
            &["cold coffee", "tone"],
        ),
        ("Overpriced room, the bed was hard", 2, &["bed", "price"]),
    ] {
        for text in texts(review, rating) {
            let named = forms.iter().any(|f| text.contains(f)) || in_its_own_words(review, &text);
            assert!(named, "{review}: {text}");
        }
    }
}

#[test]
fn praise_and_blame_of_one_review_are_told_apart() {
    for text in texts("Кофе вкусный, но официант нагрубил и счёт несли долго", 3)
    {
        let good = text.find("офе").expect("the praised thing");
        let bad = text
            .find("тон")
            .or_else(|| text.find("груб"))
            .or_else(|| text.find("ждать"))
            .or_else(|| text.find("ожидани"))
            .or_else(|| text.find("работ"));
        assert!(bad.is_some_and(|bad| good < bad), "{text}");
    }
    for text in texts("Вкусный торт и вежливые продавцы!", 5) {
        assert!(text.contains("торт") || text.contains("Вкусный торт"), "{text}");
    }
    // good words about the thing are not repeated to somebody who denies them
    for text in texts("Суп совсем не вкусный", 1) {
        assert!(!text.contains("вкусном супе"), "{text}");
    }
}

fn trigrams(text: &str) -> HashSet<Vec<String>> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.windows(3).map(<[String]>::to_vec).collect()
}

/// The largest and the middle similarity of all pairs.
fn similarity(texts: &[String]) -> (f64, f64) {
    let sets: Vec<_> = texts.iter().map(|t| trigrams(t)).collect();
    let mut all = Vec::new();
    for (i, a) in sets.iter().enumerate() {
        for b in &sets[i + 1..] {
            let common = a.intersection(b).count();
            all.push(common as f64 / (a.len() + b.len() - common).max(1) as f64);
        }
    }
    all.sort_by(f64::total_cmp);
    (all.last().copied().unwrap_or(0.0), all[all.len() / 2])
}

#[test]
fn two_hundred_answers_to_one_complaint_differ() {
    for (review, platform) in [
        ("Долго ждали, кофе принесли холодный", None),
        ("Долго ждали, кофе принесли холодный", Some("google_play")),
        ("Ужасно", None),
        ("The app crashes after the last update", Some("google_play")),
    ] {
        let limit = platform.and_then(limit_of);
        let texts: Vec<String> = (0..200)
            .map(|n| {
                of(&input(&format!("r{n}"), review, Some(1)), limit).variants[0]
                    .text
                    .clone()
            })
            .collect();
        let (_, median) = similarity(&texts);
        // one and the same review two hundred times; different ones come nowhere near
        assert!(median <= 0.25, "{review} {platform:?}: median {median}");
        let different: HashSet<&String> = texts.iter().collect();
        assert!(
            different.len() >= 190,
            "{review} {platform:?}: {}",
            different.len()
        );
    }
}

#[test]
fn a_short_limit_still_names_the_subject() {
    for (platform, reviews) in [
        (
            "google_play",
            [
                "Приложение вылетает после обновления",
                "Не могу войти, код из смс не приходит",
                "Реклама через каждые пять секунд",
            ],
        ),
        (
            "rustore",
            [
                "Списали деньги дважды",
                "Поддержка не отвечает на обращения",
                "Сайт не открывается",
            ],
        ),
    ] {
        for review in reviews {
            let mut input = input("s", review, Some(1));
            input.review.platform = Some(platform.to_owned());
            let drafts = of(&input, limit_of(platform));
            assert_eq!(drafts.variants.len(), 2, "{review}");
            for v in drafts.variants {
                assert!(v.length.used <= v.length.max.unwrap_or(0), "{}", v.text);
                let named = v
                    .findings
                    .iter()
                    .all(|f| f.code != "no_aspect_named" && f.level != Level::Block);
                assert!(named, "{}: {:?}", v.text, v.findings);
            }
        }
    }
}

#[test]
fn a_term_is_told_with_slack_and_held_earlier() {
    // internal working days, day of the review, internal and public day (2026: 9 to 11 May are off)
    for (days, now, internal, public) in [
        (0, "2026-11-23T09:00:00Z", "2026-11-23", "2026-11-24"),
        (1, "2026-11-23T09:00:00Z", "2026-11-24", "2026-11-25"),
        (2, "2026-11-27T09:00:00Z", "2026-12-01", "2026-12-02"),
        (3, "2026-11-23T09:00:00Z", "2026-11-26", "2026-11-30"),
        (2, "2026-05-07T09:00:00Z", "2026-05-12", "2026-05-13"),
        (0, "2026-05-09T09:00:00Z", "2026-05-12", "2026-05-12"),
    ] {
        let mut input = input("t", "Долго ждали заказ", Some(1));
        input.now = Some(now.parse().expect("an instant"));
        input.facts.insert("working_days".to_owned(), days.into());
        input.facts.insert("calendar".to_owned(), "ru-2026".into());
        for v in of(&input, None).variants {
            let told = (
                v.promise_internal.map(|d| d.to_string()),
                v.promise_by.map(|d| d.to_string()),
            );
            assert_eq!(
                told,
                (Some(internal.to_owned()), Some(public.to_owned())),
                "{days} {now}"
            );
        }
    }
}

#[test]
fn a_step_that_worked_before_is_proposed_without_its_date() {
    let mut input = input("c", "Кофе опять холодный", Some(1));
    input.cases = vec![
        PastCase {
            reply: "Здравствуйте, Ольга! До 3 ноября проверим график смен и напишем здесь.".to_owned(),
            ..PastCase::default()
        },
        PastCase {
            reply: "Здравствуйте, Пётр! До 20 октября перепроверим датчик подогрева чашек и напишем здесь, что нашли. Мария".to_owned(),
            recovered: true,
            ..PastCase::default()
        },
    ];
    let drafts = of(&input, None);
    for v in &drafts.variants {
        assert!(
            v.text
                .to_lowercase()
                .contains("перепроверим датчик подогрева чашек"),
            "{}",
            v.text
        );
        for gone in ["октября", "Пётр", "Мария", "3 ноября"] {
            assert!(!v.text.contains(gone), "{}", v.text);
        }
    }
    // what was done then says nothing about now
    input.cases = vec![PastCase {
        reply: "Здравствуйте! Деньги вернули 20 октября, датчик заменили.".to_owned(),
        ..PastCase::default()
    }];
    for v in of(&input, None).variants {
        assert!(
            !v.text.contains("вернули") && !v.text.contains("заменили"),
            "{}",
            v.text
        );
    }
}

fn config() -> Config {
    let text = r#"
        [business]
        name = "Зерно"
        [reply]
        you = "вы"
        [[location]]
        name = "Невский, 12"
        time_zone = "Europe/Moscow"
        calendar = "ru-2026"
        [[contact]]
        person = "Мария"
        role = "управляющая"
        channel = "+7 812 000-11-22"
        topic = ["staff", "waiting"]
        location = ["Невский, 12"]
        [[contact]]
        person = "Анна"
        channel = "help@example.org"
        [[playbook]]
        topic = ["waiting"]
        within = "6 working days"
    "#;
    otklik::config::read(text, std::path::Path::new("otklik.toml")).expect("a sound configuration")
}

#[test]
fn contact_term_and_address_come_from_the_configuration() {
    let config = config();
    let now = "2026-11-23T09:00:00Z".parse().expect("an instant");
    let ask = |location: &str| {
        let raw = serde_json::json!({"id": "k", "text": "Ждали официанта сорок минут", "rating": 1, "location": location});
        line(&raw.to_string(), now, Some(&config))
    };
    let here = ask("Невский, 12");
    let elsewhere = ask("Лиговский, 5");
    for v in here["variants"].as_array().expect("variants") {
        let text = v["text"].as_str().expect("a text");
        assert!(text.contains("Мария, управляющая, +7 812 000-11-22"), "{text}");
        assert_eq!(
            (v["promise_internal"].as_str(), v["promise_by"].as_str()),
            (Some("2026-12-01"), Some("2026-12-04"))
        );
        assert!(
            text.contains("до 4 декабря") || text.contains("До 4 декабря"),
            "{text}"
        );
        // a sentence begins with a capital in any case
        let inside = text.replace(". Вы ", ". ");
        assert!(!inside.contains(" Вы ") && !text.contains(" Вас "), "{text}");
        let blocked = v["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .any(|f| f["level"] == "block");
        assert!(!blocked, "{v}");
        let unsigned = v["findings"]
            .as_array()
            .expect("findings")
            .iter()
            .any(|f| f["code"] == "no_named_person");
        assert!(!unsigned, "{v}");
    }
    for v in elsewhere["variants"].as_array().expect("variants") {
        assert!(
            v["text"]
                .as_str()
                .expect("a text")
                .contains("Анна, help@example.org"),
            "{v}"
        );
    }
}

#[test]
fn a_broken_contact_playbook_or_model_is_named_with_its_line() {
    let read = |text: &str| {
        let whole = format!("[business]\nname = \"Зерно\"\n{text}");
        otklik::config::read(&whole, std::path::Path::new("o.toml"))
            .map(|_| ())
            .map_err(|e| e.to_string())
    };
    for (text, key) in [
        ("[[contact]]\nperson = \"\"\nchannel = \"x\"", "contact.person"),
        (
            "[[contact]]\nperson = \"Анна\"\nchannel = \"x\"\nlocation = [\"Нигде\"]",
            "contact.location",
        ),
        ("[[playbook]]\nwithin = \"скоро\"", "playbook.within"),
        ("[model]\nurl = \"http://10.0.0.1/v1\"\nname = \"m\"", "model.url"),
        ("[model]\nurl = \"https://m.example.org/v1\"", "model.name"),
        ("[model]\ntimeout = \"5m\"", "model.timeout"),
    ] {
        let told = read(text).expect_err("a problem");
        assert!(told.contains(key) && told.starts_with("o.toml:"), "{told}");
    }
}

#[test]
fn blame_beside_kind_words_is_answered_too() {
    for (review, rating, forms) in [
        (
            "Достоинства: удобное приложение\nНедостатки: навязали страховку",
            4,
            &["страховк"][..],
        ),
        ("Кофе вкусный, но ждали сорок минут", 4, &["40 минут"]),
    ] {
        for text in texts(review, rating) {
            let named = forms.iter().any(|f| text.contains(f)) || in_its_own_words(review, &text);
            assert!(named, "{review}: {text}");
        }
    }
}

#[test]
fn no_fault_under_the_heading_of_faults_is_praise() {
    for text in texts("Достоинства: вежливые сотрудники\nНедостатки: не нашёл", 5)
    {
        assert!(!text.contains("до 2") && !text.contains("Извините"), "{text}");
    }
}

#[test]
fn a_word_of_another_world_is_no_subject_of_ours() {
    for (review, wrong) in [
        (
            "Билайн, ты надоел, у меня экзамен завтра, а интернет лежит",
            "экзамен",
        ),
        ("Банк склеил книгу жалоб скотчем, восстановите", "глав"),
        ("Записались на шиномонтаж, зависли там до ночи", "приложени"),
        ("It doesn't work in Europe or Asia", "the app"),
    ] {
        for text in texts(review, 1) {
            // the author may speak of it, the answer does not
            let parts = text
                .split(['»', '”'])
                .map(|p| p.split(['«', '“']).next().unwrap_or(p));
            let ours = parts.collect::<String>();
            assert!(!ours.contains(wrong), "{review}: {text}");
        }
    }
}

#[test]
fn a_question_and_a_wish_are_promised_an_answer() {
    for (review, forms) in [
        ("Банкомат съел карту. Когда её вернут?", &["вопрос", "Вопрос"][..]),
        ("Колонка не включается, прошу вернуть деньги", &["вернуть деньги"]),
    ] {
        for text in texts(review, 1) {
            let named = forms.iter().any(|f| text.contains(f)) || in_its_own_words(review, &text);
            assert!(named, "{review}: {text}");
        }
    }
}

#[test]
fn praise_never_thanks_for_an_accident_of_words() {
    for (review, never) in [
        (
            "Хожу к Марине пятый год, всегда довольна результатом и советую подругам. С уважением, Вера",
            "уважени",
        ),
        (
            "Пришла на окрашивание, своей краски нет, но подобрали идеально, тон держится второй месяц",
            "краск",
        ),
        ("Прекрасный салон! Туалет чистый, мастера вежливые", "туалет"),
        (
            "We came from the airport late at night and left early, and everything was perfect from start to finish",
            "airport",
        ),
        (
            "You avoid the parking queue with their free bus. We enjoyed every single minute of it here",
            "parking",
        ),
    ] {
        for text in texts(review, 5) {
            assert!(!text.to_lowercase().contains(never), "{review}: {text}");
        }
    }
}

#[test]
fn a_fault_told_among_kind_words_is_answered() {
    for (review, named) in [
        (
            "Стригут отлично. Ножницы при мне не дезинфицировали.",
            "инструмент",
        ),
        ("Мастер хороший, результат нравится, в салоне холодно", "холод"),
        ("Магазин хороший, цены радуют. Привезли другой цвет", "заказ"),
    ] {
        for text in texts(review, 4) {
            let told = text.contains(named) || in_its_own_words(review, &text);
            assert!(told && text.to_lowercase().contains("до "), "{review}: {text}");
        }
    }
}

#[test]
fn a_post_that_passes_by_is_asked_whether_it_is_about_us() {
    for post in [
        "RT @novosti: регулятор сообщает о санкциях против банков http://example.org/1",
        "Акционеры одобрили дивиденды банка по итогам года",
        "Как же тоскливо в ноябре, ничего не хочется",
        "RT @daily: shareholders of the bank approve the merger https://example.org/2",
    ] {
        let drafts = of(&input("p", post, None), None);
        assert_eq!(drafts.variants.len(), 2, "{post}");
        for v in drafts.variants {
            assert!(
                v.kind.starts_with("not_about_us"),
                "{post}: {} {}",
                v.kind,
                v.text
            );
            let sorry = ["звинит", "рощения", "ростите", "жаль", "apolog", "sorry"];
            assert!(!sorry.iter().any(|w| v.text.contains(w)), "{post}: {}", v.text);
            assert!(
                v.findings.iter().all(|f| f.level != Level::Block),
                "{:?}",
                v.findings
            );
        }
    }
    // whoever tells what happened to him is answered as ever
    for post in [
        "Вчера ваш банк дважды списал у меня деньги, верните",
        "Билайн не работает с утра",
    ] {
        for v in of(&input("p", post, None), None).variants {
            assert!(!v.kind.starts_with("not_about_us"), "{post}: {}", v.text);
        }
    }
}

#[test]
fn players_and_users_are_answered_about_what_spoils_it_for_them() {
    for (review, named) in [
        ("Cheaters in every match, this game is dead", "cheaters"),
        ("The servers lag all the time, unplayable game", "servers"),
        ("The app is slow, loading takes forever", "slow"),
        (
            "I keep seeing random posts from people I do not follow in this app",
            "follow",
        ),
        ("В каждом матче читеры, игра испорчена", "читер"),
        ("Приложение вылетает после обновления", "вылет"),
    ] {
        for text in texts(review, 1) {
            assert!(text.contains(named), "{review}: {text}");
        }
    }
}

#[test]
fn no_two_thanks_of_two_hundred_are_alike() {
    for praise in [
        &["Отлично!", "Всё супер", "Спасибо большое", "Рекомендую"][..],
        &["Хороший банк", "Лучший банк, рекомендую"],
        &["Great!", "Love it", "Very good", "Excellent app"],
    ] {
        let texts: Vec<String> = (0..200)
            .map(|n| {
                let review = input(&format!("t{n}"), praise[n % praise.len()], Some(5));
                of(&review, None).variants[0].text.clone()
            })
            .collect();
        let (most, median) = similarity(&texts);
        assert!(most <= 0.6 && median <= 0.25, "{praise:?}: {most} {median}");
    }
}

#[test]
fn a_draft_keeps_the_limit_of_every_platform_that_has_one() {
    let limited = otklik_adapters::all()
        .iter()
        .filter_map(|a| Some((a.manifest().id.as_str(), a.manifest().limit?)));
    let mut seen = 0;
    for (platform, limit) in limited {
        for review in [
            "Ждали сорок минут, кофе принесли холодный, а официант нагрубил",
            "Waited forty minutes, the coffee was cold and the waiter was rude",
        ] {
            let raw = serde_json::json!({"id": "l", "text": review, "rating": 1, "platform": platform});
            let now = "2026-11-23T09:00:00Z".parse().expect("an instant");
            let told = line(&raw.to_string(), now, None);
            let variants = told["variants"].as_array().expect("variants");
            assert_eq!(variants.len(), 2, "{platform}: {told}");
            for variant in variants {
                let text = variant["text"].as_str().expect("a text");
                assert!(limit.used(text) <= limit.max, "{platform}: {text}");
                assert_eq!(variant["length"]["max"], limit.max, "{platform}");
                let unit = variant["length"]["unit"].as_str().expect("a unit");
                assert!(["chars", "bytes", "utf16"].contains(&unit), "{platform}: {unit}");
                seen += 1;
            }
        }
    }
    assert!(seen > 0, "no platform states a limit");
}
