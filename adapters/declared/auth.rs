//! Ways to a token, in data. Nothing is kept: adapters have no state.

use super::call::{Asker, Call, Json, Service};
use super::errors;
use super::template::{Template, Words};
use crate::parse::path::Path;
use crate::parse::{json, status};
use crate::proof::sign::RsaKey;
use crate::proof::{google, oauth1, token};
use crate::{Failure, Net, Request};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum Token {
    /// A key of `[source.access]` is the token.
    Ready {
        key: String,
        /// It opens reading only.
        #[serde(default)]
        reading: bool,
    },
    /// The token is traded for something else: a refresh token, a password, a signature (RFC 6749).
    Grant(Box<Grant>),
    /// Google's: a service account signs a JWT (RS256) and trades it.
    ServiceAccount { key: String, scope: String },
    /// OAuth 1.0a: each request is signed, in place of the `authorization` that the service states. `keys`: key
    /// and secret of the application, token and secret of the account.
    Oauth1 { keys: [String; 4] },
}

/// A request for a token. The headers of the service go with it, but for the one that holds the token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Keys without which this way is not gone.
    #[serde(default)]
    pub needs: Vec<String>,
    pub url: Template,
    /// Keys that hold id and secret of the application, sent as HTTP Basic.
    #[serde(default)]
    pub client: Option<[String; 2]>,
    /// The application may have no secret.
    #[serde(default)]
    pub public_client: bool,
    #[serde(default)]
    pub headers: BTreeMap<String, Words>,
    #[serde(default)]
    pub form: BTreeMap<String, Words>,
    #[serde(default)]
    pub json: Option<Json>,
    /// What `{signature}` stands for: RSA with SHA-512 over a text, in base64.
    #[serde(default)]
    pub rsa_sha512: Option<Signed>,
    /// Where the token stands in the answer.
    #[serde(default = "access_token")]
    pub at: Path,
    /// HTTP statuses by which the grant is refused, and our word for it.
    #[serde(default = "bad_request")]
    pub refused: Vec<u16>,
    #[serde(default = "invalid_grant")]
    pub sign: String,
}

/// What is signed by which key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    /// The key of `[source.access]` with the private key.
    pub key: String,
    pub over: Words,
}

fn access_token() -> Path {
    Path::read("access_token").unwrap_or_default()
}

fn bad_request() -> Vec<u16> {
    vec![400]
}

fn invalid_grant() -> String {
    "invalid_grant".into()
}

impl Token {
    /// Keys of `[source.access]` without which this way is not gone.
    pub fn needs(&self) -> Vec<&str> {
        match self {
            Token::Ready { key, .. } | Token::ServiceAccount { key, .. } => vec![key],
            Token::Oauth1 { keys } => keys.iter().map(String::as_str).collect(),
            Token::Grant(grant) => grant.needs.iter().map(String::as_str).collect(),
        }
    }

    /// All keys that are used.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys = self.needs();
        if let Token::Grant(grant) = self {
            keys.extend(grant.client.iter().flatten().map(String::as_str));
            keys.extend(grant.rsa_sha512.iter().map(|s| s.key.as_str()));
            let gaps = grant
                .form
                .values()
                .chain(grant.headers.values())
                .flat_map(Words::gaps);
            keys.extend(gaps.filter_map(|gap| gap.strip_prefix("access.")));
        }
        keys
    }
}

impl Service {
    /// The first way to a token whose keys are set.
    pub fn way(&self, net: &dyn Net, writes: bool) -> Option<&Token> {
        let fits = |way: &&Token| !writes || !matches!(way, Token::Ready { reading: true, .. });
        let open = |way: &&Token| way.needs().iter().all(|key| net.key(key).is_some());
        self.token.iter().filter(fits).find(open)
    }

    /// A request signed by its way, where that signs requests.
    ///
    /// # Errors
    /// As [`oauth1::signed`].
    pub fn signed(&self, net: &dyn Net, mut request: Request) -> Result<Request, Failure> {
        let Some(Token::Oauth1 { keys }) = self.way(net, request.writes) else {
            return Ok(request);
        };
        let keys = keys.each_ref().map(|key| net.key(key).unwrap_or_default());
        request
            .headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("authorization"));
        oauth1::signed(&keys, request, net.now())
    }
}

/// The token by the first way whose keys are set; `None` where no way is open.
///
/// # Errors
/// [`Failure::Auth`] for a key that cannot be read and a grant that is refused.
pub async fn token(asker: &Asker<'_>, service: &Service, writes: bool) -> Result<Option<String>, Failure> {
    let Some(way) = service.way(asker.net, writes) else {
        return Ok(None);
    };
    Ok(Some(match way {
        Token::Ready { key, .. } => asker.net.need(key)?,
        // The request itself is signed.
        Token::Oauth1 { .. } => String::new(),
        Token::ServiceAccount { key, scope } => {
            google::of_account(asker.net, &asker.net.need(key)?, scope).await?
        }
        Token::Grant(grant) => grant.ask(asker, service).await?,
    }))
}

impl Grant {
    async fn ask(&self, asker: &Asker<'_>, service: &Service) -> Result<String, Failure> {
        let mut asker = asker.clone();
        if let Some(signed) = &self.rsa_sha512 {
            let over = asker.fill(&signed.over)?.unwrap_or_default();
            let key = RsaKey::read(&asker.net.need(&signed.key)?);
            let signature = key.and_then(|key| key.sha512(over.as_bytes()));
            let signature = signature.ok_or_else(|| Failure::auth(format!("{}_unreadable", signed.key)))?;
            asker = asker.with("signature", BASE64_STANDARD.encode(signature));
        }
        let call = Call {
            headers: service
                .bare_headers()
                .chain(&self.headers)
                .map(|(k, v)| (k.clone(), v.clone()))
                .collect(),
            form: self.json.is_none().then(|| self.form.clone()),
            json: self.json.clone(),
            ..Call::get(None, self.url.clone())
        };
        let url = call.address(&asker)?;
        let mut request: Request = call.request(&asker, &Service::default(), url)?;
        if let Some([id, secret]) = &self.client {
            let secret = asker.net.key(secret).or(self.public_client.then(String::new));
            let client = asker.net.key(id).zip(secret);
            let (id, secret) = client.ok_or_else(|| Failure::auth("no_oauth_client"))?;
            request = token::as_client(request, &id, &secret);
        }
        let response = asker.net.send(request).await?;
        if self.refused.contains(&response.status) {
            return Err(Failure::auth(self.sign.clone()));
        }
        status::check(&response, false, asker.net.now())?;
        let answer = json::value(&response.body)?;
        if let Some(failure) = errors::verdict(&service.errors, response.status, Some(&answer), false) {
            return Err(failure);
        }
        let token = self.at.first(&answer).and_then(|t| t.as_str());
        let token = token.filter(|t| !t.is_empty());
        token
            .map(str::to_owned)
            .ok_or_else(|| Failure::drift(self.at.to_string()))
    }
}
