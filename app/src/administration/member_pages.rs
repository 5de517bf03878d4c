use backend::{
    id::StaffId,
    staff::{self, MemberRow},
};
use domain::{form::Answers, path, staff_forms};
use leptos::prelude::*;

use super::{
    member_form::member_fields,
    server::{ChangeMember, CreateMember, DisableMember, EnableMember, InviteMember, ResetFactors},
    tabs::trail,
};
use crate::{
    forms::{ButtonForm, Endpoint},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/equipe/nouveau`: creates a member, who chooses a password with a link sent by mail.
#[component]
pub fn NewMemberPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.administrator_session()?;
        let flash = request.flash(CreateMember::NAME).await?.unwrap_or_default();
        let fields = member_fields(request.portal(), &flash, true).await?;
        Ok(view! {
            <Page
                title="Ajouter un membre"
                lead="Un lien lui sera envoyé par courriel pour choisir son mot de passe."
                trail=trail("Équipe", path::ADMINISTRATION)
            >
                <ButtonForm
                    action=CreateMember::ACTION
                    page=request.path.clone()
                    submit="Ajouter et envoyer le lien"
                    cancel=path::ADMINISTRATION
                >
                    {fields}
                </ButtonForm>
            </Page>
        }
        .into_any())
    })
}

/// `/administration/equipe/{id}`: changes a member, sends a link to choose a password, disables or enables the account.
#[component]
pub fn MemberPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.administrator_session()?;
        let id: StaffId = request.param("id")?;
        let member = staff::member(request.portal(), session, id).await?;
        let mut flash = match request.flash(ChangeMember::NAME).await? {
            Some(flash) => flash,
            None => backend::accounts::flash::Flash { answers: answers(&member), ..Default::default() },
        };
        let others = [InviteMember::NAME, DisableMember::NAME, EnableMember::NAME, ResetFactors::NAME];
        flash.problems.extend(request.problems(&others).await?);
        let fields = member_fields(request.portal(), &flash, false).await?;
        let acts = account_acts(&member, &request.path);
        let history = path::audit_trail_of(path::encode(&member.login));
        Ok(view! {
            <Page title=member.name.clone() lead=state(&member) trail=trail("Équipe", path::ADMINISTRATION)>
                <ButtonForm
                    action=ChangeMember::ACTION
                    page=request.path.clone()
                    submit="Enregistrer"
                    cancel=path::ADMINISTRATION
                >
                    <input type="hidden" name="membre" value=id.to_string()/>
                    {fields}
                </ButtonForm>
                {acts}
                <p><a href=history>"Voir les changements de ce compte dans le journal"</a></p>
            </Page>
        }
        .into_any())
    })
}

fn answers(member: &MemberRow) -> Answers {
    let details = member.details();
    staff_forms::member_answers(
        &details.name,
        &details.mail,
        &details.roles,
        &details.services,
        details.remote,
    )
}

fn state(member: &MemberRow) -> String {
    let state = match (member.enabled, member.has_password) {
        (false, _) => "compte désactivé",
        (true, false) => "mot de passe à choisir",
        (true, true) => "compte actif",
    };
    format!("Identifiant {}, {state}.", member.login)
}

/// Forms that act on the account as a whole.
fn account_acts(member: &MemberRow, page: &str) -> AnyView {
    let (id, page) = (member.id.to_string(), page.to_owned());
    let (invited, page_again, factors_page) = (id.clone(), page.clone(), page.clone());
    if !member.enabled {
        return view! {
            <Card title="Compte désactivé">
                <p>"La personne ne peut plus se connecter. Réactivé, le compte retrouve ses rôles et ses services."</p>
                <ButtonForm action=EnableMember::ACTION page submit="Réactiver le compte" variant=Variant::Secondary>
                    <input type="hidden" name="membre" value=id/>
                </ButtonForm>
            </Card>
        }
        .into_any();
    }
    view! {
        <Card title="Mot de passe">
            <p>
                "La personne choisit son mot de passe avec un lien envoyé à son adresse. Celui qu’elle a déjà reste \
                 valable tant qu’elle n’a pas utilisé le lien."
            </p>
            <ButtonForm
                action=InviteMember::ACTION
                page=page_again
                submit="Envoyer un lien"
                variant=Variant::Secondary
            >
                <input type="hidden" name="membre" value=invited/>
            </ButtonForm>
        </Card>
        {second_factor(member, factors_page)}
        <Card title="Désactiver le compte">
            <p>"Ses sessions sont fermées aussitôt. Ses réponses et le journal sont conservés."</p>
            <ButtonForm action=DisableMember::ACTION page submit="Désactiver le compte" variant=Variant::Danger>
                <input type="hidden" name="membre" value=id/>
            </ButtonForm>
        </Card>
    }
    .into_any()
}

/// Kind of the second factor of the member, and the button that removes what they have lost.
fn second_factor(member: &MemberRow, page: String) -> impl IntoView + use<> {
    let reset = member.has_strong_factor.then(|| {
        let id = member.id.to_string();
        view! {
            <p>
                "Si la personne a perdu son téléphone et ses codes de secours, retirez ses seconds facteurs\u{a0}: \
                 vérifiez d’abord son identité de vive voix."
            </p>
            <ButtonForm
                action=ResetFactors::ACTION
                page
                submit="Retirer les seconds facteurs"
                variant=Variant::Danger
            >
                <input type="hidden" name="membre" value=id/>
            </ButtonForm>
        }
    });
    let kind = if member.has_strong_factor {
        "Application d’authentification ou clé d’accès."
    } else {
        "Code envoyé par courriel."
    };
    view! {
        <Card title="Second facteur">
            <p>{kind}</p>
            {reset}
        </Card>
    }
}
