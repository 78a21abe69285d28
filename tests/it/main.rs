//! Tests of the whole package, in one binary. Names are promises.

mod due;
mod i18n;
mod lint;
mod net;
mod schedule;
