//! Form of a draft: the motif's own fields, the recipient, the fields of every question.

use domain::{
    co_owner::CoOwner,
    form::{
        Answers, ChoiceOption, Choices, FieldDefinition, FormDefinition, Kind, List, check, missing_files,
    },
    motif::{Motif, RecipientKind},
    problem::{FieldProblem, Problem, Problems},
    siren::Siren,
};

use platform::{Error, on};

use super::draft::{Draft, RECIPIENT};

use crate::{
    Portal,
    accounts::sessions::Session,
    companies::{self, figures},
    directory::services::{self, Service},
};

/// Form of a draft, for its page.
#[derive(Clone, Debug)]
pub struct DraftForm {
    /// Definition without the file fields, which have their own page.
    pub definition: FormDefinition,
    pub lists: Lists,
    /// Code of the service to preselect while none is chosen.
    pub usual: Option<String>,
    pub services: Vec<Service>,
}

impl DraftForm {
    /// Returns the chosen service, if it is in the list.
    pub fn recipient(&self, answers: &Answers) -> Option<&Service> {
        let code = answers.text(RECIPIENT);
        self.services.iter().find(|service| service.code == code)
    }

    /// Returns the answers to display, with the usual recipient if none is chosen.
    pub fn answers(&self, typed: &Answers) -> Answers {
        let mut answers = typed.clone();
        if answers.text(RECIPIENT).is_empty()
            && let Some(usual) = &self.usual
        {
            answers.set(RECIPIENT, usual.clone());
        }
        answers
    }
}

/// Lists of the company that the form proposes; `None` if unknown: any value may then be typed.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub sirets: Option<Vec<ChoiceOption>>,
    pub creances: Option<Vec<ChoiceOption>>,
    pub mandats: Option<Vec<ChoiceOption>>,
}

impl Choices for Lists {
    fn options(&self, list: List) -> Option<&[ChoiceOption]> {
        match list {
            List::Sirets => self.sirets.as_deref(),
            List::Creances => self.creances.as_deref(),
            List::Mandats => self.mandats.as_deref(),
        }
    }
}

/// Returns the form of a draft with the lists of its company.
pub async fn form(portal: &Portal, session: &Session, draft: &Draft) -> Result<DraftForm, Error> {
    let services = services::of_kind(portal, draft.motif.recipient).await?;
    let usual = usual_service(portal, &draft.siren, &services).await?;
    let lists = lists(portal, session, &draft.siren, &draft.motif).await?;
    Ok(DraftForm { definition: definition(&draft.motif, &services), lists, usual, services })
}

/// Returns the form of a motif as a draft would have it, without the lists of a company.
pub async fn preview_form(portal: &Portal, motif: &Motif) -> Result<FormDefinition, Error> {
    Ok(definition(motif, &services::of_kind(portal, motif.recipient).await?))
}

/// Returns every problem of the draft, missing files included.
pub fn problems(draft: &Draft, form: &DraftForm) -> Problems {
    let mut found = form_problems(draft, form);
    let present: Vec<&str> = draft.attachments.iter().map(|file| file.slot.as_str()).collect();
    found.extend(missing_files(&draft.motif.full_form(), &draft.answers, &present));
    found
}

/// Like [`problems`], without the files: for the page of the form.
pub fn form_problems(draft: &Draft, form: &DraftForm) -> Problems {
    let recipient_unknown = draft.answers.text(RECIPIENT).is_empty();
    let mut found = check(&form.definition, &draft.answers, &form.lists);
    for FieldProblem { field, problem } in &mut found {
        if field == RECIPIENT && !recipient_unknown {
            *problem = Problem::NoRecipient;
        }
    }
    found
}

/// Returns the answers to store: those to the fields of the form, valid or not.
pub(super) fn non_secret_answers(motif: &Motif, answers: &Answers) -> Answers {
    definition(motif, &[]).non_secret_answers(answers)
}

