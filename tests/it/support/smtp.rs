//! A real mail server (`smtpd.py`, aiosmtpd) in a process of its own. `OTKLIK_TEST_SMTP` names a
//! Python with aiosmtpd; `tests/run` makes one and sets it.

use serde::Deserialize;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running server; it ends when this is dropped.
pub struct Server {
    process: Child,
    // dropping it tells the server to end
    input: Option<ChildStdin>,
    lines: BufReader<ChildStdout>,
    pub ports: Ports,
}

#[derive(Debug, Deserialize)]
pub struct Ports {
    pub plain: u16,
    /// STARTTLS and a log-in are required.
    pub starttls: u16,
    /// Encrypted from the first byte, log-in required.
    pub smtps: u16,
    /// Offers no encryption at all.
    pub stripped: u16,
    pub ca: PathBuf,
}

/// A message as it arrived.
#[derive(Debug, Deserialize)]
pub struct Arrived {
    pub from: String,
    pub to: Vec<String>,
    pub tls: bool,
    pub user: Option<String>,
    /// Headers and body.
    pub data: String,
}

impl Server {
    /// `None` where no Python with aiosmtpd is named.
    pub fn start() -> Option<Server> {
        let Some(python) = std::env::var_os("OTKLIK_TEST_SMTP") else {
            assert!(
                std::env::var_os("CI").is_none(),
                "CI must not skip the mail server"
            );
            return None;
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/smtpd.py");
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("OTKLIK_TEST_SMTP names a Python");
        let input = process.stdin.take();
        let mut lines = BufReader::new(process.stdout.take().expect("piped"));
        let ports = next(&mut lines);
        Some(Server {
            process,
            input,
            lines,
            ports,
        })
    }

    /// The next message that arrived.
    pub fn arrived(&mut self) -> Arrived {
        next(&mut self.lines)
    }
}

fn next<T: serde::de::DeserializeOwned>(lines: &mut BufReader<ChildStdout>) -> T {
    let mut line = String::new();
    lines.read_line(&mut line).expect("the server speaks");
    serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"))
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.input.take());
        let _ = self.process.wait();
    }
}
