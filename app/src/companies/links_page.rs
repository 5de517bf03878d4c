//! `/profil/rattachements`: accounts linked at the co-owners and their habilitations; linking and unlinking.

use backend::companies::{self, LinkState, LinkedAccount};
use domain::{co_owner::CoOwner, french, path};
use leptos::prelude::*;

use super::server::LinkAccount;
use crate::{
    account::profile::{Tab, Tabs, trail},
    forms::{Endpoint, Form},
    page::{self, Page, PageRequest, Stop},
    ui::{
        ButtonLink, Card, Definition, DefinitionList, ExternalLink, Notice, NoticeKind, ProblemNotice,
        Submit, Tag, Time, Tone, Variant,
    },
};

const LEAD: &str = "Rattachez ici vos comptes des administrations\u{a0}: leurs habilitations s’appliquent alors sur \
                    le portail, entreprise par entreprise, et ils vous permettent de vous y connecter sans autre \
                    mot de passe.";

#[component]
pub fn LinksPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.usager_session()?;
        let links = companies::links(request.portal(), session).await?;
        let problems = request.problems(&[companies::LINKS_FORM]).await?;
        let login = request.usager()?.login.clone();
        let suggested = suggestion(&request, &links).await?;
        let next = next_step(&links, session.siren.is_some());
        let cards = links.into_iter().map(|link| card(&request, link)).collect_view();
        Ok(view! {
            <Page title="Mes rattachements" lead=LEAD wide=true trail=trail()>
                <Tabs current=Tab::Links/>
                <ProblemNotice problems/>
                {next}
                {suggested}
                <p>
                    "Votre identifiant du portail\u{a0}: " <strong>{login}</strong>
                    ". Chaque site a ses propres identifiants\u{a0}: celui du portail ne permet pas de vous \
                     connecter aux sites ci-dessous, et les identifiants de ces sites ne doivent pas être saisis \
                     sur le portail."
                </p>
                <div class="stack stack--large">{cards}</div>
            </Page>
        }
        .into_any())
    })
}

/// Suggests linking the co-owner accounts from whose site the person registered.
async fn suggestion(request: &PageRequest, links: &[LinkState]) -> Result<Option<AnyView>, Stop> {
    let suggested = companies::suggested_links(request.portal(), request.usager()?.account).await?;
    let missing =
        |co_owner: &CoOwner| links.iter().any(|link| link.co_owner == *co_owner && link.linked.is_none());
    let sites: Vec<_> = suggested.into_iter().filter(missing).map(CoOwner::site).collect();
    Ok((!sites.is_empty()).then(|| {
        let accounts = french::agree(sites.len() as u64, "votre compte", "vos comptes");
        let sites = sites.join(" et ");
        view! {
            <Notice kind=NoticeKind::Info title=format!("Rattachez {accounts} {sites}")>
                <p>{format!("Votre inscription a commencé sur {sites}\u{a0}: rattachez {accounts} pour retrouver \
                             ici vos habilitations.")}</p>
            </Notice>
        }
        .into_any()
    }))
}

/// Link to the next step, once an account with habilitations is linked.
fn next_step(links: &[LinkState], chosen: bool) -> Option<impl IntoView + use<>> {
    let has_rights = links.iter().any(|link| link.linked.as_ref().is_some_and(|linked| linked.rights > 0));
    has_rights.then(|| {
        let button = if chosen {
            view! { <ButtonLink href=path::DASHBOARD>"Aller au tableau de bord"</ButtonLink> }.into_any()
        } else {
            view! { <ButtonLink href=path::COMPANIES>"Choisir une entreprise"</ButtonLink> }.into_any()
        };
        view! { <p class="cluster">{button}</p> }
    })
}

fn card(request: &PageRequest, link: LinkState) -> AnyView {
    let co_owner = link.co_owner;
    let home = request.portal().co_owners.home_address(co_owner).map(String::from);
    let title = format!("{} – {}", co_owner.label(), co_owner.site());
    match link.linked {
        Some(account) => {
            let (linked, unlink) = (linked(request, co_owner, account, home), unlink_link(co_owner));
            view! { <Card title=title>{linked} {unlink}</Card> }.into_any()
        }
        None => {
            let link = link_form(request, co_owner);
            view! { <Card title=title>{link}</Card> }.into_any()
        }
    }
}

