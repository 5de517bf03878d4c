use backend::assistance::cases;
use domain::{assistance::PROMISED_DAYS, calendar::french_date, path};
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
                <p>"Une fois votre adresse confirmée, vous pourrez joindre des fichiers sur la page du dossier."</p>
            </Page>
        }
    })
}

/// `/assistance/confirmation?jeton=…`: confirms the address. Opening the page uses nothing: mail scanners follow links.
#[component]
pub fn ConfirmationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        let Some(kind) = cases::kind_to_confirm(request.portal(), &token).await? else {
            return Ok(view! {
                <Page title="Lien de confirmation non valable">
                    <Notice kind=NoticeKind::Warning>
                        <p>
                            "Il a expiré, il a déjà servi ou il est incomplet. Si votre demande est déjà confirmée, un \
                             second courriel contient le lien de votre dossier."
                        </p>
                    </Notice>
                    <p><ButtonLink href=path::CONTACT>"Nous contacter"</ButtonLink></p>
                </Page>
            }
            .into_any());
        };
        let promise = kind.answer_by(request.portal().clock.now().day()).map(|day| {
            format!(
                " Réponse écrite au plus tard le {} ({PROMISED_DAYS}\u{a0}jours ouvrés).",
                french_date(day)
            )
        });
        let service = kind.service();
        let lead = format!("Votre demande sera transmise à {service}.{}", promise.unwrap_or_default());
        Ok(view! {
            <Page title="Confirmer votre demande" lead=lead>
                <ButtonForm action=ConfirmCase::ACTION page=request.path.clone() submit="Confirmer ma demande">
                    <input type="hidden" name="jeton" value=token/>
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}
