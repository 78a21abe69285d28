//! Words in templates.

use minijinja::{Environment, context};
use otklik::i18n::register;

fn render(template: &str, context: minijinja::Value) -> Result<String, String> {
    let mut env = Environment::new();
    env.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    register(&mut env);
    env.add_template("page.html", template)
        .map_err(|e| e.to_string())?;
    env.get_template("page.html")
        .unwrap()
        .render(context)
        .map_err(|e| format!("{e:#}"))
}

fn reader(lang: &str) -> minijinja::Value {
    context! {
        lang, zone => "Asia/Vladivostok", now => "2026-11-21T10:00:00Z",
        due => "2026-11-21T11:20:00Z", created => 1_795_233_900_000_i64, rating => 4, mean => 4.5, none => (),
        name => "<b>{ $n }</b>",
    }
}

#[test]
fn a_template_speaks_the_language_of_its_reader() {
    let template = r#"{{ t("count-reviews", n=5) }}|{{ "critical"|word("urgency") }}|{{ due|left }}|{{ due|shown }}|{{ due|relative }}|{{ due|date }}|{{ due|datetime }}|{{ due|time }}|{{ mean|num }}|{{ rating|stars }}"#;
    assert_eq!(
        render(template, reader("ru")).unwrap(),
        "5 отзывов|критично|осталось 1 ч 20 мин|до 21:20 (Владивосток, МСК+7)|сегодня, 21:20|21 ноября|21 ноября, 21:20|21:20|4,5|★★★★☆"
    );
    assert_eq!(
        render(template, reader("en")).unwrap(),
        "5 reviews|critical|1 h 20 min left|by 21:20 (Vladivostok, MSK+7)|today, 21:20|21 November|21 November, 21:20|21:20|4.5|★★★★☆"
    );
}

#[test]
fn dates_come_as_text_or_as_milliseconds_and_none_is_empty() {
    assert_eq!(
        render("{{ created|datetime }}", reader("ru")).unwrap(),
        "21 ноября, 14:05"
    );
    assert_eq!(
        render(r#"{{ "2025-02-03"|date }}"#, reader("en")).unwrap(),
        "3 February 2025"
    );
    let empty = "{{ none|date }}{{ none|datetime }}{{ none|left }}{{ none|stars }}{{ none|num }}{{ none|word('urgency') }}";
    assert_eq!(render(empty, reader("ru")).unwrap(), "");
}

#[test]
fn arguments_from_reviews_are_escaped_and_never_read_as_patterns() {
    let html = render(r#"{{ t("day-today", time=name) }}"#, reader("ru")).unwrap();
    assert_eq!(html, "сегодня, &lt;b&gt;{ $n }&lt;&#x2f;b&gt;");
}

#[test]
fn a_wrong_key_language_zone_or_instant_stops_the_rendering() {
    for (template, context) in [
        (r#"{{ t("no-such-text") }}"#, reader("ru")),
        (r#"{{ t("count-reviews", n=5) }}"#, reader("de")),
        ("{{ 'x'|datetime }}", reader("ru")),
        (
            "{{ now|time }}",
            context! { zone => "MSK", now => "2026-11-21T10:00:00Z" },
        ),
    ] {
        assert!(render(template, context).is_err(), "{template}");
    }
}
