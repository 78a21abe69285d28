//! The pages, asked through the whole router.

mod access;
mod kit;
mod pages;
mod replying;
