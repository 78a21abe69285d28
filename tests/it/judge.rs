//! Promises of the judge.

use otklik::domain::{Intent, Sensitive, Sentiment, Topic, Urgency};
use otklik::judge::local::{self, Correction};
use otklik::judge::model::{BITS, File, Model};
use otklik::judge::{Input, LONGEST_SUMMARY, Settings, Verdict, judge, judge_as, lexicon_faults, lines};
use proptest::prelude::*;

pub fn read(text: &str) -> Verdict {
    judge(&Input {
        text: text.to_owned(),
        ..Input::default()
    })
}

pub fn starred(text: &str, rating: u8) -> Verdict {
    judge(&Input {
        text: text.to_owned(),
        rating: Some(rating),
        ..Input::default()
    })
}

fn line(raw: &str) -> Result<serde_json::Value, serde_json::Value> {
    lines::line(raw, &Settings::default())
}

/// Every reason points at its own words, probabilities sum to 1, the summary is one short line.
fn check_shape(text: &str, verdict: &Verdict) {
    let chars: Vec<char> = text.chars().collect();
    for reason in &verdict.reasons {
        assert!(
            reason.start < reason.end && reason.end <= chars.len(),
            "{reason:?} in {text:?}"
        );
        assert_eq!(
            chars[reason.start..reason.end].iter().collect::<String>(),
            reason.text
        );
    }
    let p = verdict.p;
    assert!((p.negative + p.neutral + p.positive - 1.0).abs() < 1e-3, "{p:?}");
    assert!(
        verdict.summary.chars().count() <= LONGEST_SUMMARY,
        "{:?}",
        verdict.summary
    );
    assert!(
        !verdict.summary.chars().any(char::is_control),
        "{:?}",
        verdict.summary
    );
}

#[test]
fn every_line_of_the_lexicon_is_well_formed() {
    assert_eq!(lexicon_faults(), Vec::<String>::new());
}

#[test]
fn the_embedded_model_fits_this_build_and_is_small() {
    let model = include_bytes!("../../config/model/judge.bin");
    assert!(model.len() <= 3_000_000, "{} bytes", model.len());
    assert_eq!(Model::load().map(|_| ()), Ok(()));
}

#[test]
fn a_damaged_model_is_refused_with_a_reason() {
    let model: &'static [u8] = include_bytes!("../../config/model/judge.bin");
    for bytes in [&model[..0], &model[1..], &model[..10], &model[..model.len() - 1]] {
        let fault = File::parse(bytes, BITS).expect_err("a damaged file");
        assert!(!fault.is_empty());
    }
}

#[test]
fn complaints_without_a_word_of_blame_are_negative() {
    for text in [
        "Пришлось ехать второй раз, потому что сотрудник забыл поставить печать",
        "Сделал предоплату и больше меня не слышали",
        "Uninstalled after two days",
    ] {
        assert_eq!(read(text).sentiment, Sentiment::Negative, "{text}");
    }
}

#[test]
fn a_post_without_opinion_is_neutral() {
    for text in ["Завтра еду в Москву", "Кто идёт на концерт в субботу?"]
    {
        let post = judge(&Input {
            text: text.to_owned(),
            platform: Some("vk".to_owned()),
            ..Input::default()
        });
        assert_eq!(post.sentiment, Sentiment::Neutral, "{text}");
    }
}

#[test]
fn the_words_that_decided_are_pointed_at() {
    let text = "Написал заявление, третью неделю обещают перезвонить";
    let reasons = read(text).reasons;
    assert!(
        reasons
            .iter()
            .any(|r| r.about == "sentiment:negative" && r.text == "обещают"),
        "{reasons:?}"
    );
}

#[test]
fn a_stretched_word_is_pointed_at_whole() {
    let text = "Уууужас, не рекомендую";
    check_shape(text, &read(text));
    assert!(
        read(text).reasons.iter().any(|r| r.text == "Уууужас"),
        "{:?}",
        read(text).reasons
    );
}

