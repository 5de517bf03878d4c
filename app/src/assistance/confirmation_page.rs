use backend::assistance::cases;
use domain::path;
use leptos::prelude::*;

use super::server::ConfirmCase;
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/assistance/envoye`: the mail with the link was sent.
#[component]
pub fn SentPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page
                title="Confirmez votre adresse"
                lead="Un courriel vient de vous être envoyé. Ouvrez le lien qu’il contient pour que votre demande soit lue."
            >
                <p>"Le lien est valable 48\u{a0}heures. Sans confirmation, la demande est supprimée."</p>
            </Page>
        }
    })
}

/// `/assistance/confirmation?jeton=…`: confirms the address. Opening the page uses nothing: mail scanners follow links.
#[component]
pub fn ConfirmationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        if !cases::awaits_confirmation(request.portal(), &token).await? {
            return Ok(view! {
                <Page title="Lien de confirmation non valable">
                    <Notice kind=NoticeKind::Warning>
                        <p>
                            "Il a expiré, il a déjà servi ou il est incomplet. Si votre demande est déjà confirmée, un \
                             second courriel contient le lien de votre dossier."
                        </p>
                    </Notice>
                    <p><ButtonLink href=path::ASSISTANCE>"Écrire à l’assistance"</ButtonLink></p>
                </Page>
            }
            .into_any());
        }
        Ok(view! {
            <Page title="Confirmer votre demande" lead="Votre demande sera transmise aux conseillers de l’assistance.">
                <ButtonForm action=ConfirmCase::ACTION page=request.path.clone() submit="Confirmer ma demande">
                    <input type="hidden" name="jeton" value=token/>
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}
