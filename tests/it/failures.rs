//! `adapters/FAILURES.md` keeps its word: thirty lines, and whatever a line names is there.

use std::path::{Path, PathBuf};

fn files(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder of the project") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Every Rust source of the project, in one text.
fn sources(root: &Path) -> String {
    let mut found = Vec::new();
    for part in ["src", "adapters", "tests"] {
        files(&root.join(part), &mut found);
    }
    let read = |p: &PathBuf| std::fs::read_to_string(p).expect("a source");
    found.iter().map(read).collect()
}

#[test]
fn every_known_failure_names_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let note = std::fs::read_to_string(root.join("adapters/FAILURES.md")).expect("the note");
    let code = sources(root);
    let rows: Vec<&str> = note
        .lines()
        .filter(|l| l.starts_with("| ") && l[2..].starts_with(|c: char| c.is_ascii_digit()))
        .collect();
    assert_eq!(rows.len(), 30);
    let mut named = 0;
    for row in rows {
        let kept = row.split('|').nth(3).expect("three columns");
        let mut folder = "";
        let mut good = kept.contains("cannot occur");
        for word in kept.split('`').skip(1).step_by(2) {
            let test = code.contains(&format!("fn {word}("));
            let fixture = word.split_once("/fixtures/").is_some_and(|(platform, _)| {
                folder = platform;
                root.join("adapters").join(word).is_dir()
            });
            // a second scenario of the adapter that was just named
            let beside = !folder.is_empty()
                && root
                    .join("adapters")
                    .join(folder)
                    .join("fixtures")
                    .join(word)
                    .is_dir();
            let looks_like_one = word.contains("/fixtures/") || word.matches('_').count() > 2;
            assert!(
                test || fixture || beside || !looks_like_one,
                "{word} is not there: {row}"
            );
            good |= test || fixture || beside;
            named += usize::from(test || fixture || beside);
        }
        assert!(good, "nothing keeps it: {row}");
    }
    assert!(named > 30, "{named}");
    // number 29: the words are put together here, so that this line is not what it looks for
    let off = ["danger", "accept", "invalid"].join("_");
    assert!(!code.contains(&off), "TLS can be switched off");
}