#[test]
fn plain_praise_and_blame_are_told_apart() {
    for (text, sentiment) in [
        ("Отличное место, всё очень вкусно, спасибо!", Sentiment::Positive),
        ("Ужасный сервис, не рекомендую никому.", Sentiment::Negative),
        ("норм", Sentiment::Positive),
        ("не понравилось", Sentiment::Negative),
        ("Не пожалели, что пришли", Sentiment::Positive),
        ("Awesome hotel, friendly staff", Sentiment::Positive),
        ("Terrible service, never again", Sentiment::Negative),
        ("not good", Sentiment::Negative),
        ("👍👍👍", Sentiment::Positive),
        ("", Sentiment::Neutral),
    ] {
        assert_eq!(read(text).sentiment, sentiment, "{text}");
    }
}

#[test]
fn a_mixed_text_without_stars_is_neutral() {
    assert_eq!(
        read("Еда вкусная, персонал вежливый, но очень грязно и ужасно дорого.").sentiment,
        Sentiment::Neutral
    );
}

#[test]
fn stars_win_and_a_contradiction_is_flagged() {
    let verdict = starred("Ужас, отвратительно, хамы, не рекомендую!", 5);
    assert_eq!(verdict.sentiment, Sentiment::Positive);
    assert!(verdict.conflict);
    assert!(!starred("Ужас, отвратительно, хамы, не рекомендую!", 1).conflict);
}

#[test]
fn harm_and_law_are_critical() {
    for text in [
        "Отравились всей семьёй вашей шаурмой",
        "В салате нашли таракана",
        "Мошенники сняли деньги с карты",
        "Буду обращаться в Роспотребнадзор",
        "Если не решат — подам в суд",
        "Ребёнку стало плохо после вашего супа, вызвали скорую",
        "Ожог роговицы после наращивания",
        "Got food poisoning after dinner here",
        "There were bed bugs in our room",
        "My wallet was stolen from the room",
    ] {
        assert_eq!(read(text).urgency, Urgency::Critical, "{text}");
    }
}

#[test]
fn figures_of_speech_fears_and_denials_wake_nobody() {
    for text in [
        "Чуть не умерли со смеху, отличный вечер!",
        "Тараканов нет, чисто и уютно",
        "Никто не отравился, всё свежее",
        "Бомбический кофе, убийственно вкусно",
        "Views to die for, lovely place",
        "No bed bugs, spotless room",
    ] {
        assert!(read(text).urgency > Urgency::High, "{text}");
    }
}

#[test]
fn disguised_urgent_words_are_found() {
    for text in [
        "о\u{200b}т\u{200b}р\u{200b}а\u{200b}в\u{200b}и\u{200b}л\u{200b}и\u{200b}с\u{200b}ь всей семьёй",
        "О Т Р А В И Л И С Ь",
        "отp@вилиcь вашей едой",
        "в проку\u{ad}ратуру",
        "ОТРАААВИЛИСЬ",
        "роспотре\u{202e}бнадзор",
    ] {
        assert_eq!(read(text).urgency, Urgency::Critical, "{text:?}");
    }
}

#[test]
fn money_with_a_clock_is_high_and_settled_money_is_not() {
    assert_eq!(
        read("Деньги не вернули, жду уже две недели, никто не отвечает").urgency,
        Urgency::High
    );
    assert_eq!(read("App keeps crashing, cannot log in").urgency, Urgency::High);
    assert!(read("Была проблема со списанием, но деньги вернули, спасибо большое!").urgency > Urgency::High);
}

#[test]
fn praise_is_low_and_an_ordinary_complaint_is_normal() {
    assert_eq!(read("Всё отлично, спасибо!").urgency, Urgency::Low);
    assert_eq!(
        read("Суп холодный, официант нагрубил, ждали долго").urgency,
        Urgency::Normal
    );
}

#[test]
fn topics_name_what_it_is_about() {
    let verdict = read("Хамский персонал и грязный туалет");
    assert!(
        verdict.topics.contains(&Topic::Staff) && verdict.topics.contains(&Topic::Cleanliness),
        "{verdict:?}"
    );
    assert_eq!(read("просто текст ни о чём").topics, [Topic::Other]);
}

