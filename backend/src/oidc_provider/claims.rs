//! Claims about a person for one téléservice or site: identity, company, rights or linked account.

use std::collections::BTreeMap;

use domain::{
    account::SecurityLevel,
    rights::{Habilitation, Place, Teleservice},
    siren::Siren,
};
use serde::{Deserialize, Serialize};

use super::opening_rights::Opening;
use platform::{Error, on};

use crate::{Portal, companies, id::AccountId};

/// Claims of the ID token and of userinfo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Permanent identifier of the account. Not its identifiant, which is used to sign in.
    pub sub: String,
    pub name: String,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    /// Always `true`: an account is activated through its address.
    pub email_verified: bool,
    /// Company selected when the téléservice was opened.
    pub siren: String,
    pub raison_sociale: String,
    /// Rights on this téléservice and this company only; none for a site, which knows those of its account.
    pub habilitations: Vec<PlaceRights>,
    /// For the site of a co-owner: its own identifier of the linked account.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub compte: Option<String>,
}

/// Rights at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRights {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub siret: Option<String>,
    /// Set instead of `siret` for rights on the whole company.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub siren: Option<String>,
    pub droits: Vec<String>,
}

/// Returns the claims and the security level of the account.
///
/// # Errors
/// [`Error::NotFound`] if the account does not exist or no longer holds a right on the company.
pub(super) async fn person(
    portal: &Portal,
    account: AccountId,
    siren: &Siren,
    opening: &Opening,
) -> Result<(Person, SecurityLevel), Error> {
    let row: Option<(String, String, String, String)> = on!(portal.db, |c| {
        sqlx::query_as("SELECT first_name, last_name, email, security_level FROM account WHERE id = $1")
            .bind(account)
            .fetch_optional(c)
            .await
    })?;
    let (given_name, family_name, email, level) = row.ok_or(Error::NotFound)?;
    let company = companies::company(portal, account, siren).await?;
    let (habilitations, compte) = match opening {
        Opening::Teleservice { teleservice, held } => {
            (by_place(held, siren, *teleservice).into_iter().map(PlaceRights::from).collect(), None)
        }
        Opening::Site { subject } => (Vec::new(), Some(subject.clone())),
    };
    let person = Person {
        sub: account.simple().to_string(),
        name: format!("{given_name} {family_name}"),
        given_name,
        family_name,
        email,
        email_verified: true,
        siren: siren.to_string(),
        raison_sociale: company.raison_sociale,
        habilitations,
        compte,
    };
    Ok((person, SecurityLevel::from_code(&level).unwrap_or(SecurityLevel::Password)))
}

type AtPlace<'a> = (&'a Place, Vec<&'a Habilitation>);

/// Groups by place the habilitations held on the téléservice for the company.
pub(super) fn by_place<'a>(
    held: &'a [Habilitation],
    siren: &Siren,
    teleservice: Teleservice,
) -> Vec<AtPlace<'a>> {
    let mut places: BTreeMap<&Place, Vec<&Habilitation>> = BTreeMap::new();
    for one in held.iter().filter(|one| one.grants(teleservice, one.droit) && one.place.is_in(siren)) {
        places.entry(&one.place).or_default().push(one);
    }
    places.into_iter().collect()
}

impl From<AtPlace<'_>> for PlaceRights {
    fn from((place, held): AtPlace<'_>) -> PlaceRights {
        let droits = held.iter().map(|one| one.droit.code().to_owned()).collect();
        match place {
            Place::Siret(siret) => PlaceRights { siret: Some(siret.to_string()), siren: None, droits },
            Place::Siren(siren) => PlaceRights { siret: None, siren: Some(siren.to_string()), droits },
        }
    }
}

/// Value of `acr` for a security level.
pub fn acr(level: SecurityLevel) -> &'static str {
    match level {
        SecurityLevel::Password => "mot-de-passe",
        SecurityLevel::Sms => "mot-de-passe-sms",
        SecurityLevel::Totp => "mot-de-passe-application",
        SecurityLevel::Passkey => "mot-de-passe-cle",
    }
}

#[cfg(test)]
mod tests {
    use domain::{co_owner::CoOwner, rights::Droit, siret::Siret};

    use super::*;

    #[test]
    fn claims_are_limited_to_one_teleservice_and_one_company() {
        let siren = Siren::parse("732829320").expect("a SIREN");
        let at = |siret: &str, teleservice, droit, co_owner| Habilitation {
            co_owner,
            teleservice,
            droit,
            place: Place::Siret(Siret::parse(siret).expect("a SIRET")),
        };
        let held = [
            at("73282932000074", Teleservice::DeltaG, Droit::Declarer, CoOwner::Dgddi),
            at("73282932000074", Teleservice::DeltaG, Droit::Lire, CoOwner::Dgddi),
            at("73282932000074", Teleservice::Ciel, Droit::Lire, CoOwner::Dgddi),
            at("35600000000048", Teleservice::DeltaG, Droit::Lire, CoOwner::Dgddi),
            at("73282932000074", Teleservice::DeltaG, Droit::Telepayer, CoOwner::Urssaf),
        ];
        let claims: Vec<PlaceRights> =
            by_place(&held, &siren, Teleservice::DeltaG).into_iter().map(PlaceRights::from).collect();
        assert_eq!(
            serde_json::to_value(claims).expect("JSON"),
            serde_json::json!([{ "siret": "73282932000074", "droits": ["declarer", "lire"] }])
        );
    }
}
