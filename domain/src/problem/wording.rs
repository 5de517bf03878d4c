//! French sentences of the problems: fixed, or with the quoted name of a field, a file or a co-owner.

use std::fmt;

use super::definition::Problem;
use crate::reference_format::ReferenceFormat;

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::OfficialActDenied { explanation } => return f.write_str(explanation),
            Problem::Failed { failure } => return failure.fmt(f),
            _ => {}
        }
        let (before, name, after) = self.parts();
        f.write_str(before)?;
        if !name.is_empty() {
            f.write_str("«\u{a0}")?;
            f.write_str(name)?;
            f.write_str("\u{a0}»")?;
        }
        f.write_str(after)?;
        match self {
            Problem::TooLong { max, .. } => write!(f, "{max} caractères au plus."),
            Problem::OtherAccountLinked { co_owner, .. } => {
                write!(
                    f,
                    "{co_owner}, et un seul compte par site peut être rattaché. Pour en changer, détachez-le \
                     d’abord, puis recommencez."
                )
            }
            Problem::TooManyValues { max, .. } => write!(f, "{max} au plus."),
            Problem::TooManyFiles { max } => write!(f, "{max} par message au plus."),
            Problem::TooManyAuthenticatorApps { max } | Problem::TooManyPasskeys { max } => {
                write!(f, "{max} au plus.")
            }
            Problem::TooManyAttempts { minutes: 0 | 1 } => f.write_str("une minute."),
            Problem::TooManyAttempts { minutes } => write!(f, "{minutes} minutes."),
            Problem::NotAReference { format, .. } => f.write_str(expected(*format)),
            _ => Ok(()),
        }
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

