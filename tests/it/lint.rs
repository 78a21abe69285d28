//! Promises of the linter.

use otklik::domain::Lang;
use otklik::lint::pack::Pack;
use otklik::lint::{Finding, Input, Level, can_be_overridden, limit_of, lint};

fn run(input: &Input, lang: Lang) -> Vec<Finding> {
    lint(input, input.platform.as_deref().and_then(limit_of), lang).findings
}

#[test]
fn every_code_fires_on_its_bad_example_and_is_silent_on_its_good_one() {
    let pack = Pack::embedded();
    assert!(pack.codes().len() >= 42, "{} codes", pack.codes().len());
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
        assert!(!can_be_overridden(code), "{code}");
    }
    assert!(can_be_overridden("cliche"));
}
