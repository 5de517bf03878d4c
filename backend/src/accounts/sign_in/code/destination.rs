use domain::email;
use platform::{Error, mail};

use crate::Portal;

/// The mail address that codes of a person are sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailDestination {
    /// « a•••@exemple.fr »
    pub masked: String,
    /// The mail server refused the last mail to it for good: a code will not arrive.
    pub is_refused: bool,
}

impl MailDestination {
    pub(crate) async fn of(portal: &Portal, address: &str) -> Result<Self, Error> {
        let is_refused = mail::is_last_refused(portal, address).await?;
        Ok(MailDestination { masked: email::masked(address), is_refused })
    }
}
