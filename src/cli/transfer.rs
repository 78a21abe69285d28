//! `otklik export` and `otklik import`.

use super::open::{self, Usage};
use super::{Exit, args::ExportFormat, show};
use crate::config::mapping::Mapping;
use crate::i18n;
use crate::store::{Time, sources};
use crate::transfer::export::{self, Export};
use crate::transfer::import::{self, Import, ImportError, Records};
use crate::transfer::record::Bad;
use crate::transfer::{progress, sheet::Sheet};
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use serde_json::json;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

/// Gives out stored reviews with their threads.
///
/// # Errors
/// Wrong configuration, no database, or stdout cannot be written.
pub async fn give(config: &Path, format: ExportFormat, since: Option<&str>) -> Result<Exit> {
    let since = since.map(show::since).transpose()?;
    let app = open::app(config).await?;
    let out = BufWriter::new(std::io::stdout());
    let result = match format {
        ExportFormat::Jsonl => jsonl(Export::new(&app.ctx.db, since), out).await,
        ExportFormat::Csv => table(Export::new(&app.ctx.db, since), out).await,
    };
    app.ctx.db.close().await;
    match result {
        // `| head` is not a failure
        Err(e) if broken_pipe(&e) => Ok(Exit::Done),
        other => other.map(|()| Exit::Done),
    }
}

fn broken_pipe(e: &anyhow::Error) -> bool {
    e.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        let csv = cause.downcast_ref::<csv::Error>().and_then(|e| match e.kind() {
            csv::ErrorKind::Io(e) => Some(e),
            _ => None,
        });
        io.or(csv).is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
    })
}

async fn jsonl(mut export: Export<'_>, mut out: impl Write) -> Result<()> {
    let bar = progress::counted("export", export.total().await?);
    loop {
        let rows = export.next().await?;
        if rows.is_empty() {
            break;
        }
        for (row, thread) in &rows {
            writeln!(out, "{}", export::whole(row, thread))?;
        }
        bar.inc(rows.len() as u64);
    }
    out.flush()?;
    bar.finish_and_clear();
    Ok(())
}

async fn table(mut export: Export<'_>, out: impl Write) -> Result<()> {
    let bar = progress::counted("export", export.total().await?);
    let mut sheet = Sheet::start(out)?;
    loop {
        let rows = export.next().await?;
        if rows.is_empty() {
            break;
        }
        for (row, thread) in &rows {
            sheet.row(&export::whole(row, thread), thread)?;
        }
        bar.inc(rows.len() as u64);
    }
    sheet.finish()?;
    bar.finish_and_clear();
    Ok(())
}

/// Takes a file of reviews into a source; prints one object with what it brought.
///
/// # Errors
/// Wrong configuration, no database, no such source, or a file that cannot be read at all.
pub async fn take(config: &Path, source: &str, mapping: Option<&str>, path: &Path) -> Result<Exit> {
    let lang = i18n::of_environment();
    let file = std::fs::File::open(path)
        .with_context(|| i18n::t(lang, "file-unreadable", &[("path", shown(path).into())]))?;
    let size = file.metadata().map_or(0, |m| m.len());
    let bar = progress::weighed("import", size);
    let app = open::app(config).await?;
    let ctx = &app.ctx;
    let mapping = mapping_of(ctx, source, mapping)?;
    let mut records = Records::open(bar.wrap_read(file), mapping)
        .map_err(|e| anyhow::anyhow!("{}: {}", path.display(), e.text(lang)))?;
    let started = ctx.clock.now();
    let until = Time::from(started + TimeDelta::minutes(3));
    let known: Vec<String> = sources::enabled(&ctx.db)
        .await?
        .into_iter()
        .map(|s| s.name)
        .collect();
    if !known.iter().any(|name| name == source) {
        return Err(Usage::no_source(source, &known).into());
    }
    let claimed = sources::claim_named(&ctx.db, source, ctx.now(), until, app.runner.owner()).await?;
    let Some(leased) = claimed else {
        anyhow::bail!(i18n::t(lang, "source-busy", &[("name", source.into())]));
    };

    let history = import::as_history(&leased);
    let mut import = Import::into(ctx, &history).await?;
    let mut failed = 0u64;
    let result = loop {
        let (line, read) = match records.next_record() {
            Ok(Some(record)) => record,
            Ok(None) => break import.finish().await.map_err(anyhow::Error::from),
            Err(e) => break Err(anyhow::Error::from(e).context(shown(path))),
        };
        let bad = match read {
            Ok(sighting) => match import.add(import::at_home(sighting, &history)).await {
                Ok(()) => continue,
                Err(ImportError::Twice(id)) => Bad::new("twice", "external_id", &id),
                Err(ImportError::Intake(e)) => break Err(e.into()),
            },
            Err(bad) => bad,
        };
        failed += 1;
        bar.suspend(|| eprintln!("otklik: {}:{line}: {}", path.display(), bad.text(lang)));
    };
    bar.finish_and_clear();
    let mut tx = ctx.db.begin().await?;
    sources::give_back(&mut tx, &leased, ctx.now(), false).await?;
    tx.commit().await?;
    let counts = result?;
    show::line(&json!({
        "source": source, "read": counts.seen, "new": counts.new, "edited": counts.edited,
        "removed": counts.removed, "failed": failed,
    }))?;
    ctx.db.close().await;
    Ok(if failed == 0 { Exit::Done } else { Exit::Partly })
}

/// The mapping that the command names, else that of the source, else none.
fn mapping_of(ctx: &crate::context::Context, source: &str, named: Option<&str>) -> Result<Option<Mapping>> {
    if let Some(name) = named {
        let mapping = Mapping::named(name).map_err(|e| Usage(e.text(i18n::of_environment())))?;
        return Ok(Some(mapping));
    }
    let configured = ctx.config.sources.iter().find(|s| s.name == source);
    let columns = configured.map(|s| &s.columns).filter(|c| !c.is_empty());
    // checked when the configuration was read
    Ok(columns.and_then(|c| Mapping::of(c).ok()))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
