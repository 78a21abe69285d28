//! Packs the fixtures and notes of every adapter into one table for the conformance suite, so that
//! `otklik adapter list` can tell its result without the sources at hand.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut table = String::from("&[\n");
    // Also for a folder that is new.
    println!("cargo::rerun-if-changed={}", root.display());
    for folder in folders(&root)? {
        let manifest = folder.join("adapter.toml");
        if !manifest.is_file() {
            continue;
        }
        let text = fs::read_to_string(&manifest)?;
        let id = text
            .lines()
            .find_map(|l| l.strip_prefix("id = "))
            .unwrap_or_default();
        let notes = folder.join("NOTES.md");
        if notes.is_file() {
            row(&mut table, id, "", &notes);
        }
        let fixtures = folder.join("fixtures");
        for scenario in if fixtures.is_dir() {
            folders(&fixtures)?
        } else {
            Vec::new()
        } {
            let name = format!("{:?}", scenario.file_name().unwrap_or_default().to_string_lossy());
            let mut files: Vec<_> = fs::read_dir(&scenario)?.collect::<io::Result<Vec<_>>>()?;
            files.sort_by_key(fs::DirEntry::file_name);
            for file in files {
                row(&mut table, id, name.trim_matches('"'), &file.path());
            }
        }
    }
    table.push(']');
    fs::write(out.join("fixtures.rs"), table)
}

/// `(id, scenario, file, bytes)`; `id` comes quoted from the manifest.
fn row(table: &mut String, id: &str, scenario: &str, file: &Path) {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let path = file.to_string_lossy();
    let _ = writeln!(table, "({id}, {scenario:?}, {name:?}, include_bytes!({path:?})),");
}

fn folders(within: &Path) -> io::Result<Vec<PathBuf>> {
    let mut all: Vec<PathBuf> = fs::read_dir(within)?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.is_dir())
        .collect();
    all.sort();
    Ok(all)
}
