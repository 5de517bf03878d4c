//! What became of a role of « administrateur général »: an offer, an answer, an end.

use domain::siren::Siren;
use sqlx::FromRow;

use super::Notice;
use crate::{Error, Portal, age::Told, db::Moment, on, session::Session};

/// Something told about a role.
#[derive(FromRow)]
struct RoleTold {
    what: String,
    siren: String,
    /// The other person's name, when there is one that may be known.
    other: Option<String>,
    created_at: Moment,
    read_at: Option<Moment>,
}

impl RoleTold {
    /// « Camille Martin vous propose d’être administrateur général de l’entreprise SIREN 123 456 782. »
    fn sentence(&self) -> String {
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
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<Notice>, Error> {
    let account = session.usager()?.account;
    let told: Vec<RoleTold> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT n.what, r.siren, a.first_name || ' ' || a.last_name AS other, n.created_at, n.read_at
             FROM age_notice n JOIN age_role r ON r.id = n.role_id
             LEFT JOIN account a ON a.id = CASE WHEN r.giver = n.account_id THEN r.account_id ELSE r.giver END
             WHERE n.account_id = $1 ORDER BY n.created_at DESC, n.id DESC LIMIT 20",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    let notice = |told: RoleTold| Notice {
        sentence: told.sentence(),
        created_at: told.created_at,
        read_at: told.read_at,
    };
    Ok(told.into_iter().map(notice).collect())
}
