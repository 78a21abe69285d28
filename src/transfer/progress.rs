//! Progress bars, on a terminal only: stderr that is a file or a pipe stays clean.

use indicatif::{ProgressBar, ProgressStyle};

const COUNTED: &str = "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}";
const WEIGHED: &str = "{msg} {wide_bar} {bytes}/{total_bytes} {eta}";

/// A bar that counts pieces.
pub fn counted(what: &str, total: u64) -> ProgressBar {
    bar(what, total, COUNTED)
}

/// A bar that counts bytes.
pub fn weighed(what: &str, total: u64) -> ProgressBar {
    bar(what, total, WEIGHED)
}

fn bar(what: &str, total: u64, template: &str) -> ProgressBar {
    // indicatif draws on stderr, and hides the bar where that is no terminal
    let bar = ProgressBar::new(total).with_message(what.to_owned());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}
