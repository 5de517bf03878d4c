use backend::accounts::identity_providers::{self, AttachedIdentity};
use domain::{identity_provider::IdentityProvider, path};
use leptos::prelude::*;

use super::server::AttachWith;
use crate::{
    forms::{Endpoint, Form},
    page::{PageRequest, Stop},
    ui::*,
};

/// Section « Fournisseurs d’identité » of `/profil/securite`. Returns `None` if no provider is configured or
/// attached.
pub(crate) async fn section(request: &PageRequest) -> Result<Option<AnyView>, Stop> {
    let attached =
        identity_providers::attached_identities(request.portal(), request.usager()?.account).await?;
    let is_attached = |provider: &IdentityProvider| attached.iter().any(|one| one.provider == *provider);
    let others: Vec<IdentityProvider> =
        request.portal().config.identity.offered().filter(|provider| !is_attached(provider)).collect();
    if attached.is_empty() && others.is_empty() {
        return Ok(None);
    }
    let problems = request.problems(&[AttachWith::NAME]).await?;
    let list = match attached.is_empty() {
        true => view! { <p>"Aucun fournisseur d’identité n’est rattaché à votre compte."</p> }.into_any(),
        false => table(attached),
    };
    let buttons: Vec<AnyView> = others.into_iter().map(attach).collect();
    Ok(Some(
        view! {
            <div class="stack">
                <h2 id="fournisseurs" tabindex="-1">"Fournisseurs d’identité"</h2>
                <p>"Ils peuvent remplacer votre mot de passe à la connexion\u{a0}; vous pouvez toujours vous \
                    connecter avec votre identifiant et votre mot de passe."</p>
                <ErrorSummary problems/>
                {list}
                <div class="cluster">{buttons}</div>
            </div>
        }
        .into_any(),
    ))
}

fn attach(provider: IdentityProvider) -> AnyView {
    view! {
        <Form action=AttachWith::ACTION page=path::SECURITY_PROVIDERS native=true class="">
            <input type="hidden" name="fournisseur" value=provider.code()/>
            <Submit variant=Variant::Secondary>{format!("Rattacher {}", provider.label())}</Submit>
        </Form>
    }
    .into_any()
}

fn table(attached: Vec<AttachedIdentity>) -> AnyView {
    let columns =
        ["Fournisseur", "Identité", "Rattaché le", "Dernière connexion", "Action"].map(Column::text).into();
    let rows = attached
        .into_iter()
        .map(|one| {
            let used = one.last_used_at.map_or_else(|| "Jamais".to_owned(), |at| at.french_minute());
            let href = path::provider_detachment(one.provider.code());
            let hidden = format!(" {}", one.provider.label());
            let identity = [one.name, one.email].into_iter().filter(|text| !text.is_empty());
            vec![
                one.provider.label().into_any(),
                identity.collect::<Vec<_>>().join(", ").into_any(),
                one.attached_at.french_minute().into_any(),
                used.into_any(),
                view! { <a href=href>"Détacher"<span class="visually-hidden">{hidden}</span></a> }.into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="Fournisseurs d’identité rattachés" caption_hidden=true columns rows/> }
        .into_any()
}
