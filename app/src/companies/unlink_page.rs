use backend::companies::LINKS_FORM;
use domain::{co_owner::CoOwner, path};
use leptos::prelude::*;

use crate::{
    account::profile::{Tab, Tabs, trail},
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, ProblemNotice, Submit, Variant},
};

use super::server::UnlinkAccount;

/// `/profil/rattachements/{administration}/detacher`: confirmation before unlinking. Requires
/// re-authentication.
#[component]
pub fn UnlinkPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.reauthenticated_usager()?;
        let code: String = request.param("administration")?;
        let co_owner = CoOwner::from_code(&code).ok_or(Stop::Error(platform::Error::NotFound))?;
        let problems = request.problems(&[LINKS_FORM]).await?;
        let site = co_owner.site();
        let lead = format!(
            "Ses habilitations cesseront aussitôt de s’appliquer sur le portail, et il ne permettra plus de vous y \
             connecter. Rien ne change sur {site}, et vous pourrez le rattacher de nouveau."
        );
        let mut trail = trail();
        trail.push(("Mes rattachements".to_owned(), path::LINKS.to_owned()));
        Ok(view! {
            <Page
                title=format!("Détacher mon compte {site}")
                lead=lead
                trail=trail
            >
                <Tabs current=Tab::Links/>
                <ProblemNotice problems/>
                <Form action=UnlinkAccount::ACTION page=request.path.clone()>
                    <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>"Détacher mon compte " {site}</Submit>
                        <ButtonLink href=path::LINKS variant=Variant::Secondary>"Annuler"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
