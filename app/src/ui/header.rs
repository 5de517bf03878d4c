use leptos::prelude::*;

use super::icons::Mark;

/// What the head of every page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderModel {
    pub visitor: HeaderVisitor,
    /// Path of the page shown, with its query: marks the current entry of the navigation.
    pub path: String,
    /// Seconds until the session ends if nothing more is done; `None`: nobody is signed in.
    pub session_left: Option<u64>,
    /// What an open page is compared with when something changes elsewhere; `None`: nobody is signed in.
    pub shown: Option<HeaderShown>,
}

/// What the page shows, for `GET /api/v1/evenements`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderShown {
    pub rights_mark: i64,
    /// Empty: none is chosen.
    pub siren: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderVisitor {
    Public,
    Usager { name: String, company: Option<HeaderCompany>, unread: u32 },
    Agent { name: String, services: Vec<String>, waiting: u32 },
}

/// The company that the person works for at the moment (mission §3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderCompany {
    pub raison_sociale: String,
    /// As read: « 123 456 782 ».
    pub siren: String,
    /// Those chosen lately, one click away.
    pub recent: Vec<OtherCompany>,
    /// There is another one to change to.
    pub others: bool,
}

/// A company that can be changed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCompany {
    pub raison_sociale: String,
    /// Nine digits.
    pub siren: String,
}

struct Entry {
    label: &'static str,
    href: &'static str,
    /// A number, worth a badge when it is not zero, and what it counts, for those who cannot see the badge.
    count: Option<(u32, &'static str)>,
}

impl Entry {
    fn to(href: &'static str, label: &'static str) -> Self {
        Self { label, href, count: None }
    }

    fn counting(self, number: u32, what: &'static str) -> Self {
        Self { count: Some((number, what)), ..self }
    }

