//! Notices about roles of « administrateur général »: offers, answers, ends.

use domain::siren::Siren;
use sqlx::FromRow;

use super::notice::Notice;
use platform::{
    Error,
    db::{Moment, Tx},
    execute_tx, on,
};

use crate::{
    Portal,
    accounts::sessions::Session,
    id::{AccountId, CompanyAdminRoleId, RowId},
};

/// Kind of notice, stored by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    /// To the recipient of an offer.
    Offered,
    /// To the giver.
    Accepted,
    /// To the giver.
    Declined,
    /// To the giver: the holder renounced the role.
    Renounced,
    /// To the holder, or to the recipient of the offer.
    Ended,
    /// To a person appointed by the operator.
    Appointed,
}

impl NoticeKind {
    const ALL: [NoticeKind; 6] = [
        NoticeKind::Offered,
        NoticeKind::Accepted,
        NoticeKind::Declined,
        NoticeKind::Renounced,
        NoticeKind::Ended,
        NoticeKind::Appointed,
    ];

    const fn code(self) -> &'static str {
        match self {
            NoticeKind::Offered => "proposee",
            NoticeKind::Accepted => "acceptee",
            NoticeKind::Declined => "declinee",
            NoticeKind::Renounced => "rendue",
            NoticeKind::Ended => "finie",
            NoticeKind::Appointed => "nommee",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        NoticeKind::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Notifies an account about a role. Does nothing if the account is `None` or has been deleted.
pub(crate) async fn insert(
    tx: &mut Tx,
    now: Moment,
    account: Option<AccountId>,
    role: CompanyAdminRoleId,
    kind: NoticeKind,
) -> Result<(), Error> {
    // Selected from `account`: the giver of a role may have been deleted, and the foreign key would refuse the row.
    execute_tx!(
        tx,
        sqlx::query(
            "INSERT INTO company_admin_notice (id, account_id, role_id, kind, created_at)
             SELECT $1, a.id, $3, $4, $5 FROM account a WHERE a.id = $2",
        )
        .bind(RowId::generate())
        .bind(account)
        .bind(role)
        .bind(kind.code())
        .bind(now)
    )?;
    Ok(())
}

#[derive(FromRow)]
struct Row {
    kind: String,
    siren: String,
    /// Name of the other person; `None` for the operator or a deleted account.
    other: Option<String>,
    created_at: Moment,
    read_at: Option<Moment>,
}

impl Row {
    /// French sentence: « Camille Martin vous propose d’être administrateur général de l’entreprise … ».
    fn sentence(&self) -> String {
        let siren = Siren::parse(&self.siren).map_or_else(|_| self.siren.clone(), |siren| siren.grouped());
        let role = format!("administrateur général de l’entreprise SIREN {siren}");
        let other = self.other.as_deref().unwrap_or("Une personne");
        match NoticeKind::from_code(&self.kind) {
            Some(NoticeKind::Offered) => format!("{other} vous propose d’être {role}."),
            Some(NoticeKind::Accepted) => format!("{other} a accepté d’être {role}."),
            Some(NoticeKind::Declined) => format!("{other} a décliné votre proposition d’être {role}."),
            Some(NoticeKind::Renounced) => format!("{other} n’est plus {role}\u{a0}: rôle rendu."),
            Some(NoticeKind::Appointed) => format!("Vous êtes {role}, nommé par l’exploitant du portail."),
            Some(NoticeKind::Ended) | None => {
                format!("Votre rôle, ou la proposition d’être {role}, a pris fin.")
            }
        }
    }

    fn notice(&self) -> Notice {
        Notice { sentence: self.sentence(), created_at: self.created_at, read_at: self.read_at }
    }
}

/// Returns the signed-in person's last 20 notices about roles, latest first.
///
/// # Errors
/// [`Error::NotFound`] if no usager is signed in; [`Error::Busy`].
pub async fn list(portal: &Portal, session: &Session) -> Result<Vec<Notice>, Error> {
    let account = session.usager()?.account;
    let rows: Vec<Row> = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT n.kind, r.siren, a.first_name || ' ' || a.last_name AS other, n.created_at, n.read_at
             FROM company_admin_notice n JOIN company_admin_role r ON r.id = n.role_id
             LEFT JOIN account a ON a.id = CASE WHEN r.giver = n.account_id THEN r.account_id ELSE r.giver END
             WHERE n.account_id = $1 ORDER BY n.created_at DESC, n.id DESC LIMIT 20",
        )
        .bind(account)
        .fetch_all(c)
        .await
    })?;
    Ok(rows.iter().map(Row::notice).collect())
}
