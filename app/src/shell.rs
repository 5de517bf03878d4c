//! The HTML document, and the list of all pages.

use std::{io, path::Path, sync::Arc};

use domain::path;
use leptos::{nonce::Nonce, prelude::*};
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{Router, Routes, RoutesProps};

use crate::{context::RequestContext, navigation::Enhancements, page::MissingPage, routes, sharing, ui};

/// Addresses of the built files, whose names contain a hash of their content, the text of the style sheet, and the
/// identifier of the build.
#[derive(Clone, Debug, Default)]
pub struct Assets(Arc<Addresses>);

#[derive(Debug, Default)]
struct Addresses {
    script: String,
    module: String,
    styles: String,
    /// Text of the style sheet.
    style_sheet: String,
    recorder: String,
    follower: String,
    player: String,
    build: String,
}

impl Assets {
    /// Reads `hash.txt` as written by the build: the lines `js: HASH`, `wasm: HASH`, `css: HASH`, and those of the
    /// scripts of shared views: `partage`, `suivi` and `lecteur`. `root` is the folder of the site.
    ///
    /// # Errors
    /// If a file cannot be read or `hash.txt` lacks one of the lines: the site was not built.
    pub fn read(hash_file: &Path, root: &Path, pkg_path: &str, output_name: &str) -> io::Result<Assets> {
        let text = std::fs::read_to_string(hash_file)?;
        let hash = |kind: &str| {
            text.lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.trim() == kind)
                .map(|(_, hash)| hash.trim().to_owned())
                .ok_or_else(|| io::Error::other(format!("{}: no line for {kind}", hash_file.display())))
        };
        let (script, module, styles) = (hash("js")?, hash("wasm")?, hash("css")?);
        let sharing = |name: &str| hash(name).map(|hash| format!("{pkg_path}/{name}.{hash}.js"));
        let styles_path = format!("{pkg_path}/{output_name}.{styles}.css");
        Ok(Assets(Arc::new(Addresses {
            build: format!("{module}-{styles}"),
            style_sheet: std::fs::read_to_string(root.join(styles_path.trim_start_matches('/')))?,
            styles: styles_path,
            script: format!("{pkg_path}/{output_name}.{script}.js"),
            module: format!("{pkg_path}/{output_name}.{module}.wasm"),
            recorder: sharing("partage")?,
            follower: sharing("suivi")?,
            player: sharing("lecteur")?,
        })))
    }

    /// Address of the style sheet, for error pages rendered outside the application.
    pub fn styles(&self) -> &str {
        &self.0.styles
    }

    /// Address of the script of the document that shows a shared view.
    pub fn player(&self) -> &str {
        &self.0.player
    }

    /// Address of the script that the page needs for a shared view: the recorder while the session shares its view, the
    /// follower on the adviser's page; `None` on every other page.
    fn sharing_script(&self, context: &RequestContext) -> Option<String> {
        let shares = context.session.as_ref().is_some_and(|session| session.shared_view.is_some());
        if context.route.as_deref() == Some(path::SHARED_VIEW) {
            return Some(self.0.follower.clone());
        }
        shares.then(|| self.0.recorder.clone())
    }

    /// Identifier of the build, which every page carries.
    pub fn build(&self) -> &str {
        &self.0.build
    }
}

