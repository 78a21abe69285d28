//! For tests and for `otklik adapter test`: recorded answers instead of the network, the promises
//! that every adapter keeps, and damage to try on them.

mod cassette;

pub use cassette::{Cassette, Sent};
