//! Simulates the administrations that co-own the portal. Each has an OpenID Connect provider, the HTTP
//! contract of `docs/api/contrat-coproprietaires.json` and téléservice pages. An administration page changes
//! rights, and a mailbox receives the portal's mails. All data are fictional. The simulator shares no code
//! with the portal.

mod accounts;
mod administration;
mod catalogue;
mod clock;
mod co_owner;
mod contract;
mod data;
mod exchange_rates;
mod faults;
mod home;
mod keys;
mod mailbox;
mod message_query;
mod oidc;
mod options;
mod page;
mod payments;
mod problem;
mod push;
mod routes;
mod run;
mod site;
mod state;
mod teleservices;
mod text_messages;
mod timestamps;
mod world;

pub use options::Options;
pub use run::{Running, start};
