//! One request in data, and how calls of one service are dressed: headers, token, what its errors mean.

use super::auth::Token;
use super::errors::{self, Rule};
use super::limit::LimitEnds;
use super::service::{Elsewhere, Wait};
use super::signature::{HmacSha256, SortedMd5};
use super::template::{Template, Words};
use crate::parse::{json, status};
use crate::{Failure, Net, Place, Request, Response};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use url::Url;

/// A call. With `json` or `form` it is a POST, else a GET.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// Name of a `[declared.service.NAME]`.
    #[serde(default)]
    pub service: Option<String>,
    pub url: Template,
    #[serde(default)]
    pub headers: BTreeMap<String, Words>,
    #[serde(default)]
    pub json: Option<Json>,
    #[serde(default)]
    pub form: Option<BTreeMap<String, Words>>,
    /// What errors mean of this call alone, before the table of its service.
    #[serde(default)]
    pub errors: Vec<Rule>,
    /// Units of the daily allowance ([`crate::Budget`]).
    #[serde(default)]
    pub cost: Option<u32>,
}

/// What all calls of a service have in common.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// `{token}` in one of them asks for a token first.
    #[serde(default)]
    pub headers: BTreeMap<String, Words>,
    /// Ways to a token, best first: the first whose keys are set is used.
    #[serde(default)]
    pub token: Vec<Token>,
    /// Fields of every form.
    #[serde(default)]
    pub form: BTreeMap<String, Words>,
    /// Every form is signed.
    #[serde(default)]
    pub sorted_md5: Option<SortedMd5>,
    /// Parameters of every address. One whose optional gap stays open is left out.
    #[serde(default)]
    pub query: BTreeMap<String, Words>,
    #[serde(default)]
    pub hmac_sha256: Option<HmacSha256>,
    /// Another host than that of the addresses.
    #[serde(default)]
    pub elsewhere: Option<Elsewhere>,
    /// Where the service tells how long to wait, beside `Retry-After`.
    #[serde(default)]
    pub wait: Option<Wait>,
    /// What the service's own errors mean; the first rule that fits. Else the one table of HTTP statuses.
    #[serde(default)]
    pub errors: Vec<Rule>,
    /// Where it tells when its limit of requests ends.
    #[serde(default)]
    pub limit_ends: Option<LimitEnds>,
}

/// JSON with gaps in its texts. A text whose optional gap stays open is left out of its object.
#[derive(Debug, Clone, PartialEq)]
pub struct Json(Value);

impl Json {
    /// Checks the texts of a value.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn read(value: Value) -> Result<Self, String> {
        fn check(value: &Value) -> Result<(), String> {
            match value {
                Value::String(text) => Words::read(text).map(|_| ()),
                Value::Array(all) => all.iter().try_for_each(check),
                Value::Object(all) => all.values().try_for_each(check),
                _ => Ok(()),
            }
        }
        check(&value)?;
        Ok(Json(value))
    }

    fn fill(&self, value: &dyn Fn(&str) -> Option<String>) -> Result<Value, String> {
        fn filled(at: &Value, value: &dyn Fn(&str) -> Option<String>) -> Result<Option<Value>, String> {
            Ok(Some(match at {
                Value::String(text) => match Words::read(text)?.fill(value)? {
                    Some(text) => Value::String(text),
                    None => return Ok(None),
                },
                Value::Array(all) => {
                    let all: Result<Vec<_>, String> = all.iter().map(|v| filled(v, value)).collect();
                    Value::Array(all?.into_iter().flatten().collect())
                }
                Value::Object(all) => {
                    let mut out = Map::new();
                    for (key, inner) in all {
                        if let Some(inner) = filled(inner, value)? {
                            out.insert(key.clone(), inner);
                        }
                    }
                    Value::Object(out)
                }
                other => other.clone(),
            }))
        }
        Ok(filled(&self.0, value)?.unwrap_or(Value::Null))
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Json::read(Value::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(s)
    }
}

/// Who asks, and what fills the gaps.
#[derive(Clone)]
pub struct Asker<'a> {
    pub net: &'a dyn Net,
    pub place: &'a Place,
    /// Values of this very call: `cursor`, `review.id`, `found.unit`.
    pub said: BTreeMap<String, String>,
    /// Tokens of this one operation by their service: several calls share one, and nothing is kept after it.
    tokens: Arc<Mutex<BTreeMap<String, String>>>,
}

