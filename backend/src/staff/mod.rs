//! The staff of the portal: customs agents, hotline advisers, editors, document managers and administrators, with
//! their sign-in.
//!
//! A member always signs in with a password and a second factor: a mailed code, or the strong factors that they have added, from the administration's networks or with remote access
//! (001; mission §6). What each role may do is decided by [`domain::rights::decide`].

mod audit;
mod members;
mod networks;
mod sign_in;

pub(crate) use audit::record;
pub use audit::{Act, ActFilter, ActKind, ActPage, Author, Change, acts, purge_acts};
pub(crate) use members::{
    AddressedColleague, StaffFactorHooks, addressed_colleagues_in, addressed_head, lock_colleague,
    services_of_agent,
};
pub use members::{
    Colleague, Details, Invitee, MemberRow, NewMember, change, choose_head, choose_password, colleagues,
    colleagues_in, create, create_invited, disable, head, invite, invitee, list, member, purge_invitations,
    reset_factors, reset_factors_of, service_names, set_enabled, set_head, set_head_by_login, set_password,
    set_remote, set_roles, set_services,
};
pub use networks::{network, restrict_to_network};
pub use sign_in::{
    FailedSignIns, confirm_code, failed_sign_ins, purge_failed_sign_ins, reauthenticate,
    reauthentication_step, resend_code, second_step, send_reauthentication_code, sign_in,
};
