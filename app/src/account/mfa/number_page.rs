use backend::accounts::mfa;
use domain::{mfa_forms, path};
use leptos::prelude::*;

use super::{
    server::{ConfirmNumber, ResendNumberCode},
    trail::trail,
};
use crate::{
    account::profile::{Tab, Tabs},
    forms::{Endpoint, FieldForm, Form, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/profil/securite/numero-sms`: confirms a mobile number with a code sent by SMS.
#[component]
pub fn NumberPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.reauthenticated_usager()?;
        let Some(number) = mfa::pending_sms_number(request.portal(), session).await? else {
            return Err(Stop::Redirect(path::SECURITY_LEVEL.to_owned()));
        };
        let mut form = PageForm::read::<ConfirmNumber>(&request).await?;
        form.flash.problems.extend(request.problems(&[ResendNumberCode::NAME]).await?);
        let minutes = request.portal().config.sign_in.code_minutes;
        Ok(view! {
            <Page
                title="Confirmer votre numéro de mobile"
                lead="Votre niveau de sécurité changera dès que le code sera validé."
                trail=trail()
            >
                <Tabs current=Tab::Security/>
                <p>{format!("Un code à 6\u{a0}chiffres a été envoyé au {number}. Il est valable \
                             {minutes}\u{a0}minutes.")}</p>
                // Submitted by the browser: the next page may show the recovery codes, once, so it must not
                // be fetched twice.
                <FieldForm form definition=mfa_forms::sms_number() submit="Confirmer ce numéro" native=true>
                    <MandatoryNote/>
                </FieldForm>
                <Form action=ResendNumberCode::ACTION page=request.path.clone()>
                    <div class="form__actions">
                        <Submit variant=Variant::Secondary>"Recevoir un nouveau code"</Submit>
                        <ButtonLink href=path::SECURITY_LEVEL variant=Variant::Quiet>"Changer de numéro"</ButtonLink>
                    </div>
                </Form>
            </Page>
        }
        .into_any())
    })
}
