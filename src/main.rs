//! Reads the arguments, runs the command, gives the exit code.

use clap::FromArgMatches;
use otklik::cli;
use otklik::i18n;
use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = match cli::command(i18n::of_environment()).try_get_matches() {
        Ok(matches) => matches,
        Err(e) => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    let args = match cli::Args::from_arg_matches(&matches) {
        Ok(args) => args,
        Err(e) => e.exit(),
    };
    // the demo's links to log in must not scroll away
    otklik::telemetry::init(matches!(args.command, cli::Command::Demo(_)));
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(cli::run(args)),
        Err(e) => {
            eprintln!("otklik: {e}");
            ExitCode::from(1)
        }
    }
}
