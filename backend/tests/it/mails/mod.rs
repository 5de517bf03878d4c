//! Mails as they leave, mails that are refused, and mails whose content has ended.

mod expiry;
mod headers;
mod refusals;
