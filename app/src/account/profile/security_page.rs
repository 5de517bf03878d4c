use backend::accounts::profile::{self, OpenSession, TrustedDevice};
use domain::path;
use leptos::prelude::*;

use super::{
    Tab, Tabs,
    server::{CloseOtherSessions, CloseSession, ForgetDevice, SESSIONS_FORM},
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
            <Page title="Sécurité" lead="Vos moyens de connexion, vos sessions et l’historique de votre compte." wide=true>
                <Tabs current=Tab::Security/>
                <ErrorSummary problems/>
                {factors}
                {identities}
                // `div` rather than `section`: the tables are already landmarks with the same name.
                <div class="stack">
                    <h2 id="sessions" tabindex="-1">"Sessions ouvertes"</h2>
                    {sessions_table(sessions)}
                </div>
                <div class="stack">
                    <h2 id="appareils" tabindex="-1">"Appareils de confiance"</h2>
                    {devices_table(devices)}
                </div>
                <section class="stack" aria-labelledby="historique">
                    <h2 id="historique" tabindex="-1">"Historique"</h2>
                    <p>"Connexions, échecs et changements des treize derniers mois."</p>
                    <p class="cluster">
                        <ButtonLink href=path::ACCOUNT_HISTORY variant=Variant::Secondary>
                            "Voir l’historique"
                        </ButtonLink>
                        <ButtonLink href=path::SECURING variant=Variant::Secondary>
                            "Je ne reconnais pas une activité"
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
    let columns = ["Appareil", "Ouverte le", "Dernière activité", "Action"].map(Column::text).into();
    let rows = sessions.into_iter().map(session_row).collect();
    let close_others = several.then(|| {
        view! {
            <Form action=CloseOtherSessions::ACTION page=path::SECURITY_SESSIONS name=SESSIONS_FORM class="cluster">
                <Submit variant=Variant::Danger>"Fermer toutes les autres sessions"</Submit>
            </Form>
        }
    });
    view! {
        <DataTable caption="Sessions ouvertes" caption_hidden=true columns rows/>
        {close_others}
    }
}

fn session_row(session: OpenSession) -> Vec<AnyView> {
    let action = if session.is_current {
        view! { <Tag tone=Tone::Success>"Cet appareil"</Tag> }.into_any()
    } else {
        let hidden = format!(" la session\u{a0}: {}", session.place);
        view! {
            <Form action=CloseSession::ACTION page=path::SECURITY_SESSIONS name=SESSIONS_FORM class="">
                <input type="hidden" name="session" value=session.id.to_string()/>
                <Submit variant=Variant::Secondary>"Fermer" <span class="visually-hidden">{hidden}</span></Submit>
            </Form>
        }
        .into_any()
    };
    vec![
        session.place.into_any(),
        view! { <time datetime=session.signed_in_at.rfc3339()>{session.signed_in_at.french_minute()}</time> }
            .into_any(),
        view! { <time datetime=session.seen_at.rfc3339()>{session.seen_at.french_minute()}</time> }
            .into_any(),
        action,
    ]
}

fn devices_table(devices: Vec<TrustedDevice>) -> AnyView {
    if devices.is_empty() {
        return view! {
            <EmptyState title="Aucun appareil de confiance">
                <p>"Chaque connexion est traitée comme celle d’un appareil inconnu. Sur un appareil que vous êtes \
                    seul à utiliser, cochez la case proposée sous le code."</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns = ["Appareil", "Depuis le", "Jusqu’au", "Action"].map(Column::text).into();
    let rows = devices.into_iter().map(device_row).collect();
    view! { <DataTable caption="Appareils de confiance" caption_hidden=true columns rows/> }.into_any()
}

fn device_row(device: TrustedDevice) -> Vec<AnyView> {
    let hidden = format!(" l’appareil\u{a0}: {}", device.label);
    vec![
        device.label.into_any(),
        view! { <time datetime=device.created_at.rfc3339()>{device.created_at.french_day()}</time> }.into_any(),
        view! { <time datetime=device.expires_at.rfc3339()>{device.expires_at.french_day()}</time> }.into_any(),
        view! {
            <Form action=ForgetDevice::ACTION page=path::SECURITY_DEVICES name=SESSIONS_FORM class="">
                <input type="hidden" name="appareil" value=device.id.to_string()/>
                <Submit variant=Variant::Secondary>"Retirer" <span class="visually-hidden">{hidden}</span></Submit>
            </Form>
        }
        .into_any(),
    ]
}
