//! Shared views: a hotline adviser sees the pages of a person who has typed the adviser's code (`docs/adr/0048`). Owns
//! `shared_view`: who, when and how long. What is seen is relayed ([`platform::relay`]), never stored.

mod adviser;
mod audit;
mod create;
mod end;
mod person;
mod personal_data;
mod purge;
mod start;
mod store;

pub use adviser::{Event, Following, Presence};
pub use create::{NewShare, create, of_adviser};
pub use end::{End, end_by_adviser, end_by_person};
pub use person::receive;
pub use start::start;

pub(crate) use personal_data::export;
pub(crate) use purge::{close_due, purge};
