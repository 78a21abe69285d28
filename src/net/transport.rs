//! What an error of the HTTP client means to the engine.

use super::guard::Refusal;
use otklik_adapters::Failure;
use std::error::Error;

/// The failure for an error on the way of a request.
///
/// A writing request that could not be connected has certainly not left; after any later error
/// nobody knows whether the platform took it, so it is [`Failure::Unknown`] and never sent again.
pub(super) fn failure(error: &reqwest::Error, writes: bool) -> Failure {
    if writes && !error.is_connect() {
        Failure::Unknown
    } else {
        Failure::down(sign(error))
    }
}

fn sign(error: &reqwest::Error) -> &'static str {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(cause) = next {
        if let Some(refusal) = cause.downcast_ref::<Refusal>() {
            return refusal.word();
        }
        if cause.is::<rustls::Error>() {
            return "tls";
        }
        // The source of an io::Error that wraps another error is that error's source: step in.
        next = match cause
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "connect"
    } else {
        "reset"
    }
}