/// Returns the fields in order: the motif's own, the recipient, those of every question.
pub(super) fn definition(motif: &Motif, services: &[Service]) -> FormDefinition {
    let full = motif.full_form();
    let own = motif.form.fields.len();
    let options = services.iter().map(|service| ChoiceOption::new(&service.code, &service.name)).collect();
    let recipient = FieldDefinition::new(RECIPIENT, "Service destinataire", Kind::Choice { options })
        .mandatory()
        .hint(recipient_hint(motif.recipient));
    let mut fields: Vec<FieldDefinition> = full.fields;
    fields.insert(own.min(fields.len()), recipient);
    fields.retain(|field| field.kind != Kind::File);
    FormDefinition { name: full.name, fields }
}

fn recipient_hint(kind: RecipientKind) -> &'static str {
    match kind {
        RecipientKind::Pae => {
            "Le PAE (pôle gestion des procédures du bureau de douane) dont dépend l’établissement."
        }
        RecipientKind::Recette => "La recette qui suit vos créances et vos paiements.",
    }
}

async fn lists(portal: &Portal, session: &Session, siren: &Siren, motif: &Motif) -> Result<Lists, Error> {
    let has = |wanted: fn(&Kind) -> bool| motif.form.fields.iter().any(|field| wanted(&field.kind));
    let mut lists = Lists::default();
    if has(|kind| matches!(kind, Kind::Siret)) {
        let company = companies::company(portal, session.usager()?.account, siren).await?;
        let options =
            company.etablissements.iter().map(|one| ChoiceOption::new(one.siret.as_str(), one.label()));
        lists.sirets = Some(options.collect());
    }
    if has(|kind| matches!(kind, Kind::Creance { .. })) {
        lists.creances = list_if_known(figures::creances_to_choose(portal, session).await)?.map(|creances| {
            let customs = creances.into_iter().filter(|creance| creance.co_owner == CoOwner::Dgddi);
            let label = |one: &platform::co_owners::Creance| {
                format!("{} – {} ({})", one.reference, one.libelle, one.amount)
            };
            customs.map(|one| ChoiceOption::new(&one.reference, label(&one))).collect()
        });
    }
    if has(|kind| matches!(kind, Kind::Mandat)) {
        lists.mandats = list_if_known(figures::mandats_to_choose(portal, session).await)?.map(|mandats| {
            let customs = mandats.into_iter().filter(|mandat| mandat.co_owner == CoOwner::Dgddi);
            let label =
                |one: &platform::co_owners::Mandat| format!("{} – {} ({})", one.rum, one.iban, one.holder);
            customs.map(|one| ChoiceOption::new(&one.rum, label(&one))).collect()
        });
    }
    Ok(lists)
}

/// Returns `None` if the co-owner does not respond or the right is missing, and for an empty list: a person without the
/// right to see mandats may still ask questions about theirs.
fn list_if_known<T>(list: Result<Vec<T>, Error>) -> Result<Option<Vec<T>>, Error> {
    match list {
        Ok(list) if list.is_empty() => Ok(None),
        Ok(list) => Ok(Some(list)),
        Err(Error::CoOwnerDown { .. } | Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the only service, or the one that received the company's last question of this kind.
async fn usual_service(
    portal: &Portal,
    siren: &Siren,
    services: &[Service],
) -> Result<Option<String>, Error> {
    if let [only] = services {
        return Ok(Some(only.code.clone()));
    }
    let Some(kind) = services.first().map(Service::kind) else { return Ok(None) };
    Ok(on!(portal.db, |c| {
        sqlx::query_scalar(
            "SELECT c.service FROM conversation c JOIN service s ON s.code = c.service
             WHERE c.siren = $1 AND s.kind = $2 AND NOT c.confidential ORDER BY c.asked_at DESC LIMIT 1",
        )
        .bind(siren.as_str())
        .bind(kind.code())
        .fetch_optional(c)
        .await
    })?)
}
