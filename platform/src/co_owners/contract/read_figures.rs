use std::sync::Arc;

use domain::{
    amount::Amount,
    card_payment::CardKind,
    co_owner::CoOwner,
    declarant_statements::{DeclarantStatement, Totals},
    export_follow_up::{ExportPath, ExportStage, ExportStep},
    month::Month,
    mrn::Mrn,
    rights::Teleservice,
    siret::Siret,
};

use super::{
    figures::{Creance, DeclarationCount, Echeance, Export, Figures, Mandat, Payment, Synthese},
    text::{check_length, clean, parse},
};
use crate::co_owners::{FigureKind, http::Failure, wire};

impl Figures {
    /// Parses the body of an answer, fresh or cached.
    ///
    /// # Errors
    /// [`Failure::Unreadable`] if any figure cannot be read.
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
                Figures::Creances(list(creances, |wire| Arc::new(creance(co_owner, wire)))?)
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
                check_length(lines.len())?;
                Figures::Declarations(lines.into_iter().filter_map(declaration).collect())
            }
            FigureKind::Exports => {
                let exports = list(parse::<wire::Exports>(body)?.exports, |wire| export(wire).map(Arc::new))?;
                Figures::Exports(exports.into_iter().collect::<Result<_, _>>()?)
            }
            FigureKind::DeclarantStatements => {
                let statements = list(parse::<wire::Statements>(body)?.etats, statement)?;
                let known = statements.into_iter().filter_map(Result::transpose);
                Figures::DeclarantStatements(known.collect::<Result<_, _>>()?)
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
        card_kind: wire.nature.as_deref().and_then(CardKind::from_code),
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
        usual_recette: wire.recette_usuelle.as_deref().map(clean),
    }
}

fn declaration(wire: wire::Declaration) -> Option<DeclarationCount> {
    Some(DeclarationCount {
        teleservice: Teleservice::from_code(&wire.teleservice)?,
        in_progress: wire.en_cours,
        next_due: wire.prochaine_echeance,
    })
}

/// Returns `None` for a téléservice that the portal does not know.
fn statement(wire: wire::Statement) -> Result<Option<DeclarantStatement>, Failure> {
    let month =
        Month::parse(&wire.mois).ok_or_else(|| Failure::Unreadable("month of a statement".to_owned()))?;
    let totals = Totals { operations: wire.operations, amount: Amount::from_cents(wire.montant_centimes) };
    let teleservice = Teleservice::from_code(&wire.teleservice);
    Ok(teleservice.map(|teleservice| DeclarantStatement { month, teleservice, totals }))
}

/// Parses the answer about one export declaration.
///
/// # Errors
/// [`Failure::Unreadable`] if the MRN or any step cannot be read.
pub(in crate::co_owners) fn read_export(body: &str) -> Result<ExportPath, Failure> {
    export(parse(body)?).map(|export| export.path)
}

fn export(wire: wire::Export) -> Result<Export, Failure> {
    let unreadable = |what: &str| Failure::Unreadable(format!("{what} of an export"));
    let mrn = Mrn::parse(&wire.mrn).map_err(|_| unreadable("MRN"))?;
    check_length(wire.etapes.len())?;
    let steps = wire.etapes.into_iter().map(export_step).collect::<Option<_>>();
    let path = steps.and_then(|steps| ExportPath::new(mrn, steps)).ok_or_else(|| unreadable("steps"))?;
    Ok(Export { path, siret: wire.siret.as_deref().and_then(|siret| Siret::parse(siret).ok()) })
}

fn export_step(wire: wire::ExportStep) -> Option<ExportStep> {
    let stage = ExportStage::from_code(&wire.etape)?;
    Some(ExportStep { stage, day: wire.date, office: wire.bureau.as_deref().map(clean) })
}

fn list<W, T>(wire: Vec<W>, read: impl Fn(W) -> T) -> Result<Vec<T>, Failure> {
    check_length(wire.len())?;
    Ok(wire.into_iter().map(read).collect())
}
