//! `otklik demo`: the whole daemon on embedded defaults, with a built-in review site on loopback.

pub mod live;
pub mod once;
pub mod settings;
pub mod site;
pub mod story;
pub mod summary;
