//! Real recorded pages, which are not part of the project: tests use them where they are present.

use std::path::PathBuf;

/// `platforms/<platform>/samples/<file>` of the shared folder: `OTKLIK_SHARED`, or `../shared`
/// beside the repository. `None` where there is no such folder at all.
///
/// # Panics
/// When the folder is there and the file is not: a renamed sample must not pass unseen.
pub fn sample(platform: &str, file: &str) -> Option<Vec<u8>> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let shared = std::env::var_os("OTKLIK_SHARED").map_or_else(beside, PathBuf::from);
    let folder = shared.join("platforms").join(platform).join("samples");
    if !folder.is_dir() {
        return None;
    }
    let path = folder.join(file);
    Some(std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
}
