//! The architecture, enforced: who may know whom, where SQL and time live, how long a file may be.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Module of `src` and the modules that it may name. `cli` and `demo` wire, so they may name what they
/// like; what is not listed here may know nobody.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &[]),
    ("judge", &["domain"]),
    ("lint", &["domain", "config", "judge"]),
    ("draft", &["domain", "config", "judge", "lint"]),
    ("schedule", &["domain"]),
    ("i18n", &["domain"]),
    ("config", &["domain", "i18n", "schedule"]),
    // reads values only; see `PURE`
    ("deadline", &["domain", "config", "store"]),
    ("net", &["clock"]),
    ("store", &["domain", "config"]),
    ("rulebook", &["config", "domain", "lint"]),
    ("context", &["clock", "config", "judge", "rulebook", "store"]),
    (
        "desk",
        &[
            "domain", "config", "context", "deadline", "judge", "lint", "store",
        ],
    ),
    (
        "intake",
        &[
            "domain", "config", "context", "deadline", "desk", "draft", "judge", "lint", "store",
        ],
    ),
    ("notify", &["context", "mail", "net"]),
    ("reword", &["domain", "config", "lint", "notify"]),
    (
        "mail",
        &[
            "domain", "config", "context", "desk", "draft", "i18n", "judge", "lint", "notify", "store",
        ],
    ),
    (
        "web",
        &[
            "domain", "config", "context", "desk", "draft", "i18n", "judge", "lint", "mail", "store",
        ],
    ),
    (
        "jobs",
        &[
            "domain", "config", "context", "desk", "draft", "i18n", "instant", "intake", "judge", "lint",
            "mail", "net", "reword", "schedule", "store",
        ],
    ),
    ("seed", &[]),
    (
        "transfer",
        &[
            "domain", "config", "context", "desk", "i18n", "instant", "intake", "mail", "store",
        ],
    ),
    (
        "app",
        &[
            "clock", "config", "context", "jobs", "mail", "net", "store", "web",
        ],
    ),
];
/// They put the parts together.
const WIRE: &[&str] = &["cli", "demo", "main", "lib"];
/// Everything in, everything out: no waiting, no clock, no place to write to.
const PURE: &[&str] = &["domain", "judge", "lint", "draft", "deadline", "schedule"];
/// Macros of the crate's root; naming one is no dependency.
const MACROS: &[&str] = &["vocabulary"];

struct Source {
    path: PathBuf,
    /// First part below `src`.
    module: String,
    /// Without comments.
    code: String,
    lines: usize,
}

fn sources(under: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(under);
    let mut found = Vec::new();
    walk(&root, &mut found);
    assert!(found.len() > 20, "{under} was read");
    found
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("readable");
            let inside = path.strip_prefix(&root).expect("inside");
            let first = inside.components().next().expect("a name");
            let module = first
                .as_os_str()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_owned();
            Source {
                module,
                code: text
                    .lines()
                    .filter(|l| !l.trim_start().starts_with("//"))
                    .flat_map(|l| [l, "\n"])
                    .collect(),
                lines: text.lines().count(),
                path,
            }
        })
        .collect()
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if path.file_name().is_none_or(|n| n != "target") {
                walk(&path, found);
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Modules named as `crate::module` or in `crate::{a, b::c}`.
fn named(code: &str) -> BTreeSet<String> {
    let word = |s: &str| -> String {
        s.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut names = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        match after.strip_prefix('{') {
            None => {
                names.insert(word(after));
            }
            Some(list) => {
                let (mut depth, mut at_name) = (0, true);
                for (i, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => at_name = true,
                        c if at_name && c.is_alphabetic() => {
                            names.insert(word(&list[i..]));
                            at_name = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    names.retain(|n| !MACROS.contains(&n.as_str()));
    names
}

#[test]
fn names_are_read_from_lists_and_paths() {
    let found = named("use crate::{a, b::{c, d}, e}; crate::f::g(); use crate::vocabulary;");
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "b", "e", "f"]);
}

#[test]
fn modules_know_only_whom_they_may() {
    let mut wrong = Vec::new();
    for source in sources("src") {
        if WIRE.contains(&source.module.as_str()) {
            continue;
        }
        let may = MAY_KNOW
            .iter()
            .find(|(m, _)| *m == source.module)
            .map_or(&[][..], |(_, may)| may);
        for name in named(&source.code) {
            if name != source.module && !may.contains(&name.as_str()) {
                wrong.push(format!(
                    "{}: {} may not know {name}",
                    source.path.display(),
                    source.module
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_parts_wait_for_nothing() {
    for source in sources("src")
        .iter()
        .filter(|s| PURE.contains(&s.module.as_str()))
    {
        for word in [
            "async fn",
            ".await",
            "tokio::",
            "sqlx::",
            "reqwest::",
            "std::fs",
            "std::net",
        ] {
            assert!(!source.code.contains(word), "{}: {word}", source.path.display());
        }
    }
}

#[test]
fn sql_lives_in_the_store() {
    let begins = [
        "\"SELECT ",
        "\"INSERT INTO ",
        "\"UPDATE ",
        "\"DELETE FROM ",
        "\"WITH ",
    ];
    for source in sources("src").iter().filter(|s| s.module != "store") {
        for word in begins {
            assert!(!source.code.contains(word), "{}: {word}", source.path.display());
        }
        let allowed = ["sqlx::Result", "sqlx::Error"];
        for after in source.code.split("sqlx::").skip(1) {
            let used = format!("sqlx::{}", &after[..after.len().min(6)]);
            assert!(
                allowed
                    .iter()
                    .any(|a| a.starts_with(used.trim_end()) || used.starts_with(a)),
                "{}: {used}",
                source.path.display()
            );
        }
    }
}

#[test]
fn time_is_read_in_one_place() {
    for source in sources("src").iter().chain(&sources("adapters")) {
        if source.module == "clock" {
            continue;
        }
        for word in [
            "Utc::now",
            "Local::now",
            "SystemTime::now",
            "Instant::now",
            "thread::sleep",
            "tokio::time::sleep",
        ] {
            assert!(!source.code.contains(word), "{}: {word}", source.path.display());
        }
    }
}

#[test]
fn no_file_is_longer_than_six_hundred_lines() {
    for source in ["src", "adapters", "tests/it"]
        .iter()
        .flat_map(|dir| sources(dir))
    {
        assert!(
            source.lines <= 600,
            "{}: {} lines",
            source.path.display(),
            source.lines
        );
    }
}

#[test]
fn web_and_mail_do_not_talk_to_platforms() {
    for source in sources("src")
        .iter()
        .filter(|s| ["web", "mail", "desk", "store"].contains(&s.module.as_str()))
    {
        for word in ["reqwest", "net::Client", "Adapter>", "&dyn Adapter"] {
            assert!(!source.code.contains(word), "{}: {word}", source.path.display());
        }
    }
}

/// The one cut that is a crate: adapters see nothing of ours, and cannot reach a database or the network.
#[test]
fn adapters_depend_on_no_database_network_or_mail() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("adapters/Cargo.toml");
    let manifest: toml::Table = std::fs::read_to_string(manifest)
        .expect("readable")
        .parse()
        .expect("TOML");
    let names: Vec<&String> = manifest["dependencies"]
        .as_table()
        .expect("dependencies")
        .keys()
        .collect();
    for banned in [
        "otklik", "sqlx", "reqwest", "hyper", "axum", "lettre", "tokio", "ureq", "rustls",
    ] {
        assert!(!names.iter().any(|n| *n == banned), "adapters depend on {banned}");
    }
}
