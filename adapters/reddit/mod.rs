//! Reddit, declared in `adapter.toml`: mentions and replies of the own account, a subreddit, a search, a thread,
//! and comments in reply. Only the official API with OAuth. Here stands what no table can say. See NOTES.md.

#[cfg(test)]
mod tests;

use crate::declared::DeclaredAdapter;
use crate::parse::html;
use serde_json::Value;

/// What stands in the place of a text that its author or a moderator took away.
const STUBS: [&str; 3] = ["[deleted]", "[removed]", "[ Removed by Reddit ]"];

/// The adapter of `adapter.toml` beside this file.
pub fn adapter() -> DeclaredAdapter {
    DeclaredAdapter::of_build(include_str!("adapter.toml")).mending(mend)
}

/// A comment or post with its words, its address, and whether it is a stub.
fn mend(thing: &mut Value) {
    let text = |key: &str| thing[key].as_str().map(str::trim).filter(|text| !text.is_empty());
    let post = text("name").is_some_and(|name| name.starts_with("t3_"));
    let (source, rendered) = if post {
        ("selftext", "selftext_html")
    } else {
        ("body", "body_html")
    };
    let stub = text(source).is_some_and(|text| STUBS.contains(&text))
        || (post && text("removed_by_category").is_some());
    let said = match text(rendered) {
        // Without `raw_json` the HTML itself comes escaped.
        Some(html) if html.starts_with("&lt;") => html::plain(html).ok(),
        Some(html) => Some(html.to_owned()),
        // A link has no text of its own but where it leads to.
        None => {
            let led = text("url").filter(|_| thing["is_self"] == false);
            text(source).or(led).or(thing[source].as_str()).map(html::escaped)
        }
    };
    let path = text("permalink")
        .or(text("context"))
        .and_then(|path| path.split('?').next());
    let id = |key| text(key)?.split_once('_').map(|(_, id)| id);
    let address = match (
        path.filter(|path| path.starts_with('/')),
        id("name"),
        id("link_id"),
    ) {
        (Some(path), ..) => Some(path.to_owned()),
        (None, Some(own), _) if post => Some(format!("/comments/{own}/")),
        (None, own, above) => own
            .zip(above)
            .map(|(own, above)| format!("/comments/{above}/_/{own}/")),
    };
    let address = address.map(|path| format!("https://www.reddit.com{path}"));
    let fields = [
        ("said", said.into()),
        ("stub", stub.into()),
        ("address", address.into()),
    ];
    let Some(thing) = thing.as_object_mut() else {
        return;
    };
    thing.extend(fields.map(|(key, value): (&str, Value)| (key.to_owned(), value)));
    if stub {
        let words = ["title", "author", "author_fullname", "edited", "address"];
        thing.retain(|key, _| !words.contains(&key.as_str()));
        thing.extend([
            ("said".to_owned(), "".into()),
            ("address".to_owned(), Value::Null),
        ]);
    }
}
