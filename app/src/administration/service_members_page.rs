use backend::{
    directory::services,
    staff::{self, Author, Colleague},
};
use domain::{form::Answers, path, staff_forms};
use leptos::prelude::*;

use super::tabs::trail;
use crate::{
    forms::{self, Endpoint, FieldForm, FormRequest, PageForm, Redirect},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/services/{code}/membres`: agents of a service, and the choice of its head.
#[component]
pub fn ServiceMembersPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.administrator_session()?;
        let (portal, code) = (request.portal(), request.param::<String>("code")?);
        let service = services::by_code(portal, &code).await?;
        let agents = staff::colleagues_in(portal, &code).await?;
        let head = staff::head(portal, &code).await?;
        let answers = Answers::from_iter([("responsable", chosen(head.as_ref()))]);
        let form = PageForm::read_or::<ChooseHead>(&request, answers).await?;
        let options = agents.iter().map(|agent| (agent.id.to_string(), agent.name.clone()));
        let definition = staff_forms::head(options);
        Ok(view! {
            <Page
                title="Membres du service"
                detail=service.name.clone()
                lead="Le responsable est prévenu quand le délai promis pour une question est dépassé."
                trail=trail("Services", path::SERVICES)
            >
                {members(agents, head.as_ref())}
                <FieldForm form definition submit="Enregistrer" cancel=path::service(&code)>
                    <input type="hidden" name="service" value=code/>
                    <MandatoryNote/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}

fn chosen(head: Option<&Colleague>) -> String {
    head.map_or_else(|| staff_forms::NO_HEAD.to_owned(), |head| head.id.to_string())
}

fn members(agents: Vec<Colleague>, head: Option<&Colleague>) -> AnyView {
    if agents.is_empty() {
        return view! {
            <EmptyState title="Aucun agent">
                <p>"Attribuez ce service à un agent, sur la page de cet agent, pour que ses questions soient lues."</p>
            </EmptyState>
        }
        .into_any();
    }
    let columns = [Column::text("Agent"), Column::text("Fonction")];
    let row = |row: &mut Row<'_>, agent: &Colleague| {
        row.cell().link(path::member(agent.id), &agent.name);
        row.cell().text(if head == Some(agent) { "Responsable" } else { "Agent" });
    };
    Table::new("Agents du service", &columns).rows(&agents, row).finish()
}

#[server(prefix = "/form", endpoint = "designer-responsable")]
pub async fn choose_head() -> Result<(), ServerFnError> {
    forms::handle(ChooseHead::NAME, async |request: FormRequest| {
        // Before the fields: a person without the right learns nothing of them.
        let author = Author::of(&request.portal, &request.session)?;
        let service = services::by_code(&request.portal, request.answers.text("service")).await?;
        staff::choose_head(&request.portal, &author, &service.code, &request.answers).await?;
        Ok(Redirect::to(path::service_members(&service.code)).with_notice("Le responsable est enregistré."))
    })
    .await
}
