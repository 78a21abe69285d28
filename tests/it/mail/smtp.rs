//! Delivery over a real SMTP server: encryption, log-in, and what each refusal means.

use super::samples;
use crate::support::smtp::Server;
use otklik::config;
use otklik::domain::Lang;
use otklik::mail::{Mailer, MailerError, SendError, View, message};
use std::path::Path;

fn mail(toml: &str) -> config::Mail {
    let text =
        format!("[mail]\nfrom = \"Отклик <otklik@example.org>\"\n{toml}\n[business]\nname = \"Зерно\"\n");
    config::read(&text, Path::new("test.toml"))
        .expect("a configuration")
        .mail
}

fn mailer(toml: &str) -> Mailer {
    Mailer::new(&mail(toml)).expect("a mailer")
}

async fn send(mailer: &Mailer, to: &str) -> Result<(), SendError> {
    let r = View::Digest(samples::digest(5, Lang::Ru))
        .render(Lang::Ru)
        .expect("renders");
    let built = message::build(mailer.from(), "Мария", to, "0193-7", samples::now(), &r).expect("a message");
    mailer.send(built).await
}

/// `smtpd.py` prints what it took; without a Python that has aiosmtpd there is nothing to ask.
macro_rules! server {
    () => {
        match Server::start() {
            Some(server) => server,
            None => return eprintln!("OTKLIK_TEST_SMTP is not set: no real mail server"),
        }
    };
}

#[tokio::test]
async fn a_mail_arrives_whole_over_a_plain_connection_on_this_machine() {
    let mut server = server!();
    let mailer = mailer(&format!("smtp = \"smtp://127.0.0.1:{}\"", server.ports.plain));
    assert_eq!(mailer.check().await, Ok(()));
    send(&mailer, "maria@example.org").await.expect("sent");
    let mail = server.arrived();
    assert_eq!(
        (mail.from.as_str(), mail.to, mail.tls),
        ("otklik@example.org", vec!["maria@example.org".to_owned()], false)
    );
    assert!(
        mail.data.contains("Message-ID: <0193-7@example.org>\r\n"),
        "{}",
        mail.data
    );
    assert!(mail.data.contains("multipart/alternative"), "{}", mail.data);
}

#[tokio::test]
async fn starttls_and_implicit_tls_encrypt_and_log_in() {
    let mut server = server!();
    let (ca, ports) = (
        server.ports.ca.display().to_string(),
        (server.ports.starttls, server.ports.smtps),
    );
    for url in [
        format!("smtp://otklik%40example.org@localhost:{}?tls=required", ports.0),
        format!("smtps://otklik%40example.org@localhost:{}", ports.1),
    ] {
        let mailer = mailer(&format!(
            "smtp = \"{url}\"\nca_file = \"{ca}\"\npassword = \"right\""
        ));
        assert_eq!(mailer.check().await, Ok(()), "{url}");
        send(&mailer, "maria@example.org")
            .await
            .unwrap_or_else(|e| panic!("{url}: {e}"));
        let mail = server.arrived();
        assert!(mail.tls, "{url}");
        assert_eq!(mail.user.as_deref(), Some("otklik@example.org"), "{url}");
    }
}

#[tokio::test]
async fn a_wrong_password_keeps_the_mail_for_later() {
    let server = server!();
    let toml = format!(
        "smtp = \"smtps://otklik%40example.org@localhost:{}\"\nca_file = \"{}\"\npassword = \"wrong\"",
        server.ports.smtps,
        server.ports.ca.display()
    );
    assert!(matches!(
        send(&mailer(&toml), "maria@example.org").await,
        Err(SendError::Later(_))
    ));
    let said = mailer(&toml).check().await.expect_err("refused");
    assert!(said.contains("535") && !said.contains("wrong"), "{said}");
}

#[tokio::test]
async fn a_certificate_of_a_stranger_is_not_trusted() {
    let server = server!();
    let toml = format!(
        "smtp = \"smtps://otklik%40example.org@localhost:{}\"\npassword = \"right\"",
        server.ports.smtps
    );
    assert!(matches!(
        send(&mailer(&toml), "maria@example.org").await,
        Err(SendError::Later(_))
    ));
}

#[tokio::test]
async fn a_mail_never_goes_out_plain_after_encryption_was_required() {
    let mut server = server!();
    let toml = format!(
        "smtp = \"smtp://otklik%40example.org@localhost:{}?tls=required\"\nca_file = \"{}\"\npassword = \"right\"",
        server.ports.stripped,
        server.ports.ca.display()
    );
    assert!(matches!(
        send(&mailer(&toml), "maria@example.org").await,
        Err(SendError::Later(_))
    ));
    // the next message that the server took is this one: the other was never sent
    let plain = mailer(&format!("smtp = \"smtp://127.0.0.1:{}\"", server.ports.plain));
    send(&plain, "after@example.org").await.expect("sent");
    assert_eq!(server.arrived().to, ["after@example.org"]);
}

#[tokio::test]
async fn a_4xx_answer_is_for_later_and_a_5xx_answer_for_good() {
    let server = server!();
    let mailer = mailer(&format!("smtp = \"smtp://127.0.0.1:{}\"", server.ports.plain));
    let later = send(&mailer, "later@example.org").await.expect_err("refused");
    assert!(
        matches!(&later, SendError::Later(e) if e.contains("451")),
        "{later:?}"
    );
    let never = send(&mailer, "never@example.org").await.expect_err("refused");
    assert!(
        matches!(&never, SendError::Never(e) if e.contains("550")),
        "{never:?}"
    );
}

#[tokio::test]
async fn a_server_that_is_away_keeps_the_mail_for_later() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("a port")
        .local_addr()
        .expect("an address");
    let mailer = mailer(&format!("smtp = \"smtp://{gone}\""));
    assert!(matches!(
        send(&mailer, "maria@example.org").await,
        Err(SendError::Later(_))
    ));
    assert!(mailer.check().await.is_err());
}

#[tokio::test]
async fn without_a_server_mails_wait() {
    let mailer = mailer("");
    assert!(matches!(
        send(&mailer, "maria@example.org").await,
        Err(SendError::Later(_))
    ));
    assert!(send(&Mailer::kept(), "maria@example.org").await.is_ok());
}

#[test]
fn a_wrong_mail_section_says_which_key_and_what_is_allowed() {
    let problem = |toml: &str| Mailer::new(&mail(toml)).expect_err(toml).to_string();
    for (toml, words) in [
        ("smtp = \"http://127.0.0.1\"", "mail.smtp: write smtp://"),
        (
            "smtp = \"smtp://mx.example.org?tls=maybe\"",
            "mail.smtp: tls= is required or none",
        ),
        ("smtp = \"smtp://u:secret@mx.example.org\"", "mail.password_file"),
        ("smtp = \"smtp://u@mx.example.org\"", "a user without password"),
        (
            "smtp = \"smtp://mx.example.org\"\npassword = \"x\"",
            "a password without user",
        ),
        (
            "smtp = \"smtp://u@mx.example.org?tls=none\"\npassword = \"x\"",
            "never sent without encryption",
        ),
        (
            "smtp = \"smtps://mx.example.org\"\nca_file = \"/nowhere.pem\"",
            "mail.ca_file: /nowhere.pem",
        ),
    ] {
        assert!(problem(toml).contains(words), "{toml}: {}", problem(toml));
        assert!(!problem(toml).contains("secret"), "{toml}");
    }
    let none = config::Mail {
        from: None,
        ..mail("smtp = \"smtp://127.0.0.1:2525\"")
    };
    assert!(matches!(Mailer::new(&none), Err(MailerError::From(_))));
}
