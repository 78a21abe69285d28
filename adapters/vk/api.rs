//! Calls of VK's API.

use super::wire::{ApiError, List};
use super::{failure, read};
use crate::parse::{json, status};
use crate::{Failure, Net, Request};
use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

/// The version that the wire structs were written for.
const VERSION: &str = "5.199";

/// Why a call failed, with VK's code where there is one: some concern one post only.
pub struct Refusal {
    pub failure: Failure,
    pub code: Option<i64>,
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Refusal { failure, code: None }
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    response: Option<&'a RawValue>,
    error: Option<ApiError>,
}

fn url(method: &str) -> Result<Url, Failure> {
    Url::parse(&format!("https://api.vk.com/method/{method}")).map_err(|_| Failure::Unsupported)
}

fn signed(request: Request, key: Option<String>) -> Request {
    match key {
        // In a header it stays out of addresses, which get logged.
        Some(key) => request.bearer(&key),
        // VK answers with an error that says so.
        None => request,
    }
}

/// Which keys a method takes, best first. A community's key cannot read walls; VK says so itself if
/// there is no other.
fn keys_for(method: &str) -> &'static [&'static str] {
    match method.split('.').next() {
        Some("market") => &["user_key"],
        Some("groups") => &["community_key"],
        _ => &["service_key", "token", "community_key"],
    }
}

/// A reading call.
pub async fn ask(net: &dyn Net, method: &str, fields: &[(&str, &str)]) -> Result<Box<RawValue>, Refusal> {
    let mut url = url(method)?;
    url.query_pairs_mut()
        .extend_pairs(fields)
        .append_pair("lang", "ru")
        .append_pair("v", VERSION);
    let key = keys_for(method).iter().find_map(|k| net.access(k));
    let response = net.send(signed(Request::get(url), key)).await?;
    status::check(&response, false, net.now())?;
    let text = json::mend(&response.body)?;
    let envelope: Envelope<'_> = serde_json::from_str(&text).map_err(|e| json::syntax(&response.body, &e))?;
    if let Some(ApiError { error_code }) = envelope.error {
        return Err(Refusal {
            failure: failure::of(error_code, false, net.now()),
            code: Some(error_code),
        });
    }
    let answer = envelope.response.ok_or_else(|| Failure::drift("response"))?;
    Ok(answer.to_owned())
}

/// A reading call that gives a list.
pub async fn list(net: &dyn Net, method: &str, fields: &[(&str, &str)]) -> Result<List, Refusal> {
    let fields = [fields, &[("extended", "1")]].concat();
    Ok(read::list(&ask(net, method, &fields).await?)?)
}

/// The owner behind a short name.
pub async fn owner_named(net: &dyn Net, name: &str) -> Result<i64, Failure> {
    #[derive(Deserialize)]
    struct Named {
        #[serde(rename = "type")]
        kind: String,
        object_id: i64,
    }
    let answer = ask(net, "utils.resolveScreenName", &[("screen_name", name)])
        .await
        .map_err(|r| r.failure)?;
    // Nobody of this name: an empty list in the place of the object.
    let named: Named = serde_json::from_str(answer.get()).map_err(|_| Failure::Gone)?;
    match named.kind.as_str() {
        "user" => Ok(named.object_id),
        "group" | "page" | "event" => named.object_id.checked_neg().ok_or(Failure::Gone),
        _ => Err(Failure::Unsupported),
    }
}

/// The writing call: whatever is unclear about its answer is [`Failure::Unknown`].
pub async fn create_comment(
    net: &dyn Net,
    key: String,
    fields: &[(&str, &str)],
) -> Result<Option<i64>, Failure> {
    #[derive(Deserialize)]
    struct Created {
        comment_id: Option<i64>,
    }
    let mut all = vec![("v", VERSION), ("lang", "ru")];
    all.extend_from_slice(fields);
    let request = Request::post_form(url("wall.createComment")?, &all).writing();
    let response = net.send(signed(request, Some(key))).await?;
    status::check(&response, true, net.now())?;
    let text = json::mend(&response.body).map_err(|_| Failure::Unknown)?;
    let envelope: Envelope<'_> = serde_json::from_str(&text).map_err(|_| Failure::Unknown)?;
    if let Some(error) = envelope.error {
        return Err(failure::of(error.error_code, true, net.now()));
    }
    let answer = envelope.response.ok_or(Failure::Unknown)?;
    let created: Created = serde_json::from_str(answer.get()).map_err(|_| Failure::Unknown)?;
    Ok(created.comment_id)
}
