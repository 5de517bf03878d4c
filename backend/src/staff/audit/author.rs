use domain::rights::Action;
use platform::Error;

use crate::{
    Portal,
    accounts::sessions::{Session, StaffMember},
    id::StaffId,
};

/// Author of an act of administration.
#[derive(Clone, Copy, Debug)]
pub enum Author<'a> {
    Member(&'a StaffMember),
    /// A member who changes the factors of their own account; `address`: network of the request, empty if unknown.
    Own {
        id: StaffId,
        name: &'a str,
        address: &'a str,
    },
    /// The server's command line.
    CommandLine,
    /// A member whose act another person completes: identifier and name.
    Absent(StaffId, &'a str),
    /// A member who chooses their password with a link, not signed in: identifier and name.
    Invited(StaffId, &'a str),
}

impl<'a> Author<'a> {
    /// Returns the signed-in administrator, if the rules allow a change now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no member of the staff is signed in; [`Error::Refused`] without the role, a secured network, a
    /// recent authentication or the factor that the portal requires.
    pub fn of(portal: &Portal, session: &'a Session) -> Result<Self, Error> {
        let member = session.staff()?;
        let (from, strong_factor) = (member.network, member.meets_factor_requirement(portal));
        let recently_authenticated = session.is_recently_authenticated(portal.clock.now());
        session
            .staff_allowed(&Action::Administer { from, recently_authenticated, strong_factor })
            .map(Author::Member)
    }

    /// Returns the signed-in editor.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no member of the staff is signed in; [`Error::Refused`] without the role.
    pub fn editor(session: &'a Session) -> Result<Self, Error> {
        session.staff_allowed(&Action::EditTexts).map(Author::Member)
    }

    pub(super) fn id(&self) -> Option<StaffId> {
        match self {
            Author::Member(member) => Some(member.id),
            Author::Invited(id, _) | Author::Absent(id, _) | Author::Own { id, .. } => Some(*id),
            Author::CommandLine => None,
        }
    }

    /// Name shown in the trail and in mails.
    pub fn name(&self) -> &str {
        match self {
            Author::Member(member) => &member.name,
            Author::Invited(_, name) | Author::Absent(_, name) | Author::Own { name, .. } => name,
            Author::CommandLine => "L’exploitant du portail",
        }
    }

    pub(super) fn network(&self) -> &str {
        match self {
            Author::Member(member) => &member.address,
            Author::Own { address, .. } => address,
            _ => "",
        }
    }

    /// Returns `true` if the author is this member.
    pub fn is(&self, member: StaffId) -> bool {
        self.id() == Some(member)
    }
}
