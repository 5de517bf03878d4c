use backend::accounts::mfa::{self, FEW_RECOVERY_CODES};
use domain::{french, recovery_code::RecoveryCode};
use leptos::prelude::*;

use super::{super::return_path::return_path, holder::Holder};
use crate::{
    forms::ButtonForm,
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/securite/codes-de-secours`: the ten new codes, shown once; otherwise the number of unused codes.
#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let holder = Holder::of(&request);
        let session = holder.session(&request)?;
        if let Some(codes) = mfa::generate_recovery_codes(request.portal(), session).await? {
            let next = return_path(&request).unwrap_or(holder.security()).to_owned();
            return Ok(new_codes(holder, codes, next));
        }
        let left = mfa::unused_recovery_codes(request.portal(), session.signed_in_owner()?).await?;
        let (form, action) = holder.renew_codes();
        let problems = request.problems(&[form]).await?;
        Ok(view! {
            <Page title=holder.title("Codes de secours") lead=LEAD trail=holder.trail()>
                {holder.tabs()}
                <p>{remaining_codes(left)}</p>
                {(left <= FEW_RECOVERY_CODES).then(|| few_codes_warning(left))}
                // Submitted by the browser: the next page shows the codes once, so it must not be fetched
                // twice.
                <ButtonForm
                    action
                    page=request.path.clone()
                    submit="Obtenir de nouveaux codes"
                    native=true
                >
                    <ErrorSummary problems/>
                    <p>"Dix nouveaux codes seront affichés une seule fois. Les précédents ne seront plus \
                        valables."</p>
                </ButtonForm>
                <p><a href=holder.security()>"Revenir à la sécurité"</a></p>
            </Page>
        }
        .into_any())
    })
}

const LEAD: &str =
    "Ils vous permettent de vous connecter si vous n’avez plus votre téléphone ou votre application.";

/// Formats the number of unused codes: « Il vous reste 7 codes sur 10. »
pub(super) fn remaining_codes(left: i64) -> String {
    match left {
        0 => "Vous n’avez aucun code de secours utilisable.".to_owned(),
        left => format!("Il vous reste {} sur\u{a0}10.", french::count(left, "code", "codes")),
    }
}

/// Warns before the last code is used, so that the person does not get locked out.
pub(super) fn few_codes_warning(left: i64) -> AnyView {
    let text = if left == 0 {
        "Sans code de secours, la perte de votre téléphone vous empêcherait de vous connecter. Obtenez-en dès \
         maintenant."
    } else {
        "Il vous en reste peu\u{a0}: obtenez-en de nouveaux avant d’utiliser le dernier."
    };
    view! { <Notice kind=NoticeKind::Warning><p>{text}</p></Notice> }.into_any()
}

fn new_codes(holder: Holder, codes: Vec<RecoveryCode>, next: String) -> AnyView {
    let codes =
        codes.iter().map(|code| view! { <li><code class="mono">{code.grouped()}</code></li> }).collect_view();
    view! {
        <Page title=holder.title("Nouveaux codes de secours à conserver") lead=LEAD trail=holder.trail()>
            {holder.tabs()}
            <Notice kind=NoticeKind::Warning title="Ces codes ne seront plus affichés">
                <p>"Imprimez cette page ou recopiez ces codes maintenant, et conservez-les à part de votre \
                    téléphone."</p>
            </Notice>
            <Card title="Dix codes à usage unique">
                <ol id="codes">{codes}</ol>
            </Card>
            <p>
                "À la connexion, choisissez «\u{a0}Utiliser un code de secours\u{a0}», saisissez l’un de ces codes, \
                 puis rayez-le. Ne les communiquez à personne\u{a0}: aucun service ne vous les demandera."
            </p>
            <p class="no-print"><ButtonLink href=next>"J’ai noté mes codes"</ButtonLink></p>
        </Page>
    }
    .into_any()
}
