//! Preview of a page that other sites show beside a link to it (Open Graph).

use leptos::prelude::*;
use leptos_meta::Meta;

use crate::context::RequestContext;

/// Picture of the portal, without any emblem of the State.
const PICTURE: &str = "/partage.png";

/// Describes the page in the head of the document, for visitors only. `lead`: may be empty.
pub fn preview(title: &str, lead: &str) -> Option<impl IntoView + use<>> {
    let links = |context: &RequestContext| {
        let page = context.path.split('?').next().unwrap_or_default();
        context.session.is_none().then(|| (context.portal.link(page), context.portal.link(PICTURE)))
    };
    let (address, picture) = with_context(links).flatten()?;
    let description = (!lead.is_empty()).then(|| {
        let lead = lead.to_owned();
        view! { <Meta name="description" content=lead.clone()/> <Meta property="og:description" content=lead/> }
    });
    Some(view! {
        {description}
        <Meta property="og:title" content=title.to_owned()/>
        <Meta property="og:type" content="website"/>
        <Meta property="og:site_name" content="Prodouane"/>
        <Meta property="og:locale" content="fr_FR"/>
        <Meta property="og:url" content=address/>
        <Meta property="og:image" content=picture/>
        <Meta property="og:image:alt" content="Prodouane, le portail douanier des professionnels"/>
    })
}
