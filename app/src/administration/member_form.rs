//! Fields of a member, shared by the pages that create and change one.

use backend::{Portal, accounts::flash::Flash, directory::services};
use domain::staff_forms;
use leptos::prelude::*;

use crate::{page::Stop, ui::*};

const IDENTITY: &[&str] = &["identifiant", "nom", "email"];
const ROLES: &[&str] = &["role_agent", "role_conseiller", "role_redacteur", "role_administrateur"];
const REMOTE: &[&str] = &["distant"];

/// Renders error summary and fields, in groups.
pub async fn member_fields(portal: &Portal, flash: &Flash, is_new: bool) -> Result<AnyView, Stop> {
    let known = services::list(portal).await?;
    let services = staff_forms::services(known.iter().map(|one| (one.code.as_str(), one.name.as_str())));
    let definition = staff_forms::member(is_new);
    let Flash { answers, problems, .. } = flash;
    let group = |only: &'static [&'static str]| {
        view! { <FormFields definition=definition.clone() answers=answers.clone() problems=problems.clone() only/> }
    };
    let services = (!services.fields.is_empty()).then(|| {
        view! {
            <fieldset class="form__group">
                <legend>"Services, pour un agent ou un gestionnaire documentaire"</legend>
                <FormFields definition=services answers=answers.clone() problems=problems.clone()/>
            </fieldset>
        }
    });
    Ok(view! {
        <ErrorSummary problems=problems.clone()/>
        <MandatoryNote/>
        {group(IDENTITY)}
        <fieldset class="form__group">
            <legend>"Rôles"</legend>
            {group(ROLES)}
        </fieldset>
        {services}
        {group(REMOTE)}
    }
    .into_any())
}
