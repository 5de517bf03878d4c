use domain::{helpline::HOTLINE, path};
use leptos::prelude::*;

use crate::{
    page::{self, Page},
    ui::HelplineNumber,
};

/// `/accessibilite`: « non conforme » until a dated human audit shows otherwise (RGAA 4.1.2).
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    page::static_page(|| {
        view! {
            <Page title="Accessibilité\u{a0}: non conforme">
                <div class="prose">
                    <p>
                        "Le portail Prodouane est " <strong>"non conforme"</strong>
                        " avec le référentiel général d’amélioration de l’accessibilité (RGAA), version\u{a0}4.1.2\u{a0}: "
                        "aucun audit de conformité n’a encore été réalisé. Seul un audit permettra de déclarer un \
                         autre niveau de conformité."
                    </p>
                    <h2>"Ce qui est vérifié"</h2>
                    <p>
                        "À chaque version, les pages du parcours principal sont analysées automatiquement dans un navigateur, "
                        "avec et sans scripts. Cette analyse ne remplace pas un audit\u{a0}: elle ne voit qu’une partie des défauts."
                    </p>
                    <h2>"Signaler une difficulté"</h2>
                    <p>
                        "Si un contenu ou un service ne vous est pas accessible, appelez l’assistance au "
                        <HelplineNumber line=&HOTLINE/> ". L’assistance vous oriente vers une autre manière d’obtenir le contenu ou le service. Vous pouvez aussi le \
                         signaler, sans attendre de réponse, par le formulaire "
                        <a href=path::with_page(path::OPINION, path::ACCESSIBILITY)>"Avis sur le site"</a>
                        "."
                    </p>
                    <h2>"Voies de recours"</h2>
                    <p>
                        "Si vous n’obtenez pas de réponse satisfaisante, vous pouvez saisir le Défenseur des droits\u{a0}: "
                        "par courrier gratuit, sans affranchissement, à Défenseur des droits, Libre réponse 71120, "
                        "75342 Paris CEDEX\u{a0}07, ou par téléphone au "
                        <a href="tel:+33969390000">"09\u{a0}69\u{a0}39\u{a0}00\u{a0}00"</a> "."
                    </p>
                </div>
            </Page>
        }
    })
}
