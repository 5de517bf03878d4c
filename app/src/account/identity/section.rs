use backend::identity::{self, Attached};
use domain::identity_provider::IdentityProvider;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{Stop, Visit},
    ui::*,
};

/// « Fournisseurs d’identité »: the part of `/profil/securite` that shows them. Nothing when none is configured and none
/// is attached.
pub(crate) async fn section(visit: &Visit) -> Result<Option<AnyView>, Stop> {
    let attached = identity::attached(visit.portal(), visit.usager()?.account).await?;
    let has = |provider: &IdentityProvider| attached.iter().any(|one| one.provider == *provider);
    let others: Vec<IdentityProvider> =
        visit.portal().identities.offered().filter(|provider| !has(provider)).collect();
    if attached.is_empty() && others.is_empty() {
        return Ok(None);
    }
    let problems = visit.flash("rattacher-fournisseur").await?.unwrap_or_default().problems;
    let list = match attached.is_empty() {
        true => view! { <p>"Aucun fournisseur d’identité n’ouvre votre compte."</p> }.into_any(),
        false => table(attached),
    };
    let buttons: Vec<AnyView> = others.into_iter().map(attach).collect();
    Ok(Some(
        view! {
            <div class="stack">
                <h2 id="fournisseurs" tabindex="-1">"Fournisseurs d’identité"</h2>
                <p>"Ils peuvent remplacer votre mot de passe à la connexion\u{a0}; votre identifiant et votre mot de passe ouvrent toujours votre compte."</p>
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
        <Form action="/form/rattacher-fournisseur" page="/profil/securite#fournisseurs" leaves=true class="">
            <input type="hidden" name="fournisseur" value=provider.code()/>
            <Submit variant=Variant::Secondary>{format!("Rattacher {}", provider.label())}</Submit>
        </Form>
    }
    .into_any()
}

fn table(attached: Vec<Attached>) -> AnyView {
    let columns =
        ["Fournisseur", "Identité", "Rattaché le", "Dernière connexion", "Action"].map(Column::text).into();
    let rows = attached
        .into_iter()
        .map(|one| {
            let used = one.last_used_at.map_or_else(|| "Jamais".to_owned(), |at| at.french_minute());
            let href = format!("/profil/securite/fournisseur/{}", one.provider.code());
            let what = format!(" {}", one.provider.label());
            let who = [one.name, one.email].into_iter().filter(|text| !text.is_empty());
            vec![
                one.provider.label().into_any(),
                who.collect::<Vec<_>>().join(", ").into_any(),
                one.attached_at.french_minute().into_any(),
                used.into_any(),
                view! { <a href=href>"Détacher"<span class="visually-hidden">{what}</span></a> }.into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="Fournisseurs d’identité rattachés" caption_hidden=true columns rows/> }
        .into_any()
}
