//! Links to the other second factors, on the pages that require one.

use domain::{mfa::SecondFactor, path};
use leptos::prelude::*;

/// Links to the other second factors of the account. Returns `None` if there are none.
pub(crate) fn other_factors(page: &str, others: &[SecondFactor], back: Option<&str>) -> Option<AnyView> {
    if others.is_empty() {
        return None;
    }
    let links = others
        .iter()
        .map(|factor| {
            let back = back.map(|back| format!("&retour={}", path::encode(back))).unwrap_or_default();
            let label = match factor {
                SecondFactor::Mail => "Recevoir un code par courriel",
                SecondFactor::Sms => "Recevoir un code par SMS",
                SecondFactor::AuthenticatorApp => "Utiliser mon application d’authentification",
                SecondFactor::Passkey => "Utiliser ma clé d’accès",
                SecondFactor::RecoveryCode => "Utiliser un code de secours",
            };
            view! { <li><a href=format!("{page}?moyen={}{back}", factor.code())>{label}</a></li> }
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
