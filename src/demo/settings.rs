//! The demo's configuration: `config/demo.toml` with the addresses of this run.

use super::site::Site;
use crate::config::{self, Config, Problem};
use std::net::SocketAddr;
use std::path::Path;

/// What differs from run to run.
#[derive(Debug, Clone)]
pub struct Settings<'a> {
    pub listen: SocketAddr,
    pub database: String,
    /// Origin of the built-in site.
    pub origin: &'a str,
    /// How often sources are read.
    pub every: &'a str,
    /// What the first poll does with what is there: quiet | loud.
    pub history: &'a str,
}

/// Fills the template in.
///
/// # Errors
/// What the configuration's reader says.
pub fn config(settings: &Settings<'_>) -> Result<Config, Problem> {
    let rewrite: String = Site::rewrite(settings.origin)
        .iter()
        .map(|(host, to)| format!("\"{host}\" = \"{to}\"\n"))
        .collect();
    let text = include_str!("../../config/demo.toml")
        .replace("{listen}", &settings.listen.to_string())
        .replace("{database}", &settings.database.replace('\\', "/"))
        .replace("{rewrite}", &rewrite)
        .replace("{every}", settings.every)
        .replace("{history}", settings.history);
    config::read(&text, Path::new("config/demo.toml"))
}

/// The database of a demo that keeps everything in `dir`.
pub fn database(dir: &Path, url: Option<&str>) -> String {
    url.map_or_else(
        || format!("sqlite:{}", dir.join("otklik.db").display()),
        str::to_owned,
    )
}
