use backend::{
    db::Moment,
    factors::{self, Application, FEW, Passkey},
};
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
    let keys = factors::passkeys(portal, account).await?;
    let has_factor = !keys.is_empty()
        || !applications.is_empty()
        || number.as_ref().is_some_and(|(_, confirmed)| *confirmed);
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
            {list(
                "Applications de votre compte",
                "Aucune application n’est ajoutée à votre compte.",
                applications.into_iter().map(application).collect(),
            )}
            <p>
                <ButtonLink href="/profil/securite/application" variant=Variant::Secondary>
                    "Ajouter une application"
                </ButtonLink>
            </p>
        </Card>
        {factors::takes_passkeys(portal).then(|| passkeys(keys))}
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

fn passkeys(keys: Vec<Passkey>) -> impl IntoView {
    let none =
        "Aucune clé d’accès n’est ajoutée à votre compte. Une clé d’accès peut suffire à vous connecter.";
    let lines = keys.into_iter().map(|one| Line {
        href: format!("/profil/securite/cle/{}", one.id),
        label: format!(" la clé {}", one.name),
        name: one.name,
        created_at: one.created_at,
        last_used_at: one.last_used_at,
    });
    view! {
        <Card title="Clés d’accès" level=3>
            {list("Clés d’accès de votre compte", none, lines.collect())}
            <p>
                <ButtonLink href="/profil/securite/cle" variant=Variant::Secondary>"Ajouter une clé d’accès"</ButtonLink>
            </p>
        </Card>
    }
}

fn application(one: Application) -> Line {
    Line {
        href: format!("/profil/securite/application/{}", one.id),
        label: format!(" l’application {}", one.name),
        name: one.name,
        created_at: one.created_at,
        last_used_at: one.last_used_at,
    }
}

/// One factor in a table.
struct Line {
    name: String,
    created_at: Moment,
    last_used_at: Option<Moment>,
    /// Where it is removed, and what « Retirer » is about.
    href: String,
    label: String,
}

fn list(caption: &'static str, none: &'static str, lines: Vec<Line>) -> AnyView {
    if lines.is_empty() {
        return view! { <p>{none}</p> }.into_any();
    }
    let columns = vec![
        Column::text("Nom"),
        Column::text("Ajoutée le"),
        Column::text("Dernière utilisation"),
        Column::text("Action"),
    ];
    let rows = lines
        .into_iter()
        .map(|one| {
            let used = one.last_used_at.map_or_else(|| "Jamais".to_owned(), |at| at.french_minute());
            vec![
                one.name.into_any(),
                one.created_at.french_minute().into_any(),
                used.into_any(),
                view! { <a href=one.href>"Retirer"<span class="visually-hidden">{one.label}</span></a> }
                    .into_any(),
            ]
        })
        .collect();
    view! { <DataTable caption caption_hidden=true columns rows/> }.into_any()
}
