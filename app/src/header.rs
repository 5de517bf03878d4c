//! Loads the content of the header: visitor, company, unread messages.

use crate::{
    account::SignOut,
    companies::ChooseCompany,
    context::RequestContext,
    forms::Endpoint,
    staff::spaces,
    ui::{HeaderCompany, HeaderForms, HeaderModel, HeaderSpace, HeaderVisitor, LiveState, OtherCompany},
};
use backend::{
    accounts::sessions::{Session, StaffMember, Usager, Visitor},
    assistance::cases,
    companies, customs, messaging, staff,
};
use domain::{assistance::CaseKind, limited_count::LimitedCount, path};

/// Loads the header. Call it after the page's own work, so that a message just read is not counted as unread.
pub async fn model(context: &RequestContext) -> HeaderModel {
    HeaderModel {
        visitor: visitor(context).await,
        path: context.path.clone(),
        session_seconds_left: context.session.as_ref().and_then(|session| seconds_left(context, session)),
        live_state: context.session.as_ref().and_then(live_state),
        forms: HeaderForms { sign_out: SignOut::ACTION, choose_company: ChooseCompany::ACTION },
    }
}

/// State of the page at the start of the request: later changes reach the page as events.
fn live_state(session: &Session) -> Option<LiveState> {
    let siren = session.siren.as_ref().map_or_else(String::new, |siren| siren.as_str().to_owned());
    is_signed_in(session).then_some(LiveState { rights_mark: session.rights_mark, siren })
}

fn is_signed_in(session: &Session) -> bool {
    matches!(session.visitor, Visitor::Usager(_) | Visitor::Enrolling(_) | Visitor::Staff(_))
}

/// Returns the seconds left in the session; `None` for visitors, for whom its end has no effect.
fn seconds_left(context: &RequestContext, session: &Session) -> Option<u64> {
    is_signed_in(session).then(|| session.idle_end.since(context.portal.clock.now()).as_secs())
}

async fn visitor(context: &RequestContext) -> HeaderVisitor {
    let Some(session) = &context.session else { return HeaderVisitor::Public };
    match &session.visitor {
        Visitor::Usager(usager) => HeaderVisitor::Usager {
            name: format!("{} {}", usager.first_name, usager.last_name),
            company: company(context, session, usager).await,
            unread: unread(context, session, usager).await,
        },
        Visitor::Enrolling(usager) => {
            HeaderVisitor::Usager { name: usager.full_name(), company: None, unread: LimitedCount::ZERO }
        }
        Visitor::Staff(member) => HeaderVisitor::Staff {
            name: member.name.clone(),
            home: spaces::home(member),
            services: service_names(context, member).await,
            spaces: header_spaces(context, member).await,
        },
        _ => HeaderVisitor::Public,
    }
}

/// Returns `None` without a company or if it cannot be loaded; the page reports the error.
async fn company(context: &RequestContext, session: &Session, usager: &Usager) -> Option<HeaderCompany> {
    let siren = session.siren.as_ref()?;
    let switch = companies::switcher(&context.portal, usager.account, siren).await.ok()?;
    let other = |company: companies::ListedCompany| OtherCompany {
        raison_sociale: company.raison_sociale,
        siren: company.siren.to_string(),
    };
    Some(HeaderCompany {
        raison_sociale: switch.current.raison_sociale,
        siren: siren.grouped(),
        recent: switch.recent.into_iter().map(other).collect(),
        others: switch.others,
    })
}

async fn unread(context: &RequestContext, session: &Session, usager: &Usager) -> LimitedCount {
    let Some(siren) = &session.siren else { return LimitedCount::ZERO };
    let portal = &context.portal;
    // From the cache: the page has just refreshed what it shows.
    let Ok(habilitations) = companies::known_habilitations(portal, usager.account, Some(siren)).await else {
        return LimitedCount::ZERO;
    };
    let unread = messaging::unread_count(portal, usager.account, siren, &habilitations).await;
    unread.unwrap_or(LimitedCount::ZERO)
}

/// Names of the services that the member answers for; their codes if the names cannot be loaded.
async fn service_names(context: &RequestContext, member: &StaffMember) -> Vec<String> {
    if member.services.is_empty() {
        return Vec::new();
    }
    let names = staff::service_names(&context.portal, member.id).await;
    names.unwrap_or_else(|_| member.services.clone())
}

/// The spaces of the member, with the number of items that wait in each.
async fn header_spaces(context: &RequestContext, member: &StaffMember) -> Vec<HeaderSpace> {
    let mut spaces = Vec::new();
    for space in spaces::spaces(member) {
        let waiting = waiting(context, member, space.href).await;
        spaces.push(HeaderSpace { label: space.label, href: space.href, waiting });
    }
    spaces
}

async fn waiting_cases(context: &RequestContext, kind: CaseKind) -> LimitedCount {
    cases::waiting(&context.portal, kind).await.unwrap_or(LimitedCount::ZERO)
}

/// Number of items of the space that nobody has taken yet, or of unread notices; `None` for a space without them.
async fn waiting(context: &RequestContext, member: &StaffMember, space: &str) -> Option<LimitedCount> {
    match space {
        path::AGENT_INBOX => {
            let count = customs::to_assign_count(&context.portal, member.id).await;
            Some(count.unwrap_or(LimitedCount::ZERO))
        }
        path::AGENT_NOTICES => {
            let count = messaging::agent_notices::unread_count(&context.portal, member.id).await;
            Some(count.unwrap_or(LimitedCount::ZERO))
        }
        path::CASES => Some(waiting_cases(context, CaseKind::Technical).await),
        path::REGULATION_CASES => Some(waiting_cases(context, CaseKind::Regulation).await),
        _ => None,
    }
}
