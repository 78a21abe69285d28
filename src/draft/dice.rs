//! Variety without chance: the same review always draws the same wordings.

use crate::domain::text::hash;

/// A stream of numbers that depends on its seed alone.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Begins the stream of `seed`.
    pub fn new(seed: &str) -> Dice {
        Dice(u64::from_str_radix(&hash(seed)[..16], 16).unwrap_or(0))
    }

    /// The next number (splitmix64).
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of `n`; 0 where there is nothing to choose from.
    pub fn draw(&mut self, n: usize) -> usize {
        let at = self.next().checked_rem(n as u64).unwrap_or(0);
        usize::try_from(at).unwrap_or(0)
    }
}
