//! The pages: server-rendered, complete without JavaScript, htmx on top.
//!
//! Handlers read through [`crate::store`] and act through [`crate::desk`]; there is one file per
//! screen. Every route is declared in `routes` together with who may use it, and the check is made
//! there and nowhere else.

mod act;
mod address;
mod assets;
mod bulk;
mod care;
mod complaint;
mod correction;
mod diff;
mod errors;
mod headers;
mod health;
mod hosts;
mod link;
mod live;
mod login;
mod mails;
mod marks;
mod metrics;
mod passwords;
mod past;
mod promises;
mod queue;
mod reasons;
mod render;
mod routes;
mod session;
mod sources;
mod texts;
mod thread;
mod topics;
mod training;
mod viewer;
mod when;

pub use render::templates;
pub use routes::{Access, Row, declared};

use crate::context::Context;
use axum::Router;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// What the pages need besides the context.
#[derive(Debug, Clone)]
pub struct Parts {
    /// The demo shows sent mails in the browser.
    pub demo: bool,
    /// When the scheduler last showed a sign of life, milliseconds UTC.
    pub heartbeat: Arc<AtomicI64>,
    /// The address that is listened on; its names are answered besides those of `public_url`.
    pub listen: SocketAddr,
}

/// What every handler is given. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App {
    pub ctx: Context,
    pub parts: Parts,
    pub env: Arc<minijinja::Environment<'static>>,
}

/// The whole site as one service.
pub fn router(ctx: Context, parts: Parts) -> Router {
    let app = App {
        ctx,
        parts,
        env: Arc::new(render::environment()),
    };
    routes::build(app)
}

/// Serves until `stop`, then lets running requests finish.
///
/// # Errors
/// What the listener says.
pub async fn serve(
    ctx: Context,
    mut parts: Parts,
    listener: TcpListener,
    stop: CancellationToken,
) -> std::io::Result<()> {
    parts.listen = listener.local_addr()?;
    let site = router(ctx, parts).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, site)
        .with_graceful_shutdown(async move { stop.cancelled().await })
        .await
}
