//! `otklik backup` and `otklik restore`.

use super::{Exit, open, show};
use crate::i18n;
use crate::store::dump;
use crate::transfer::backup::{self, Unsound};
use crate::transfer::progress;
use crate::transfer::restore::{self, RestoreError};
use anyhow::{Context as _, Result};
use serde_json::json;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

/// Writes a copy beside PATH, reads it back, and only then gives it its name.
///
/// # Errors
/// Wrong configuration, no database, or PATH cannot be written.
pub async fn backup(config: &Path, path: &Path) -> Result<Exit> {
    let lang = i18n::of_environment();
    let ctx = open::bare(config).await?;
    if dump::tables(&ctx.db).await?.is_empty() {
        anyhow::bail!(i18n::t(lang, "backup-nothing", &[]));
    }
    let part = beside(path);
    let unwritable = || i18n::t(lang, "file-unwritable", &[("path", shown(&part).into())]);
    let file = File::create(&part).with_context(unwritable)?;
    private(&file).with_context(unwritable)?;
    let bar = progress::counted("backup", dump::rows(&ctx.db).await?);
    let written = backup::write(&ctx.db, ctx.clock.now(), BufWriter::new(&file), &bar).await;
    bar.finish_and_clear();
    ctx.db.close().await;
    let rows = match written {
        Ok(rows) => rows,
        Err(e) => {
            let _ = std::fs::remove_file(&part);
            return Err(e.context(shown(path)));
        }
    };
    file.sync_all().with_context(unwritable)?;
    let read = backup::verify(BufReader::new(File::open(&part)?)).map_err(|e| refused(path, &e))?;
    anyhow::ensure!(read == rows, "{}: {read} of {rows} rows", path.display());
    std::fs::rename(&part, path).with_context(unwritable)?;
    show::line(&json!({ "path": shown(path), "rows": rows }))?;
    Ok(Exit::Done)
}

/// A copy holds texts and password hashes: nobody else reads it.
fn private(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o600))
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// Brings a copy back into the empty database of the configuration.
///
/// # Errors
/// Wrong configuration, no database, one that is not empty, or a copy that is not sound; then nothing
/// was changed.
pub async fn restore(config: &Path, path: &Path) -> Result<Exit> {
    let lang = i18n::of_environment();
    let file = File::open(path)
        .with_context(|| i18n::t(lang, "file-unreadable", &[("path", shown(path).into())]))?;
    let ctx = open::bare(config).await?;
    ctx.db.migrate().await.context("database")?;
    let bar = progress::weighed("restore", file.metadata().map_or(0, |m| m.len()));
    let result = restore::restore(&ctx, BufReader::new(bar.wrap_read(file))).await;
    bar.finish_and_clear();
    ctx.db.close().await;
    let done = result.map_err(|e| match &e {
        RestoreError::NotEmpty => anyhow::anyhow!(i18n::t(lang, "restore-not-empty", &[])),
        RestoreError::Running => anyhow::anyhow!(i18n::t(lang, "restore-running", &[])),
        RestoreError::Schema(copy, ours) => anyhow::anyhow!(i18n::t(
            lang,
            "restore-newer",
            &[("copy", (*copy).into()), ("ours", (*ours).into())]
        )),
        RestoreError::Unsound(u) => refused(path, u),
        other => anyhow::anyhow!("{}: {other}", path.display()),
    })?;
    show::line(&json!({
        "rows": done.rows, "unknown": done.unknown, "publications_cancelled": done.dropped.publications,
        "mails_cancelled": done.dropped.mails,
    }))?;
    if done.unknown > 0 {
        eprintln!(
            "otklik: {}",
            i18n::t(lang, "restore-look", &[("n", done.unknown.into())])
        );
    }
    Ok(Exit::Done)
}

fn refused(path: &Path, why: &Unsound) -> anyhow::Error {
    let lang = i18n::of_environment();
    let told = shown(path);
    let path = ("path", told.as_str().into());
    anyhow::anyhow!(match why {
        Unsound::Line(line) => i18n::t(lang, "copy-line", &[path, ("line", (*line).into())]),
        Unsound::Newer(_) => i18n::t(lang, "copy-newer", &[path]),
        Unsound::CutOff => i18n::t(lang, "copy-cut-off", &[path]),
        Unsound::Checksum => i18n::t(lang, "copy-checksum", &[path]),
        Unsound::Io(e) => format!("{}: {e}", told),
    })
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
