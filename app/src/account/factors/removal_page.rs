use backend::factors;
use leptos::prelude::*;
use uuid::Uuid;

use super::{SECURITY, trail};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/securite/application/{id}`: one application, and its removal.
#[component]
pub fn RemovalPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_proof()?;
        let id: Uuid = visit.param("id")?;
        let application = factors::application(visit.portal(), session.usager()?.account, id).await?;
        let kept = visit.flash("retirer-application").await?.unwrap_or_default();
        let used = match application.last_used_at {
            Some(at) => at.french_minute(),
            None => "Jamais depuis son ajout".to_owned(),
        };
        Ok(view! {
            <Page
                title="Retirer une application"
                lead="Ses codes n’ouvriront plus votre compte."
                trail=trail()
            >
                <DefinitionList>
                    <Definition term="Application">{application.name}</Definition>
                    <Definition term="Ajoutée le">{application.created_at.french_minute()}</Definition>
                    <Definition term="Dernière utilisation">{used}</Definition>
                </DefinitionList>
                <Form action="/form/retirer-application" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems/>
                    <input type="hidden" name="application" value=id.to_string()/>
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>"Retirer cette application"</Submit>
                        <ButtonLink href=SECURITY variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
