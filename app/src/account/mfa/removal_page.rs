use backend::{
    accounts::mfa,
    id::{AuthenticatorAppId, PasskeyId},
};
use domain::path;
use leptos::prelude::*;
use platform::db::Moment;

use super::{
    server::{RemoveApplication, RemovePasskey},
    trail::trail,
};
use crate::{
    account::profile::{Tab, Tabs},
    forms::{self, ButtonForm, Endpoint},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/profil/securite/application/{id}`: details and removal of an application.
#[component]
pub fn RemovalPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.reauthenticated_usager()?;
        let id: AuthenticatorAppId = request.param("id")?;
        let found = mfa::authenticator_app(request.portal(), session.usager()?.account, id).await;
        let application = forms::unless_removed(found)?.ok_or_else(removed)?;
        let factor = Factor {
            id: id.to_string(),
            kind: "Application",
            name: application.name,
            created_at: application.created_at,
            last_used_at: application.last_used_at,
        };
        let texts = Texts {
            title: "Retirer une application",
            lead: "Ses codes ne permettront plus de vous connecter.",
            form: RemoveApplication::NAME,
            action: RemoveApplication::ACTION,
            button: "Retirer cette application",
        };
        render(&request, factor, texts).await
    })
}

/// `/profil/securite/cle/{id}`: details and removal of a passkey.
#[component]
pub fn PasskeyRemovalPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let session = request.reauthenticated_usager()?;
        let id: PasskeyId = request.param("id")?;
        let found = mfa::passkey(request.portal(), session.usager()?.account, id).await;
        let key = forms::unless_removed(found)?.ok_or_else(removed)?;
        let factor = Factor {
            id: id.to_string(),
            kind: "Clé d’accès",
            name: key.name,
            created_at: key.created_at,
            last_used_at: key.last_used_at,
        };
        let texts = Texts {
            title: "Retirer une clé d’accès",
            lead: "Elle ne permettra plus de vous connecter. Supprimez-la aussi de l’appareil ou du gestionnaire de \
                   mots de passe où elle est enregistrée.",
            form: RemovePasskey::NAME,
            action: RemovePasskey::ACTION,
            button: "Retirer cette clé d’accès",
        };
        render(&request, factor, texts).await
    })
}

/// Leads to the list of the factors that are left.
fn removed() -> Stop {
    Stop::Redirect(path::SECURITY.to_owned())
}

struct Factor {
    id: String,
    /// Label of the name, for example « Application ».
    kind: &'static str,
    name: String,
    created_at: Moment,
    last_used_at: Option<Moment>,
}

struct Texts {
    title: &'static str,
    lead: &'static str,
    form: &'static str,
    action: &'static str,
    button: &'static str,
}

async fn render(request: &PageRequest, factor: Factor, texts: Texts) -> Result<AnyView, Stop> {
    let problems = request.problems(&[texts.form]).await?;
    let used = match factor.last_used_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => "Jamais depuis son ajout".into_any(),
    };
    let page = request.path.clone();
    Ok(view! {
        <Page title=texts.title detail=factor.name.clone() lead=texts.lead trail=trail()>
            <Tabs current=Tab::Security/>
            <DefinitionList>
                <Definition term=factor.kind>{factor.name}</Definition>
                <Definition term="Ajoutée le"><Time at=factor.created_at/></Definition>
                <Definition term="Dernière utilisation">{used}</Definition>
            </DefinitionList>
            <ButtonForm action=texts.action page submit=texts.button variant=Variant::Danger cancel=path::SECURITY>
                <ErrorSummary problems/>
                <input type="hidden" name="facteur" value=factor.id.to_string()/>
            </ButtonForm>
        </Page>
    }
    .into_any())
}
