//! `otklik.toml`, read strictly: an unknown key, a wrong word or a missing secret is refused with
//! file, line, key and what is allowed. Names are those of the contract.

mod care;
mod duration;
mod load;
pub mod mapping;
mod sections;
mod serde_words;
mod source;
mod writing;

pub use care::{Care, Praise};
pub use duration::Span;
pub use load::{Problem, load, read};
pub use sections::*;
pub use source::secrets;
pub use writing::*;