impl Problem {
    /// Returns the text before the quoted name, the name, and the text after it; without a name, the whole
    /// sentence comes first.
    #[rustfmt::skip]
    fn parts(&self) -> (&'static str, &str, &'static str) {
        match self {
            Problem::Missing { label } => ("Renseignez le champ ", label, "."),
            Problem::NotChosen { label } => ("Choisissez une réponse pour ", label, "."),
            Problem::NotTicked { label } => ("Cochez la case ", label, "."),
            Problem::TooLong { label, .. } => ("Raccourcissez ", label, "\u{a0}: "),
            Problem::SiteInName { label } => ("Retirez l’adresse de site qui figure dans ", label, ". Après une abréviation, laissez une espace (exemple\u{a0}: St. Martin)."),
            Problem::SeveralValues { label } => ("Donnez une seule réponse pour ", label, "."),
            Problem::TooManyValues { label, .. } => ("Donnez moins de réponses pour ", label, "\u{a0}: "),
            Problem::NotInList { label } => ("Choisissez ", label, " dans la liste proposée."),
            Problem::NotADate { label } => ("Saisissez pour ", label, " une date qui existe (exemple\u{a0}: 31/12/2026)."),
            Problem::NotAMonth { label } => ("Saisissez pour ", label, " un mois et une année (exemple\u{a0}: 12/2026)."),
            Problem::NotAQuarter { label } => ("Saisissez pour ", label, " une année et un trimestre (exemple\u{a0}: 2026-T4)."),
            Problem::PeriodReversed { label } => ("Vérifiez ", label, "\u{a0}: le mois de fin précède le mois de début."),
            Problem::NotAnAmount { label } => ("Saisissez pour ", label, " un montant en euros (exemple\u{a0}: 1 234,56)."),
            Problem::AmountNotPositive { label } => ("Saisissez pour ", label, " un montant supérieur à zéro."),
            Problem::AmountTooLarge { label } => ("Saisissez pour ", label, " un montant d’au plus 999 999 999,99 euros."),
            Problem::NotAReference { label, .. } => ("Vérifiez ", label, "\u{a0}: "),
            Problem::AccountLinkedElsewhere { co_owner } => ("Ce compte ", co_owner, " est déjà rattaché à un autre compte du portail. Si cet autre compte est le vôtre, connectez-vous avec lui, ou détachez-y d’abord ce compte. Sinon, appelez l’assistance au 0809\u{a0}400\u{a0}210."),
            Problem::OtherAccountLinked { linked, .. } => ("Votre compte du portail est déjà rattaché au compte ", linked, " sur "),
            Problem::AddressHasAccount { co_owner } => ("Votre adresse de courriel est déjà celle d’un compte sur ", co_owner, ". Rattachez ce compte plutôt que d’en créer un autre\u{a0}: si besoin, ce site vous permettra d’en renouveler le mot de passe."),
            Problem::LinkExpired { co_owner } => ("Le rattachement du compte ", co_owner, " a pris trop de temps ou a déjà eu lieu. Recommencez si besoin\u{a0}: rien n’a été modifié."),
            Problem::CoOwnerUnavailable { co_owner } => ("Le site ", co_owner, " ne répond pas pour le moment. Réessayez dans quelques minutes."),
            Problem::LinkingFailed { co_owner } => ("Le rattachement du compte ", co_owner, " n’a pas abouti. Recommencez\u{a0}: rien n’a été modifié."),
            Problem::MissingFile { label } => ("Ajoutez le fichier ", label, "."),
            Problem::EmptyFile { name } => ("Le fichier ", name, " est vide. Choisissez-en un autre."),
            Problem::FileTooLarge { name } => ("Le fichier ", name, " dépasse 10\u{a0}Mo. Réduisez-le ou envoyez-le en plusieurs parties."),
            Problem::FileTypeRefused { name, format } => {
                let (before, after) = format.reason();
                (before, name, after)
            }
            Problem::FileTypeMismatch { name } => ("Le contenu du fichier ", name, " ne correspond pas à son extension. Enregistrez-le de nouveau dans le bon format."),
            Problem::FileProtected { name } => ("Le fichier ", name, " est protégé par un mot de passe\u{a0}: ni l’antivirus ni le service ne pourraient le lire. Enregistrez-le sans mot de passe, puis joignez-le."),
            Problem::DocumentDamaged { name } => ("Le fichier ", name, " n’a pas pu être vérifié\u{a0}: il est endommagé, ou deviendrait bien trop volumineux une fois ouvert. Enregistrez-le de nouveau depuis votre logiciel, ou envoyez-le en PDF."),
            Problem::FileInfected { name } => ("Le fichier ", name, " est dangereux\u{a0}: un virus y a été trouvé. Analysez votre poste et choisissez un autre fichier."),
            Problem::FileInterrupted { name } => ("L’envoi du fichier ", name, " a été interrompu. Envoyez-le de nouveau."),
            Problem::TooManyFiles { .. } => ("Retirez des fichiers\u{a0}: ", "", ""),
            Problem::TooManyAttempts { .. } => ("Trop d’essais infructueux. Réessayez dans ", "", ""),
            Problem::NotASiren => ("Saisissez les 9 chiffres du SIREN (exemple\u{a0}: 732 829 320).", "", ""),
            Problem::WrongSirenCheckDigit => ("Ce SIREN n’existe pas\u{a0}: sa clé de contrôle est fausse. Relisez ses 9 chiffres.", "", ""),
            Problem::NotASiret => ("Saisissez les 14 chiffres du SIRET (exemple\u{a0}: 732 829 320 00074).", "", ""),
            Problem::WrongSiretCheckDigit => ("Ce SIRET n’existe pas\u{a0}: sa clé de contrôle est fausse. Relisez ses 14 chiffres.", "", ""),
            Problem::NotAnEori => ("Saisissez l’EORI en entier\u{a0}: les deux lettres du pays, puis 15 lettres ou chiffres au plus. En France\u{a0}: FR et les 14 chiffres du SIRET.", "", ""),
            Problem::NotAnIban => ("Saisissez l’IBAN en entier, tel qu’il figure sur votre RIB (27 caractères pour un compte français).", "", ""),
            Problem::WrongIbanCheckDigits => ("Cet IBAN est inexact\u{a0}: sa clé de contrôle est fausse. Relisez-le.", "", ""),
            Problem::NotANomenclature => ("Saisissez les 8 ou 10 chiffres de la nomenclature (exemple\u{a0}: 2208 30 11).", "", ""),
            Problem::NotALogin => ("Choisissez un identifiant de 3 à 32 caractères\u{a0}: lettres sans accent, chiffres, point, tiret ou tiret bas.", "", ""),
            Problem::NotAnEmail => ("Saisissez une adresse de courriel complète (exemple\u{a0}: nom@entreprise.fr).", "", ""),
            Problem::NotAPhone => ("Saisissez un numéro de téléphone à 10 chiffres, ou avec l’indicatif du pays (exemple\u{a0}: +33 1 23 45 67 89).", "", ""),
            Problem::NotAMobile => ("Saisissez un numéro de mobile, qui commence par 06 ou 07, ou avec l’indicatif du pays.", "", ""),
            Problem::NotACode => ("Saisissez les 6 chiffres du code reçu.", "", ""),
            Problem::NotARecoveryCode => ("Saisissez les 16 lettres et chiffres d’un de vos codes de secours (exemple\u{a0}: MZXW-6YTB-OJTG-633C).", "", ""),
            Problem::WrongTotpCode => ("Ce code est inexact ou a déjà servi. Attendez que l’application en affiche un nouveau, et vérifiez que l’heure de l’appareil est réglée automatiquement.", "", ""),
            Problem::WrongRecoveryCode => ("Ce code de secours est inexact ou a déjà servi. Saisissez-en un autre de votre liste.", "", ""),
            Problem::ReauthenticationRequired => ("Confirmez d’abord que c’est bien vous, puis recommencez\u{a0}: rien n’a été modifié.", "", ""),
            Problem::LastAuthenticatorApp => ("Votre niveau de sécurité demande une application. Ajoutez-en une autre, ou changez de niveau, avant de retirer celle-ci.", "", ""),
            Problem::TooManyAuthenticatorApps { .. } => ("Retirez une application avant d’en ajouter une autre\u{a0}: ", "", ""),
            Problem::ExpiredTotpKey => ("Cette clé n’est plus valable. Supprimez-la de votre application, puis ajoutez celle qui est affichée maintenant.", "", ""),
            Problem::NoPasskeyResponse => ("Le navigateur n’a transmis aucune réponse de la clé d’accès. Activez les scripts pour ce site ou mettez le navigateur à jour, ou choisissez un autre moyen.", "", ""),
            Problem::WrongPasskey => ("Cette clé d’accès n’a pas été reconnue. Recommencez avec une clé ajoutée à votre compte, ou choisissez un autre moyen.", "", ""),
            Problem::ExpiredChallenge => ("Cette demande a expiré ou a déjà servi. Recommencez\u{a0}: une nouvelle demande est prête.", "", ""),
            Problem::ClonedPasskey => ("Cette clé d’accès a été refusée\u{a0}: son compteur est revenu en arrière, il en existe peut-être une copie. Choisissez un autre moyen, puis retirez cette clé de votre compte.", "", ""),
            Problem::PasskeyAfterPassword => ("Votre mot de passe a été renouvelé depuis la dernière utilisation de cette clé. Connectez-vous une fois avec le mot de passe puis avec la clé\u{a0}: elle pourra ensuite servir seule.", "", ""),
            Problem::LastPasskey => ("Votre niveau de sécurité demande une clé d’accès. Ajoutez-en une autre, ou changez de niveau, avant de retirer celle-ci.", "", ""),
            Problem::PasskeyAlreadyAdded => ("Cette clé d’accès est déjà ajoutée à un compte du portail. Utilisez-en une autre.", "", ""),
            Problem::TooManyPasskeys { .. } => ("Retirez une clé d’accès avant d’en ajouter une autre\u{a0}: ", "", ""),
            Problem::PasswordTooShort => ("Choisissez un mot de passe d’au moins 12 caractères avec majuscule, minuscule et chiffre, ou une phrase d’au moins 20 caractères.", "", ""),
            Problem::PasswordTooLong => ("Ce mot de passe est trop long. Choisissez-en un plus court.", "", ""),
            Problem::PasswordPersonal => ("Ce mot de passe reprend votre nom, votre identifiant ou votre adresse. Choisissez-en un sans information personnelle.", "", ""),
            Problem::PasswordGuessable => ("Ce mot de passe est facile à deviner. Ajoutez-y des mots sans lien entre eux.", "", ""),
            Problem::ConfirmationMismatch => ("Les deux mots de passe sont différents. Saisissez de nouveau la confirmation.", "", ""),
            Problem::LoginTaken => ("Cet identifiant est déjà pris. Choisissez-en un autre.", "", ""),
            Problem::WrongCredentials => ("Identifiant ou mot de passe inexact. Vérifiez la touche de verrouillage des majuscules et saisissez-les de nouveau.", "", ""),
            Problem::WrongPassword => ("Ce n’est pas votre mot de passe actuel. Vérifiez la touche de verrouillage des majuscules et saisissez-le de nouveau.", "", ""),
            Problem::SamePassword => ("C’est votre mot de passe actuel. Choisissez-en un autre.", "", ""),
            Problem::SameEmail => ("C’est déjà l’adresse de votre compte. Saisissez la nouvelle.", "", ""),
            Problem::LoginMismatch => ("Saisissez votre identifiant tel qu’il est affiché sur cette page.", "", ""),
            Problem::WrongCode => ("Ce code est inexact ou a déjà servi. Relisez le dernier code reçu.", "", ""),
            Problem::ExpiredCode => ("Ce code n’est plus valable. Demandez-en un nouveau.", "", ""),
            Problem::InvalidLink => ("Ce lien n’est pas valable\u{a0}: il a expiré, il a déjà servi ou il est incomplet. Demandez-en un nouveau.", "", ""),
            Problem::CompanyChanged => ("L’entreprise choisie a changé depuis l’ouverture de cette page. Vérifiez l’entreprise affichée en haut de la page, puis recommencez\u{a0}: rien n’a été envoyé.", "", ""),
            Problem::CompanyNotYours => ("Vous n’avez pas d’habilitation pour cette entreprise. Choisissez-en une dans la liste.", "", ""),
            Problem::DelegationToSelf => ("C’est votre propre compte. Indiquez celui de la personne à qui vous déléguez.", "", ""),
            Problem::EndDateInPast => ("Choisissez un dernier jour qui n’est pas passé, ou laissez ce champ vide.", "", ""),
            Problem::EndDateAfterOwn { end } => ("Votre propre rôle prend fin avant\u{a0}: choisissez un dernier jour au plus tard le ", end, "."),
            Problem::OfferNotOpen => ("Cette délégation n’est plus ouverte\u{a0}: elle a été retirée, a pris fin ou est restée trop longtemps sans réponse. Consultez l’historique ci-dessous.", "", ""),
            Problem::AlreadyAdministrator => ("Vous êtes déjà administrateur général de cette entreprise. Rendez d’abord ce rôle si vous souhaitez le recevoir d’une autre personne.", "", ""),
            Problem::NoRecipient => ("Choisissez dans la liste le service qui recevra votre question.", "", ""),
            Problem::StepNotAllowed => ("L’état de cette question a changé entre-temps. Relisez la conversation avant de continuer.", "", ""),
            Problem::NotAQuestionNumber => ("Saisissez le numéro de la question tel qu’il figure sur l’accusé de réception.", "", ""),
            Problem::NotASelfCheckReference => ("Relisez la référence\u{a0}: huit lettres ou chiffres, affichés à la fin de l’auto-contrôle.", "", ""),
            Problem::FileName => ("Donnez au fichier un nom suivi de son extension (exemple\u{a0}: facture.pdf).", "", ""),
            Problem::DraftChanged => ("Le brouillon a changé pendant l’envoi, dans une autre fenêtre. Relisez-le, puis envoyez-le.", "", ""),
            Problem::ExportOutdated => ("Vos droits ont changé depuis que cette copie a été faite. Demandez-en une nouvelle.", "", ""),
            Problem::FileNotScanned { name } => ("Le fichier ", name, " est en cours d’analyse. Réessayez dans quelques minutes."),
            Problem::ArchiveTooManyFiles { name } => ("L’archive ", name, " contient trop de fichiers. Joignez ses documents un par un."),
            Problem::ArchiveTooLarge { name } => ("L’archive ", name, " deviendrait bien trop volumineuse une fois ouverte. Joignez ses documents un par un."),
            Problem::ArchiveNested { name } => ("L’archive ", name, " contient une autre archive. Joignez ses documents un par un."),
            Problem::ArchiveEncrypted { name } => ("L’archive ", name, " est protégée par un mot de passe. Joignez ses documents un par un."),
            Problem::ArchiveDamaged { name } => ("L’archive ", name, " n’a pas pu être vérifiée\u{a0}: elle est endommagée ou d’une forme inhabituelle. Refaites-la au format ZIP, ou joignez ses documents un par un."),
            Problem::NoActivatedAccount => ("Aucun compte activé n’a cet identifiant ou cette adresse de courriel.", "", ""),
            Problem::ServiceCode => ("Le code d’un service compte 1 à 32 lettres sans accent, chiffres ou tirets.", "", ""),
            Problem::ServiceName => ("Donnez au service un nom de 120 caractères au plus.", "", ""),
            Problem::UnknownOffice => ("Ce bureau n’est pas dans la liste importée.", "", ""),
            Problem::ServiceKindFixed => ("Un service ne change pas de nature : créez-en un autre.", "", ""),
            Problem::ServiceNotAssignable { service } => ("Le service ", service, " n’existe pas ou est cité deux fois."),
            // `fmt` writes these.
            Problem::OfficialActDenied { .. } | Problem::Failed { .. } => ("", "", ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Failure;

    #[test]
    fn sentences_are_complete() {
        let label = || "Prénom".to_owned();
        for (problem, sentence) in [
            (Problem::Missing { label: label() }, "Renseignez le champ « Prénom »."),
            (
                Problem::TooLong { label: label(), max: 80 },
                "Raccourcissez « Prénom » : 80 caractères au plus.",
            ),
            (Problem::TooManyFiles { max: 10 }, "Retirez des fichiers : 10 par message au plus."),
            (
                Problem::TooManyAttempts { minutes: 1 },
                "Trop d’essais infructueux. Réessayez dans une minute.",
            ),
            (
                Problem::TooManyAttempts { minutes: 15 },
                "Trop d’essais infructueux. Réessayez dans 15 minutes.",
            ),
            (
                Problem::Failed { failure: Failure::CoOwnerUnavailable { what: "Le registre".to_owned() } },
                "Un service partenaire ne répond pas. Le registre ne répond pas pour le moment. Réessayez dans \
                 quelques minutes.",
            ),
            (Problem::NotACode, "Saisissez les 6 chiffres du code reçu."),
            (
                Problem::NotAReference {
                    label: "Numéro d’accise".to_owned(),
                    format: ReferenceFormat::Accise,
                },
                "Vérifiez « Numéro d’accise » : FR suivi de 11 lettres ou chiffres (exemple : FR012345E6789).",
            ),
        ] {
            assert_eq!(problem.to_string().replace('\u{a0}', " "), sentence);
        }
    }
}
