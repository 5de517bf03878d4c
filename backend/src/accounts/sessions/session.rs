use std::net::{IpAddr, Ipv4Addr};

use domain::{
    problem::Problem,
    rights::{Action, Actor, Decision, Network, StaffRole, decide},
    siren::Siren,
};
use platform::{Error, db::Moment};

use super::owner::Owner;
use crate::{
    Portal,
    id::{AccountId, SessionId, SharedViewId, StaffId},
};

/// An active session.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: SessionId,
    pub visitor: Visitor,
    /// The SIREN being worked on (mission §3.2).
    pub siren: Option<Siren>,
    pub created_at: Moment,
    /// End of the session if it is no longer used.
    pub idle_end: Moment,
    /// End of the session, whatever its use.
    pub absolute_end: Moment,
    pub signed_in_at: Option<Moment>,
    /// Last complete authentication by the portal itself, not by an identity provider.
    pub authenticated_at: Option<Moment>,
    /// Time until which `authenticated_at` is recent enough for sensitive actions.
    pub authentication_end: Option<Moment>,
    /// First session of the chain that this one continues: see [`EndedSession`](super::EndedSession).
    pub chain: Option<SessionId>,
    /// The next pages have a [`Flash`](crate::accounts::flash::Flash) to show.
    pub has_flash: bool,
    /// View that the session shares with an adviser ([`crate::assistance::sharing`]).
    pub shared_view: Option<SharedViewId>,
    /// Number of changes of the account's rights so far; open pages compare it ([`crate::live_pages`]).
    pub rights_mark: i64,
    /// The sign-in before this one.
    pub previous: Option<PreviousSignIn>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PreviousSignIn {
    pub at: Moment,
    /// Coarse: « réseau 192.0.2.x, Firefox sous Linux ».
    pub place: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Visitor {
    Anonymous,
    /// The password was correct; a second factor or a mailed code is awaited.
    CodeAwaited(CodeAwaited),
    Usager(Usager),
    /// Signed in, but may only add the second factor that the security level requires.
    Enrolling(Usager),
    Staff(StaffMember),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAwaited {
    Account(AccountId),
    Staff(StaffId),
}

/// A signed-in person.
#[derive(Clone, Debug, PartialEq)]
pub struct Usager {
    pub account: AccountId,
    pub login: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

impl Usager {
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// A signed-in member of the staff.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffMember {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub roles: Vec<StaffRole>,
    /// Codes of the services that they answer for as an agent, or whose documents they manage.
    pub services: Vec<String>,
    /// May sign in from outside the administration's networks.
    pub remote: bool,
    /// Has an authenticator app or a passkey, which every sign-in and re-authentication then requires.
    pub has_strong_factor: bool,
    /// Network of the current request; `Outside` until `staff::restrict_to_network` sets it.
    pub network: Network,
    /// Address of the current request for the audit trail: an IPv4 address or an IPv6 /64.
    pub address: String,
}

impl StaffMember {
    /// The member as the rules of rights see them.
    pub fn actor(&self) -> Actor<'_> {
        Actor::Staff { roles: &self.roles, services: &self.services, remote: self.remote }
    }

    /// Returns `true` if the second factor of the member is strong enough for official acts on this portal.
    pub fn meets_factor_requirement(&self, portal: &Portal) -> bool {
        self.has_strong_factor || !portal.config.staff.strong_factor_required
    }
}

impl Session {
    /// The signed-in person.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no person is signed in.
    pub fn usager(&self) -> Result<&Usager, Error> {
        match &self.visitor {
            Visitor::Usager(usager) => Ok(usager),
            _ => Err(Error::NotFound),
        }
    }

    /// Returns the account or member of the staff that is signed in, or whose code is awaited.
    pub fn owner(&self) -> Option<Owner> {
        match &self.visitor {
            Visitor::Anonymous => None,
            Visitor::CodeAwaited(CodeAwaited::Account(account)) => Some(Owner::Account(*account)),
            Visitor::CodeAwaited(CodeAwaited::Staff(member)) => Some(Owner::Staff(*member)),
            Visitor::Usager(usager) | Visitor::Enrolling(usager) => Some(Owner::Account(usager.account)),
            Visitor::Staff(member) => Some(Owner::Staff(member.id)),
        }
    }

    /// First session of the chain that this one belongs to, which is that of the browser.
    pub fn first_of_chain(&self) -> SessionId {
        self.chain.unwrap_or(self.id)
    }

    /// The signed-in person, even while [`Visitor::Enrolling`].
    ///
    /// # Errors
    /// [`Error::NotFound`] if no person is signed in.
    pub fn account(&self) -> Result<&Usager, Error> {
        match &self.visitor {
            Visitor::Usager(usager) | Visitor::Enrolling(usager) => Ok(usager),
            _ => Err(Error::NotFound),
        }
    }

    /// Returns `true` if the last complete authentication is recent enough for sensitive actions.
    pub fn is_recently_authenticated(&self, now: Moment) -> bool {
        self.authentication_end.is_some_and(|end| now < end)
    }

    /// Like [`Session::account`], but requires an authentication recent enough for sensitive actions (mission §2.4).
    ///
    /// # Errors
    /// [`Error::NotFound`] if no person is signed in; [`Error::Invalid`]: `ReauthenticationRequired`.
    pub fn recently_authenticated_account(&self, now: Moment) -> Result<&Usager, Error> {
        let usager = self.account()?;
        if self.is_recently_authenticated(now) {
            Ok(usager)
        } else {
            Err(Error::invalid("", Problem::ReauthenticationRequired))
        }
    }

    /// Like [`Session::usager`], but requires an authentication recent enough for sensitive actions.
    ///
    /// # Errors
    /// As [`Session::recently_authenticated_account`].
    pub fn recently_authenticated_usager(&self, now: Moment) -> Result<&Usager, Error> {
        self.usager()?;
        self.recently_authenticated_account(now)
    }

    /// The account or member of the staff, if the last authentication is recent enough for sensitive actions.
    ///
    /// # Errors
    /// As [`Session::recently_authenticated_account`].
    pub(crate) fn recently_authenticated_owner(&self, now: Moment) -> Result<Owner, Error> {
        let owner = self.signed_in_owner()?;
        if self.is_recently_authenticated(now) {
            Ok(owner)
        } else {
            Err(Error::invalid("", Problem::ReauthenticationRequired))
        }
    }

    /// The account or member of the staff that is signed in.
    ///
    /// # Errors
    /// [`Error::NotFound`] if none is.
    pub fn signed_in_owner(&self) -> Result<Owner, Error> {
        match &self.visitor {
            Visitor::Staff(member) => Ok(Owner::Staff(member.id)),
            _ => Ok(Owner::Account(self.account()?.account)),
        }
    }

    /// The signed-in member of the staff, whatever their roles.
    ///
    /// # Errors
    /// [`Error::NotFound`] if none is signed in.
    pub fn staff(&self) -> Result<&StaffMember, Error> {
        match &self.visitor {
            Visitor::Staff(member) => Ok(member),
            _ => Err(Error::NotFound),
        }
    }

    /// The signed-in member of the staff, if they may perform the action.
    ///
    /// # Errors
    /// As [`Session::staff`]; [`Error::Refused`] or [`Error::NotFound`] as [`decide`] decides.
    pub fn staff_allowed(&self, action: &Action) -> Result<&StaffMember, Error> {
        let member = self.staff()?;
        match decide(&member.actor(), action) {
            Decision::Allowed => Ok(member),
            Decision::Denied(denial) if denial.hidden => Err(Error::NotFound),
            Decision::Denied(denial) => Err(Error::Refused(denial)),
        }
    }

    /// The signed-in agent.
    ///
    /// # Errors
    /// As [`Session::staff_allowed`].
    pub fn agent(&self) -> Result<&StaffMember, Error> {
        self.staff_allowed(&Action::AnswerQuestions)
    }

    /// The chosen SIREN.
    ///
    /// # Errors
    /// [`Error::NotFound`] if none is chosen.
    pub fn siren(&self) -> Result<&Siren, Error> {
        self.siren.as_ref().ok_or(Error::NotFound)
    }
}

/// Origin of a request.
#[derive(Clone, Debug)]
pub struct Client {
    /// [`Client::UNKNOWN_ADDRESS`] if the reverse proxies do not provide it.
    pub address: IpAddr,
    /// `User-Agent` header, empty when absent.
    pub user_agent: String,
    /// Raw token of the trusted-device cookie.
    pub device: Option<String>,
}

impl Client {
    /// Unspecified address, which no client has. It belongs to no network of the administration; all clients with it
    /// share one rate limit.
    pub const UNKNOWN_ADDRESS: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
}
