//! Forms: POST, work, redirection (303), GET; with or without scripts.
//!
//! The server function of a form is a short controller: it passes its work to [`handle`], which redirects to the
//! result. The input and problems of a refused form are stored and shown again on its page.

mod button_form;
mod endpoint;
mod field_form;
mod form;
mod handle;
mod kept;
mod redirect;
mod request;
mod service_settings;
mod submission;

pub use button_form::ButtonForm;
pub use endpoint::Endpoint;
pub use field_form::{FieldForm, PageForm};
pub use form::Form;
pub use handle::{handle, handle_from_visitor, handle_in_background, handle_without_cookies, park};
pub use kept::fields as kept_fields;
pub use redirect::{Redirect, unless_removed};
pub use request::FormRequest;
pub use service_settings::{Owner, list, owned_form, removable, removable_of, section, settings_form};
