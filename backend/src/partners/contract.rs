//! The answers of the co-owners' contract, read with distrust: bounded lists, cleaned texts, checked numbers.
//!
//! A right that the portal cannot read is left out (it must never grant more); a figure that it cannot read makes the
//! whole answer unreadable (the portal must never show a part as the whole).

use domain::{
    amount::Amount,
    co_owner::CoOwner,
    rights::{Droit, Habilitation, Place, Teleservice},
    siren::Siren,
    siret::Siret,
};
use jiff::civil::Date;
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{FigureKind, http::Failure, wire};

/// Longest list that is read; more is refused as unreadable.
const MAX_ENTRIES: usize = 50_000;
/// Longest identifier of an account, in bytes.
const MAX_SUBJECT: usize = 255;
/// Longest text that is kept, in characters.
const MAX_TEXT: usize = 200;

/// What an account may do at a co-owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Grows with every change at the co-owner.
    pub version: i64,
    /// SHA-256 of the answer.
    pub fingerprint: Vec<u8>,
    pub habilitations: Vec<Habilitation>,
    pub companies: Vec<GrantedCompany>,
}

/// A company on which the account holds something, as the co-owner names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantedCompany {
    pub siren: Siren,
    pub raison_sociale: String,
    pub etablissements: Vec<Etablissement>,
}

/// An establishment, as the co-owner names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Etablissement {
    pub siret: Siret,
    pub nom: String,
    pub commune: String,
}

