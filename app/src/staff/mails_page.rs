use backend::messaging;
use domain::{agent_mails, path};
use leptos::prelude::*;

use super::account_tabs::account_tabs;
use crate::{
    forms::{self, Endpoint, FieldForm, FormRequest, PageForm, Redirect},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/courriels`: mails that the signed-in agent receives.
#[component]
pub fn AgentMailsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.agent_session()?;
        let choice = messaging::mail_choice(request.portal(), session).await?;
        let form = PageForm::read_or::<ChooseMails>(&request, agent_mails::answers(choice)).await?;
        let tabs = account_tabs(session, path::AGENT_MAILS);
        Ok(view! {
            <Page
                title="Mes courriels d’agent"
                lead="Ils ne contiennent qu’un lien, jamais le texte d’une question. Les alertes de délai vous parviennent dans tous \
                      les cas."
            >
                {tabs}
                <FieldForm form definition=agent_mails::form() submit="Enregistrer">
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

#[server(prefix = "/form", endpoint = "courriels-agent")]
pub async fn choose_mails() -> Result<(), ServerFnError> {
    forms::handle(ChooseMails::NAME, async |request: FormRequest| {
        messaging::choose_mails(&request.portal, &request.session, &request.answers).await?;
        Ok(Redirect::to(path::AGENT_MAILS).with_notice("Votre choix est enregistré."))
    })
    .await
}
