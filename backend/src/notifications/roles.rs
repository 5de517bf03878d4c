//! What became of a role of « administrateur général »: an offer, an answer, an end; told whatever the SIREN being worked on.

use domain::siren::Siren;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{Error, Portal, age::Told, change, db::Moment, on, session::Session};

/// Something told about a role.
#[derive(Clone, Debug, FromRow)]
pub struct RoleNotice {
    pub id: Uuid,
    what: String,
    siren: String,
    /// The other person's name, when there is one that may be known.
    other: Option<String>,
    pub created_at: Moment,
    pub read_at: Option<Moment>,
}

impl RoleNotice {
    pub fn is_unread(&self) -> bool {
        self.read_at.is_none()
    }

    /// « Camille Martin vous propose d’être administrateur général de l’entreprise SIREN 123 456 782. »
    pub fn sentence(&self) -> String {
        let siren = Siren::parse(&self.siren).map_or_else(|_| self.siren.clone(), |siren| siren.grouped());
        let role = format!("administrateur général de l’entreprise SIREN {siren}");
        let other = self.other.as_deref().unwrap_or("Une personne");
        match Told::from_code(&self.what) {
            Some(Told::Offered) => format!("{other} vous propose d’être {role}."),
            Some(Told::Accepted) => format!("{other} a accepté d’être {role}."),
            Some(Told::Declined) => format!("{other} a décliné votre proposition d’être {role}."),
            Some(Told::Returned) => format!("{other} n’est plus {role}\u{a0}: rôle rendu."),
            Some(Told::Named) => format!("Vous êtes {role}, nommé par l’exploitant du portail."),
            Some(Told::Over) | None => {
                format!("Votre rôle, ou la proposition d’être {role}, a pris fin.")
            }
        }
    }
}

/// The person's last 20, latest first.
///
/// # Errors
/// [`Error::NotFound`] when nobody is signed in; [`Error::Busy`].
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<RoleNotice>, Error> {
    let account = session.usager()?.account;
    Ok(on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT n.id, n.what, r.siren, a.first_name || ' ' || a.last_name AS other, n.created_at, n.read_at
             FROM age_notice n JOIN age_role r ON r.id = n.role_id
             LEFT JOIN account a ON a.id = CASE WHEN r.giver = n.account_id THEN r.account_id ELSE r.giver END
             WHERE n.account_id = $1 ORDER BY n.created_at DESC, n.id DESC LIMIT 20",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?)
}

pub(super) async fn unread_count(portal: &Portal, session: &Session) -> Result<i64, Error> {
    let account = session.usager()?.account;
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM age_notice WHERE account_id = $1 AND read_at IS NULL")
            .bind(account)
            .fetch_one(c)
            .await
    })?)
}

pub(super) async fn mark_all_read(portal: &Portal, session: &Session) -> Result<(), Error> {
    let account = session.usager()?.account;
    let now = portal.clock.now();
    change!(portal.db, |c| {
        sqlx::query("UPDATE age_notice SET read_at = $2 WHERE account_id = $1 AND read_at IS NULL")
            .bind(account)
            .bind(now)
            .execute(c)
            .await
            .map(|_| ())
    })?;
    Ok(())
}
