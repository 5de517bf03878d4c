//! Second factors (mission §2.3, §2.4): authenticator applications, passkeys, mobile number, recovery codes, and the
//! level that says which of them every sign-in asks.
//!
//! Which ways a level accepts is decided by [`domain::factor::Proofs`]; here they are stored, compared and changed. A
//! code is counted before it is compared ([`count`]), and accepted by one statement, so that it serves once.

mod applications;
mod enrolment;
mod level;
pub(crate) mod passkeys;
mod recovery;
mod sms_number;
mod standing;
mod totp;

use uuid::Uuid;

use crate::{Error, Portal, db::Tx, on_tx, session::Session, throttle};

pub use applications::{Application, MAX_APPLICATIONS, application, applications, remove_application};
pub use enrolment::{Confirmed, Enrolment, begin_application, confirm_application};
pub use level::{LevelChange, change_level, level, levels};
pub use passkeys::{
    MAX_PASSKEYS, Passkey, RelyingParty, begin_passkey, confirm_passkey, passkey, passkeys, remove_passkey,
    takes_passkeys,
};
pub use recovery::{FEW, ask_new_codes, codes_left, draw_codes};
pub use sms_number::{NumberConfirmed, awaited_number, confirm_number, number, resend_number_code};
pub use totp::Key;

pub(crate) use applications::accept as accept_application_code;
pub(crate) use recovery::accept as accept_recovery_code;
pub(crate) use sms_number::note_confirmed;
pub(crate) use standing::{Standing, read as standing};

/// Counts a code about to be compared, whatever its kind: so many per account within the window of the sign-in, and
/// as many again on each trusted device, so that nobody who guesses elsewhere keeps the owner out.
///
/// # Errors
/// [`Error::Invalid`]: `TooManyAttempts`. Forgive the attempt when the code was right.
pub(crate) async fn count(portal: &Portal, account: Uuid, device: Option<Uuid>) -> Result<Uuid, Error> {
    let settings = &portal.config.sign_in;
    let bucket = match device {
        Some(device) => format!("code-appareil:{device}"),
        None => format!("code:{account}"),
    };
    throttle::allow(portal, &bucket, settings.attempts_per_account, settings.window()).await
}

/// The account whose level and factors the session may change now. Not one that still has to add what its level promises:
/// that would let the level be lowered instead.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in; [`Error::Invalid`]: `ProofNeeded` when the last proof is too old.
pub(crate) fn may_change(portal: &Portal, session: &Session) -> Result<Uuid, Error> {
    Ok(session.proved_usager(portal.clock.now())?.account)
}

/// The account that the session may add a factor to now, be it the one that its level promises.
///
/// # Errors
/// As [`may_change`].
pub(crate) fn may_add(portal: &Portal, session: &Session) -> Result<Uuid, Error> {
    Ok(session.proved_account(portal.clock.now())?.account)
}

/// Makes whoever else changes the factors of this account wait for this transaction.
async fn lock(tx: &mut Tx, account: Uuid) -> Result<(), Error> {
    let found = on_tx!(tx, |c| {
        sqlx::query("UPDATE account SET security_level = security_level WHERE id = $1")
            .bind(account)
            .execute(c)
            .await
            .map(|done| done.rows_affected())
    })?;
    if found == 1 { Ok(()) } else { Err(Error::NotFound) }
}
