//! Pure values and rules: no async, no I/O, no clock of its own.

pub mod words;

pub use words::{Fault, Intent, Sensitive, Sentiment, Topic, Urgency};
