//! What tests of several areas share. See `tests/README.md` for how to speak in tests.

pub mod app;
pub mod bases;
pub mod dir;
pub mod everywhere;
pub mod faulty;
pub mod imap;
pub mod smtp;

pub use app::TestApp;
pub use bases::Base;
pub use dir::Dir;

/// One promise, kept on both databases: makes a module of the promise's name with the tests
/// `on_sqlite` and `on_postgres`. The body gets a fresh, migrated [`Base`].
macro_rules! on_both {
    ($(#[doc = $doc:literal])* async fn $promise:ident($base:ident: Base) $body:block) => {
        mod $promise {
            use super::*;

            $(#[doc = $doc])*
            async fn promise($base: $crate::support::Base) $body

            #[tokio::test]
            async fn on_sqlite() {
                promise($crate::support::Base::sqlite().await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                if let Some(base) = $crate::support::Base::postgres().await {
                    promise(base).await;
                }
            }
        }
    };
}
pub(crate) use on_both;
