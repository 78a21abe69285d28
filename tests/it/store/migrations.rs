//! One folder of migrations, one dialect, two databases.

use super::change;
use crate::support::on_both;
use otklik::store::Db;
use otklik::store::db::MIGRATIONS;
use sqlx::migrate::{Migrate, MigrateError};
use std::path::{Path, PathBuf};

/// What one of the two databases does differently (`migrations/README.md`), as a word in SQL.
const FORBIDDEN: &[(&str, &str)] = &[
    ("sum(", "NUMERIC on PostgreSQL: cast it"),
    ("avg(", "NUMERIC on PostgreSQL: cast it"),
    ("lower(", "SQLite folds ASCII only: search in the folded column"),
    ("upper(", "SQLite folds ASCII only"),
    (" ilike ", "PostgreSQL only"),
    ("alter column", "SQLite has none: new table, copy, rename"),
    ("add constraint", "SQLite has none: new table, copy, rename"),
    ("now()", "instants come from the clock"),
    ("current_timestamp", "instants come from the clock"),
    ("->>", "JSON operators differ"),
    ("json_each", "SQLite only"),
    ("jsonb", "stored as TEXT here"),
    ("any(", "arrays: PostgreSQL only"),
    ("array[", "arrays: PostgreSQL only"),
    ("serial", "ids are made by the program"),
    ("autoincrement", "ids are made by the program"),
    ("generated always", "ids are made by the program"),
    ("insert or ", "SQLite only: ON CONFLICT"),
    ("rowid", "SQLite only"),
    ("::", "casts: CAST(x AS …)"),
    (
        " like ",
        "SQLite ignores case of ASCII: only in the folded column",
    ),
    ("order by name", "the databases sort letters differently: in Rust"),
    ("datetime", "instants are BIGINT"),
    ("timestamptz", "instants are BIGINT"),
];

/// Where a statement is for one database alone, chosen by `match` on the kind: file and word.
const FOR_ONE: &[(&str, &str)] = &[
    // SQLite reads a table in pages by it, PostgreSQL by a cursor
    ("dump.rs", "rowid"),
];

fn files(dir: &Path, end: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, end, found);
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
}

/// SQL of a Rust file: its string literals that begin like a statement or go on like one.
fn literals(source: &str) -> Vec<String> {
    let code: String = source
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .flat_map(|l| [l, "\n"])
        .collect();
    code.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn the_sql_keeps_to_what_both_databases_do_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts: Vec<(PathBuf, String)> = Vec::new();
    let mut found = Vec::new();
    files(&root.join("migrations"), ".sql", &mut found);
    for path in found {
        let sql = std::fs::read_to_string(&path).expect("readable");
        let sql: String = sql
            .lines()
            .map(|l| l.split("--").next().unwrap_or_default().to_lowercase() + "\n")
            .collect();
        texts.push((path, sql));
    }
    let mut found = Vec::new();
    files(&root.join("src/store"), ".rs", &mut found);
    for path in found {
        let source = std::fs::read_to_string(&path).expect("readable");
        for sql in literals(&source) {
            texts.push((path.clone(), sql));
        }
    }
    assert!(texts.len() > 100, "the SQL was found");
    for (path, sql) in &texts {
        let sql = sql.replace("folded like ", "");
        for (word, why) in FORBIDDEN {
            if FOR_ONE
                .iter()
                .any(|(file, for_one)| path.ends_with(file) && word == for_one)
            {
                continue;
            }
            assert!(!sql.contains(word), "{}: {word:?}: {why}\n{sql}", path.display());
        }
    }
}

#[test]
fn the_scan_sees_what_it_forbids() {
    let bad = literals("db.query(\"SELECT lower(name) FROM person\") // \"sum(\"");
    assert!(bad.iter().any(|sql| sql.contains("lower(")));
    assert!(literals("// \"lower(\"\nlet x = 1;").is_empty());
}

on_both! {
    /// As an old installation meets them: one after the other, with rows in between.
    async fn migrations_run_one_by_one(base: Base) {
        let base = base.empty_like().await;
        let db = base.db().await;
        for migration in MIGRATIONS.iter() {
            match &db {
                Db::Sqlite { write, .. } => {
                    let mut one = write.acquire().await.expect("a connection");
                    one.ensure_migrations_table("_sqlx_migrations").await.expect("a table");
                    one.apply("_sqlx_migrations", migration).await.expect("applied");
                }
                Db::Postgres(pool) => {
                    let mut one = pool.acquire().await.expect("a connection");
                    one.ensure_migrations_table("_sqlx_migrations").await.expect("a table");
                    one.apply("_sqlx_migrations", migration).await.expect("applied");
                }
            }
            if migration.version == 1 {
                change(&db, "INSERT INTO setting (key, value) VALUES ('old', 'row')").await;
            }
        }
        db.migrate().await.expect("nothing is left to do");
        assert_eq!(otklik::store::settings::get(&db, "old").await.expect("read").as_deref(), Some("row"));
    }
}

on_both! {
    async fn a_database_of_a_newer_version_is_left_untouched(base: Base) {
        let db = base.db().await;
        change(
            &db,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
             SELECT 9999, 'from the future', TRUE, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        let refused = db.migrate().await.expect_err("refused");
        assert!(matches!(refused, MigrateError::VersionMissing(9999)), "{refused}");
    }
}

on_both! {
    async fn a_migration_that_was_edited_after_it_ran_is_refused(base: Base) {
        let db = base.db().await;
        change(&db, "UPDATE _sqlx_migrations SET description = 'same', success = FALSE WHERE version = 1").await;
        assert!(db.migrate().await.is_err());
    }
}
