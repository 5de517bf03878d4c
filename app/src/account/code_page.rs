use backend::{
    session::{CodeAwaited, Visitor},
    sign_in::{self, Asked},
};
use domain::{factor::Way, factor_forms};
use leptos::prelude::*;

use super::{factors::other_ways, passkey::PasskeyQuestion, sign_in_page::wanted, with_return};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/connexion/code?moyen=…`: what the level asks after the password; on a device not seen before, a code by mail at
/// the lowest one (001).
#[component]
pub fn CodePage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = match visit.session() {
            Some(session) if matches!(session.visitor, Visitor::CodeAwaited(CodeAwaited::Account(_))) => {
                session
            }
            _ => return Err(Stop::Redirect(with_return("/connexion", wanted(&visit)))),
        };
        let asked = sign_in::asked(visit.portal(), session, visit.query("moyen").unwrap_or_default()).await?;
        let mut kept = visit.flash("connexion-code").await?.unwrap_or_default();
        kept.problems.extend(visit.flash("renvoyer-code").await?.unwrap_or_default().problems);
        let minutes = visit.portal().config.sign_in.code_minutes;
        let back = wanted(&visit).map(str::to_owned);
        let way = asked.way;
        let lead = lead(&asked);
        let resend = way.is_sent().then(|| resend(&visit, way));
        let (title, button) = match way {
            Way::Passkey => ("Clé d’accès", "Utiliser ma clé d’accès"),
            _ => ("Code de connexion", "Valider le code"),
        };
        let first = match asked.question.clone() {
            Some(question) => view! { <PasskeyQuestion question/> }.into_any(),
            None => view! { <MandatoryNote/> }.into_any(),
        };
        let lost = (way == Way::Passkey && asked.others.is_empty()).then(lost);
        let others = other_ways("/connexion/code", &asked.others, back.as_deref());
        Ok(view! {
            <Page title=title lead=lead>
                <p>{explained(&asked, minutes)}</p>
                <Form action="/form/connexion-code" page=visit.path.clone()>
                    <ErrorSummary problems=kept.problems.clone()/>
                    {first}
                    <input type="hidden" name="retour" value=back.unwrap_or_default()/>
                    <input type="hidden" name="moyen" value=way.code()/>
                    <FormFields
                        definition=factor_forms::sign_in_code(way, asked.everywhere)
                        answers=kept.answers
                        problems=kept.problems
                    />
                    <div class="form__actions">
                        <Submit>{button}</Submit>
                    </div>
                </Form>
                {resend}
                {others}
                {lost}
                <p><a href="/connexion">"Utiliser un autre compte"</a></p>
            </Page>
        }
        .into_any())
    })
}

fn lead(asked: &Asked) -> &'static str {
    if asked.everywhere && asked.way == Way::Passkey {
        "Votre niveau de sécurité demande une clé d’accès à chaque connexion."
    } else if asked.everywhere {
        "Votre niveau de sécurité demande un code à chaque connexion."
    } else {
        "Cet appareil n’est pas encore connu\u{a0}: confirmez que c’est bien vous."
    }
}

fn explained(asked: &Asked, minutes: u64) -> String {
    let destination = &asked.destination;
    match asked.way {
        Way::Application => {
            "Ouvrez votre application d’authentification et saisissez le code qu’elle affiche pour \
                             Prodouane. Il change toutes les 30\u{a0}secondes."
                .to_owned()
        }
        Way::Passkey => {
            "Choisissez «\u{a0}Utiliser ma clé d’accès\u{a0}», puis déverrouillez-la par empreinte, visage ou code.".to_owned()
        }
        Way::RecoveryCode => {
            "Saisissez un des codes de secours que vous avez notés. Chacun ne sert qu’une fois.".to_owned()
        }
        Way::Mail | Way::Sms if asked.sent => {
            format!(
                "Un code à 6 chiffres a été envoyé à {destination}. Il est valable {minutes}\u{a0}minutes."
            )
        }
        Way::Mail | Way::Sms => format!(
            "Demandez un code avec le bouton «\u{a0}Recevoir un nouveau code\u{a0}»\u{a0}: il sera envoyé à {destination} et \
             valable {minutes}\u{a0}minutes."
        ),
    }
}

/// The key is all that the account has.
fn lost() -> impl IntoView {
    view! {
        <p>
            "Vous n’avez plus votre clé d’accès, ni code de secours\u{a0}? Appelez l’assistance au "
            <span class="nowrap">"0809\u{a0}400\u{a0}210"</span>"."
        </p>
    }
}

fn resend(visit: &Visit, way: Way) -> impl IntoView + use<> {
    let help = match way {
        Way::Sms => "Le SMS n’arrive pas\u{a0}? Vérifiez que le téléphone capte le réseau.",
        _ => "Le mél n’arrive pas\u{a0}? Regardez dans les courriers indésirables.",
    };
    view! {
        <Form action="/form/renvoyer-code" page=visit.path.clone()>
            <p>{help}</p>
            <input type="hidden" name="moyen" value=way.code()/>
            <div class="form__actions">
                <Submit variant=Variant::Secondary>"Recevoir un nouveau code"</Submit>
            </div>
        </Form>
    }
}