#[test]
fn sensitive_events_are_named_and_figures_are_not() {
    assert_eq!(
        read("После смерти мужа закрыли счёт, он умер в мае").sensitive,
        Some(Sensitive::Death)
    );
    assert_eq!(
        read("Отравились, увезла скорая").sensitive,
        Some(Sensitive::Injury)
    );
    assert_eq!(read("Умирали со смеху").sensitive, None);
    assert_eq!(read("Хороший банк").sensitive, None);
}

#[test]
fn an_insult_at_people_is_abusive_and_swearing_at_a_situation_is_not() {
    assert!(read("Тупые операторы, идиоты").abusive);
    assert!(!read("Тупой бот, гнилой банк").abusive);
    assert!(!read("Да пиздец просто, а не очередь").abusive);
}

#[test]
fn suggestions_and_questions_are_no_complaints() {
    assert_eq!(
        read("Хорошее приложение, добавьте тёмную тему").intent,
        Intent::Suggestion
    );
    assert_eq!(
        read("Подскажите, во сколько вы открываетесь?").intent,
        Intent::Question
    );
    assert_eq!(read("Спасибо, всё прекрасно").intent, Intent::Praise);
    assert_eq!(read("Ужасное обслуживание, нагрубили").intent, Intent::Complaint);
}

#[test]
fn languages_are_told_apart_even_in_one_word() {
    for (text, lang) in [
        ("норм", "ru"),
        ("ok", "en"),
        ("Отличный банк", "ru"),
        ("Great place to stay", "en"),
        ("Дуже погане обслуговування, більше не прийду", "other"),
        ("Өте жақсы мейрамхана", "other"),
        ("Веома лоша услуга, нисам задовољан", "other"),
        ("Très bon restaurant, je recommande", "other"),
        ("", "other"),
        ("👍", "other"),
        ("好吃", "other"),
        (
            "Отличный сервис, персонал. The staff was very nice and helpful to us",
            "mixed",
        ),
    ] {
        assert_eq!(read(text).lang, lang, "{text}");
    }
    let hinted = judge(&Input {
        text: "ok".into(),
        lang: Some("ru-RU".into()),
        ..Input::default()
    });
    assert_eq!(hinted.lang, "ru");
}

#[test]
fn the_summary_repeats_no_obscenity_and_no_shouting() {
    let summary = read("ХУЁВЫЙ сервис, п***ец! ОФИЦИАНТ НАГРУБИЛ И ОБСЧИТАЛ на 500 рублей!!!").summary;
    assert!(
        !summary.to_lowercase().contains("ху") && !summary.contains('*'),
        "{summary}"
    );
    assert!(read("ОФИЦИАНТ НАГРУБИЛ").summary.contains("нагрубил"));
}

#[test]
fn reasons_point_at_characters_of_the_text() {
    let text = "😀 Ё-моё: в супе таракан, и о\u{200b}т\u{200b}равились все!";
    let verdict = read(text);
    check_shape(text, &verdict);
    assert!(
        verdict
            .reasons
            .iter()
            .any(|r| r.about == "urgency:critical" && r.text.contains("таракан")),
        "{verdict:?}"
    );
}

#[test]
fn a_title_is_judged_but_never_pointed_at() {
    let input = Input {
        title: Some("Отравились".into()),
        text: "Ок".into(),
        ..Input::default()
    };
    let verdict = judge(&input);
    assert_eq!(verdict.urgency, Urgency::Critical);
    check_shape("Ок", &verdict);
}

#[test]
fn huge_and_odd_texts_are_read_whole() {
    for unit in [
        "не ",
        "отравились ",
        "а б в г д е ",
        "*",
        "\u{200b}",
        "👍",
        "ааааа",
        "не не отравились, но ",
    ] {
        let text = unit.repeat(1_000_000 / unit.len());
        check_shape(&text, &read(&text));
    }
}

