//! The door to a mailbox: a GET of `imaps://user@host/FOLDER?limit=…&validity=…&after=…` is answered like
//! a web request, with the messages as JSON, so that an adapter needs no protocol of its own.
//!
//! Read only: `EXAMINE` and `BODY.PEEK` change nothing in the mailbox. Never unencrypted but on loopback,
//! to which an operator rewrote the host.

use super::imap_names as names;
use super::{Client, resolve};
use async_imap::error::Error as ImapError;
use async_imap::{Client as Imap, Session as LoggedIn};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use futures_util::TryStreamExt;
use otklik_adapters::{Failure, Request, Response};
use serde_json::{Value, json};
use std::fmt::Debug;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

/// So much of a message is read, bytes: texts stand at its beginning, photos behind them.
const BEGINNING: usize = 256 * 1024;
/// Most messages in one answer; an adapter may ask for fewer.
const MOST: usize = 100;
/// From the connection to the log-out.
const TOTAL: Duration = Duration::from_secs(60);

/// Any stream that IMAP can be spoken over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Debug + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Debug + Send> Stream for T {}

/// Answers a reading request.
///
/// # Errors
/// [`Failure::Down`] when no answer came. What the server refused is an HTTP-like status: 401 for the
/// password, 404 for the folder.
pub async fn read(client: &Client, request: &Request) -> Result<Response, Failure> {
    let answer = timeout(TOTAL, exchange(client, request)).await;
    let (status, body) = answer.map_err(|_| Failure::down("timeout"))??;
    Ok(Response {
        status,
        headers: vec![("content-type".into(), "application/json".into())],
        body: body.to_string().into_bytes(),
        url: request.url.clone(),
    })
}

async fn exchange(client: &Client, request: &Request) -> Result<(u16, Value), Failure> {
    let ask = Ask::of(request);
    let imap = connected(client, &request.url).await?;
    let mut session = match imap.login(&ask.user, &ask.password).await {
        Ok(session) => session,
        Err((ImapError::No(_) | ImapError::Bad(_), _)) => return Ok((401, json!({ "error": "log-in" }))),
        Err((e, _)) => return Err(failure(&e)),
    };
    let answer = page(&mut session, &ask).await;
    // whether the server says good-bye changes nothing
    let _ = session.logout().await;
    match answer {
        Ok(page) => Ok((200, page)),
        Err(ImapError::No(_)) => Ok((404, json!({ "error": "folder" }))),
        Err(e) => Err(failure(&e)),
    }
}

/// What the adapter asked for.
struct Ask {
    user: String,
    password: String,
    folder: String,
    limit: usize,
    validity: Option<u32>,
    after: u32,
}

impl Ask {
    fn of(request: &Request) -> Self {
        let url = &request.url;
        let number = |key: &str| {
            let found = url.query_pairs().find(|(k, _)| k == key);
            found.and_then(|(_, v)| v.parse::<u32>().ok())
        };
        let password = request
            .headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case("authorization"));
        Ask {
            user: names::decoded(url.username()),
            password: password.map_or_else(String::new, |(_, v)| v.trim_end_matches(['\r', '\n']).to_owned()),
            folder: names::modified_utf7(&names::decoded(url.path().trim_start_matches('/'))),
            limit: number("limit").map_or(MOST, |n| (n as usize).clamp(1, MOST)),
            validity: number("validity"),
            after: number("after").unwrap_or(0),
        }
    }
}

async fn page(session: &mut LoggedIn<Box<dyn Stream>>, ask: &Ask) -> Result<Value, ImapError> {
    let folder = session.examine(&ask.folder).await?;
    let validity = folder.uid_validity.unwrap_or(0);
    // UIDs of another validity mean nothing: read from the start
    let after = if ask.validity == Some(validity) {
        ask.after
    } else {
        0
    };
    let found = session
        .uid_search(format!("UID {}:*", after.saturating_add(1)))
        .await?;
    // `n:*` names the last message even where its UID is below n
    let mut uids: Vec<u32> = found.into_iter().filter(|uid| *uid > after).collect();
    uids.sort_unstable();
    let more = uids.len() > ask.limit;
    uids.truncate(ask.limit);
    let mut messages = Vec::with_capacity(uids.len());
    if !uids.is_empty() {
        let set: Vec<String> = uids.iter().map(u32::to_string).collect();
        let query = format!("(UID INTERNALDATE BODY.PEEK[]<0.{BEGINNING}>)");
        let mut fetched = session.uid_fetch(set.join(","), query).await?;
        while let Some(message) = fetched.try_next().await? {
            let (Some(uid), Some(raw)) = (message.uid, message.body()) else {
                continue;
            };
            messages.push(json!({
                "uid": uid,
                "at": message.internal_date().map(|at| at.to_utc().to_rfc3339()),
                "raw": BASE64_STANDARD.encode(raw),
            }));
        }
    }
    Ok(json!({
        "validity": validity, "after": uids.last().copied().unwrap_or(after), "count": folder.exists,
        "more": more, "messages": messages,
    }))
}

/// A connection that is encrypted and greeted, but not logged in.
async fn connected(client: &Client, url: &Url) -> Result<Imap<Box<dyn Stream>>, Failure> {
    let host = url.host_str().ok_or(Failure::Unsupported)?;
    let (tcp, scheme) = match client.rewrite().target(host) {
        Some(target) => {
            let to = (
                target.host_str().unwrap_or_default(),
                target.port().unwrap_or(143),
            );
            (TcpStream::connect(to).await, target.scheme())
        }
        None => {
            let port = url
                .port()
                .unwrap_or(if url.scheme() == "imaps" { 993 } else { 143 });
            let found = resolve::public(host, port)
                .await
                .map_err(|_| Failure::down("resolve"))?;
            (TcpStream::connect(&found[..]).await, url.scheme())
        }
    };
    let tcp = tcp.map_err(|_| Failure::down("connect"))?;
    match scheme {
        "imaps" => greeted(Box::new(client.mail_tls(host, tcp).await?)).await,
        "imap" if tcp.peer_addr().is_ok_and(|a| a.ip().is_loopback()) => greeted(Box::new(tcp)).await,
        "imap" => {
            let mut plain = greeted(Box::new(tcp)).await?;
            let begun = plain.run_command_and_check_ok("STARTTLS", None).await;
            begun.map_err(|_| Failure::down("starttls"))?;
            let tls = client.mail_tls(host, plain.into_inner()).await?;
            // no second greeting comes after STARTTLS (RFC 9051 §6.2.1)
            Ok(Imap::new(Box::new(tls)))
        }
        _ => Err(Failure::Unsupported),
    }
}

/// Waits for the greeting; otherwise it would be taken for the answer to the log-in.
async fn greeted(stream: Box<dyn Stream>) -> Result<Imap<Box<dyn Stream>>, Failure> {
    let mut imap = Imap::new(stream);
    match imap.read_response().await {
        Ok(Some(_)) => Ok(imap),
        Ok(None) | Err(_) => Err(Failure::down("greeting")),
    }
}

fn failure(error: &ImapError) -> Failure {
    Failure::down(match error {
        ImapError::Io(_) | ImapError::ConnectionLost => "connection_lost",
        _ => "imap",
    })
}
