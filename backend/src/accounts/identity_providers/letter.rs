//! The mail about an identity or a link attached to an account, or removed from it.

use domain::identity_provider::Provider;

use platform::{
    Error,
    db::{Moment, Tx},
    letter, mail,
};

use crate::{Portal, accounts::profile, id::AccountId};

/// Sent to the owner when a means of sign-in was attached to the account or removed from it.
#[derive(Clone, Debug)]
pub struct IdentityLetter {
    pub first_name: String,
    /// « ProConnect », « Votre compte douane.gouv.fr ».
    pub provider: String,
    pub attached: bool,
    pub when: String,
    pub securing_link: String,
}
letter!(
    IdentityLetter,
    "fournisseur-identite",
    "mail/fournisseur-identite.txt",
    "mail/fournisseur-identite.html",
    |letter| if letter.attached {
        "Un nouveau moyen de connexion à votre compte"
    } else {
        "Un moyen de connexion à votre compte a été retiré"
    }
);

/// Notifies the owner by mail, in the transaction of the change.
pub(crate) async fn notify_owner(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    account: AccountId,
    provider: Provider,
    attached: bool,
) -> Result<(), Error> {
    let owner = profile::owner(tx, account).await?;
    let letter = IdentityLetter {
        first_name: owner.first_name,
        provider: match provider {
            Provider::Identity(provider) => provider.label().to_owned(),
            Provider::CoOwner(co_owner) => format!("votre compte {}", co_owner.site()),
        },
        attached,
        when: now.french_minute(),
        securing_link: profile::securing_link(tx, portal, account).await?,
    };
    mail::enqueue(tx, now, &owner.email, &letter, profile::notice_lifetime(now)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter_check::assert_texts_stay_text;

    #[test]
    fn texts_of_people_are_text_in_letters() {
        assert_texts_stay_text(|text| IdentityLetter {
            first_name: text.clone(),
            provider: text.clone(),
            when: text.clone(),
            securing_link: text.clone(),
            attached: true,
        });
    }
}
