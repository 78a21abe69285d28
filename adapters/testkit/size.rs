//! How large an adapter is, counted so that nobody can hide a line: code and data of its folder,
//! without blank lines, comments, tests, fixtures, notes and snapshots.

use crate::{ReplyRoute, all};
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines that the median adapter has. A ratchet: it only ever goes down.
const MEDIAN: usize = 146;

/// The most lines of TOML of an adapter that only reads, without code.
const DECLARED: usize = 60;

struct Size {
    id: String,
    code: usize,
    data: usize,
}

impl Size {
    fn all(&self) -> usize {
        self.code + self.data
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Lines of Rust outside of tests, as `cargo fmt` breaks them.
fn code(text: &str) -> usize {
    let (mut count, mut lines) = (0, text.lines());
    while let Some(line) = lines.next() {
        match line.trim() {
            "#[cfg(test)]" => {
                // `mod tests;` is one line, a module in place ends at the margin.
                if lines.next().is_some_and(|l| l.ends_with('{')) {
                    lines.find(|l| *l == "}");
                }
            }
            "" => {}
            line if line.starts_with("//") => {}
            _ => count += 1,
        }
    }
    count
}

fn data(text: &str) -> usize {
    let lines = text.lines().map(str::trim);
    lines.filter(|l| !l.is_empty() && !l.starts_with('#')).count()
}

fn code_of(folder: &Path) -> usize {
    let files = fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
    let files = files.filter(|f| f.extension().is_some_and(|e| e == "rs"));
    let files = files.filter(|f| !f.file_name().unwrap().to_string_lossy().starts_with("tests"));
    files.map(|f| code(&fs::read_to_string(f).unwrap())).sum()
}

fn sizes() -> Vec<Size> {
    let size = |id: &str| {
        let name = if id == "2gis" { "twogis" } else { id };
        let folder = root().join(name);
        Size {
            id: id.to_owned(),
            code: code_of(&folder),
            data: data(&fs::read_to_string(folder.join("adapter.toml")).unwrap()),
        }
    };
    let mut sizes: Vec<Size> = all().iter().map(|a| size(&a.manifest().id)).collect();
    sizes.sort_by_key(Size::all);
    sizes
}

fn median(sorted: &[usize]) -> usize {
    let middle = sorted.len() / 2;
    (sorted[(sorted.len() - 1) / 2] + sorted[middle]) / 2
}

/// `cargo nextest run -p otklik-adapters small --no-capture` prints the table.
#[test]
fn adapters_are_small_and_stay_so() {
    let sizes = sizes();
    println!("| adapter | Rust | TOML | together |\n|---|---|---|---|");
    for s in &sizes {
        println!("| {} | {} | {} | {} |", s.id, s.code, s.data, s.all());
    }
    let of = |size: &dyn Fn(&Size) -> usize| {
        let mut all: Vec<usize> = sizes.iter().map(size).collect();
        all.sort_unstable();
        median(&all)
    };
    let (whole, rust) = (of(&Size::all), of(&|s| s.code));
    println!("median: {whole}; Rust alone: {rust}");
    assert!(whole <= MEDIAN, "the median adapter has {whole} lines");
    let reads = |s: &&Size| crate::by_id(&s.id).is_some_and(|a| a.manifest().reply != ReplyRoute::Api);
    for declared in sizes.iter().filter(|s| s.code <= 10).filter(reads) {
        let folder = root().join(&declared.id);
        let lines = fs::read_to_string(folder.join("adapter.toml"))
            .unwrap()
            .lines()
            .count();
        assert!(lines <= DECLARED, "{}: {lines} lines of TOML", declared.id);
    }
}

#[test]
fn tests_comments_and_blank_lines_are_no_code() {
    let text = "//! Doc.\n\nuse a;\n#[cfg(test)]\nmod tests;\nfn b() {\n    // why\n    c();\n}\n\
        #[cfg(test)]\nmod more {\n    fn d() {\n    }\n}\nfn e() {}\n";
    assert_eq!(code(text), 5);
    assert_eq!(data("# a\n\na = 1\n[b]\n"), 2);
    assert_eq!((median(&[1, 3]), median(&[1, 2, 9])), (2, 2));
}
