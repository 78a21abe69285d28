//! Templates to pages.

use super::App;
use super::assets;
use super::viewer::Viewer;
use crate::domain::{Action, Lang};
use axum::response::Html;
use minijinja::{Environment, UndefinedBehavior, Value, context};

#[derive(rust_embed::RustEmbed)]
#[folder = "src/web/templates"]
struct Files;

/// The names of all templates, for the test that renders each of them.
pub fn templates() -> Vec<String> {
    let mut names: Vec<String> = Files::iter().map(|n| n.into_owned()).collect();
    names.sort();
    names
}

/// Every template, compiled. Undefined values are errors; `.html` escapes by itself.
#[expect(
    clippy::expect_used,
    reason = "the templates are embedded; a test compiles every one"
)]
pub fn environment() -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    crate::i18n::register(&mut env);
    for name in templates() {
        let file = Files::get(&name).expect("the name comes from the list");
        let text = String::from_utf8(file.data.into_owned()).expect("templates are UTF-8");
        env.add_template_owned(name, text).expect("templates compile");
    }
    env
}

/// A page of a logged-in person.
///
/// # Errors
/// What the template engine says.
pub fn page(
    app: &App,
    viewer: &Viewer,
    template: &str,
    data: Value,
) -> Result<Html<String>, minijinja::Error> {
    let rights: std::collections::BTreeMap<&str, bool> =
        Action::ALL.iter().map(|a| (a.word(), viewer.may(*a))).collect();
    let me = context! {
        id => viewer.person.id.as_str(),
        name => viewer.person.name.as_str(),
        role => viewer.person.role().word(),
        may => rights,
    };
    render(app, viewer.lang, template, context! { me, ..data })
}

/// A page that needs no log-in.
///
/// # Errors
/// What the template engine says.
pub fn bare(app: &App, lang: Lang, template: &str, data: Value) -> Result<Html<String>, minijinja::Error> {
    render(app, lang, template, context! { me => Value::from(()), ..data })
}

fn render(app: &App, lang: Lang, template: &str, data: Value) -> Result<Html<String>, minijinja::Error> {
    let all = context! {
        lang => lang.word(),
        business => app.ctx.config.business.name.as_str(),
        demo => app.parts.demo,
        assets => format!("/static/{}", *assets::VERSION),
        ..data
    };
    app.env.get_template(template)?.render(all).map(Html)
}
