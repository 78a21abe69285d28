//! The whole database in one file, the same from SQLite and PostgreSQL.
//!
//! JSON lines: a head, then for every table a line with its columns and a line for every row, then an end
//! with the number of rows and the SHA-256 of everything before it. What is left out and why:
//! [`dump::LEFT_OUT`].

use crate::instant::rfc3339;
use crate::store::Db;
use crate::store::dump::{self, Cell, Kind, Snapshot, Table};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use indicatif::ProgressBar;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, Write};

/// The number of this format; a reader refuses a higher one.
pub const FORMAT: u32 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Always `backup`.
    pub otklik: String,
    pub format: u32,
    /// Version of the newest migration.
    pub schema: i64,
    pub at: DateTime<Utc>,
}

/// A line before the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub table: String,
    pub columns: Vec<String>,
}

/// The last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    pub rows: u64,
    pub sha256: String,
}

/// Why a file is not taken for a copy.
#[derive(Debug, thiserror::Error)]
pub enum Unsound {
    #[error("line {0}: not what a copy has there")]
    Line(u64),
    #[error("format {0} is newer than this program")]
    Newer(u32),
    #[error("the file ends too early: it was cut off")]
    CutOff,
    #[error("the contents do not fit their checksum: the file was damaged")]
    Checksum,
    #[error(transparent)]
    Io(#[from] io::Error),
}

struct Summed<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Summed<W> {
    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.hash.update(&line);
        self.out.write_all(&line)
    }
}

/// Writes a copy of one moment; gives the number of rows.
///
/// # Errors
/// The database cannot be read, or `out` not be written.
pub async fn write(db: &Db, at: DateTime<Utc>, out: impl Write, bar: &ProgressBar) -> anyhow::Result<u64> {
    let tables = dump::tables(db).await?;
    let mut out = Summed {
        out,
        hash: Sha256::new(),
    };
    out.line(&Head {
        otklik: "backup".into(),
        format: FORMAT,
        schema: dump::schema(),
        at,
    })?;
    let mut rows = 0;
    let mut snapshot = Snapshot::open(db).await?;
    for table in &tables {
        out.line(&section(table))?;
        let mut reading = snapshot.read(table).await?;
        loop {
            let page = reading.next().await?;
            if page.is_empty() {
                break;
            }
            rows += page.len() as u64;
            bar.inc(page.len() as u64);
            for row in page {
                let values: Vec<Value> = row.into_iter().map(json).collect();
                out.line(&values)?;
            }
        }
    }
    snapshot.close().await?;
    let end = End {
        rows,
        sha256: hex::encode(out.hash.finalize()),
    };
    writeln!(out.out, "{}", serde_json::to_string(&end)?)?;
    out.out.flush()?;
    Ok(rows)
}

fn section(table: &Table) -> Section {
    Section {
        table: table.name.clone(),
        columns: table.columns.iter().map(|(c, _)| c.clone()).collect(),
    }
}

fn json(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(s) => Value::String(s),
        Cell::Int(n) => n.into(),
        Cell::Bool(b) => b.into(),
        // as text, so that not one bit is lost on the way through JSON
        Cell::Float(f) => Value::String(f.to_string()),
        Cell::Bytes(b) => Value::String(STANDARD.encode(b)),
    }
}

/// The value of a column of this kind; `None` where the copy has something else there.
pub fn cell(value: Value, kind: Kind) -> Option<Cell> {
    Some(match (value, kind) {
        (Value::Null, _) => Cell::Null,
        (Value::String(s), Kind::Text) => Cell::Text(s),
        (Value::String(s), Kind::Float) => Cell::Float(s.parse().ok()?),
        (Value::String(s), Kind::Bytes) => Cell::Bytes(STANDARD.decode(s).ok()?),
        (Value::Number(n), Kind::Int) => Cell::Int(n.as_i64()?),
        (Value::Bool(b), Kind::Bool) => Cell::Bool(b),
        _ => return None,
    })
}

/// A line of a copy.
#[derive(Debug)]
pub enum Line {
    Section(Section),
    Row(Vec<Value>),
}

/// Reads a copy line by line and checks it on the way.
pub struct Reader<R> {
    input: R,
    hash: Sha256,
    line: u64,
    rows: u64,
    pub head: Head,
}

impl<R: BufRead> Reader<R> {
    /// Reads the head.
    ///
    /// # Errors
    /// [`Unsound`].
    pub fn open(mut input: R) -> Result<Self, Unsound> {
        let mut first = Vec::new();
        // whatever file was named by mistake: its first line is not read without bound
        io::Read::take(&mut input, 4096).read_until(b'\n', &mut first)?;
        let head: Head = serde_json::from_slice(&first).map_err(|_| Unsound::Line(1))?;
        if head.otklik != "backup" {
            return Err(Unsound::Line(1));
        }
        if head.format > FORMAT {
            return Err(Unsound::Newer(head.format));
        }
        Ok(Reader {
            input,
            hash: Sha256::new_with_prefix(&first),
            line: 1,
            rows: 0,
            head,
        })
    }

    /// The next line; `None` at a sound end.
    ///
    /// # Errors
    /// [`Unsound`].
    pub fn next_line(&mut self) -> Result<Option<Line>, Unsound> {
        let mut line = Vec::new();
        if self.input.read_until(b'\n', &mut line)? == 0 {
            return Err(Unsound::CutOff);
        }
        self.line += 1;
        let wrong = Unsound::Line(self.line);
        if line.last() != Some(&b'\n') {
            return Err(Unsound::CutOff);
        }
        if line.starts_with(b"[") {
            self.hash.update(&line);
            self.rows += 1;
            return Ok(Some(Line::Row(serde_json::from_slice(&line).map_err(|_| wrong)?)));
        }
        if let Ok(section) = serde_json::from_slice::<Section>(&line) {
            self.hash.update(&line);
            return Ok(Some(Line::Section(section)));
        }
        let end: End = serde_json::from_slice(&line).map_err(|_| wrong)?;
        let sum = hex::encode(std::mem::take(&mut self.hash).finalize());
        if end.rows != self.rows || end.sha256 != sum {
            return Err(Unsound::Checksum);
        }
        Ok(None)
    }

    /// The number of the line that was read last.
    pub fn line(&self) -> u64 {
        self.line
    }
}

/// Reads a copy from its first byte to its last; gives the number of rows.
///
/// # Errors
/// [`Unsound`].
pub fn verify(input: impl BufRead) -> Result<u64, Unsound> {
    let mut reader = Reader::open(input)?;
    while reader.next_line()?.is_some() {}
    Ok(reader.rows)
}

/// When it was made, in words of the contract.
pub fn made(head: &Head) -> String {
    rfc3339(head.at)
}
