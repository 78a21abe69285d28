//! Over the recorded pages where they are present; over our own fixtures in the conformance suite.

use super::*;
use crate::testkit::Cassette;
use std::path::PathBuf;

pub(super) fn shared(path: &str) -> Option<Vec<u8>> {
    let root = std::env::var_os("OTKLIK_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    std::fs::read(root.join("platforms/telegram/samples").join(path)).ok()
}

fn channel() -> Place {
    place::locate(&Url::parse("https://t.me/s/zerno_coffee").unwrap()).unwrap()
}

