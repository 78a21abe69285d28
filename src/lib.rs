//! `otklik`: sees every public review, drafts the first reply, lets a named person approve it,
//! publishes it and proves that it is live.

pub mod clock;
pub mod config;
pub mod context;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod draft;
pub mod i18n;
pub mod judge;
pub mod lint;
pub mod net;
pub mod schedule;
pub mod store;
pub mod web;
