//! A reply to a person who wrote to us: one plain mail, sent at most once. Unlike a digest it is never
//! tried again when nobody knows whether it left.

use super::message::{mailbox, mailbox_of};
use super::smtp::Mailer;
use super::text;
use lettre::message::header::ContentType;
use lettre::{Address, Message};
use otklik_adapters::letter::Letter;

/// Why a letter did not surely leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// It did not leave; another attempt may work.
    #[error("not sent")]
    Later,
    /// It will never be taken.
    #[error("refused")]
    Never,
    /// The connection broke while it was being handed over.
    #[error("unknown")]
    Unknown,
}

impl Mailer {
    /// Sends a letter and gives its Message-ID without brackets.
    ///
    /// # Errors
    /// [`LetterError`].
    pub async fn letter(&self, letter: &Letter) -> Result<String, LetterError> {
        let (message, id) = self.message(letter).ok_or(LetterError::Never)?;
        // a server that cannot be reached at all has taken nothing: told apart before the mail is handed over
        if self.waits() || self.check().await.is_err() {
            return Err(LetterError::Later);
        }
        self.hand_over(message).await.map(|()| id)
    }

    fn message(&self, letter: &Letter) -> Option<(Message, String)> {
        let from = match &letter.from {
            Some(from) => mailbox_of(from)?,
            None => self.from().clone(),
        };
        let to: Address = letter.to.trim().parse().ok()?;
        let id = format!("{}@{}", id_part(&letter.id), from.email.domain());
        let mut builder = Message::builder()
            .from(from)
            .to(mailbox("", to))
            .message_id(Some(format!("<{id}>")))
            .subject(text::one_line(&letter.subject, 200));
        if let Some(answered) = &letter.in_reply_to {
            builder = builder.in_reply_to(format!("<{}>", id_part(answered)));
        }
        let references: Vec<String> = letter
            .references
            .iter()
            .map(|r| format!("<{}>", id_part(r)))
            .collect();
        if !references.is_empty() {
            builder = builder.references(references.join(" "));
        }
        let message = builder
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .ok()?;
        Some((message, id))
    }
}

/// An id that cannot break out of its header: ids of strangers' mails are strangers' words.
fn id_part(id: &str) -> String {
    id.chars()
        .filter(|c| c.is_ascii_graphic() && !"<>".contains(*c))
        .take(250)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            to: "anna@example.org".into(),
            from: Some("Зерно <help@zerno.example>".into()),
            subject: "Re: Холодный кофе\r\nBcc: all@example.org".into(),
            text: "Здравствуйте, Анна!".into(),
            id: "0193a5c4".into(),
            in_reply_to: Some("a1@mail.example.org>\r\nBcc: <all@example.org".into()),
            references: vec!["a0@mail.example.org".into(), "a1@mail.example.org".into()],
        }
    }

    #[test]
    fn a_letter_answers_in_its_thread_and_strangers_words_make_no_header() {
        let (message, id) = Mailer::kept().message(&letter()).expect("a message");
        assert_eq!(id, "0193a5c4@zerno.example");
        let written = String::from_utf8(message.formatted()).expect("ASCII");
        let head = written.split("\r\n\r\n").next().expect("a head");
        assert!(head.contains("Message-ID: <0193a5c4@zerno.example>"), "{head}");
        assert!(
            head.contains("References: <a0@mail.example.org> <a1@mail.example.org>"),
            "{head}"
        );
        assert!(
            !head.lines().any(|l| l.to_lowercase().starts_with("bcc")),
            "{head}"
        );
        assert!(!head.contains("Auto-Submitted"), "a person approved it: {head}");
    }

    #[tokio::test]
    async fn what_cannot_be_addressed_is_never_sent() {
        let to = Letter {
            to: "anna".into(),
            ..letter()
        };
        assert_eq!(Mailer::kept().letter(&to).await, Err(LetterError::Never));
        assert!(Mailer::kept().letter(&letter()).await.is_ok());
    }
}
