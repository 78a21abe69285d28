//! Slots by the wall clock: never twice, never skipped.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use otklik::domain::{Lang, due};
use otklik::schedule::{Slot, SlotError, slots_between};
use proptest::prelude::*;

fn at(text: &str) -> DateTime<Utc> {
    due::instant("test", text).unwrap()
}

/// `key@instant` of everything due after `from` until `to`.
fn due_in(slot: &str, zone: &str, from: &str, to: &str) -> Vec<String> {
    let (slot, zone) = (Slot::parse(slot).unwrap(), due::zone(zone).unwrap());
    slots_between(&slot, zone, at(from), at(to))
        .into_iter()
        .map(|o| format!("{}@{}", o.key, o.at.format("%dT%H:%MZ")))
        .collect()
}

#[test]
fn a_daily_slot_comes_once_on_each_local_date() {
    assert_eq!(
        due_in(
            "09:30",
            "Asia/Vladivostok",
            "2026-11-22T23:30:00Z",
            "2026-11-24T23:30:00Z"
        ),
        ["2026-11-24T09:30@23T23:30Z", "2026-11-25T09:30@24T23:30Z"]
    );
}

#[test]
fn a_slot_that_spring_skips_comes_at_the_jump() {
    for slot in ["02:30", "cron:30 2 * * *"] {
        assert_eq!(
            due_in(
                slot,
                "Europe/Berlin",
                "2026-03-28T12:00:00Z",
                "2026-03-30T12:00:00Z"
            ),
            ["2026-03-29T02:30@29T01:00Z", "2026-03-30T02:30@30T00:30Z"]
        );
        assert_eq!(
            due_in(
                "02:15",
                "Australia/Lord_Howe",
                "2026-10-03T00:00:00Z",
                "2026-10-04T12:00:00Z"
            ),
            ["2026-10-04T02:15@03T15:30Z"]
        );
    }
}

#[test]
fn a_slot_that_autumn_repeats_comes_once_the_first_time() {
    for slot in ["02:30", "cron:30 2 * * *"] {
        assert_eq!(
            due_in(
                slot,
                "Europe/Berlin",
                "2026-10-24T12:00:00Z",
                "2026-10-26T12:00:00Z"
            ),
            ["2026-10-25T02:30@25T00:30Z", "2026-10-26T02:30@26T01:30Z"]
        );
    }
    assert_eq!(
        due_in(
            "01:45",
            "Australia/Lord_Howe",
            "2026-04-04T00:00:00Z",
            "2026-04-05T12:00:00Z"
        ),
        ["2026-04-05T01:45@04T14:45Z"]
    );
}

#[test]
fn several_slots_on_one_jump_are_one() {
    assert_eq!(
        due_in(
            "cron:*/30 2,3 * * *",
            "Europe/Berlin",
            "2026-03-29T00:00:00Z",
            "2026-03-29T12:00:00Z"
        ),
        ["2026-03-29T03:00@29T01:00Z", "2026-03-29T03:30@29T01:30Z"]
    );
}

