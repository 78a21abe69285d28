//! One SQL text, two databases: a typed pool over SQLite and PostgreSQL.
//!
//! Callers write `db.query("… $1 …").bind(x).all::<Row>()`. The text must keep to the portable
//! dialect of `migrations/README.md`; every statement is executed on both databases by a test.

use sqlx::postgres::{PgArguments, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{Arguments, AssertSqlSafe, Encode, Executor, FromRow, Postgres, SqlSafeStr, SqlStr, Sqlite, Type};
use std::str::FromStr;
use std::time::Duration;

/// The migrations, embedded.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// A lock that somebody else never gives back becomes an error, which is tried again, instead of a daemon
/// that stands still; a transaction that was forgotten is ended by the server.
const GUARDS: &str = "SET lock_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'";

/// A pool on either database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One writer and several readers: SQLite takes one writer at a time anyway, and so nobody
    /// meets `SQLITE_BUSY`.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A value that both databases can store.
pub trait Value:
    for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}
impl<T> Value for T where
    T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> + Send
{
}

/// A row type that both databases can fill.
pub trait Record: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Record for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

enum Args {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

enum Target<'a> {
    Pool(&'a Db),
    Tx(&'a mut Tx),
}

/// An open transaction. On SQLite it holds the writer from the start (`BEGIN IMMEDIATE`).
/// Dropped without [`Tx::commit`], it is rolled back.
pub enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A statement with its values.
pub struct Query<'a> {
    sql: SqlStr,
    args: Args,
    target: Target<'a>,
    error: Option<sqlx::Error>,
}

impl Db {
    /// Opens `sqlite:PATH` (made if absent) or `postgres://…`.
    ///
    /// # Errors
    /// What the driver says: a wrong address, no right to write, no server.
    pub async fn connect(url: &str) -> sqlx::Result<Self> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let pool = PgPoolOptions::new()
                .max_connections(10)
                .acquire_timeout(Duration::from_secs(10))
                // by SET and not by a start-up option, which poolers such as PgBouncer refuse
                .after_connect(|connection, _| {
                    Box::pin(async move { connection.execute(GUARDS).await.map(drop) })
                })
                .connect(url)
                .await?;
            return Ok(Db::Postgres(pool));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // FULL: an approval or a sent mark must survive a power cut, not only a crash
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5));
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_lazy_with(options.read_only(true));
        Ok(Db::Sqlite { read, write })
    }

    /// Whether there is a database to connect to; of a server only an attempt can tell.
    ///
    /// # Errors
    /// The address is none.
    pub fn exists(url: &str) -> sqlx::Result<bool> {
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Ok(true);
        }
        let options = SqliteConnectOptions::from_str(url)?;
        Ok(options.get_filename().exists())
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// A failed statement, or a database of a newer version, which is left untouched.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        match self {
            Db::Sqlite { write, .. } => MIGRATIONS.run(write).await,
            Db::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                // another daemon may be at it, for as long as it takes
                connection.execute("SET lock_timeout = 0").await?;
                let done = MIGRATIONS.run(&mut *connection).await;
                connection.execute(GUARDS).await?;
                done
            }
        }
    }

    /// A statement on the pool.
    pub fn query(&self, sql: &'static str) -> Query<'_> {
        self.built(sql.into_sql_str())
    }

    /// A statement made by [`placeholders`], never from data.
    pub fn query_built(&self, sql: String) -> Query<'_> {
        self.built(AssertSqlSafe(sql).into_sql_str())
    }

    fn built(&self, sql: SqlStr) -> Query<'_> {
        let args = match self {
            Db::Sqlite { .. } => Args::Sqlite(SqliteArguments::default()),
            Db::Postgres(_) => Args::Postgres(PgArguments::default()),
        };
        Query {
            sql,
            args,
            target: Target::Pool(self),
            error: None,
        }
    }

    /// Opens a transaction. None may be open during HTTP or SMTP.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        match self {
            Db::Sqlite { write, .. } => Ok(Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?)),
            Db::Postgres(pool) => {
                // sqlx 0.9 does not roll back when its future is dropped between BEGIN and the answer: the
                // connection goes back to the pool with an open transaction, and whatever is written through
                // it afterwards is lost. In a task of its own it always comes to its end.
                let pool = pool.clone();
                let opened = tokio::spawn(async move { pool.begin().await });
                Ok(Tx::Postgres(
                    opened.await.map_err(|_| sqlx::Error::WorkerCrashed)??,
                ))
            }
        }
    }

    /// For the few statements where PostgreSQL has something better to say.
    pub fn pick(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self {
            Db::Sqlite { .. } => sqlite,
            Db::Postgres(_) => postgres,
        }
    }

    /// `sqlite` or `postgres`.
    pub fn name(&self) -> &'static str {
        self.pick("sqlite", "postgres")
    }

    /// Does it answer?
    pub async fn answers(&self) -> bool {
        let row: sqlx::Result<(i64,)> = self.query("SELECT CAST(1 AS BIGINT)").one().await;
        row.is_ok()
    }

    /// Closes all connections; on SQLite the write-ahead log is folded in.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// A statement in this transaction.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        self.built(sql.into_sql_str())
    }

    /// A statement made by [`placeholders`], never from data.
    pub fn query_built(&mut self, sql: String) -> Query<'_> {
        self.built(AssertSqlSafe(sql).into_sql_str())
    }

    fn built(&mut self, sql: SqlStr) -> Query<'_> {
        let args = match self {
            Tx::Sqlite(_) => Args::Sqlite(SqliteArguments::default()),
            Tx::Postgres(_) => Args::Postgres(PgArguments::default()),
        };
        Query {
            sql,
            args,
            target: Target::Tx(self),
            error: None,
        }
    }

    /// Makes it all true at once.
    ///
    /// # Errors
    /// What the driver says; then nothing happened.
    pub async fn commit(self) -> sqlx::Result<()> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await,
            Tx::Postgres(tx) => tx.commit().await,
        }
    }
}

