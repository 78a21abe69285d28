//! Publishing on every platform of the built-in site, which all take replies by their interface: whatever
//! goes wrong on the way, a reply is there at most once, and it is the text that a person approved.

mod faults;
mod story;
mod trouble;
