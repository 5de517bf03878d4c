use domain::{path, rights::StaffRole};
use leptos::prelude::*;

use super::spaces::{home, spaces};
use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/equipe`: the spaces of a member of the staff. Redirects a member with only one to it.
#[component]
pub fn StaffHomePage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let member = request.staff()?;
        let home = home(member);
        if home != path::STAFF_HOME {
            return Err(Stop::Redirect(home.to_owned()));
        }
        let roles: Vec<&str> = member.roles.iter().copied().map(StaffRole::label).collect();
        let lead = match roles.as_slice() {
            [] => "Aucun rôle ne vous est attribué\u{a0}: adressez-vous à un administrateur du portail."
                .to_owned(),
            [role] => format!("Votre rôle\u{a0}: {role}."),
            roles => format!("Vos rôles\u{a0}: {}.", roles.join(", ")),
        };
        let cards: Vec<_> = spaces(member)
            .map(|space| {
                view! {
                    <Card title=space.label>
                        <p>{space.text}</p>
                        <p><a href=space.href>{format!("Ouvrir\u{a0}: {}", space.label)}</a></p>
                    </Card>
                }
            })
            .collect();
        let empty = (cards.is_empty() && !roles.is_empty()).then(|| {
            view! {
                <EmptyState title="Aucune page pour ce rôle">
                    <p>"Ce rôle n’ouvre encore aucune page du portail."</p>
                </EmptyState>
            }
        });
        Ok(view! {
            <Page title="Espace de l’équipe" lead=lead>
                {cards}
                {empty}
            </Page>
        }
        .into_any())
    })
}
