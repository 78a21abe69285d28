//! Resolves names for connections to the public internet and refuses private answers.
//!
//! The client connects to the very addresses given here, so a name cannot answer differently
//! between the check and the connection.

use super::guard::{Refusal, is_public};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::SocketAddr;

#[derive(Debug)]
pub(super) struct Guarded;

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let vetted: Addrs = Box::new(vet(found)?.into_iter());
            Ok(vetted)
        })
    }
}

/// The addresses of a name of the public internet.
///
/// # Errors
/// No such name, or a private address among the answers.
pub(super) async fn public(host: &str, port: u16) -> std::io::Result<Vec<SocketAddr>> {
    let found = tokio::net::lookup_host((host, port)).await?.collect();
    vet(found).map_err(std::io::Error::other)
}

/// Does this name lead to the public internet, seen from here?
///
/// # Errors
/// The rule that forbids it; `None` when the name cannot be resolved.
pub(super) async fn vetted(name: &str) -> Result<(), Option<Refusal>> {
    let found = tokio::net::lookup_host((name, 443)).await.map_err(|_| None)?;
    vet(found.collect()).map(drop).map_err(Some)
}

/// One private address among the answers spoils them all: that is how rebinding looks.
fn vet(found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Refusal> {
    if found.iter().all(|a| is_public(a.ip())) {
        Ok(found)
    } else {
        Err(Refusal::PrivateAddress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(list: &[&str]) -> Vec<SocketAddr> {
        list.iter()
            .map(|a| SocketAddr::new(a.parse().expect("an address"), 0))
            .collect()
    }

    #[test]
    fn a_mixed_answer_is_refused_whole() {
        assert_eq!(
            vet(addresses(&["93.184.215.14", "127.0.0.1"])),
            Err(Refusal::PrivateAddress)
        );
        assert_eq!(
            vet(addresses(&["93.184.215.14", "::ffff:10.0.0.1"])),
            Err(Refusal::PrivateAddress)
        );
        let public = addresses(&["93.184.215.14", "2a00:1450:4010:c0e::71"]);
        assert_eq!(vet(public.clone()), Ok(public));
    }

    #[tokio::test]
    async fn a_name_that_leads_to_loopback_is_refused_on_connecting() {
        let name: Name = "localhost".parse().expect("a name");
        let error = Guarded.resolve(name).await.err().expect("refused");
        assert_eq!(error.downcast_ref::<Refusal>(), Some(&Refusal::PrivateAddress));
    }
}
