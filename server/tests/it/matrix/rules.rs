//! Rules of routes for the session, checked before any object. A refused page redirects to one that the role can open.

use domain::co_owner::CoOwner;
use domain::rights::{Action, Decision, DeclarationLine, Network, Teleservice};

use super::roles::{Company, Role, Stage};

/// Outcome of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The page is shown or the action done, or the input refused with its problems.
    Allowed,
    /// Redirected to this path of the portal, without the query.
    Redirected(String),
    /// Redirected to a co-owner or a téléservice.
    RedirectedAway,
    /// Refused as if it did not exist.
    NotFound,
    /// Refused with the missing right as reason.
    MissingRight,
    /// Any other status.
    Status(u16),
}

pub type Rule = fn(Role) -> Outcome;

pub const REAUTHENTICATION: &str = "/connexion/preuve";

fn redirect(page: &str) -> Outcome {
    Outcome::Redirected(page.to_owned())
}

impl Outcome {
    /// Applies the next rule if this one allows the request.
    pub fn then(self, next: impl FnOnce() -> Outcome) -> Outcome {
        if self == Outcome::Allowed { next() } else { self }
    }

    /// Outcome of a form instead of a page: 404 instead of a redirect, except to re-authentication.
    pub fn of_form(self) -> Outcome {
        match self {
            Outcome::Redirected(page) if page != REAUTHENTICATION => Outcome::NotFound,
            other => other,
        }
    }
}

impl From<Decision> for Outcome {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allowed => Outcome::Allowed,
            Decision::Denied(denial) if denial.hidden => Outcome::NotFound,
            Decision::Denied(_) => Outcome::MissingRight,
        }
    }
}

/// Allows every role.
pub fn anyone(_: Role) -> Outcome {
    Outcome::Allowed
}

/// Responds as if the route did not exist.
pub fn not_found(_: Role) -> Outcome {
    Outcome::NotFound
}

/// Requires a signed-in usager.
pub fn usager(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager => Outcome::Allowed,
        Stage::Enrolling => redirect("/profil/securite/application"),
        _ => redirect("/connexion"),
    }
}

/// Requires a session of an account, whether its second factor is enrolled or not.
pub fn account(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager | Stage::Enrolling => Outcome::Allowed,
        _ => redirect("/connexion"),
    }
}

fn recently_authenticated(role: Role) -> Outcome {
    if role.is_recently_authenticated() { Outcome::Allowed } else { redirect(REAUTHENTICATION) }
}

/// Requires a signed-in usager with a recent authentication.
pub fn recent_usager(role: Role) -> Outcome {
    usager(role).then(|| recently_authenticated(role))
}

/// Requires [`account`] with a recent authentication.
pub fn recent_account(role: Role) -> Outcome {
    account(role).then(|| recently_authenticated(role))
}

/// Requires a usager with a current company.
pub fn company(role: Role) -> Outcome {
    usager(role).then(|| if role.company().is_some() { Outcome::Allowed } else { redirect("/entreprises") })
}

/// Requires a usager with a right on the current company.
pub fn any_right(role: Role) -> Outcome {
    let has_right = role.company().is_some_and(|company| role.has_right_on(company));
    company(role).then(|| if has_right { Outcome::Allowed } else { redirect("/entreprises") })
}

/// Requires a usager who may use the messaging for the current company.
pub fn messaging(role: Role) -> Outcome {
    company(role).then(|| role.decision(&Action::UseMessaging).into())
}

/// Requires a usager who may see the documents shared with the current company.
pub fn documents(role: Role) -> Outcome {
    company(role).then(|| role.decision(&Action::SeeDocuments).into())
}

/// Requires an agent, or a usager who may see documents.
pub fn document_reader(role: Role) -> Outcome {
    if role.stage() == Stage::Staff { agent(role) } else { documents(role) }
}

/// Redirects visitors to sign-in; the version decides next.
pub fn document_file(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { redirect("/connexion") } else { Outcome::Allowed }
}

/// Requires a document manager.
pub fn manager(role: Role) -> Outcome {
    staff_with(role, &Action::ShareDocuments)
}

/// Requires a document manager, who adds the file of a version.
pub fn manager_upload(role: Role) -> Outcome {
    match role.stage() {
        Stage::Staff => role.decision(&Action::ShareDocuments).into(),
        Stage::Usager => Outcome::NotFound,
        _ => Outcome::Status(401),
    }
}

