use backend::accounts::{
    mfa::{self, AuthenticatorApp, FEW_RECOVERY_CODES, Passkey},
    sessions::Owner,
};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::{
    codes_page::{few_codes_warning, remaining_codes},
    holder::Holder,
};
use crate::{
    page::{PageRequest, Stop},
    ui::*,
};

/// Section « Niveau et seconds facteurs » of `/profil/securite`.
pub(crate) async fn section(request: &PageRequest) -> Result<AnyView, Stop> {
    let (portal, account) = (request.portal(), request.usager()?.account);
    let level = mfa::level(portal, account).await?;
    let number = mfa::sms_number(portal, account).await?;
    let has_number = number.as_ref().is_some_and(|(_, confirmed)| *confirmed);
    let factors = factors(request, Owner::Account(account), has_number).await?;
    let number = number.map(|(number, confirmed)| {
        let state = if confirmed { "confirmé" } else { "à confirmer à la prochaine connexion" };
        view! { <p>{format!("Numéro de mobile pour les SMS\u{a0}: {number} ({state}).")}</p> }
    });
    Ok(view! {
        <section class="stack" aria-labelledby="facteurs">
        <h2 id="facteurs" tabindex="-1">"Niveau et seconds facteurs"</h2>
        <Card title="Niveau de sécurité" level=3>
            <p>{level.label()}"."</p>
            {number}
            <p><ButtonLink href=path::SECURITY_LEVEL variant=Variant::Secondary>"Changer de niveau"</ButtonLink></p>
        </Card>
        {factors}
        </section>
    }
    .into_any())
}

/// Cards of the factors that a person adds and removes. `has_other`: the person has another second factor, which recovery codes
/// replace too.
pub(super) async fn factors(request: &PageRequest, owner: Owner, has_other: bool) -> Result<AnyView, Stop> {
    let (portal, holder) = (request.portal(), Holder::of(request));
    let applications = mfa::authenticator_apps(portal, owner).await?;
    let left = mfa::unused_recovery_codes(portal, owner).await?;
    let keys = mfa::passkeys(portal, owner).await?;
    let has_factor = !keys.is_empty() || !applications.is_empty() || has_other;
    let warning = (has_factor && left <= FEW_RECOVERY_CODES).then(|| few_codes_warning(left));
    Ok(view! {
        <Card title="Applications d’authentification" level=3>
            {list(
                "Applications de votre compte",
                "Aucune application n’a été ajoutée à votre compte.",
                applications.into_iter().map(|one| application(holder, one)).collect(),
            )}
            <p>
                <ButtonLink href=holder.new_application() variant=Variant::Secondary>
                    "Ajouter une application"
                </ButtonLink>
            </p>
        </Card>
        {mfa::supports_passkeys(portal).then(|| passkeys(holder, keys))}
        <Card title="Codes de secours" level=3>
            <p>{remaining_codes(left)}</p>
            {warning}
            <p>
                <ButtonLink href=holder.recovery_codes() variant=Variant::Secondary>
                    "Gérer les codes de secours"
                </ButtonLink>
            </p>
        </Card>
    }
    .into_any())
}

fn passkeys(holder: Holder, keys: Vec<Passkey>) -> impl IntoView {
    let none = match holder {
        Holder::Usager => {
            "Aucune clé d’accès n’a été ajoutée à votre compte. Une clé d’accès peut remplacer le mot de passe à la \
             connexion."
        }
        Holder::Staff => "Aucune clé d’accès n’a été ajoutée à votre compte.",
    };
    let lines = keys.into_iter().map(move |one| Factor {
        href: holder.passkey(one.id),
        label: format!(" la clé {}", one.name),
        name: one.name,
        created_at: one.created_at,
        last_used_at: one.last_used_at,
    });
    view! {
        <Card title="Clés d’accès" level=3>
            {list("Clés d’accès de votre compte", none, lines.collect())}
            <p>
                <ButtonLink href=holder.new_passkey() variant=Variant::Secondary>"Ajouter une clé d’accès"</ButtonLink>
            </p>
        </Card>
    }
}

fn application(holder: Holder, one: AuthenticatorApp) -> Factor {
    Factor {
        href: holder.application(one.id),
        label: format!(" l’application {}", one.name),
        name: one.name,
        created_at: one.created_at,
        last_used_at: one.last_used_at,
    }
}

/// Row of a table of second factors.
struct Factor {
    name: String,
    created_at: Moment,
    last_used_at: Option<Moment>,
    /// Address of the removal page, and hidden text that completes the link « Retirer ».
    href: String,
    label: String,
}

fn list(caption: &'static str, none: &'static str, lines: Vec<Factor>) -> AnyView {
    if lines.is_empty() {
        return view! { <p>{none}</p> }.into_any();
    }
    let columns = ["Nom", "Ajoutée le", "Dernière utilisation", "Action"].map(Column::text);
    Table::with_hidden_caption(caption, &columns).rows(lines, factor_row).finish()
}

fn factor_row(row: &mut Row<'_>, one: Factor) {
    row.cell().text(one.name);
    row.cell().minute(one.created_at);
    match one.last_used_at {
        Some(at) => row.cell().minute(at),
        None => row.cell().text("Jamais"),
    };
    row.cell().link_about(one.href, "Retirer", one.label);
}
