use crate::id::AccountId;
use platform::{
    Error,
    db::{Db, Tx},
    execute_tx, on, on_tx,
};

/// Mails that a person has chosen to receive. Mails about the safety of the account are sent whatever the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MailChoices {
    pub mel_transmise: bool,
    pub mel_prise_en_charge: bool,
    pub mel_reponse: bool,
    pub mel_cloture: bool,
    /// The mailing list Infos Douane.
    pub newsletter: bool,
}

const CHOICES: &str = "SELECT mel_transmise, mel_prise_en_charge, mel_reponse, mel_cloture, newsletter
 FROM account WHERE id = $1";

/// Returns `None` if the account was deleted.
pub(crate) async fn mail_choices(db: &Db, account: AccountId) -> Result<Option<MailChoices>, Error> {
    Ok(on!(db, |c| sqlx::query_as(CHOICES).bind(account).fetch_optional(c).await)?)
}

/// Like [`mail_choices`], inside a transaction.
pub(crate) async fn mail_choices_tx(tx: &mut Tx, account: AccountId) -> Result<Option<MailChoices>, Error> {
    Ok(on_tx!(tx, |c| sqlx::query_as(CHOICES).bind(account).fetch_optional(c).await)?)
}

/// Removes the account from the mailing list Infos Douane.
pub(crate) async fn end_newsletter(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query("UPDATE account SET newsletter = FALSE WHERE id = $1").bind(account))?;
    Ok(())
}

pub(crate) async fn set_mail_choices(
    tx: &mut Tx,
    account: AccountId,
    choices: &MailChoices,
) -> Result<(), Error> {
    execute_tx!(tx, sqlx::query(
            "UPDATE account SET mel_transmise = $1, mel_prise_en_charge = $2, mel_reponse = $3, mel_cloture = $4,
                    newsletter = $5 WHERE id = $6",
        )
        .bind(choices.mel_transmise)
        .bind(choices.mel_prise_en_charge)
        .bind(choices.mel_reponse)
        .bind(choices.mel_cloture)
        .bind(choices.newsletter)
        .bind(account))?;
    Ok(())
}
