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
                <p>"Vous pouvez vous connecter avec l’un d’eux ou avec votre identifiant et votre mot de passe."</p>
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
        ["Fournisseur", "Identité", "Rattaché le", "Dernière connexion", "Action"].map(Column::text);
    Table::with_hidden_caption("Fournisseurs d’identité rattachés", &columns).rows(attached, row).finish()
}

fn row(row: &mut Row<'_>, one: AttachedIdentity) {
    let provider = one.provider;
    let identity = [one.name, one.email].into_iter().filter(|text| !text.is_empty());
    row.cell().text(provider.label());
    row.cell().text(identity.collect::<Vec<_>>().join(", "));
    row.cell().minute(one.attached_at);
    match one.last_used_at {
        Some(at) => row.cell().minute(at),
        None => row.cell().text("Jamais"),
    };
    let href = path::provider_detachment(provider.code());
    row.cell().link_about(href, "Détacher", format_args!(" {}", provider.label()));
}
