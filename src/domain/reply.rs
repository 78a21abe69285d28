//! THE reply state machine: state × event → state and effects, or a refusal. Total and pure; the
//! whole table is a committed snapshot (`tests/it/reply.rs`).
//!
//! What must never happen, and is a property test: no way to [`State::Sending`] without an
//! [`Event::Approve`]; an edit by the author before the reply is live voids the approval;
//! [`State::Unknown`] never leads back to [`State::Sending`] without a new approval.

crate::vocabulary! {
    /// Where a reply stands; the words of the contract's `state`.
    State {
        /// Nothing is written.
        None = "none",
        /// A person is writing; not yet offered for approval.
        Draft = "draft",
        /// Waits for approval.
        InReview = "in_review",
        /// Approved; in the outbox, or waiting for a person to paste it.
        Approved = "approved",
        /// The request is being made.
        Sending = "sending",
        /// The platform took it, or a person says that it was pasted.
        Published = "published",
        /// A later poll saw exactly our text.
        VerifiedLive = "verified_live",
        /// The request left and no answer came. Never sent again by itself.
        Unknown = "unknown",
        /// The platform read it and declined.
        Refused = "refused",
        /// It was out, and polls no longer show it.
        Vanished = "vanished",
        /// The author changed the review after this was written.
        Outdated = "outdated",
        /// A person decided not to reply, or the review is gone.
        Dropped = "dropped",
    }
}

crate::vocabulary! {
    /// What can happen to a reply.
    Event {
        /// The daemon made a draft.
        Drafted = "drafted",
        /// A person changed the text.
        Edit = "edit",
        /// A person offers the text for approval.
        Submit = "submit",
        /// A person approves the exact text.
        Approve = "approve",
        /// The approver takes it back while it is in the outbox.
        Undo = "undo",
        /// The outbox delay is over and the lease is ours.
        Send = "send",
        /// Nothing left this machine (slow down, no connection): back to the outbox.
        NotSent = "not_sent",
        /// The platform took it.
        Accepted = "accepted",
        /// The platform declined it, at once or after moderation.
        Refuse = "refuse",
        /// The request left and no answer came.
        NoAnswer = "no_answer",
        /// A person says: pasted by hand.
        PastedByHand = "pasted_by_hand",
        /// A poll shows our text under the review.
        SeenLive = "seen_live",
        /// Enough good polls did not show it.
        SeenMissing = "seen_missing",
        /// The author edited the review.
        ReviewEdited = "review_edited",
        /// The review was removed.
        ReviewRemoved = "review_removed",
        /// A person decides not to reply.
        Drop = "drop",
        /// A person takes a stuck reply back to work.
        Reopen = "reopen",
    }
}

crate::vocabulary! {
    /// What must happen in the same transaction as the change of state.
    Effect {
        /// The approval no longer counts; its publish job is cancelled.
        VoidApproval = "void_approval",
        /// A publish job is due when the outbox delay ends.
        Publish = "publish",
        /// Managers are asked for approval.
        AskApproval = "ask_approval",
        /// The source is to be read soon, to see whether the reply is there.
        Recheck = "recheck",
        /// A person must look: refused, unknown or vanished.
        Warn = "warn",
        /// The thread is done.
        CloseThread = "close_thread",
        /// The thread needs a person again.
        ReopenThread = "reopen_thread",
    }
}

/// The result of a legal step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub to: State,
    pub effects: &'static [Effect],
}

/// The event is not possible in this state. Shown by the message `refusal-<event>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a reply that is {state} cannot take {event}")]
pub struct Refusal {
    pub state: State,
    pub event: Event,
}

