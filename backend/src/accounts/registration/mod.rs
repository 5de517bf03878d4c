//! Registration, then activation through a link sent by mail (003; mission §2.1, §2.2).

mod activate;
mod activation_link;
mod form;
mod limits;
mod purge;
mod register;
mod resend;

pub use activate::activate;
pub use activation_link::is_usable as is_link_usable;
pub(crate) use activation_link::resend as resend_link;
pub(crate) use limits::{MailCause, forget_mails_to, may_send_mail_to};
pub(crate) use purge::purge_never_activated;
pub use register::register;
pub use resend::resend;
