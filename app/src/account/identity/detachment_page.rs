use backend::accounts::identity_providers;
use domain::{identity_provider::IdentityProvider, path};
use leptos::prelude::*;

use super::server::Detach;
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/profil/securite/fournisseur/{code}`: details and detachment of an attached identity.
#[component]
pub fn DetachmentPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.reauthenticated_usager()?;
        let code: String = request.param("code")?;
        let attached =
            identity_providers::attached_identities(request.portal(), request.usager()?.account).await?;
        let one = attached
            .into_iter()
            .find(|one| IdentityProvider::from_code(&code) == Some(one.provider))
            .ok_or(Stop::Error(platform::Error::NotFound))?;
        let flash = request.flash(Detach::NAME).await?.unwrap_or_default();
        let provider = one.provider.label();
        let trail = vec![
            ("Accueil".to_owned(), path::HOME.to_owned()),
            ("Sécurité".to_owned(), path::SECURITY.to_owned()),
        ];
        let lead = format!(
            "{provider} ne permettra plus de vous connecter. Vous utiliserez votre identifiant et votre mot de passe."
        );
        Ok(view! {
            <Page title=format!("Détacher {provider}") lead=lead trail=trail>
                <DefinitionList>
                    <Definition term="Identité">{one.name}</Definition>
                    <Definition term="Adresse">{one.email}</Definition>
                    <Definition term="Rattachée le">{one.attached_at.french_minute()}</Definition>
                </DefinitionList>
                <Form action=Detach::ACTION page=request.path.clone()>
                    <ErrorSummary problems=flash.problems/>
                    <input type="hidden" name="fournisseur" value=code/>
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>{format!("Détacher {provider}")}</Submit>
                        <ButtonLink href=path::SECURITY variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
