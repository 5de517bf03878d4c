use backend::{db::Moment, factors};
use leptos::prelude::*;
use uuid::Uuid;

use super::{SECURITY, trail};
use crate::{
    forms::Form,
    page::{self, Page, Stop, Visit},
    ui::*,
};

/// `/profil/securite/application/{id}`: one application, and its removal.
#[component]
pub fn RemovalPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_proof()?;
        let id: Uuid = visit.param("id")?;
        let application = factors::application(visit.portal(), session.usager()?.account, id).await?;
        let factor = Factor {
            id,
            kind: "Application",
            name: application.name,
            created_at: application.created_at,
            last_used_at: application.last_used_at,
        };
        let words = Words {
            title: "Retirer une application",
            lead: "Ses codes n’ouvriront plus votre compte.",
            form: "retirer-application",
            button: "Retirer cette application",
        };
        draw(&visit, factor, words).await
    })
}

/// `/profil/securite/cle/{id}`: one passkey, and its removal.
#[component]
pub fn PasskeyRemovalPage() -> impl IntoView {
    page::load(async |visit: Visit| {
        let session = visit.fresh_proof()?;
        let id: Uuid = visit.param("id")?;
        let key = factors::passkey(visit.portal(), session.usager()?.account, id).await?;
        let factor = Factor {
            id,
            kind: "Clé d’accès",
            name: key.name,
            created_at: key.created_at,
            last_used_at: key.last_used_at,
        };
        let words = Words {
            title: "Retirer une clé d’accès",
            lead: "Elle n’ouvrira plus votre compte. Supprimez-la aussi de l’appareil ou du gestionnaire qui la garde.",
            form: "retirer-cle",
            button: "Retirer cette clé d’accès",
        };
        draw(&visit, factor, words).await
    })
}

struct Factor {
    id: Uuid,
    /// « Application ».
    kind: &'static str,
    name: String,
    created_at: Moment,
    last_used_at: Option<Moment>,
}

struct Words {
    title: &'static str,
    lead: &'static str,
    /// Last part of the form's address, and its name.
    form: &'static str,
    button: &'static str,
}

async fn draw(visit: &Visit, factor: Factor, words: Words) -> Result<AnyView, Stop> {
    let kept = visit.flash(words.form).await?.unwrap_or_default();
    let used = match factor.last_used_at {
        Some(at) => at.french_minute(),
        None => "Jamais depuis son ajout".to_owned(),
    };
    let (page, action) = (visit.path.clone(), format!("/form/{}", words.form));
    Ok(view! {
        <Page title=words.title lead=words.lead trail=trail()>
            <DefinitionList>
                <Definition term=factor.kind>{factor.name}</Definition>
                <Definition term="Ajoutée le">{factor.created_at.french_minute()}</Definition>
                <Definition term="Dernière utilisation">{used}</Definition>
            </DefinitionList>
            <Form action page>
                <ErrorSummary problems=kept.problems/>
                <input type="hidden" name="facteur" value=factor.id.to_string()/>
                <div class="form__actions">
                    <Submit variant=Variant::Danger>{words.button}</Submit>
                    <ButtonLink href=SECURITY variant=Variant::Secondary>"Ne rien changer"</ButtonLink>
                </div>
            </Form>
        </Page>
    }
    .into_any())
}
