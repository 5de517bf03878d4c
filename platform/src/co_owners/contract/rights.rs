use domain::{
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Place, Teleservice},
    siren::Siren,
    siret::Siret,
};
use sha2::{Digest, Sha256};

use super::text::{check_length, clean, parse};
use crate::co_owners::{http::Failure, wire};

/// Maximum length of the identifier of an account, in bytes.
const MAX_SUBJECT: usize = 255;

/// Rights of an account at a co-owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Increases with every change at the co-owner.
    pub version: i64,
    /// SHA-256 of the answer.
    pub fingerprint: Vec<u8>,
    pub habilitations: Vec<Habilitation>,
    pub companies: Vec<GrantedCompany>,
}

/// Company that the rights concern, as the co-owner names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedCompany {
    pub siren: Siren,
    pub raison_sociale: String,
    pub etablissements: Vec<Etablissement>,
}

/// Establishment, as the co-owner names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etablissement {
    pub siret: Siret,
    pub nom: String,
    pub commune: String,
}

impl Etablissement {
    /// Label such as « 123 456 782 00015 – Siège, Lille ».
    pub fn label(&self) -> String {
        let place = [self.nom.as_str(), self.commune.as_str()];
        let place: Vec<&str> = place.into_iter().filter(|text| !text.is_empty()).collect();
        if place.is_empty() {
            return self.siret.grouped();
        }
        format!("{} – {}", self.siret.grouped(), place.join(", "))
    }
}

/// Parses the rights of an account.
pub(in crate::co_owners) fn read_rights(co_owner: CoOwner, body: &str) -> Result<Rights, Failure> {
    let wire: wire::Rights = parse(body)?;
    check_length(wire.habilitations.len() + wire.entreprises.len())?;
    let habilitations = wire.habilitations.iter().filter_map(|right| habilitation(co_owner, right)).collect();
    let companies = wire.entreprises.into_iter().filter_map(company).collect();
    Ok(Rights { version: wire.version, fingerprint: fingerprint(body), habilitations, companies })
}

/// SHA-256 of an answer, to recognise an unchanged one.
pub(in crate::co_owners) fn fingerprint(body: &str) -> Vec<u8> {
    Sha256::digest(body.as_bytes()).to_vec()
}

/// Parses the identifier of a newly opened account.
pub(in crate::co_owners) fn read_opened_account(body: &str) -> Result<String, Failure> {
    let subject = parse::<wire::OpenedAccount>(body)?.compte;
    let usable =
        !subject.is_empty() && subject.len() <= MAX_SUBJECT && !subject.chars().any(char::is_control);
    if usable { Ok(subject) } else { Err(Failure::Unreadable("unusable identifier".to_owned())) }
}

/// Returns `None` for a right that the portal does not know: it then grants nothing.
pub(in crate::co_owners) fn habilitation(
    co_owner: CoOwner,
    wire: &wire::Habilitation,
) -> Option<Habilitation> {
    let place = match (&wire.siret, &wire.siren) {
        (Some(siret), _) => Place::Siret(Siret::parse(siret).ok()?),
        (None, Some(siren)) => Place::Siren(Siren::parse(siren).ok()?),
        (None, None) => return None,
    };
    let teleservice = Teleservice::from_code(&wire.teleservice);
    let droit = Droit::from_code(&wire.droit);
    if teleservice.is_none() || droit.is_none() {
        // A co-owner may open a téléservice before the portal knows it.
        tracing::info!(co_owner = co_owner.code(), "ignored a right on an unknown téléservice");
    }
    Some(Habilitation { co_owner, teleservice: teleservice?, droit: droit?, place })
}

/// Returns `None` for a company without a valid SIREN.
pub(in crate::co_owners) fn company(wire: wire::Entreprise) -> Option<GrantedCompany> {
    let siren = Siren::parse(&wire.siren).ok()?;
    let etablissements = wire
        .etablissements
        .into_iter()
        .filter_map(|place| {
            let siret = Siret::parse(&place.siret).ok()?;
            Some(Etablissement { siret, nom: clean(&place.nom), commune: clean(&place.commune) })
        })
        // An establishment of another company would give access to that company.
        .filter(|place| place.siret.siren() == siren)
        .collect();
    Some(GrantedCompany { siren, raison_sociale: clean(&wire.raison_sociale), etablissements })
}
