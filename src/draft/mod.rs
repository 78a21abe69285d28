//! First answers without any cloud: a skeleton by intent, fault and length, slots from the review.
//! Pure. Review text is data: nothing in it can change a slot, a fact or a promise.

mod types;

pub use types::{Drafts, Input, Length, Variant};
