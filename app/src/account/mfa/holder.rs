//! Pages of second factors are the same for usagers and for the staff, at other addresses.

use backend::{
    accounts::sessions::Session,
    id::{AuthenticatorAppId, PasskeyId},
};
use domain::path;
use leptos::prelude::*;
use platform::Error;

use super::{
    server::{
        AddApplication, AddPasskey, AddStaffApplication, AddStaffPasskey, RemoveApplication, RemovePasskey,
        RemoveStaffApplication, RemoveStaffPasskey, RenewCodes, RenewStaffCodes,
    },
    trail::trail,
};
use crate::{
    account::profile::{Tab, Tabs},
    forms::Endpoint,
    page::{PageRequest, Stop},
};

/// Kind of the person whose second factors a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    Usager,
    Staff,
}

/// Name and address of a form.
pub(super) type Form = (&'static str, &'static str);

impl Holder {
    /// Returns the holder that the address of the page is for.
    pub fn of(request: &PageRequest) -> Self {
        if path::is_for_staff(&request.path) { Holder::Staff } else { Holder::Usager }
    }

    /// Returns the title of a page, which differs for the staff: no two pages have the same one.
    pub fn title(self, title: &str) -> String {
        match self {
            Holder::Usager => title.to_owned(),
            Holder::Staff => format!("{title} (membre de l’équipe)"),
        }
    }

    /// Page with the list of the factors.
    pub fn security(self) -> &'static str {
        match self {
            Holder::Usager => path::SECURITY,
            Holder::Staff => path::STAFF_SECURITY,
        }
    }

    pub fn new_application(self) -> &'static str {
        match self {
            Holder::Usager => path::NEW_AUTHENTICATOR_APP,
            Holder::Staff => path::NEW_STAFF_AUTHENTICATOR_APP,
        }
    }

    /// Page that removes an application.
    pub fn application(self, id: AuthenticatorAppId) -> String {
        match self {
            Holder::Usager => path::authenticator_app(id),
            Holder::Staff => path::staff_authenticator_app(id),
        }
    }

    /// Page that removes a passkey.
    pub fn passkey(self, id: PasskeyId) -> String {
        match self {
            Holder::Usager => path::passkey(id),
            Holder::Staff => path::staff_passkey(id),
        }
    }

    pub fn new_passkey(self) -> &'static str {
        match self {
            Holder::Usager => path::NEW_PASSKEY,
            Holder::Staff => path::NEW_STAFF_PASSKEY,
        }
    }

    pub fn recovery_codes(self) -> &'static str {
        match self {
            Holder::Usager => path::RECOVERY_CODES,
            Holder::Staff => path::STAFF_RECOVERY_CODES,
        }
    }

    pub fn add_application(self) -> Form {
        match self {
            Holder::Usager => (AddApplication::NAME, AddApplication::ACTION),
            Holder::Staff => (AddStaffApplication::NAME, AddStaffApplication::ACTION),
        }
    }

    pub fn add_passkey(self) -> Form {
        match self {
            Holder::Usager => (AddPasskey::NAME, AddPasskey::ACTION),
            Holder::Staff => (AddStaffPasskey::NAME, AddStaffPasskey::ACTION),
        }
    }

    pub fn remove_application(self) -> Form {
        match self {
            Holder::Usager => (RemoveApplication::NAME, RemoveApplication::ACTION),
            Holder::Staff => (RemoveStaffApplication::NAME, RemoveStaffApplication::ACTION),
        }
    }

    pub fn remove_passkey(self) -> Form {
        match self {
            Holder::Usager => (RemovePasskey::NAME, RemovePasskey::ACTION),
            Holder::Staff => (RemoveStaffPasskey::NAME, RemoveStaffPasskey::ACTION),
        }
    }

    pub fn renew_codes(self) -> Form {
        match self {
            Holder::Usager => (RenewCodes::NAME, RenewCodes::ACTION),
            Holder::Staff => (RenewStaffCodes::NAME, RenewStaffCodes::ACTION),
        }
    }

    /// Breadcrumb of the pages below [`Self::security`].
    pub fn trail(self) -> Vec<(String, String)> {
        match self {
            Holder::Usager => trail(),
            Holder::Staff => vec![("Ma sécurité".to_owned(), path::STAFF_SECURITY.to_owned())],
        }
    }

    /// Tabs of the personal space, which the staff do not have.
    pub fn tabs(self) -> Option<AnyView> {
        (self == Holder::Usager).then(|| view! { <Tabs current=Tab::Security/> }.into_any())
    }

    /// Returns the recently authenticated session of such a person, even while they add the factor of their level. Others are
    /// redirected.
    pub fn session_adding(self, request: &PageRequest) -> Result<&Session, Stop> {
        match self {
            Holder::Usager => request.reauthenticated_account(),
            Holder::Staff => request.reauthenticated_staff(),
        }
    }

    /// Like [`Self::session_adding`], only if nothing must be added first.
    pub fn session(self, request: &PageRequest) -> Result<&Session, Stop> {
        match self {
            Holder::Usager => request.reauthenticated_usager(),
            Holder::Staff => request.reauthenticated_staff(),
        }
    }

    /// Checks that such a person sends the form.
    ///
    /// # Errors
    /// [`Error::NotFound`] otherwise.
    pub fn check(self, session: &Session) -> Result<(), Error> {
        match self {
            Holder::Usager => session.account().map(drop),
            Holder::Staff => session.staff().map(drop),
        }
    }

    /// Like [`Self::check`], only if nothing must be added first.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn check_complete(self, session: &Session) -> Result<(), Error> {
        match self {
            Holder::Usager => session.usager().map(drop),
            Holder::Staff => session.staff().map(drop),
        }
    }
}
