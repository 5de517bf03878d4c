//! Cases of the assistance: opened by anyone, answered by hotline advisers. Those about regulations, to Infos Douane Service,
//! are a kind of their own, with its list and its promise.
//!
//! A person with an account reads their cases once signed in; others with the reference and a secret that is displayed once
//! and sent by mail. Owns `support_case` and `support_entry`.

mod access;
mod adviser;
mod case;
mod confirmation;
mod files;
mod follow_up;
mod letters;
mod list;
mod open;
pub(crate) mod personal_data;
mod purge;
mod store;
mod transfer;

pub use access::{Access, claim, read};
pub use adviser::{add_note, answer, case_of_adviser, close, take};
pub use case::{Case, Entry, EntryKind};
pub use confirmation::{awaits_confirmation, confirm, kind_to_confirm};
pub use files::{Side, begin_file, files_target, open_file, remove_file};
pub use follow_up::follow_up;
pub use list::{CaseList, cases, own_cases, waiting};
pub use open::{Opened, open, open_regulation, prefilled};
pub use purge::purge;
pub use transfer::{Transfer, TransferMotif, transfer};
