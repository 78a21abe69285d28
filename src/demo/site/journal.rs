//! Append-only files of JSON lines that survive being killed at any byte.

use serde::{Serialize, de::DeserializeOwned};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// One open file.
#[derive(Debug)]
pub(super) struct Journal(File);

impl Journal {
    /// Opens or creates the file and gives what it holds. A last line without its end was torn by
    /// a kill: nobody was told that it happened, so it is cut off.
    ///
    /// # Errors
    /// When the file cannot be read, or a whole line in it is not understood.
    pub(super) fn open<T: DeserializeOwned>(path: &Path) -> io::Result<(Self, Vec<T>)> {
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |end| end + 1);
        if whole < bytes.len() {
            file.set_len(whole as u64)?;
        }
        let lines = bytes[..whole].split(|b| *b == b'\n').filter(|l| !l.is_empty());
        let read = lines
            .map(|l| serde_json::from_slice(l).map_err(io::Error::from))
            .collect::<io::Result<_>>()?;
        Ok((Journal(file), read))
    }

    /// Adds a line; on return it is on the disk.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub(super) fn append<T: Serialize>(&mut self, line: &T) -> io::Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        bytes.push(b'\n');
        self.0.write_all(&bytes)?;
        self.0.sync_data()
    }
}