/// Renders the document. Requires a [`RequestContext`] in Leptos' context.
pub fn shell(assets: Assets) -> impl IntoView {
    let nonce: Option<Arc<str>> = use_context::<RequestContext>().map(|context| context.nonce);
    if let Some(nonce) = &nonce {
        // For the inline scripts that Leptos adds.
        provide_context(Nonce::from_value(Arc::clone(nonce)));
    }
    let first_page = use_context::<RequestContext>().is_some_and(|context| context.first_page);
    let sharing = use_context::<RequestContext>().and_then(|context| assets.sharing_script(&context));
    let addresses = assets.0;
    let boot = boot_script(&addresses);
    view! {
        <!DOCTYPE html>
        <html lang="fr">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="build" content=addresses.build.clone()/>
                // Before the style sheet, for which a later script would wait.
                <script nonce=nonce.as_deref().map(str::to_owned) inner_html=WAIT_FOR_MODULE></script>
                {styles(&addresses, nonce.as_deref().filter(|_| first_page))}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <MetaTags/>
            </head>
            <body>
                <a class="skip-link" href="#contenu">"Aller au contenu"</a>
                <App/>
                <script type="module" nonce=nonce.as_deref().map(str::to_owned) inner_html=boot></script>
                {sharing.map(|address| view! { <script src=address defer nonce=nonce.map(|nonce| nonce.to_string())></script> })}
            </body>
        </html>
    }
}

/// The style sheet: a link, or inside the page if a `nonce` is given. On a slow connection the first page then is painted
/// one round trip earlier. Later pages find the file in the cache.
fn styles(addresses: &Addresses, nonce: Option<&str>) -> AnyView {
    match nonce {
        Some(nonce) => {
            view! { <style nonce=nonce.to_owned() inner_html=addresses.style_sheet.clone()></style> }
                .into_any()
        }
        None => view! { <link rel="stylesheet" href=addresses.styles.clone()/> }.into_any(),
    }
}

/// Holds the submission of forms that need the module (passkeys, values that only a script can read) until it is ready or
/// has failed to load; a line says so. Other forms are left to the browser meanwhile.
const WAIT_FOR_MODULE: &str = "{let send;\
    const hold=event=>{\
    const form=event.target;\
    if(!form.querySelector('[data-passkey],[data-observe]'))return;\
    event.preventDefault();\
    if(send)return;\
    const line=document.createElement('p');\
    line.setAttribute('role','status');\
    form.append(line);\
    line.textContent='Chargement…';\
    send=()=>{line.remove();form.requestSubmit(event.submitter)}};\
    addEventListener('submit',hold,true);\
    window.moduleLoaded=()=>{removeEventListener('submit',hold,true);if(send)send()}}";

/// Loads the WebAssembly module and hydrates the islands, once the page is painted: on a slow connection the module would
/// delay the page, which works without it. A page in the background or behind a window may not be painted: it waits for a
/// second. Replaces Leptos' script, which waits for an idle browser and preloads with a wrong `crossorigin`.
fn boot_script(addresses: &Addresses) -> String {
    format!(
        "let loading;\
         const load=()=>{{\
         if(loading)return;\
         loading=true;\
         const module_or_path=fetch('{}');\
         import('{}').then(m=>m.default({{module_or_path}}).then(()=>{{m.hydrate();\
         document.querySelectorAll('leptos-island').forEach(e=>m[e.dataset.component](e))}})).catch(e=>console.error(e)).then(moduleLoaded)}};\
         requestAnimationFrame(()=>setTimeout(load));\
         setTimeout(load,1000)",
        addresses.module, addresses.script
    )
}

/// Formats the title of a page for the document. Titles contain texts of people, and `leptos_meta` writes them as they are.
fn document_title(title: String) -> String {
    format!("{} – Prodouane", html_escape::encode_text(&title))
}

/// All pages of the portal. Each renders its own header, see [`crate::page::load`].
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let context = use_context::<RequestContext>();
    let path = context.as_ref().map(|context| context.path.clone()).unwrap_or_default();
    let shared_view = context.as_ref().and_then(|context| context.session.as_ref()?.shared_view);
    let routes = routes::matching(context.as_ref().and_then(|context| context.route.as_deref()));
    let pages =
        RoutesProps::builder().fallback(MissingPage).children(ToChildren::to_children(move || routes));
    view! {
        <Title formatter=document_title/>
        <Enhancements/>
        <ui::LiveNotices/>
        <sharing::Banner shared_view path=path.clone()/>
        <Router>{Routes(pages.build())}</Router>
        <ui::AvisButton path/>
        <ui::Footer/>
    }
}
