//! The saved views on the page of the inbox.

use backend::{
    customs::{self, InboxFilter, saved_views},
    id::SavedViewId,
};
use domain::path;
use leptos::prelude::*;

use super::{
    inbox_filters::{address, parameters},
    server::SaveView,
};
use crate::{
    forms::{FieldForm, PageForm},
    page::{PageRequest, Stop},
    ui::*,
};

/// Links to the saved views, with their counts.
pub async fn links(request: &PageRequest, filter: &InboxFilter) -> Result<Option<AnyView>, Stop> {
    let (portal, session) = (request.portal(), request.agent_session()?);
    let mut tabs = Vec::new();
    for saved in saved_views::saved_views(portal, session).await? {
        let count = customs::count_matching(portal, session, &saved.filter).await?;
        tabs.push(TabLink {
            label: saved.name,
            href: address(&saved.filter, None),
            current: saved.filter == *filter,
            count: Some(count),
        });
    }
    Ok((!tabs.is_empty()).then(|| {
        view! {
            <TabLinks label="Mes vues" tabs strip=true/>
            <p><a href=path::SAVED_VIEWS>"Gérer mes vues"</a></p>
        }
        .into_any()
    }))
}

/// Form that saves the filter of the page.
pub async fn saving(request: &PageRequest, filter: &InboxFilter) -> Result<AnyView, Stop> {
    let form = PageForm::read::<SaveView>(request).await?;
    let is_open = !form.flash.problems.is_empty();
    let key = SavedViewId::generate().to_string();
    let hidden = parameters(filter)
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    Ok(view! {
        <details class="disclosure" open=is_open>
            <summary>"Enregistrer cette vue"</summary>
            <div>
                <p class="muted">"La vue, ses filtres et sa recherche, avec le nombre de questions du moment."</p>
                <FieldForm form definition=saved_views::form() submit="Enregistrer la vue">
                    <input type="hidden" name="vue" value=key/>
                    {hidden}
                </FieldForm>
            </div>
        </details>
    }
    .into_any())
}
