//! The commands of the contract: names, flags and exit codes are its.

mod adapter;
mod args;
mod catalogue;
mod check;
mod copy;
mod demo;
mod digest;
mod evidence;
mod lines;
mod open;
mod person;
mod poll;
mod record;
mod seed;
mod show;
mod source;
mod transfer;
pub mod usage;

pub use args::{Args, Command, command};

use crate::mail::link::Purpose;
use args::{AdapterAction, PersonAction, SourceAction};
use std::process::ExitCode;

/// Exit codes of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    Done = 0,
    Failed = 1,
    /// Wrong usage or wrong configuration.
    Usage = 2,
    /// Done, but some source, message or record failed.
    Partly = 3,
}

impl From<Exit> for ExitCode {
    fn from(e: Exit) -> ExitCode {
        ExitCode::from(e as u8)
    }
}

/// Runs one command; prints errors as one line that says what and what to do.
pub async fn run(args: Args) -> ExitCode {
    match dispatch(args.command).await {
        Ok(exit) => exit.into(),
        Err(e) => {
            eprintln!("otklik: {}", open::one_line(&e));
            open::exit_of(&e).into()
        }
    }
}

async fn dispatch(command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Demo(a) => demo::run(a).await,
        Command::Run(c) => open::daemon(&c.config).await,
        Command::Check { config, json } => check::run(&config.config, json).await,
        Command::Poll { config, source, json } => poll::poll(&config.config, &source, json).await,
        Command::Ingest {
            config,
            source,
            paths,
        } => poll::ingest(&config.config, &source, &paths).await,
        Command::Reviews {
            config,
            source,
            since,
            json: _,
        } => show::reviews(&config.config, source.as_deref(), since.as_deref()).await,
        Command::Threads { config, json: _ } => show::threads(&config.config).await,
        Command::Judge { config } => lines::judge(config.as_deref()).await,
        Command::Draft { config } => lines::draft(config.as_deref()).await,
        Command::Lint { config } => lines::lint(config.as_deref()),
        Command::Person {
            action: PersonAction::Invite { config, name },
        } => person::run(&config.config, &name, Purpose::Invite).await,
        Command::Person {
            action: PersonAction::Reset { config, name },
        } => person::run(&config.config, &name, Purpose::Reset).await,
        Command::Export {
            config,
            format,
            since,
        } => transfer::give(&config.config, format, since.as_deref()).await,
        Command::Import {
            config,
            source,
            mapping,
            path,
        } => transfer::take(&config.config, &source, mapping.as_deref(), &path).await,
        Command::Source {
            action: SourceAction::Add { url },
        } => source::add(&url),
        Command::Adapter { action } => match action {
            AdapterAction::List { json, markdown } => catalogue::list(json, markdown.as_deref()),
            AdapterAction::Test { dir } => adapter::test(&dir),
            AdapterAction::Record {
                url,
                access,
                config,
                source,
            } => {
                let from = match (config, source, url) {
                    (Some(config), Some(source), _) => record::From::Source { config, source },
                    (_, _, url) => record::From::Link {
                        url: url.unwrap_or_default(),
                        access,
                    },
                };
                record::run(from).await
            }
            AdapterAction::Doctor { config } => adapter::doctor(&config.config).await,
        },
        Command::Digest {
            config,
            person,
            at,
            out,
        } => digest::render(&config.config, &person, &at, &out).await,
        Command::TestMail { config, person } => digest::test_mail(&config.config, &person).await,
        Command::SeedDemo { config, reviews } => seed::run(&config.config, reviews).await,
        Command::Backup { config, path } => copy::backup(&config.config, &path).await,
        Command::Restore { config, path } => copy::restore(&config.config, &path).await,
        Command::Backfill { .. } => lines::not_yet("backfill"),
        Command::Erase { .. } => lines::not_yet("erase"),
        Command::SimulatePolling { .. } => lines::not_yet("simulate-polling"),
        Command::Due => lines::due(),
    }
}