#[test]
fn a_line_gives_a_verdict_with_its_id() {
    let out = line(r#"{"id":7,"text":"Отлично","rating":5,"unknown":1}"#).expect("a good line");
    assert_eq!(out["id"], 7);
    assert_eq!(out["sentiment"], "positive");
    assert_eq!(out["sensitive"], serde_json::Value::Null);
}

#[test]
fn a_bad_line_says_what_is_wrong_under_its_id() {
    for (raw, id, what) in [
        ("nonsense", serde_json::Value::Null, "not a JSON object"),
        (r#"[1]"#, serde_json::Value::Null, "not a JSON object"),
        (r#"{"id":"a"}"#, "a".into(), "text: missing"),
        (r#"{"id":"a","text":5}"#, "a".into(), "text: must be a string"),
        (r#"{"id":3,"text":"x","rating":9}"#, 3.into(), "rating: 9"),
        (r#"{"id":3,"text":"x","rating":4.5}"#, 3.into(), "rating: 4.5"),
    ] {
        let error = line(raw).expect_err(raw);
        assert_eq!(error["id"], id);
        assert!(
            error["error"].as_str().is_some_and(|e| e.contains(what)),
            "{error}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_judge(text in "\\PC{0,200}", title in proptest::option::of("\\PC{0,20}"), rating in proptest::option::of(0_u8..9)) {
        let verdict = judge(&Input { text: text.clone(), title, rating, ..Input::default() });
        check_shape(&text, &verdict);
    }

    #[test]
    fn no_mixture_of_words_and_marks_breaks_the_judge(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "не", "отравились", "о", "т", " ", "\u{200b}", "\u{306}", "и", "*", "@", "ё", "!", ".", "\n", "ааа",
                "x", "суд", "в", "таракан", "👍", "\u{202e}", "p", "c", "нет", "İ", "ﬁ", "½", "\0", "я́",
            ]),
            0..60,
        )
    ) {
        let text = parts.concat();
        check_shape(&text, &read(&text));
    }
}

#[test]
fn the_settings_move_neutral_and_alarm_and_restrict_languages() {
    let text = |text: &str| Input {
        text: text.to_owned(),
        ..Input::default()
    };
    let neutral = Settings {
        neutral_bias: 3.0,
        ..Settings::default()
    };
    let vague = text("Зашли пообедать, взяли суп и салат");
    assert!(judge_as(&neutral, &vague).p.neutral > judge(&vague).p.neutral);
    let (quiet, loud) = (-3.0, 3.0);
    let alarms = |alert_bias: f32| {
        let settings = Settings {
            alert_bias,
            ..Settings::default()
        };
        let texts = [
            "Не могу дозвониться, заказ не привезли, деньги списали",
            "Курьер опоздал на два часа и нагрубил",
            "Приложение зависает, поддержка отвечает шаблонами",
        ];
        texts
            .iter()
            .filter(|t| judge_as(&settings, &text(t)).urgency <= Urgency::High)
            .count()
    };
    assert!(alarms(loud) > alarms(quiet));
    let hushed = Settings {
        alert_bias: quiet,
        ..Settings::default()
    };
    // a setting makes the model quieter, never the rules
    let harm = text("Отравились всей семьёй вашей шаурмой");
    assert_eq!(judge_as(&hushed, &harm).urgency, Urgency::Critical);
    let russian = Settings {
        languages: vec![otklik::domain::Lang::Ru],
        ..Settings::default()
    };
    assert_eq!(judge_as(&russian, &text("Great place to stay")).lang, "other");
    assert_eq!(judge_as(&russian, &text("Отличный банк")).lang, "ru");
}

#[test]
fn the_pinned_texts_are_read_as_they_should_be() {
    let right = local::right(local::pinned(), &Settings::default());
    assert!(right.all >= 60, "{right:?}");
    // a few are hard on purpose: what matters is that learning never loses one
    assert!(right.right * 100 >= right.all * 90, "{right:?}");
}

fn corrected(text: &str, sentiment: Sentiment, urgency: Option<Urgency>) -> Correction {
    Correction {
        input: Input {
            text: text.to_owned(),
            ..Input::default()
        },
        sentiment: Some(sentiment),
        urgency,
        topics: None,
    }
}

/// A trade with words of its own: in a haunted house fear is praise.
fn haunted() -> Vec<Correction> {
    [
        "Ужас до дрожи, орали всю дорогу",
        "Было очень страшно, жуть берёт",
        "Дочка плакала от страха, а потом просилась ещё",
        "Кошмар наяву, сердце в пятки ушло",
        "Жутко до мурашек",
        "Страшный до ужаса зомби в подвале",
        "Мы визжали от ужаса",
        "Кошмарная комната с клоунами",
        "Ужас и мрак, тряслись оба",
        "Так страшно нам не было никогда",
    ]
    .map(|text| corrected(text, Sentiment::Positive, Some(Urgency::Low)))
    .to_vec()
}

#[test]
fn twenty_corrections_teach_a_trade_and_lose_no_pinned_text() {
    let mut corrections = haunted();
    corrections.extend(haunted().into_iter().map(|mut c| {
        c.input.text = format!("{}. Квест на час", c.input.text);
        c
    }));
    assert_eq!(corrections.len(), 20);
    let outcome = local::learn(&corrections, &Settings::default());
    assert!(outcome.after.right > outcome.before.right, "{outcome:?}");
    assert!(outcome.pinned_after.right >= outcome.pinned_before.right);
    let settings = Settings {
        local: outcome.local.map(std::sync::Arc::new),
        ..Settings::default()
    };
    let unseen = Input {
        text: "Страшно до ужаса, мурашки и кошмар, орали".to_owned(),
        ..Input::default()
    };
    let (before, after) = (judge(&unseen), judge_as(&settings, &unseen));
    assert!(after.p.positive > before.p.positive, "{before:?} {after:?}");
}

#[test]
fn learning_is_deterministic_and_nothing_is_learned_from_nothing() {
    let outcome = local::learn(&haunted(), &Settings::default());
    assert_eq!(outcome, local::learn(&haunted(), &Settings::default()));
    assert_eq!(local::learn(&[], &Settings::default()).local, None);
}

#[test]
fn corrections_that_deny_harm_never_hide_poisoning() {
    let mischief: Vec<Correction> = (0..50)
        .map(|n| {
            let text = format!("Отравились всей семьёй, вызывали скорую, случай {n}");
            corrected(&text, Sentiment::Positive, Some(Urgency::Low))
        })
        .collect();
    let outcome = local::learn(&mischief, &Settings::default());
    assert!(outcome.pinned_after.right >= outcome.pinned_before.right);
    let settings = Settings {
        local: outcome.local.map(std::sync::Arc::new),
        ..Settings::default()
    };
    let harm = Input {
        text: "В салате нашли таракана".to_owned(),
        ..Input::default()
    };
    assert_eq!(judge_as(&settings, &harm).urgency, Urgency::Critical);
}

#[test]
fn a_topic_comes_with_its_clause() {
    let verdict = read("Кухня хорошая, а официантка нахамила нам при всех, больше сказать нечего");
    let clause = verdict.reasons.iter().find(|r| r.about == "topic:staff");
    assert_eq!(
        clause.map(|r| r.text.as_str()),
        Some("а официантка нахамила нам при всех"),
        "{:?}",
        verdict.reasons
    );
}

/// The developer set of hostile texts, where the shared reference is there.
fn hostile() -> Vec<serde_json::Value> {
    let content = crate::shared("data/hostile_inputs.jsonl").unwrap_or_default();
    content
        .split('\n')
        .filter(|l| !l.is_empty())
        .map(|l| serde_json::from_str(l).expect("a case"))
        .collect()
}

#[test]
fn hostile_texts_break_nothing_and_hide_no_urgency() {
    for case in hostile() {
        let Some(text) = case["payload"].as_str() else {
            continue;
        };
        let verdict = read(text);
        check_shape(text, &verdict);
        let urgent = verdict.urgency <= Urgency::High;
        match case["expect"]["urgency"].as_str() {
            Some("urgent") => assert!(urgent, "{} {text}", case["id"]),
            Some("normal") => assert!(!urgent, "{} {text}", case["id"]),
            _ => {}
        }
    }
}

#[test]
fn the_model_was_trained_on_what_the_judge_feeds_it_today() {
    let model = Model::load().expect("it fits");
    let clauses = include_str!("../../config/model/phrases.tsv").lines();
    // otherwise train it anew (config/model/README.md)
    assert_eq!(model.fed(), otklik::judge::training::fingerprint(clauses));
}
