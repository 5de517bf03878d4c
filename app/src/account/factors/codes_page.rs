use backend::factors::{self, FEW};
use domain::recovery_code::RecoveryCode;
use leptos::prelude::*;

use super::{super::sign_in_page::wanted, SECURITY, trail};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/securite/codes-de-secours`: the ten codes, once, or how many are left.
#[component]
pub fn RecoveryCodesPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let account = visit.usager()?.account;
        let session = visit.fresh_proof()?;
        if let Some(codes) = factors::draw_codes(visit.portal(), session).await? {
            return Ok(drawn(codes, wanted(&visit).unwrap_or(SECURITY).to_owned()));
        }
        let left = factors::codes_left(visit.portal(), account).await?;
        let kept = visit.flash("renouveler-codes").await?.unwrap_or_default();
        Ok(view! {
            <Page title="Codes de secours" lead=LEAD trail=trail()>
                <p>{count(left)}</p>
                {(left <= FEW).then(|| few(left))}
                // Left to the browser: the page it leads to shows the codes once, and must not be asked for twice.
                <Form action="/form/renouveler-codes" page=visit.path.clone() leaves=true>
                    <ErrorSummary problems=kept.problems/>
                    <p>"Dix nouveaux codes seront affichés une seule fois. Les précédents ne vaudront plus rien."</p>
                    <div class="form__actions">
                        <Submit>"Obtenir de nouveaux codes"</Submit>
                    </div>
                </Form>
                <p><a href=SECURITY>"Revenir à la sécurité"</a></p>
            </Page>
        }
        .into_any())
    })
}

const LEAD: &str = "Ils ouvrent votre compte quand vous n’avez plus votre téléphone ou votre application.";

/// « Il vous reste 7 codes sur 10. »
pub(super) fn count(left: i64) -> String {
    match left {
        0 => "Vous n’avez aucun code de secours utilisable.".to_owned(),
        1 => "Il vous reste 1\u{a0}code sur\u{a0}10.".to_owned(),
        left => format!("Il vous reste {left}\u{a0}codes sur\u{a0}10."),
    }
}

/// Renewing before the last one is gone keeps a way in.
pub(super) fn few(left: i64) -> AnyView {
    let text = if left == 0 {
        "Sans code de secours, la perte de votre téléphone vous fermerait le portail. Obtenez-en maintenant."
    } else {
        "Il en reste peu\u{a0}: obtenez-en de nouveaux avant d’utiliser le dernier."
    };
    view! { <Notice kind=NoticeKind::Warning><p>{text}</p></Notice> }.into_any()
}

fn drawn(codes: Vec<RecoveryCode>, next: String) -> AnyView {
    let codes =
        codes.iter().map(|code| view! { <li><code class="mono">{code.grouped()}</code></li> }).collect_view();
    view! {
        <Page title="Vos codes de secours" lead=LEAD>
            <Notice kind=NoticeKind::Warning title="Ces codes ne seront plus affichés">
                <p>"Imprimez cette page ou recopiez-les maintenant, et gardez-les loin de votre téléphone."</p>
            </Notice>
            <Card title="Dix codes, chacun à usage unique">
                <ol id="codes">{codes}</ol>
            </Card>
            <p>
                "À la connexion, choisissez «\u{a0}Utiliser un code de secours\u{a0}» et saisissez l’un d’eux, puis rayez-le. Ne \
                 les communiquez à personne\u{a0}: aucun service ne vous les demandera."
            </p>
            <p class="no-print"><ButtonLink href=next>"J’ai noté mes codes"</ButtonLink></p>
        </Page>
    }
    .into_any()
}
