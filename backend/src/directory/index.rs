//! Offices in the index of the search.

use domain::office_role::roles;
use platform::{Error, db::Tx};

use super::{offices, offices::Office, services, services::Service};
use crate::search::{self, Document, Kind};

/// Indexes every office, after the list or the services have changed.
pub(super) async fn write(tx: &mut Tx) -> Result<(), Error> {
    let services = services::list_tx(tx).await?;
    let documents: Vec<Document> =
        offices::list_tx(tx).await?.iter().map(|office| document(office, &services)).collect();
    search::index(tx, Kind::Office, &documents).await
}

fn document(office: &Office, services: &[Service]) -> Document {
    let (known, _) = roles(&office.roles);
    let of_office = services.iter().filter(|service| service.office.as_deref() == Some(&office.code));
    let services: Vec<String> =
        of_office.map(|service| format!("{} {} {}", service.name, service.code, service.address)).collect();
    Document {
        reference: office.code.clone(),
        title: office.name.clone(),
        keywords: known.iter().map(|role| role.label).collect::<Vec<_>>().join(" "),
        body: format!("{} {} bureau de douane", office.code, services.join(" ")),
    }
}
