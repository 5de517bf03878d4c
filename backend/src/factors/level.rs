//! The security level of an account (mission §2.1): which factor every sign-in asks.

use domain::{
    account::SecurityLevel,
    factor_forms,
    form::{Answers, check},
    phone::Mobile,
};
use uuid::Uuid;

use super::{may_change, sms_number, standing, takes_passkeys};
use crate::{
    Error, Portal,
    db::{Moment, Tx},
    history::{self, Event},
    on_tx,
    session::Session,
    sign_in,
};

/// What a choice of level led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelChange {
    Done(SecurityLevel),
    /// An application must be added first: the level changes with it.
    ApplicationNeeded,
    /// The same of a passkey.
    PasskeyNeeded,
    /// A code was sent to the number: the level changes when it comes back.
    NumberToConfirm,
}

/// The levels that can be enforced, so the only ones offered: without a gateway no SMS leaves, without a name for the
/// portal browsers make no passkey.
pub fn levels(portal: &Portal) -> Vec<SecurityLevel> {
    let enforced = |level: &SecurityLevel| match level {
        SecurityLevel::Sms => portal.sms.is_some(),
        SecurityLevel::Passkey => takes_passkeys(portal),
        SecurityLevel::Password | SecurityLevel::Totp => true,
    };
    SecurityLevel::ALL.into_iter().filter(enforced).collect()
}

pub async fn level(portal: &Portal, account: Uuid) -> Result<SecurityLevel, Error> {
    Ok(standing::read(portal, account).await?.proofs.level)
}

/// Changes the level, or begins what the level needs first.
///
/// # Errors
/// [`Error::Invalid`]: problems of the form, `ProofNeeded`, `TooManyAttempts` (codes sent).
pub async fn change_level(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<LevelChange, Error> {
    let account = may_change(portal, session)?;
    let problems = check(&factor_forms::level(&levels(portal)), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let wanted = SecurityLevel::from_code(answers.text("niveau")).unwrap_or(SecurityLevel::Password);
    let standing = standing::read(portal, account).await?;
    match wanted {
        SecurityLevel::Passkey if !standing.proofs.passkey => return Ok(LevelChange::PasskeyNeeded),
        SecurityLevel::Totp if !standing.proofs.application => return Ok(LevelChange::ApplicationNeeded),
        SecurityLevel::Sms => {
            let number = Mobile::parse(answers.text("numero_sms"))
                .map_err(|problem| Error::invalid("numero_sms", problem))?;
            let confirmed =
                standing.proofs.sms_confirmed && standing.sms_number.as_deref() == Some(number.as_str());
            if !confirmed {
                sms_number::begin(portal, session, account, &number).await?;
                return Ok(LevelChange::NumberToConfirm);
            }
        }
        _ => {}
    }
    let mut tx = portal.db.begin().await?;
    set(&mut tx, portal.clock.now(), session, wanted).await?;
    tx.commit().await?;
    Ok(LevelChange::Done(wanted))
}

/// Sets the level; `false` when it was this one already.
pub(super) async fn set(
    tx: &mut Tx,
    now: Moment,
    session: &Session,
    wanted: SecurityLevel,
) -> Result<bool, Error> {
    let account = session.account()?.account;
    super::lock(tx, account).await?;
    let before: String = on_tx!(tx, |c| {
        sqlx::query_scalar("SELECT security_level FROM account WHERE id = $1")
            .bind(account)
            .fetch_one(c)
            .await
    })?;
    if before == wanted.code() {
        return Ok(false);
    }
    let changed = on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE account SET security_level = $1 WHERE id = $2
                AND ($1 <> $3 OR EXISTS (SELECT 1 FROM totp_factor WHERE account_id = $2))
                AND ($1 <> $4 OR EXISTS (SELECT 1 FROM passkey WHERE account_id = $2))",
        )
        .bind(wanted.code())
        .bind(account)
        .bind(SecurityLevel::Totp.code())
        .bind(SecurityLevel::Passkey.code())
        .execute(c)
        .await
        .map(|done| done.rows_affected())
    })?;
    if changed == 0 {
        // The last application, or passkey, was removed meanwhile.
        return Err(Error::Busy { retry_after_seconds: 1 });
    }
    if wanted == SecurityLevel::Password {
        // At the other levels a device is recognised, not spared: sparing it must be chosen anew.
        sign_in::forget_devices(tx, account).await?;
    }
    let from = SecurityLevel::from_code(&before).unwrap_or(SecurityLevel::Password);
    history::note_by(tx, now, session, Event::LevelChanged { from, to: wanted }).await?;
    Ok(true)
}
