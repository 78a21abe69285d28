//! Takes a file of reviews in, as sightings: what is new, edited and the same is told apart exactly as
//! for a polled page, so that an export comes back with the same content hashes.
//!
//! An import is history: with `history = "quiet"` nothing of it rings anybody. The source is not settled
//! by it, so the first poll still counts as the first.

use super::record::{self, Bad};
use crate::context::Context;
use crate::intake::{Counts, Intake, IntakeError};
use crate::store::sources::Source;
use otklik_adapters::{Next, Page, Sighting};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};

/// Reviews in one transaction.
const BATCH: usize = 200;
/// Longest line that is read, bytes; a longer one is skipped and named.
const LONGEST: u64 = 8 << 20;

/// One record as read, with the line where it begins.
pub type Record = (u64, Result<Sighting, Bad>);

/// The records of a file, one at a time.
pub enum Records<R: Read> {
    Lines {
        input: BufReader<R>,
        line: u64,
    },
    Rows {
        rows: csv::Reader<BufReader<R>>,
        header: Vec<String>,
        /// 1 where lines end in CRLF: the reader ends a row at its CR and counts the line one row late.
        late: u64,
    },
}

impl<R: Read> Records<R> {
    /// Looks at the first bytes: `{` begins JSON lines, anything else is the header of a table with
    /// `;`, `,` or tabs.
    ///
    /// # Errors
    /// The file cannot be read, or its header has no column that could be an id.
    pub fn open(input: R) -> Result<Self, OpenError> {
        let mut input = BufReader::with_capacity(64 << 10, input);
        if input.fill_buf()?.starts_with(super::sheet::BOM) {
            input.consume(super::sheet::BOM.len());
        }
        let head = input.fill_buf()?;
        let first = head.iter().find(|b| !b.is_ascii_whitespace());
        if first.is_none_or(|b| *b == b'{') {
            return Ok(Records::Lines { input, line: 0 });
        }
        let header = head.split(|b| *b == b'\n').next().unwrap_or(head);
        let late = u64::from(header.ends_with(b"\r"));
        let most = [b';', b',', b'\t']
            .into_iter()
            .max_by_key(|d| header.iter().filter(|b| *b == d).count());
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(most.unwrap_or(b';'))
            .flexible(true)
            .from_reader(input);
        let header: Vec<String> = rows
            .byte_headers()
            .map_err(OpenError::Csv)?
            .iter()
            .map(|h| named(&String::from_utf8_lossy(h)).to_owned())
            .collect();
        if !header.iter().any(|h| h == "id" || h == "external_id") {
            return Err(OpenError::NoId(header.join(", ")));
        }
        Ok(Records::Rows { rows, header, late })
    }

    /// The next record; `None` at the end.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn next_record(&mut self) -> std::io::Result<Option<Record>> {
        match self {
            Records::Lines { input, line } => next_line(input, line),
            Records::Rows { rows, header, late } => {
                let mut row = csv::ByteRecord::new();
                match rows.read_byte_record(&mut row) {
                    Ok(false) => Ok(None),
                    Ok(true) => {
                        let line = row.position().map_or(0, csv::Position::line) + *late;
                        Ok(Some((line, record::of_row(header, &row))))
                    }
                    Err(e) => Err(std::io::Error::other(e)),
                }
            }
        }
    }
}

fn next_line<R: Read>(input: &mut BufReader<R>, line: &mut u64) -> std::io::Result<Option<Record>> {
    loop {
        let mut bytes = Vec::new();
        if input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        *line += 1;
        if u64::try_from(bytes.len()).unwrap_or(LONGEST) == LONGEST && bytes.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
            let bad = Bad::new("long", "", &LONGEST.to_string());
            return Ok(Some((*line, Err(bad))));
        }
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return Ok(Some((*line, Err(Bad::new("utf8", "", "")))));
        };
        if !text.trim().is_empty() {
            return Ok(Some((*line, record::of_json(text))));
        }
    }
}

/// The name that a column goes by here.
fn named(header: &str) -> &str {
    match header.trim() {
        "author" | "автор" | "Автор" => "author_name",
        "текст" | "Текст" | "отзыв" | "Отзыв" => "text",
        "оценка" | "Оценка" => "rating",
        "дата" | "Дата" => "created_at",
        "заголовок" | "Заголовок" => "title",
        "ссылка" | "Ссылка" => "url",
        other => other,
    }
}

/// Why a file is no import at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Csv(csv::Error),
    /// The columns that it has.
    #[error("no column id or external_id among: {0}")]
    NoId(String),
}

/// A leased source as an import sees it: what comes now is history, whatever was polled before.
pub fn as_history(source: &Source) -> Source {
    let mut history = source.clone();
    history.settled_at = None;
    history
}

/// Collects records and takes them in, batch by batch.
pub struct Import<'a> {
    intake: Intake<'a>,
    batch: Vec<Sighting>,
    seen: HashSet<String>,
    counts: Counts,
}

impl<'a> Import<'a> {
    /// Into a source that was made by [`as_history`].
    ///
    /// # Errors
    /// What the driver says.
    pub async fn into(ctx: &'a Context, source: &'a Source) -> sqlx::Result<Self> {
        Ok(Import {
            intake: Intake::open(ctx, source).await?,
            batch: Vec::with_capacity(BATCH),
            seen: HashSet::new(),
            counts: Counts::default(),
        })
    }

    /// Adds one review. Of two with one id the first counts.
    ///
    /// # Errors
    /// [`ImportError::Twice`], or the batch that it filled was not stored.
    pub async fn add(&mut self, sighting: Sighting) -> Result<(), ImportError> {
        if !self.seen.insert(sighting.id.clone()) {
            return Err(ImportError::Twice(sighting.id));
        }
        self.batch.push(sighting);
        if self.batch.len() == BATCH {
            self.store().await?;
        }
        Ok(())
    }

    async fn store(&mut self) -> Result<(), IntakeError> {
        let page = Page::of(std::mem::take(&mut self.batch), Next::Done);
        self.counts += self.intake.absorb(&page, None).await?;
        Ok(())
    }

    /// Stores the rest; gives what the file brought.
    ///
    /// # Errors
    /// [`IntakeError`].
    pub async fn finish(mut self) -> Result<Counts, IntakeError> {
        self.store().await?;
        self.counts.seen = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        Ok(self.counts)
    }
}

/// Why a review was not added.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("the id {0} stands in the file twice")]
    Twice(String),
    #[error(transparent)]
    Intake(#[from] IntakeError),
}
