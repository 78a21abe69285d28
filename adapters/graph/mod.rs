//! Meta's Graph API, as far as Facebook pages and Instagram accounts have it in common: one way to
//! call, one table of errors, one shape of posts and comments, one walk.

pub mod api;
pub mod items;
pub mod read;
pub mod reply;
pub mod walk;
pub mod wire;
