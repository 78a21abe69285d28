//! Does a source see? Evidence in, a colour with its causes out (product.md C6: silence is never success).
//!
//! | evidence | yellow | red |
//! |---|---|---|
//! | the last poll failed | no connection, asked to slow down: the first two times; a field vanished: once | at once for everything else, else the third time (a vanished field: the second) |
//! | our count and the platform's counter differ by more than 2 % | for 24 hours | – |
//! | nothing new for longer than twice the longest gap of the last 50 reviews, and than a day ([`rhythm`]) | yes | – |
//! | a field has become rare ([`shape`]) | yes | – |
//! | none of the oldest reachable reviews that we know was on a full pass | the first time | the second |
//! | the last good poll is older than the platform's window less two days | yes | – |
//!
//! Whatever is yellow because something may be missing ([`Concern::hides`]) also keeps the digest from
//! saying that nothing came.

pub mod rhythm;
pub mod shape;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

crate::vocabulary! {
    /// The colour of a source; also in the database.
    Health { New = "new", Green = "green", Yellow = "yellow", Red = "red" }
}

/// A counter that differs for so long is no delay of moderation any more.
pub const COUNTER_FOR: TimeDelta = TimeDelta::hours(24);
/// Share by which own count and counter may differ (product.md C6).
const COUNTER_SHARE: f64 = 0.02;
/// Bad answers of the kind that passes, before they are a state.
const WEATHER: i64 = 2;
/// Days before the end of a platform's window at which people are warned: Google Play 5 of 7.
const WINDOW_MARGIN: i64 = 2;

/// What kind of failure the last poll ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It passes by itself, as a rule: no connection, asked to slow down.
    Weather,
    /// What came looks unlike what came before.
    Doubt,
    /// It does not pass by itself: a changed page, a block, a refused key.
    Lasting,
}

/// What is known of a source after a poll.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    pub trouble: Option<Trouble>,
    /// Failed polls in a row before this one.
    pub failures: i64,
    /// Our count, the platform's, and for how long they have differed.
    pub counter: Option<(i64, i64, TimeDelta)>,
    /// For how long nothing new was written, and the longest that is usual here.
    pub quiet: Option<(TimeDelta, TimeDelta)>,
    /// A field that has become rare: its name, its usual share and that of the last page.
    pub faded: Option<shape::Faded>,
    /// Full passes in a row without any of the oldest reviews that we know, and how many those are.
    pub lost: (i64, i64),
    /// Days for which the platform lists a review, and how long ago the last good poll was.
    pub window: Option<(i64, TimeDelta)>,
}

/// Something that is not as it should be, with its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "concern", rename_all = "snake_case")]
pub enum Concern {
    /// The last poll failed; why stands in the source's failure.
    Failing,
    /// Counts differ.
    Counter { own: i64, theirs: i64 },
    /// Nothing new for `hours`; the longest pause that is usual is `usual` hours.
    Silent { hours: i64, usual: i64 },
    /// `field` stood in `was` % of reviews and now stands in `now` %.
    Faded { field: String, was: i64, now: i64 },
    /// None of the `known` oldest reviews was there.
    Lost { known: i64 },
    /// Not read for `days`; the platform lists a review for `window` days.
    Window { days: i64, window: i64 },
}

impl Concern {
    /// Reviews may be missing: nobody may say that none came.
    pub fn hides(&self) -> bool {
        !matches!(self, Concern::Counter { .. })
    }

    /// The word of the vocabulary, for metrics.
    pub fn word(&self) -> &'static str {
        match self {
            Concern::Failing => "failing",
            Concern::Counter { .. } => "counter",
            Concern::Silent { .. } => "silent",
            Concern::Faded { .. } => "faded",
            Concern::Lost { .. } => "lost",
            Concern::Window { .. } => "window",
        }
    }
}

/// Do the two counts differ by more than may be?
pub fn counts_differ(own: i64, theirs: i64) -> bool {
    (own - theirs).abs() as f64 > theirs as f64 * COUNTER_SHARE
}

/// Must people be warned that reviews will soon be out of reach?
pub fn window_closes(window: i64, unseen: TimeDelta) -> bool {
    unseen >= TimeDelta::days((window - WINDOW_MARGIN).max(1))
}

