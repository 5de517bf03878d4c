//! Rate limits of registrations and of the mails that anyone can cause.
//!
//! Each cause has its own limit: a stranger who registers another person's address must not keep that person from getting
//! their own links.

use platform::{
    Error,
    db::{Duration, Tx},
    secret::Token,
    throttle::{self, Attempt},
};

use crate::{Portal, accounts::sessions::Client};

/// Maximum number of mails of one cause to one address within an hour, over all requesters.
const MAILS_PER_ADDRESS: i64 = 5;

/// Maximum number of activation mails to one address within an hour, over all identifiants: more than one network may
/// cause (`sign_in.registrations_per_network`).
const ACTIVATIONS_PER_ADDRESS: i64 = 50;

const HOUR: Duration = Duration::from_secs(3600);

/// Cause of a mail to an address that anyone can type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MailCause {
    /// A registration with the address of an active account.
    AddressTaken,
    ActivationLink,
    PasswordReset,
    NewAddress,
    RoleOffer,
}

impl MailCause {
    const ALL: [MailCause; 5] = [
        MailCause::AddressTaken,
        MailCause::ActivationLink,
        MailCause::PasswordReset,
        MailCause::NewAddress,
        MailCause::RoleOffer,
    ];

    const fn code(self) -> &'static str {
        match self {
            MailCause::AddressTaken => "adresse-prise",
            MailCause::ActivationLink => "renvoi",
            MailCause::PasswordReset => "oubli",
            MailCause::NewAddress => "nouvelle-adresse",
            MailCause::RoleOffer => "role",
        }
    }

    fn bucket(self, address: &str) -> String {
        format!("courriel:{}:{}", self.code(), hash(address))
    }
}

/// Mails that a registration may send.
pub(super) struct RegistrationMails {
    /// Activation link.
    pub activation: bool,
    /// Notice to the owner of an active account.
    pub address_taken: bool,
}

/// Limits registrations and new activation links per network and hour.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`.
pub(super) async fn limit_per_network(portal: &Portal, client: &Client) -> Result<(), Error> {
    let bucket = format!("inscription:{}", throttle::network(client.address));
    throttle::allow(portal, &bucket, portal.config.sign_in.registrations_per_network, HOUR).await?;
    Ok(())
}

/// Counts the mail of a registration, per address and identifiant: those of a stranger, who does not know the identifiant
/// that the owner of the address chooses, do not count for the owner. All limits are counted whether the address is taken
/// or not, so that both cases take the same time.
pub(super) async fn count_registration_mails(
    portal: &Portal,
    address: &str,
    login: &str,
) -> Result<RegistrationMails, Error> {
    let address_taken = may_send_mail_to(portal, MailCause::AddressTaken, address).await?;
    let of_login = is_allowed(portal, &bucket_of_login(address, login), MAILS_PER_ADDRESS).await?;
    let of_address = is_allowed(portal, &bucket_of_all(address), ACTIVATIONS_PER_ADDRESS).await?;
    Ok(RegistrationMails { activation: of_login && of_address, address_taken })
}

/// Counts a mail to this address. Returns `false` if the limit is reached: the mail must not be sent, and the response
/// must not show it.
pub(crate) async fn may_send_mail_to(
    portal: &Portal,
    cause: MailCause,
    address: &str,
) -> Result<bool, Error> {
    is_allowed(portal, &cause.bucket(address), MAILS_PER_ADDRESS).await
}

/// Removes the limits of an address.
pub(crate) async fn forget_mails_to(tx: &mut Tx, address: &str, login: &str) -> Result<(), Error> {
    for cause in MailCause::ALL {
        throttle::forget(tx, &cause.bucket(address)).await?;
    }
    throttle::forget(tx, &bucket_of_login(address, login)).await?;
    throttle::forget(tx, &bucket_of_all(address)).await
}

async fn is_allowed(portal: &Portal, bucket: &str, limit: i64) -> Result<bool, Error> {
    Ok(matches!(throttle::attempt(portal, bucket, limit, HOUR).await?, Attempt::Allowed(_)))
}

fn bucket_of_login(address: &str, login: &str) -> String {
    format!("activation-identifiant:{}", hash(&format!("{address} {login}")))
}

fn bucket_of_all(address: &str) -> String {
    format!("activation-adresse:{}", hash(address))
}

fn hash(text: &str) -> String {
    hex::encode(Token::hash(text))
}
