//! Server functions of the forms about motifs.

use backend::motifs;
use domain::{motif::editing::Nature, path};
use leptos::prelude::*;

use crate::{
    forms::{self, Endpoint, FormRequest, Redirect},
    publishing::{published_notice, version_number},
};

/// The motif that a form names, and the revision of its draft that the page has shown.
fn target(request: &FormRequest) -> (&str, i64) {
    (request.answers.text("motif"), version_number(request, "revision"))
}

#[server(prefix = "/form", endpoint = "creer-brouillon-motif")]
pub async fn begin_motif_draft() -> Result<(), ServerFnError> {
    forms::handle(BeginMotifDraft::NAME, async |request: FormRequest| {
        let (id, number) = (request.answers.text("motif"), version_number(&request, "numero"));
        motifs::begin(&request.portal, &request.session, id, number).await?;
        Ok(Redirect::to(path::edited_motif(id))
            .with_notice("Le brouillon est commencé. Modifiez ses textes et ses champs, puis publiez-le.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-textes-motif")]
pub async fn change_motif_texts() -> Result<(), ServerFnError> {
    forms::handle(ChangeMotifTexts::NAME, async |request: FormRequest| {
        let (id, revision) = target(&request);
        motifs::change_texts(&request.portal, &request.session, id, revision, &request.answers).await?;
        Ok(Redirect::to(path::edited_motif(id))
            .with_notice("Les textes du brouillon sont enregistrés.")
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "ajouter-champ-motif")]
pub async fn add_motif_field() -> Result<(), ServerFnError> {
    forms::handle(AddMotifField::NAME, async |request: FormRequest| {
        let (id, revision) = target(&request);
        let nature = Nature::from_code(request.answers.text("nature")).unwrap_or(Nature::ShortText);
        motifs::add_field(&request.portal, &request.session, id, revision, nature, &request.answers).await?;
        Ok(Redirect::to(path::motif_fields(id)).with_notice("Le champ est ajouté au brouillon.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "modifier-champ-motif")]
pub async fn change_motif_field() -> Result<(), ServerFnError> {
    forms::handle(ChangeMotifField::NAME, async |request: FormRequest| {
        let (id, revision) = target(&request);
        let field = request.answers.text("champ");
        motifs::change_field(&request.portal, &request.session, id, revision, field, &request.answers)
            .await?;
        Ok(Redirect::to(path::motif_fields(id)).with_notice("Le champ du brouillon est enregistré.").once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "retirer-champ-motif")]
pub async fn remove_motif_field() -> Result<(), ServerFnError> {
    forms::handle(RemoveMotifField::NAME, async |request: FormRequest| {
        let (id, revision) = target(&request);
        let field = request.answers.text("champ");
        motifs::remove_field(&request.portal, &request.session, id, revision, field).await?;
        Ok(Redirect::to(path::motif_fields(id)).with_notice("Le champ est retiré du brouillon."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "deplacer-champ-motif")]
pub async fn move_motif_field() -> Result<(), ServerFnError> {
    forms::handle(MoveMotifField::NAME, async |request: FormRequest| {
        let (id, revision) = target(&request);
        let (field, up) = (request.answers.text("champ"), request.answers.text("sens") == "haut");
        motifs::move_field(&request.portal, &request.session, id, revision, field, up).await?;
        Ok(Redirect::to(path::motif_fields(id)).with_notice("Le champ est déplacé."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "abandonner-brouillon-motif")]
pub async fn discard_motif_draft() -> Result<(), ServerFnError> {
    forms::handle(DiscardMotifDraft::NAME, async |request: FormRequest| {
        let (id, revision) = target(&request);
        motifs::discard(&request.portal, &request.session, id, revision).await?;
        Ok(Redirect::to(path::edited_motif(id))
            .with_notice("Le brouillon est abandonné. Le motif n’a pas changé."))
    })
    .await
}

#[server(prefix = "/form", endpoint = "publier-motif")]
pub async fn publish_motif() -> Result<(), ServerFnError> {
    forms::handle(PublishMotif::NAME, async |request: FormRequest| {
        let (id, revision) = target(&request);
        let from = motifs::publish(&request.portal, &request.session, id, revision, &request.answers).await?;
        Ok(Redirect::to(path::edited_motif(id))
            .with_notice(published_notice(from, request.portal.clock.now()))
            .once())
    })
    .await
}

#[server(prefix = "/form", endpoint = "annuler-publication-motif")]
pub async fn cancel_motif_publication() -> Result<(), ServerFnError> {
    forms::handle(CancelMotifPublication::NAME, async |request: FormRequest| {
        let (id, number) = (request.answers.text("motif"), version_number(&request, "numero"));
        motifs::cancel_publication(&request.portal, &request.session, id, number).await?;
        Ok(Redirect::to(path::edited_motif(id))
            .with_notice("La publication est annulée. La version est de nouveau un brouillon."))
    })
    .await
}
