use backend::{
    identity::{self, Waiting},
    session::{Usager, Visitor},
};
use domain::{
    co_owner::CoOwner,
    form::Answers,
    identity_provider::{IdentityProvider, Provider},
};
use leptos::prelude::*;

use super::{super::with_return, FIRST_TIME};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/connexion/premiere-fois`: a provider knows the person and the portal does not. They sign in to the account they
/// have, or open one; an equal address alone attaches nothing. The account of a co-owner is not attached from here: it is
/// linked by a journey that asks for its password.
#[component]
pub fn FirstTimePage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let Some(waiting) = found(&visit).await? else {
            return Err(Stop::Redirect("/connexion".to_owned()));
        };
        let signed_in = visit.session().is_some_and(|session| session.account().is_ok());
        if !signed_in {
            return Ok(choice(&waiting).into_any());
        }
        // The account must have been proved to the portal itself, in this browser, a short while ago.
        visit.fresh_proof()?;
        let usager = visit.usager()?;
        Ok(match waiting.provider {
            Provider::Identity(provider) => confirmation(&visit, provider, waiting, usager),
            Provider::CoOwner(co_owner) => linking(&visit, co_owner, usager),
        })
    })
}

async fn found(visit: &Visit) -> Result<Option<Waiting>, Stop> {
    match visit.session() {
        Some(session) if !matches!(session.visitor, Visitor::Agent(_)) => {
            Ok(identity::waiting(visit.portal(), session).await?)
        }
        _ => Ok(None),
    }
}

fn choice(waiting: &Waiting) -> impl IntoView + use<> {
    let provider = waiting.provider.label();
    let registration = format!("/inscription?fournisseur={}", waiting.provider.code());
    let lead = match waiting.full_name().as_str() {
        "" => format!("{provider} vous a reconnu."),
        name => format!("{provider} vous a reconnu\u{a0}: {name}."),
    };
    let (state, then, filled) = match waiting.provider {
        Provider::Identity(_) => (
            "Aucun compte du portail n’est encore rattaché à cette identité.",
            "Connectez-vous une fois avec votre identifiant et votre mot de passe, puis confirmez le rattachement.",
            "est déjà rempli, vous le vérifiez.",
        ),
        Provider::CoOwner(_) => (
            "Aucun compte du portail n’est encore rattaché à ce compte.",
            "Connectez-vous une fois avec l’identifiant et le mot de passe du portail, puis rattachez ce compte.",
            "est déjà rempli, vous le vérifiez. Vous rattacherez ensuite ce compte.",
        ),
    };
    view! {
        <Page title="Première connexion" lead=lead>
            <p>
                {state} {format!(" Une fois le rattachement fait, {provider} suffira pour vous connecter.")}
            </p>
            <Card title="Vous avez déjà un compte sur le portail">
                <p>{then}</p>
                <p><ButtonLink href=with_return("/connexion", Some(FIRST_TIME))>"J’ai déjà un compte"</ButtonLink></p>
            </Card>
            <Card title="Vous n’avez pas de compte">
                <p>{format!("Inscrivez-vous\u{a0}: ce que {provider} connaît de vous {filled}")}</p>
                <p>
                    <ButtonLink href=registration variant=Variant::Secondary>"Créer mon compte"</ButtonLink>
                </p>
            </Card>
        </Page>
    }
}

/// Signed in to the portal, known to a co-owner: the two are linked by the journey that proves the latter.
fn linking(visit: &Visit, co_owner: CoOwner, usager: &Usager) -> AnyView {
    let (site, page) = (co_owner.site(), visit.path.clone());
    let account = format!("{} (identifiant {})", usager.full_name(), usager.login);
    view! {
        <Page
            title=format!("Rattacher mon compte {site}")
            lead=format!("Une fois rattaché, ce compte ouvrira votre compte du portail, et ses habilitations s’y appliqueront.")
        >
            <DefinitionList>
                <Definition term="Votre compte du portail">{account}</Definition>
            </DefinitionList>
            <p>{format!("{site} vous demandera son mot de passe, pour que personne d’autre ne rattache votre compte.")}</p>
            <Form action="/form/rattacher" page leaves=true>
                <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
                <div class="form__actions">
                    <Submit>{format!("Rattacher mon compte {site}")}</Submit>
                    <ButtonLink href="/tableau-de-bord" variant=Variant::Secondary>"Ne pas rattacher"</ButtonLink>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}

fn confirmation(visit: &Visit, provider: IdentityProvider, waiting: Waiting, usager: &Usager) -> AnyView {
    let page = visit.path.clone();
    let provider = provider.label();
    let account = format!("{} (identifiant {})", usager.full_name(), usager.login);
    let (name, email) = (waiting.full_name(), waiting.email);
    view! {
        <Page
            title=format!("Rattacher {provider}")
            lead=format!("Vérifiez que ces deux identités sont les vôtres\u{a0}: {provider} ouvrira ensuite votre compte.")
        >
            <DefinitionList>
                <Definition term="Votre compte du portail">{account}</Definition>
                <Definition term=format!("Votre identité {provider}")>{name}</Definition>
                <Definition term=format!("Adresse connue de {provider}")>{email}</Definition>
            </DefinitionList>
            <Form action="/form/attacher-identite" page>
                <div class="form__actions">
                    <Submit>"Rattacher à mon compte"</Submit>
                    <ButtonLink href="/tableau-de-bord" variant=Variant::Secondary>"Ne pas rattacher"</ButtonLink>
                </div>
            </Form>
        </Page>
    }
    .into_any()
}

/// What the provider knows of who waits in this session, for the registration form: the person confirms it. Only for
/// who comes from the page above: somebody else at the same computer registers for themselves.
pub(in crate::account) async fn prefilled(visit: &Visit) -> Result<Option<(Provider, Answers)>, Stop> {
    let asked = visit.query("fournisseur").and_then(Provider::from_code);
    let Some(waiting) = found(visit).await?.filter(|one| asked == Some(one.provider)) else {
        return Ok(None);
    };
    let known = [
        ("prenom", waiting.given_name),
        ("nom", waiting.family_name),
        ("email", waiting.email),
        ("telephone", waiting.phone),
        ("numero_entreprise", waiting.company_number),
    ];
    let answers = known.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    Ok(Some((waiting.provider, answers)))
}

/// Says where the filled-in answers come from, and what comes after the registration.
pub(in crate::account) fn vouched(provider: Provider) -> AnyView {
    let name = provider.label();
    let after = match provider {
        Provider::Identity(_) => {
            format!("Une fois le compte activé par le lien reçu par mél, {name} suffira pour vous connecter.")
        }
        Provider::CoOwner(_) => format!(
            "Rien n’est créé avant que vous n’ayez validé ce formulaire. Une fois le compte activé par le lien reçu par mél, \
             vous pourrez y rattacher votre compte {name}."
        ),
    };
    view! {
        <Notice kind=NoticeKind::Info title=format!("Vous venez de {name}")>
            <p>"Vérifiez ce qui est déjà rempli et complétez le reste. " {after}</p>
        </Notice>
    }
    .into_any()
}
