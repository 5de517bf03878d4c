use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::calendar::french_date;

/// Months of silence after which a *demande* is deemed accepted or rejected (CRPA L231-1 and L231-4). No other delay is
/// known for the motifs of the portal.
const MONTHS_OF_SILENCE: i8 = 2;

/// What the acknowledgement of receipt of a *demande* must say besides date and service (CRPA R112-11-1): effect and date
/// of silence, attestation or appeal.
///
/// A motif that asks for a decision of the administration is a *demande*; one that asks for an explanation, reports a
/// fact or answers the service is not, and its receipt says nothing about silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demande {
    pub silence: Silence,
    /// Court that decides on a rejection.
    pub court: Court,
}

/// Effect of the administration's silence on a *demande*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Accepted: a text subjects the very procedure to the rule of CRPA L231-1.
    Acceptance,
    /// Rejected: the *demande* has a financial character (CRPA L231-4, 3°), such as a refund, a remission or a delay of
    /// payment.
    FinancialRejection,
    /// Rejected: no law or regulation provides for the procedure (CRPA L231-4, 2°).
    RejectionWithoutProcedure,
    /// No text found fixes the effect for this procedure. The receipt then says the legal default and its exceptions,
    /// and promises neither. This is so for guarantees, sureties and declarations: the Union Customs Code (articles 22,
    /// 89 to 98, 173 and 174) gives delays to decide but no effect of silence, and whether national law adds one is not
    /// for the portal to say.
    NotFixed,
}

/// Kind of court that decides on a rejection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Court {
    /// Payment, guarantee and refund of what customs collect, and customs matters in general.
    Judicial,
    /// Other decisions of the administration, such as an agrément.
    Administrative,
}

impl Demande {
    /// Returns the day at which silence takes effect on a *demande* received on `received`, both days of Paris. A month
    /// that is too short ends the delay on its last day.
    pub fn silence_day(self, received: Date) -> Date {
        received.saturating_add(MONTHS_OF_SILENCE.months())
    }

    /// Returns the sentences of the receipt, in order: effect and date of silence, attestation, appeal.
    pub fn mentions(self, received: Date) -> Vec<String> {
        let day = french_date(self.silence_day(received));
        let mut mentions = vec![self.silence.effect(&day)];
        mentions.extend(self.silence.may_accept().then(|| ATTESTATION.to_owned()));
        mentions.extend(self.silence.may_reject().then(|| self.court.appeal()));
        mentions
    }
}

const ATTESTATION: &str = "Si votre demande est ainsi acceptée, vous pouvez obtenir du service l’attestation prévue à \
                           l’article L.\u{a0}232-3 du même code.";

impl Silence {
    /// Returns the sentence on the effect of silence at `day`.
    fn effect(self, day: &str) -> String {
        let deemed = |outcome: &str, reason: &str| {
            format!(
                "Si elle est complète et que le service n’y répond pas, votre demande est réputée {outcome} le {day}\
                 {reason} du code des relations entre le public et l’administration)."
            )
        };
        match self {
            Silence::Acceptance => deemed("acceptée", " (article L.\u{a0}231-1"),
            Silence::FinancialRejection => {
                deemed("rejetée", "\u{a0}: elle présente un caractère financier (article L.\u{a0}231-4, 3°,")
            }
            Silence::RejectionWithoutProcedure => deemed(
                "rejetée",
                "\u{a0}: aucune loi ni aucun règlement n’en prévoit la procédure (article L.\u{a0}231-4, 2°,",
            ),
            Silence::NotFixed => format!(
                "Aucun texte connu du portail ne fixe l’effet du silence pour cette démarche. En règle générale, une \
                 demande complète restée sans réponse pendant deux mois, soit le {day} pour la vôtre, est réputée \
                 acceptée (article L.\u{a0}231-1 du code des relations entre le public et l’administration). Dans les \
                 cas que prévoit l’article L.\u{a0}231-4 du même code, elle est réputée rejetée à la même date."
            ),
        }
    }

    const fn may_accept(self) -> bool {
        matches!(self, Silence::Acceptance | Silence::NotFixed)
    }

    const fn may_reject(self) -> bool {
        !matches!(self, Silence::Acceptance)
    }
}

impl Court {
    const fn name(self) -> &'static str {
        match self {
            Court::Judicial => "judiciaire",
            Court::Administrative => "administratif",
        }
    }

    /// Returns the sentence on delays and means of appeal.
    fn appeal(self) -> String {
        format!(
            "En cas de rejet, vous avez deux mois pour former un recours gracieux auprès du service ou un recours \
             hiérarchique auprès de sa direction, ou pour saisir le tribunal {}.",
            self.name()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn silence_takes_effect_after_two_months() {
        let demande = Demande { silence: Silence::Acceptance, court: Court::Judicial };
        assert_eq!(demande.silence_day(date(2026, 11, 29)), date(2027, 1, 29));
        assert_eq!(demande.silence_day(date(2026, 12, 31)), date(2027, 2, 28));
    }

    #[test]
    fn each_effect_has_its_mentions() {
        let mentions = |silence, court| Demande { silence, court }.mentions(date(2026, 11, 29)).join(" ");
        let accepted = mentions(Silence::Acceptance, Court::Judicial);
        assert!(
            accepted.contains("réputée acceptée le 29\u{a0}janvier 2027")
                && accepted.contains("L.\u{a0}232-3")
        );
        assert!(!accepted.contains("recours"), "{accepted}");
        for silence in [Silence::FinancialRejection, Silence::RejectionWithoutProcedure] {
            let rejected = mentions(silence, Court::Administrative);
            assert!(rejected.contains("réputée rejetée le 29\u{a0}janvier 2027"), "{rejected}");
            assert!(
                rejected.contains("deux mois") && rejected.contains("tribunal administratif"),
                "{rejected}"
            );
            assert!(!rejected.contains("L.\u{a0}232-3"), "{rejected}");
        }
        let unknown = mentions(Silence::NotFixed, Court::Judicial);
        for said in
            ["29\u{a0}janvier 2027", "L.\u{a0}231-1", "L.\u{a0}231-4", "L.\u{a0}232-3", "tribunal judiciaire"]
        {
            assert!(unknown.contains(said), "{said}: {unknown}");
        }
    }
}
