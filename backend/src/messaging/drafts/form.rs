//! The form of a draft: the motif's own fields, the recipient, the fields of every question.

use domain::{
    co_owner::CoOwner,
    form::{
        Answers, ChoiceOption, Choices, FieldDefinition, FormDefinition, Kind, List, check, missing_files,
    },
    motif::{Motif, RecipientKind},
    problem::{FieldProblem, Problem, Problems},
    siren::Siren,
};

use super::{Draft, RECIPIENT};
use crate::{
    Error, Portal,
    agents::services::{self, Service},
    companies, dashboard, on,
    session::Session,
};

/// Everything the page of the form needs.
#[derive(Clone, Debug)]
pub struct DraftForm {
    /// Without the files, which have their own step.
    pub definition: FormDefinition,
    pub lists: Lists,
    /// The service to preselect when none was chosen yet: the one the dashboard named, or the company's last one.
    pub usual: Option<String>,
    pub services: Vec<Service>,
}

impl DraftForm {
    /// The service that was chosen, if it is one of the list.
    pub fn recipient(&self, answers: &Answers) -> Option<&Service> {
        let code = answers.text(RECIPIENT);
        self.services.iter().find(|service| service.code == code)
    }

    /// The answers to show: the recipient preselected when the person has not chosen.
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

/// The lists of the company that the form draws on; `None` when a co-owner could not say.
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

/// The form of a draft with the lists of its company.
pub async fn form(portal: &Portal, session: &Session, draft: &Draft) -> Result<DraftForm, Error> {
    let services = services::of_kind(portal, draft.motif.recipient).await?;
    let usual = usual_service(portal, &draft.siren, &services).await?;
    let lists = lists(portal, session, &draft.siren, &draft.motif).await?;
    Ok(DraftForm { definition: definition(&draft.motif, &services), lists, usual, services })
}

/// All that keeps the draft from being sent, field by field, mandatory files included.
pub fn problems(draft: &Draft, form: &DraftForm) -> Problems {
    let mut found = form_problems(draft, form);
    let present: Vec<&str> = draft.attachments.iter().map(|file| file.slot.as_str()).collect();
    found.extend(missing_files(&draft.motif.full_form(), &draft.answers, &present));
    found
}

/// The same without the files: what the form's own page must say.
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

/// What of the typed answers the draft keeps: everything its form could ask, right or wrong.
pub(super) fn answers_to_keep(motif: &Motif, answers: &Answers) -> Answers {
    definition(motif, &[]).answers_to_keep(answers)
}

/// The form's fields in their order: the motif's own, the recipient, then what every question has.
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
        RecipientKind::Pae => "Le pôle d’action économique (PAE) dont dépend l’établissement.",
        RecipientKind::Recette => "La recette qui suit vos créances et vos paiements.",
    }
}

async fn lists(portal: &Portal, session: &Session, siren: &Siren, motif: &Motif) -> Result<Lists, Error> {
    let asks = |wanted: fn(&Kind) -> bool| motif.form.fields.iter().any(|field| wanted(&field.kind));
    let mut lists = Lists::default();
    if asks(|kind| matches!(kind, Kind::Siret)) {
        let company = companies::company(portal, session.usager()?.account, siren).await?;
        let options =
            company.etablissements.iter().map(|one| ChoiceOption::new(one.siret.as_str(), one.label()));
        lists.sirets = Some(options.collect());
    }
    if asks(|kind| matches!(kind, Kind::Creance { .. })) {
        lists.creances = known(dashboard::creances_to_choose(portal, session).await)?.map(|creances| {
            let customs = creances.into_iter().filter(|creance| creance.co_owner == CoOwner::Dgddi);
            let label =
                |one: &dashboard::Creance| format!("{} – {} ({})", one.reference, one.libelle, one.amount);
            customs.map(|one| ChoiceOption::new(&one.reference, label(&one))).collect()
        });
    }
    if asks(|kind| matches!(kind, Kind::Mandat)) {
        lists.mandats = known(dashboard::mandats_to_choose(portal, session).await)?.map(|mandats| {
            let customs = mandats.into_iter().filter(|mandat| mandat.co_owner == CoOwner::Dgddi);
            let label = |one: &dashboard::Mandat| format!("{} – {} ({})", one.rum, one.iban, one.holder);
            customs.map(|one| ChoiceOption::new(&one.rum, label(&one))).collect()
        });
    }
    Ok(lists)
}

/// A list that a silent co-owner cannot give is not known; anything may be typed then. So is an empty one: a person
/// without the right to see mandats may still ask about theirs.
fn known<T>(list: Result<Vec<T>, Error>) -> Result<Option<Vec<T>>, Error> {
    match list {
        Ok(list) if list.is_empty() => Ok(None),
        Ok(list) => Ok(Some(list)),
        Err(Error::PartnerDown { .. } | Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The only service there is, or the one that received the company's last question of the kind.
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
