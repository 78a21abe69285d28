use std::sync::{Arc, atomic::AtomicI64};
pub struct Parts {
    pub heartbeat: Arc<AtomicI64>,
    pub demo: bool,
    pub listen: std::net::SocketAddr,
}
pub async fn serve(
    _: crate::context::Context,
    _: Parts,
    _: tokio::net::TcpListener,
    stop: tokio_util::sync::CancellationToken,
) -> std::io::Result<()> {
    stop.cancelled().await;
    Ok(())
}
