//! How a platform feels today. A word in a file, read on every request, so that another process
//! can break or mend a platform of a running demo.

use super::platform::Platform;
use std::io;
use std::path::{Path, PathBuf};

/// What is wrong with a platform, if anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    /// Everything works.
    #[default]
    Well,
    /// The layout changed: status 200 without the data.
    Blind,
    /// A robot check instead of the page.
    Captcha,
    /// Asks to slow down, and says for how long.
    Slow429,
    /// A gateway error.
    Down502,
    /// Takes a reply and hangs up without an answer. Reading works.
    TimeoutOnPublish,
    /// Declines replies. Reading works.
    Refuses,
    /// The list is there and nothing is on it, though the counter goes on counting.
    EmptyList,
    /// Every answer ends in the middle.
    Truncated,
    /// A log-in form with status 200 in place of everything.
    LoginForm,
}

impl Mood {
    /// Every mood.
    pub const ALL: [Mood; 10] = [
        Mood::Well,
        Mood::Blind,
        Mood::Captcha,
        Mood::Slow429,
        Mood::Down502,
        Mood::TimeoutOnPublish,
        Mood::Refuses,
        Mood::EmptyList,
        Mood::Truncated,
        Mood::LoginForm,
    ];

    /// Moods in which nothing can be read.
    pub const BLINDING: [Mood; 5] = [
        Mood::Blind,
        Mood::Captcha,
        Mood::EmptyList,
        Mood::Truncated,
        Mood::LoginForm,
    ];

    /// The word in the file and in the address.
    pub fn word(self) -> &'static str {
        match self {
            Mood::Well => "well",
            Mood::Blind => "blind",
            Mood::Captcha => "captcha",
            Mood::Slow429 => "slow",
            Mood::Down502 => "down",
            Mood::TimeoutOnPublish => "timeout_on_publish",
            Mood::Refuses => "refuses",
            Mood::EmptyList => "empty",
            Mood::Truncated => "truncated",
            Mood::LoginForm => "login",
        }
    }

    /// The mood of this word.
    pub fn of(word: &str) -> Option<Self> {
        Mood::ALL.into_iter().find(|m| m.word() == word)
    }
}

/// The mood of a platform of the site that keeps its memory in `dir`. A file that is missing or
/// cannot be understood means [`Mood::Well`].
pub fn read(dir: &Path, platform: Platform) -> Mood {
    std::fs::read_to_string(file(dir, platform))
        .ok()
        .and_then(|word| Mood::of(word.trim()))
        .unwrap_or_default()
}

/// Sets a mood, from any process.
///
/// # Errors
/// When the file cannot be written.
pub fn set(dir: &Path, platform: Platform, mood: Mood) -> io::Result<()> {
    let file = file(dir, platform);
    std::fs::create_dir_all(dir.join("mood"))?;
    // Renamed into place, so that no reader sees half a word.
    let draft = file.with_extension("new");
    std::fs::write(&draft, mood.word())?;
    std::fs::rename(draft, file)
}

fn file(dir: &Path, platform: Platform) -> PathBuf {
    dir.join("mood").join(platform.word())
}
