//! Parts of the pages that add a second factor.

use domain::account::SecurityLevel;
use leptos::prelude::*;

use super::{super::return_path::return_path, holder::Holder};
use crate::{
    page::{Page, PageRequest},
    ui::ButtonLink,
};

/// Shown instead of the form when the account has the maximum number of factors of this kind, for example
/// « 5 applications ».
#[component]
pub(super) fn LimitReachedPage(holder: Holder, title: String, count: String) -> impl IntoView {
    view! {
        <Page title trail=holder.trail()>
            {holder.tabs()}
            <p>
                {format!("Votre compte a déjà {count}, le maximum autorisé. Retirez celle que vous \
                          n’utilisez plus, puis \
                          revenez sur cette page.")}
            </p>
            <p><ButtonLink href=holder.security()>"Revenir à la sécurité"</ButtonLink></p>
        </Page>
    }
}

/// Returns whether to set `level` once the factor is added.
pub(super) fn sets_level(request: &PageRequest, level: SecurityLevel) -> bool {
    request.query("niveau") == Some(level.code())
}

/// Hidden fields of the form: the page to return to, and `niveau` to set the level too.
pub(super) fn hidden_fields(request: &PageRequest, level: SecurityLevel) -> impl IntoView + use<> {
    let back = return_path(request).unwrap_or_default().to_owned();
    let level =
        sets_level(request, level).then(|| view! { <input type="hidden" name="niveau" value=level.code()/> });
    view! {
        <input type="hidden" name="retour" value=back/>
        {level}
    }
}
