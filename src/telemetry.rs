//! Logs: to stderr, without review texts, names, addresses or tokens. `OTKLIK_LOG` chooses what
//! (`info`, `otklik=debug`), `OTKLIK_LOG_FORMAT=json` how.

use tracing_subscriber::EnvFilter;

/// Starts logging. A second call does nothing.
pub fn init() {
    let filter = EnvFilter::try_from_env("OTKLIK_LOG").unwrap_or_else(|_| EnvFilter::new("warn,otklik=info"));
    let json = std::env::var("OTKLIK_LOG_FORMAT").is_ok_and(|v| v == "json");
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false);
    // an error means that a test or an embedding program has its own
    let _ = if json {
        builder.json().try_init()
    } else {
        builder.try_init()
    };
}
