//! Personal details: name, address, telephone, company number (mission §2.4).

use domain::{
    company::CompanyNumber,
    form::{Answers, checked},
    phone::Phone,
    profile_forms,
};

use platform::Error;

use crate::{
    Portal,
    accounts::{
        account::{self, Situation},
        history::{self, Event},
        sessions::Session,
    },
};

impl Situation {
    /// Returns the answers that prefill [`profile_forms::situation`] with these details.
    pub fn answers(&self) -> Answers {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Answers::from_iter([
            ("prenom", self.first_name.clone()),
            ("nom", self.last_name.clone()),
            ("telephone", text(&self.phone)),
            ("adresse", text(&self.address)),
            ("numero_entreprise", text(&self.company_number)),
        ])
    }
}

/// Returns the details of the signed-in person.
pub async fn situation(portal: &Portal, session: &Session) -> Result<Situation, Error> {
    account::situation(&portal.db, session.usager()?.account).await
}

/// Stores the details as typed. A company number that cannot be verified is stored as unverified (mission §2.1).
///
/// # Errors
/// [`Error::Invalid`] with the fields' problems.
pub async fn set_situation(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<Situation, Error> {
    let answers = &checked(&profile_forms::situation(), answers, &())?;
    let situation = read(answers)?;
    let mut tx = portal.db.begin().await?;
    account::set_situation(&mut tx, session.usager()?.account, &situation).await?;
    history::record_from_session(&mut tx, portal.clock.now(), session, Event::SituationChanged).await?;
    tx.commit().await?;
    Ok(situation)
}

fn read(answers: &Answers) -> Result<Situation, Error> {
    let optional = |name: &str| Some(answers.text(name).to_owned()).filter(|text| !text.is_empty());
    let number = optional("numero_entreprise").map(|typed| CompanyNumber::read(&typed));
    let phone = optional("telephone").map(|typed| Phone::parse(&typed)).transpose();
    Ok(Situation {
        first_name: answers.text("prenom").to_owned(),
        last_name: answers.text("nom").to_owned(),
        phone: phone.map_err(|problem| Error::invalid("telephone", problem))?.map(|phone| phone.to_string()),
        address: optional("adresse"),
        company_number_verified: number.as_ref().is_some_and(CompanyNumber::is_verified),
        company_number: number.map(|number| number.as_str().to_owned()),
    })
}
