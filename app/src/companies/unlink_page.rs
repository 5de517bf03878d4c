use domain::co_owner::CoOwner;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::{ButtonLink, Submit, Variant},
};

use super::links_page::{LINKS, problems};

/// `/profil/rattachements/{administration}/detacher`: the step of confirmation. Asks for a fresh proof.
#[component]
pub fn UnlinkPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        visit.fresh_proof()?;
        let code: String = visit.param("administration")?;
        let co_owner = CoOwner::from_code(&code).ok_or(Stop::Error(backend::Error::NotFound))?;
        let kept = visit.flash("rattachement").await?;
        let site = co_owner.site();
        let lead = format!(
            "Ses habilitations cesseront aussitôt de s’appliquer sur le portail, et il ne l’ouvrira plus. Rien ne change sur \
             {site}, et vous pourrez le rattacher de nouveau."
        );
        Ok(view! {
            <Page
                title=format!("Détacher mon compte {site}")
                lead=lead
                trail=vec![("Mes rattachements".to_owned(), LINKS.to_owned())]
            >
                {problems(kept)}
                <Form action="/form/detacher" page=visit.path.clone()>
                    <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
                    <div class="form__actions">
                        <Submit variant=Variant::Danger>"Détacher mon compte " {site}</Submit>
                        <ButtonLink href=LINKS variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
