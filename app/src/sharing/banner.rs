use backend::id::SharedViewId;
use domain::path;
use leptos::prelude::*;

use super::server::StopSharing;
use crate::{forms::Endpoint, ui::PersonField};

/// Says on every page that the view is shared, and stops it, without scripts too. Empty while it is not shared.
#[component]
pub fn Banner(#[prop(optional_no_strip)] shared_view: Option<SharedViewId>, path: String) -> impl IntoView {
    let Some(id) = shared_view else {
        return view! { <div id="partage" data-live="partage" hidden></div> }.into_any();
    };
    view! {
        <section
            id="partage"
            class="sharing"
            data-live="partage"
            data-shared-view=path::api_shared_view(id)
            aria-label="Partage de votre vue"
        >
            <p class="sharing__text" data-sharing-state data-visible="">"Vous partagez votre vue avec un conseiller."</p>
            <form method="post" action=StopSharing::ACTION>
                <input type="hidden" name="_page" value=path/>
                <PersonField/>
                <button class="button button--secondary button--small" type="submit" data-visible="">"Arrêter le partage"</button>
            </form>
        </section>
    }
    .into_any()
}
