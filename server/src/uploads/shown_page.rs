//! Checks that the page of a form was one of the person and company of the session.

use app::context::RequestContext;
use backend::accounts::sessions::Session;

use super::{failure::Failure, fields::Fields};

/// Refuses a file sent from a page that another person had opened, or that showed another company than the current one.
pub fn check(context: &RequestContext, session: &Session, fields: &Fields) -> Result<(), Failure> {
    if !fields.person.is_empty() && fields.person != context.person() {
        return Err(Failure::OtherPerson);
    }
    let current = session.siren.as_ref().map_or("", |siren| siren.as_str());
    if fields.siren.is_empty() || fields.siren == current {
        return Ok(());
    }
    Err(Failure::OtherCompany(fields.siren.clone()))
}
