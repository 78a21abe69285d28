//! Tests of the whole package, in one binary. Names are promises.

mod due;
mod lint;
mod net;
mod site;
