use domain::{path, profile_forms};
use leptos::prelude::*;

use super::{late_mail::LateMail, server::RequestReset};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::MandatoryNote,
};

/// `/mot-de-passe-oublie`: requests a link to choose a new password.
#[component]
pub fn ForgottenPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let form = PageForm::read::<RequestReset>(&request).await?;
        Ok(view! {
            <Page
                title="Mot de passe oublié"
                lead="Un lien pour choisir un nouveau mot de passe sera envoyé à l’adresse du compte."
            >
                <FieldForm form definition=profile_forms::forgotten_password() submit="Envoyer le lien">
                    <MandatoryNote/>
                </FieldForm>
                <p>"Vous avez retrouvé votre mot de passe\u{a0}? " <a href=path::SIGN_IN>"Connectez-vous"</a>"."</p>
            </Page>
        }
        .into_any())
    })
}

/// `/mot-de-passe-oublie/envoye`: identical whether or not the account exists.
#[component]
pub fn LinkSentPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let minutes = request.portal().config.security.reset_minutes;
        Ok(view! {
            <Page
                title="Consultez votre messagerie"
                lead="Si un compte existe avec cet identifiant ou cette adresse, un courriel vient d’être envoyé à \
                      son adresse."
            >
                <p>{format!("Le lien qu’il contient est valable {minutes}\u{a0}minutes et ne sert qu’une fois.")}</p>
                <LateMail>
                    "Vérifiez le dossier des courriers indésirables et vérifiez l’identifiant, puis "
                    <a href=path::FORGOTTEN_PASSWORD>"recommencez"</a>
                </LateMail>
            </Page>
        }
        .into_any())
    })
}
