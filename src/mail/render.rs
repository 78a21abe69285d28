//! From a view to a subject and two parts. Pure: the same view gives the same bytes.

use super::text;
use crate::domain::Lang;
use crate::i18n;
use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value};
use std::sync::LazyLock;

/// A message ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, at most 200 characters.
    pub subject: String,
    /// Plain text, wrapped; reads well alone.
    pub text: String,
    /// A whole document without remote content.
    pub html: String,
    /// The same as a Telegram message in its HTML, before it is fitted to the limit there.
    pub telegram: String,
}

/// Longest subject, in UTF-16 units: phones show 40 to 70, the rest is for the list on a desktop.
const SUBJECT: usize = 200;

macro_rules! templates {
    ($($mail:literal),+) => {
        &[
            ("base.html", include_str!("templates/base.html")),
            ("macros.html", include_str!("templates/macros.html")),
            ("footer.txt", include_str!("templates/footer.txt")),
            $(
                (concat!($mail, "/subject.txt"), include_str!(concat!("templates/", $mail, "/subject.txt"))),
                (concat!($mail, "/body.txt"), include_str!(concat!("templates/", $mail, "/body.txt"))),
                (concat!($mail, "/body.html"), include_str!(concat!("templates/", $mail, "/body.html"))),
                (concat!($mail, "/telegram.html"), include_str!(concat!("templates/", $mail, "/telegram.html"))),
            )+
        ]
    };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "digest", "alert", "approval", "invite", "reset", "source", "warning", "promise", "topic", "praise",
    "help", "test"
];

#[expect(
    clippy::expect_used,
    reason = "the templates are embedded, and every one is rendered by a test"
)]
static ENGINE: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    env.set_syntax(syntax.expect("the usual marks"));
    // a dump of variables in an error would carry a stranger's text into a log
    env.set_debug(false);
    env.add_filter("upfirst", |text: &str| text::upfirst(text));
    env.add_filter("quote", |text: &str| text::quote(text));
    i18n::register(&mut env);
    for (name, source) in TEMPLATES {
        env.add_template(name, source).expect("a template that parses");
    }
    env
});

/// Renders the four parts of one mail. `context` is a map without `lang`.
///
/// # Errors
/// A template that asks for what the view does not have: a mistake of ours, found by the tests.
pub fn render(mail: &str, lang: Lang, context: Value) -> Result<Rendered, minijinja::Error> {
    let context = minijinja::context! { lang => lang.word(), ..context };
    let part = |name: &str| ENGINE.get_template(&format!("{mail}/{name}"))?.render(&context);
    Ok(Rendered {
        subject: text::one_line(&part("subject.txt")?, SUBJECT),
        text: text::wrap(&part("body.txt")?),
        html: part("body.html")?,
        telegram: part("telegram.html")?.trim().to_owned(),
    })
}
