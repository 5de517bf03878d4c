use leptos::prelude::*;

use crate::ui::{TabLink, TabLinks};

/// The tabs of 003's personal space, its « Références » (rattachements, habilitations) in two.
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
            Tab::Home => "/profil",
            Tab::Situation => "/profil/situation",
            Tab::Security => "/profil/securite",
            Tab::Password => "/profil/mot-de-passe",
            Tab::Email => "/profil/courriel",
            Tab::Links => "/profil/rattachements",
            Tab::Rights => "/profil/habilitations",
        }
    }
}

/// Stands at the top of every page of the personal space.
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