#[test]
fn cron_counts_weekdays_as_everybody_does() {
    // 23 November 2026 is a Monday.
    let days = |field: &str| -> Vec<u32> {
        let slot = format!("cron:30 9 * * {field}");
        let found = due_in(&slot, "UTC", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z");
        found.iter().map(|key| key[8..10].parse().unwrap()).collect()
    };
    assert_eq!(days("1-5"), [23, 24, 25, 26, 27]);
    assert_eq!(days("mon-fri"), [23, 24, 25, 26, 27]);
    assert_eq!(days("MON,wed,5"), [23, 25, 27]);
    assert_eq!(days("0"), [29]);
    assert_eq!(days("7"), [29]);
    assert_eq!(days("5-7"), [27, 28, 29]);
    assert_eq!(days("sat-mon"), [23, 28, 29]);
    assert_eq!(days("*/2"), [24, 26, 28, 29]);
    assert_eq!(days("1-5/2"), [23, 25, 27]);
    assert_eq!(days("*"), [23, 24, 25, 26, 27, 28, 29]);
}

#[test]
fn cron_knows_days_of_the_month_and_months_by_name() {
    assert_eq!(
        due_in(
            "cron:0 8 1,15 nov-dec *",
            "UTC",
            "2026-11-10T00:00:00Z",
            "2027-02-10T00:00:00Z"
        ),
        [
            "2026-11-15T08:00@15T08:00Z",
            "2026-12-01T08:00@01T08:00Z",
            "2026-12-15T08:00@15T08:00Z"
        ]
    );
    assert!(
        due_in(
            "cron:0 8 30 2 *",
            "UTC",
            "2026-01-01T00:00:00Z",
            "2027-01-01T00:00:00Z"
        )
        .is_empty()
    );
}

#[test]
fn a_slot_that_cannot_be_read_says_where_and_what_to_write() {
    let wrong = [
        ("", SlotError::Time("".into())),
        ("9", SlotError::Time("9".into())),
        ("24:00", SlotError::Time("24:00".into())),
        ("09:60", SlotError::Time("09:60".into())),
        ("+9:30", SlotError::Time("+9:30".into())),
        ("cron:", SlotError::Fields(0)),
        ("cron:@daily", SlotError::Fields(1)),
        ("cron:0 30 9 * * mon", SlotError::Fields(6)),
        ("cron:60 9 * * *", SlotError::Field(1, "60".into())),
        ("cron:0 24 * * *", SlotError::Field(2, "24".into())),
        ("cron:0 9 0 * *", SlotError::Field(3, "0".into())),
        ("cron:0 9 * 13 *", SlotError::Field(4, "13".into())),
        ("cron:0 9 * * 8", SlotError::Field(5, "8".into())),
        ("cron:0 9 * * пн", SlotError::Field(5, "пн".into())),
        ("cron:0 9 * * mon-", SlotError::Field(5, "mon-".into())),
        ("cron:0 9 L * *", SlotError::Field(3, "l".into())),
        ("cron:0 9 1 * mon", SlotError::TwoKindsOfDay),
    ];
    for (text, error) in wrong {
        let got = Slot::parse(text).expect_err(text);
        assert_eq!(got, error, "{text}");
        for lang in [Lang::Ru, Lang::En] {
            assert!(got.text(lang).contains("cron") || got.text(lang).contains("09:30"));
        }
    }
}

const SLOTS: [&str; 6] = [
    "02:30",
    "00:00",
    "09:30",
    "cron:*/20 * * * *",
    "cron:30 2 * * 0",
    "cron:15 1,2,3 * * *",
];
const ZONES: [&str; 5] = [
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Europe/Moscow",
    "Africa/Cairo",
    "America/Havana",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn neighbouring_stretches_give_together_what_the_whole_gives(
        slot in prop::sample::select(SLOTS.to_vec()),
        zone in prop::sample::select(ZONES.to_vec()),
        start in 0..365i64 * 1440,
        cuts in prop::collection::vec(0..4000i64, 3),
    ) {
        let (slot, zone) = (Slot::parse(slot).unwrap(), due::zone(zone).unwrap());
        let mut cuts: Vec<_> = cuts.iter().map(|c| at("2026-01-01T00:00:00Z") + TimeDelta::minutes(start + c)).collect();
        cuts.sort();
        let whole = slots_between(&slot, zone, cuts[0], cuts[2]);
        let mut parts = slots_between(&slot, zone, cuts[0], cuts[1]);
        parts.extend(slots_between(&slot, zone, cuts[1], cuts[2]));
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn a_daily_slot_is_due_exactly_once_for_every_local_date(
        zone in prop::sample::select(ZONES.to_vec()),
        hour in 0..24u32,
        minute in 0..60u32,
    ) {
        let zone: Tz = due::zone(zone).unwrap();
        let slot = Slot::parse(&format!("{hour:02}:{minute:02}")).unwrap();
        let year = slots_between(&slot, zone, at("2026-01-01T12:00:00Z"), at("2027-01-01T12:00:00Z"));
        prop_assert_eq!(year.len(), 365);
        for pair in year.windows(2) {
            prop_assert_eq!(pair[0].date.succ_opt(), Some(pair[1].date));
            prop_assert!(pair[0].at < pair[1].at && pair[0].key < pair[1].key);
        }
    }
}
