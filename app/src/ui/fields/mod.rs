//! The renderer of all forms: a definition, the answers so far and their problems become markup. Registration, sign-in
//! and all motifs use it.

mod choice;
mod form_fields;
mod frame;
mod lists;
mod model;
mod password;
mod text;
mod username;

pub use form_fields::FormFields;
pub(super) use frame::star;
pub use model::FieldLists;
pub use username::Username;
