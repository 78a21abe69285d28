//! Logs: to stderr, without review texts, names, addresses or tokens. `OTKLIK_LOG` chooses what
//! (`info`, `otklik=debug`), `OTKLIK_LOG_FORMAT=json` how.

use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging, in colours on a terminal only. A second call does nothing. `quiet`: without
/// `OTKLIK_LOG` only warnings, so that what a command prints stays in sight.
pub fn init(quiet: bool) {
    let usual = if quiet { "warn" } else { "warn,otklik=info" };
    let filter = EnvFilter::try_from_env("OTKLIK_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let json = std::env::var("OTKLIK_LOG_FORMAT").is_ok_and(|v| v == "json");
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(!plain && std::io::stderr().is_terminal())
        .with_target(false);
    // an error means that a test or an embedding program has its own
    let _ = if json {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
}
