//! Every table, row by row, out of one consistent snapshot and into an empty database of either kind.

use super::db::{MIGRATIONS, placeholders};
use super::{Db, Tx};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Postgres, Row, SqlSafeStr, Sqlite};

/// Tables that a copy leaves out. Sessions, one-time links and counted passwords must not rise from the
/// dead; page memos and paces are only about requests, and after a restore everything is read afresh.
pub const LEFT_OUT: &[&str] = &["session", "link", "attempt", "page_memo", "pace"];

/// Rows read at a time.
const PAGE: usize = 500;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Int,
    Float,
    Bool,
    Bytes,
}

/// A table and its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<(String, Kind)>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Null,
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
    Bytes(Vec<u8>),
}

/// The tables of the migrations in the order in which they were made: a table refers only to those
/// before it.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for migration in MIGRATIONS.iter() {
        for line in migration.sql.as_str().lines() {
            let Some(rest) = line.trim_start().strip_prefix("CREATE TABLE ") else {
                continue;
            };
            let rest = rest.trim_start_matches("IF NOT EXISTS ");
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let name = &rest[..end.unwrap_or(rest.len())];
            if !names.iter().any(|n| n == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// The version of the newest migration.
pub fn schema() -> i64 {
    MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0)
}

fn kind(declared: &str) -> Option<Kind> {
    Some(match declared.to_ascii_lowercase().as_str() {
        "text" => Kind::Text,
        "bigint" => Kind::Int,
        "double precision" => Kind::Float,
        "boolean" => Kind::Bool,
        "bytea" => Kind::Bytes,
        _ => return None,
    })
}

/// The tables that a copy holds, with the columns that this database has.
///
/// # Errors
/// What the driver says; a column of a type that the dialect does not know.
pub async fn tables(db: &Db) -> sqlx::Result<Vec<Table>> {
    let sql = db.pick(
        "SELECT name, type FROM pragma_table_info($1) ORDER BY cid",
        "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
    );
    let mut out = Vec::new();
    for name in names() {
        if LEFT_OUT.contains(&name.as_str()) {
            continue;
        }
        let rows: Vec<(String, String)> = db.query(sql).bind(name.clone()).all().await?;
        let columns = rows
            .into_iter()
            .map(|(column, declared)| {
                let known = kind(&declared);
                known
                    .map(|k| (column.clone(), k))
                    .ok_or_else(|| sqlx::Error::ColumnNotFound(format!("{name}.{column}: {declared}")))
            })
            .collect::<sqlx::Result<Vec<_>>>()?;
        // a table that a later migration dropped or renamed has none
        if !columns.is_empty() {
            out.push(Table { name, columns });
        }
    }
    Ok(out)
}

/// One moment of the database: what is written meanwhile is not seen, and nobody waits.
pub enum Snapshot {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Snapshot {
    /// Opens it.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn open(db: &Db) -> sqlx::Result<Self> {
        Ok(match db {
            Db::Sqlite { read, .. } => {
                let mut tx = read.begin().await?;
                // SQLite takes its snapshot with the first look
                sqlx::query("SELECT count(*) FROM event_head")
                    .execute(&mut *tx)
                    .await?;
                Snapshot::Sqlite(tx)
            }
            Db::Postgres(pool) => Snapshot::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        })
    }

    /// Begins to read one table. One at a time.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn read<'a>(&'a mut self, table: &'a Table) -> sqlx::Result<Rows<'a>> {
        let columns: Vec<&str> = table.columns.iter().map(|(c, _)| c.as_str()).collect();
        let columns = columns.join(", ");
        if let Snapshot::Postgres(tx) = self {
            let sql = format!(
                "DECLARE dump_{0} NO SCROLL CURSOR FOR SELECT {columns} FROM {0}",
                table.name
            );
            sqlx::query(AssertSqlSafe(sql).into_sql_str())
                .execute(&mut **tx)
                .await?;
        }
        Ok(Rows {
            snapshot: self,
            table,
            columns,
            after: i64::MIN,
        })
    }

    /// Lets go of it.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn close(self) -> sqlx::Result<()> {
        match self {
            Snapshot::Sqlite(tx) => tx.rollback().await,
            Snapshot::Postgres(tx) => tx.rollback().await,
        }
    }
}

/// The rows of one table.
pub struct Rows<'a> {
    snapshot: &'a mut Snapshot,
    table: &'a Table,
    columns: String,
    after: i64,
}

impl Rows<'_> {
    /// The next rows; empty at the end.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn next(&mut self) -> sqlx::Result<Vec<Vec<Cell>>> {
        let kinds = self.table.columns.iter().map(|(_, k)| *k);
        match self.snapshot {
            Snapshot::Sqlite(tx) => {
                let sql = format!(
                    "SELECT {}, rowid AS row_number FROM {} WHERE rowid > ? ORDER BY rowid LIMIT {PAGE}",
                    self.columns, self.table.name
                );
                let rows: Vec<SqliteRow> = sqlx::query(AssertSqlSafe(sql).into_sql_str())
                    .bind(self.after)
                    .fetch_all(&mut **tx)
                    .await?;
                if let Some(last) = rows.last() {
                    self.after = last.try_get("row_number")?;
                }
                rows.iter()
                    .map(|row| {
                        kinds
                            .clone()
                            .enumerate()
                            .map(|(i, k)| of_sqlite(row, i, k))
                            .collect()
                    })
                    .collect()
            }
            Snapshot::Postgres(tx) => {
                // a name of its own for every table: the driver keeps the columns of a statement in mind
                let sql = format!("FETCH {PAGE} FROM dump_{}", self.table.name);
                let rows: Vec<PgRow> = sqlx::query(AssertSqlSafe(sql).into_sql_str())
                    .fetch_all(&mut **tx)
                    .await?;
                rows.iter()
                    .map(|row| {
                        kinds
                            .clone()
                            .enumerate()
                            .map(|(i, k)| of_postgres(row, i, k))
                            .collect()
                    })
                    .collect()
            }
        }
    }
}

