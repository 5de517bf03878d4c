//! What an address asks of a session before it looks at any object; a page leads where one can be.

use domain::rights::{Action, Decision};

use super::people::{Company, Role, Stage};

/// What comes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Shown, or done; or the person is told what is wrong with what they typed.
    Served,
    /// Led to where they can be, on the portal: the path without its query.
    Led(String),
    /// Led out of the portal, to a co-owner or a téléservice.
    Away,
    /// As if it did not exist.
    Missing,
    /// Refused with the reason: the missing right.
    Explained,
    /// Any other status.
    Status(u16),
}

pub type Rule = fn(Role) -> Outcome;

pub const PROOF: &str = "/connexion/preuve";

fn led(page: &str) -> Outcome {
    Outcome::Led(page.to_owned())
}

impl Outcome {
    /// The next rule, where this one lets pass.
    pub fn then(self, next: impl FnOnce() -> Outcome) -> Outcome {
        if self == Outcome::Served { next() } else { self }
    }

    /// A form has no page to lead to: to whom it is not for, it does not exist. Who has to prove again who they are is
    /// told so.
    pub fn of_form(self) -> Outcome {
        match self {
            Outcome::Led(page) if page != PROOF => Outcome::Missing,
            other => other,
        }
    }
}

impl From<Decision> for Outcome {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allowed => Outcome::Served,
            Decision::Denied(denial) if denial.hidden => Outcome::Missing,
            Decision::Denied(_) => Outcome::Explained,
        }
    }
}

/// Asks nothing.
pub fn anyone(_: Role) -> Outcome {
    Outcome::Served
}

/// A signed-in operator.
pub fn usager(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager => Outcome::Served,
        Stage::Enrolling => led("/profil/securite/application"),
        _ => led("/connexion"),
    }
}

/// Whose account it is, be the promised application added or not.
pub fn account(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager | Stage::Enrolling => Outcome::Served,
        _ => led("/connexion"),
    }
}

fn proved(role: Role) -> Outcome {
    if role.has_fresh_proof() { Outcome::Served } else { led(PROOF) }
}

/// An operator who proved a short while ago who they are.
pub fn fresh(role: Role) -> Outcome {
    usager(role).then(|| proved(role))
}

/// The same of [`account`].
pub fn fresh_account(role: Role) -> Outcome {
    account(role).then(|| proved(role))
}

/// An operator who has chosen a company.
pub fn company(role: Role) -> Outcome {
    usager(role).then(|| if role.company().is_some() { Outcome::Served } else { led("/entreprises") })
}

/// … and holds something there.
pub fn held(role: Role) -> Outcome {
    let holds = role.company().is_some_and(|company| role.holds_on(company));
    company(role).then(|| if holds { Outcome::Served } else { led("/entreprises") })
}

/// … and may use the messaging there.
pub fn messaging(role: Role) -> Outcome {
    company(role).then(|| role.decides(&Action::UseMessaging).into())
}

pub fn agent(role: Role) -> Outcome {
    if role.stage() == Stage::Agent { Outcome::Served } else { led("/agent/connexion") }
}

/// Either side of a question: what it is about decides.
pub fn either_side(role: Role) -> Outcome {
    agent(role).or(|| messaging(role))
}

impl Outcome {
    fn or(self, other: impl FnOnce() -> Outcome) -> Outcome {
        if self == Outcome::Served { self } else { other() }
    }
}

/// The code is awaited.
pub fn code_awaited(role: Role) -> Outcome {
    if role.stage() == Stage::CodeAwaited { Outcome::Served } else { led("/connexion") }
}

/// The sign-in pages lead on who is signed in already.
pub fn not_usager(role: Role) -> Outcome {
    if role.stage() == Stage::Usager { led("/tableau-de-bord") } else { Outcome::Served }
}

pub fn not_agent(role: Role) -> Outcome {
    if role.stage() == Stage::Agent { led("/agent") } else { Outcome::Served }
}

/// A passkey is asked of a session that a form opened, whose owner is not known yet.
pub fn some_session(role: Role) -> Outcome {
    if matches!(role.stage(), Stage::Visitor | Stage::Usager) { led("/connexion") } else { Outcome::Served }
}

/// Where who they are is proved again.
pub fn old_proof(role: Role) -> Outcome {
    account(role).then(|| if role.has_fresh_proof() { led("/profil/securite") } else { Outcome::Served })
}

/// The same for agents, whose proofs here are fresh.
pub fn old_agent_proof(role: Role) -> Outcome {
    agent(role).then(|| led("/agent"))
}

/// Nobody here is in the middle of such a journey.
pub fn nobody_signing_in(_: Role) -> Outcome {
    led("/connexion")
}

