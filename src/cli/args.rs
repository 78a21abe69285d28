//! Arguments. Help texts come from the catalogues (`cli-…`), in the language of the user.

use crate::domain::Lang;
use crate::i18n;
use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "otklik",
    version,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

/// `--config FILE`.
#[derive(Debug, ClapArgs)]
pub struct ConfigArg {
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
}

/// The arguments of `otklik demo`.
#[derive(Debug, ClapArgs)]
pub struct DemoArgs {
    #[command(subcommand)]
    pub action: Option<DemoAction>,
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[arg(long, value_name = "DIR", default_value = "otklik-data", global = true)]
    pub data: PathBuf,
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
    #[arg(long)]
    pub once: bool,
}

/// What to do to a running demo.
#[derive(Debug, Subcommand)]
pub enum DemoAction {
    Break { platform: String },
    Mend { platform: String },
}

/// The format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    Jsonl,
    Csv,
}

/// What to do with a person.
#[derive(Debug, Subcommand)]
pub enum PersonAction {
    Invite {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long)]
        name: String,
    },
    Reset {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long)]
        name: String,
    },
}

/// What to do with a source.
#[derive(Debug, Subcommand)]
pub enum SourceAction {
    Add { url: String },
}

/// What to do with adapters.
#[derive(Debug, Subcommand)]
pub enum AdapterAction {
    List {
        #[arg(long)]
        json: bool,
        #[arg(long, value_name = "LANG", value_parser = ["ru", "en"], conflicts_with = "json")]
        markdown: Option<String>,
    },
    Test {
        dir: PathBuf,
    },
    Record {
        #[arg(required_unless_present = "source")]
        url: Option<String>,
        #[arg(long, value_name = "FILE", conflicts_with = "source")]
        access: Option<PathBuf>,
        #[arg(long, value_name = "FILE", requires = "source")]
        config: Option<PathBuf>,
        #[arg(long, value_name = "NAME", requires = "config", conflicts_with = "url")]
        source: Option<String>,
    },
    Doctor {
        #[command(flatten)]
        config: ConfigArg,
    },
}

/// One command.
#[derive(Debug, Subcommand)]
pub enum Command {
    Demo(DemoArgs),
    Run(ConfigArg),
    Check {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long)]
        json: bool,
    },
    Poll {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "NAME")]
        source: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    Backfill {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "NAME")]
        source: String,
        #[arg(long, value_name = "DATE")]
        since: Option<String>,
    },
    Reviews {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long)]
        json: bool,
        #[arg(long, value_name = "NAME")]
        source: Option<String>,
        #[arg(long, value_name = "INSTANT")]
        since: Option<String>,
    },
    Threads {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long)]
        json: bool,
    },
    Judge {
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    Draft {
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    Lint {
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    Due,
    Digest {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "NAME")]
        person: String,
        #[arg(long, value_name = "INSTANT")]
        at: String,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Import {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "NAME")]
        source: String,
        #[arg(long, value_name = "NAME|FILE")]
        mapping: Option<String>,
        path: PathBuf,
    },
    Export {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_enum)]
        format: ExportFormat,
        #[arg(long, value_name = "DATE")]
        since: Option<String>,
    },
    Erase {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "NAME")]
        source: String,
        #[arg(long, value_name = "ID")]
        author_id: String,
    },
    Backup {
        #[command(flatten)]
        config: ConfigArg,
        path: PathBuf,
    },
    Restore {
        #[command(flatten)]
        config: ConfigArg,
        path: PathBuf,
    },
    Person {
        #[command(subcommand)]
        action: PersonAction,
    },
    Source {
        #[command(subcommand)]
        action: SourceAction,
    },
    TestMail {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "NAME")]
        person: String,
    },
    Adapter {
        #[command(subcommand)]
        action: AdapterAction,
    },
    SimulatePolling {
        #[arg(long, value_name = "FILE.csv.gz")]
        trace: PathBuf,
        #[arg(long, value_name = "POLLS.csv")]
        out: PathBuf,
        #[arg(long, value_name = "X")]
        budget_scale: Option<f64>,
        #[arg(long, default_value = "adaptive", value_parser = ["adaptive", "uniform"])]
        policy: String,
    },
    Ingest {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "NAME")]
        source: String,
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    SeedDemo {
        #[command(flatten)]
        config: ConfigArg,
        #[arg(long, value_name = "N")]
        reviews: u64,
    },
}

/// The command line with its help in `lang`.
pub fn command(lang: Lang) -> clap::Command {
    translate(Args::command(), "", lang)
}

/// `cli-run` is the help of `otklik run`, `cli-arg-config` of `--config` everywhere.
fn translate(command: clap::Command, path: &str, lang: Lang) -> clap::Command {
    let name = if path.is_empty() { "otklik" } else { path };
    let key = format!("cli-{name}");
    let mut command = command
        .about(i18n::t(lang, &key, &[]))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .help_template(i18n::t(lang, "cli-template", &[]))
        .subcommand_help_heading(i18n::t(lang, "cli-commands", &[]))
        .subcommand_value_name(i18n::t(lang, "cli-command", &[]))
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help(i18n::t(lang, "cli-help", &[])),
        );
    let args: Vec<clap::Id> = command.get_arguments().map(|a| a.get_id().clone()).collect();
    for id in args {
        if id == "help" {
            continue;
        }
        let help = i18n::t(lang, &format!("cli-arg-{}", id.as_str().replace('_', "-")), &[]);
        // defaults and choices stand in our own help texts, in the language of the user
        command = command.mut_arg(id, |a| {
            let a = a.help(help);
            let takes = a.get_action().takes_values();
            if takes {
                a.hide_default_value(true).hide_possible_values(true)
            } else {
                a
            }
        });
    }
    let heading = i18n::t(lang, "cli-options", &[]);
    command = command.mut_args(|a| a.help_heading(heading.clone()));
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(&name, |c| {
            translate(c, format!("{path}-{name}").trim_start_matches('-'), lang)
        });
    }
    command
}