    fn is_current(&self, path: &str) -> bool {
        let path = path.split('?').next().unwrap_or_default();
        path == self.href
            || (self.href != "/" && path.strip_prefix(self.href).is_some_and(|rest| rest.starts_with('/')))
    }
}

#[component]
pub fn Header(model: HeaderModel) -> impl IntoView {
    let HeaderModel { visitor, path, session_left, shown } = model;
    let rights = shown.as_ref().map(|shown| shown.rights_mark);
    let siren = shown.map(|shown| shown.siren);
    let home = match visitor {
        HeaderVisitor::Public => "/",
        HeaderVisitor::Usager { .. } => "/tableau-de-bord",
        HeaderVisitor::Agent { .. } => "/agent",
    };
    let entries = entries(&visitor);
    view! {
        <header
            class="header"
            id="entete"
            data-live="entete"
            data-session-left=session_left
            data-rights=rights
            data-siren=siren
        >
            <div class="band">
                <div class="band__row">
                    <a class="brand" href=home>
                        <Mark />
                        <span>
                            <span class="brand__name">"Prodouane"</span>
                            <span class="brand__line">"Le portail douanier des professionnels"</span>
                        </span>
                    </a>
                    {account(&visitor, &path)}
                </div>
            </div>
            <div class="bar">
                <div class="bar__row">
                    <nav aria-label="Navigation principale">
                        <ul class="nav">{entries.iter().map(|entry| item(entry, &path)).collect_view()}</ul>
                    </nav>
                    {place(visitor, &path)}
                </div>
            </div>
        </header>
    }
}

fn entries(visitor: &HeaderVisitor) -> Vec<Entry> {
    match visitor {
        HeaderVisitor::Public => vec![Entry::to("/", "Accueil"), Entry::to("/aide", "Aide")],
        HeaderVisitor::Usager { company, unread, .. } => {
            let mut entries = Vec::new();
            if company.is_some() {
                entries.extend([
                    Entry::to("/tableau-de-bord", "Tableau de bord"),
                    Entry::to("/messagerie", "Messagerie").counting(*unread, "non lus"),
                    Entry::to("/teleservices", "Téléservices"),
                    Entry::to("/mandats", "Mandats"),
                ]);
            } else {
                entries.push(Entry::to("/entreprises", "Entreprises"));
            }
            entries.push(Entry::to("/profil", "Profil"));
            entries
        }
        HeaderVisitor::Agent { waiting, .. } => {
            vec![Entry::to("/agent", "Boîte de réception").counting(*waiting, "en attente")]
        }
    }
}

fn item(entry: &Entry, path: &str) -> impl IntoView + use<> {
    let current = entry.is_current(path).then_some("page");
    let badge = entry.count.map(|(number, what)| {
        let hidden = number == 0;
        view! {
            <span class="badge" hidden=hidden>
                <span data-count>{number}</span>
                <span class="visually-hidden">" " {what}</span>
            </span>
        }
    });
    view! { <li><a href=entry.href aria-current=current>{entry.label} {badge}</a></li> }
}

/// Top right: who is signed in, or the way in.
fn account(visitor: &HeaderVisitor, path: &str) -> AnyView {
    let name = match visitor {
        HeaderVisitor::Public => {
            return view! {
                <div class="account">
                    <a class="account__link" href="/connexion">"Se connecter"</a>
                    <a class="account__link account__link--strong" href="/inscription">"Inscription"</a>
                </div>
            }
            .into_any();
        }
        HeaderVisitor::Usager { name, .. } | HeaderVisitor::Agent { name, .. } => name.clone(),
    };
    view! {
        <div class="account">
            <span class="account__name">
                <span class="visually-hidden">"Utilisateur\u{a0}: "</span>
                {name}
            </span>
            <form method="post" action="/form/deconnexion">
                <input type="hidden" name="_page" value=path.to_owned() />
                <button class="account__out" type="submit">"Se déconnecter"</button>
            </form>
        </div>
    }
    .into_any()
}

/// In whose name one acts: the company of a usager, the services of an agent.
fn place(visitor: HeaderVisitor, path: &str) -> Option<AnyView> {
    match visitor {
        HeaderVisitor::Usager { company: Some(company), .. } => Some(switch(company, path)),
        HeaderVisitor::Agent { services, .. } if !services.is_empty() => Some(
            view! {
                <p class="company">
                    <span>
                        <span class="muted">{if services.len() > 1 { "Services " } else { "Service " }}</span>
                        <span class="company__name">{services.join(" · ")}</span>
                    </span>
                </p>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// The company being worked on; with others to change to, a list that opens without scripts: those chosen lately, each
/// a form of one button, then the way to all.
fn switch(company: HeaderCompany, path: &str) -> AnyView {
    let HeaderCompany { raison_sociale, siren, recent, others } = company;
    let named = view! {
        <span>
            <span class="visually-hidden">"Entreprise\u{a0}: "</span>
            <span class="company__name">{raison_sociale}</span>
            " "
            <span class="muted nowrap">"SIREN\u{a0}" {siren}</span>
        </span>
    };
    if !others {
        return view! { <p class="company">{named}</p> }.into_any();
    }
    let back = stays(path);
    let all = format!("/entreprises?retour={}", crate::page::encode(back));
    let recent: Vec<_> = recent
        .into_iter()
        .map(|other| {
            view! {
                <li>
                    <form method="post" action="/form/choisir-siren" data-form="">
                        <input type="hidden" name="_page" value="/entreprises"/>
                        <input type="hidden" name="siren" value=other.siren/>
                        <input type="hidden" name="retour" value=back.to_owned()/>
                        <button class="switch__choice" type="submit">{other.raison_sociale}</button>
                    </form>
                </li>
            }
        })
        .collect();
    let heading = (!recent.is_empty()).then(|| view! { <p class="switch__title">"Choisies récemment"</p> });
    let list = (!recent.is_empty()).then(|| view! { <ul>{recent}</ul> });
    view! {
        <details class="company switch" data-closes>
            <summary>
                {named}
                <span class="switch__change">"Changer" <span class="visually-hidden">" d’entreprise"</span></span>
            </summary>
            <div class="switch__panel">
                {heading}
                {list}
                <a class="switch__all" href=all>"Toutes mes entreprises"</a>
            </div>
        </details>
    }
    .into_any()
}

/// Pages that say the same of another company; from the others a change leads to the dashboard.
const STAYING: [&str; 7] = [
    "/tableau-de-bord",
    "/messagerie",
    "/messagerie/nouvelle",
    "/mandats",
    "/teleservices",
    "/profil/habilitations",
    "/entreprises/administrateurs",
];

/// Where a change of company leads from a page.
fn stays(path: &str) -> &'static str {
    let path = path.split('?').next().unwrap_or_default();
    STAYING.into_iter().find(|page| *page == path).unwrap_or("/tableau-de-bord")
}
