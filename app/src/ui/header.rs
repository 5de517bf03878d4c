use domain::{limited_count::LimitedCount, path};
use leptos::prelude::*;

use super::{PersonField, icons::Logo};

/// Content of the header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderModel {
    pub visitor: HeaderVisitor,
    /// Path and query of the page; marks the current entry of the navigation.
    pub path: String,
    /// Seconds until the session ends without activity; `None` if no person is signed in.
    pub session_seconds_left: Option<u64>,
    /// State that later events are compared with; `None` if no person is signed in.
    pub live_state: Option<LiveState>,
    pub forms: HeaderForms,
}

/// Addresses of the header's forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderForms {
    pub sign_out: &'static str,
    pub choose_company: &'static str,
}

/// State shown by the page, sent as parameters of `GET /api/v1/evenements`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveState {
    pub rights_mark: i64,
    /// Empty if none is chosen.
    pub siren: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderVisitor {
    Public,
    Usager { name: String, company: Option<HeaderCompany>, unread: LimitedCount },
    Staff { name: String, home: &'static str, services: Vec<String>, spaces: Vec<HeaderSpace> },
}

/// A space of the staff, in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeaderSpace {
    pub label: &'static str,
    pub href: &'static str,
    /// Number of items that wait there; `None` if the space has none to wait.
    pub waiting: Option<LimitedCount>,
}

/// The company chosen in the session (mission §3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderCompany {
    pub raison_sociale: String,
    /// Grouped by three digits: « 123 456 782 ».
    pub siren: String,
    /// Recently chosen companies, to switch with one click.
    pub recent: Vec<OtherCompany>,
    /// `true` if there is another company to switch to.
    pub others: bool,
}

/// A company to switch to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherCompany {
    pub raison_sociale: String,
    /// Nine digits.
    pub siren: String,
}

struct Entry {
    label: &'static str,
    href: &'static str,
    /// A number, shown as a badge if not zero, and what it counts, for screen readers.
    count: Option<(LimitedCount, &'static str)>,
    /// It counts what is unread: events update the number on an open page.
    is_live: bool,
}

impl Entry {
    fn to(href: &'static str, label: &'static str) -> Self {
        Self { label, href, count: None, is_live: false }
    }

    fn counting(self, number: LimitedCount, what: &'static str) -> Self {
        Self { count: Some((number, what)), ..self }
    }

    fn live(self) -> Self {
        Self { is_live: true, ..self }
    }

    fn is_current(&self, path: &str) -> bool {
        let path = path.split('?').next().unwrap_or_default();
        path == self.href
            || (self.href != path::HOME
                && path.strip_prefix(self.href).is_some_and(|rest| rest.starts_with('/')))
    }
}

#[component]
pub fn Header(model: HeaderModel) -> impl IntoView {
    let HeaderModel { visitor, path, session_seconds_left, live_state, forms } = model;
    let rights = live_state.as_ref().map(|state| state.rights_mark);
    let siren = live_state.map(|state| state.siren);
    let home = match visitor {
        HeaderVisitor::Public => path::HOME,
        HeaderVisitor::Usager { .. } => path::DASHBOARD,
        HeaderVisitor::Staff { home, .. } => home,
    };
    let entries = entries(&visitor);
    let current = current(&entries, &path);
    view! {
        <header
            class="header"
            id="entete"
            data-live="entete"
            data-session-left=session_seconds_left
            data-rights=rights
            data-siren=siren
        >
            <div class="band">
                <div class="band__row">
                    <a class="brand" href=home>
                        <Logo />
                        <span>
                            <span class="brand__name" data-visible="">"Prodouane"</span>
                            <span class="brand__line" data-visible="">"Le portail douanier des professionnels"</span>
                        </span>
                    </a>
                    <Menu/>
                    {account(&visitor, &path, forms)}
                </div>
            </div>
            <div class="bar">
                <div class="bar__row">
                    <nav aria-label="Navigation principale">
                        <ul class="nav">{entries.iter().map(|entry| item(entry, current)).collect_view()}</ul>
                    </nav>
                    {acting_for(visitor, &path, forms)}
                </div>
            </div>
        </header>
    }
}

/// On a phone, shows or hides the navigation and the account, without scripts. It has no content of its own: the style
/// sheet reads whether it is open.
#[component]
fn Menu() -> impl IntoView {
    view! {
        <details class="menu">
            <summary class="menu__button" data-visible="">"Menu"</summary>
        </details>
    }
}

fn entries(visitor: &HeaderVisitor) -> Vec<Entry> {
    match visitor {
        HeaderVisitor::Public => vec![
            Entry::to(path::HOME, "Accueil"),
            Entry::to(path::NEWS, "Actualités"),
            Entry::to(path::GUIDES, "Documentation"),
            Entry::to(path::HELP, "Aide"),
        ],
        HeaderVisitor::Usager { company, unread, .. } => {
            let mut entries = Vec::new();
            if company.is_some() {
                entries.extend([
                    Entry::to(path::DASHBOARD, "Tableau de bord"),
                    Entry::to(path::QUESTIONS, "Messagerie").counting(*unread, "non lus").live(),
                    Entry::to(path::DOCUMENTS, "Documents"),
                    Entry::to(path::TELESERVICES, "Téléservices"),
                    Entry::to(path::MANDATS, "Mandats"),
                ]);
            } else {
                entries.push(Entry::to(path::COMPANIES, "Entreprises"));
            }
            entries.push(Entry::to(path::PROFILE, "Profil"));
            entries
        }
        HeaderVisitor::Staff { spaces, .. } => spaces.iter().map(space_entry).collect(),
    }
}

fn space_entry(space: &HeaderSpace) -> Entry {
    let entry = Entry::to(space.href, space.label);
    match space.waiting {
        Some(unread) if space.href == path::AGENT_NOTICES => entry.counting(unread, "non lues").live(),
        Some(waiting) => entry.counting(waiting, "en attente"),
        None => entry,
    }
}

/// Address of the entry that the page belongs to: of one below another, `/plateau/appels` and `/plateau`, the longer.
fn current(entries: &[Entry], path: &str) -> Option<&'static str> {
    let current = entries.iter().filter(|entry| entry.is_current(path));
    current.map(|entry| entry.href).max_by_key(|href| href.len())
}

