//! Transfer of a case to a customs service: what its person may ask there, checked before an adviser proposes it.

use domain::rights::Action;
use platform::Error;

use super::case::Case;
use crate::{Portal, companies, id::AccountId, messaging};

/// What the person of a case may ask customs services through the messaging.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transfer {
    /// Without an account, nothing is known about the rights of the person.
    pub has_account: bool,
    /// All motifs, in the order of their tree.
    pub motifs: Vec<TransferMotif>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransferMotif {
    pub id: String,
    pub title: String,
    /// Raisons sociales for which the person may use the motif; empty if they may not use it.
    pub companies: Vec<String>,
}

impl Transfer {
    /// Returns `true` if the person may use the motif.
    pub(super) fn allows(&self, motif: &str) -> bool {
        self.motifs.iter().any(|one| one.id == motif && !one.companies.is_empty())
    }
}

/// Returns what the person of a case may ask. By their last known rights: the messaging reads them again.
pub async fn transfer(portal: &Portal, case: &Case) -> Result<Transfer, Error> {
    let (standard, confidential) = match case.account_id {
        Some(account) => (
            companies_allowed(portal, account, false).await?,
            companies_allowed(portal, account, true).await?,
        ),
        None => Default::default(),
    };
    let in_use = portal.motifs.current();
    let motifs = in_use.all().iter().map(|motif| TransferMotif {
        id: motif.id.clone(),
        title: motif.title.clone(),
        companies: if motif.confidential { confidential.clone() } else { standard.clone() },
    });
    Ok(Transfer { has_account: case.account_id.is_some(), motifs: motifs.collect() })
}

/// Names of the companies for which the account may use motifs of this kind.
async fn companies_allowed(
    portal: &Portal,
    account: AccountId,
    confidential: bool,
) -> Result<Vec<String>, Error> {
    let held = companies::known_habilitations(portal, account, None).await?;
    let companies = companies::companies_of(portal, account).await?;
    let action = Action::UseMotif { confidential };
    let allowed = companies.iter().filter(|company| messaging::is_allowed(&held, &company.siren, &action));
    Ok(allowed.map(|company| company.raison_sociale.clone()).collect())
}
