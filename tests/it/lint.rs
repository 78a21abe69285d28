//! Promises of the linter.

use otklik::domain::Lang;
use otklik::lint::pack::Pack;
use otklik::lint::{Finding, Input, Level, limit_of, lint};

fn run(input: &Input, lang: Lang) -> Vec<Finding> {
    lint(input, input.platform.as_deref().and_then(limit_of), lang).findings
}

#[test]
fn every_code_fires_on_its_bad_example_and_is_silent_on_its_good_one() {
    let pack = Pack::embedded();
    assert_eq!(pack.codes().len(), 43, "42 codes of the catalogue and wrong_name");
    let mut wrong = Vec::new();
    for code in pack.codes() {
        for lang in Lang::ALL {
            let wording = pack.wording(&code.code, *lang).expect("both languages");
            assert!(
                !wording.reason.is_empty() && wording.fix.is_some(),
                "{}: reason and fix",
                code.code
            );
            let fires = |input: &Input| run(input, *lang).iter().any(|f| f.code == code.code);
            if !fires(&wording.bad) {
                wrong.push(format!("{lang} {} is silent on its bad example", code.code));
            }
            if fires(&wording.good) {
                wrong.push(format!("{lang} {} fires on its good example", code.code));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn good_examples_are_not_blocked_by_other_codes() {
    let pack = Pack::embedded();
    let mut wrong = Vec::new();
    for code in pack.codes() {
        for lang in Lang::ALL {
            let good = &pack.wording(&code.code, *lang).expect("both languages").good;
            for f in run(good, *lang).iter().filter(|f| f.level == Level::Block) {
                // Examples are shorter than replies: what is missing in them is no fault of theirs.
                if !matches!(
                    f.code.as_str(),
                    "no_action" | "no_term_or_return_date" | "term_without_promise"
                ) {
                    wrong.push(format!(
                        "{lang} good of {}: {} at {}..{}",
                        code.code, f.code, f.start, f.end
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn some_codes_cannot_be_overridden() {
    for code in [
        "pii_in_public",
        "unfilled_slot",
        "too_long_for_platform",
        "no_such_code",
    ] {
        assert!(!Pack::embedded().can_be_overridden(code), "{code}");
    }
    assert!(Pack::embedded().can_be_overridden("cliche"));
}

fn codes(value: serde_json::Value) -> Vec<String> {
    let input: Input = serde_json::from_value(value).expect("an input");
    run(&input, Lang::Ru).into_iter().map(|f| f.code).collect()
}

fn has(found: &[String], wanted: &[&str]) -> bool {
    wanted.iter().all(|w| found.iter().any(|f| f == w))
}

// The facts and verdicts of the fifteen fixtures of the service code; the sentences are our own.

#[test]
fn an_answer_that_wants_contacts_and_promises_nothing_breaks_five_rules() {
    let found = codes(serde_json::json!({
        "text": "Добрый день, спасибо, что обратились! Хотим во всём разобраться: сервис у нас один из главных приоритетов. \
                 Пришлите в личку блога договор или название фирмы и контакты. Уточним подробности и свяжемся как можно быстрее.",
        "review": {"text": "Связь у них всё время сбоит, а сотрудник поддержки по телефону обозвал меня дебилом", "rating": null}
    }));
    assert!(
        has(
            &found,
            &[
                "cliche",
                "no_action",
                "no_term_or_return_date",
                "no_named_person",
                "no_aspect_named"
            ]
        ),
        "{found:?}"
    );
    assert!(
        !has(&found, &["no_greeting"])
            && !has(&found, &["no_thanks"])
            && !has(&found, &["asks_pii_in_public"])
    );
}

#[test]
fn a_template_that_cannot_advise_is_blocked() {
    let found = codes(serde_json::json!({
        "text": "Уважаемый клиент, по этому поводу, увы, не могу вас проконсультировать. Нам очень важен ваш отзыв.",
        "review": {"text": "Третий день не могу получить справку, хамят", "rating": 1, "author": "Анна П."}
    }));
    let wanted = [
        "not_our_competence",
        "cliche",
        "no_action",
        "no_term_or_return_date",
        "no_name_though_available",
    ];
    assert!(has(&found, &wanted), "{found:?}");
}

#[test]
fn the_order_of_apology_and_action_decides() {
    let review = serde_json::json!({"text": "Мастер опоздал на час", "rating": 2});
    let ask = |text: &str| {
        codes(
            serde_json::json!({"text": text, "fault": "business", "review": review, "promise_by": "2026-11-25", "now": "2026-11-24T09:00:00Z"}),
        )
    };
    assert!(has(
        &ask("Ну, бывает такое."),
        &["toxic_or_sarcastic", "no_action"]
    ));
    let middle = ask("Здравствуйте! Мастер застрял на выезде. Приносим извинения. Завтра проверим график.");
    assert!(
        has(&middle, &["apology_before_action"]) && !has(&middle, &["apology_first_sentence"]),
        "{middle:?}"
    );
    assert!(has(
        &ask("Здравствуйте! Извините нас. Завтра проверим график."),
        &["apology_first_sentence"]
    ));
    let right = ask("Здравствуйте! Мастер застрял на выезде. Завтра проверим график. Приносим извинения.");
    assert!(!right.iter().any(|c| c.starts_with("apology")), "{right:?}");
}

#[test]
fn a_lecture_with_a_refusal_is_found_and_the_positive_wording_passes() {
    let bad = codes(serde_json::json!({"text": "Вы должны понимать: выносить лишний реквизит мы не будем."}));
    assert!(
        has(&bad, &["lecturing", "refusal_without_alternative"]),
        "{bad:?}"
    );
    let good = codes(
        serde_json::json!({"text": "Здравствуйте! В зале останется весь реквизит, нужный угол можно выбрать на месте."}),
    );
    assert!(
        !has(&good, &["lecturing"]) && !has(&good, &["refusal_without_alternative"]),
        "{good:?}"
    );
}

#[test]
fn too_late_is_a_refusal_and_a_chance_to_look_is_none() {
    let bad = codes(serde_json::json!({"text": "Простите, возвращать вещь уже поздно."}));
    assert!(
        has(&bad, &["apology_first_sentence", "refusal_without_alternative"]),
        "{bad:?}"
    );
    let good = codes(
        serde_json::json!({"text": "Здравствуйте! Срок прошёл, но давайте посмотрим, что можно сделать."}),
    );
    assert!(!has(&good, &["refusal_without_alternative"]), "{good:?}");
}

#[test]
fn robot_formulas_and_queue_recordings_are_blocked() {
    let robot = codes(
        serde_json::json!({"text": "Уважаемый клиент! Обращение Ваше зарегистрировано под номером 77."}),
    );
    assert!(has(&robot, &["registered_under_number"]), "{robot:?}");
    let queue = codes(
        serde_json::json!({"text": "Звонок ваш для нас очень важен, однако все операторы сейчас заняты."}),
    );
    assert!(has(&queue, &["cliche"]), "{queue:?}");
}

#[test]
fn look_alikes_and_invisible_letters_hide_nothing_and_offsets_stay_right() {
    // Latin «a» and «e», a zero-width space inside a word.
    let text = "Здравствуйте! Вaшe мн\u{200b}ение для нас оч\u{ad}ень важно 🙏";
    let input = Input {
        text: text.to_owned(),
        ..Input::default()
    };
    let found = run(&input, Lang::En);
    let cliche = found.iter().find(|f| f.code == "cliche").expect("a cliché");
    let slice: String = text
        .chars()
        .skip(cliche.start)
        .take(cliche.end - cliche.start)
        .collect();
    assert!(slice.starts_with("Вaшe") && slice.ends_with("важно"), "{slice}");
    assert!(
        cliche.message.is_ascii() || cliche.message.contains("cliché"),
        "{}",
        cliche.message
    );
}

#[test]
fn terms_that_are_not_our_promises_are_left_alone() {
    for text in [
        "Здравствуйте! Работаем ежедневно с 10 до 22, гарантия на ремонт 6 месяцев.",
        "Здравствуйте! Вы заказали торт 12 ноября.",
        "Здравствуйте! Деньги вернули 20 ноября.",
    ] {
        let found = codes(serde_json::json!({"text": text, "now": "2026-11-24T09:00:00Z"}));
        assert!(!has(&found, &["term_without_promise"]), "{text}: {found:?}");
    }
    for (text, promise, fires) in [
        ("Ответим завтра.", "2026-11-25", false),
        ("Ответим завтра.", "2026-12-05", true),
        ("Вернём деньги в течение трёх рабочих дней.", "2026-11-27", false),
        ("Вернём деньги до 27 ноября.", "2026-11-28", true),
        ("Починим к пятнице.", "2026-11-27", false),
        ("We will reply within two days.", "2026-11-26", false),
    ] {
        let found =
            codes(serde_json::json!({"text": text, "promise_by": promise, "now": "2026-11-24T09:00:00Z"}));
        assert_eq!(
            has(&found, &["term_without_promise"]),
            fires,
            "{text} {promise}: {found:?}"
        );
    }
}

#[test]
fn a_bad_line_is_answered_in_its_place() {
    let now = "2026-11-23T09:00:00Z".parse().expect("an instant");
    let bad = otklik::lint::line(Pack::embedded(), "{\"id\":\"x\",\"text\":[]}", now, None);
    assert!(bad["id"] == "x" && bad["error"].is_string());
    assert!(otklik::lint::line(Pack::embedded(), "{", now, None)["error"].is_string());
    let good = otklik::lint::line(
        Pack::embedded(),
        "{\"id\":3,\"text\":\"Здравствуйте!\"}",
        now,
        None,
    );
    assert_eq!(
        (good["id"].as_i64(), good["verdict"].as_str()),
        (Some(3), Some("pass"))
    );
}

#[test]
fn twenty_thousand_characters_are_read_and_every_offset_is_in_range() {
    for unit in [
        "Извините! ",
        "ж",
        "{[<",
        "@a.b ",
        "👩‍👩‍👧 ",
        "до 24 ",
        "\u{202e}х*",
        "1-",
        "в в в в ",
        "Анна, ",
    ] {
        let text: String = unit.chars().cycle().take(20_000).collect();
        let input = Input {
            text,
            ..Input::default()
        };
        assert!(
            run(&input, Lang::Ru)
                .iter()
                .all(|f| f.start <= f.end && f.end <= 20_000),
            "{unit}"
        );
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 128, ..Default::default() })]
    #[test]
    fn no_text_breaks_the_linter(text in "[а-яёА-Яa-zA-Z0-9 .,!?{}<>\\[\\]@*№\\-\u{200b}\u{301}\u{306}🙏\n]{0,200}", author in "\\PC{0,30}") {
        let review = otklik::lint::Review { text: text.clone(), author: Some(author), ..Default::default() };
        let length = text.chars().count();
        let input = Input { text, review: Some(review), ..Input::default() };
        for f in run(&input, Lang::Ru) {
            proptest::prop_assert!(f.start <= f.end && f.end <= length, "{f:?}");
        }
    }
}
