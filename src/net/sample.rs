//! The last body that came, kept as evidence for a page that could not be read.

/// Longest part of a body that is kept, bytes.
pub const MAX: usize = 1024 * 1024;

/// The last answer's body, with secrets masked. Bytes, because nobody knows its encoding yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Sample {
    /// At most [`MAX`] bytes.
    pub body: Vec<u8>,
    pub content_type: Option<String>,
    pub host: String,
    pub status: u16,
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} from {} with {} bytes",
            self.status,
            self.host,
            self.body.len()
        )
    }
}
