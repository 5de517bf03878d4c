use backend::{companies, session::Usager};
use domain::co_owner::CoOwner;
use leptos::prelude::*;

use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::{ButtonLink, Definition, DefinitionList, Notice, NoticeKind, Submit, Variant},
};

use super::links_page::{LINKS, problems};

/// `/profil/rattachements/{administration}/creer`: « Créer un compte douane.gouv en 1 clic » (004). Says what will be sent
/// and what comes of it; asks for a fresh proof.
#[component]
pub fn OpeningPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let code: String = visit.param("administration")?;
        let co_owner = CoOwner::from_code(&code).ok_or(Stop::Error(backend::Error::NotFound))?;
        if !companies::may_open(visit.portal(), visit.usager_session()?, co_owner).await? {
            return Err(Stop::Redirect(LINKS.to_owned()));
        }
        visit.fresh_proof()?;
        let kept = visit.flash("creer-compte").await?;
        let site = co_owner.site();
        let sent = sent(visit.usager()?, site);
        Ok(view! {
            <Page
                title=format!("Créer mon compte {site}")
                lead=format!("Pour qui n’a pas encore de compte sur {site}. Il sera rattaché aussitôt à votre compte du portail.")
                trail=vec![("Mes rattachements".to_owned(), LINKS.to_owned())]
            >
                {problems(kept)}
                {sent}
                <Notice kind=NoticeKind::Info title="Ce compte ne portera d’abord aucune habilitation">
                    <p>
                        {format!("Pour agir au nom d’une entreprise, demandez ensuite vos habilitations sur {site}, à la personne qui les accorde dans l’entreprise.")}
                    </p>
                </Notice>
                <Form action="/form/creer-compte" page=visit.path.clone()>
                    <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
                    <div class="form__actions">
                        <Submit>{format!("Créer mon compte {site}")}</Submit>
                        <ButtonLink href=LINKS variant=Variant::Secondary>"Ne rien créer"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// What leaves the portal, and what comes by mail.
fn sent(usager: &Usager, site: &'static str) -> impl IntoView + use<> {
    let (name, email) = (usager.full_name(), usager.email.clone());
    view! {
        <h2>{format!("Ce qui sera transmis à {site}")}</h2>
        <DefinitionList>
            <Definition term="Prénom et nom">{name}</Definition>
            <Definition term="Adresse mél">{email}</Definition>
        </DefinitionList>
        <p>
            {format!("{site} créera le compte avec un mot de passe tiré au hasard, que personne ne connaît, et vous écrira à cette adresse pour que vous choisissiez le vôtre. Vous n’en aurez besoin que pour vous connecter directement sur {site}.")}
        </p>
    }
}
