use backend::{accounts::sessions::Usager, companies};
use domain::{co_owner::CoOwner, path};
use leptos::prelude::*;

use crate::{
    account::profile::{Tab, Tabs, trail},
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::{ButtonLink, Definition, DefinitionList, Notice, NoticeKind, ProblemNotice, Submit, Variant},
};

use super::server::OpenAccount;

/// `/profil/rattachements/{administration}/creer`: « Créer un compte douane.gouv en 1 clic » (004). Says which data
/// will be sent, and the next steps. Requires re-authentication.
#[component]
pub fn OpeningPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let code: String = request.param("administration")?;
        let co_owner = CoOwner::from_code(&code).ok_or(Stop::Error(platform::Error::NotFound))?;
        if !companies::may_open(request.portal(), request.usager_session()?, co_owner).await? {
            return Err(Stop::Redirect(path::LINKS.to_owned()));
        }
        request.reauthenticated_usager()?;
        let problems = request.problems(&[OpenAccount::NAME]).await?;
        let site = co_owner.site();
        let sent_data = sent_data(request.usager()?, site);
        let mut trail = trail();
        trail.push(("Mes rattachements".to_owned(), path::LINKS.to_owned()));
        Ok(view! {
            <Page
                title=format!("Créer mon compte {site}")
                lead=format!("Si vous n’avez pas encore de compte sur {site}, créez-en un ici. Il sera aussitôt \
                              rattaché à votre compte du portail.")
                trail=trail
            >
                <Tabs current=Tab::Links/>
                <ProblemNotice problems/>
                {sent_data}
                <Notice kind=NoticeKind::Info title="Ce compte n’aura d’abord aucune habilitation">
                    <p>
                        {format!("Pour agir au nom d’une entreprise, demandez ensuite vos habilitations sur {site}, à la personne qui les accorde dans l’entreprise.")}
                    </p>
                </Notice>
                <Form action=OpenAccount::ACTION page=request.path.clone()>
                    <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
                    <div class="form__actions">
                        <Submit>{format!("Créer mon compte {site}")}</Submit>
                        <ButtonLink href=path::LINKS variant=Variant::Secondary>"Annuler"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}

/// Lists the data sent to the co-owner, and announces its mail.
fn sent_data(usager: &Usager, site: &'static str) -> impl IntoView + use<> {
    let (name, email) = (usager.full_name(), domain::email::shown(&usager.email));
    view! {
        <h2>{format!("Ce qui sera transmis à {site}")}</h2>
        <DefinitionList>
            <Definition term="Prénom et nom">{name}</Definition>
            <Definition term="Adresse de courriel">{email}</Definition>
        </DefinitionList>
        <p>
            {format!("{site} créera le compte avec un mot de passe aléatoire et vous écrira à cette adresse \
                      pour que vous en choisissiez un autre. Ce mot de passe vous servira seulement à vous connecter directement sur {site}.")}
        </p>
    }
}
