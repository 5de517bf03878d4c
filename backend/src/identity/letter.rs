use domain::identity_provider::Provider;
use uuid::Uuid;

use crate::{
    Error, Portal,
    db::{Moment, Tx},
    letter, mail, profile,
};

/// To the owner of an account that another way opens now, or opens no more.
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
        "Une nouvelle façon d’ouvrir votre compte"
    } else {
        "Une façon d’ouvrir votre compte a été retirée"
    }
);

/// Tells the owner of an account, in the transaction of what it tells.
pub(crate) async fn tell_owner(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    account: Uuid,
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
    mail::enqueue(tx, now, &owner.email, &letter).await
}
