//! Tabs of the administration, and the notice for members who may not change anything.

use domain::{path, rights::Network};
use leptos::prelude::*;

use crate::{page::PageRequest, ui::*};

/// Renders the tabs; `current`: address of one of them.
pub fn tabs(current: &'static str) -> impl IntoView {
    let tab = |label, href| TabLink::to(label, href, current);
    let tabs = vec![
        tab("Équipe", path::ADMINISTRATION),
        tab("Services", path::SERVICES),
        tab("Motifs", path::MOTIFS),
        tab("Journal", path::AUDIT_TRAIL),
    ];
    view! { <TabLinks label="Administration" tabs/> }
}

/// Says why nothing can be changed: the network is not secured, or the member has no strong factor.
pub fn read_only_notice(request: &PageRequest) -> Option<AnyView> {
    let member = request.staff().ok()?;
    if member.network == Network::Secured {
        return (!member.meets_factor_requirement(request.portal())).then(factor_notice);
    }
    Some(
        view! {
            <Notice kind=NoticeKind::Info title="Consultation seulement">
                <p>
                    "L’équipe, les services et les motifs ne se modifient qu’à partir d’un poste relié à un réseau sécurisé, ce qui \
                     n’est pas le cas du vôtre."
                </p>
            </Notice>
        }
        .into_any(),
    )
}

/// Leads to the page where the administrator adds the factor that changes require.
fn factor_notice() -> AnyView {
    view! {
        <Notice kind=NoticeKind::Info title="Consultation seulement">
            <p>
                "L’équipe, les services et les motifs ne se modifient qu’avec une application d’authentification ou une clé d’accès\u{a0}: "
                <a href=path::STAFF_SECURITY>"ajoutez-en une sur «\u{a0}Ma sécurité\u{a0}»"</a>"."
            </p>
        </Notice>
    }
    .into_any()
}

/// Trail of a page below one of the tabs.
pub fn trail(label: &str, href: &'static str) -> Vec<(String, String)> {
    vec![(label.to_owned(), href.to_owned())]
}
