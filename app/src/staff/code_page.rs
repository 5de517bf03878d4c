use backend::{
    accounts::sessions::{CodeAwaited, Visitor},
    staff,
};
use domain::{mfa::SecondFactor, mfa_forms, path};
use leptos::prelude::*;

use super::{
    return_path::{return_path, with_return},
    server::{ConfirmCode, ResendCode},
};
use crate::{
    account::{
        code_page::{button, instructions},
        mfa::other_factors,
        passkey::challenge_or_note,
    },
    forms::{Endpoint, FieldForm, Form, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/equipe/connexion/code?moyen=…`: second factor, required at every sign-in of the staff.
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
        let step =
            staff::second_step(request.portal(), session, request.query("moyen").unwrap_or_default()).await?;
        let mut form = PageForm::read::<ConfirmCode>(&request).await?;
        form.flash.problems.extend(request.problems(&[ResendCode::NAME]).await?);
        let minutes = request.portal().config.sign_in.code_minutes;
        let back = return_path(requested).map(str::to_owned);
        let factor = step.factor;
        let refused = step.mail_refused.then(|| refused_notice(step.destination.clone()));
        let others = other_factors(path::STAFF_CODE, &step.other_factors, back.as_deref());
        Ok(view! {
            <Page title=title(factor) lead="Deuxième étape de la connexion de l’équipe.">
                {refused}
                <p>{instructions(&step, minutes)}</p>
                <FieldForm form definition=mfa_forms::staff_sign_in_code(factor) submit=button(factor)>
                    {challenge_or_note(step.passkey_challenge.clone())}
                    <input type="hidden" name="retour" value=back.unwrap_or_default()/>
                    <input type="hidden" name="moyen" value=factor.code()/>
                </FieldForm>
                {factor.is_sent().then(|| resend(&request))}
                {others}
                {(!factor.is_sent()).then(lost_factor_help)}
                <p><a href=path::STAFF_SIGN_IN>"Utiliser un autre compte"</a></p>
            </Page>
        }
        .into_any())
    })
}

fn title(factor: SecondFactor) -> &'static str {
    if factor == SecondFactor::Passkey {
        "Clé d’accès de l’équipe"
    } else {
        "Code de connexion de l’équipe"
    }
}

fn resend(request: &PageRequest) -> impl IntoView + use<> {
    view! {
        <Form action=ResendCode::ACTION page=request.path.clone()>
            <div class="form__actions">
                <Submit variant=Variant::Secondary>"Recevoir un nouveau code"</Submit>
            </div>
        </Form>
    }
}

/// Help of a member who has neither their factor nor a recovery code.
pub(super) fn lost_factor_help() -> impl IntoView {
    view! {
        <p>
            "Vous n’avez plus ni application, ni clé d’accès, ni code de secours\u{a0}? Demandez à un administrateur du \
             portail de retirer vos seconds facteurs\u{a0}: un code vous sera de nouveau envoyé par courriel."
        </p>
    }
}

/// Warns a person whose code will not arrive; members with mailed codes have no other factor.
pub(super) fn refused_notice(address: String) -> impl IntoView {
    let consequence =
        "\u{a0}: le code n’arrivera pas. Demandez à l’exploitant du portail de corriger votre adresse.";
    view! { <MailRefusedNotice address consequence/> }
}
