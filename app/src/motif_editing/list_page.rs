use backend::motifs::{self, MotifRow};
use domain::{motif::RecipientKind, path, rights::Action};
use leptos::prelude::*;

use crate::{
    administration::{read_only_notice, tabs},
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/administration/motifs`: all motifs, with the version in use.
#[component]
pub fn MotifsPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::SeeAdministration)?;
        let motifs = motifs::list(request.portal(), session).await?;
        let columns = [
            Column::wide("Titre"),
            Column::text("Thème"),
            Column::text("Destinataire"),
            Column::text("Version"),
            Column::text("État"),
        ];
        let table = Table::new("Motifs", &columns).rows(&motifs, motif_row).finish();
        let notice = read_only_notice(&request);
        Ok(view! {
            <Page
                title="Motifs"
                lead="Les motifs des questions à la douane, avec leur formulaire. Une question garde la version avec laquelle elle \
                      a été posée."
                wide=true
            >
                {tabs(path::MOTIFS)}
                {notice}
                {table}
            </Page>
        }
        .into_any())
    })
}

fn motif_row(row: &mut Row<'_>, motif: &MotifRow) {
    let MotifRow { current, has_draft, planned_at } = motif;
    row.cell().link(path::edited_motif(&current.id), &current.title);
    row.cell().text(current.theme.label());
    let recipient = match current.recipient {
        RecipientKind::Pae => "PAE",
        RecipientKind::Recette => "Recette",
    };
    row.cell().text(recipient);
    row.cell().text(current.version);
    let mut state = row.cell();
    state.cluster();
    if current.confidential {
        state.tag(Tone::Neutral, "Confidentiel");
    }
    if *has_draft {
        state.tag(Tone::Warning, "Brouillon");
    }
    if let Some(at) = planned_at {
        state.tag(Tone::Info, format_args!("Prévue le {}", at.french_day()));
    }
}
