//! Thanks that could have been written to nobody else.

use otklik::draft::line;
use serde_json::json;

/// All variants of an answer, one below the other.
fn answer(review: &str, rating: u8, platform: &str) -> String {
    let now = "2026-11-23T09:00:00Z".parse().expect("a time");
    let raw = json!({ "id": review, "text": review, "rating": rating, "platform": platform });
    let answer = line(&raw.to_string(), now, None);
    let variants = answer["variants"].as_array().cloned().unwrap_or_default();
    assert!(!variants.is_empty(), "{review}: {answer}");
    for v in &variants {
        let findings = v["findings"].as_array().cloned().unwrap_or_default();
        assert!(findings.iter().all(|f| f["level"] != "block"), "{review}: {v}");
    }
    let texts: Vec<&str> = variants.iter().filter_map(|v| v["text"].as_str()).collect();
    texts.join("\n")
}

/// Each review gets an answer with one of the words in every variant.
fn all_say(reviews: &[(&str, &str, &[&str])]) {
    for (platform, review, words) in reviews {
        let text = answer(review, 5, platform);
        for variant in text.lines() {
            let low = variant.to_lowercase();
            assert!(words.iter().any(|w| low.contains(w)), "{review}: {variant}");
        }
    }
}

#[test]
fn what_happened_is_told_back() {
    all_say(&[
        (
            "yandex_maps",
            "Мастер осуществила мою давнюю мечту, кудри вышли чудесные. Салон прекрасный.",
            &["мечт"],
        ),
        (
            "yandex_maps",
            "Прекрасный салон. Мастер не только восстановила натуральный цвет, но и сделала красивую укладку.",
            &["цвет"],
        ),
        (
            "yandex_maps",
            "Привела дочку на стрижку, дочка осталась довольна и ничуть не боялась. Спасибо салону!",
            &["дочк"],
        ),
        (
            "2gis",
            "Отличный магазин, заказали плитку, привезли в тот же день, всё целое.",
            &["день"],
        ),
        (
            "2gis",
            "Помогли рассчитать материал для стены, хватило ровно до последнего листа. Спасибо магазину.",
            &["хватило", "расчёт", "посчитали"],
        ),
        ("steam", "fun game", &["fun"]),
    ]);
}

#[test]
fn rare_words_of_the_author_are_repeated_to_whom_they_praise() {
    for (review, said, name) in [
        (
            "Хожу в салон к Марине: просто творит чудеса, спасибо!",
            "«просто творит чудеса»",
            "Марин",
        ),
        (
            "Стрижку делала мастер Анна. Прекрасно чувствует волосы и форму. Очень довольна!",
            "«прекрасно чувствует волосы и форму»",
            "Анне",
        ),
    ] {
        let text = answer(review, 5, "yandex_maps");
        assert!(text.contains(said) && text.contains(name), "{review}: {text}");
    }
}

#[test]
fn nothing_but_plain_words_is_repeated() {
    for review in [
        "Салон прекрасный, мастер с evil.example творит чудеса 5000 рублей",
        "Прекрасный салон! Продавец Мухоморов творит чудеса по телефону 89990001122",
        "Отличный магазин, тваряет чюдеса, спасибо",
    ] {
        let text = answer(review, 5, "yandex_maps");
        for word in ["evil", "5000", "89990001122", "Мухоморов", "чюдеса"] {
            assert!(!text.contains(word), "{review}: {text}");
        }
    }
}

#[test]
fn a_remark_beside_praise_is_named() {
    all_say(&[
        (
            "yandex_maps",
            "Обожаю этот салон, мастер прекрасный! Жаль, что нету скидочных карт.",
            &["скидочных карт"],
        ),
        (
            "steam",
            "Good game, but not balanced matchmaking.",
            &["matchmaking"],
        ),
    ]);
}

#[test]
fn a_story_that_ended_well_is_no_complaint() {
    let text = answer(
        "Не хватило ламината, в магазине его не оказалось. Менеджер нашёл его в другом филиале, \
         нам привезли товар в этот же день, всё понравилось. Спасибо!",
        5,
        "2gis",
    );
    assert!(!text.contains("декабря") && !text.contains("ноября"), "{text}");
    let low = text.to_lowercase();
    assert!(low.contains("спасибо") || low.contains("благодар"), "{text}");
}

#[test]
fn praise_that_means_the_opposite_is_not_thanked_for() {
    let text = answer(
        "If you love P2W games, oh boy is there a game for you.",
        5,
        "steam",
    );
    assert!(!text.contains("enjoy") && !text.contains("fun"), "{text}");
}

#[test]
fn a_procedure_at_a_hairdresser_is_no_matter_for_doctors() {
    let text = answer(
        "Посещение салона в удовольствие, процедура отличная, стрижка тоже.",
        5,
        "yandex_maps",
    );
    assert!(!text.contains("врач"), "{text}");
}
