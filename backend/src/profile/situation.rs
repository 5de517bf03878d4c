//! Situation: identity, address, telephone, company number (mission §2.4).

use domain::{
    company::CompanyNumber,
    form::{Answers, check},
    phone::Phone,
    profile_forms,
};

use crate::{
    Error, Portal,
    history::{self, Event},
    on, on_tx,
    session::Session,
};

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Situation {
    pub first_name: String,
    pub last_name: String,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub company_number: Option<String>,
    /// The key of the number holds; false without a number.
    pub company_number_verified: bool,
}

impl Situation {
    /// As the form of [`profile_forms::situation`] shows it.
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

pub async fn situation(portal: &Portal, session: &Session) -> Result<Situation, Error> {
    let account = session.usager()?.account;
    let found = on!(portal.db, |c| {
        sqlx::query_as(
            "SELECT first_name, last_name, phone, address, company_number, company_number_verified
             FROM account WHERE id = $1",
        )
        .bind(account)
        .fetch_optional(c)
        .await
    })?;
    found.ok_or(Error::NotFound)
}

/// Stores the situation as typed; a company number that cannot be verified is kept as such (mission §2.1).
///
/// # Errors
/// [`Error::Invalid`] with the fields' problems.
pub async fn set_situation(
    portal: &Portal,
    session: &Session,
    answers: &Answers,
) -> Result<Situation, Error> {
    let problems = check(&profile_forms::situation(), answers, &());
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let situation = read(answers)?;
    let mut tx = portal.db.begin().await?;
    on_tx!(tx, |c| {
        sqlx::query(
            "UPDATE account SET first_name = $1, last_name = $2, phone = $3, address = $4, company_number = $5,
                    company_number_verified = $6 WHERE id = $7",
        )
        .bind(&situation.first_name)
        .bind(&situation.last_name)
        .bind(&situation.phone)
        .bind(&situation.address)
        .bind(&situation.company_number)
        .bind(situation.company_number_verified)
        .bind(session.usager()?.account)
        .execute(c)
        .await
        .map(|_| ())
    })?;
    history::note_by(&mut tx, portal.clock.now(), session, Event::SituationChanged).await?;
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
