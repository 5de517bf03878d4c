//! Explains a denial (« Pourquoi ? »): the missing right, its level, who grants it, where and how (mission §3.3; 002:
//! people were « habilités mais bloqués » without an explanation).

use domain::{
    co_owner::CoOwner,
    path,
    rights::{Denial, NextStep},
    siren::Siren,
};
use leptos::prelude::*;

use crate::{context::RequestContext, ui::ExternalLink};

/// Renders the reason of a denial and its next step in a `<details>`; renders nothing for a hidden denial.
#[component]
pub fn DenialDetails(denial: Denial) -> impl IntoView {
    denial.next_step().map(|step| {
        view! {
            <details class="why">
                <summary>"Pourquoi\u{a0}?"</summary>
                <div class="why__text">
                    <p>{denial.explanation()}</p>
                    <p>{step.to_string()}</p>
                    <NextStepLinks step/>
                </div>
            </details>
        }
    })
}

/// Renders the links of a next step, for pages that word the rest themselves.
#[component]
pub fn NextStepLinks(step: NextStep) -> impl IntoView {
    let links = match step {
        NextStep::RequestRight { co_owner, siren } => {
            let request = site_address(co_owner).map(|href| {
                view! { <li><ExternalLink href=href>"Demander sur " {co_owner.site()}</ExternalLink></li> }
            });
            let rights = rights_address(co_owner, &siren);
            let label = co_owner.label();
            vec![
                request.into_any(),
                view! { <li><a href=rights>"Voir mes habilitations\u{a0}: " {label}</a></li> }.into_any(),
            ]
        }
        NextStep::SeeSite(co_owner) => {
            let site = site_address(co_owner).map(|href| {
                view! { <li><ExternalLink href=href>"Aller sur " {co_owner.site()}</ExternalLink></li> }
            });
            vec![site.into_any()]
        }
        NextStep::ChooseCompany => link(path::COMPANIES, "Choisir une entreprise"),
        NextStep::SignInAsUsager => link(path::SIGN_IN, "Se connecter avec un compte d’opérateur"),
        NextStep::Reauthenticate => link(path::STAFF_REAUTHENTICATION, "Confirmer mon identité"),
        NextStep::AddStrongFactor => link(path::STAFF_SECURITY, "Ma sécurité"),
        NextStep::ChangeWorkstation | NextStep::AdministerFromSecuredNetwork => {
            link(path::HELP, "Obtenir de l’aide")
        }
        NextStep::ChooseService => link(path::AGENT_INBOX, "Revenir aux questions"),
        NextStep::RequestRole => link(path::STAFF_HOME, "Revenir à mes espaces"),
        NextStep::RequestRemoteAccess => link(path::STAFF_SIGN_IN, "Revenir à la connexion de l’équipe"),
        NextStep::ContactAdministrator { .. } => {
            let mut links = link(path::COMPANY_ADMINS, "Administrateurs de l’entreprise");
            links.extend(link(path::HELP, "Joindre l’assistance"));
            links
        }
    };
    view! { <ul class="why__ways">{links}</ul> }
}

/// A link, unless it leads to the page being rendered.
fn link(href: &'static str, text: &'static str) -> Vec<AnyView> {
    let current =
        use_context::<RequestContext>().is_some_and(|context| context.path.split('?').next() == Some(href));
    if current { Vec::new() } else { vec![view! { <li><a href=href>{text}</a></li> }.into_any()] }
}

/// The page of the person's rights in this company at this co-owner.
fn rights_address(co_owner: CoOwner, siren: &Siren) -> String {
    path::rights_in_at(siren, co_owner.code())
}

/// The address of the co-owner's site, if configured.
pub fn site_address(co_owner: CoOwner) -> Option<String> {
    let context = use_context::<RequestContext>()?;
    context.portal.co_owners.home_address(co_owner).map(String::from)
}
