use backend::{
    accounts::{
        sessions::{CodeAwaited, Visitor},
        sign_in::code::MailDestination,
    },
    staff,
};
use domain::{account_forms, path};
use leptos::prelude::*;

use super::{
    return_path::{return_path, with_return},
    server::{ConfirmCode, ResendCode},
};
use crate::{
    forms::{Endpoint, FieldForm, Form, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/equipe/connexion/code`: second factor, required at every sign-in of the staff.
#[component]
pub fn StaffCodePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let requested = request.query("retour");
        let session = match request.session() {
            Some(session) if matches!(session.visitor, Visitor::CodeAwaited(CodeAwaited::Staff(_))) => {
                session
            }
            _ => return Err(Stop::Redirect(with_return(path::STAFF_SIGN_IN, requested))),
        };
        let mailbox = staff::code_destination(request.portal(), session).await?;
        let address = mailbox.masked.clone();
        let minutes = request.portal().config.sign_in.code_minutes;
        let mut form = PageForm::read::<ConfirmCode>(&request).await?;
        form.flash.problems.extend(request.problems(&[ResendCode::NAME]).await?);
        let back = return_path(requested).unwrap_or_default().to_owned();
        Ok(view! {
            <Page title="Code de connexion de l’équipe" lead="Deuxième étape de la connexion de l’équipe.">
                {refused_notice(&mailbox)}
                <p>{format!("Un code à 6\u{a0}chiffres a été envoyé à {address}. Il est valable \
                             {minutes}\u{a0}minutes.")}</p>
                <FieldForm form definition=account_forms::staff_sign_in_code() submit="Valider le code">
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                </FieldForm>
                <Form action=ResendCode::ACTION page=request.path.clone()>
                    <div class="form__actions">
                        <Submit variant=Variant::Secondary>"Recevoir un nouveau code"</Submit>
                    </div>
                </Form>
                <p><a href=path::STAFF_SIGN_IN>"Utiliser un autre compte"</a></p>
            </Page>
        }
        .into_any())
    })
}

/// Warns a person whose code will not arrive; the staff have no other factor.
pub(super) fn refused_notice(mailbox: &MailDestination) -> Option<impl IntoView + use<>> {
    let consequence =
        "\u{a0}: le code n’arrivera pas. Demandez à l’exploitant du portail de corriger votre adresse.";
    mailbox.is_refused.then(|| view! { <MailRefusedNotice address=mailbox.masked.clone() consequence/> })
}
