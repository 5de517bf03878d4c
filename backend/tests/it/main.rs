//! Integration tests of the use cases: on SQLite, also on PostgreSQL if `PRODOUANE_TEST_POSTGRES` is set, with a mail
//! server over TCP and files on disk.

mod accounts;
mod database;
mod mailbox;
mod simulator;

mod calendars;
mod cases;
mod co_owners;
mod companies;
mod company_admins;
mod configuration;
mod dashboard;
mod directory;
mod exports;
mod faq;
mod files;
mod full_database;
mod growth;
mod identity_providers;
mod interruptions;
mod live_pages;
mod mailing_list;
mod mails;
mod messaging;
mod mfa;
mod oidc_provider;
mod opening_hours;
mod opinions;
mod outbox;
mod payments;
mod personal_data;
mod phone_calls;
mod profile;
mod regulation_cases;
mod rights_events;
mod scheduler;
mod search;
mod self_check;
mod sharing;
mod staff;
mod statements;
mod storage;
mod throttle;
mod timestamps;
mod transparency;