pub fn no_agent_signing_in(_: Role) -> Outcome {
    led("/agent/connexion")
}

/// No number was given that could be confirmed.
pub fn no_number(role: Role) -> Outcome {
    fresh(role).then(|| led("/profil/securite/niveau"))
}

/// Nobody was refused by a provider: there is nothing to tell.
pub fn nothing_to_tell(_: Role) -> Outcome {
    Outcome::Missing
}

/// No provider is configured: a journey that nobody began ends where it can be begun.
pub fn no_provider_journey(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { led("/connexion/echec") } else { Outcome::Missing }
}

/// A sign-out that nobody began.
pub fn no_sign_out(_: Role) -> Outcome {
    led("/")
}

/// Everybody here has an application, which sends no code.
pub fn no_code_sent(role: Role) -> Outcome {
    account(role).then(|| Outcome::Missing)
}

/// No identity provider is configured: there is nothing to attach or to detach.
pub fn no_provider(_: Role) -> Outcome {
    Outcome::Missing
}

pub fn no_provider_attached(role: Role) -> Outcome {
    fresh(role).then(|| Outcome::Missing)
}

/// No co-owner here opens accounts; whether one does is said to operators only.
pub fn no_account_opened(role: Role) -> Outcome {
    usager(role).then(|| Outcome::Missing)
}

/// The same asked by its form.
pub fn no_opening(role: Role) -> Outcome {
    fresh(role).then(|| Outcome::Missing)
}

/// A body that is no form's is not even read.
pub fn not_a_form(_: Role) -> Outcome {
    Outcome::Status(415)
}

/// Nothing was handed over by a co-owner: the form, empty, with the reason.
pub fn no_handover(_: Role) -> Outcome {
    led("/inscription")
}

/// An answer of a co-owner to a journey that nobody began: told on the page of rattachements.
pub fn no_journey(role: Role) -> Outcome {
    if role.stage() == Stage::Usager { led("/profil/rattachements") } else { led("/connexion") }
}

/// A file of a question or draft: visitors sign in first, then it decides itself.
pub fn file(role: Role) -> Outcome {
    if role.stage() == Stage::Visitor { led("/connexion") } else { Outcome::Served }
}

/// The copy of one's data: who is not there yet is asked for a proof, which asks for a sign-in.
pub fn data_copy(role: Role) -> Outcome {
    match role.stage() {
        Stage::Visitor => led(PROOF),
        Stage::Usager => Outcome::Served,
        _ => Outcome::Missing,
    }
}

/// A file to be received, as the script sends it: visitors are told where to sign in.
pub fn upload(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager if role.company().is_none() => Outcome::Missing,
        Stage::Usager | Stage::Agent => Outcome::Served,
        _ => Outcome::Status(401),
    }
}

/// Whose rights changed reads what became of them; for the others it is about the company's questions.
pub fn notified(role: Role) -> Outcome {
    let changed = Company::BOTH.into_iter().any(|company| !role.holds_everything_on(company));
    usager(role).then(|| if changed { Outcome::Served } else { messaging(role) })
}

/// An address of before: the page is elsewhere now.
pub fn moved(_: Role) -> Outcome {
    led("/profil/habilitations/historique")
}

/// Delegates a role that nobody here holds.
pub fn no_role(role: Role) -> Outcome {
    fresh(role).then(|| led("/entreprises/administrateurs"))
}

/// What a téléservice asks, asked without anything: for nobody.
pub fn unusable(_: Role) -> Outcome {
    Outcome::Status(400)
}

/// The same on a page, which first wants a company.
pub fn unusable_page(role: Role) -> Outcome {
    company(role).then(|| Outcome::Missing)
}

/// A POST of a téléservice's page is asked again as a GET of the same address.
pub fn repeated_authorization(_: Role) -> Outcome {
    led("/openid/autorisation")
}

pub fn repeated_end(_: Role) -> Outcome {
    led("/openid/fin-de-session")
}

/// A sign-out that no téléservice signed: whose session could end is asked, the others have none there.
pub fn unsigned_end(role: Role) -> Outcome {
    if account(role) == Outcome::Served { led("/deconnexion/teleservice") } else { led("/deconnexion") }
}

/// What becomes of a page is told to who is signed in; there is nothing to tell the others.
pub fn follower(role: Role) -> Outcome {
    match role.stage() {
        Stage::Usager | Stage::Enrolling | Stage::Agent => Outcome::Served,
        Stage::Visitor | Stage::CodeAwaited => Outcome::Status(204),
    }
}

/// Asked without a signature.
pub fn unsigned(_: Role) -> Outcome {
    Outcome::Status(401)
}
