//! `/tableau-de-bord/agenda`: due dates in the person's own calendar, as a file or at a secret address.

use backend::{
    companies::subscriptions::{self, Subscription},
    dashboard,
};
use domain::{path, siren::Siren};
use leptos::prelude::*;
use platform::secret::Token;

use super::{
    page::select_company_if_lost,
    server::{SubscribeCalendar, UnsubscribeCalendar},
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::{Card, ErrorSummary, Notice, NoticeKind, Submit, Time, Variant},
};

#[component]
pub fn CalendarPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let siren = request.siren()?.clone();
        let (portal, session) = (request.portal(), request.usager_session()?);
        dashboard::may_see_due_dates(portal, session).await.map_err(select_company_if_lost)?;
        let token = subscriptions::generate(portal, session).await?;
        let subscription = subscriptions::find(portal, session).await?;
        let problems = request.problems(&[SubscribeCalendar::NAME, UnsubscribeCalendar::NAME]).await?;
        let lead = format!(
            "Les échéances de l’entreprise SIREN\u{a0}{}, dans le logiciel de votre choix.",
            siren.grouped()
        );
        let address = token.and_then(|token| address(&request, &token));
        Ok(view! {
            <Page title="Échéances dans votre agenda" lead=lead crumb="Agenda" trail=Vec::new()>
                <ErrorSummary problems/>
                {address.map(new_address)}
                <Card title="Une fois">
                    <p>"Le fichier contient les créances à payer et les échéanciers que vous pouvez voir aujourd’hui. Il ne \
                        se met pas à jour."</p>
                    <p><a href=path::DUE_DATES data-full>"Télécharger les échéances (iCalendar)"</a></p>
                </Card>
                <Card title="Par abonnement">
                    <p>"Votre logiciel d’agenda lit une adresse secrète, sans autre connexion, et se tient à jour\u{a0}: ce \
                        qui est payé disparaît. Vos droits sont vérifiés à chaque lecture."</p>
                    {state(subscription)}
                    {forms(&siren, subscription.is_some())}
                </Card>
            </Page>
        }
        .into_any())
    })
}

fn address(request: &PageRequest, token: &Token) -> Option<String> {
    let path = path::calendar_feed(token.expose());
    Some(request.portal().config.base_url.join(&path).ok()?.into())
}

fn new_address(address: String) -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warning title="Cette adresse ne sera plus affichée">
            <p>"Copiez-la maintenant dans votre logiciel d’agenda, comme abonnement à un agenda en ligne\u{a0}:"</p>
            <p><code class="mono" id="adresse-agenda">{address}</code></p>
            <p>"Qui la connaît peut lire ces échéances. Ne la communiquez à personne, et supprimez-la en cas de doute."</p>
        </Notice>
    }
}

fn state(subscription: Option<Subscription>) -> impl IntoView {
    match subscription {
        None => view! { <p class="muted">"Aucune adresse n’existe pour cette entreprise."</p> }.into_any(),
        Some(Subscription { created_at, read_at }) => {
            let read = match read_at {
                Some(at) => view! { "Dernière lecture\u{a0}: " <Time at/> "." }.into_any(),
                None => "Elle n’a pas encore été lue.".into_any(),
            };
            view! { <p>"Une adresse existe depuis le " <Time at=created_at/> ". " {read}</p> }.into_any()
        }
    }
}

fn forms(siren: &Siren, exists: bool) -> impl IntoView + use<> {
    let siren = Some(siren.clone());
    let (label, variant) = match exists {
        true => ("Remplacer l’adresse", Variant::Secondary),
        false => ("Créer une adresse", Variant::Primary),
    };
    let revocation = exists.then(|| {
        view! {
            <Form action=UnsubscribeCalendar::ACTION page=path::CALENDAR siren=siren.clone() class="cluster">
                <Submit variant=Variant::Danger>"Supprimer l’adresse"</Submit>
            </Form>
        }
    });
    view! {
        <div class="cluster">
            // Submitted by the browser: the next page shows the address once, so it must not be fetched twice.
            <Form action=SubscribeCalendar::ACTION page=path::CALENDAR siren=siren.clone() native=true class="cluster">
                <Submit variant=variant>{label}</Submit>
            </Form>
            {revocation}
        </div>
    }
}
