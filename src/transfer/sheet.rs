//! The export as a spreadsheet: `;`, BOM and CRLF, which Excel opens by a double click in Russia, quoted
//! by RFC 4180.

use super::cell;
use super::export::Said;
use serde_json::Value;
use std::io::Write;

/// What Excel needs to know that the file is UTF-8.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// Column, and where the export object has it (a JSON pointer).
const COLUMNS: &[(&str, &str)] = &[
    ("id", "/id"),
    ("source", "/source"),
    ("platform", "/platform"),
    ("provider", "/provider"),
    ("external_id", "/external_id"),
    ("url", "/url"),
    ("author_name", "/author/name"),
    ("author_id", "/author/id"),
    ("rating", "/rating"),
    ("title", "/title"),
    ("text", "/text"),
    ("lang", "/lang"),
    ("created_at", "/created_at"),
    ("updated_at", "/updated_at"),
    ("first_seen_at", "/first_seen_at"),
    ("versions", "/versions"),
    ("removed", "/removed"),
    ("media", "/media"),
    ("official_reply_text", "/official_reply/text"),
    ("official_reply_at", "/official_reply/at"),
    ("parent", "/parent"),
    ("sentiment", "/sentiment"),
    ("urgency", "/urgency"),
    ("topics", "/topics"),
    ("state", "/state"),
    ("reply_by", "/reply_by"),
];

/// Writes rows to `out`.
pub struct Sheet<W: Write>(csv::Writer<W>);

impl<W: Write> Sheet<W> {
    /// Starts a sheet with its header.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn start(mut out: W) -> csv::Result<Self> {
        out.write_all(BOM)?;
        let mut sheet = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        sheet.write_record(COLUMNS.iter().map(|(name, _)| *name).chain(["thread"]))?;
        Ok(Sheet(sheet))
    }

    /// Writes one review.
    ///
    /// # Errors
    /// As [`Sheet::start`].
    pub fn row(&mut self, review: &Value, thread: &[Said]) -> csv::Result<()> {
        for (_, at) in COLUMNS {
            let text = review.pointer(at).map(plain).unwrap_or_default();
            self.0.write_field(cell::guarded(&text).as_ref())?;
        }
        self.0.write_field(cell::guarded(&told(thread)).as_ref())?;
        self.0.write_record(None::<&[u8]>)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// As [`Sheet::start`].
    pub fn finish(mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(s) => s.clone(),
        Value::Array(words) => words.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// One line per event, in one cell.
fn told(thread: &[Said]) -> String {
    let line = |s: &Said| {
        let by = s.by.as_deref().unwrap_or("—");
        let text = s.text.as_deref().map(|t| format!(": {t}")).unwrap_or_default();
        format!("{} {} {by}{text}", s.at, s.kind)
    };
    thread.iter().map(line).collect::<Vec<_>>().join("\n")
}
