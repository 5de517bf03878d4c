use backend::factors::{self, Application, FEW};
use leptos::prelude::*;

use super::codes_page::{count, few};
use crate::{
    page::{Stop, Visit},
    ui::*,
};

/// « Niveau et seconds facteurs »: the part of `/profil/securite` that shows them and leads to their changes.
pub(crate) async fn section(visit: &Visit) -> Result<AnyView, Stop> {
    let (portal, account) = (visit.portal(), visit.usager()?.account);
    let level = factors::level(portal, account).await?;
    let applications = factors::applications(portal, account).await?;
    let number = factors::number(portal, account).await?;
    let left = factors::codes_left(portal, account).await?;
    let has_factor = !applications.is_empty() || number.as_ref().is_some_and(|(_, confirmed)| *confirmed);
    let number = number.map(|(number, confirmed)| {
        let state = if confirmed { "confirmé" } else { "à confirmer à la prochaine connexion" };
        view! { <p>{format!("Numéro de mobile pour les SMS\u{a0}: {number} ({state}).")}</p> }
    });
    let warning = (has_factor && left <= FEW).then(|| few(left));
    Ok(view! {
        <section class="stack" aria-labelledby="facteurs">
        <h2 id="facteurs" tabindex="-1">"Niveau et seconds facteurs"</h2>
        <Card title="Niveau de sécurité" level=3>
            <p>{level.label()}"."</p>
            {number}
            <p><ButtonLink href="/profil/securite/niveau" variant=Variant::Secondary>"Changer de niveau"</ButtonLink></p>
        </Card>
        <Card title="Applications d’authentification" level=3>
            {list(applications)}
            <p>
                <ButtonLink href="/profil/securite/application" variant=Variant::Secondary>
                    "Ajouter une application"
                </ButtonLink>
            </p>
        </Card>
        <Card title="Codes de secours" level=3>
            <p>{count(left)}</p>
            {warning}
            <p>
                <ButtonLink href="/profil/securite/codes-de-secours" variant=Variant::Secondary>
                    "Gérer les codes de secours"
                </ButtonLink>
            </p>
        </Card>
        </section>
    }
    .into_any())
}

fn list(applications: Vec<Application>) -> AnyView {
    if applications.is_empty() {
        return view! { <p>"Aucune application n’est ajoutée à votre compte."</p> }.into_any();
    }
    let columns = vec![
        Column::text("Nom"),
        Column::text("Ajoutée le"),
        Column::text("Dernière utilisation"),
        Column::text("Action"),
    ];
    let rows = applications
        .into_iter()
        .map(|one| {
            let used = one.last_used_at.map_or_else(|| "Jamais".to_owned(), |at| at.french_minute());
            let href = format!("/profil/securite/application/{}", one.id);
            let label = format!(" l’application {}", one.name);
            vec![
                one.name.into_any(),
                one.created_at.french_minute().into_any(),
                used.into_any(),
                view! { <a href=href>"Retirer"<span class="visually-hidden">{label}</span></a> }.into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption="Applications de votre compte" caption_hidden=true columns rows/> }.into_any()
}
