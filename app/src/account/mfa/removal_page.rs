use backend::{
    accounts::mfa,
    id::{AuthenticatorAppId, PasskeyId},
};
use leptos::prelude::*;
use platform::db::Moment;

use super::holder::{Form, Holder};
use crate::{
    forms::{self, ButtonForm},
    page::{self, Page, PageRequest, Stop},
    ui::*,
};

/// `/profil/securite/application/{id}`: details and removal of an application.
#[component]
pub fn RemovalPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let holder = Holder::of(&request);
        let session = holder.session(&request)?;
        let id: AuthenticatorAppId = request.param("id")?;
        let found = mfa::authenticator_app(request.portal(), session.signed_in_owner()?, id).await;
        let application = forms::unless_removed(found)?.ok_or_else(|| removed(holder))?;
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
            form: holder.remove_application(),
            button: "Retirer cette application",
        };
        render(&request, holder, factor, texts).await
    })
}

/// `/profil/securite/cle/{id}`: details and removal of a passkey.
#[component]
pub fn PasskeyRemovalPage() -> impl IntoView {
    page::load(async |request: PageRequest| {
        let holder = Holder::of(&request);
        let session = holder.session(&request)?;
        let id: PasskeyId = request.param("id")?;
        let found = mfa::passkey(request.portal(), session.signed_in_owner()?, id).await;
        let key = forms::unless_removed(found)?.ok_or_else(|| removed(holder))?;
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
            form: holder.remove_passkey(),
            button: "Retirer cette clé d’accès",
        };
        render(&request, holder, factor, texts).await
    })
}

/// Leads to the list of the factors that are left.
fn removed(holder: Holder) -> Stop {
    Stop::Redirect(holder.security().to_owned())
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
    form: Form,
    button: &'static str,
}

async fn render(
    request: &PageRequest,
    holder: Holder,
    factor: Factor,
    texts: Texts,
) -> Result<AnyView, Stop> {
    let (form, action) = texts.form;
    let problems = request.problems(&[form]).await?;
    let used = match factor.last_used_at {
        Some(at) => view! { <Time at/> }.into_any(),
        None => "Jamais depuis son ajout".into_any(),
    };
    let page = request.path.clone();
    Ok(view! {
        <Page title=holder.title(texts.title) detail=factor.name.clone() lead=texts.lead trail=holder.trail()>
            {holder.tabs()}
            <DefinitionList>
                <Definition term=factor.kind>{factor.name}</Definition>
                <Definition term="Ajoutée le"><Time at=factor.created_at/></Definition>
                <Definition term="Dernière utilisation">{used}</Definition>
            </DefinitionList>
            <ButtonForm action page submit=texts.button variant=Variant::Danger cancel=holder.security()>
                <ErrorSummary problems/>
                <input type="hidden" name="facteur" value=factor.id.to_string()/>
            </ButtonForm>
        </Page>
    }
    .into_any())
}
