//! The only island: progressive enhancements of the pages. The portal works without it.
//!
//! All listeners are on the document, so pages hold no island and can be swapped as plain HTML. Each module adds one
//! enhancement: navigation without full loads ([`visit`], [`links`]), forms checked with the rules of `domain` before
//! they are sent ([`submit`]), passkeys ([`passkey`]), uploads with progress ([`upload`]), help while typing
//! ([`fields`]), values that only a script can read ([`observe`]), pages that refresh while work is in progress
//! ([`refresh`]), text that is still there after leaving a page ([`remember`]), drafts saved while they are typed
//! ([`autosave`]), the warning before the session ends ([`session`]) and changes made elsewhere ([`live`]).

#[cfg(feature = "hydrate")]
mod autosave;
#[cfg(feature = "hydrate")]
mod check;
#[cfg(feature = "hydrate")]
mod closing;
#[cfg(feature = "hydrate")]
mod dom;
#[cfg(feature = "hydrate")]
mod fetch;
#[cfg(feature = "hydrate")]
mod fields;
#[cfg(feature = "hydrate")]
mod focus;
#[cfg(feature = "hydrate")]
mod form_state;
#[cfg(feature = "hydrate")]
mod history;
mod island;
#[cfg(feature = "hydrate")]
mod links;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "hydrate")]
mod local_time;
#[cfg(feature = "hydrate")]
mod notices;
#[cfg(feature = "hydrate")]
mod observe;
mod park;
#[cfg(feature = "hydrate")]
mod passkey;
#[cfg(feature = "hydrate")]
mod refresh;
#[cfg(feature = "hydrate")]
mod remember;
#[cfg(feature = "hydrate")]
mod session;
#[cfg(feature = "hydrate")]
mod status;
#[cfg(feature = "hydrate")]
mod strength;
#[cfg(feature = "hydrate")]
mod submit;
#[cfg(feature = "hydrate")]
mod swap;
#[cfg(feature = "hydrate")]
mod timer;
#[cfg(feature = "hydrate")]
mod upload;
#[cfg(feature = "hydrate")]
mod visit;

#[cfg(feature = "hydrate")]
pub use dom::disable_on_panic;
pub use island::Enhancements;
