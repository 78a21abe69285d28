//! For tests and for `otklik adapter test`: recorded answers instead of the network, the promises
//! that every adapter keeps, and damage to try on them.

mod cassette;

#[cfg(test)]
mod samples;

pub use cassette::{Cassette, Sent};
#[cfg(test)]
pub use samples::sample;
