use backend::staff;
use domain::{path, staff_forms};
use leptos::prelude::*;

use super::server::ChoosePassword;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/mot-de-passe?jeton=…`: choice of a password with the link of an invitation. Opening the page does not use the
/// link: mail scanners follow links.
#[component]
pub fn StaffPasswordPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let Some(invitee) = staff::invitee(request.portal(), &token).await? else {
            return Ok(view! {
                <Page title="Lien de mot de passe non valable">
                    <Notice kind=NoticeKind::Warning>
                        <p>
                            "Il a expiré, il a déjà servi, il est incomplet ou un lien plus récent l’a remplacé. \
                             Demandez un nouveau lien à un administrateur du portail."
                        </p>
                    </Notice>
                    <p><ButtonLink href=path::STAFF_SIGN_IN>"Connexion de l’équipe"</ButtonLink></p>
                </Page>
            }
            .into_any());
        };
        let form = PageForm::read::<ChoosePassword>(&request).await?;
        let lead = format!("{}, votre identifiant est {}.", invitee.name, invitee.login);
        Ok(view! {
            <Page title="Choisissez votre mot de passe" lead=lead>
                <FieldForm form definition=staff_forms::password() submit="Enregistrer mon mot de passe">
                    <MandatoryNote/>
                    <Username login=invitee.login.clone()/>
                    <input type="hidden" name="jeton" value=token/>
                </FieldForm>
            </Page>
        }
        .into_any())
    })
}
