//! Takes a file of reviews in, as sightings: what is new, edited and the same is told apart exactly as
//! for a polled page, so that an export comes back with the same content hashes.
//!
//! An import is history: with `history = "quiet"` nothing of it rings anybody. The source is not settled
//! by it, so the first poll still counts as the first.

use super::record::{self, Bad};
use crate::config::mapping::{self, Mapping};
use crate::context::Context;
use crate::domain::Lang;
use crate::i18n;
use crate::intake::{Counts, Intake, IntakeError};
use crate::store::sources::Source;
use otklik_adapters::{Next, Page, Sighting};
use serde_json::Value;
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};

/// Reviews in one transaction.
const BATCH: usize = 200;
/// Longest line that is read, bytes; a longer one is skipped and named.
const LONGEST: u64 = 8 << 20;
/// Largest document of one JSON value, bytes: it is held in memory, unlike lines and tables.
const DOCUMENT: u64 = 256 << 20;

/// One record as read, with the line where it begins.
pub type Record = (u64, Result<Sighting, Bad>);

/// The records of a file, one at a time.
pub enum Records<R: Read> {
    Lines {
        input: BufReader<R>,
        line: u64,
        mapping: Option<Mapping>,
    },
    /// One JSON value: its reviews, from the first on.
    Document {
        reviews: std::vec::IntoIter<Value>,
        n: u64,
        mapping: Mapping,
    },
    Rows {
        rows: csv::Reader<BufReader<R>>,
        header: Vec<String>,
        /// 1 where lines end in CRLF: the reader ends a row at its CR and counts the line one row late.
        late: u64,
    },
}

impl<R: Read> Records<R> {
    /// Looks at the first bytes: `{` begins JSON lines, or a JSON document; `[` a document; anything
    /// else is the header of a table with `;`, `,` or tabs. Without a `mapping` the fields go by their
    /// own names, and a document by the shipped mapping that fits.
    ///
    /// # Errors
    /// The file cannot be read, its header has no column that could be an id, or no mapping fits.
    pub fn open(input: R, mapping: Option<Mapping>) -> Result<Self, OpenError> {
        let mut input = BufReader::with_capacity(64 << 10, input);
        if input.fill_buf()?.starts_with(super::sheet::BOM) {
            input.consume(super::sheet::BOM.len());
        }
        let head = input.fill_buf()?;
        let first = head.iter().find(|b| !b.is_ascii_whitespace());
        if first.is_some_and(|b| *b == b'[')
            || (first.is_some_and(|b| *b == b'{') && !is_lines(head, mapping.as_ref()))
        {
            return document(input, mapping);
        }
        if first.is_none_or(|b| *b == b'{') {
            return Ok(Records::Lines {
                input,
                line: 0,
                mapping,
            });
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
            .map(|h| String::from_utf8_lossy(h).into_owned())
            .collect();
        let header = match mapping {
            Some(mapping) => mapping.header(&header),
            None => header.iter().map(|h| named(h).to_owned()).collect(),
        };
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
            Records::Lines { input, line, mapping } => next_line(input, line, mapping.as_ref()),
            Records::Document { reviews, n, mapping } => Ok(reviews.next().map(|review| {
                *n += 1;
                (*n, record::of_mapped(&review, mapping))
            })),
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

/// Are these JSON lines, or the beginning of a document that is one JSON value?
fn is_lines(head: &[u8], mapping: Option<&Mapping>) -> bool {
    let head = head.trim_ascii_start();
    let Some(end) = head.iter().position(|b| *b == b'\n') else {
        // one line, or one longer than the buffer: a document, unless it begins as a record does
        let whole = serde_json::from_slice(head).ok();
        return whole.map_or_else(|| begins_as_record(head), |first| is_record(&first, mapping));
    };
    match serde_json::from_slice(&head[..end]) {
        Ok(first) => is_record(&first, mapping),
        // printed over several lines; a broken record ends otherwise, and is named by its line
        Err(_) => !matches!(head[..end].trim_ascii_end().last(), Some(b'{' | b'[' | b',')),
    }
}

fn is_record(first: &Value, mapping: Option<&Mapping>) -> bool {
    match mapping {
        Some(mapping) => mapping.is_flat() || mapping.reviews(first).is_empty(),
        None => {
            let has = |field| first.get(field).is_some();
            has("id") || has("external_id") || Mapping::fitting(first).is_none()
        }
    }
}

fn begins_as_record(head: &[u8]) -> bool {
    let inside = head.strip_prefix(b"{").unwrap_or(head).trim_ascii_start();
    inside.starts_with(b"\"id\"") || inside.starts_with(b"\"external_id\"")
}

fn document<R: Read>(input: BufReader<R>, mapping: Option<Mapping>) -> Result<Records<R>, OpenError> {
    let mut bytes = Vec::new();
    input.take(DOCUMENT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > DOCUMENT {
        return Err(OpenError::TooLarge(DOCUMENT >> 20));
    }
    let whole: Value = serde_json::from_slice(&bytes).map_err(|e| OpenError::Json(e.to_string()))?;
    let mapping = mapping
        .or_else(|| Mapping::fitting(&whole))
        .ok_or(OpenError::NoMapping)?;
    let reviews: Vec<Value> = mapping.reviews(&whole).into_iter().cloned().collect();
    if reviews.is_empty() {
        return Err(OpenError::NoList);
    }
    Ok(Records::Document {
        reviews: reviews.into_iter(),
        n: 0,
        mapping,
    })
}

fn next_line<R: Read>(
    input: &mut BufReader<R>,
    line: &mut u64,
    mapping: Option<&Mapping>,
) -> std::io::Result<Option<Record>> {
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
            let read = match mapping {
                None => record::of_json(text),
                Some(mapping) => match serde_json::from_str(text) {
                    Ok(value) => record::of_mapped(&value, mapping),
                    Err(e) => Err(Bad::new("json", "", &e.to_string())),
                },
            };
            return Ok(Some((*line, read)));
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
#[derive(Debug)]
pub enum OpenError {
    Io(std::io::Error),
    Csv(csv::Error),
    /// The columns that it has.
    NoId(String),
    /// What the JSON reader says.
    Json(String),
    /// More megabytes than this.
    TooLarge(u64),
    NoMapping,
    NoList,
}

impl From<std::io::Error> for OpenError {
    fn from(e: std::io::Error) -> Self {
        OpenError::Io(e)
    }
}

impl OpenError {
    /// In words, with what to do.
    pub fn text(&self, lang: Lang) -> String {
        let (key, what) = match self {
            OpenError::Io(e) => return e.to_string(),
            OpenError::Csv(e) => return e.to_string(),
            OpenError::NoId(columns) => ("no-id", columns.clone()),
            OpenError::Json(why) => ("no-json", why.clone()),
            OpenError::TooLarge(most) => ("too-large", most.to_string()),
            OpenError::NoMapping => ("no-mapping", mapping::names().join(", ")),
            OpenError::NoList => ("no-list", String::new()),
        };
        i18n::t(lang, &format!("import-{key}"), &[("what", what.as_str().into())])
    }
}

/// A leased source as an import sees it: what comes now is history, whatever was polled before.
pub fn as_history(source: &Source) -> Source {
    let mut history = source.clone();
    history.settled_at = None;
    history
}

/// A record whose address is only a path belongs to the site of the source.
pub fn at_home(mut sighting: Sighting, source: &Source) -> Sighting {
    if let Some(path) = sighting.url.as_deref().filter(|u| u.starts_with('/')) {
        let site = source.place().map(|place| place.url);
        sighting.url = site.and_then(|site| site.join(path).ok()).map(String::from);
    }
    sighting
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
