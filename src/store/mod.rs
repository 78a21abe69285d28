//! SQL lives here and nowhere else.
//!
//! Reading functions take `&Db`, changing ones take `&mut Tx`, so that a state change and its side
//! effects (jobs, mails, events) are one transaction of the caller.

pub mod db;
pub mod time;

pub use db::{Db, Tx};
pub use time::Time;