impl State {
    /// Takes one event.
    ///
    /// # Errors
    /// [`Refusal`] where the pair is not in the table.
    pub fn step(self, event: Event) -> Result<Step, Refusal> {
        use Effect as F;
        use Event as E;
        use State as S;
        let (to, effects): (State, &'static [Effect]) = match (self, event) {
            (S::None | S::Outdated, E::Drafted) => (S::InReview, &[F::AskApproval]),
            (S::InReview, E::Drafted) => (S::InReview, &[]),

            (S::Draft, E::Edit) => (S::Draft, &[]),
            (S::InReview, E::Edit) => (S::InReview, &[]),
            (S::Approved, E::Edit) => (S::InReview, &[F::VoidApproval]),
            (S::None | S::Outdated | S::Refused | S::Vanished, E::Edit) => (S::Draft, &[]),
            (S::Dropped, E::Edit) => (S::Draft, &[F::ReopenThread]),

            (S::Draft | S::InReview, E::Submit) => (S::InReview, &[F::AskApproval]),
            (S::Draft | S::InReview, E::Approve) => (S::Approved, &[F::Publish]),
            (S::Approved, E::Undo) => (S::InReview, &[F::VoidApproval]),

            (S::Approved, E::Send) => (S::Sending, &[]),
            (S::Sending, E::NotSent) => (S::Approved, &[]),
            (S::Sending, E::Accepted) => (S::Published, &[F::Recheck]),
            (S::Sending, E::Refuse) => (S::Refused, &[F::Warn]),
            // moderation ended against it; nobody sees it, so somebody must answer again
            (S::Published | S::VerifiedLive | S::Unknown | S::Vanished, E::Refuse) => {
                (S::Refused, &[F::Warn, F::ReopenThread])
            }
            // a poll shows it in moderation: it did arrive
            (S::Unknown, E::Accepted) => (S::Published, &[F::Recheck]),
            (S::Sending, E::NoAnswer) => (S::Unknown, &[F::Recheck, F::Warn]),

            (S::Approved, E::PastedByHand) => (S::Published, &[F::Recheck]),
            (S::Unknown, E::PastedByHand) => (S::Published, &[F::Recheck]),

            // an approved text may be seen before anybody says that it was pasted
            (S::Approved | S::Sending | S::Published | S::Unknown | S::Vanished, E::SeenLive) => {
                (S::VerifiedLive, &[F::CloseThread])
            }
            (S::VerifiedLive, E::SeenLive) => (S::VerifiedLive, &[]),
            (S::Published | S::VerifiedLive, E::SeenMissing) => (S::Vanished, &[F::Warn, F::ReopenThread]),
            // absent is not proof that it never left: a person looks, nobody resends
            (S::Unknown, E::SeenMissing) => (S::Unknown, &[F::Warn]),
            (S::Vanished, E::SeenMissing) => (S::Vanished, &[]),

            (S::None, E::ReviewEdited) => (S::None, &[F::ReopenThread]),
            (S::Draft | S::InReview, E::ReviewEdited) => (S::Outdated, &[F::ReopenThread]),
            (S::Approved, E::ReviewEdited) => (S::Outdated, &[F::VoidApproval, F::ReopenThread]),
            // what has left cannot be called back; the thread opens again for a second look
            (s @ (S::Sending | S::Published | S::Unknown), E::ReviewEdited) => (s, &[F::ReopenThread]),
            (S::VerifiedLive | S::Refused | S::Vanished | S::Outdated | S::Dropped, E::ReviewEdited) => {
                (S::Outdated, &[F::ReopenThread])
            }

            (S::None | S::Draft | S::InReview | S::Refused | S::Vanished | S::Outdated, E::ReviewRemoved) => {
                (S::Dropped, &[F::CloseThread])
            }
            (S::Approved, E::ReviewRemoved) => (S::Dropped, &[F::VoidApproval, F::CloseThread]),
            (
                s @ (S::Sending | S::Published | S::VerifiedLive | S::Unknown | S::Dropped),
                E::ReviewRemoved,
            ) => (s, &[F::CloseThread]),

            (S::None | S::Draft | S::InReview | S::Refused | S::Vanished | S::Outdated, E::Drop) => {
                (S::Dropped, &[F::CloseThread])
            }
            (S::Unknown, E::Drop) => (S::Dropped, &[F::CloseThread]),

            (S::Refused | S::Vanished | S::Unknown | S::Outdated, E::Reopen) => {
                (S::InReview, &[F::VoidApproval])
            }
            (S::Dropped, E::Reopen) => (S::InReview, &[F::ReopenThread]),

            _ => return Err(Refusal { state: self, event }),
        };
        Ok(Step { to, effects })
    }

    /// A text in this state was approved and may be on its way.
    pub fn is_out(self) -> bool {
        matches!(
            self,
            State::Sending | State::Published | State::VerifiedLive | State::Unknown
        )
    }
}
