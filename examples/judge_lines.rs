//! `otklik judge` without the rest of the program: JSON lines in, verdicts out. For `benches/peers.py`.

use otklik::judge::{Settings, lines::line};
use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for raw in std::io::stdin().lines() {
        let answer = line(&raw?, &Settings::default()).unwrap_or_else(|error| error);
        writeln!(out, "{answer}")?;
    }
    out.flush()
}
