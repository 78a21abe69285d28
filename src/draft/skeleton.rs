//! Skeletons: minijinja templates with `pick(seed, [...])` for variety without chance.

use crate::domain::Lang;
use crate::domain::text::hash;
use minijinja::{Environment, UndefinedBehavior, Value};
use std::sync::LazyLock;

#[derive(rust_embed::RustEmbed)]
#[folder = "config/skeletons/"]
struct Files;

/// Steps that one skeleton may take.
const FUEL: u64 = 20_000;

/// One of the choices, always the same for one seed and one list.
fn pick(seed: String, choices: Vec<String>) -> Result<String, minijinja::Error> {
    let text = choices.concat();
    // Choices hold slots: the salt is how many there are and how the list is made up, not what fills it.
    let digest = hash(&format!(
        "{seed}:{}:{}",
        choices.len(),
        text.chars().next().unwrap_or(' ')
    ));
    let number = u64::from_str_radix(&digest[..12], 16).unwrap_or(0);
    let at = number.checked_rem(choices.len() as u64).unwrap_or(0);
    choices
        .into_iter()
        .nth(usize::try_from(at).unwrap_or(0))
        .ok_or_else(|| minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, "pick() needs a choice"))
}

/// An environment with the skeletons of `files` (`ru/praise.j2`, text).
///
/// # Errors
/// minijinja's message with file and line.
pub fn environment(
    files: impl Iterator<Item = (String, String)>,
) -> Result<Environment<'static>, minijinja::Error> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.add_function("pick", pick);
    for (name, text) in files {
        env.add_template_owned(name, text)?;
    }
    Ok(env)
}

fn embedded() -> &'static Environment<'static> {
    static ENV: LazyLock<Environment<'static>> = LazyLock::new(|| {
        let files = Files::iter()
            .filter(|name| name.ends_with(".j2"))
            .filter_map(|name| {
                let text = Files::get(&name)?.data.into_owned();
                Some((name.to_string(), String::from_utf8_lossy(&text).into_owned()))
            });
        // Part of the binary and rendered by a test: they cannot be broken at run time.
        environment(files).unwrap_or_else(|e| panic!("embedded skeletons: {e:#}"))
    });
    &ENV
}

/// Renders a skeleton (`complaint`, `praise.short` …) on one line, white space folded.
///
/// # Errors
/// A slot that is not there, or a skeleton that runs too long.
pub fn render(lang: Lang, name: &str, slots: Value) -> Result<String, minijinja::Error> {
    let text = embedded()
        .get_template(&format!("{lang}/{name}.j2"))?
        .render(slots)?;
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
