//! `/profil/rattachements`: the accounts linked at the co-owners, what they bring, linking and unlinking.

use backend::{
    companies::{self, LinkState, LinkedAccount},
    flash::Flash,
};
use domain::co_owner::CoOwner;
use leptos::prelude::*;

use crate::{
    account::profile::{Tab, Tabs},
    forms::Form,
    page::{self, Page, Visit},
    ui::{
        ButtonLink, Card, Definition, DefinitionList, ExternalLink, Notice, NoticeKind, Submit, Tag, Tone,
        Variant,
    },
};

/// This page.
pub(super) const LINKS: &str = "/profil/rattachements";

const LEAD: &str = "Rattachez ici vos comptes des administrations\u{a0}: leurs habilitations s’appliquent alors sur le \
                    portail, entreprise par entreprise.";

#[component]
pub fn LinksPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.usager_session()?;
        let links = companies::links(visit.portal(), session).await?;
        let kept = visit.flash("rattachement").await?;
        let next = next_step(&links, session.siren.is_some());
        let cards = links.into_iter().map(|link| card(&visit, link)).collect_view();
        Ok(view! {
            <Page title="Mes rattachements" lead=LEAD wide=true >
                <Tabs current=Tab::Links/>
                {problems(kept)}
                {next}
                <div class="stack stack--large">{cards}</div>
            </Page>
        }
        .into_any())
    })
}

/// What went wrong with the last rattachement, in full sentences.
pub(super) fn problems(kept: Option<Flash>) -> Option<impl IntoView> {
    let problems = kept?.problems;
    (!problems.is_empty()).then(|| {
        let sentences =
            problems.iter().map(|found| view! { <p>{found.problem.to_string()}</p> }).collect_view();
        view! { <Notice kind=NoticeKind::Error live=true>{sentences}</Notice> }
    })
}

/// Once something is linked, the way on.
fn next_step(links: &[LinkState], chosen: bool) -> Option<impl IntoView + use<>> {
    let some = links.iter().any(|link| link.linked.as_ref().is_some_and(|linked| linked.rights > 0));
    some.then(|| {
        let on = if chosen {
            view! { <ButtonLink href="/tableau-de-bord">"Aller au tableau de bord"</ButtonLink> }.into_any()
        } else {
            view! { <ButtonLink href="/entreprises">"Choisir une entreprise"</ButtonLink> }.into_any()
        };
        view! { <p class="cluster">{on}</p> }
    })
}

fn card(visit: &Visit, link: LinkState) -> AnyView {
    let co_owner = link.co_owner;
    let home = visit.portal().partners.home_address(co_owner).map(String::from);
    let title = format!("{} – {}", co_owner.label(), co_owner.site());
    match link.linked {
        Some(account) => {
            let (linked, unlink) = (linked(co_owner, account, home), unlink_link(co_owner));
            view! { <Card title=title>{linked} {unlink}</Card> }.into_any()
        }
        None => {
            let link = link_form(visit, co_owner);
            view! { <Card title=title>{link}</Card> }.into_any()
        }
    }
}

fn link_form(visit: &Visit, co_owner: CoOwner) -> impl IntoView + use<> {
    let site = co_owner.site();
    let page = visit.path.clone();
    view! {
        <p>
            "Aucun compte rattaché. Vous vous identifierez sur " {site}
            "\u{a0}; votre mot de passe de " {site} " n’est jamais transmis au portail."
        </p>
        <Form action="/form/rattacher" page=page leaves=true class="">
            <input type="hidden" name="co_proprietaire" value=co_owner.code()/>
            <Submit>"Rattacher mon compte " {site}</Submit>
        </Form>
    }
}

fn unlink_link(co_owner: CoOwner) -> impl IntoView {
    let href = format!("{LINKS}/{}/detacher", co_owner.code());
    view! {
        <p><ButtonLink href=href variant=Variant::Secondary>"Détacher ce compte " {co_owner.site()}</ButtonLink></p>
    }
}

fn linked(co_owner: CoOwner, account: LinkedAccount, home: Option<String>) -> impl IntoView {
    let site = co_owner.site();
    let state = state(site, &account);
    let name = account.name.map(|name| format!(" ({name})"));
    let answered = account.answered_at.map(|at| {
        view! {
            <Definition term="Reçues le">
                <time datetime=at.rfc3339()>{at.french_minute()}</time>
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
    let href = format!("/profil/habilitations?administration={}", co_owner.code());
    let held = match (account.rights, account.companies) {
        (0, _) => view! { <span>"aucune"</span> }.into_any(),
        (rights, companies) => view! { <a href=href>{held(rights, companies)}</a> }.into_any(),
    };
    view! {
        {state}
        <DefinitionList>
            <Definition term="Compte"><strong>{account.subject}</strong> {name}</Definition>
            <Definition term="Rattaché le">
                <time datetime=account.linked_at.rfc3339()>{account.linked_at.french_day()}</time>
            </Definition>
            <Definition term="Habilitations">{held}</Definition>
            {answered}
        </DefinitionList>
        {manage}
    }
}

/// « 12 sur 3 entreprises ».
fn held(rights: u32, companies: u32) -> String {
    match companies {
        1 => format!("{rights} sur une entreprise"),
        many => format!("{rights} sur {many} entreprises"),
    }
}

/// How much what is shown below can be relied on.
fn state(site: &'static str, account: &LinkedAccount) -> AnyView {
    if !account.known {
        return view! {
            <Notice kind=NoticeKind::Warning>
                <p>
                    {site} " ne reconnaît plus ce compte\u{a0}: ses habilitations ne s’appliquent plus. \
                    Vérifiez-le sur " {site} ", ou détachez-le."
                </p>
            </Notice>
        }
        .into_any();
    }
    if account.silent {
        let since = account.answered_at.map(|at| format!(" Habilitations du {}.", at.french_minute()));
        return view! {
            <Notice kind=NoticeKind::Warning>
                <p>{site} " ne répond pas pour le moment." {since}</p>
            </Notice>
        }
        .into_any();
    }
    view! { <p><Tag tone=Tone::Success>"Rattaché"</Tag></p> }.into_any()
}
