//! For tests and for `otklik adapter test`: recorded answers instead of the network, the promises
//! that every adapter keeps, and damage to try on them.

mod cassette;
mod checks;
mod mutate;
#[cfg(test)]
mod samples;
mod scenario;
#[cfg(test)]
mod size;
mod suite;
#[cfg(test)]
mod tests;

pub use cassette::{Cassette, Sent};
pub use mutate::{MUTATORS, mutate};
#[cfg(test)]
pub use samples::sample;
pub use scenario::{Play, Scenario};
pub use suite::{Report, conformance, packed, run, run_dir};
