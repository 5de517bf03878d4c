use domain::{co_owner::CoOwner, export_follow_up::ExportPath, mrn::Mrn, problem::Problem};
use platform::{
    Error,
    co_owners::Failure,
    db::Duration,
    throttle::{self, network},
};

use crate::{
    Portal,
    accounts::sessions::Client,
    directory::offices::{self, Office},
};

/// Declarations that one network may look for within an hour: a broker follows many, a program that guesses MRNs needs
/// millions.
const PER_NETWORK: i64 = 120;
const HOUR: Duration = Duration::from_secs(3600);

/// Path of a declaration, and the offices of its steps that the directory knows.
#[derive(Clone, Debug)]
pub struct FoundExport {
    pub path: ExportPath,
    pub offices: Vec<Office>,
}

/// Finds the path of an export declaration by its MRN as typed; `None` if customs do not know it.
///
/// # Errors
/// [`Error::Invalid`] on the field `mrn`: `NotAnMrn`, `WrongMrnCheckDigit`; on the form: `TooManyRequests`.
/// [`Error::CoOwnerDown`].
pub async fn find_export(
    portal: &Portal,
    client: &Client,
    typed: &str,
) -> Result<Option<FoundExport>, Error> {
    let mrn = Mrn::parse(typed).map_err(|problem: Problem| Error::invalid("mrn", problem))?;
    let bucket = format!("suivi-export:{}", network(client.address));
    throttle::allow_work(portal, &bucket, PER_NETWORK, HOUR).await?;
    match portal.co_owners.export_path(&portal.clock, CoOwner::Dgddi, &mrn).await {
        Ok(path) => {
            let offices = known_offices(portal, &path).await?;
            Ok(Some(FoundExport { path, offices }))
        }
        Err(Failure::Unknown) => Ok(None),
        Err(failure) => {
            tracing::warn!(%failure, "failed to fetch the path of an export");
            Err(Error::CoOwnerDown { what: CoOwner::Dgddi.site().to_owned() })
        }
    }
}

async fn known_offices(portal: &Portal, path: &ExportPath) -> Result<Vec<Office>, Error> {
    let mut codes: Vec<&str> = path.steps().iter().filter_map(|step| step.office.as_deref()).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut known = Vec::new();
    for code in codes {
        known.extend(offices::find(portal, code).await?);
    }
    Ok(known)
}
