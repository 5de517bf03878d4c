use backend::identity;
use domain::identity_provider::IdentityProvider;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/profil/securite/fournisseur/{code}`: one attached identity, and its detachment.
#[component]
pub fn DetachmentPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        visit.fresh_proof()?;
        let code: String = visit.param("code")?;
        let attached = identity::attached(visit.portal(), visit.usager()?.account).await?;
        let one = attached
            .into_iter()
            .find(|one| IdentityProvider::from_code(&code) == Some(one.provider))
            .ok_or(Stop::Error(backend::Error::NotFound))?;
        let kept = visit.flash("detacher-fournisseur").await?.unwrap_or_default();
        let provider = one.provider.label();
        let trail = vec![
            ("Accueil".to_owned(), "/".to_owned()),
            ("Sécurité".to_owned(), "/profil/securite".to_owned()),
        ];
        let lead = format!(
            "{provider} n’ouvrira plus votre compte. Vous vous connecterez avec votre identifiant et votre mot de passe."
        );
        Ok(view! {
            <Page title=format!("Détacher {provider}") lead=lead trail=trail>
                <DefinitionList>
                    <Definition term="Identité">{one.name}</Definition>
                    <Definition term="Adresse">{one.email}</Definition>
                    <Definition term="Rattachée le">{one.attached_at.french_minute()}</Definition>
                </DefinitionList>
                <Form action="/form/detacher-fournisseur" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems/>
                    <input type="hidden" name="fournisseur" value=code/>
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>{format!("Détacher {provider}")}</Submit>
                        <ButtonLink href="/profil/securite" variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
