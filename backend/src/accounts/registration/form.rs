use domain::{
    account::SecurityLevel,
    account_forms,
    company::CompanyNumber,
    email::Email,
    form::{Answers, check},
    login::Login,
    phone::{Mobile, Phone},
};
use platform::Error;

use crate::{
    Portal,
    accounts::{
        account::NewAccount,
        mfa,
        new_passwords::{self, Chooser},
        sessions::Client,
    },
};

/// Reads the account and the password of the registration form.
///
/// # Errors
/// [`Error::Invalid`] with the problems of all fields, or `TooManyAttempts`.
pub(super) async fn read(
    portal: &Portal,
    client: &Client,
    answers: &Answers,
) -> Result<(NewAccount, String), Error> {
    let form = account_forms::registration(&mfa::levels(portal));
    let mut problems = check(&form, answers, &());
    let answers = &form.normal_answers(answers);
    let password = answers.raw("mot_de_passe").to_owned();
    let personal = ["identifiant", "prenom", "nom", "email"].map(|name| answers.text(name).to_owned());
    if !problems.iter().any(|problem| problem.field == "mot_de_passe") {
        match new_passwords::check(portal, Chooser::Visitor(client), &password, &personal).await {
            Err(Error::Invalid(weak)) => problems.extend(weak),
            checked => checked?,
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    Ok((account(answers)?, password))
}

fn account(answers: &Answers) -> Result<NewAccount, Error> {
    let on_field = |field: &'static str| move |problem| Error::invalid(field, problem);
    let optional = |name: &str| Some(answers.text(name).to_owned()).filter(|text| !text.is_empty());
    let number = optional("numero_entreprise").map(|typed| CompanyNumber::read(&typed));
    let level = SecurityLevel::from_code(answers.text("niveau")).unwrap_or(SecurityLevel::Password);
    let sms_number = match level {
        SecurityLevel::Sms => {
            Some(Mobile::parse(answers.text("numero_sms")).map_err(on_field("numero_sms"))?.to_string())
        }
        _ => None,
    };
    let phone =
        optional("telephone").map(|typed| Phone::parse(&typed)).transpose().map_err(on_field("telephone"))?;
    Ok(NewAccount {
        login: Login::parse(answers.text("identifiant")).map_err(on_field("identifiant"))?,
        email: Email::parse(answers.text("email")).map_err(on_field("email"))?,
        first_name: answers.text("prenom").to_owned(),
        last_name: answers.text("nom").to_owned(),
        level,
        sms_number,
        phone: phone.map(|phone| phone.to_string()),
        address: optional("adresse"),
        company_number_verified: number.as_ref().is_some_and(CompanyNumber::is_verified),
        company_number: number.map(|number| number.as_str().to_owned()),
        newsletter: !answers.text("liste_diffusion").is_empty(),
    })
}
