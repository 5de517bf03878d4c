//! « Pourquoi ? » wherever something is missing: the right, its level, who grants it, where, and the way there
//! (mission §3.3; 002's people were « habilités mais bloqués » without a word).

use domain::{
    co_owner::CoOwner,
    rights::{Denial, NextStep},
    siren::Siren,
};
use leptos::prelude::*;

use crate::{context::RequestContext, page::encode, ui::ExternalLink};

/// The reason of a refusal and its next step, one click away from what is refused; nothing of a hidden one.
#[component]
pub fn Why(denial: Denial) -> impl IntoView {
    denial.next_step().map(|step| {
        view! {
            <details class="why">
                <summary>"Pourquoi\u{a0}?"</summary>
                <div class="why__text">
                    <p>{denial.missing()}</p>
                    <p>{step.to_string()}</p>
                    <Ways step/>
                </div>
            </details>
        }
    })
}

/// The links of a next step, for a page that says the rest itself.
#[component]
pub fn Ways(step: NextStep) -> impl IntoView {
    let ways = match step {
        NextStep::Ask { co_owner, siren } => {
            let ask = home(co_owner).map(|href| {
                view! { <li><ExternalLink href=href>"Demander sur " {co_owner.site()}</ExternalLink></li> }
            });
            let held = held_at(co_owner, &siren);
            let whose = co_owner.label();
            vec![
                ask.into_any(),
                view! { <li><a href=held>"Voir mes habilitations\u{a0}: " {whose}</a></li> }.into_any(),
            ]
        }
        NextStep::SeeSite(co_owner) => {
            let site = home(co_owner).map(|href| {
                view! { <li><ExternalLink href=href>"Aller sur " {co_owner.site()}</ExternalLink></li> }
            });
            vec![site.into_any()]
        }
        NextStep::ChooseCompany => way("/entreprises", "Choisir une entreprise"),
        NextStep::SignInAsUsager => way("/connexion", "Se connecter avec un compte d’opérateur"),
        NextStep::ProveAgain => way("/agent/preuve", "Confirmer mon identité"),
        NextStep::ChangeWorkstation => way("/aide", "Obtenir de l’aide"),
        NextStep::AskAgentsAdministrator => way("/agent/connexion", "Revenir à la connexion des agents"),
        NextStep::AskAdministrator { .. } => {
            let mut ways = way("/entreprises/administrateurs", "Administrateurs de l’entreprise");
            ways.extend(way("/aide", "Joindre l’assistance"));
            ways
        }
    };
    view! { <ul class="why__ways">{ways}</ul> }
}

/// None to the page that is being read.
fn way(href: &'static str, text: &'static str) -> Vec<AnyView> {
    let here =
        use_context::<RequestContext>().is_some_and(|context| context.path.split('?').next() == Some(href));
    if here { Vec::new() } else { vec![view! { <li><a href=href>{text}</a></li> }.into_any()] }
}

/// What the person holds there already.
fn held_at(co_owner: CoOwner, siren: &Siren) -> String {
    let (siren, co_owner) = (encode(siren.as_str()), co_owner.code());
    format!("/profil/habilitations?entreprise={siren}&administration={co_owner}")
}

/// The co-owner's own site, when the configuration names it.
pub fn home(co_owner: CoOwner) -> Option<String> {
    let context = use_context::<RequestContext>()?;
    context.portal.partners.home_address(co_owner).map(String::from)
}
