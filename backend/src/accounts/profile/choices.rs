//! Choice of optional mails. Mails about the security of the account are always sent, and the portal always shows every
//! step of a question.

use domain::{form::Answers, profile_forms::MAIL_CHOICES, question::Status};

use platform::{Error, db::Tx};

use crate::{
    Portal,
    accounts::{
        account::{self, MailChoices},
        history::{self, Event},
        sessions::Session,
    },
    id::AccountId,
};

impl MailChoices {
    /// Returns `true` if a mail is wanted when a question reaches this step.
    pub fn wants(&self, step: Status) -> bool {
        match step {
            Status::Transmis => self.mel_transmise,
            Status::PrisEnCharge => self.mel_prise_en_charge,
            Status::Precisions | Status::Repondu => self.mel_reponse,
            Status::Clos => self.mel_cloture,
        }
    }

    /// Returns the answers that prefill the form with these choices.
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

    fn read(answers: &Answers) -> MailChoices {
        let ticked = |name: &str| !answers.text(name).is_empty();
        let [sent, taken, replied, closed] = MAIL_CHOICES;
        MailChoices {
            mel_transmise: ticked(sent),
            mel_prise_en_charge: ticked(taken),
            mel_reponse: ticked(replied),
            mel_cloture: ticked(closed),
            newsletter: ticked("liste_diffusion"),
        }
    }
}

/// Returns the choices of the signed-in person.
pub async fn choices(portal: &Portal, session: &Session) -> Result<MailChoices, Error> {
    let account = session.usager()?.account;
    account::mail_choices(&portal.db, account).await?.ok_or(Error::NotFound)
}

/// Returns `true` if the account wants a mail when one of its questions reaches this step.
pub(crate) async fn wants_mail(tx: &mut Tx, account: AccountId, step: Status) -> Result<bool, Error> {
    let choices = account::mail_choices_tx(tx, account).await?;
    Ok(choices.is_some_and(|choices| choices.wants(step)))
}

/// Stores the choices of the signed-in person.
pub async fn set_choices(portal: &Portal, session: &Session, answers: &Answers) -> Result<(), Error> {
    let choices = MailChoices::read(answers);
    let mut tx = portal.db.begin().await?;
    account::set_mail_choices(&mut tx, session.usager()?.account, &choices).await?;
    history::record_from_session(&mut tx, portal.clock.now(), session, Event::ChoicesChanged).await?;
    tx.commit().await?;
    Ok(())
}
