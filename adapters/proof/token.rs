//! An access token for something else: a refresh token, a password, a signed assertion (RFC 6749).

use crate::parse::json;
use crate::{Failure, Net, Request};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Deserialize;

/// The answer to a grant.
#[derive(Deserialize)]
pub struct Granted {
    pub access_token: String,
}

/// The token that this request is answered by.
///
/// # Errors
/// [`Failure::Auth`] (`invalid_grant`) for HTTP 400, which is how a grant is refused; else by the table.
pub async fn granted(net: &dyn Net, request: Request) -> Result<String, Failure> {
    let response = net.send(request).await?;
    if response.status == 400 {
        return Err(Failure::auth("invalid_grant"));
    }
    crate::parse::status::check(&response, false, net.now())?;
    Ok(json::typed::<Granted>(&response.body)?.access_token)
}

/// A request in the name of an application, by its id and secret.
pub fn as_client(request: Request, id: &str, secret: &str) -> Request {
    let basic = BASE64_STANDARD.encode(format!("{id}:{secret}"));
    request.header("authorization", &format!("Basic {basic}"))
}
