use domain::identity_provider::IdentityProvider;
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
    /// « ProConnect ».
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
        "Un fournisseur d’identité ouvre maintenant votre compte"
    } else {
        "Un fournisseur d’identité n’ouvre plus votre compte"
    }
);

pub(super) async fn tell_owner(
    tx: &mut Tx,
    portal: &Portal,
    now: Moment,
    account: Uuid,
    provider: IdentityProvider,
    attached: bool,
) -> Result<(), Error> {
    let owner = profile::owner(tx, account).await?;
    let letter = IdentityLetter {
        first_name: owner.first_name,
        provider: provider.label().to_owned(),
        attached,
        when: now.french_minute(),
        securing_link: profile::securing_link(tx, portal, account).await?,
    };
    mail::enqueue(tx, now, &owner.email, &letter).await
}
