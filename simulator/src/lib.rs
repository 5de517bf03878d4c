//! The administrations that co-own the portal, simulated by one program: an OpenID Connect provider each, the HTTP
//! contract of `docs/api/contrat-coproprietaires.json`, téléservice pages, an administration page to change rights,
//! and a mailbox that receives the portal's mails. All data are invented. It shares no code with the portal.

mod accounts;
mod administration;
mod catalogue;
mod clock;
mod co_owner;
mod contract;
mod data;
mod faults;
mod home;
mod keys;
mod mailbox;
mod oidc;
mod options;
mod page;
mod problem;
mod push;
mod reception;
mod run;
mod site;
mod state;
mod teleservices;
mod text_messages;
mod world;

pub use options::Options;
pub use run::{Running, start};
