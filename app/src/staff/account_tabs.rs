use backend::accounts::sessions::Session;
use domain::path;
use leptos::prelude::*;

use crate::ui::*;

/// Tabs of the pages about the member's own account: security, and mails for agents. `current`: address of one of them.
pub(crate) fn account_tabs(session: &Session, current: &'static str) -> Option<AnyView> {
    session.agent().ok()?;
    let tab = |label, href| TabLink::to(label, href, current);
    let tabs = vec![tab("Ma sécurité", path::STAFF_SECURITY), tab("Mes courriels", path::AGENT_MAILS)];
    Some(view! { <TabLinks label="Mon compte" tabs/> }.into_any())
}
