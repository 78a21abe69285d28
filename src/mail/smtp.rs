//! The way to the mail server. Encrypted unless the server is on this machine or the address says
//! `?tls=none`; once encryption is asked for, nothing is ever sent without it.

use super::letter::LetterError;
use super::message;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::{AsyncSmtpTransport, Error as SmtpError};
use lettre::{AsyncTransport, Message, Tokio1Executor};
use secrecy::ExposeSecret;
use std::time::Duration;
use url::{Host, Url};

/// Longest wait for one answer of the server.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Sends mails, or keeps them.
#[derive(Debug, Clone)]
pub struct Mailer {
    way: Way,
    from: Mailbox,
}

#[derive(Debug, Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// The demo: a mail is sent when it is stored.
    Kept,
    /// No server is configured: mails wait in the database.
    Waits,
}

/// Why the mail section cannot be used. One line with the key and the remedy.
#[derive(Debug, thiserror::Error)]
pub enum MailerError {
    #[error("mail.smtp: {0}")]
    Smtp(String),
    #[error("mail.from: {0:?} is not an address, write \"Name <otklik@example.org>\"")]
    From(String),
    #[error("mail.ca_file: {0}")]
    Authority(String),
    #[error("{0}")]
    Secret(String),
}

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Another attempt may work: no connection, a 4xx answer, a refused log-in, no encryption.
    #[error("{0}")]
    Later(String),
    /// The server will never take this mail (5xx).
    #[error("{0}")]
    Never(String),
}

impl Mailer {
    /// Reads the mail section. No connection is made.
    ///
    /// # Errors
    /// [`MailerError`]: which key is wrong and what is allowed.
    pub fn new(mail: &crate::config::Mail) -> Result<Self, MailerError> {
        let way = match &mail.smtp {
            None => Way::Waits,
            Some(url) => Way::Smtp(transport(url, mail)?),
        };
        let from = match (&mail.from, &mail.smtp) {
            (Some(from), _) => message::mailbox_of(from).ok_or_else(|| MailerError::From(from.clone()))?,
            (None, None) => message::local(),
            (None, Some(_)) => return Err(MailerError::From(String::new())),
        };
        Ok(Mailer { way, from })
    }

    /// A mailer that only keeps: every mail counts as sent and is read in the browser.
    pub fn kept() -> Self {
        Mailer {
            way: Way::Kept,
            from: message::local(),
        }
    }

    /// Mails stay readable here, links and all.
    pub fn keeps(&self) -> bool {
        matches!(self.way, Way::Kept)
    }

    /// The sender.
    pub fn from(&self) -> &Mailbox {
        &self.from
    }

    /// Connects, encrypts and logs in as a real mail would, and sends nothing.
    ///
    /// # Errors
    /// In words: what the server or the connection said.
    pub async fn check(&self) -> Result<(), String> {
        match &self.way {
            Way::Kept => Ok(()),
            Way::Waits => Err("mail.smtp is not set: mails wait in the database".into()),
            Way::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err("the mail server closed the connection".into()),
                Err(e) => Err(words(&e)),
            },
        }
    }

    /// No server is configured.
    pub fn waits(&self) -> bool {
        matches!(self.way, Way::Waits)
    }

    /// Hands a letter over, where a second copy would be worse than none: only an answer of the server
    /// tells what became of it.
    pub(super) async fn hand_over(&self, message: Message) -> Result<(), LetterError> {
        let Way::Smtp(transport) = &self.way else {
            return Ok(());
        };
        match transport.send(message).await {
            Ok(_) => Ok(()),
            Err(e) if e.is_permanent() || e.is_client() => Err(LetterError::Never),
            Err(e) if e.is_transient() || e.is_tls() => Err(LetterError::Later),
            Err(_) => Err(LetterError::Unknown),
        }
    }

    /// Sends one message over one connection.
    ///
    /// # Errors
    /// [`SendError`]: whether another attempt makes sense.
    pub async fn send(&self, message: Message) -> Result<(), SendError> {
        match &self.way {
            Way::Kept => Ok(()),
            Way::Waits => Err(SendError::Later("mail.smtp is not set".into())),
            Way::Smtp(transport) => transport.send(message).await.map(|_| ()).map_err(|e| judged(&e)),
        }
    }
}

