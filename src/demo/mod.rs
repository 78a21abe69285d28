//! The demo: a world to try the daemon in, without keys and without the internet.

pub mod site;
