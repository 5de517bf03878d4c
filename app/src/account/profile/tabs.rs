use domain::path;
use leptos::prelude::*;

use crate::ui::{TabLink, TabLinks};

/// Tabs of the personal space (003); its « Références » are two tabs, rattachements and habilitations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    Home,
    Situation,
    Security,
    Password,
    Email,
    Links,
    Rights,
}

impl Tab {
    const ALL: [Tab; 7] =
        [Tab::Home, Tab::Situation, Tab::Security, Tab::Password, Tab::Email, Tab::Links, Tab::Rights];

    fn label(self) -> &'static str {
        match self {
            Tab::Home => "Accueil",
            Tab::Situation => "Situation",
            Tab::Security => "Sécurité",
            Tab::Password => "Mot de passe",
            Tab::Email => "Courriel",
            Tab::Links => "Rattachements",
            Tab::Rights => "Habilitations",
        }
    }

    fn href(self) -> &'static str {
        match self {
            Tab::Home => path::PROFILE,
            Tab::Situation => path::SITUATION,
            Tab::Security => path::SECURITY,
            Tab::Password => path::PASSWORD,
            Tab::Email => path::EMAIL,
            Tab::Links => path::LINKS,
            Tab::Rights => path::RIGHTS,
        }
    }
}

/// Breadcrumb of the tabs.
pub(crate) fn trail() -> Vec<(String, String)> {
    vec![("Mon profil".to_owned(), path::PROFILE.to_owned())]
}

/// Tab bar at the top of every page of the personal space.
#[component]
pub(crate) fn Tabs(current: Tab) -> impl IntoView {
    let tabs = Tab::ALL.map(|tab| TabLink {
        label: tab.label().to_owned(),
        href: tab.href().to_owned(),
        current: tab == current,
        count: None,
    });
    view! { <TabLinks label="Espace personnel" tabs=tabs.into() strip=true/> }
}
