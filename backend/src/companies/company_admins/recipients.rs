//! Worker that looks up the accounts to which roles are offered.

use domain::{french::with_de, path};
use platform::{
    Error,
    db::{Moment, Tx},
    execute, execute_tx,
    mail::{self, Lifetime},
    on,
};

use super::{letters::RoleOfferedLetter, page::company_name};
use crate::{
    Portal,
    accounts::{
        account::{self, Account},
        registration::{self, MailCause},
    },
    companies::notices::{NoticeKind, notify_role},
    id::{AccountId, CompanyAdminRoleId},
};

/// Number of offers resolved by one call.
const BATCH: i64 = 50;

#[derive(sqlx::FromRow)]
struct UnresolvedOffer {
    id: CompanyAdminRoleId,
    siren: String,
    raison_sociale: String,
    giver: Option<AccountId>,
    typed: String,
    answer_until: Moment,
}

/// Finds the recipients of new offers and notifies them. Returns the number of offers resolved; one that fails is
/// retried by the next call.
///
/// # Errors
/// [`Error::Busy`].
pub async fn resolve_recipients(portal: &Portal) -> Result<usize, Error> {
    let offers: Vec<UnresolvedOffer> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT id, siren, raison_sociale, giver, typed, answer_until FROM company_admin_role
             WHERE resolved = FALSE ORDER BY offered_at, id LIMIT $1",
        )
        .bind(BATCH)
        .fetch_all(c)
        .await
    })?;
    let mut resolved = 0;
    for offer in offers {
        match resolve(portal, &offer).await {
            Ok(()) => resolved += 1,
            Err(error) => tracing::warn!(%error, "failed to resolve the recipient of an offered role"),
        }
    }
    Ok(resolved)
}

async fn resolve(portal: &Portal, offer: &UnresolvedOffer) -> Result<(), Error> {
    let found = account::by_login_or_email(&portal.db, &offer.typed).await?;
    let found = found.filter(|account| account.activated_at.is_some() && Some(account.id) != offer.giver);
    // The rate limit of mails that anyone can cause. The notice in the portal is not limited.
    let may_write = match &found {
        Some(account) => registration::may_send_mail_to(portal, MailCause::RoleOffer, &account.email).await?,
        None => false,
    };
    let Some(giver) = giver_name(portal, offer.giver).await? else {
        return mark_resolved(portal, offer.id).await;
    };
    let Some(account) = found else { return mark_resolved(portal, offer.id).await };
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    if !set_recipient(&mut tx, offer.id, account.id).await? {
        drop(tx);
        return mark_resolved(portal, offer.id).await;
    }
    notify_role(&mut tx, now, Some(account.id), offer.id, NoticeKind::Offered).await?;
    if may_write {
        let letter = letter(portal, offer, &account, giver);
        mail::enqueue(&mut tx, now, &account.email, &letter, Lifetime::Until(offer.answer_until)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Returns `false` if the offer is closed or another worker has resolved it.
async fn set_recipient(tx: &mut Tx, offer: CompanyAdminRoleId, account: AccountId) -> Result<bool, Error> {
    let updated = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE company_admin_role SET resolved = $3, account_id = $2
             WHERE id = $1 AND resolved = FALSE AND closed_at IS NULL AND starts_at IS NULL",
        )
        .bind(offer)
        .bind(account)
        .bind(true)
    )?;
    Ok(updated > 0)
}

async fn mark_resolved(portal: &Portal, offer: CompanyAdminRoleId) -> Result<(), Error> {
    execute!(
        portal.db,
        sqlx::query("UPDATE company_admin_role SET resolved = $2 WHERE id = $1").bind(offer).bind(true)
    )?;
    Ok(())
}

async fn giver_name(portal: &Portal, giver: Option<AccountId>) -> Result<Option<String>, Error> {
    let name: Option<(String, String)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT first_name, last_name FROM account WHERE id = $1")
            .bind(giver)
            .fetch_optional(c)
            .await
    })?;
    Ok(name.map(|(first, last)| format!("{first} {last}")))
}

fn letter(portal: &Portal, offer: &UnresolvedOffer, account: &Account, giver: String) -> RoleOfferedLetter {
    RoleOfferedLetter {
        first_name: account.first_name.clone(),
        giver,
        of_company: with_de(&company_name(&offer.raison_sociale, &offer.siren)),
        until: offer.answer_until.french_day(),
        link: portal.link(path::COMPANY_ADMINS),
    }
}
