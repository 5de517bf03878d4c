//! Destination of the files of a request.

use app::context::RequestContext;
use backend::{
    accounts::sessions::Session,
    assistance::cases::{self, Access, Side},
    id::{CaseId, DocumentId, DraftId},
    messaging::Target,
};
use domain::path;
use platform::Error;

use super::fields::Fields;

/// Destination of the files of a request, as its address names it.
#[derive(Clone, Debug)]
pub enum Destination {
    Draft(DraftId),
    /// A case of the assistance with this reference, for its person.
    Case(String),
    /// A case of the assistance, for an adviser.
    AdviserCase(CaseId),
    /// The next version of a shared document, for its managers.
    Document(DocumentId),
}

impl Destination {
    /// Returns where a file goes, before it is received.
    pub async fn begin(
        &self,
        context: &RequestContext,
        session: &Session,
        fields: &Fields,
    ) -> Result<Target, Error> {
        match self.side(context, session, fields) {
            Ok(side) => cases::begin_file(&context.portal, &side).await,
            Err(target) => Ok(target),
        }
    }

    /// Returns where a received file goes: rights are checked again, because an upload takes time.
    pub async fn target(
        &self,
        context: &RequestContext,
        session: &Session,
        fields: &Fields,
    ) -> Result<Target, Error> {
        match self.side(context, session, fields) {
            Ok(side) => cases::files_target(&context.portal, &side).await,
            Err(target) => Ok(target),
        }
    }

    /// Returns the side of the case, or the draft or the document, whose engine checks the rights.
    fn side<'a>(
        &'a self,
        context: &'a RequestContext,
        session: &'a Session,
        fields: &'a Fields,
    ) -> Result<Side<'a>, Target> {
        match self {
            Destination::Draft(draft) => Err(Target::Draft(*draft)),
            Destination::Document(document) => Err(Target::Document(*document)),
            Destination::AdviserCase(id) => Ok(Side::Adviser(session, *id)),
            Destination::Case(reference) => Ok(Side::Person(Access {
                session: Some(session),
                client: &context.client,
                reference,
                secret: &fields.secret,
            })),
        }
    }

    /// Page of the form, if the request does not name it.
    pub fn page(&self) -> String {
        match self {
            Destination::Draft(draft) => path::draft_files(draft),
            Destination::Case(_) => path::CASE_LOOKUP.to_owned(),
            Destination::AdviserCase(id) => path::adviser_case(id),
            Destination::Document(id) => path::managed_document(id),
        }
    }
}
