#[derive(Debug, Clone)]
pub struct Mailer;
impl Mailer {
    pub fn new(_: &crate::config::Mail) -> Result<Self, String> {
        Ok(Mailer)
    }
    pub fn kept() -> Self {
        Mailer
    }
    pub async fn check(&self) -> Result<(), String> {
        Ok(())
    }
}
pub enum Delivery {
    Sent {
        subject: String,
        text: String,
        html: String,
    },
    Later {
        error: String,
    },
    Never {
        error: String,
    },
    Obsolete {
        why: String,
    },
}
pub async fn deliver(_: &crate::context::Context, _: &Mailer, _: &str) -> Delivery {
    Delivery::Sent {
        subject: "s".into(),
        text: "t".into(),
        html: "h".into(),
    }
}
pub mod link {
    use crate::context::Context;
    crate::vocabulary! { /// p
    Purpose { /// i
    Invite="invite", /// r
    Reset="reset" } }
    pub async fn issue(
        _: &Context,
        _: Purpose,
        _: &str,
        _: Option<&str>,
        _: Option<&str>,
    ) -> sqlx::Result<String> {
        Ok("x".into())
    }
}
