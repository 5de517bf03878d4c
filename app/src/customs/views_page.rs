//! Pages of the saved views of an agent.

use backend::customs::saved_views::{self, SavedView};
use domain::{form::Answers, path};
use leptos::prelude::*;

use super::{
    inbox_filters::address,
    server::{DeleteView, RenameView},
};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/agent/vues`: the saved views of the agent.
#[component]
pub fn SavedViewsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let views = saved_views::saved_views(request.portal(), request.agent_session()?).await?;
        let list = if views.is_empty() { none() } else { table(&views) };
        let lead = "Vos vues de la boîte de réception, que vous seul voyez.";
        Ok(view! { <Page title="Mes vues" lead trail=Vec::new()>{list}</Page> }.into_any())
    })
}

fn none() -> AnyView {
    view! {
        <EmptyState title="Aucune vue enregistrée">
            <p>"Filtrez la boîte de réception, puis choisissez «\u{a0}Enregistrer cette vue\u{a0}»."</p>
            <p><ButtonLink href=path::AGENT_INBOX>"Revenir aux questions"</ButtonLink></p>
        </EmptyState>
    }
    .into_any()
}

fn table(views: &[SavedView]) -> AnyView {
    let columns = [Column::text("Nom"), Column::text("Vue"), Column::actions("Actions")];
    Table::with_hidden_caption("Mes vues", &columns)
        .rows(views, |row, one| {
            row.cell().link(address(&one.filter, None), &one.name);
            row.cell().text(one.filter.view.label());
            let about = format_args!(" «\u{a0}{}\u{a0}»", one.name);
            row.cell().action(path::saved_view(one.id), "Renommer ou supprimer", about);
        })
        .finish()
}

/// `/agent/vues/{id}`: renames or deletes a saved view.
#[component]
pub fn SavedViewPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let saved =
            saved_views::saved_view(request.portal(), request.agent_session()?, request.param("id")?).await?;
        let answers = Answers::from_iter([("nom", saved.name.as_str())]);
        let form = PageForm::read_or::<RenameView>(&request, answers).await?;
        let problems = request.problems(&[DeleteView::NAME]).await?;
        let (renamed, deleted, page) = (saved.id.to_string(), saved.id.to_string(), request.path.clone());
        let trail = vec![("Mes vues".to_owned(), path::SAVED_VIEWS.to_owned())];
        Ok(view! {
            <Page title="Renommer ou supprimer une vue" detail=saved.name crumb="Vue" trail>
                <ProblemNotice problems/>
                <FieldForm form definition=saved_views::form() submit="Renommer" cancel=path::SAVED_VIEWS>
                    <input type="hidden" name="vue" value=renamed/>
                </FieldForm>
                <Card title="Supprimer">
                    <ButtonForm action=DeleteView::ACTION page submit="Supprimer la vue" variant=Variant::Danger>
                        <p>"Les questions ne changent pas."</p>
                        <input type="hidden" name="vue" value=deleted/>
                    </ButtonForm>
                </Card>
            </Page>
        }
        .into_any())
    })
}
