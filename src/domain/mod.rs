//! Pure values and rules: no async, no I/O, no clock of its own.

pub mod anonymous;
pub mod due;
pub mod given;
pub mod health;
pub mod person;
pub mod promise;
pub mod reply;
pub mod similar;
pub mod stem;
pub mod text;
pub mod words;

pub use person::{Action, Role};
pub use reply::State;
pub use words::{Fault, Intent, Lang, Sensitive, Sentiment, Topic, Urgency};
