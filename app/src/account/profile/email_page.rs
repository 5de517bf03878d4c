use backend::accounts::profile::{self, MailChoices, PendingEmailChange};
use domain::{email, path, profile_forms};
use leptos::prelude::*;

use super::{
    Tab, Tabs,
    server::{CancelEmailChange, SetChoices},
    trail,
};
use crate::{
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/profil/courriel`: the address, and the choice of mails.
#[component]
pub fn EmailPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let address = email::shown(&request.usager()?.email);
        let session = request.usager_session()?;
        let choices = profile::choices(request.portal(), session).await?;
        let pending = profile::pending_email_change(request.portal(), session).await?;
        let refused = profile::refused_addresses(request.portal(), session).await?;
        let refused: Vec<_> = refused.iter().map(|address| refused_notice(address)).collect();
        let problems = request.problems(&[CancelEmailChange::NAME, SetChoices::NAME]).await?;
        let path = request.path.clone();
        let pending_notice = pending.map(|pending| pending_notice(pending, &path));
        Ok(view! {
            <Page title="Courriel" lead="L’adresse de votre compte et les messages que vous y recevez." trail=trail()>
                <Tabs current=Tab::Email/>
                <ErrorSummary problems/>
                <section class="stack" aria-labelledby="adresse">
                    <h2 id="adresse">"Adresse de courriel"</h2>
                    <DefinitionList>
                        <Definition term="Adresse actuelle">{address}</Definition>
                    </DefinitionList>
                    {refused}
                    {pending_notice}
                    <p>
                        <ButtonLink href=path::NEW_EMAIL variant=Variant::Secondary>"Changer d’adresse"</ButtonLink>
                    </p>
                </section>
                <section class="stack" aria-labelledby="messages">
                    <h2 id="messages">"Messages"</h2>
                    {choices_form(choices, &path)}
                </section>
            </Page>
        }
        .into_any())
    })
}

fn refused_notice(address: &str) -> impl IntoView + use<> {
    let consequence = ". Vérifiez cette adresse, puis changez-la si elle ne sert plus.";
    view! { <MailRefusedNotice address=email::shown(address) consequence/> }
}

/// Pending change of address, and the next step expected from the person.
fn pending_notice(pending: PendingEmailChange, path: &str) -> impl IntoView + use<> {
    let next = match pending.confirmed_at {
        None => "ouvrez le lien envoyé à cette nouvelle adresse",
        Some(_) => "la nouvelle adresse est confirmée\u{a0}; ouvrez le lien envoyé à votre adresse actuelle",
    };
    let text = format!("Changement demandé vers {}\u{a0}: {next}, avant le ", email::shown(&pending.email));
    let page = path.to_owned();
    view! {
        <Notice kind=NoticeKind::Info title="Changement en attente">
            <p>{text} <Time at=pending.expires_at/> "."</p>
            <Form action=CancelEmailChange::ACTION page=page class="">
                <Submit variant=Variant::Secondary>"Annuler ce changement"</Submit>
            </Form>
        </Notice>
    }
}

fn choices_form(choices: MailChoices, path: &str) -> impl IntoView + use<> {
    view! {
        <Form action=SetChoices::ACTION page=path.to_owned()>
            <fieldset class="form__group">
                <legend>"M’envoyer un courriel quand"</legend>
                <FormFields
                    definition=profile_forms::mail_choices()
                    answers=choices.answers()
                    problems=Vec::new()
                    only=&["mel_transmise", "mel_prise_en_charge", "mel_reponse", "mel_cloture"]
                />
            </fieldset>
            <fieldset class="form__group">
                <legend>"Actualité"</legend>
                <FormFields
                    definition=profile_forms::mail_choices()
                    answers=choices.answers()
                    problems=Vec::new()
                    only=&["liste_diffusion"]
                />
            </fieldset>
            <p class="muted">
                "Les étapes restent visibles dans vos " <a href=path::NOTIFICATIONS>"notifications"</a>
                ". Les messages qui protègent votre compte (codes, changements, nouvel appareil) sont toujours envoyés."
            </p>
            <div class="form__actions">
                <Submit>"Enregistrer mes choix"</Submit>
            </div>
        </Form>
    }
}
