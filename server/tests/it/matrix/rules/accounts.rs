//! Rules of routes about accounts, sign-in, identity providers and single sign-on.

use super::{Outcome, REAUTHENTICATION, redirect, usager};
use crate::matrix::roles::{Role, Stage};

/// Requires a session of an account, whether its second factor is enrolled or not.
pub fn account(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager | Stage::Enrolling => Outcome::Allowed,
        _ => redirect("/connexion"),
    }
}

pub fn recently_authenticated(role: Role) -> Outcome {
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

/// Requires a session that awaits a code.
pub fn awaiting_code(role: Role) -> Outcome {
    if role.stage() == Stage::AwaitingCode { Outcome::Allowed } else { redirect("/connexion") }
}

/// Redirects a signed-in usager from the sign-in page.
pub fn sign_in_page(role: Role) -> Outcome {
    if role.stage() == Stage::Usager { redirect("/tableau-de-bord") } else { Outcome::Allowed }
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

/// No role has a pending identity of a provider.
pub fn no_pending_identity(_: Role) -> Outcome {
    redirect("/connexion")
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

/// No registration was handed over by a co-owner: redirects to the empty form.
pub fn no_handover(_: Role) -> Outcome {
    redirect("/inscription")
}

/// Callback of a co-owner without an authorization request: redirects to the page of rattachements.
pub fn no_link_request(role: Role) -> Outcome {
    if role.stage() == Stage::Usager { redirect("/profil/rattachements") } else { redirect("/connexion") }
}

/// Requires a usager; redirects visitors to re-authentication, which redirects to sign-in.
pub fn data_copy(role: Role) -> Outcome {
    match role.stage() {
        Stage::Visitor => redirect(REAUTHENTICATION),
        Stage::Usager => Outcome::Allowed,
        _ => Outcome::NotFound,
    }
}

/// Requires a recent authentication; redirects, because no role is an administrator of a company.
pub fn no_role(role: Role) -> Outcome {
    recent_usager(role).then(|| redirect("/entreprises/administrateurs"))
}

/// Request of a téléservice without parameters.
pub fn invalid_request(_: Role) -> Outcome {
    Outcome::Status(400)
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
