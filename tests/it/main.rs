//! Tests of the whole package, in one binary. Names are promises.

mod lint;
mod net;