/// Figures of one company at one co-owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figures {
    Synthese(Synthese),
    Creances(Vec<Creance>),
    Mandats(Vec<Mandat>),
    Echeancier(Vec<Echeance>),
    Declarations(Vec<DeclarationCount>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synthese {
    pub paid: Amount,
    pub to_pay: Amount,
    pub overdue: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creance {
    pub co_owner: CoOwner,
    pub reference: String,
    pub libelle: String,
    /// `None` when the co-owner sends a number that is no SIRET: it can be seen, not paid.
    pub siret: Option<Siret>,
    pub amount: Amount,
    pub remaining: Amount,
    pub due: Date,
    pub teleservice: Option<Teleservice>,
    pub payment: Option<Payment>,
    pub state: CreanceState,
    /// Code of the recette that usually deals with it.
    pub usual_recette: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreanceState {
    APayer,
    Paye,
    EnRetard,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    pub date: Date,
    pub means: PaymentMeans,
    pub reference: String,
}

/// Never a transfer (virement): those payments are not in the contract (004, Tableau de bord).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMeans {
    Telepaiement,
    Carte,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandat {
    pub co_owner: CoOwner,
    /// Référence unique de mandat.
    pub rum: String,
    pub iban: String,
    pub holder: String,
    pub siret: Option<Siret>,
    pub signed: Date,
    pub state: MandatState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MandatState {
    Actif,
    Suspendu,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Echeance {
    pub date: Date,
    pub libelle: String,
    /// Unknown until the declaration is made.
    pub amount: Option<Amount>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarationCount {
    pub teleservice: Teleservice,
    pub in_progress: u32,
    pub next_due: Option<Date>,
}

pub(super) fn read_rights(co_owner: CoOwner, body: &str) -> Result<Rights, Failure> {
    let wire: wire::Rights = parse(body)?;
    bounded(wire.habilitations.len() + wire.entreprises.len())?;
    let habilitations = wire.habilitations.iter().filter_map(|right| habilitation(co_owner, right)).collect();
    let companies = wire.entreprises.into_iter().filter_map(company).collect();
    Ok(Rights { version: wire.version, fingerprint: fingerprint(body), habilitations, companies })
}

/// SHA-256 of an answer: the same answer is neither read nor written again.
pub(super) fn fingerprint(body: &str) -> Vec<u8> {
    Sha256::digest(body.as_bytes()).to_vec()
}

/// The account that was opened, by its identifier.
pub(super) fn read_opened(body: &str) -> Result<String, Failure> {
    let subject = parse::<wire::Opened>(body)?.compte;
    let usable =
        !subject.is_empty() && subject.len() <= MAX_SUBJECT && !subject.chars().any(char::is_control);
    if usable { Ok(subject) } else { Err(Failure::Unreadable("unusable identifier".to_owned())) }
}

pub(super) fn habilitation(co_owner: CoOwner, wire: &wire::Habilitation) -> Option<Habilitation> {
    let place = match (&wire.siret, &wire.siren) {
        (Some(siret), _) => Place::Siret(Siret::parse(siret).ok()?),
        (None, Some(siren)) => Place::Siren(Siren::parse(siren).ok()?),
        (None, None) => return None,
    };
    let teleservice = Teleservice::from_code(&wire.teleservice);
    let droit = Droit::from_code(&wire.droit);
    if teleservice.is_none() || droit.is_none() {
        // A co-owner may open a téléservice before the portal knows it: nothing to show for it yet.
        tracing::info!(co_owner = co_owner.code(), "a right on an unknown téléservice is left out");
    }
    Some(Habilitation { co_owner, teleservice: teleservice?, droit: droit?, place })
}

pub(super) fn company(wire: wire::Entreprise) -> Option<GrantedCompany> {
    let siren = Siren::parse(&wire.siren).ok()?;
    let etablissements = wire
        .etablissements
        .into_iter()
        .filter_map(|place| {
            let siret = Siret::parse(&place.siret).ok()?;
            Some(Etablissement { siret, nom: clean(&place.nom), commune: clean(&place.commune) })
        })
        // An establishment of another company would open it: it is left out.
        .filter(|place| place.siret.siren() == siren)
        .collect();
    Some(GrantedCompany { siren, raison_sociale: clean(&wire.raison_sociale), etablissements })
}

impl Figures {
    /// Reads the body of an answer of that kind, fresh or from the cache.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] when any figure of it cannot be read.
    pub fn read(co_owner: CoOwner, kind: FigureKind, body: &str) -> Result<Figures, Failure> {
        Ok(match kind {
            FigureKind::Synthese => {
                let wire: wire::Synthese = parse(body)?;
                Figures::Synthese(Synthese {
                    paid: Amount::from_cents(wire.paye_centimes),
                    to_pay: Amount::from_cents(wire.a_payer_centimes),
                    overdue: Amount::from_cents(wire.en_retard_centimes),
                })
            }
            FigureKind::CreancesEnCours | FigureKind::CreancesHistorique => {
                let creances = parse::<wire::Creances>(body)?.creances;
                Figures::Creances(list(creances, |wire| creance(co_owner, wire))?)
            }
            FigureKind::Mandats => {
                let mandats = parse::<wire::Mandats>(body)?.mandats;
                Figures::Mandats(list(mandats, |wire| mandat(co_owner, wire))?)
            }
            FigureKind::Echeancier => {
                Figures::Echeancier(list(parse::<wire::Echeancier>(body)?.echeances, |wire| Echeance {
                    date: wire.date,
                    libelle: clean(&wire.libelle),
                    amount: wire.montant_centimes.map(Amount::from_cents),
                })?)
            }
            FigureKind::Declarations => {
                let lines = parse::<wire::Declarations>(body)?.declarations;
                bounded(lines.len())?;
                Figures::Declarations(lines.into_iter().filter_map(declaration).collect())
            }
        })
    }
}

fn creance(co_owner: CoOwner, wire: wire::Creance) -> Creance {
    Creance {
        co_owner,
        reference: clean(&wire.reference),
        libelle: clean(&wire.libelle),
        siret: Siret::parse(&wire.siret).ok(),
        amount: Amount::from_cents(wire.montant_centimes),
        remaining: Amount::from_cents(wire.reste_a_payer_centimes),
        due: wire.echeance,
        teleservice: wire.teleservice.as_deref().and_then(Teleservice::from_code),
        payment: wire.paiement.map(|payment| Payment {
            date: payment.date,
            means: payment.moyen,
            reference: clean(&payment.reference),
        }),
        state: wire.etat,
        usual_recette: wire.recette_usuelle.as_deref().map(clean),
    }
}

fn mandat(co_owner: CoOwner, wire: wire::Mandat) -> Mandat {
    Mandat {
        co_owner,
        rum: clean(&wire.rum),
        iban: clean(&wire.iban),
        holder: clean(&wire.titulaire),
        siret: Siret::parse(&wire.siret).ok(),
        signed: wire.signe_le,
        state: wire.etat,
    }
}

fn declaration(wire: wire::Declaration) -> Option<DeclarationCount> {
    Some(DeclarationCount {
        teleservice: Teleservice::from_code(&wire.teleservice)?,
        in_progress: wire.en_cours,
        next_due: wire.prochaine_echeance,
    })
}

fn list<W, T>(wire: Vec<W>, read: impl Fn(W) -> T) -> Result<Vec<T>, Failure> {
    bounded(wire.len())?;
    Ok(wire.into_iter().map(read).collect())
}

fn bounded(entries: usize) -> Result<(), Failure> {
    if entries > MAX_ENTRIES { Err(Failure::Unreadable(format!("{entries} entries"))) } else { Ok(()) }
}

pub(super) fn parse<T: DeserializeOwned>(body: &str) -> Result<T, Failure> {
    serde_json::from_str(body).map_err(|error| {
        // Where it is wrong, not what was there: the answer may hold personal data.
        Failure::Unreadable(format!(
            "{:?} at line {} column {}",
            error.classify(),
            error.line(),
            error.column()
        ))
    })
}

/// Without control characters nor direction marks, without surrounding white space, at most [`MAX_TEXT`] characters.
pub(crate) fn clean(text: &str) -> String {
    let visible = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.trim().chars().filter(visible).take(MAX_TEXT).collect()
}
