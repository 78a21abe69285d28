//! Which addresses may be contacted.
//!
//! A platform's pages are written by strangers, so every address, also that of a redirect, is
//! checked before a connection is opened, and the addresses that a name resolves to are checked
//! again when it is opened. The HTTP client's DNS hook is not asked for IP literals, therefore
//! literals are refused here; the URL parser has already turned their odd spellings (octal, hex,
//! one number, full-width digits) into addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use url::{Host, Url};

/// Why an address is not contacted. The text names the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("not a web address")]
    Malformed,
    #[error("only https is allowed")]
    Scheme,
    #[error("a user name or password in an address is not allowed")]
    UserInfo,
    #[error("this port is not allowed")]
    Port,
    #[error("an IP address instead of a name is not allowed")]
    Literal,
    #[error("names of local networks are not allowed")]
    LocalName,
    #[error("the platform's manifest does not name this host")]
    Undeclared,
    #[error("the name leads to a private or reserved address")]
    PrivateAddress,
}

impl Refusal {
    /// A short machine word, for logs and for [`Failure::Down`](otklik_adapters::Failure).
    pub fn word(self) -> &'static str {
        match self {
            Refusal::Malformed => "malformed",
            Refusal::Scheme => "scheme",
            Refusal::UserInfo => "userinfo",
            Refusal::Port => "port",
            Refusal::Literal => "ip_literal",
            Refusal::LocalName => "local_name",
            Refusal::Undeclared => "undeclared_host",
            Refusal::PrivateAddress => "private_address",
        }
    }
}

/// May a source whose manifest names `hosts` ask for `url`? Names are compared whole, in any case.
///
/// # Errors
/// The rule that forbids it.
pub fn declared(url: &Url, hosts: &[String]) -> Result<(), Refusal> {
    let name = web_name(url)?;
    if url.port().is_some() {
        return Err(Refusal::Port);
    }
    if hosts.iter().any(|h| h.eq_ignore_ascii_case(name)) {
        Ok(())
    } else {
        Err(Refusal::Undeclared)
    }
}

/// May an address that a person configured (a webhook) be contacted? The name's addresses are
/// checked again on connecting.
///
/// # Errors
/// The rule that forbids it.
pub fn outward(text: &str) -> Result<Url, Refusal> {
    let url = Url::parse(text).map_err(|_| Refusal::Malformed)?;
    let name = web_name(&url)?.trim_end_matches('.').to_ascii_lowercase();
    // Below 1024 live the services that understand a stray HTTP request as commands (SMTP, Redis'
    // kin, LPD); a web server on another low port than 443 is not something one meets.
    if url.port().is_some_and(|p| p < 1024) {
        return Err(Refusal::Port);
    }
    if is_local_name(&name) {
        Err(Refusal::LocalName)
    } else {
        Ok(url)
    }
}

fn web_name(url: &Url) -> Result<&str, Refusal> {
    if url.scheme() != "https" {
        return Err(Refusal::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::UserInfo);
    }
    match url.host() {
        Some(Host::Domain(name)) => Ok(name),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => Err(Refusal::Literal),
        None => Err(Refusal::Malformed),
    }
}

/// Special-use names (RFC 6761, RFC 8375, ICANN's `internal`), and names without a dot.
fn is_local_name(name: &str) -> bool {
    const LOCAL: [&str; 8] = [
        "localhost",
        "localdomain",
        "local",
        "internal",
        "invalid",
        "test",
        "home.arpa",
        "onion",
    ];
    !name.contains('.')
        || LOCAL.iter().any(|l| {
            name.strip_suffix(l)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
}

/// Is this an address of the public internet? Follows the special-purpose registries of IANA.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(matches!(a, 0 | 10 | 127 | 224..)
        || (a == 100 && (64..128).contains(&b))
        || (a == 169 && b == 254)
        || (a == 172 && (16..32).contains(&b))
        || (a == 192 && b == 168)
        || (a == 192 && b == 0 && matches!(c, 0 | 2))
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && matches!(b, 18 | 19))
        || (a == 198 && b == 51 && c == 100)
        || (a == 203 && b == 0 && c == 113))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    // NAT64 carries an IPv4 address; networks without IPv4 reach everything through it.
    if s[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [a, b] = s[6].to_be_bytes();
        let [c, d] = s[7].to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    // Global unicast is 2000::/3. Out of it: protocol assignments with Teredo, 6to4 (which can
    // smuggle any IPv4 address) and the two documentation nets.
    (0x2000..0x4000).contains(&s[0])
        && !(s[0] == 0x2001 && (s[1] < 0x200 || s[1] == 0xdb8))
        && s[0] != 0x2002
        && !(s[0] == 0x3fff && s[1] < 0x1000)
}