fn transport(
    url: &Url,
    mail: &crate::config::Mail,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, MailerError> {
    let wrong = |message: &str| MailerError::Smtp(message.to_owned());
    let host = match url.host() {
        Some(Host::Ipv6(ip)) => ip.to_string(),
        Some(host) => host.to_string(),
        None => return Err(wrong("no host; write smtp://host:587 or smtps://host:465")),
    };
    if url.password().is_some_and(|p| !p.is_empty()) {
        return Err(wrong(
            "no password in the address; use mail.password_file or mail.password = \"env:NAME\"",
        ));
    }
    let asked: Option<String> = url
        .query_pairs()
        .find(|(k, _)| k == "tls")
        .map(|(_, v)| v.into_owned());
    let is_plain = match (url.scheme(), asked.as_deref()) {
        ("smtps", None) | ("smtp", Some("required")) => false,
        ("smtp", Some("none")) => true,
        ("smtp", None) => is_loopback(url),
        ("smtps" | "smtp", Some(_)) => return Err(wrong("tls= is required or none, and only for smtp://")),
        _ => return Err(wrong("write smtp://host:587 or smtps://host:465")),
    };
    let secret = mail.secret().map_err(MailerError::Secret)?;
    if is_plain && secret.is_some() && !is_loopback(url) {
        return Err(wrong(
            "a password is never sent without encryption; remove tls=none",
        ));
    }
    let (tls, port) = if is_plain {
        (Tls::None, 25)
    } else {
        let parameters = parameters(&host, mail)?;
        match url.scheme() {
            "smtps" => (Tls::Wrapper(parameters), 465),
            _ => (Tls::Required(parameters), 587),
        }
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host)
        .port(url.port().unwrap_or(port))
        .tls(tls)
        .timeout(Some(TIMEOUT));
    let user = percent_decoded(url.username());
    match (user.is_empty(), secret) {
        (true, None) => {}
        (false, Some(secret)) => {
            builder = builder.credentials(Credentials::new(user, secret.expose_secret().to_owned()));
        }
        (false, None) => return Err(wrong("a user without password; set mail.password_file")),
        (true, Some(_)) => return Err(wrong("a password without user; write smtp://user@host:587")),
    }
    Ok(builder.build())
}

fn parameters(host: &str, mail: &crate::config::Mail) -> Result<TlsParameters, MailerError> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(path) = &mail.ca_file {
        let wrong = |e: String| MailerError::Authority(format!("{}: {e}", path.display()));
        let pem = std::fs::read(path).map_err(|e| wrong(e.to_string()))?;
        builder =
            builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|e| wrong(e.to_string()))?);
    }
    builder
        .build_rustls()
        .map_err(|e| MailerError::Smtp(e.to_string()))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => match name.parse::<std::net::IpAddr>() {
            // a scheme that the URL standard does not know keeps an IPv4 address as a name
            Ok(ip) => ip.is_loopback(),
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        },
        None => false,
    }
}

/// `maria%40example.org` is how a user that is a mail address stands in an address.
fn percent_decoded(user: &str) -> String {
    let query = format!("u={}", user.replace('+', "%2B"));
    url::form_urlencoded::parse(query.as_bytes())
        .next()
        .map_or_else(String::new, |(_, v)| v.into_owned())
}

fn judged(error: &SmtpError) -> SendError {
    let words = words(error);
    // Refused log-ins (RFC 4954: 530, 534, 535, 538) and "no mail here" (521) are about our settings
    // and the server, not about this mail: a person mends them and the mail still goes out.
    let settings = error
        .status()
        .map(u16::from)
        .is_some_and(|c| matches!(c, 521 | 530 | 534 | 535 | 538));
    if error.is_permanent() && !settings {
        SendError::Never(words)
    } else {
        SendError::Later(words)
    }
}

/// The error with its causes, in one line: kept in the database and shown to operators.
fn words(error: &SmtpError) -> String {
    let mut out = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(e) = cause {
        let more = e.to_string();
        if !out.contains(&more) {
            out.push_str(": ");
            out.push_str(&more);
        }
        cause = e.source();
    }
    super::text::one_line(&out, 300)
}
