//! Reads the arguments, runs the command, gives the exit code.

use clap::FromArgMatches;
use clap::error::ErrorKind;
use otklik::cli;
use otklik::i18n;
use std::process::ExitCode;

fn main() -> ExitCode {
    let lang = i18n::of_environment();
    let read = cli::command(lang)
        .try_get_matches()
        .and_then(|matches| cli::Args::from_arg_matches(&matches));
    let args = match read {
        Ok(args) => args,
        // help, asked for or given to whom names no command, and the version
        Err(e) if !e.use_stderr() || e.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
        Err(e) => {
            eprint!("{}", cli::usage::told(&e, lang));
            return ExitCode::from(2);
        }
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
