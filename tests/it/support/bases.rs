//! A fresh database for every test, copied from a migrated template: a file for SQLite,
//! `CREATE DATABASE … TEMPLATE` for PostgreSQL. Tests run in processes of their own, so the template
//! is found by the hash of the migrations and made by whoever comes first.

use super::Dir;
use otklik::store::Db;
use otklik::store::db::MIGRATIONS;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::path::Path;

/// Any number: the lock under which the template is made.
const LOCK: i64 = 0x6f74_6b6c;

/// A migrated database that nobody else uses; it is gone when this is dropped.
pub struct Base {
    pub url: String,
    dir: Dir,
    server: Option<(String, String)>,
}

impl Base {
    /// On a file.
    pub async fn sqlite() -> Base {
        let dir = Dir::new();
        let file = dir.path().join("otklik.db");
        let template = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("template-{}.db", fingerprint()));
        if !template.exists() {
            let made = dir.path().join("template.db");
            migrated(&format!("sqlite:{}", made.display())).await;
            // whoever is second overwrites it with the same
            let beside = template.with_extension(uuid::Uuid::new_v4().to_string());
            std::fs::copy(&made, &beside).expect("a copy beside the template");
            std::fs::rename(&beside, &template).expect("the template");
        }
        std::fs::copy(&template, &file).expect("a copy of the template");
        Base {
            url: format!("sqlite:{}", file.display()),
            dir,
            server: None,
        }
    }

    /// On the server that `OTKLIK_TEST_POSTGRES` names; `None` where it names none.
    pub async fn postgres() -> Option<Base> {
        let Ok(server) = std::env::var("OTKLIK_TEST_POSTGRES") else {
            assert!(std::env::var_os("CI").is_none(), "CI must not skip PostgreSQL");
            eprintln!("skipped: OTKLIK_TEST_POSTGRES names no server");
            return None;
        };
        let mut admin = PgConnection::connect(&server).await.expect("the test server");
        let template = template(&mut admin, &server).await;
        let name = format!("t_{}", uuid::Uuid::new_v4().simple());
        command(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        admin.close().await.expect("closed");
        Some(Base {
            url: named(&server, &name),
            dir: Dir::new(),
            server: Some((server, name)),
        })
    }

    /// Another empty one of the same kind, without any table.
    pub async fn empty_like(&self) -> Base {
        let dir = Dir::new();
        match &self.server {
            None => Base {
                url: format!("sqlite:{}", dir.path().join("empty.db").display()),
                dir,
                server: None,
            },
            Some((server, _)) => {
                let name = format!("t_{}", uuid::Uuid::new_v4().simple());
                let mut admin = PgConnection::connect(server).await.expect("the test server");
                command(&mut admin, format!("CREATE DATABASE {name} TEMPLATE template0")).await;
                Base {
                    url: named(server, &name),
                    dir,
                    server: Some((server.clone(), name)),
                }
            }
        }
    }

    /// A pool on it.
    pub async fn db(&self) -> Db {
        Db::connect(&self.url).await.expect("the test's database")
    }

    /// A directory that lives as long as the database.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else {
            return;
        };
        // a destructor cannot await, and the test's runtime is ending
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let mut admin = PgConnection::connect(&server).await.expect("the test server");
                command(&mut admin, format!("DROP DATABASE {name} WITH (FORCE)")).await;
            });
        });
        let _ = dropped.join();
    }
}

/// Names the schema: other migrations, other template.
fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for migration in MIGRATIONS.iter() {
        hash.update(&migration.checksum);
    }
    hex::encode(&hash.finalize()[..6])
}

async fn migrated(url: &str) {
    let db = Db::connect(url).await.expect("a fresh database");
    db.migrate().await.expect("migrations");
    db.close().await;
}

async fn template(admin: &mut PgConnection, server: &str) -> String {
    let name = format!("otklik_template_{}", fingerprint());
    command(admin, format!("SELECT pg_advisory_lock({LOCK})")).await;
    let there: Option<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut *admin)
        .await
        .expect("a look at the databases");
    if there.is_none() {
        // migrated under another name: a template is whole or absent
        let making = format!("{name}_making");
        command(admin, format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
        command(admin, format!("CREATE DATABASE {making} TEMPLATE template0")).await;
        migrated(&named(server, &making)).await;
        command(admin, format!("ALTER DATABASE {making} RENAME TO {name}")).await;
    }
    command(admin, format!("SELECT pg_advisory_unlock({LOCK})")).await;
    name
}

async fn command(admin: &mut PgConnection, sql: String) {
    let shown = sql.clone();
    admin
        .execute(AssertSqlSafe(sql))
        .await
        .unwrap_or_else(|e| panic!("{shown}: {e}"));
}

/// The address of another database of the same server.
fn named(server: &str, database: &str) -> String {
    let mut url = url::Url::parse(server).expect("OTKLIK_TEST_POSTGRES is an address");
    url.set_path(database);
    url.to_string()
}
