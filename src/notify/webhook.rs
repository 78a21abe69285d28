//! A webhook, signed as Standard Webhooks says: thin JSON, `webhook-id` the same for every attempt.

use super::outgoing::{Reach, post};
use crate::context::Context;
use crate::mail::SendError;
use crate::net::guard;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::ExposeSecret;
use sha2::Sha256;

/// Posts one event to a webhook of the configuration. `mail_id` makes it recognisable when it comes
/// a second time.
///
/// # Errors
/// [`SendError::Never`] when the receiver says that it is gone (410); everything else may be mended.
pub async fn send(
    ctx: &Context,
    name: &str,
    mail_id: &str,
    kind: &str,
    data: &serde_json::Value,
) -> Result<(), SendError> {
    let later = |what: &str| SendError::Later(format!("webhook {name}: {what}"));
    let hook = ctx.config.webhooks.iter().find(|w| w.name == name);
    let hook = hook.ok_or_else(|| later("not in the configuration any more"))?;
    let secret = hook
        .secret()
        .map_err(SendError::Later)?
        .ok_or_else(|| later("no secret_file"))?;
    let key = key(secret.expose_secret()).ok_or_else(|| later("the secret is not whsec_ and base64"))?;
    let (url, reach) = if hook.internal {
        (hook.url.clone(), Reach::Anywhere)
    } else {
        let url = guard::outward(hook.url.as_str())
            .map_err(|e| later(&format!("{e}; internal = true allows it")))?;
        (url, Reach::Public)
    };
    let now = ctx.clock.now();
    let body = serde_json::json!({
        "type": kind,
        "timestamp": now.to_rfc3339_opts(chrono::SecondsFormat::Micros, true),
        "data": data,
    })
    .to_string();
    let id = format!("msg_{mail_id}");
    let timestamp = now.timestamp().to_string();
    let headers = [
        ("webhook-signature", sign(&key, &id, &timestamp, &body)),
        ("webhook-id", id),
        ("webhook-timestamp", timestamp),
    ];
    let answer = post(reach, url, &headers, body).await?;
    match answer.status {
        200..=299 => Ok(()),
        410 => Err(SendError::Never(format!(
            "webhook {name}: the receiver is gone (410)"
        ))),
        300..=399 => Err(later("it redirects, and redirects are not followed")),
        status => Err(later(&format!("answered {status}"))),
    }
}

/// The key of a secret as it is shown to users: `whsec_` and base64 of 24 to 64 bytes.
pub fn key(secret: &str) -> Option<Vec<u8>> {
    let encoded = secret.trim().strip_prefix("whsec_").unwrap_or(secret.trim());
    STANDARD
        .decode(encoded)
        .ok()
        .filter(|key| (24..=64).contains(&key.len()))
}

/// The value of `webhook-signature`.
pub fn sign(key: &[u8], id: &str, timestamp: &str, body: &str) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vector_of_the_specification_holds() {
        let key = key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("a secret");
        let signature = sign(
            &key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "1614265330",
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_short_or_unreadable_secret_is_refused() {
        assert_eq!(key("whsec_AAAA"), None);
        assert_eq!(key("not base64!"), None);
    }
}
