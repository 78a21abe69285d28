//! Cells of a spreadsheet that must never be read as formulas.
//!
//! Excel, LibreOffice and Google Sheets run a cell that begins with `=`, `+`, `-`, `@`, a tab or a line
//! end (OWASP, "CSV Injection"), and review texts are written by strangers. Such a cell gets an apostrophe
//! in front. So that nothing is lost, a text that has apostrophes before such a sign gets one more, and
//! [`unguarded`] takes exactly one away: the pair is exact for every text.

use std::borrow::Cow;

fn could_run(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n'])
}

/// The cell as it is written.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if could_run(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell that was written by [`guarded`].
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if could_run(text) => text,
        _ => cell,
    }
}
