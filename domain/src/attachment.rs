//! To be written by the domain's owner.
