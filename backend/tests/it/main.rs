//! The use cases on real parts: SQLite always, PostgreSQL too when `PRODOUANE_TEST_POSTGRES` names a server, a mail
//! server that speaks SMTP over TCP, files on a disk.

mod accounts;
mod database;
mod mailbox;
mod simulator;

mod activation;
mod age;
mod agents;
mod clockwork;
mod companies;
mod configuration;
mod dashboard;
mod diagnostics;
mod factors;
mod files;
mod history;
mod identity;
mod live;
mod messaging;
mod outbox;
mod partners;
mod personal_data;
mod profile;
mod registration;
mod rights_events;
mod session_end;
mod sessions;
mod sign_in;
mod single_sign_on;
mod storage;
mod throttle;
