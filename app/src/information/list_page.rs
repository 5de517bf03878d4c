use backend::information::{self, Letter, LetterState};
use domain::{path, rights::Action};
use leptos::prelude::*;

use crate::{
    page::{self, Page, PageRequest},
    ui::*,
};

/// `/equipe/lettres`: letters of the mailing list, for editors.
#[component]
pub fn StaffLettersPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.staff_session(&Action::EditTexts)?;
        let letters = information::letters(request.portal(), session).await?;
        let columns = [
            Column::wide("Objet"),
            Column::text("État"),
            Column::text("Rédacteur"),
            Column::text("Dernier changement"),
        ];
        let table = match letters.is_empty() {
            true => view! {
                <EmptyState title="Aucune lettre"><p>"Les lettres et leurs brouillons s’affichent ici."</p></EmptyState>
            }
            .into_any(),
            false => Table::with_hidden_caption("Lettres", &columns).rows(&letters, letter_row).finish(),
        };
        Ok(view! {
            <Page title="Lettres Infos Douane" lead="Rédiger une lettre et l’envoyer aux abonnés." wide=true>
                <p><ButtonLink href=path::NEW_LETTER>"Rédiger une lettre"</ButtonLink></p>
                {table}
            </Page>
        }
        .into_any())
    })
}

fn letter_row(row: &mut Row<'_>, letter: &Letter) {
    row.cell().link(path::staff_letter(letter.id), &letter.subject);
    row.cell().tag(tone(letter.state), letter.state.label());
    row.cell().text(&letter.author_name);
    row.cell().minute(letter.changed_at);
}

pub fn tone(state: LetterState) -> Tone {
    match state {
        LetterState::Draft => Tone::Neutral,
        LetterState::Sending => Tone::Info,
        LetterState::Sent => Tone::Success,
        LetterState::Stopped => Tone::Warning,
    }
}
