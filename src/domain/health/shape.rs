//! The shape of a source's pages: in which share of reviews an optional field stands, against its own
//! past. A redesign often takes one field away and leaves the rest readable; then all stars, all dates or
//! all names are gone at once, and nothing fails.
//!
//! Of a page only its own reviews count; each earlier page counts less the more came after it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fields that a platform may leave out of single reviews.
pub const FIELDS: [&str; 6] = ["rating", "text", "author_name", "author_id", "date", "url"];
/// Reviews that make up a past worth comparing with.
const PAST: f64 = 20.0;
/// Beyond so many reviews the past is halved: about the last 300 count.
const KEPT: f64 = 400.0;
/// A page this unlikely, given the past, is no chance: one in 100,000 pages.
const GONE: f64 = 1e-5;
/// A field that has only become rarer is doubted at one page in a million.
const RARER: f64 = 1e-6;

/// Counts of reviews, and of those that had a field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    n: f64,
    with: BTreeMap<String, f64>,
}

/// Fields of one page: how many reviews, how many of them have each of [`FIELDS`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    pub reviews: u32,
    pub with: [u32; FIELDS.len()],
}

/// A field that is not what it was, in percent of reviews.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faded {
    pub field: String,
    pub was: i64,
    pub now: i64,
}

/// What a page says against the past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drift {
    /// As it was.
    None,
    /// Rarer than chance allows.
    Rarer(Faded),
    /// Gone altogether: the page is not to be believed.
    Gone(Faded),
}

impl Shape {
    /// Share of reviews that had a field, between 0 and 1, never quite either.
    fn share(&self, field: &str) -> f64 {
        let with = self.with.get(field).copied().unwrap_or_default();
        (with + 0.5) / (self.n + 1.0)
    }

    /// Compares a page with the past. `Gone` wins over `Rarer`, then the field that lost most.
    pub fn drift(&self, page: &Fields) -> Drift {
        if self.n < PAST || page.reviews == 0 {
            return Drift::None;
        }
        let n = f64::from(page.reviews);
        let mut worst = Drift::None;
        let mut most = 0.0;
        for (field, with) in FIELDS.iter().zip(page.with) {
            let (was, now) = (self.share(field), f64::from(with) / n);
            let faded = Faded {
                field: (*field).to_owned(),
                was: percent(was),
                now: percent(now),
            };
            // the chance that none of n reviews has it, if nothing changed
            if with == 0 && (1.0 - was).powf(n) < GONE {
                return Drift::Gone(faded);
            }
            // Hoeffding's bound of the chance of a share as low as this
            let lost = was - now;
            if lost > most && lost > 0.0 && (-2.0 * n * lost * lost).exp() < RARER {
                most = lost;
                worst = Drift::Rarer(faded);
            }
        }
        worst
    }

    /// The score: the largest share that a field lost on this page against the past, percent.
    pub fn score(&self, page: &Fields) -> i64 {
        if self.n < PAST || page.reviews == 0 {
            return 0;
        }
        let n = f64::from(page.reviews);
        let lost = |(field, with): (&&str, u32)| self.share(field) - f64::from(with) / n;
        percent(FIELDS.iter().zip(page.with).map(lost).fold(0.0, f64::max))
    }

    /// The past with this page in it.
    #[must_use]
    pub fn after(&self, page: &Fields) -> Shape {
        let mut next = self.clone();
        if next.n > KEPT {
            next.n /= 2.0;
            next.with.values_mut().for_each(|n| *n /= 2.0);
        }
        next.n += f64::from(page.reviews);
        for (field, with) in FIELDS.iter().zip(page.with) {
            *next.with.entry((*field).to_owned()).or_default() += f64::from(with);
        }
        next
    }
}

fn percent(share: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    let percent = (share * 100.0).round() as i64;
    percent
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of `reviews` of which `with` have stars; everything else is there.
    fn stars(reviews: u32, with: u32) -> Fields {
        let mut fields = Fields {
            reviews,
            with: [reviews; FIELDS.len()],
        };
        fields.with[0] = with;
        fields
    }

    fn past(pages: u32, reviews: u32, with: u32) -> Shape {
        (0..pages).fold(Shape::default(), |shape, _| shape.after(&stars(reviews, with)))
    }

    #[test]
    fn all_stars_gone_at_once_is_no_chance() {
        let Drift::Gone(faded) = past(3, 20, 20).drift(&stars(20, 0)) else {
            panic!("not seen");
        };
        assert_eq!((faded.field.as_str(), faded.now), ("rating", 0));
        assert!(faded.was >= 99);
    }

    #[test]
    fn a_field_that_half_of_the_reviews_have_may_be_missing_on_a_short_page() {
        let shape = past(5, 20, 10);
        assert_eq!(shape.drift(&stars(10, 0)), Drift::None);
        assert!(matches!(shape.drift(&stars(20, 0)), Drift::Gone(_)));
    }

    #[test]
    fn a_field_that_was_never_there_is_not_missed() {
        assert_eq!(past(5, 20, 0).drift(&stars(50, 0)), Drift::None);
    }

    #[test]
    fn a_field_that_became_rare_is_doubted_and_not_refused() {
        let Drift::Rarer(faded) = past(5, 20, 20).drift(&stars(20, 4)) else {
            panic!("not seen");
        };
        assert_eq!((faded.field.as_str(), faded.now), ("rating", 20));
        assert_eq!(
            past(5, 20, 20).drift(&stars(20, 15)),
            Drift::None,
            "some go without"
        );
    }

    #[test]
    fn little_past_says_nothing() {
        assert_eq!(past(1, 19, 19).drift(&stars(50, 0)), Drift::None);
        assert_eq!(Shape::default().drift(&stars(50, 0)), Drift::None);
        assert_eq!(past(5, 20, 20).drift(&Fields::default()), Drift::None);
    }

    #[test]
    fn the_past_forgets() {
        // stars were dropped by the platform for good: after a person has looked and the source was read
        // on, the new shape is the usual one
        let mut shape = past(20, 20, 20);
        for _ in 0..80 {
            shape = shape.after(&stars(20, 0));
        }
        assert_eq!(shape.drift(&stars(20, 0)), Drift::None);
    }

    #[test]
    fn the_score_is_the_largest_loss_in_percent() {
        let shape = past(5, 20, 20);
        assert_eq!(shape.score(&stars(20, 20)), 0);
        let half = shape.score(&stars(20, 10));
        assert!((48..=50).contains(&half), "{half}");
    }
}
