//! The real program, started on a free port, asked over real connections.

mod account;
mod bodies;
mod browser;
mod busy;
mod commands;
mod cookies;
mod database;
mod durability;
mod figures;
mod forgery;
mod guessing;
mod headers;
mod logs;
mod matrix;
mod networks;
mod operator;
mod program;
mod raw;
mod recovery;
mod rights_events;
mod session_end;
mod sessions;
mod shutdown;
mod slow;
mod uploads;