/// Requires a member of the staff, whatever their roles.
pub fn staff(role: Role) -> Outcome {
    if role.stage() == Stage::Staff { Outcome::Allowed } else { redirect("/equipe/connexion") }
}

/// Requires a member of the staff who may perform the action.
fn staff_with(role: Role, action: &Action) -> Outcome {
    staff(role).then(|| role.decision(action).into())
}

pub fn agent(role: Role) -> Outcome {
    staff_with(role, &Action::AnswerQuestions)
}

/// Requires a hotline adviser.
pub fn adviser(role: Role) -> Outcome {
    staff_with(role, &Action::AnswerCases)
}

/// Requires a member of the staff who may read opinions.
pub fn opinions(role: Role) -> Outcome {
    staff_with(role, &Action::ReadOpinions)
}

/// Requires a member of the staff who may see the delays of a service.
pub fn delay_reports(role: Role) -> Outcome {
    staff_with(role, &Action::SeeDelayReports)
}

/// Redirects to the page that ends a subscription.
pub fn unsubscription_page(_: Role) -> Outcome {
    redirect("/infos-douane/desabonnement")
}

/// Requires an editor.
pub fn editor(role: Role) -> Outcome {
    staff_with(role, &Action::EditTexts)
}

/// Requires an administrator.
pub fn administrator(role: Role) -> Outcome {
    staff_with(role, &Action::SeeAdministration)
}

/// Requires an administrator who may change staff and services: all networks here are secured.
pub fn administration_act(role: Role) -> Outcome {
    let act =
        Action::Administer { from: Network::Secured, recently_authenticated: true, strong_factor: true };
    administrator(role).then(|| role.decision(&act).into())
}

/// Redirects a member of the staff with one space only.
pub fn staff_home(role: Role) -> Outcome {
    staff(role).then(|| match role {
        Role::Agent | Role::OtherAgent => redirect("/agent"),
        Role::DocumentManager => redirect("/gestionnaire"),
        _ => Outcome::Allowed,
    })
}

/// Requires an agent, or a usager who may use the messaging.
pub fn agent_or_operator(role: Role) -> Outcome {
    agent(role).or(|| messaging(role))
}

/// Requires an agent, or a usager with a current company.
pub fn agent_or_company(role: Role) -> Outcome {
    agent(role).or(|| company(role))
}

impl Outcome {
    fn or(self, other: impl FnOnce() -> Outcome) -> Outcome {
        if self == Outcome::Allowed { self } else { other() }
    }
}

/// Requires a session that awaits a code.
pub fn awaiting_code(role: Role) -> Outcome {
    if role.stage() == Stage::AwaitingCode { Outcome::Allowed } else { redirect("/connexion") }
}

/// Redirects a signed-in usager from the sign-in page.
pub fn sign_in_page(role: Role) -> Outcome {
    if role.stage() == Stage::Usager { redirect("/tableau-de-bord") } else { Outcome::Allowed }
}

/// Redirects a signed-in member of the staff from their sign-in page.
pub fn staff_sign_in_page(role: Role) -> Outcome {
    if role.stage() == Stage::Staff { redirect("/equipe") } else { Outcome::Allowed }
}

/// Requires a session created by a form and not signed in.
pub fn passkey_page(role: Role) -> Outcome {
    if matches!(role.stage(), Stage::Visitor | Stage::Usager) {
        redirect("/connexion")
    } else {
        Outcome::Allowed
    }
}

/// Explains the refusal to a browser without a cookie; redirects any other to the form.
pub fn cookies_refused(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { Outcome::Allowed } else { redirect("/connexion") }
}

/// Redirects password managers to the page that changes the password.
pub fn to_change_of_password(_: Role) -> Outcome {
    redirect("/profil/mot-de-passe")
}

/// Requires an account; redirects one with a recent authentication.
pub fn reauthentication_page(role: Role) -> Outcome {
    account(role).then(|| {
        if role.is_recently_authenticated() { redirect("/profil/securite") } else { Outcome::Allowed }
    })
}

/// Requires a member of the staff; redirects, because all of them here have a recent authentication.
pub fn staff_reauthentication_page(role: Role) -> Outcome {
    staff(role).then(|| redirect("/equipe"))
}

