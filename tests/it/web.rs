//! The pages, asked through the whole router.

mod access;
mod browser;
pub mod kit;
mod pages;
mod replying;
