//! `otklik`: sees every public review, drafts the first reply, lets a named person approve it,
//! publishes it and proves that it is live.

pub mod app;
pub mod cli;
pub mod clock;
pub mod config;
pub mod context;
pub mod deadline;
pub mod demo;
pub mod desk;
pub mod domain;
pub mod draft;
pub mod i18n;
pub mod instant;
pub mod intake;
pub mod jobs;
pub mod judge;
pub mod lint;
pub mod mail;
pub mod net;
pub mod notify;
pub mod schedule;
pub mod store;
pub mod telemetry;
pub mod web;
