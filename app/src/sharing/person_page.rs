use domain::{helpline::HOTLINE, path, sharing};
use leptos::prelude::*;

use super::server::StartSharing;
use crate::{
    forms::{FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/partage`: says what an adviser sees, then asks for the adviser's code.
#[component]
pub fn SharingPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let is_shared = request.session().is_some_and(|session| session.shared_view.is_some());
        let form = PageForm::read::<StartSharing>(&request).await?;
        let trail = vec![("Aide".to_owned(), path::HELP.to_owned())];
        let content = match is_shared {
            true => running().into_any(),
            false => view! {
                <NeedsScripts/>
                <Consent/>
                <FieldForm form definition=sharing::form() submit="Partager ma vue" native=true>
                    <input type="hidden" name=sharing::SCRIPTS data-observe/>
                    <MandatoryNote/>
                </FieldForm>
            }
            .into_any(),
        };
        Ok(view! {
            <Page
                title="Partager ma vue avec un conseiller"
                crumb="Partager ma vue"
                lead="Pendant votre appel, un conseiller de l’assistance suit vos pages pour vous guider."
                trail
            >
                {content}
            </Page>
        }
        .into_any())
    })
}

fn running() -> impl IntoView {
    view! {
        <p>
            "Le conseiller suit les pages du portail que vous ouvrez dans ce navigateur. Le bandeau en haut de chaque page \
             permet d’arrêter le partage."
        </p>
        <p><ButtonLink href=path::HOME>"Continuer sur le portail"</ButtonLink></p>
    }
}

#[component]
fn NeedsScripts() -> impl IntoView {
    view! {
        <noscript>
            <Notice kind=NoticeKind::Warning title="Le partage demande des scripts">
                <p>
                    "Votre navigateur n’exécute pas les scripts du portail\u{a0}: le conseiller ne verrait rien. Il peut vous \
                     guider par téléphone\u{a0}: " <HelplineNumber line=&HOTLINE/> ", appel gratuit."
                </p>
            </Notice>
        </noscript>
    }
}

#[component]
fn Consent() -> impl IntoView {
    view! {
        <div class="prose">
            <h2>"Ce que le conseiller voit"</h2>
            <ul>
                <li>"La forme de vos pages du portail, leurs titres, leurs menus, le nom des champs et s’ils sont remplis."</li>
                <li>"Où vous êtes dans la page\u{a0}: défilement, pointeur et clics."</li>
            </ul>
            <h2>"Ce qu’il ne voit pas"</h2>
            <ul>
                <li>"Ce que vous saisissez, vos données, vos montants\u{a0}: votre navigateur les remplace par des points avant \
                     tout envoi."</li>
                <li>"Le contenu des pages de messagerie, de paiement, de mandats et de sécurité du compte."</li>
                <li>"Vos autres sites, fenêtres et programmes."</li>
            </ul>
            <p>"Il ne peut ni cliquer ni saisir à votre place."</p>
            <h2>"Fin du partage"</h2>
            <p>
                "Vous l’arrêtez quand vous voulez, par le bandeau en haut de chaque page. Il prend fin aussi quand vous vous \
                 déconnectez, quand le conseiller ou vous quittez le portail, et au plus tard après 30\u{a0}minutes."
            </p>
            <p>
                "Rien de ce que voit le conseiller n’est conservé\u{a0}: le portail garde un an la date, la durée et les \
                 personnes concernées."
            </p>
        </div>
    }
}
