use backend::proofs::{self, Elimination};
use domain::{path, question::ARCHIVE_YEARS};
use leptos::prelude::*;
use platform::transparency::{self, Fingerprint, Record, Verdict};

use crate::{
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/verifier-un-accuse-de-reception`: says whether the transparency log has a receipt. Without account and scripts; the
/// file is not stored.
#[component]
pub fn VerificationPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let verdict = verdict(&request).await?;
        let elimination = match verdict {
            Some(Verdict::Recorded(record)) => {
                proofs::elimination_of(request.portal(), record.number).await?
            }
            _ => None,
        };
        let keys = request.portal().log_keys.verifying().iter().map(ToString::to_string).collect();
        let error = request.query("erreur").map(error).unwrap_or_default();
        Ok(view! {
            <Page
                title="Vérifier un accusé de réception ou un reçu"
                detail=verdict.map(outcome).unwrap_or_default()
                lead="Le portail inscrit à son registre de transparence chaque accusé de réception, chaque message échangé avec un service et chaque reçu de paiement par carte. Vérifiez ici qu’un document est bien celui qu’il a délivré, et que rien n’y a changé."
            >
                {verdict.map(|verdict| result(verdict, elimination))}
                <VerificationForm error=error.to_owned()/>
                <div class="prose"><Limits/> <WithoutPortal keys/></div>
            </Page>
        }
        .into_any())
    })
}

/// Returns what the log says of the file that was sent; `None` before a file is sent, and for an address cut short.
async fn verdict(request: &PageRequest) -> Result<Option<Verdict>, Stop> {
    let Some(fingerprint) = request.query("empreinte").and_then(Fingerprint::parse) else { return Ok(None) };
    Ok(Some(transparency::find(request.portal(), &fingerprint).await?))
}

/// End of the title of the page.
fn outcome(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Recorded(_) => "figure au registre",
        Verdict::Altered => "modifié",
        Verdict::Unknown => "inconnu",
    }
}

fn error(cause: &str) -> &'static str {
    match cause {
        "taille" => "Ce fichier est trop grand\u{a0}: choisissez le fichier téléchargé sur le portail.",
        "format" => {
            "Ce fichier n’est ni un accusé de réception, ni un message, ni un reçu\u{a0}: choisissez le fichier PDF ou JSON téléchargé sur le portail."
        }
        _ => "Choisissez le fichier à vérifier.",
    }
}

fn result(verdict: Verdict, elimination: Option<Elimination>) -> AnyView {
    match verdict {
        Verdict::Recorded(record) => recorded(record, elimination),
        Verdict::Altered => view! {
            <Notice kind=NoticeKind::Error title="Ce document a été modifié" live=true>
                <p>
                    "Le registre contient le document dont provient ce fichier, mais avec un autre contenu. Demandez à la \
                     personne qui vous l’a remis le fichier téléchargé sur le portail, sans modification ni nouvel \
                     enregistrement."
                </p>
            </Notice>
        }
        .into_any(),
        Verdict::Unknown => view! {
            <Notice kind=NoticeKind::Warning title="Ce document est inconnu" live=true>
                <p>
                    "Le registre de ce portail ne contient pas ce fichier. Vérifiez qu’il a bien été téléchargé sur ce \
                     portail, et qu’il n’a pas été modifié."
                </p>
            </Notice>
        }
        .into_any(),
    }
}

fn recorded(record: Record, elimination: Option<Elimination>) -> AnyView {
    let number = format!("C’est l’inscription n°\u{a0}{}, du ", record.number + 1);
    let proof = match record.proven_since {
        Some(at) => view! { <p>"Une preuve existe depuis le " <Time at seconds=true/> "."</p> }.into_any(),
        None => view! { <p>"Sa preuve sera disponible dans une minute ou deux."</p> }.into_any(),
    };
    view! {
        <Notice kind=NoticeKind::Success title="Ce document figure au registre" live=true>
            <p>{number} <Time at=record.appended_at seconds=true/> ". Son contenu n’a pas changé depuis."</p>
            {proof}
            {stamp(&record)}
            {elimination.map(eliminated)}
        </Notice>
    }
    .into_any()
}

/// The timestamp that covers the document, with what it was requested for.
fn stamp(record: &Record) -> Option<AnyView> {
    let (at, size) = (record.stamped_at?, record.stamped_size?);
    let (timestamp, checkpoint) = (path::log_timestamp(size), path::log_stamped_checkpoint(size));
    Some(
        view! {
            <Stamped at/>
            <ul>
                <li><a href=timestamp data-full>"Télécharger l’horodatage (RFC\u{a0}3161)"</a></li>
                <li><a href=checkpoint data-full>"Télécharger le point de contrôle horodaté"</a></li>
            </ul>
        }
        .into_any(),
    )
}

/// Says that the portal has no longer the content, and since when.
fn eliminated(elimination: Elimination) -> AnyView {
    let Elimination { entry, eliminated_at } = elimination;
    let rule = format!(
        "\u{a0}: les échanges et les paiements sont archivés {ARCHIVE_YEARS}\u{a0}ans, puis éliminés. Le registre en garde \
         l’empreinte, et a inscrit cette élimination sous le n°\u{a0}{}.",
        entry + 1
    );
    view! {
        <p>"Le portail n’a plus ce document\u{a0}: contenu éliminé le " <Time at=eliminated_at/> {rule}</p>
        <ul>
            <li><a href=path::elimination(entry) data-full>"Télécharger l’inscription de l’élimination (JSON)"</a></li>
        </ul>
    }
    .into_any()
}

#[component]
fn VerificationForm(error: String) -> impl IntoView {
    let none = error.is_empty();
    let class = if none { "field" } else { "field field--error" };
    view! {
        <form class="form" method="post" action=path::RECEIPT_VERIFICATION enctype="multipart/form-data">
            <div class=class>
                <label class="field__label" for="fichier">"Fichier de l’accusé ou du reçu"</label>
                <p class="field__hint" id="fichier-aide">
                    "Le fichier PDF ou JSON téléchargé sur le portail. Il n’est pas conservé."
                </p>
                <input
                    type="file"
                    id="fichier"
                    name="fichier"
                    accept=".pdf,.json"
                    required
                    aria-describedby="fichier-aide fichier-erreur"
                    aria-invalid=(!none).then_some("true")
                />
                <p class="field__error" id="fichier-erreur" hidden=none>{error}</p>
            </div>
            <div class="form__actions"><Submit>"Vérifier"</Submit></div>
        </form>
    }
}

/// What the page does not prove.
#[component]
fn Limits() -> impl IntoView {
    view! {
        <h2 id="limites">"Ce que cette vérification ne prouve pas"</h2>
        <ul>
            <li>"L’identité de la personne au-delà de son compte\u{a0}: un accusé dit quel compte a envoyé la question, un reçu ne nomme pas le payeur."</li>
            <li>
                "La date au sens du règlement (UE)\u{a0}n°\u{a0}910/2014\u{a0}: c’est celle de l’horloge du portail. Quand une \
                 autorité extérieure a horodaté le registre, son horodatage montre seulement qu’il contenait déjà le document."
            </li>
            <li>"Le texte affiché par un PDF\u{a0}: seul le fichier JSON qui lui est joint est vérifié, comparez-les en cas de doute."</li>
            <li>"Que le service a lu la question, ou qu’il y donnera suite."</li>
            <li>
                "Qu’il n’existe qu’un seul registre\u{a0}: le portail le tient seul. Le registre montre qu’un document n’a pas \
                 changé depuis son inscription."
            </li>
        </ul>
    }
}

/// How to verify without the portal: public keys and last checkpoint.
#[component]
fn WithoutPortal(keys: Vec<String>) -> impl IntoView {
    let keys = keys.into_iter().map(|key| view! { <li><code class="mono">{key}</code></li> }).collect_view();
    view! {
        <h2 id="hors-ligne">"Vérifier sans le portail"</h2>
        <p>
            "Conservez avec le document sa preuve, téléchargée sur la même page, et la clé publique du registre\u{a0}: ils \
             suffisent, même si le portail ne répond plus. Le document est une feuille de l’arbre de hachage décrit par la \
             RFC\u{a0}6962\u{202f}; la preuve est un texte au format public «\u{a0}tlog-proof\u{a0}» (C2SP)."
        </p>
        <p>"Clés publiques du registre, la plus récente d’abord\u{a0}:"</p>
        <ul>{keys}</ul>
        <p>
            "Toute personne peut aussi conserver le "
            <a href=path::LOG_CHECKPOINT data-full>"dernier point de contrôle signé"</a>
            "\u{a0}: le registre ne pourra plus le contredire."
        </p>
    }
}
