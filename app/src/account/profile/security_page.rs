use backend::accounts::profile::{self, OpenSession, TrustedDevice};
use domain::path;
use leptos::prelude::*;

use super::{
    Tab, Tabs,
    server::{CloseOtherSessions, CloseSession, ForgetDevice, SESSIONS_FORM},
    trail,
};
use crate::{
    account::{identity, mfa},
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/securite`: second factors, identity providers, sessions, trusted devices, link to the history.
#[component]
pub fn SecurityPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.usager_session()?;
        let sessions = profile::open_sessions(request.portal(), session).await?;
        let devices = profile::trusted_devices(request.portal(), session).await?;
        let factors = mfa::section(&request).await?;
        let identities = identity::section(&request).await?;
        let problems = request.problems(&[SESSIONS_FORM]).await?;
        Ok(view! {
            <Page title="Sécurité" lead="Vos moyens de connexion, vos sessions et l’historique de votre compte." wide=true trail=trail()>
                <Tabs current=Tab::Security/>
                <ErrorSummary problems/>
                {factors}
                {identities}
                <section class="stack" aria-labelledby="sessions">
                    <h2 id="sessions" tabindex="-1">"Sessions ouvertes"</h2>
                    {sessions_table(sessions)}
                </section>
                <section class="stack" aria-labelledby="appareils">
                    <h2 id="appareils" tabindex="-1">"Appareils de confiance"</h2>
                    {devices_table(devices)}
                </section>
                <section class="stack" aria-labelledby="historique">
                    <h2 id="historique" tabindex="-1">"Historique"</h2>
                    <p>"Connexions, échecs et changements des treize derniers mois."</p>
                    <p class="cluster">
                        <ButtonLink href=path::ACCOUNT_HISTORY variant=Variant::Secondary>
                            "Voir l’historique"
                        </ButtonLink>
                        <ButtonLink href=path::SECURING variant=Variant::Secondary>
                            "Signaler une activité inconnue"
                        </ButtonLink>
                    </p>
                </section>
            </Page>
        }
        .into_any())
    })
}

fn sessions_table(sessions: Vec<OpenSession>) -> impl IntoView {
    let several = sessions.len() > 1;
    let columns = ["Appareil", "Ouverte le", "Dernière activité", "Action"].map(Column::text);
    let table =
        Table::with_hidden_caption("Sessions ouvertes", &columns).rows(sessions, session_row).finish();
    let close_others = several.then(|| {
        view! {
            <Form action=CloseOtherSessions::ACTION page=path::SECURITY_SESSIONS name=SESSIONS_FORM class="cluster">
                <Submit variant=Variant::Danger>"Fermer toutes les autres sessions"</Submit>
            </Form>
        }
    });
    view! {
        {table}
        {close_others}
    }
}

fn session_row(row: &mut Row<'_>, session: OpenSession) {
    row.cell().text(&session.place);
    row.cell().minute(session.signed_in_at);
    row.cell().minute(session.seen_at);
    if session.is_current {
        row.cell().tag(Tone::Success, "Cet appareil");
        return;
    }
    let hidden = format!(" la session\u{a0}: {}", session.place);
    row.cell().view(view! {
        <Form action=CloseSession::ACTION page=path::SECURITY_SESSIONS name=SESSIONS_FORM class="">
            <input type="hidden" name="session" value=session.id.to_string()/>
            <Submit variant=Variant::Secondary>"Fermer" <span class="visually-hidden">{hidden}</span></Submit>
        </Form>
    });
}

fn devices_table(devices: Vec<TrustedDevice>) -> AnyView {
    if devices.is_empty() {
        return view! {
            <EmptyState title="Aucun appareil de confiance">
                <p>"Chaque connexion est traitée comme celle d’un appareil inconnu. Sur un appareil que vous êtes \
                    seul à utiliser, cochez la case affichée sous le code."</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns = ["Appareil", "Ajouté le", "Jusqu’au", "Action"].map(Column::text);
    Table::with_hidden_caption("Appareils de confiance", &columns).rows(devices, device_row).finish()
}

fn device_row(row: &mut Row<'_>, device: TrustedDevice) {
    row.cell().text(&device.label);
    row.cell().date(device.created_at.day());
    row.cell().date(device.expires_at.day());
    let hidden = format!(" l’appareil\u{a0}: {}", device.label);
    row.cell().view(view! {
        <Form action=ForgetDevice::ACTION page=path::SECURITY_DEVICES name=SESSIONS_FORM class="">
            <input type="hidden" name="appareil" value=device.id.to_string()/>
            <Submit variant=Variant::Secondary>"Retirer" <span class="visually-hidden">{hidden}</span></Submit>
        </Form>
    });
}
