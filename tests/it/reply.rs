//! The reply machine: the whole table, and what must never happen however events come.

use otklik::domain::State;
use otklik::domain::reply::{Effect, Event};
use proptest::prelude::*;
use std::fmt::Write;

/// One line a state and event; what is not here is refused.
#[test]
fn the_whole_table_is_as_it_was_reviewed() {
    let mut table = String::new();
    for &state in State::ALL {
        for &event in Event::ALL {
            if let Ok(step) = state.step(event) {
                let effects: Vec<&str> = step.effects.iter().map(|e| e.word()).collect();
                let _ = writeln!(
                    table,
                    "{:<14}{:<16}{:<14}{}",
                    state.word(),
                    event.word(),
                    step.to.word(),
                    effects.join(" ")
                );
            }
        }
    }
    let table: String = table.lines().flat_map(|l| [l.trim_end(), "\n"]).collect();
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("reply_machine", table);
    });
}

fn any_state() -> impl Strategy<Value = State> {
    prop::sample::select(State::ALL.to_vec())
}

fn any_events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(prop::sample::select(Event::ALL.to_vec()), 0..60)
}

/// A reply's life: the states that it came to, with the event that led there. Refused events change
/// nothing.
fn life(events: Vec<Event>) -> Vec<(State, Event, State, &'static [Effect])> {
    let mut state = State::None;
    let mut steps = Vec::new();
    for event in events {
        if let Ok(step) = state.step(event) {
            steps.push((state, event, step.to, step.effects));
            state = step.to;
        }
    }
    steps
}

/// The approval that holds, if one does: made by `Approve`, void by the effect.
fn approved_after(approved: bool, event: Event, effects: &[Effect]) -> bool {
    match event {
        Event::Approve => true,
        _ => approved && !effects.contains(&Effect::VoidApproval),
    }
}

proptest! {
    #[test]
    fn nothing_is_sent_without_an_approval_that_holds(events in any_events()) {
        let mut approved = false;
        for (_, event, to, effects) in life(events) {
            approved = approved_after(approved, event, effects);
            if to == State::Sending {
                prop_assert!(approved);
            }
        }
    }

    #[test]
    fn an_edit_before_the_reply_is_out_voids_the_approval(events in any_events()) {
        for (from, event, to, effects) in life(events) {
            if from == State::Approved && event == Event::ReviewEdited {
                prop_assert!(effects.contains(&Effect::VoidApproval));
                prop_assert_eq!(to, State::Outdated);
            }
            // what is being sent cannot be called back; nothing else gets there without an approval
            prop_assert!(to != State::Sending || matches!(from, State::Approved | State::Sending));
        }
    }

    #[test]
    fn one_approval_is_sent_once_unless_nothing_left(events in any_events()) {
        let mut may_send = false;
        for (_, event, to, _) in life(events) {
            match event {
                Event::Approve => may_send = true,
                // nothing left this machine: the same approval may try again
                Event::NotSent => may_send = true,
                _ => {}
            }
            if to == State::Sending && event == Event::Send {
                prop_assert!(may_send, "sent again");
                may_send = false;
            }
        }
    }

    #[test]
    fn an_unknown_outcome_leads_to_sending_only_through_a_new_approval(events in any_events()) {
        let mut unknown = false;
        for (_, event, to, _) in life(events) {
            if event == Event::Approve {
                unknown = false;
            }
            unknown |= to == State::Unknown;
            prop_assert!(!(unknown && to == State::Sending));
        }
    }

    #[test]
    fn what_is_out_was_approved(events in any_events()) {
        let mut approved = false;
        for (_, event, to, effects) in life(events) {
            approved = approved_after(approved, event, effects);
            if to.is_out() {
                prop_assert!(approved, "{to:?} without an approval");
            }
        }
    }

    #[test]
    fn a_refused_event_names_the_pair(state in any_state(), event in prop::sample::select(Event::ALL.to_vec())) {
        if let Err(refusal) = state.step(event) {
            prop_assert_eq!((refusal.state, refusal.event), (state, event));
        }
    }
}

#[test]
fn only_an_approval_asks_for_publishing() {
    for &state in State::ALL {
        for &event in Event::ALL {
            let publishes = state
                .step(event)
                .is_ok_and(|s| s.effects.contains(&Effect::Publish));
            assert!(!publishes || event == Event::Approve, "{state:?} {event:?}");
        }
    }
}

#[test]
fn an_author_s_edit_is_never_refused_and_always_opens_the_thread() {
    for &state in State::ALL {
        let step = state.step(Event::ReviewEdited).expect("edits happen");
        assert!(step.effects.contains(&Effect::ReopenThread), "{state:?}");
    }
}

#[test]
fn a_removed_review_always_closes_the_thread() {
    for &state in State::ALL {
        let step = state.step(Event::ReviewRemoved).expect("removals happen");
        assert!(step.effects.contains(&Effect::CloseThread), "{state:?}");
    }
}

#[test]
fn every_state_can_be_left_again() {
    for &state in State::ALL {
        let left = Event::ALL
            .iter()
            .any(|e| state.step(*e).is_ok_and(|s| s.to != state));
        assert!(left, "{state:?} is a trap");
    }
}
