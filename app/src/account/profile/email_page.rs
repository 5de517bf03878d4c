use backend::profile::{self, Choices, PendingEmail};
use domain::profile_forms;
use leptos::prelude::*;

use super::{Tab, Tabs};
use crate::{
    forms::Form,
    page::{self, Page, Visit},
    ui::*,
};

/// `/profil/courriel`: the address, and which mails are sent to it.
#[component]
pub fn EmailPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let address = visit.usager()?.email.clone();
        let session = visit.usager_session()?;
        let choices = profile::choices(visit.portal(), session).await?;
        let pending = profile::pending_email(visit.portal(), session).await?;
        let mut problems = visit.flash("abandonner-adresse").await?.unwrap_or_default().problems;
        problems.extend(visit.flash("choix-messages").await?.unwrap_or_default().problems);
        let path = visit.path.clone();
        let waiting = pending.map(|pending| waiting(pending, &path));
        Ok(view! {
            <Page title="Courriel" lead="L’adresse de votre compte et les messages que vous y recevez.">
                <Tabs current=Tab::Email/>
                <ErrorSummary problems/>
                <section class="stack" aria-labelledby="adresse">
                    <h2 id="adresse">"Adresse mél"</h2>
                    <DefinitionList>
                        <Definition term="Adresse actuelle">{address}</Definition>
                    </DefinitionList>
                    {waiting}
                    <p>
                        <ButtonLink href="/profil/courriel/adresse" variant=Variant::Secondary>"Changer d’adresse"</ButtonLink>
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

/// The change that waits, and what is expected now.
fn waiting(pending: PendingEmail, path: &str) -> impl IntoView + use<> {
    let next = match pending.confirmed_at {
        None => "ouvrez le lien envoyé à cette nouvelle adresse",
        Some(_) => "la nouvelle adresse est confirmée\u{a0}; ouvrez le lien envoyé à votre adresse actuelle",
    };
    let text = format!(
        "Changement demandé vers {}\u{a0}: {next}, avant le {}.",
        pending.email,
        pending.expires_at.french_minute()
    );
    let page = path.to_owned();
    view! {
        <Notice kind=NoticeKind::Info title="Changement en attente">
            <p>{text}</p>
            <Form action="/form/abandonner-adresse" page=page class="">
                <Submit variant=Variant::Secondary>"Abandonner ce changement"</Submit>
            </Form>
        </Notice>
    }
}

fn choices_form(choices: Choices, path: &str) -> impl IntoView + use<> {
    view! {
        <Form action="/form/choix-messages" page=path.to_owned()>
            <fieldset class="form__group">
                <legend>"M’écrire quand"</legend>
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
                "Les étapes restent visibles dans vos " <a href="/notifications">"notifications"</a>
                ". Les messages qui protègent votre compte (codes, changements, nouvel appareil) sont toujours envoyés."
            </p>
            <div class="form__actions">
                <Submit>"Enregistrer mes choix"</Submit>
            </div>
        </Form>
    }
}
