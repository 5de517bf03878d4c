//! The header of every page: who is signed in, for which company, what waits.

use crate::{
    context::RequestContext,
    ui::{HeaderCompany, HeaderModel, HeaderShown, HeaderVisitor, OtherCompany},
};
use backend::{
    agents, companies, messaging,
    session::{Session, Usager, Visitor},
};

/// What the header says, as it stands once the page has done its work: a message just read is counted no more.
pub async fn model(context: &RequestContext) -> HeaderModel {
    HeaderModel {
        visitor: visitor(context).await,
        path: context.path.clone(),
        session_left: context.session.as_ref().and_then(|session| left(context, session)),
        shown: context.session.as_ref().and_then(shown),
    }
}

/// What the session was when the request came: what changed since is told to the page once it is open.
fn shown(session: &Session) -> Option<HeaderShown> {
    let siren = session.siren.as_ref().map_or_else(String::new, |siren| siren.as_str().to_owned());
    is_signed_in(session).then_some(HeaderShown { rights_mark: session.rights_mark, siren })
}

fn is_signed_in(session: &Session) -> bool {
    matches!(session.visitor, Visitor::Usager(_) | Visitor::Enrolling(_) | Visitor::Agent(_))
}

/// Visitors have no session whose end they would notice.
fn left(context: &RequestContext, session: &Session) -> Option<u64> {
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
            HeaderVisitor::Usager { name: usager.full_name(), company: None, unread: 0 }
        }
        Visitor::Agent(agent) => HeaderVisitor::Agent {
            name: agent.name.clone(),
            services: agent.services.clone(),
            waiting: waiting(context, agent.agent).await,
        },
        _ => HeaderVisitor::Public,
    }
}

/// Without a company, or when it cannot be read now, the header says less; the page itself will say why.
async fn company(context: &RequestContext, session: &Session, usager: &Usager) -> Option<HeaderCompany> {
    let siren = session.siren.as_ref()?;
    let switch = companies::switch(&context.portal, usager.account, siren).await.ok()?;
    let other = |one: companies::Listed| OtherCompany {
        raison_sociale: one.raison_sociale,
        siren: one.siren.to_string(),
    };
    Some(HeaderCompany {
        raison_sociale: switch.current.raison_sociale,
        siren: siren.grouped(),
        recent: switch.recent.into_iter().map(other).collect(),
        others: switch.others,
    })
}

async fn unread(context: &RequestContext, session: &Session, usager: &Usager) -> u32 {
    let Some(siren) = &session.siren else { return 0 };
    let portal = &context.portal;
    // As last known: the page has just asked for what it shows.
    let Ok(habilitations) = companies::known_habilitations(portal, usager.account, Some(siren)).await else {
        return 0;
    };
    let unread = messaging::unread_count(portal, usager.account, siren, &habilitations).await;
    unread.ok().and_then(|count| u32::try_from(count).ok()).unwrap_or(0)
}

/// Questions that nobody has taken in charge yet.
async fn waiting(context: &RequestContext, agent: uuid::Uuid) -> u32 {
    let counts = agents::counts(&context.portal, agent).await;
    counts.ok().and_then(|counts| u32::try_from(counts.to_take).ok()).unwrap_or(0)
}
