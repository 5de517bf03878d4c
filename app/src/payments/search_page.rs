use domain::{card_payment, form::Answers};
use leptos::prelude::*;

use super::{limits::CardLimits, server::FindNotice};
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/paiement`: reference and password of a payment notice. A link may fill in the reference.
#[component]
pub fn SearchPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let reference = request.query(card_payment::REFERENCE).map(|text| (card_payment::REFERENCE, text));
        let form = PageForm::read_or::<FindNotice>(&request, Answers::from_iter(reference)).await?;
        let other_browser = request.query("suivi").map(|_| other_browser_notice());
        Ok(view! {
            <Page
                title="Payer par carte, sans compte"
                lead="Munissez-vous de l’avis de paiement\u{a0}: la référence de la créance et le mot de passe y sont imprimés."
                trail=Vec::new()
            >
                {other_browser}
                <FieldForm form definition=card_payment::notice_form() submit="Afficher la créance">
                    <MandatoryNote/>
                </FieldForm>
                <h2>"Créances concernées"</h2>
                <CardLimits/>
                <p class="muted">
                    "Le paiement se fait sur douane.gouv.fr\u{a0}: aucun numéro de carte ne passe par le portail."
                </p>
            </Page>
        }
        .into_any())
    })
}

/// For a payer whose browser did not return the cookie, or another browser than the payer's.
fn other_browser_notice() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Info title="Suivre un paiement">
            <p>
                "Ce paiement n’a pas été commencé dans ce navigateur. Pour en connaître l’état, indiquez de nouveau la \
                 référence et le mot de passe de l’avis."
            </p>
        </Notice>
    }
}
