//! French sentences of the problems that the browser finds too: those of one value or of one chosen file.
//!
//! Separate from the other sentences, which the WebAssembly module leaves out.

use super::definition::Problem;
use crate::reference_format::ReferenceFormat;

/// Text before the quoted name, the name, and the text after it. Without a name, the whole sentence comes first.
pub(super) type Parts<'a> = (&'static str, &'a str, &'static str);

/// Joins the parts of a sentence, with the name in quotation marks.
pub(super) fn joined((before, name, after): Parts<'_>) -> String {
    if name.is_empty() {
        [before, after].concat()
    } else {
        [before, "«\u{a0}", name, "\u{a0}»", after].concat()
    }
}

impl Problem {
    /// Returns the sentence of a problem of one value or of one chosen file; `None` for the other problems.
    pub fn value_sentence(&self) -> Option<String> {
        let sentence = joined(self.value_parts()?);
        Some(match self {
            Problem::TooLong { max, .. } => sentence + &max.to_string() + "\u{a0}caractères au plus.",
            Problem::NotAReference { format, .. } => sentence + expected(*format),
            _ => sentence,
        })
    }

    #[rustfmt::skip]
    fn value_parts(&self) -> Option<Parts<'_>> {
        Some(match self {
            Problem::Missing { label } => ("Renseignez le champ ", label, "."),
            Problem::NotChosen { label } => ("Choisissez une réponse pour ", label, "."),
            Problem::NotTicked { label } => ("Cochez la case ", label, "."),
            Problem::TooLong { label, .. } => ("Raccourcissez ", label, "\u{a0}: "),
            Problem::SiteInName { label } => ("Retirez l’adresse de site qui figure dans ", label, ". Après une abréviation, laissez une espace (exemple\u{a0}: St. Martin)."),
            Problem::NotInList { label } => ("Choisissez ", label, " dans la liste proposée."),
            Problem::NotADate { label } => ("Saisissez pour ", label, " une date qui existe (exemple\u{a0}: 31/12/2026)."),
            Problem::NotAMonth { label } => ("Saisissez pour ", label, " un mois et une année (exemple\u{a0}: 12/2026)."),
            Problem::NotAQuarter { label } => ("Saisissez pour ", label, " une année et un trimestre (exemple\u{a0}: 2026-T4)."),
            Problem::NotANumber { label } => ("Saisissez pour ", label, " un nombre supérieur à zéro (exemple\u{a0}: 1\u{202f}234,56)."),
            Problem::NotAnAmount { label } => ("Saisissez pour ", label, " un montant en euros (exemple\u{a0}: 1\u{202f}234,56)."),
            Problem::AmountNotPositive { label } => ("Saisissez pour ", label, " un montant supérieur à zéro."),
            Problem::AmountTooLarge { label } => ("Saisissez pour ", label, " un montant de 999\u{202f}999\u{202f}999,99\u{a0}euros au plus."),
            Problem::NotAReference { label, .. } => ("Vérifiez ", label, "\u{a0}: "),
            Problem::EmptyFile { name } => ("Le fichier ", name, " est vide. Choisissez-en un autre."),
            Problem::FileTooLarge { name } => ("Le fichier ", name, " dépasse 10\u{a0}Mo. Réduisez-le ou envoyez-le en plusieurs parties."),
            Problem::FileTypeRefused { name, format } => {
                let (before, after) = format.reason();
                (before, name, after)
            }
            Problem::FileInterrupted { name } => ("L’envoi du fichier ", name, " a été interrompu. Envoyez-le de nouveau."),
            Problem::NotASiren => ("Saisissez les 9 chiffres du SIREN (exemple\u{a0}: 732\u{a0}829\u{a0}320).", "", ""),
            Problem::WrongSirenCheckDigit => ("Ce SIREN est inexact\u{a0}: sa clé de contrôle est fausse. Vérifiez ses 9 chiffres.", "", ""),
            Problem::NotASiret => ("Saisissez les 14 chiffres du SIRET (exemple\u{a0}: 732\u{a0}829\u{a0}320\u{a0}00074).", "", ""),
            Problem::WrongSiretCheckDigit => ("Ce SIRET est inexact\u{a0}: sa clé de contrôle est fausse. Vérifiez ses 14 chiffres.", "", ""),
            Problem::NotAnIban => ("Saisissez l’IBAN en entier, tel qu’il figure sur votre RIB (27 caractères pour un compte français).", "", ""),
            Problem::WrongIbanCheckDigits => ("Cet IBAN est inexact\u{a0}: sa clé de contrôle est fausse. Vérifiez-le.", "", ""),
            Problem::NotANomenclature => ("Saisissez les 8 ou 10 chiffres de la nomenclature (exemple\u{a0}: 2208\u{a0}30\u{a0}11).", "", ""),
            Problem::NotALogin => ("Choisissez un identifiant de 3 à 32 caractères\u{a0}: lettres sans accent, chiffres, point, tiret ou tiret bas.", "", ""),
            Problem::NotAnEmail => ("Saisissez une adresse de courriel complète (exemple\u{a0}: nom@entreprise.fr).", "", ""),
            Problem::NotAPhone => ("Saisissez un numéro de téléphone à 10 chiffres, ou avec l’indicatif du pays (exemple\u{a0}: +33\u{a0}1\u{a0}23\u{a0}45\u{a0}67\u{a0}89).", "", ""),
            Problem::NotAMobile => ("Saisissez un numéro de mobile, qui commence par 06 ou 07, ou avec l’indicatif du pays.", "", ""),
            Problem::NotACode => ("Saisissez les 6 chiffres du code reçu.", "", ""),
            Problem::NotARecoveryCode => ("Saisissez les 16 lettres et chiffres d’un de vos codes de secours (exemple\u{a0}: MZXW-6YTB-OJTG-633C).", "", ""),
            Problem::PasswordTooShort => ("Choisissez un mot de passe d’au moins 12 caractères avec majuscule, minuscule et chiffre, ou une phrase d’au moins 20 caractères.", "", ""),
            Problem::PasswordTooLong => ("Ce mot de passe est trop long. Choisissez-en un plus court.", "", ""),
            Problem::PasswordPersonal => ("Ce mot de passe reprend votre nom, votre identifiant ou votre adresse. Choisissez-en un sans information personnelle.", "", ""),
            Problem::PasswordGuessable => ("Ce mot de passe est facile à deviner. Ajoutez-y des mots sans lien entre eux.", "", ""),
            Problem::ConfirmationMismatch => ("Les deux mots de passe sont différents. Saisissez de nouveau la confirmation.", "", ""),
            Problem::FileName => ("Donnez au fichier un nom suivi de son extension (exemple\u{a0}: facture.pdf).", "", ""),
            _ => return None,
        })
    }
}

fn expected(format: ReferenceFormat) -> &'static str {
    match format {
        ReferenceFormat::CreditTrigo => {
            "6 à 20 lettres, chiffres ou tirets, comme sur votre acte (exemple\u{a0}: TRG-2026-004512)."
        }
        ReferenceFormat::Declaration => {
            "les 18 caractères du MRN (exemple\u{a0}: 26FR000012345678A9), ou le numéro de la déclaration."
        }
        ReferenceFormat::Accise => "FR suivi de 11 lettres ou chiffres (exemple\u{a0}: FR012345E6789).",
        ReferenceFormat::Libre => "35 lettres, chiffres, tirets ou barres obliques au plus.",
    }
}
