//! The pages, asked through the whole router.

mod access;
mod browser;
mod gate;
mod keys;
pub mod kit;
mod marks;
mod pages;
mod replying;
