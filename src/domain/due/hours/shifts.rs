//! Working time of one date in minutes of its wall clock.

use super::{DAY, Fault, HoursFault};

/// One range that a location works, cut by its breaks: minutes from local midnight, in order, not
/// touching. A range past midnight goes on beyond 1,440.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::domain::due) struct Shift(pub Vec<(u16, u16)>);

impl Shift {
    /// The last closing.
    pub fn end(&self) -> u16 {
        self.0.last().map_or(0, |p| p.1)
    }
}

pub(super) fn all_day() -> Vec<Shift> {
    vec![Shift(vec![(0, DAY)])]
}

type Written = ((u16, u16), String);

/// Joins the ranges of an entry and takes its breaks out.
pub(super) fn build(ranges: Vec<Written>, breaks: Vec<Written>) -> Result<Vec<Shift>, Fault> {
    let mut spans = Vec::with_capacity(ranges.len());
    for ((start, end), text) in ranges {
        if start == end {
            return Err((HoursFault::ZeroLength, text));
        }
        spans.push((start, if end > start { end } else { end + DAY }, text));
    }
    spans.sort();
    let mut joined: Vec<(u16, u16)> = Vec::new();
    for (start, end, text) in spans {
        match joined.last_mut() {
            Some(last) if start < last.1 => return Err((HoursFault::Overlap, text)),
            Some(last) if start == last.1 => last.1 = end,
            _ => joined.push((start, end)),
        }
    }
    let mut shifts: Vec<Shift> = joined.iter().map(|span| Shift(vec![*span])).collect();
    for (pause, text) in breaks {
        let mut homes = joined
            .iter()
            .zip(&mut shifts)
            .filter_map(|(span, s)| Some((inside(pause, *span)?, s)));
        match (homes.next(), homes.next()) {
            (Some((at, shift)), None) => shift.0 = without(&shift.0, at),
            _ => return Err((HoursFault::Break, text)),
        }
    }
    Ok(shifts)
}

/// The break on the line of the span, where it lies strictly inside it. In a span past midnight a
/// time before the opening lies after midnight.
fn inside((from, to): (u16, u16), (start, end): (u16, u16)) -> Option<(u16, u16)> {
    let place = |t: u16| if end > DAY && t < start { t + DAY } else { t };
    let (from, to) = (place(from), place(to));
    (start < from && from < to && to < end).then_some((from, to))
}

fn without(pieces: &[(u16, u16)], (from, to): (u16, u16)) -> Vec<(u16, u16)> {
    let cut = |&(start, end): &(u16, u16)| [(start, end.min(from)), (start.max(to), end)];
    pieces
        .iter()
        .flat_map(cut)
        .filter(|(start, end)| start < end)
        .collect()
}

/// The same date less its last 60 minutes of working time; breaks do not count.
pub(in crate::domain::due) fn shortened(shifts: &[Shift]) -> Vec<Shift> {
    let mut rest = shifts.to_vec();
    let mut take = 60;
    while take > 0 {
        let Some(shift) = rest.last_mut() else { break };
        let Some(piece) = shift.0.last_mut() else {
            rest.pop();
            continue;
        };
        let cut = take.min(piece.1 - piece.0);
        piece.1 -= cut;
        take -= cut;
        if piece.0 == piece.1 {
            shift.0.pop();
        }
    }
    rest.retain(|s| !s.0.is_empty());
    rest
}
