//! One click to the order explanation, action, term, apology.

use otklik::domain::Lang;
use otklik::lint::{Input, Level, lint};

fn checked(text: &str) -> otklik::lint::Outcome {
    let input: Input = serde_json::from_value(serde_json::json!({
        "text": text, "fault": "business", "promise_by": "2026-11-26", "now": "2026-11-24T09:00:00Z",
        "review": {"text": "Мастер опоздал на час, а лак отошёл на второй день", "rating": 2}
    }))
    .expect("an input");
    lint(&input, None, Lang::Ru)
}

#[test]
fn the_reordered_text_passes_what_blocked_it() {
    for (text, wanted) in [
        (
            "Простите за эту историю, давайте мы всё исправим или вернуть вам деньги?",
            "Давайте мы всё исправим или вернуть вам деньги? Простите за эту историю.",
        ),
        (
            "Здравствуйте! Извините за лак. Верхний слой не просох. До 26 ноября переделаем маникюр. С уважением, Мария",
            "Здравствуйте! Верхний слой не просох. До 26 ноября переделаем маникюр. Извините за лак. С уважением, Мария",
        ),
        (
            "Здравствуйте, Анна, приносим извинения за опоздание! Завтра переделаем лак.",
            "Здравствуйте, Анна! Завтра переделаем лак. Приносим извинения за опоздание!",
        ),
        (
            "Лак не просох. Извините, приходите, мы всё исправим. Когда вам удобно?",
            "Лак не просох. Приходите, мы всё исправим. Когда вам удобно? Извините.",
        ),
        (
            "Hello! We apologise for the delay and we will check the schedule by November 26.",
            "Hello! We will check the schedule by November 26. We apologise for the delay.",
        ),
    ] {
        let outcome = checked(text);
        assert!(
            outcome
                .findings
                .iter()
                .any(|f| f.code.starts_with("apology_first") || f.code == "apology_before_action"),
            "{text}: {:?}",
            outcome.findings
        );
        assert_eq!(outcome.reordered.as_deref(), Some(wanted));
        let after = checked(wanted);
        assert!(
            !after.findings.iter().any(|f| f.code.starts_with("apology")),
            "{wanted}: {:?}",
            after.findings
        );
    }
}

#[test]
fn the_third_answer_of_the_salon_becomes_a_pass() {
    let before = checked("Простите за эту историю, давайте мы всё исправим или вернуть вам деньги?");
    assert_eq!(before.verdict, Level::Block);
    let after = checked(before.reordered.as_deref().expect("another order"));
    assert!(
        after.findings.iter().all(|f| f.level == Level::Warn),
        "{:?}",
        after.findings
    );
}

#[test]
fn a_text_in_the_right_order_is_left_alone() {
    let right = checked("Здравствуйте! Лак не просох. До 26 ноября переделаем маникюр. Извините за лак.");
    assert_eq!(right.reordered, None);
    // nothing to put the apology behind
    assert_eq!(checked("Извините нас. Нам очень жаль.").reordered, None);
}
