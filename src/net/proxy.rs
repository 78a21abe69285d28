//! Proxies of single sources: `[[source]] proxy`.
//!
//! Some networks (Meta's, from Russia) are reached only through one. The operator names it, so it may
//! stand in the own network. What goes through it is bound as before: https to hosts of the manifest. The
//! name of such a host is resolved by the proxy; a host that only the place's address names is resolved
//! here as well and refused when it leads to a private network.

/// `socks5://` leaves names to the proxy here, as `socks5h://` says aloud: the machine's own resolver may
/// be part of what the proxy gets around.
pub(super) fn remote_names(address: &str) -> String {
    match address.strip_prefix("socks5://") {
        Some(rest) => format!("socks5h://{rest}"),
        None => address.to_owned(),
    }
}