fn link_form(request: &PageRequest, co_owner: CoOwner) -> impl IntoView + use<> {
    let site = co_owner.site();
    let button = link_button(request, co_owner, format!("Rattacher mon compte {site}"));
    let open = request.portal().co_owners.opens_accounts(co_owner).then(|| {
        let href = path::account_opening(co_owner.code());
        view! { <p>"Pas encore de compte\u{a0}? " <a href=href>{format!("Créez un compte {site} en un clic")}</a></p> }
    });
    view! {
        <p>
            "Aucun compte rattaché. Vous vous identifierez sur " {site}
            "\u{a0}; le mot de passe de ce compte n’est jamais transmis au portail."
        </p>
        {button}
        {open}
    }
}

/// Button that starts the sign-in at the co-owner, to link the account.
fn link_button(request: &PageRequest, co_owner: CoOwner, label: String) -> AnyView {
    let page = request.path.clone();
    view! {
        <Form action=LinkAccount::ACTION page=page native=true class="">
            <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
            <Submit>{label}</Submit>
        </Form>
    }
    .into_any()
}

fn unlink_link(co_owner: CoOwner) -> impl IntoView {
    let href = path::unlink(co_owner.code());
    view! {
        <p><ButtonLink href=href variant=Variant::Secondary>"Détacher ce compte " {co_owner.site()}</ButtonLink></p>
    }
}

fn linked(
    request: &PageRequest,
    co_owner: CoOwner,
    account: LinkedAccount,
    home: Option<String>,
) -> impl IntoView + use<> {
    let site = co_owner.site();
    let state = state(request, co_owner, &account);
    let used = account.last_used_at.map(|at| {
        view! {
            <Definition term="Dernière connexion par ce compte">
                <Time at/>
            </Definition>
        }
    });
    let name = account.name.map(|name| format!(" ({name})"));
    let answered = account.answered_at.map(|at| {
        view! {
            <Definition term="Reçues le">
                <Time at/>
            </Definition>
        }
    });
    let manage = home.map(|home| {
        view! {
            <p>
                <ExternalLink href=home>
                    "Demander ou modifier une habilitation sur " {site}
                </ExternalLink>
            </p>
        }
    });
    let href = path::rights_at(co_owner.code());
    let rights_count = match (account.rights, account.companies) {
        (0, _) => view! { <span>"aucune"</span> }.into_any(),
        (rights, companies) => view! { <a href=href>{rights_count(rights, companies)}</a> }.into_any(),
    };
    view! {
        {state}
        <DefinitionList>
            <Definition term=format!("Identifiant sur {site}")><strong>{account.subject}</strong> {name}</Definition>
            <Definition term="Rattaché le">
                <time datetime=account.linked_at.rfc3339()>{account.linked_at.french_day()}</time>
            </Definition>
            {used}
            <Definition term="Habilitations">{rights_count}</Definition>
            {answered}
        </DefinitionList>
        {manage}
    }
}

/// Formats the number of habilitations: « 52 habilitations, 3 entreprises ».
fn rights_count(rights: u32, companies: u32) -> String {
    let rights = french::count(rights, "habilitation", "habilitations");
    format!("{rights}, {}", french::count(companies, "entreprise", "entreprises"))
}

/// State of the link: unknown account, co-owner unavailable, or linked.
fn state(request: &PageRequest, co_owner: CoOwner, account: &LinkedAccount) -> AnyView {
    let site = co_owner.site();
    if !account.known {
        let relink = link_button(request, co_owner, format!("Rattacher de nouveau mon compte {site}"));
        return view! {
            <Notice kind=NoticeKind::Warning>
                <p>
                    {site} " ne reconnaît plus ce compte\u{a0}: ses habilitations ne s’appliquent plus. \
                    Vérifiez-le sur " {site} ", rattachez-le de nouveau, ou détachez-le."
                </p>
                {relink}
            </Notice>
        }
        .into_any();
    }
    if account.stale {
        let since =
            account.answered_at.map(|at| view! { " Les habilitations affichées datent du " <Time at/> "." });
        return view! {
            <Notice kind=NoticeKind::Warning>
                <p>{site} " ne répond pas pour le moment." {since}</p>
            </Notice>
        }
        .into_any();
    }
    view! { <p><Tag tone=Tone::Success>"Rattaché"</Tag></p> }.into_any()
}
