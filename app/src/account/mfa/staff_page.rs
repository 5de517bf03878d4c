use backend::accounts::sessions::Owner;
use domain::path;
use leptos::prelude::*;

use super::section::factors;
use crate::{
    page::{self, Page, PageRequest},
    staff::account_tabs::account_tabs,
    ui::*,
};

/// `/equipe/securite`: second factors of the signed-in member of the staff.
#[component]
pub fn StaffSecurityPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let member = request.staff()?;
        let owner = Owner::Staff(member.id);
        let has_strong_factor = member.has_strong_factor;
        let required = request.portal().config.staff.strong_factor_required;
        let tabs = request.session().and_then(|session| account_tabs(session, path::STAFF_SECURITY));
        let factors = factors(&request, owner, false).await?;
        Ok(view! {
            <Page
                title="Ma sécurité de membre de l’équipe"
                lead="Les moyens de prouver votre identité, après votre mot de passe, à chaque connexion."
            >
                {tabs}
                {(!has_strong_factor).then(|| mailed_codes_notice(required))}
                <section class="stack" aria-labelledby="facteurs">
                    <h2 id="facteurs" tabindex="-1">"Seconds facteurs"</h2>
                    {factors}
                </section>
            </Page>
        }
        .into_any())
    })
}

/// Explains what a member with mailed codes only gains from a factor. `required`: official acts and the administration need one.
fn mailed_codes_notice(required: bool) -> impl IntoView {
    let acts = if required {
        " Les actes officiels et les changements de l’équipe, des services et des motifs les exigent."
    } else {
        ""
    };
    view! {
        <Notice kind=NoticeKind::Info title="Vous vous connectez avec un code envoyé par courriel">
            <p>
                "Une application d’authentification ou une clé d’accès le remplace\u{a0}: elle résiste mieux à \
                 l’hameçonnage, et fonctionne sans messagerie."
                {acts}
            </p>
        </Notice>
    }
}
