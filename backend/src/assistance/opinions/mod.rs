//! « Avis sur le site »: opinions sent from any page, signed in or not (004, Services Publics +), and their figures for the
//! staff. Anonymous, deleted after 13 months. Owns `opinion`.

mod export;
mod figures;
mod purge;
mod submit;

pub use export::export;
pub use figures::{Comment, MonthFigures, PageFigures, figures, months};
pub use purge::purge;
pub use submit::{form, submit};
