use domain::rights::Action;
use platform::{Error, error::UnknownCode, execute_tx};

use super::{
    audit,
    store::{self, SharedView},
};
use crate::{Portal, accounts::sessions::Session, id::SharedViewId};

/// Reason of the end of a shared view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It has not ended.
    NotYet,
    /// The code was not typed in time.
    CodeExpired,
    /// The person has stopped it.
    ByPerson,
    /// The adviser has stopped it.
    ByAdviser,
    /// The session of the person has ended.
    SignedOut,
    /// The browser of the person is silent.
    PersonLeft,
    /// The browser of the adviser is silent, or their session has ended.
    AdviserLeft,
    /// It has lasted as long as it may.
    Longest,
    /// The person or the adviser has begun another one.
    Replaced,
}

impl End {
    const ALL: [End; 9] = [
        End::NotYet,
        End::CodeExpired,
        End::ByPerson,
        End::ByAdviser,
        End::SignedOut,
        End::PersonLeft,
        End::AdviserLeft,
        End::Longest,
        End::Replaced,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            End::NotYet => "",
            End::CodeExpired => "code-expire",
            End::ByPerson => "personne",
            End::ByAdviser => "conseiller",
            End::SignedOut => "deconnexion",
            End::PersonLeft => "personne-partie",
            End::AdviserLeft => "conseiller-parti",
            End::Longest => "duree",
            End::Replaced => "remplace",
        }
    }

    /// Sentence for the adviser and the audit trail.
    pub const fn label(self) -> &'static str {
        match self {
            End::NotYet => "Le partage est en cours.",
            End::CodeExpired => "Le code n’a pas servi dans les dix minutes.",
            End::ByPerson => "La personne a arrêté le partage.",
            End::ByAdviser => "Le conseiller a arrêté le partage.",
            End::SignedOut => "La session de la personne est fermée.",
            End::PersonLeft => "Le navigateur de la personne ne répond plus.",
            End::AdviserLeft => "Le conseiller a quitté la page.",
            End::Longest => "Le partage a duré trente minutes.",
            End::Replaced => "Un autre partage a commencé.",
        }
    }
}

impl TryFrom<String> for End {
    type Error = UnknownCode;

    fn try_from(code: String) -> Result<Self, UnknownCode> {
        End::ALL.into_iter().find(|end| end.code() == code).ok_or(UnknownCode(code))
    }
}

/// Ends the shared views of the person's session. Succeeds if there is none.
pub async fn end_by_person(portal: &Portal, session: &Session) -> Result<(), Error> {
    for id in store::open_of_session(portal, session.id).await? {
        end(portal, &store::read(portal, id).await?, End::ByPerson).await?;
    }
    Ok(())
}

/// Ends a shared view of the adviser. Succeeds if it has ended before.
///
/// # Errors
/// [`Error::NotFound`] for the view of another adviser; [`Error::Refused`] or [`Error::NotFound`] without the right.
pub async fn end_by_adviser(portal: &Portal, session: &Session, id: SharedViewId) -> Result<(), Error> {
    let adviser = session.staff_allowed(&Action::AnswerCases)?;
    let view = store::read(portal, id).await?;
    if view.adviser != adviser.id {
        return Err(Error::NotFound);
    }
    end(portal, &view, End::ByAdviser).await
}

/// Returns the shared view in its present state: ends it first if it is due.
pub(super) async fn current(portal: &Portal, id: SharedViewId) -> Result<SharedView, Error> {
    let view = store::read(portal, id).await?;
    match view.due_end(portal.clock.now()) {
        None => Ok(view),
        Some(reason) => {
            end(portal, &view, reason).await?;
            store::read(portal, id).await
        }
    }
}

/// Ends a shared view and records it. Does nothing if it has ended.
pub(super) async fn end(portal: &Portal, view: &SharedView, reason: End) -> Result<(), Error> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let ended = execute_tx!(
        tx,
        sqlx::query(
            "UPDATE shared_view SET ended_at = $1, end_reason = $2, code_hash = NULL,
                    account_id = COALESCE(account_id, (SELECT s.account_id FROM session s
                                                       WHERE s.id = shared_view.session_id AND s.stage = 'usager'))
             WHERE id = $3 AND ended_at IS NULL",
        )
        .bind(now)
        .bind(reason.code())
        .bind(view.id)
    )?;
    if let (1, Some(started)) = (ended, view.started_at) {
        audit::record_end(&mut tx, now, view, started, reason).await?;
    }
    tx.commit().await?;
    portal.relay.close(view.id.into());
    Ok(())
}
