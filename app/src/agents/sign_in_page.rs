use backend::{agents, session::Visitor};
use domain::{account_forms, rights::Network};
use leptos::prelude::*;

use super::own_page;
use crate::{
    account::ended::ended_notice,
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/agent/connexion?retour=…`: password, then a mailed code, always (001).
#[component]
pub fn AgentSignInPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let back = own_page(visit.query("retour")).unwrap_or_default().to_owned();
        if matches!(visit.session().map(|session| &session.visitor), Some(Visitor::Agent(_))) {
            return Err(Stop::Redirect(if back.is_empty() { "/agent".to_owned() } else { back }));
        }
        let ended = ended_notice(&visit).await?;
        let kept = visit.flash("agent-connexion").await?.unwrap_or_default();
        let outside = outside(&visit);
        Ok(view! {
            <Page title="Connexion des agents" lead="Espace réservé aux agents des douanes.">
                {ended}
                {outside}
                <Form action="/form/agent-connexion" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                    <FormFields definition=account_forms::agent_sign_in() answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>"Se connecter"</Submit>
                    </div>
                </Form>
                <p>
                    "Un code vous sera envoyé par mél à chaque connexion. Vous êtes une entreprise\u{a0}? "
                    <a href="/connexion">"Connexion des usagers"</a>
                </p>
            </Page>
        }
        .into_any())
    })
}

/// Whoever comes from elsewhere learns it before typing anything, and whoever's session ended for it learns why.
fn outside(visit: &Visit) -> Option<AnyView> {
    let from = agents::network(&visit.portal().config.agents, visit.context.client.address);
    (from == Network::Outside).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title="Vous n’êtes pas sur un réseau de l’administration">
                <p>
                    "Seuls les agents qui ont le droit d’accès à distance se connectent d’ici. Si votre session vient de s’arrêter, c’est que votre poste a quitté le réseau\u{a0}: revenez-y, puis reconnectez-vous. Ce droit se demande à l’administrateur du portail."
                </p>
            </Notice>
        }
        .into_any()
    })
}
