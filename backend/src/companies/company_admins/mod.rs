//! « Administrateur général de l'entreprise »: a role of the portal on a SIREN, which its holder delegates to others
//! (004, Habilitation: « délégation de rôle »). It gives the habilitations that the giver has at the co-owners that
//! recognise the role, for as long as both hold it; customs do not recognise it.
//!
//! The portal's operator appoints the first administrator of a company. A delegation is an offer, which the recipient
//! accepts; it derives from the giver's own role and never outlives it. Owns `company_admin_role` and
//! `company_admin_source`.

mod active_role;
mod answer;
mod close;
mod close_reason;
mod delegates;
mod end;
mod letters;
mod offer;
mod operator;
mod page;
mod recipients;
mod retention;

pub use answer::{accept, decline};
pub use close_reason::CloseReason;
pub(super) use delegates::delegates_of;
pub use end::{renounce, withdraw};
pub use offer::{offer, offer_form};
pub use operator::{HeldRole, grant, list, revoke};
pub use page::{RoleEntry, RoleSide, RoleState, RolesPage, roles};
pub use recipients::resolve_recipients;
pub use retention::close_due;
pub(crate) use retention::erase_account;
