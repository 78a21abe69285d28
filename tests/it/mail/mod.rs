//! Mails and messages: what they say, what strangers cannot make them do, and that they arrive.

mod channels;
mod golden;
mod hostile;
mod link;
mod queue;
mod samples;
mod smtp;
mod telegram;
mod world;
