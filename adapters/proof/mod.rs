//! Proof of who one is, where it takes a signature or a token that is traded for another one.
//! Nothing here is kept, logged or put into a failure: adapters keep no state.

pub mod google;
pub mod oauth1;
pub mod sign;
pub mod token;