macro_rules! cell_of {
    ($name:ident, $row:ty) => {
        fn $name(row: &$row, at: usize, kind: Kind) -> sqlx::Result<Cell> {
            Ok(match kind {
                Kind::Text => row.try_get::<Option<String>, _>(at)?.map(Cell::Text),
                Kind::Int => row.try_get::<Option<i64>, _>(at)?.map(Cell::Int),
                Kind::Float => row.try_get::<Option<f64>, _>(at)?.map(Cell::Float),
                Kind::Bool => row.try_get::<Option<bool>, _>(at)?.map(Cell::Bool),
                Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Cell::Bytes),
            }
            .unwrap_or(Cell::Null))
        }
    };
}
cell_of!(of_sqlite, SqliteRow);
cell_of!(of_postgres, PgRow);

/// Most values in one statement: SQLite takes 32,766.
const MOST_VALUES: usize = 8_000;

/// Rows of `width` columns that fit into one statement.
pub fn rows_at_once(width: usize) -> usize {
    (MOST_VALUES / width.max(1)).clamp(1, super::CHUNK)
}

/// Stores rows; `columns` are those of the copy, which the caller has found in this database.
///
/// # Errors
/// What the driver says: a value that the schema refuses.
pub async fn write(
    tx: &mut Tx,
    table: &str,
    columns: &[(String, Kind)],
    rows: Vec<Vec<Cell>>,
) -> sqlx::Result<()> {
    let names: Vec<&str> = columns.iter().map(|(c, _)| c.as_str()).collect();
    let mut query = tx.query_built(format!(
        "INSERT INTO {table} ({}) VALUES {}",
        names.join(", "),
        placeholders(rows.len(), columns.len())
    ));
    for row in rows {
        for (cell, (_, kind)) in row.into_iter().zip(columns) {
            query = match (cell, kind) {
                (Cell::Text(v), _) => query.bind(v),
                (Cell::Int(v), _) => query.bind(v),
                (Cell::Float(v), _) => query.bind(v),
                (Cell::Bool(v), _) => query.bind(v),
                (Cell::Bytes(v), _) => query.bind(v),
                (Cell::Null, Kind::Text) => query.bind(None::<String>),
                (Cell::Null, Kind::Int) => query.bind(None::<i64>),
                (Cell::Null, Kind::Float) => query.bind(None::<f64>),
                (Cell::Null, Kind::Bool) => query.bind(None::<bool>),
                (Cell::Null, Kind::Bytes) => query.bind(None::<Vec<u8>>),
            };
        }
    }
    query.execute().await?;
    Ok(())
}

/// About how many rows a copy will hold; for a progress bar.
///
/// # Errors
/// What the driver says.
pub async fn rows(db: &Db) -> sqlx::Result<u64> {
    let (reviews, others): (i64, i64) = db
        .query(
            "SELECT (SELECT count(*) FROM review),
                    (SELECT count(*) FROM event) + (SELECT count(*) FROM mail) + (SELECT count(*) FROM job)",
        )
        .one()
        .await?;
    // review, version, thread and reply
    Ok(u64::try_from(reviews * 4 + others).unwrap_or(0))
}

/// Is there anything that somebody would miss? What every start makes from the configuration is not.
///
/// # Errors
/// What the driver says.
pub async fn holds_work(db: &Db) -> sqlx::Result<bool> {
    let (n,): (i64,) = db
        .query(
            "SELECT (SELECT count(*) FROM review) + (SELECT count(*) FROM event) + (SELECT count(*) FROM mail)
                  + (SELECT count(*) FROM person WHERE password_hash IS NOT NULL)",
        )
        .one()
        .await?;
    Ok(n > 0)
}

/// Is a daemon reading a source or doing a job at this moment?
///
/// # Errors
/// What the driver says.
pub async fn is_leased(db: &Db, now: super::Time) -> sqlx::Result<bool> {
    let (n,): (i64,) = db
        .query(
            "SELECT (SELECT count(*) FROM source WHERE lease_until > $1)
                  + (SELECT count(*) FROM job WHERE lease_until > $1 AND done_at IS NULL)",
        )
        .bind(now)
        .one()
        .await?;
    Ok(n > 0)
}

/// Empties every table.
///
/// # Errors
/// What the driver says.
pub async fn clear(tx: &mut Tx, existing: &[Table]) -> sqlx::Result<()> {
    for left_out in LEFT_OUT {
        tx.query_built(format!("DELETE FROM {left_out}"))
            .execute()
            .await?;
    }
    for table in existing.iter().rev() {
        tx.query_built(format!("DELETE FROM {}", table.name))
            .execute()
            .await?;
    }
    Ok(())
}
