//! Second factors: applications, passkeys, mobile number, recovery codes, level, and the fresh proof that guards them.

mod application_page;
mod codes_page;
mod level_page;
mod number_page;
mod passkey_page;
mod proof_page;
mod removal_page;
mod section;
mod server;

use domain::factor::Way;
use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};

use crate::page::encode;

use application_page::ApplicationPage;
use codes_page::RecoveryCodesPage;
use level_page::LevelPage;
use number_page::NumberPage;
use passkey_page::PasskeyPage;
use proof_page::ProofPage;
use removal_page::{PasskeyRemovalPage, RemovalPage};

pub(crate) use section::section;

/// The page that shows all of it.
const SECURITY: &str = "/profil/securite";

#[component(transparent)]
pub fn FactorRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("/profil/securite/application") view=ApplicationPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/application/:id") view=RemovalPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/cle") view=PasskeyPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/cle/:id") view=PasskeyRemovalPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/codes-de-secours") view=RecoveryCodesPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/niveau") view=LevelPage ssr=SsrMode::Async/>
        <Route path=path!("/profil/securite/numero-sms") view=NumberPage ssr=SsrMode::Async/>
        <Route path=path!("/connexion/preuve") view=ProofPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

fn trail() -> Vec<(String, String)> {
    vec![("Accueil".to_owned(), "/".to_owned()), ("Sécurité".to_owned(), SECURITY.to_owned())]
}

/// Links to the other ways that may be used on a page that asks a code; nothing when there are none.
pub(super) fn other_ways(page: &str, others: &[Way], back: Option<&str>) -> Option<AnyView> {
    if others.is_empty() {
        return None;
    }
    let links = others
        .iter()
        .map(|way| {
            let back = back.map(|back| format!("&retour={}", encode(back))).unwrap_or_default();
            let label = match way {
                Way::Mail => "Recevoir un code par mél",
                Way::Sms => "Recevoir un code par SMS",
                Way::Application => "Utiliser mon application d’authentification",
                Way::Passkey => "Utiliser ma clé d’accès",
                Way::RecoveryCode => "Utiliser un code de secours",
            };
            view! { <li><a href=format!("{page}?moyen={}{back}", way.code())>{label}</a></li> }
        })
        .collect_view();
    let list = view! {
        <section>
            <h2>"Autres moyens"</h2>
            <ul>{links}</ul>
        </section>
    };
    Some(list.into_any())
}
