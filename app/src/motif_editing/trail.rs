//! Trails, and the draft that the pages below a motif show.

use backend::motifs::{self, MotifDraft};
use domain::path;
use platform::Error;

use crate::page::{PageRequest, Stop};

/// Trail of a page below the list.
pub fn trail() -> Vec<(String, String)> {
    vec![("Motifs".to_owned(), path::MOTIFS.to_owned())]
}

/// Trail of a page below that of a motif.
pub fn motif_trail(id: &str, title: &str) -> Vec<(String, String)> {
    let mut trail = trail();
    trail.push((title.to_owned(), path::edited_motif(id)));
    trail
}

/// Trail of a page below the fields of a motif.
pub fn field_trail(id: &str, title: &str) -> Vec<(String, String)> {
    let mut trail = motif_trail(id, title);
    trail.push(("Champs".to_owned(), path::motif_fields(id)));
    trail
}

/// Returns the draft of the motif in the address, for an administrator who may change it now.
pub async fn load_draft(request: &PageRequest) -> Result<(String, MotifDraft), Stop> {
    let session = request.administrator_session()?;
    let id: String = request.param("id")?;
    let edited = motifs::edited_motif(request.portal(), session, &id).await?;
    let draft = edited.draft.ok_or(Error::NotFound)?;
    Ok((id, draft))
}
