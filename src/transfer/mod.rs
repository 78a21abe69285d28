//! Reviews in and out of files, and the whole database in and out of one file.
//!
//! [`export`] and [`import`] carry reviews as people and other programs use them; [`backup`] carries
//! everything, exactly, between databases of either kind.

pub mod backup;
pub mod cell;
pub mod export;
pub mod import;

pub mod object;
pub mod progress;
pub mod record;
pub mod restore;
pub mod sheet;