fn item(entry: &Entry, current: Option<&str>) -> impl IntoView + use<> {
    let current = (current == Some(entry.href)).then_some("page");
    let badge = entry.count.map(|(number, what)| {
        let hidden = number == LimitedCount::ZERO;
        view! {
            <span class="badge" hidden=hidden>
                <span data-count>{number.to_string()}</span>
                <span class="visually-hidden">" " {what}</span>
            </span>
        }
    });
    let unread = entry.is_live.then_some("");
    view! { <li><a href=entry.href aria-current=current data-visible="" data-unread=unread>{entry.label} {badge}</a></li> }
}

/// Account menu: the signed-in person, or the sign-in links.
fn account(visitor: &HeaderVisitor, path: &str, forms: HeaderForms) -> AnyView {
    let name = match visitor {
        HeaderVisitor::Public => {
            return view! {
                <div class="account">
                    <a class="account__link" href=path::SIGN_IN data-visible="">"Se connecter"</a>
                    <a class="account__link account__link--strong" href=path::REGISTRATION data-visible="">"Inscription"</a>
                </div>
            }
            .into_any();
        }
        HeaderVisitor::Usager { name, .. } | HeaderVisitor::Staff { name, .. } => name.clone(),
    };
    let security = matches!(visitor, HeaderVisitor::Staff { .. }).then(|| {
        view! { <a class="account__link" href=path::STAFF_SECURITY data-visible="">"Ma sécurité"</a> }
    });
    view! {
        <div class="account">
            <span class="account__name">
                <span class="visually-hidden">"Utilisateur\u{a0}: "</span>
                {name}
            </span>
            {security}
            <form method="post" action=forms.sign_out>
                <input type="hidden" name="_page" value=path.to_owned() />
                <button class="account__out" type="submit" data-visible="">"Se déconnecter"</button>
            </form>
        </div>
    }
    .into_any()
}

/// The company of a usager, or the services of a member of the staff.
fn acting_for(visitor: HeaderVisitor, path: &str, forms: HeaderForms) -> Option<AnyView> {
    match visitor {
        HeaderVisitor::Usager { company: Some(company), .. } => Some(company_switch(company, path, forms)),
        HeaderVisitor::Staff { services, .. } if !services.is_empty() => Some(
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

/// The chosen company. If there are others, also a list that opens without scripts: the recent ones, each a form with
/// one button, then a link to all.
fn company_switch(company: HeaderCompany, path: &str, forms: HeaderForms) -> AnyView {
    let HeaderCompany { raison_sociale, siren, recent, others } = company;
    let label = view! {
        <span>
            <span class="visually-hidden">"Entreprise\u{a0}: "</span>
            <span class="company__name">{raison_sociale}</span>
            " "
            <span class="muted nowrap">"SIREN\u{a0}" {siren}</span>
        </span>
    };
    if !others {
        return view! { <p class="company">{label}</p> }.into_any();
    }
    let back = page_after_switch(path);
    let all = path::with_return(path::COMPANIES, back);
    let recent: Vec<_> = recent
        .into_iter()
        .map(|other| {
            view! {
                <li>
                    <form method="post" action=forms.choose_company data-form="">
                        <input type="hidden" name="_page" value=path::COMPANIES/>
                        <PersonField/>
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
                {label}
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

/// Pages that exist for every company; from the others, a switch leads to the dashboard.
const PAGES_OF_EVERY_COMPANY: [&str; 11] = [
    path::DASHBOARD,
    path::QUESTIONS,
    path::NEW_QUESTION,
    path::APPOINTMENTS,
    path::DOCUMENTS,
    path::MANDATS,
    path::EXPORTS,
    path::DECLARANT_STATEMENTS,
    path::TELESERVICES,
    path::RIGHTS,
    path::COMPANY_ADMINS,
];

/// The page to show after a switch of company.
fn page_after_switch(path: &str) -> &'static str {
    let path = path.split('?').next().unwrap_or_default();
    PAGES_OF_EVERY_COMPANY.into_iter().find(|page| *page == path).unwrap_or(path::DASHBOARD)
}
