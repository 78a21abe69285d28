//! Where a request comes from.

use super::{App, hosts};
use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, header};
use std::net::{IpAddr, SocketAddr};

fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip())
}

fn forwarded(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-forwarded-for")?.to_str().ok()
}

/// The address against which wrong passwords are counted. A forwarded address is believed only where
/// a proxy must stand before us: the peer is this machine and the public address is https, which we do
/// not speak ourselves. Then the last entry is the one that the proxy itself added.
pub fn of(app: &App, headers: &HeaderMap, extensions: &Extensions) -> String {
    let peer = peer(extensions);
    let behind_proxy =
        app.ctx.config.web.public_url.scheme() == "https" && peer.is_some_and(|p| p.is_loopback());
    let told = forwarded(headers)
        .filter(|_| behind_proxy)
        .and_then(|f| f.rsplit(',').next())
        .and_then(|f| f.trim().parse::<IpAddr>().ok());
    told.or(peer)
        .map_or_else(|| "unknown".to_owned(), |a| a.to_string())
}

/// A request made on this machine to the socket itself, not through a proxy.
pub fn is_local(app: &App, headers: &HeaderMap, extensions: &Extensions) -> bool {
    let direct = headers.get("x-forwarded-for").is_none() && headers.get("forwarded").is_none();
    let host = headers
        .get(header::HOST)
        .and_then(|h| h.to_str().ok())
        .unwrap_or_default();
    direct
        && peer(extensions).is_some_and(|p| p.is_loopback())
        && hosts::is_listener(app, &host.to_ascii_lowercase())
}
