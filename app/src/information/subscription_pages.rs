use backend::information::{self, Letter};
use domain::{calendar::french_date, mailing_list, path};
use leptos::prelude::*;

use super::subscription_server::{ConfirmSubscription, Subscribe, Unsubscribe};
use crate::{
    forms::{ButtonForm, Endpoint, FieldForm, PageForm},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/infos-douane`: subscription of a visitor, and the letters sent.
#[component]
pub fn LettersPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let letters = information::sent_letters(request.portal()).await?;
        let subscription = match request.usager() {
            Ok(_) => account_choice().into_any(),
            Err(_) => {
                let form = PageForm::read::<Subscribe>(&request).await?;
                view! {
                    <FieldForm form definition=mailing_list::subscription() submit="M’abonner">
                        <MandatoryNote/>
                    </FieldForm>
                }
                .into_any()
            }
        };
        Ok(view! {
            <Page title="Infos Douane" lead="Une lettre d’information de la douane pour les professionnels, par courriel.">
                <section class="stack" aria-labelledby="abonnement">
                    <h2 id="abonnement">"S’abonner"</h2>
                    {subscription}
                    <p class="muted">
                        "Votre adresse sert à l’envoi de ces lettres seulement. Chaque lettre contient un lien pour se désabonner. "
                        <a href=path::PRIVACY>"Données personnelles"</a>
                    </p>
                </section>
                <section class="stack" aria-labelledby="lettres">
                    <h2 id="lettres">"Lettres envoyées"</h2>
                    {letter_list(letters)}
                </section>
            </Page>
        }
        .into_any())
    })
}

fn account_choice() -> impl IntoView {
    view! {
        <p>
            "Avec un compte, l’abonnement se choisit dans votre espace personnel\u{a0}: " <a href=path::EMAIL>"Courriel"</a> "."
        </p>
    }
}

fn letter_list(letters: Vec<Letter>) -> AnyView {
    if letters.is_empty() {
        return view! { <p>"Aucune lettre n’a encore été envoyée."</p> }.into_any();
    }
    let item = |letter: Letter| {
        view! {
            <li>
                <a href=path::letter(letter.id)>{letter.subject}</a>
                {letter.begun_at.map(|at| view! { <span class="muted">{format!(" – {}", french_date(at.day()))}</span> })}
            </li>
        }
    };
    view! { <ul>{letters.into_iter().map(item).collect_view()}</ul> }.into_any()
}

/// `/infos-douane/lettre/{id}`: a letter, as anyone may read it.
#[component]
pub fn LetterPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let letter = information::sent_letter(request.portal(), request.param("id")?).await?;
        let sent_on = letter.begun_at.map(|at| format!("Envoyée le {}.", french_date(at.day())));
        let trail = vec![("Infos Douane".to_owned(), path::LETTERS.to_owned())];
        Ok(view! {
            <Page title=letter.subject trail>
                <p class="muted">{sent_on}</p>
                <div class="prose"><RichText text=letter.body/></div>
            </Page>
        }
        .into_any())
    })
}

/// `/infos-douane/abonnement?jeton=…`: confirms the address. Opening the page uses nothing: mail scanners follow links.
#[component]
pub fn ConfirmationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let token = request.query("jeton").unwrap_or_default().to_owned();
        if !information::awaits_confirmation(request.portal(), &token).await? {
            return Ok(view! {
                <Page title="Lien d’abonnement non valable">
                    <Notice kind=NoticeKind::Warning>
                        <p>"Il a expiré, il a déjà servi ou il est incomplet. Si vous l’avez déjà utilisé, vous êtes abonné."</p>
                    </Notice>
                    <p><ButtonLink href=path::LETTERS>"S’abonner"</ButtonLink></p>
                </Page>
            }
            .into_any());
        }
        let problems = request.problems(&[ConfirmSubscription::NAME]).await?;
        Ok(view! {
            <Page title="Confirmer votre abonnement" lead="Vous recevrez les prochaines lettres Infos Douane à cette adresse.">
                <ErrorSummary problems/>
                <ButtonForm action=ConfirmSubscription::ACTION page=request.path.clone() submit="Confirmer mon abonnement">
                    <input type="hidden" name="jeton" value=token/>
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}

/// `/infos-douane/desabonnement?jeton=…`: ends a subscription. Opening the page changes nothing.
#[component]
pub fn UnsubscriptionPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        if request.query("fait").is_some() {
            return Ok(view! {
                <Page title="Vous êtes désabonné">
                    <p>"Vous ne recevrez plus les lettres Infos Douane. Une lettre déjà en cours d’envoi peut encore arriver."</p>
                    <p><a href=path::LETTERS>"Lire les lettres ou s’abonner de nouveau"</a></p>
                </Page>
            }
            .into_any());
        }
        let token = request.query("jeton").unwrap_or_default().to_owned();
        if !information::is_unsubscription_link(request.portal(), &token).await? {
            return Ok(view! {
                <Page title="Lien de désabonnement non valable">
                    <p>
                        "Vérifiez que l’adresse est celle du courriel, en entier, ou utilisez le lien de la dernière lettre. Avec \
                         un compte, l’abonnement se choisit dans votre " <a href=path::EMAIL>"espace personnel"</a> "."
                    </p>
                </Page>
            }
            .into_any());
        }
        let problems = request.problems(&[Unsubscribe::NAME]).await?;
        Ok(view! {
            <Page title="Se désabonner" lead="Vous ne recevrez plus les lettres Infos Douane.">
                <ErrorSummary problems/>
                <ButtonForm action=Unsubscribe::ACTION page=request.path.clone() submit="Me désabonner">
                    <input type="hidden" name="jeton" value=token/>
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}
