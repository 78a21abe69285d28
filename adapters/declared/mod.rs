//! Adapters in data alone: `adapter.toml` says where links lead, what to ask and how to read it.

pub mod config;
mod template;

pub use config::Declared;
pub use template::Template;
