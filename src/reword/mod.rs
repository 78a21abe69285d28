//! The optional model: one more wording of a draft that is already there. Off unless `[model]` has an address.
//!
//! | part | what it is |
//! |---|---|
//! | [`mask`] | what leaves the house: no names, contacts, links, numbers |
//! | [`protocol`] | question and answer of an OpenAI-compatible service, checked against a schema |
//! | [`faithful`] | the answer says nothing that the draft does not say |
//! | [`gate`] | circuit breaker; the tokens of a day are counted in the database |
//! | [`client`] | the one call |
//!
//! The review is data: it goes to the model quoted, and whatever comes back can only be one more variant beside the
//! deterministic ones, after the same linter. It changes no state, no date and no fact, and nothing is sent by itself.

pub mod client;
pub mod faithful;
pub mod gate;
pub mod mask;
pub mod protocol;
