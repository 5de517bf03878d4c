use backend::staff::{self, MemberRow};
use domain::{
    path,
    rights::{Action, StaffRole},
};
use leptos::prelude::*;
use platform::db::Moment;

use super::tabs::{read_only_notice, tabs};
use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration`: members of the staff.
#[component]
pub fn StaffPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        request.staff_session(&Action::SeeAdministration)?;
        let members = staff::list(request.portal()).await?;
        let columns = [
            Column::text("Nom"),
            Column::text("Identifiant"),
            Column::wide("Rôles"),
            Column::text("État"),
            Column::text("Dernière connexion"),
        ];
        let table = Table::new("Membres de l’équipe", &columns).rows(&members, member_row).finish();
        let notice = read_only_notice(&request);
        Ok(view! {
            <Page title="Équipe du portail" wide=true>
                {tabs(path::ADMINISTRATION)}
                {notice}
                <p><ButtonLink href=path::NEW_MEMBER>"Ajouter un membre"</ButtonLink></p>
                {table}
            </Page>
        }
        .into_any())
    })
}

fn member_row(row: &mut Row<'_>, member: &MemberRow) {
    row.cell().link(path::member(member.id), &member.name);
    row.cell().text(&member.login);
    roles(row.cell(), &member.roles());
    state(row.cell(), member);
    last_sign_in(row.cell(), member.signed_in_at);
}

fn roles(mut cell: Cell<'_>, roles: &[StaffRole]) {
    let labels: Vec<&str> = roles.iter().copied().map(StaffRole::label).collect();
    match labels.is_empty() {
        true => cell.none(),
        false => cell.text(labels.join(", ")),
    };
}

fn state(mut cell: Cell<'_>, member: &MemberRow) {
    match (member.enabled, member.has_password) {
        (false, _) => cell.tag(Tone::Error, "Désactivé"),
        (true, false) => cell.tag(Tone::Warning, "Mot de passe à choisir"),
        (true, true) => cell.text("Actif"),
    };
}

fn last_sign_in(mut cell: Cell<'_>, at: Option<Moment>) {
    match at {
        Some(at) => cell.minute(at),
        None => cell.none(),
    };
}
