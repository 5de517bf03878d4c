use backend::accounts::{
    identity_providers::{self, PendingIdentity},
    sessions::{Usager, Visitor},
};
use domain::{
    co_owner::CoOwner,
    form::Answers,
    identity_provider::{IdentityProvider, Provider},
    path,
};
use leptos::prelude::*;

use super::{super::return_path::with_return, server::AttachPending};
use crate::{
    companies::LinkAccount,
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/connexion/premiere-fois`: first sign-in with an identity that no portal account is attached to. The person signs
/// in to their account or registers; a matching address is not enough to attach an identity. A co-owner account is
/// linked through an authorization request instead, which requires its password.
#[component]
pub fn FirstTimePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let Some(waiting) = pending_identity(&request).await? else {
            return Err(Stop::Redirect(path::SIGN_IN.to_owned()));
        };
        let signed_in = request.session().is_some_and(|session| session.account().is_ok());
        if !signed_in {
            return Ok(account_choice(&waiting).into_any());
        }
        // The person must have authenticated recently to the portal itself, in this browser.
        request.reauthenticated_usager()?;
        let usager = request.usager()?;
        Ok(match waiting.provider {
            Provider::Identity(provider) => identity_confirmation(&request, provider, waiting, usager),
            Provider::CoOwner(co_owner) => co_owner_confirmation(&request, co_owner, usager),
        })
    })
}

async fn pending_identity(request: &PageRequest) -> Result<Option<PendingIdentity>, Stop> {
    match request.session() {
        Some(session) if !matches!(session.visitor, Visitor::Staff(_)) => {
            Ok(identity_providers::pending_identity(request.portal(), session).await?)
        }
        _ => Ok(None),
    }
}

fn account_choice(waiting: &PendingIdentity) -> impl IntoView + use<> {
    let provider = waiting.provider.label();
    let registration = path::registration_from(waiting.provider.code());
    let lead = match waiting.full_name().as_str() {
        "" => format!("{provider} a vérifié votre identité."),
        name => format!("{provider} a vérifié votre identité\u{a0}: {name}."),
    };
    let (state, then, next) = match waiting.provider {
        Provider::Identity(_) => (
            "Aucun compte du portail n’est encore rattaché à cette identité.",
            "Connectez-vous une fois avec votre identifiant et votre mot de passe, puis confirmez le rattachement.",
            "",
        ),
        Provider::CoOwner(_) => (
            "Aucun compte du portail n’est encore rattaché à ce compte.",
            "Connectez-vous une fois avec l’identifiant et le mot de passe du portail, puis rattachez ce compte.",
            " Vous rattacherez ensuite ce compte.",
        ),
    };
    view! {
        <Page title="Première connexion" lead=lead>
            <p>
                {state} {format!(" Après le rattachement, vous vous connecterez avec {provider}.")}
            </p>
            <Card title="Vous avez déjà un compte sur le portail">
                <p>{then}</p>
                <p><ButtonLink href=with_return(path::SIGN_IN, Some(path::SIGN_IN_FIRST_TIME))>"J’ai déjà un compte"</ButtonLink></p>
            </Card>
            <Card title="Vous n’avez pas de compte">
                <p>{format!("Inscrivez-vous\u{a0}: le formulaire reprend les informations transmises par \
                             {provider}, il vous reste à les vérifier.{next}")}</p>
                <p>
                    <ButtonLink href=registration variant=Variant::Secondary>"Créer mon compte"</ButtonLink>
                </p>
            </Card>
        </Page>
    }
}

/// Offers to link the co-owner account, which its owner must authenticate to.
fn co_owner_confirmation(request: &PageRequest, co_owner: CoOwner, usager: &Usager) -> AnyView {
    let (site, page) = (co_owner.site(), request.path.clone());
    let account = format!("{} (identifiant {})", usager.full_name(), usager.login);
    view! {
        <Page
            title=format!("Rattacher mon compte {site}")
            lead=format!("Une fois rattaché, ce compte vous permettra de vous connecter au portail, et ses \
                          habilitations s’y appliqueront.")
        >
            <DefinitionList>
                <Definition term="Votre compte du portail">{account}</Definition>
            </DefinitionList>
            <p>{format!("Pour le rattacher, vous saisirez son mot de passe sur {site}.")}</p>
            <Form action=LinkAccount::ACTION page native=true>
                <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
                <div class="form__actions">
                    <Submit>{format!("Rattacher mon compte {site}")}</Submit>
                    <ButtonLink href=path::DASHBOARD variant=Variant::Secondary>"Ne pas rattacher"</ButtonLink>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}

fn identity_confirmation(
    request: &PageRequest,
    provider: IdentityProvider,
    waiting: PendingIdentity,
    usager: &Usager,
) -> AnyView {
    let page = request.path.clone();
    let provider = provider.label();
    let account = format!("{} (identifiant {})", usager.full_name(), usager.login);
    let (name, email) = (waiting.full_name(), waiting.email);
    view! {
        <Page
            title=format!("Rattacher {provider}")
            lead=format!("Vérifiez que ces deux identités sont les vôtres\u{a0}: {provider} vous permettra ensuite \
                          de vous connecter.")
        >
            <DefinitionList>
                <Definition term="Votre compte du portail">{account}</Definition>
                <Definition term=format!("Votre identité {provider}")>{name}</Definition>
                <Definition term=format!("Adresse connue de {provider}")>{email}</Definition>
            </DefinitionList>
            <Form action=AttachPending::ACTION page>
                <div class="form__actions">
                    <Submit>"Rattacher à mon compte"</Submit>
                    <ButtonLink href=path::DASHBOARD variant=Variant::Secondary>"Ne pas rattacher"</ButtonLink>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}

/// Answers of the registration form known from the provider, for the person to check. Only if the address contains the
/// provider of the pending identity, as the link of [`FirstTimePage`] does: another person on the same computer gets an
/// empty form.
pub(crate) async fn prefilled_answers(request: &PageRequest) -> Result<Option<(Provider, Answers)>, Stop> {
    let requested = request.query("fournisseur").and_then(Provider::from_code);
    let Some(waiting) = pending_identity(request).await?.filter(|one| requested == Some(one.provider)) else {
        return Ok(None);
    };
    let values = [
        ("prenom", waiting.given_name),
        ("nom", waiting.family_name),
        ("email", waiting.email),
        ("telephone", waiting.phone),
        ("numero_entreprise", waiting.company_number),
    ];
    let answers = values.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    Ok(Some((waiting.provider, answers)))
}

/// Notice about the origin of the prefilled answers and the steps after registration.
pub(crate) fn prefill_notice(provider: Provider) -> AnyView {
    let name = provider.label();
    let after = match provider {
        Provider::Identity(_) => {
            format!(
                "Une fois le compte activé par le lien reçu par courriel, vous pourrez vous connecter avec {name}."
            )
        }
        Provider::CoOwner(_) => format!(
            "Aucun compte n’est créé tant que vous n’avez pas validé ce formulaire. Une fois le compte activé par le \
             lien reçu par courriel, vous pourrez y rattacher votre compte {name}."
        ),
    };
    view! {
        <Notice kind=NoticeKind::Info title=format!("Inscription avec {name}")>
            <p>"Vérifiez les champs déjà remplis et complétez les autres. " {after}</p>
        </Notice>
    }
    .into_any()
}
