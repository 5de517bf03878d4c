use domain::{
    attachment::{ACCEPTED, MAX_BYTES},
    french,
};
use leptos::prelude::*;

use super::{
    PersonField,
    icons::SheetIcon,
    links::{Submit, Variant},
};

/// A file as listed under a message or in a draft.
pub struct AttachmentItem {
    pub name: String,
    pub bytes: u64,
    /// In hexadecimal; not shown if empty.
    pub sha256: String,
    /// Download address; no link if empty.
    pub href: String,
    /// State of the virus scan (« non analysé »); may be empty.
    pub state: String,
    /// The form that removes the file from a draft.
    pub remove: Option<AnyView>,
}

#[component]
pub fn AttachmentList(
    files: Vec<AttachmentItem>,
    /// Shows the hashes only on request: they serve as evidence later, not for reading.
    #[prop(optional)]
    folded: bool,
) -> impl IntoView {
    let files = files.into_iter().map(|file| attachment(file, folded)).collect_view();
    view! { <ul class="attachments">{files}</ul> }
}

fn attachment(file: AttachmentItem, folded: bool) -> impl IntoView {
    let name = if file.href.is_empty() {
        view! { <span class="attachment__name">{file.name}</span> }.into_any()
    } else {
        // Without `download`: a browser would save the page that offers to work for another company.
        view! { <a class="attachment__name" href=file.href>{file.name}</a> }.into_any()
    };
    let state = (!file.state.is_empty()).then(|| format!(" · {}", file.state));
    let hash = (!file.sha256.is_empty()).then(|| hash(file.sha256, folded));
    view! {
        <li class="attachment">
            <span class="attachment__icon"><SheetIcon /></span>
            <div>
                {name}
                <p class="attachment__facts">{file_size(file.bytes)} {state}</p>
                {hash}
            </div>
            {file.remove}
        </li>
    }
}

fn hash(sha256: String, folded: bool) -> AnyView {
    if folded {
        return view! {
            <details class="attachment__facts">
                <summary>"Empreinte SHA-256"</summary>
                <p class="mono">{sha256}</p>
            </details>
        }
        .into_any();
    }
    view! { <p class="attachment__facts">"SHA-256\u{a0}: " <span class="mono">{sha256}</span></p> }.into_any()
}

/// The form that adds files to a draft. One file per request, so that each can be shown, retried or refused separately.
///
/// Scripts accept several files at once, also dropped on the form or pasted, and add a line with its progress for each.
#[component]
pub fn UploadForm(
    #[prop(into)] action: String,
    /// Path of the page that shows the form.
    #[prop(into)]
    page: String,
    /// SIREN of the page, nine digits; empty on an agent's page.
    #[prop(optional, into)]
    siren: String,
    /// Name of the motif's field that the file belongs to; empty for other documents.
    #[prop(into)]
    place: String,
    /// Secret of a case; empty on other pages.
    #[prop(optional, into)]
    secret: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] mandatory: bool,
    /// Accepts several files.
    #[prop(optional)]
    many: bool,
    #[prop(optional, into)] error: String,
) -> impl IntoView {
    let id = if place.is_empty() { "fichier".to_owned() } else { format!("fichier-{place}") };
    let siren = (!siren.is_empty()).then(|| view! { <input type="hidden" name="_siren" value=siren /> });
    let secret = (!secret.is_empty()).then(|| view! { <input type="hidden" name="cle" value=secret /> });
    let described = format!("{id}-aide {id}-erreur");
    let none = error.is_empty();
    let invalid = (!none).then_some("true");
    let hint = if hint.is_empty() { limits() } else { format!("{hint} {}", limits()) };
    view! {
        <form
            class=if none { "upload field" } else { "upload field field--error" }
            method="post"
            action=action
            enctype="multipart/form-data"
            novalidate
            data-upload
            data-field=id.clone()
        >
            <input type="hidden" name="_page" value=page />
            <PersonField/>
            {siren}
            {secret}
            <input type="hidden" name="emplacement" value=place />
            <label class="field__label" for=id.clone()>{label} {mandatory.then(super::fields::star)}</label>
            <p class="field__hint" id=format!("{id}-aide")>{hint}</p>
            <input
                type="file"
                id=id.clone()
                name="fichier"
                accept=accepted()
                aria-describedby=described
                aria-invalid=invalid
                aria-required=mandatory.then_some("true")
                data-max-bytes=MAX_BYTES.to_string()
                data-many=many
            />
            <p class="field__error" id=format!("{id}-erreur") hidden=none>{error}</p>
            <p class="upload__drop" data-upload-hint hidden>
                "Vous pouvez aussi déposer des fichiers ici, ou les coller."
            </p>
            <ul class="upload__list" data-upload-list></ul>
            <template>{upload_line()}</template>
            <div data-upload-submit><Submit variant=Variant::Secondary>"Ajouter le fichier"</Submit></div>
        </form>
    }
}

/// The line of a file that is being uploaded, which scripts copy for each.
fn upload_line() -> impl IntoView {
    view! {
        <li class="upload__item">
            <span class="upload__name"></span>
            <div class="upload__actions">
                <span data-upload-stopped hidden>
                    "Envoi interrompu "
                    <button type="button" class="button button--secondary button--small" data-upload-retry>"Réessayer"</button>
                </span>
                <button type="button" class="button button--secondary button--small" data-upload-cancel>"Annuler"</button>
            </div>
            <progress data-upload-progress max="100" value="0" aria-label="Progression de l’envoi"></progress>
        </li>
    }
}

/// File extensions for the browser's file chooser (`.pdf,.png,…`); the server checks the content.
fn accepted() -> String {
    let extensions = ACCEPTED.iter().flat_map(|known| known.extensions);
    extensions.map(|extension| format!(".{extension}")).collect::<Vec<_>>().join(",")
}

fn limits() -> String {
    let usual = ACCEPTED.iter().filter_map(|known| known.extensions.first());
    let types = usual.map(|extension| extension.to_uppercase()).collect::<Vec<_>>().join(", ");
    format!("{} au plus par fichier. Formats acceptés\u{a0}: {types}.", file_size(MAX_BYTES))
}

/// Formats a size, rounded up: « 812 o », « 34 Ko », « 2,4 Mo » (1 Mo = 1024 × 1024 octets, mission §5).
pub fn file_size(bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    match bytes {
        0..KIB => format!("{}\u{a0}o", french::format_number(bytes)),
        KIB..MIB => format!("{}\u{a0}Ko", french::format_number(bytes.div_ceil(KIB))),
        _ if bytes.is_multiple_of(MIB) => format!("{}\u{a0}Mo", bytes / MIB),
        _ => {
            let tenths = (bytes * 10).div_ceil(MIB);
            format!("{},{}\u{a0}Mo", tenths / 10, tenths % 10)
        }
    }
}
