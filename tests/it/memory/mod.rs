//! What is remembered: authors, subjects, similar cases and what worked.

mod facts;
mod similar;