/// The colour, and what is wrong, the worst first.
pub fn judge(e: &Evidence) -> (Health, Vec<Concern>) {
    let mut found: Vec<(Health, Concern)> = Vec::new();
    if let Some(trouble) = e.trouble {
        let patience = match trouble {
            Trouble::Weather => WEATHER,
            Trouble::Doubt => 1,
            Trouble::Lasting => 0,
        };
        let colour = if e.failures < patience {
            Health::Yellow
        } else {
            Health::Red
        };
        found.push((colour, Concern::Failing));
    }
    if let Some((window, unseen)) = e.window
        && window_closes(window, unseen)
    {
        let days = unseen.num_days();
        found.push((Health::Yellow, Concern::Window { days, window }));
    }
    let (passes, known) = e.lost;
    if passes > 0 {
        let colour = if passes == 1 { Health::Yellow } else { Health::Red };
        found.push((colour, Concern::Lost { known }));
    }
    if let Some(faded) = &e.faded {
        let (field, was, now) = (faded.field.clone(), faded.was, faded.now);
        found.push((Health::Yellow, Concern::Faded { field, was, now }));
    }
    if let Some((quiet, usual)) = e.quiet
        && quiet > usual
    {
        let (hours, usual) = (quiet.num_hours(), usual.num_hours());
        found.push((Health::Yellow, Concern::Silent { hours, usual }));
    }
    if let Some((own, theirs, differing)) = e.counter
        && counts_differ(own, theirs)
        && differing >= COUNTER_FOR
    {
        found.push((Health::Yellow, Concern::Counter { own, theirs }));
    }
    let worst = found
        .iter()
        .map(|(colour, _)| *colour)
        .max()
        .unwrap_or(Health::Green);
    found.sort_by_key(|(colour, _)| std::cmp::Reverse(*colour));
    (worst, found.into_iter().map(|(_, concern)| concern).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(e: &Evidence) -> (Health, Vec<&'static str>) {
        let (health, concerns) = judge(e);
        (health, concerns.iter().map(Concern::word).collect())
    }

    #[test]
    fn a_source_without_anything_against_it_is_green() {
        assert_eq!(colour(&Evidence::default()), (Health::Green, vec![]));
    }

    #[test]
    fn weather_is_yellow_twice_and_a_state_the_third_time() {
        for (trouble, colours) in [
            (Trouble::Weather, [Health::Yellow, Health::Yellow, Health::Red]),
            (Trouble::Doubt, [Health::Yellow, Health::Red, Health::Red]),
            (Trouble::Lasting, [Health::Red, Health::Red, Health::Red]),
        ] {
            for (failures, wanted) in (0..).zip(colours) {
                let e = Evidence {
                    trouble: Some(trouble),
                    failures,
                    ..Evidence::default()
                };
                assert_eq!(colour(&e), (wanted, vec!["failing"]), "{trouble:?} {failures}");
            }
        }
    }

    #[test]
    fn a_counter_may_differ_by_two_percent_or_for_a_day() {
        for (own, theirs, hours, wanted) in [
            (98, 100, 48, Health::Green),
            (97, 100, 23, Health::Green),
            (97, 100, 24, Health::Yellow),
            (103, 100, 24, Health::Yellow),
            (0, 0, 24, Health::Green),
            (1, 0, 24, Health::Yellow),
        ] {
            let e = Evidence {
                counter: Some((own, theirs, TimeDelta::hours(hours))),
                ..Evidence::default()
            };
            assert_eq!(judge(&e).0, wanted, "{own} {theirs} {hours}");
        }
    }

    #[test]
    fn google_play_warns_on_the_fifth_of_its_seven_days() {
        assert!(!window_closes(7, TimeDelta::hours(119)));
        assert!(window_closes(7, TimeDelta::hours(120)));
        assert!(
            window_closes(1, TimeDelta::days(1)),
            "a short window warns before it is over"
        );
    }

    #[test]
    fn known_reviews_that_are_gone_are_yellow_once_and_then_red() {
        let lost = |passes| Evidence {
            lost: (passes, 5),
            ..Evidence::default()
        };
        let all = [0, 1, 2, 3].map(|passes| judge(&lost(passes)).0);
        assert_eq!(all, [Health::Green, Health::Yellow, Health::Red, Health::Red]);
    }

    #[test]
    fn the_worst_comes_first_and_only_a_counter_hides_nothing() {
        let e = Evidence {
            trouble: Some(Trouble::Lasting),
            counter: Some((1, 100, TimeDelta::days(2))),
            quiet: Some((TimeDelta::hours(50), TimeDelta::hours(24))),
            faded: Some(shape::Faded {
                field: "rating".into(),
                was: 100,
                now: 10,
            }),
            lost: (1, 3),
            window: Some((7, TimeDelta::days(6))),
            failures: 0,
        };
        let (health, concerns) = judge(&e);
        assert_eq!(health, Health::Red);
        let words: Vec<_> = concerns.iter().map(Concern::word).collect();
        assert_eq!(words, ["failing", "window", "lost", "faded", "silent", "counter"]);
        let hiding = concerns.iter().filter(|c| c.hides()).count();
        assert_eq!(hiding, 5);
        for concern in concerns {
            let json = serde_json::to_string(&concern).expect("JSON");
            assert_eq!(serde_json::from_str::<Concern>(&json).expect("itself"), concern);
        }
    }
}
