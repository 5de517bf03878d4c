use domain::{path, receipt::ReceiptKind};
use leptos::prelude::*;
use platform::{db::Moment, transparency::Record};

use super::Time;

/// Addresses of the files of a receipt.
pub struct ReceiptFiles {
    /// `None` if it has no document.
    pub pdf: Option<String>,
    pub json: String,
    pub proof: String,
}

/// Says where the transparency log has recorded a receipt, and offers its files.
#[component]
pub fn Proof(kind: ReceiptKind, record: Record, files: ReceiptFiles) -> impl IntoView {
    let number = record.number + 1;
    let ReceiptFiles { pdf, json, proof } = files;
    let state = match record.proven_since {
        Some(at) => view! {
            <p>"Une preuve existe depuis le " <Time at seconds=true/> ". Elle se vérifie même si le portail ne répond plus."</p>
        }
        .into_any(),
        None => view! {
            <p>"Sa preuve n’existe pas encore\u{a0}: elle sera disponible dans une minute ou deux. Rechargez alors cette page."</p>
        }
        .into_any(),
    };
    let stamp = record.stamped_at.map(|at| view! { <Stamped at/> });
    let files = [
        pdf.map(|pdf| (pdf, format!("Télécharger {} (PDF)", kind.the()))),
        Some((json, format!("Télécharger {} (JSON)", kind.the()))),
        record.proven_since.map(|_| (proof, "Télécharger sa preuve".to_owned())),
        record.stamped_size.map(|size| {
            (path::log_timestamp(size), "Télécharger l’horodatage de sa preuve (RFC\u{a0}3161)".to_owned())
        }),
    ];
    let files = files.into_iter().flatten();
    let files =
        files.map(|(href, label)| view! { <li><a href=href data-full>{label}</a></li> }).collect_view();
    view! {
        <p>
            {format!("{} est l’inscription n°\u{a0}{number} du registre de transparence du portail, du ", kind.this())}
            <Time at=record.appended_at seconds=true/> ". Toute modification ultérieure se verrait\u{a0}: chacun peut, sans compte, "
            <a href=path::VERIFICATION>{format!("vérifier {}", kind.an())}</a> "."
        </p>
        {state}
        {stamp}
        <ul class="no-print">{files}</ul>
    }
    .into_any()
}

/// Says from when an authority outside the portal attests the log.
#[component]
pub fn Stamped(at: Moment) -> impl IntoView {
    view! {
        <p>
            "Une autorité d’horodatage extérieure au portail atteste que le registre contenait déjà cette inscription le "
            <Time at seconds=true/> "."
        </p>
    }
}
