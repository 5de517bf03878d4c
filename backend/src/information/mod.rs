//! Mailing list Infos Douane (mission §2.1): letters written by editors, sent to the accounts that chose the list and to the
//! addresses that visitors have confirmed (`docs/adr/0049`).
//!
//! Owns `letter`, `letter_delivery` and `letter_subscription`.

mod delivery;
mod edit;
mod letter;
mod mails;
mod read;
mod subscription;

pub use delivery::{PERIOD, deliver, purge};
pub use edit::{create, delete, save, send, send_trial, stop};
pub use letter::{Figures, Letter, LetterState};
pub use read::{letter, letters, sent_letter, sent_letters, subscriber_count};
pub use subscription::{
    awaits_confirmation, confirm, is_unsubscription_link, purge as purge_subscriptions, subscribe,
    unsubscribe,
};
