//! The pages, asked through the whole router.

mod access;
mod browser;
mod kit;
mod pages;
mod replying;
