use backend::accounts::identity_providers;
use domain::{identity_provider::IdentityProvider, path};
use leptos::prelude::*;

use super::{super::mfa::trail, server::Detach};
use crate::{
    account::profile::{Tab, Tabs},
    forms::{ButtonForm, Endpoint},
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
            .ok_or_else(|| Stop::Redirect(path::SECURITY_PROVIDERS.to_owned()))?;
        let problems = request.problems(&[Detach::NAME]).await?;
        let provider = one.provider.label();
        let lead = format!(
            "{provider} ne permettra plus de vous connecter. Vous utiliserez votre identifiant et votre mot de passe."
        );
        Ok(view! {
            <Page title=format!("Détacher {provider}") lead=lead trail=trail()>
                <Tabs current=Tab::Security/>
                <DefinitionList>
                    <Definition term="Identité">{one.name}</Definition>
                    <Definition term="Adresse">{one.email}</Definition>
                    <Definition term="Rattachée le"><Time at=one.attached_at/></Definition>
                </DefinitionList>
                <ButtonForm
                    action=Detach::ACTION
                    page=request.path.clone()
                    submit=format!("Détacher {provider}")
                    variant=Variant::Danger
                    cancel=path::SECURITY
                >
                    <ErrorSummary problems/>
                    <input type="hidden" name="fournisseur" value=code/>
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}
