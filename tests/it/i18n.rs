//! Words: plurals, dates, numbers; both languages complete; templates.

mod catalogues;
mod template;
mod words;
