use backend::{accounts::sessions::Visitor, staff};
use domain::{account_forms, path, rights::Network};
use leptos::prelude::*;

use super::{return_path::return_path, server::SignIn};
use crate::{
    account::ended_session_notice::ended_session_notice,
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/equipe/connexion?retour=…`: password; a second factor always follows (001).
#[component]
pub fn StaffSignInPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let back = return_path(request.query("retour")).unwrap_or_default().to_owned();
        if matches!(request.session().map(|session| &session.visitor), Some(Visitor::Staff(_))) {
            return Err(Stop::Redirect(if back.is_empty() { path::STAFF_HOME.to_owned() } else { back }));
        }
        let ended = ended_session_notice(&request).await?;
        let form = PageForm::read::<SignIn>(&request).await?;
        let outside_warning = outside_warning(&request);
        Ok(view! {
            <Page title="Connexion de l’équipe"
                lead="Espace réservé aux agents des douanes, à l’assistance, aux rédacteurs et aux administrateurs du portail."
            >
                {ended}
                {outside_warning}
                <FieldForm form definition=account_forms::staff_sign_in() submit="Se connecter">
                    <MandatoryNote/>
                    <input type="hidden" name="retour" value=back/>
                </FieldForm>
                <p>
                    "Un second facteur vous sera demandé à chaque connexion\u{a0}: un code envoyé par courriel, ou celui que vous \
                     avez ajouté. Vous êtes une entreprise\u{a0}? "
                    <a href=path::SIGN_IN>"Connexion des usagers"</a>
                </p>
            </Page>
        }
        .into_any())
    })
}

/// Warns persons outside the administration's networks before they type anything, and explains why their
/// session ended.
fn outside_warning(request: &PageRequest) -> Option<AnyView> {
    let from = staff::network(&request.portal().config.staff, request.context.client.address);
    (from == Network::Outside).then(|| {
        view! {
            <Notice kind=NoticeKind::Warning title="Vous n’êtes pas sur un réseau de l’administration">
                <p>
                    "Seules les personnes autorisées à accéder au portail à distance peuvent se connecter hors de ce \
                     réseau. Si votre session vient de se fermer, c’est que votre poste a quitté le réseau\u{a0}: \
                     rejoignez-le, puis reconnectez-vous. L’accès à distance se demande à l’administrateur du \
                     portail."
                </p>
            </Notice>
        }
        .into_any()
    })
}
