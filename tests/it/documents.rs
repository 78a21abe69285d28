//! What the documents say is what the program does.

use std::path::Path;
use std::process::Command;

const BEGIN: &str = "<!-- platforms: this table is printed by `otklik adapter list --markdown` -->\n";
const END: &str = "<!-- end of platforms -->\n";

fn printed(lang: &str) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_otklik"))
        .args(["adapter", "list", "--markdown", lang])
        .output()
        .expect("the program runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("UTF-8")
}

/// With `OTKLIK_WRITE_TABLES` set the tables are written instead.
#[test]
fn the_tables_of_platforms_are_those_of_this_build() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, lang) in [
        ("README.md", "en"),
        ("README.ru.md", "ru"),
        ("adapters/README.md", "en"),
    ] {
        let path = root.join(file);
        let text = std::fs::read_to_string(&path).expect("readable");
        let (before, rest) = text
            .split_once(BEGIN)
            .unwrap_or_else(|| panic!("{file}: no {BEGIN}"));
        let (table, after) = rest.split_once(END).unwrap_or_else(|| panic!("{file}: no {END}"));
        let now = printed(lang);
        if std::env::var_os("OTKLIK_WRITE_TABLES").is_some() {
            std::fs::write(&path, format!("{before}{BEGIN}{now}{END}{after}")).expect("written");
            continue;
        }
        assert_eq!(
            table, now,
            "{file}: words of the manifests (reads, replies, built_on) and the table differ; \
             OTKLIK_WRITE_TABLES=1 cargo test the_tables_of_platforms writes it"
        );
    }
}
