//! Accounts of the staff: members cannot register. Administrators create and change them in the browser, the operator of the
//! portal from the server's command line; each act is in the audit trail.
//!
//! Owns `staff`, `staff_role`, `staff_service`, `service_head` and `staff_invitation`.

mod administration;
mod change;
mod colleagues;
mod credentials;
mod details;
mod factors;
mod heads;
mod invitation;
mod letters;
mod store;

pub use administration::{
    create, create_invited, disable, set_password, set_remote, set_roles, set_services,
};
pub use change::{change, set_enabled};
pub use colleagues::{Colleague, colleagues, colleagues_in};
pub use details::Details;
pub(crate) use factors::StaffFactorHooks;
pub use factors::{reset_factors, reset_factors_of};
pub(crate) use heads::addressed_head;
pub use heads::{choose_head, head, set_head, set_head_by_login};
pub use invitation::{Invitee, choose_password, invite, invitee, purge as purge_invitations};
pub use store::{MemberRow, NewMember, list, member, service_names};

pub(crate) use colleagues::{AddressedColleague, addressed_colleagues_in, lock_colleague, services_of_agent};
pub(super) use credentials::{Credentials, by_id, by_login};
pub(super) use store::record_sign_in;
