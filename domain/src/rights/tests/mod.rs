//! Tests of the rights of mission §3.3.

mod agents;
mod fixtures;
mod rules;
mod sentences;
mod table;
