//! Stretches of time in which the clock of a deadline stands still.

use super::error::DueError;
use chrono::{DateTime, Utc};

/// Pauses `[from, to)`, in order, overlapping and touching ones united.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pauses(Vec<(DateTime<Utc>, DateTime<Utc>)>);

impl Pauses {
    /// Takes pauses in any order. An error names the first that does not end after it starts.
    pub fn new(mut list: Vec<(DateTime<Utc>, DateTime<Utc>)>) -> Result<Self, DueError> {
        if let Some(at) = list.iter().position(|(from, to)| from >= to) {
            return Err(DueError::PauseReversed { number: at + 1 });
        }
        list.sort_unstable();
        Ok(Pauses(unite(list)))
    }

    /// The parts of `[from, to)` in which no pause holds, in order.
    pub(super) fn outside(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>)> + '_ {
        let first = self.0.partition_point(|p| p.1 <= from);
        let held = self.0[first..].iter().copied().take_while(move |p| p.0 < to);
        let mut free_from = from;
        held.chain(std::iter::once((to, to)))
            .filter_map(move |(start, end)| {
                let free = (free_from, start);
                free_from = end;
                (free.0 < free.1).then_some(free)
            })
    }

    /// Does a pause hold anywhere in `[from, to)`?
    pub(super) fn touch(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let first = self.0.partition_point(|p| p.1 <= from);
        from < to && self.0.get(first).is_some_and(|p| p.0 < to)
    }
}

/// Unites sorted intervals that overlap or touch.
pub(super) fn unite(sorted: Vec<(DateTime<Utc>, DateTime<Utc>)>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut united: Vec<(DateTime<Utc>, DateTime<Utc>)> = Vec::with_capacity(sorted.len());
    for (from, to) in sorted {
        match united.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => united.push((from, to)),
        }
    }
    united
}
