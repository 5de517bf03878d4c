//! Versions of the motifs, which administrators write, preview and publish (`docs/adr/0066`).
//!
//! Owns `motif_version` and `motif_draft`.

mod draft;
mod edit;
mod history;
mod in_use;
mod list;
mod publish;
mod store;

pub use draft::{EditedMotif, MotifDraft, Planned, edited_motif};
pub use edit::{
    add_field, begin, change_field, change_texts, discard, move_field, new_field_conditions, remove_field,
};
pub use history::{MotifVersion, MotifVersionRow, PreviewedMotif, history, preview};
pub use in_use::refresh;
pub use list::{MotifRow, list};
pub use publish::{cancel_publication, publish};