impl<'a> Asker<'a> {
    /// With nothing said yet.
    pub fn new(net: &'a dyn Net, place: &'a Place) -> Self {
        Asker {
            net,
            place,
            said: BTreeMap::new(),
            tokens: Arc::default(),
        }
    }

    /// With one more value.
    pub fn with(mut self, gap: &str, value: impl Into<String>) -> Self {
        self.said.insert(gap.to_owned(), value.into());
        self
    }

    /// The value of a gap.
    pub fn value(&self, gap: &str) -> Option<String> {
        if let Some(said) = self.said.get(gap) {
            return Some(said.clone());
        }
        if gap == "cursor.nested" {
            let nested = |text: String| serde_json::to_string(&text).ok();
            let twice = self
                .said
                .get("cursor")
                .cloned()
                .and_then(nested)
                .and_then(nested)?;
            // Within the quotes of the outer text.
            return Some(twice[1..twice.len() - 1].to_owned());
        }
        if let Some(form) = gap.strip_prefix("now:") {
            return Some(self.net.now().format(form).to_string());
        }
        match gap.strip_prefix("access.") {
            Some(key) => self.net.key(key),
            None => self.place.gap(gap),
        }
    }

    async fn token(&self, call: &Call, service: &Service, writes: bool) -> Result<Option<String>, Failure> {
        let name = format!("{} {writes}", call.service.as_deref().unwrap_or_default());
        let known = self
            .tokens
            .lock()
            .ok()
            .and_then(|tokens| tokens.get(&name).cloned());
        if known.is_some() {
            return Ok(known);
        }
        let token = super::auth::token(self, service, writes).await?;
        if let (Some(token), Ok(mut tokens)) = (&token, self.tokens.lock()) {
            tokens.insert(name, token.clone());
        }
        Ok(token)
    }

    /// A text with its gaps filled.
    ///
    /// # Errors
    /// [`Failure::Auth`] where a key is missing.
    pub fn fill(&self, words: &Words) -> Result<Option<String>, Failure> {
        words.fill(&|gap| self.value(gap)).map_err(|_| incomplete())
    }

    /// The same for each field of a form.
    ///
    /// # Errors
    /// As [`Asker::fill`].
    pub fn fields(&self, form: &BTreeMap<String, Words>) -> Result<Vec<(String, String)>, Failure> {
        let mut fields = Vec::with_capacity(form.len());
        for (name, words) in form {
            fields.extend(self.fill(words)?.map(|value| (name.clone(), value)));
        }
        Ok(fields)
    }
}

fn incomplete() -> Failure {
    Failure::auth("access_incomplete")
}

impl Call {
    /// A plain one.
    pub fn get(service: Option<String>, url: Template) -> Self {
        Call {
            service,
            url,
            headers: BTreeMap::new(),
            json: None,
            form: None,
            errors: Vec::new(),
            cost: None,
        }
    }

    /// Asks for this media type, unless the call says something else.
    pub fn accept(&mut self, kind: &str) {
        let named = |name: &String| name.eq_ignore_ascii_case("accept");
        if let (false, Ok(kind)) = (self.headers.keys().any(named), Words::read(kind)) {
            self.headers.insert("accept".into(), kind);
        }
    }

    /// The address of this call.
    ///
    /// # Errors
    /// [`Failure::Auth`] where a key is missing.
    pub fn address(&self, asker: &Asker<'_>) -> Result<Url, Failure> {
        self.url.fill(&|gap| asker.value(gap)).ok_or_else(incomplete)
    }

    /// The request for `url`, dressed as the service wants it, but without its token.
    ///
    /// # Errors
    /// As [`Call::address`].
    pub fn request(&self, asker: &Asker<'_>, service: &Service, url: Url) -> Result<Request, Failure> {
        let mut request = match (&self.json, &self.form) {
            (Some(json), _) => {
                let json = json.fill(&|gap| asker.value(gap)).map_err(|_| incomplete())?;
                Request::post_json(url, &json)
            }
            (None, Some(form)) => {
                let fields = service.fields(asker, form)?;
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
                Request::post_form(url, &fields)
            }
            (None, None) => Request::get(url),
        };
        for (name, words) in service.headers.iter().chain(&self.headers) {
            if let Some(value) = asker.fill(words)? {
                request = request.header(name, &value);
            }
        }
        request.cost = self.cost.unwrap_or(request.cost);
        Ok(request)
    }
}