impl<'a> Query<'a> {
    /// The next `$n`.
    pub fn bind(mut self, value: impl Value) -> Self {
        let result = match &mut self.args {
            Args::Sqlite(a) => a.add(value),
            Args::Postgres(a) => a.add(value),
        };
        if let Err(e) = result {
            self.error.get_or_insert(sqlx::Error::Encode(e));
        }
        self
    }

    /// Runs it; gives the number of rows that changed.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn execute(self) -> sqlx::Result<u64> {
        let Query {
            sql,
            args,
            target,
            error,
        } = self;
        if let Some(error) = error {
            return Err(error);
        }
        Ok(match (args, target) {
            (Args::Sqlite(a), Target::Pool(Db::Sqlite { write, .. })) => {
                sqlx::query_with(sql, a).execute(write).await?.rows_affected()
            }
            (Args::Sqlite(a), Target::Tx(Tx::Sqlite(tx))) => {
                sqlx::query_with(sql, a).execute(&mut **tx).await?.rows_affected()
            }
            (Args::Postgres(a), Target::Pool(Db::Postgres(pool))) => {
                sqlx::query_with(sql, a).execute(pool).await?.rows_affected()
            }
            (Args::Postgres(a), Target::Tx(Tx::Postgres(tx))) => {
                sqlx::query_with(sql, a).execute(&mut **tx).await?.rows_affected()
            }
            _ => unreachable!("arguments are made by the target"),
        })
    }

    /// Runs it; gives every row. A statement that begins with SELECT on the pool goes to the
    /// readers; one that writes and returns rows goes to the writer.
    ///
    /// # Errors
    /// What the driver says, or a column that does not fit.
    pub async fn all<T: Record>(self) -> sqlx::Result<Vec<T>> {
        let Query {
            sql,
            args,
            target,
            error,
        } = self;
        if let Some(error) = error {
            return Err(error);
        }
        let reads = sql
            .as_str()
            .trim_start()
            .get(..6)
            .is_some_and(|w| w.eq_ignore_ascii_case("select"));
        match (args, target) {
            (Args::Sqlite(a), Target::Pool(Db::Sqlite { read, write })) => {
                sqlx::query_as_with(sql, a)
                    .fetch_all(if reads { read } else { write })
                    .await
            }
            (Args::Sqlite(a), Target::Tx(Tx::Sqlite(tx))) => {
                sqlx::query_as_with(sql, a).fetch_all(&mut **tx).await
            }
            (Args::Postgres(a), Target::Pool(Db::Postgres(pool))) => {
                sqlx::query_as_with(sql, a).fetch_all(pool).await
            }
            (Args::Postgres(a), Target::Tx(Tx::Postgres(tx))) => {
                sqlx::query_as_with(sql, a).fetch_all(&mut **tx).await
            }
            _ => unreachable!("arguments are made by the target"),
        }
    }

    /// The first row, if any.
    ///
    /// # Errors
    /// As [`Query::all`].
    pub async fn optional<T: Record>(self) -> sqlx::Result<Option<T>> {
        Ok(self.all().await?.into_iter().next())
    }

    /// The first row.
    ///
    /// # Errors
    /// As [`Query::all`], and `RowNotFound`.
    pub async fn one<T: Record>(self) -> sqlx::Result<T> {
        self.optional().await?.ok_or(sqlx::Error::RowNotFound)
    }
}

/// `($1, $2), ($3, $4)` for `rows` rows of `columns` columns: multi-row inserts.
pub fn placeholders(rows: usize, columns: usize) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        out.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            // writing to a String cannot fail
            let _ = write!(out, "{comma}${}", row * columns + column + 1);
        }
        out.push(')');
    }
    out
}
