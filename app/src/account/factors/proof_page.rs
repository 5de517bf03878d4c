use backend::{
    sign_in::{self, ProofAsked},
    single_sign_on,
};
use domain::{factor::Way, factor_forms};
use leptos::prelude::*;

use super::{
    super::{passkey::PasskeyQuestion, sign_in_page::wanted},
    SECURITY, other_ways,
};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit, encode},
    ui::*,
};

/// `/connexion/preuve?retour=…&moyen=…`: who is signed in proves it again before something sensitive.
#[component]
pub fn ProofPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let back = wanted(&visit).unwrap_or(SECURITY).to_owned();
        let session = match visit.session() {
            Some(session) if session.account().is_ok() => session,
            _ => return Err(Stop::Redirect(format!("/connexion?retour={}", encode(&back)))),
        };
        // A téléservice may want a proof that is younger than what the portal is content with.
        let wanted = single_sign_on::proof_wanted(&back);
        let is_proved = wanted.is_none_or(|since| session.proved_at.is_some_and(|proved| proved >= since));
        if is_proved && session.has_fresh_proof(visit.portal().clock.now()) {
            return Err(Stop::Redirect(back));
        }
        let wanted_way = visit.query("moyen").unwrap_or_default();
        let ProofAsked { way, others, question } =
            sign_in::proof_asked(visit.portal(), session, wanted_way).await?;
        let password = others.contains(&None).then(|| {
            let back = format!("/connexion/preuve?retour={}", encode(&back));
            view! { <p><a href=back>"Utiliser mon mot de passe"</a></p> }
        });
        let forgotten = (way != Some(Way::Passkey)).then(|| {
            view! {
                <p>
                    "Mot de passe oublié\u{a0}? "
                    <a href="/mot-de-passe-oublie">"Choisissez-en un nouveau par mél"</a>"."
                </p>
            }
        });
        let others: Vec<Way> = others.into_iter().flatten().collect();
        let mut kept = visit.flash("preuve").await?.unwrap_or_default();
        kept.problems.extend(visit.flash("preuve-code").await?.unwrap_or_default().problems);
        let send = way.filter(|way| way.is_sent()).map(|way| send(&visit, way));
        let others = other_ways("/connexion/preuve", &others, Some(&back));
        Ok(view! {
            <Page
                title="Confirmez que c’est bien vous"
                lead="Ce que vous allez faire est sensible, et votre dernière vérification est trop ancienne."
            >
                {send}
                <Form action="/form/preuve" page=visit.path.clone() leaves=page::leads_out(&back)>
                    <ErrorSummary problems=kept.problems.clone()/>
                    {match question {
                        Some(question) => view! { <PasskeyQuestion question/> }.into_any(),
                        None => view! { <MandatoryNote/> }.into_any(),
                    }}
                    <input type="hidden" name="retour" value=back/>
                    <input type="hidden" name="moyen" value=way.map_or("", Way::code)/>
                    <FormFields definition=factor_forms::proof(way) answers=kept.answers problems=kept.problems/>
                    <div class="form__actions">
                        <Submit>{if way == Some(Way::Passkey) { "Utiliser ma clé d’accès" } else { "Confirmer" }}</Submit>
                    </div>
                </Form>
                {others}
                {password}
                {forgotten}
            </Page>
        }
        .into_any())
    })
}

/// Nothing is sent before it is asked for: opening a page costs no message.
fn send(visit: &Visit, way: Way) -> impl IntoView + use<> {
    let label = if way == Way::Sms { "Recevoir le code par SMS" } else { "Recevoir le code par mél" };
    view! {
        <Form action="/form/preuve-code" page=visit.path.clone()>
            <p>"Demandez d’abord votre code\u{a0}:"</p>
            <input type="hidden" name="moyen" value=way.code()/>
            <div class="form__actions">
                <Submit variant=Variant::Secondary>{label}</Submit>
            </div>
        </Form>
    }
}