impl Service {
    /// Sends a call, after asking for the token that its headers need.
    ///
    /// # Errors
    /// One per decision of the engine: by the rules of this service, else by the one table.
    pub async fn send(
        &self,
        asker: &Asker<'_>,
        call: &Call,
        url: Url,
        how: impl Fn(Request) -> Request + Send,
    ) -> Result<Response, Failure> {
        let headers = || self.headers.values().chain(call.headers.values());
        let (mut url, mut asker) = (url, asker.clone());
        self.address(&mut asker, &mut url)?;
        if headers().any(|h| h.gaps().any(|gap| gap == "token")) {
            let writes = how(Request::get(url.clone())).writes;
            match asker.token(call, self, writes).await? {
                Some(token) => asker = asker.with("token", token),
                None if headers().any(|h| h.is_optional("token")) => {}
                None => return Err(Failure::auth("no_access_key")),
            }
        }
        let request = self.signed(asker.net, how(call.request(&asker, self, url)?))?;
        let writes = request.writes;
        let response = asker.net.send(request).await?;
        let body = (self.reads_errors() || !call.errors.is_empty())
            .then(|| json::value(&response.body).ok())
            .flatten();
        let now = asker.net.now();
        let verdict = |rules: &[Rule]| errors::verdict(rules, response.status, body.as_ref(), writes);
        if let Some(failure) = verdict(&call.errors).or_else(|| verdict(&self.errors)) {
            let failure = errors::until(&self.errors, body.as_ref(), now, failure);
            return Err(self.until(failure, &response, now));
        }
        status::check_until(&response, writes, now, || {
            self.limit_ends.as_ref()?.of(&response, now)
        })?;
        Ok(response)
    }

    /// The fields of a form with those of all forms, signed.
    ///
    /// # Errors
    /// As [`Asker::fill`].
    fn fields(
        &self,
        asker: &Asker<'_>,
        form: &BTreeMap<String, Words>,
    ) -> Result<Vec<(String, String)>, Failure> {
        let mut fields = asker.fields(&self.form)?;
        fields.extend(asker.fields(form)?);
        if let Some(signature) = &self.sorted_md5 {
            signature.sign(asker, &mut fields)?;
        }
        Ok(fields)
    }

    /// All texts with gaps in its headers and forms.
    pub fn words(&self) -> impl Iterator<Item = &Words> {
        let signed = self.sorted_md5.iter().flat_map(SortedMd5::words);
        let over = self.hmac_sha256.iter().map(|h| &h.over);
        let fields = self
            .headers
            .values()
            .chain(self.form.values())
            .chain(self.query.values());
        fields.chain(signed).chain(over)
    }

    /// Whether the keys are set that its calls need.
    pub fn is_open(&self, net: &dyn Net) -> bool {
        let set = |key: &str| net.key(key).is_some();
        let without = self
            .headers
            .values()
            .all(|h| h.gaps().all(|gap| gap != "token") || h.is_optional("token"));
        let token = without || self.token.iter().any(|way| way.needs().iter().all(|k| set(k)));
        let gaps = self
            .headers
            .values()
            .flat_map(|h| h.gaps().filter(|gap| !h.is_optional(gap)));
        let mut keys = gaps.filter_map(|gap| gap.strip_prefix("access."));
        token && keys.all(set)
    }

    /// The headers that need no token.
    pub fn bare_headers(&self) -> impl Iterator<Item = (&String, &Words)> {
        self.headers
            .iter()
            .filter(|(_, words)| words.gaps().all(|gap| gap != "token"))
    }

    /// The failure that a saved body tells, if it is one.
    pub fn refusal(&self, body: &Value) -> Option<Failure> {
        let told: Vec<Rule> = self.errors.iter().filter(|rule| !rule.absent).cloned().collect();
        errors::verdict(&told, 200, Some(body), false)
    }

    fn reads_errors(&self) -> bool {
        self.errors.iter().any(|rule| rule.at.is_some())
    }
}