/// No role has a pending identity of a provider.
pub fn no_pending_identity(_: Role) -> Outcome {
    redirect("/connexion")
}

/// No role is a member of the staff who has to enter a code.
pub fn no_pending_staff_sign_in(_: Role) -> Outcome {
    redirect("/equipe/connexion")
}

/// No role has a telephone number to confirm.
pub fn no_pending_number(role: Role) -> Outcome {
    recent_usager(role).then(|| redirect("/profil/securite/niveau"))
}

/// No role has a failed sign-in at a provider.
pub fn no_failure_to_show(_: Role) -> Outcome {
    Outcome::NotFound
}

/// No provider is configured and no authorization request was sent: visitors see the failure, others 404.
pub fn no_provider_request(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { redirect("/connexion/echec") } else { Outcome::NotFound }
}

/// No role has started a sign-out at a provider.
pub fn no_pending_sign_out(_: Role) -> Outcome {
    redirect("/")
}

/// Every account here has an authenticator application, which receives no code.
pub fn no_code_sent(role: Role) -> Outcome {
    account(role).then(|| Outcome::NotFound)
}

/// No identity provider is configured.
pub fn no_provider(_: Role) -> Outcome {
    Outcome::NotFound
}

/// Requires a recent authentication; no identity provider is configured.
pub fn no_linked_provider(role: Role) -> Outcome {
    recent_usager(role).then(|| Outcome::NotFound)
}

/// Requires a recent authentication; redirects to the list, because no identity is attached.
pub fn no_identity_to_detach(role: Role) -> Outcome {
    recent_usager(role).then(|| redirect("/profil/securite"))
}

/// Requires a usager; no co-owner creates accounts here.
pub fn no_account_creation_page(role: Role) -> Outcome {
    usager(role).then(|| Outcome::NotFound)
}

/// Like [`no_account_creation_page`], for the form.
pub fn no_account_creation(role: Role) -> Outcome {
    recent_usager(role).then(|| Outcome::NotFound)
}

/// Refuses a body that is not a form.
pub fn not_a_form(_: Role) -> Outcome {
    Outcome::Status(415)
}

/// No registration was handed over by a co-owner: redirects to the empty form.
pub fn no_handover(_: Role) -> Outcome {
    redirect("/inscription")
}

/// Callback of a co-owner without an authorization request: redirects to the page of rattachements.
pub fn no_link_request(role: Role) -> Outcome {
    if role.stage() == Stage::Usager { redirect("/profil/rattachements") } else { redirect("/connexion") }
}

/// Requires a session other than a visitor's; the file decides next.
pub fn file(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { redirect("/connexion") } else { Outcome::Allowed }
}

/// Redirects to the page that says that the form has no file.
pub fn no_file_to_verify(_: Role) -> Outcome {
    redirect("/verifier-un-accuse-de-reception")
}

/// Requires a usager with a current company; redirects visitors to sign-in.
pub fn receipt_file(role: Role) -> Outcome {
    match role.stage() {
        Stage::Visitor => redirect("/connexion"),
        Stage::Usager if role.company().is_some() => Outcome::Allowed,
        _ => Outcome::NotFound,
    }
}

/// Archive of the exchanges of the current company: only visitors are redirected to sign-in.
pub fn exchanges_file(role: Role) -> Outcome {
    receipt_file(role).then(|| role.decision(&Action::UseMessaging).into())
}

/// File of the dashboard: as its page, but only visitors are redirected to sign-in.
fn dashboard_file(role: Role) -> Outcome {
    match role.stage() {
        Stage::Visitor => redirect("/connexion"),
        Stage::Usager => any_right(role),
        _ => Outcome::NotFound,
    }
}

/// The first decision that allows, else the last.
fn any_of(role: Role, actions: &[Action]) -> Outcome {
    let decisions = actions.iter().map(|action| Outcome::from(role.decision(action)));
    decisions.fold(Outcome::NotFound, |before, one| if before == Outcome::Allowed { before } else { one })
}

/// Decides whether the role may see payments at one of the co-owners.
fn any_payments(role: Role) -> Outcome {
    let actions =
        [Action::SeePayments(CoOwner::Dgddi), Action::SeePayments(CoOwner::Dgfip), Action::SeeCardCreances];
    any_of(role, &actions)
}

/// Requires a right on the payments of one of the co-owners.
pub fn payments_export(role: Role) -> Outcome {
    dashboard_file(role).then(|| any_payments(role))
}

