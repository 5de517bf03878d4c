//! Which mails a person wants. Those about the safety of the account are always sent, and the portal itself tells
//! every step whatever is chosen here.

use domain::{form::Answers, message::Status, profile_forms::MAIL_CHOICES};
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::Tx,
    history::{self, Event},
    on, on_tx,
    session::Session,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Choices {
    pub mel_transmise: bool,
    pub mel_prise_en_charge: bool,
    pub mel_reponse: bool,
    pub mel_cloture: bool,
    /// The mailing list Infos Douane.
    pub newsletter: bool,
}

impl Choices {
    /// Does the person want a mail at this step of their questions?
    pub fn wants(&self, step: Status) -> bool {
        match step {
            Status::Transmis => self.mel_transmise,
            Status::PrisEnCharge => self.mel_prise_en_charge,
            Status::Repondu => self.mel_reponse,
            Status::Clos => self.mel_cloture,
        }
    }

    /// As the form of the page shows them.
    pub fn answers(&self) -> Answers {
        let [sent, taken, replied, closed] = MAIL_CHOICES;
        let ticks = [
            (sent, self.mel_transmise),
            (taken, self.mel_prise_en_charge),
            (replied, self.mel_reponse),
            (closed, self.mel_cloture),
            ("liste_diffusion", self.newsletter),
        ];
        ticks.into_iter().filter(|(_, ticked)| *ticked).map(|(name, _)| (name, "oui")).collect()
    }

    fn read(answers: &Answers) -> Choices {
        let ticked = |name: &str| !answers.text(name).is_empty();
        let [sent, taken, replied, closed] = MAIL_CHOICES;
        Choices {
            mel_transmise: ticked(sent),
            mel_prise_en_charge: ticked(taken),
            mel_reponse: ticked(replied),
            mel_cloture: ticked(closed),
            newsletter: ticked("liste_diffusion"),
        }
    }
}

const CHOICES: &str = "SELECT mel_transmise, mel_prise_en_charge, mel_reponse, mel_cloture, newsletter FROM account WHERE id = $1";

pub async fn choices(portal: &Portal, session: &Session) -> Result<Choices, Error> {
    let account = session.usager()?.account;
    let found = on!(portal.db, |c| sqlx::query_as(CHOICES).bind(account).fetch_optional(c).await)?;
    found.ok_or(Error::NotFound)
}

/// Does this account want a mail at this step of its questions?
pub(crate) async fn wants_mail(tx: &mut Tx, account: Uuid, step: Status) -> Result<bool, Error> {
    let choices: Option<Choices> =
        on_tx!(tx, |c| sqlx::query_as(CHOICES).bind(account).fetch_optional(c).await)?;
    Ok(choices.is_some_and(|choices| choices.wants(step)))
}

pub async fn set_choices(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let choices = Choices::read(answers);
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE account SET mel_transmise = $1, mel_prise_en_charge = $2, mel_reponse = $3, mel_cloture = $4,
                    newsletter = $5 WHERE id = $6",
        )
        .bind(choices.mel_transmise)
        .bind(choices.mel_prise_en_charge)
        .bind(choices.mel_reponse)
        .bind(choices.mel_cloture)
        .bind(choices.newsletter)
        .bind(session.usager()?.account)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    history::note_by(&mut tx, portal.clock.now(), session, Event::ChoicesChanged).await?;
    tx.commit().await?;
    Ok(())
}
