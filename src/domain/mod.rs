//! Pure values and rules: no async, no I/O, no clock of its own.

pub mod text;
pub mod words;

pub use words::{Fault, Intent, Lang, Sensitive, Sentiment, Topic, Urgency};