/// Page for the same as a calendar.
pub fn calendar_page(role: Role) -> Outcome {
    any_right(role).then(|| any_payments(role))
}

/// Creates the address of a calendar: requires a recent authentication too.
pub fn calendar_subscription(role: Role) -> Outcome {
    calendar_page(role).then(|| recently_authenticated(role))
}

/// Requires a right on one of the téléservices with declarations.
pub fn declarations_export(role: Role) -> Outcome {
    dashboard_file(role).then(|| any_of(role, &DeclarationLine::ALL.map(Action::OpenDeclaration)))
}

/// Requires a right on DELTA-G.
pub fn exports_file(role: Role) -> Outcome {
    dashboard_file(role).then(|| any_of(role, &[Action::OpenDeclaration(DeclarationLine::Dedouanement)]))
}

/// Requires a right on one of the téléservices on which declarations to customs are made.
pub fn statements_file(role: Role) -> Outcome {
    let actions: Vec<_> = Teleservice::of_declarations().map(Action::OpenTeleservice).collect();
    dashboard_file(role).then(|| any_of(role, &actions))
}

/// Requires a usager; redirects visitors to re-authentication, which redirects to sign-in.
pub fn data_copy(role: Role) -> Outcome {
    match role.stage() {
        Stage::Visitor => redirect(REAUTHENTICATION),
        Stage::Usager => Outcome::Allowed,
        _ => Outcome::NotFound,
    }
}

/// Upload sent by the script: requires a usager with a current company, or a member of the staff; others get 401.
pub fn upload(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager if role.company().is_none() => Outcome::NotFound,
        Stage::Usager | Stage::Staff => Outcome::Allowed,
        _ => Outcome::Status(401),
    }
}

/// Requires a hotline adviser, who adds a file to a case.
pub fn adviser_upload(role: Role) -> Outcome {
    match role.stage() {
        Stage::Staff => role.decision(&Action::AnswerCases).into(),
        Stage::Usager => Outcome::NotFound,
        _ => Outcome::Status(401),
    }
}

/// Requires a usager whose rights have changed, or one who may use the messaging.
pub fn notifications(role: Role) -> Outcome {
    let changed = Company::BOTH.into_iter().any(|company| !role.has_all_rights_on(company));
    usager(role).then(|| if changed { Outcome::Allowed } else { messaging(role) })
}

/// Former URL of a page: redirects to its new one.
pub fn moved(_: Role) -> Outcome {
    redirect("/profil/habilitations/historique")
}

/// Requires a recent authentication; redirects, because no role is an administrator of a company.
pub fn no_role(role: Role) -> Outcome {
    recent_usager(role).then(|| redirect("/entreprises/administrateurs"))
}

/// Request of a téléservice without parameters.
pub fn invalid_request(_: Role) -> Outcome {
    Outcome::Status(400)
}

/// Page for a téléservice, without its parameters; requires a current company.
pub fn unknown_teleservice(role: Role) -> Outcome {
    company(role).then(|| Outcome::NotFound)
}

/// Redirects a POST to a GET of the same URL.
pub fn authorization_by_get(_: Role) -> Outcome {
    redirect("/openid/autorisation")
}

/// Redirects a POST to a GET of the same URL.
pub fn end_session_by_get(_: Role) -> Outcome {
    redirect("/openid/fin-de-session")
}

/// End of session without an ID token: requires confirmation from signed-in accounts.
pub fn end_session_without_token(role: Role) -> Outcome {
    if account(role) == Outcome::Allowed {
        redirect("/deconnexion/teleservice")
    } else {
        redirect("/deconnexion")
    }
}

/// Requires a session that is signed in; others get 204.
pub fn event_stream(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager | Stage::Enrolling | Stage::Staff => Outcome::Allowed,
        Stage::Visitor | Stage::AwaitingCode => Outcome::Status(204),
    }
}

/// Requires a hotline adviser. A stream redirects to no page: others are answered as if it did not exist.
pub fn adviser_stream(role: Role) -> Outcome {
    adviser(role).of_form()
}

/// Responds as to a session that shares no view.
pub fn no_shared_view(_: Role) -> Outcome {
    Outcome::Status(204)
}

/// Request without signature or access token.
pub fn unauthenticated(_: Role) -> Outcome {
    Outcome::Status(401)
}
