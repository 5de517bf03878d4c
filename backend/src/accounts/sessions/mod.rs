//! Sessions of visitors, accounts and staff. Owns `session`.
//!
//! A session starts anonymous, with the first form sent. Its token changes at every stage (sign-in, second factor,
//! SIREN), so that an earlier token is worthless; the database stores its hash only (`docs/adr/0008`).

mod active;
mod close;
mod create;
mod ended;
mod find;
mod owner;
mod place;
mod recovery_codes;
mod row;
mod session;
mod stage;
mod transitions;

pub use active::is_still_active;
pub(crate) use active::{is_active, is_active_signed_in, is_active_usager, lock};
pub use close::close;
pub(crate) use close::{close_of_staff, close_one, close_opened_by, close_others, purge};
pub(crate) use create::for_sign_in;
pub use create::{create, create_after};
pub use ended::{EndedSession, TimeLeft, ended, ended_of, extend, last_of_chain, time_left};
pub(crate) use find::idle;
pub use find::{find, find_without_use};
pub use owner::Owner;
pub(crate) use place::stored_place;
pub use place::{coarse_network, device_label, place};
pub(crate) use recovery_codes::{permit_recovery_codes, use_recovery_codes_permit};
pub use session::{Client, CodeAwaited, PreviousSignIn, Session, StaffMember, Usager, Visitor};
pub use stage::SessionStage;
pub(crate) use transitions::{
    Opener, SignedInAs, await_code, enrolled, record_reauthentication, require_authentication_of_others,
    set_provider, sign_usager_in,
};
pub use transitions::{choose_siren, rotate, sign_staff_in};
