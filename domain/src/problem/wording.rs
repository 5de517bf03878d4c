//! French sentences of the problems: fixed, or with the quoted name of a field, a file or a co-owner.

use std::fmt;

use super::definition::Problem;
use super::value_wording::{Parts, joined};
use crate::helpline::hotline_number;

impl std::error::Error for Problem {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::OfficialActDenied { explanation } => return f.write_str(explanation),
            Problem::Failed { failure } => return failure.fmt(f),
            _ => {}
        }
        if let Some(sentence) = self.value_sentence() {
            return f.write_str(&sentence);
        }
        f.write_str(&joined(self.other_parts()))?;
        match self {
            Problem::OtherAccountLinked { co_owner, .. } => {
                write!(
                    f,
                    "{co_owner}, et un seul compte par site peut être rattaché. Pour en changer, détachez-le \
                     d’abord, puis recommencez."
                )
            }
            Problem::TooManyValues { max, .. } | Problem::TooManyQuestions { max } => {
                write!(f, "{max} au plus.")
            }
            Problem::MonthOutOfRange { first, last, .. } => write!(f, "{first} à {last}."),
            Problem::PeriodTooLong { months } => write!(f, "{months}\u{a0}mois au plus."),
            Problem::TooManyMotifFields { max } | Problem::NotWithin { max, .. } => write!(f, "{max}."),
            Problem::TooManyFiles { max } => write!(f, "{max} par message au plus."),
            Problem::TooManyAppointments { max } => write!(f, "{max} au plus. Choisissez une autre semaine."),
            Problem::TooManyDrafts { max } => write!(
                f,
                "{max}, toutes entreprises confondues. Envoyez ou supprimez des brouillons dans la messagerie, puis \
                 recommencez."
            ),
            Problem::StorageFull { megabytes } => write!(
                f,
                "{megabytes}\u{a0}Mo au plus, en comptant vos brouillons et vos envois des dernières 24\u{a0}heures. \
                 Supprimez un brouillon ou retirez des fichiers, ou réessayez demain."
            ),
            Problem::CaseFull { megabytes } => {
                write!(f, "{megabytes}\u{a0}Mo au plus, en comptant ceux que vous avez déjà joints.")
            }
            Problem::ReportTooLong { max } => write!(f, "{max}\u{a0}questions au plus."),
            Problem::TooManyAuthenticatorApps { max } | Problem::TooManyPasskeys { max } => {
                write!(f, "{max} au plus.")
            }
            Problem::PaymentRunning { until } => {
                write!(f, "{until}\u{a0}: recommencez ensuite s’il n’a pas abouti.")
            }
            Problem::TooManyAttempts { minutes: 0 | 1 } | Problem::TooManyRequests { minutes: 0 | 1 } => {
                f.write_str("une minute.")
            }
            Problem::TooManyRequests { minutes: minutes @ 120.. } => {
                write!(f, "{} heures.", minutes.div_ceil(60))
            }
            Problem::TooManyAttempts { minutes } | Problem::TooManyRequests { minutes } => {
                write!(f, "{minutes} minutes.")
            }
            _ => Ok(()),
        }
    }
}

impl Problem {
    /// Returns the sentence of a problem that only the server finds.
    #[rustfmt::skip]
    fn other_parts(&self) -> Parts<'_> {
        match self {
            Problem::SeveralValues { label } => ("Indiquez une seule réponse pour ", label, "."),
            Problem::TooManyValues { label, .. } => ("Indiquez moins de réponses pour ", label, "\u{a0}: "),
            Problem::PeriodReversed { label } => ("Vérifiez ", label, "\u{a0}: le mois de fin précède le mois de début."),
            Problem::AccountLinkedElsewhere { co_owner } => ("Ce compte ", co_owner, concat!(" est déjà rattaché à un autre compte du portail. Si cet autre compte est le vôtre, connectez-vous avec lui, ou détachez-y d’abord ce compte. Sinon, appelez l’assistance au ", hotline_number!(), ".")),
            Problem::OtherAccountLinked { linked, .. } => ("Votre compte du portail est déjà rattaché au compte ", linked, " sur "),
            Problem::AddressHasAccount { co_owner } => ("Votre adresse de courriel est déjà celle d’un compte sur ", co_owner, ". Rattachez ce compte plutôt que d’en créer un autre\u{a0}: si besoin, ce site vous permettra d’en renouveler le mot de passe."),
            Problem::LinkExpired { co_owner } => ("Le rattachement du compte ", co_owner, " a pris trop de temps ou a déjà eu lieu. Recommencez si besoin\u{a0}: rien n’a été modifié."),
            Problem::CoOwnerUnavailable { co_owner } => ("Le site ", co_owner, " ne répond pas pour le moment. Réessayez dans quelques minutes."),
            Problem::LinkingFailed { co_owner } => ("Le rattachement du compte ", co_owner, " n’a pas abouti. Recommencez\u{a0}: rien n’a été modifié."),
            Problem::MissingFile { label } => ("Ajoutez le fichier ", label, "."),
            Problem::FileTypeMismatch { name } => ("Le contenu du fichier ", name, " ne correspond pas à son extension. Enregistrez-le de nouveau dans le bon format."),
            Problem::FileProtected { name } => ("Le fichier ", name, " est protégé par un mot de passe\u{a0}: ni l’antivirus ni le service ne pourraient le lire. Enregistrez-le sans mot de passe, puis joignez-le."),
            Problem::DocumentDamaged { name } => ("Le fichier ", name, " n’a pas pu être vérifié\u{a0}: il est endommagé, ou trop volumineux une fois décompressé. Enregistrez-le de nouveau avec votre logiciel, ou envoyez-le en PDF."),
            Problem::FileInfected { name } => ("Le fichier ", name, " est dangereux\u{a0}: un virus y a été trouvé. Analysez votre poste et choisissez un autre fichier."),
            Problem::TooManyFiles { .. } => ("Retirez des fichiers\u{a0}: ", "", ""),
            Problem::StorageFull { .. } => ("Vous n’avez plus de place pour ce fichier\u{a0}: ", "", ""),
            Problem::TooManyAttempts { .. } => ("Trop d’essais infructueux. Réessayez dans ", "", ""),
            Problem::TooManyRequests { .. } => ("Vous avez fait cette demande trop souvent. Réessayez dans ", "", ""),
            Problem::NotAnMrn => ("Saisissez les 18 caractères du MRN\u{a0}: l’année, le pays, puis 14 lettres ou chiffres (exemple\u{a0}: 26FR000012345678A4).", "", ""),
            Problem::WrongMrnCheckDigit => ("Le dernier chiffre ne correspond pas aux autres caractères\u{a0}: vérifiez le MRN, en particulier les lettres O et I et les chiffres 0 et 1.", "", ""),
            Problem::NotAnEori => ("Saisissez l’EORI en entier\u{a0}: les deux lettres du pays, puis 15 lettres ou chiffres au plus. En France\u{a0}: FR et les 14 chiffres du SIRET.", "", ""),
            Problem::WrongTotpCode => ("Ce code est inexact ou a déjà servi. Attendez que l’application en affiche un nouveau, et vérifiez que l’heure de l’appareil est réglée automatiquement.", "", ""),
            Problem::WrongRecoveryCode => ("Ce code de secours est inexact ou a déjà servi. Saisissez-en un autre de votre liste.", "", ""),
            Problem::ReauthenticationRequired => ("Confirmez d’abord votre identité, puis recommencez\u{a0}: rien n’a été modifié.", "", ""),
            Problem::LastAuthenticatorApp => ("Votre niveau de sécurité demande une application. Ajoutez-en une autre, ou changez de niveau, avant de retirer celle-ci.", "", ""),
            Problem::TooManyAuthenticatorApps { .. } => ("Retirez une application avant d’en ajouter une autre\u{a0}: ", "", ""),
            Problem::ExpiredTotpKey => ("Cette clé n’est plus valable. Supprimez-la de votre application, puis ajoutez celle qui est affichée maintenant.", "", ""),
            Problem::NoPasskeyResponse => ("Le navigateur n’a transmis aucune réponse de la clé d’accès. Activez les scripts pour ce site ou mettez le navigateur à jour, ou choisissez un autre moyen.", "", ""),
            Problem::WrongPasskey => ("Cette clé d’accès n’a pas été reconnue. Recommencez avec une clé ajoutée à votre compte, ou choisissez un autre moyen.", "", ""),
            Problem::PasskeyWithoutVerification => ("Cette clé d’accès n’a pas vérifié que c’est bien vous qui l’utilisez\u{a0}: aucun code, aucune empreinte ni aucun visage n’a été demandé. Dans les réglages de l’appareil ou de la clé, ajoutez un code (PIN), une empreinte ou la reconnaissance du visage, puis recommencez\u{a0}; ou choisissez un autre moyen.", "", ""),
            Problem::CookieNotReturned => ("Votre navigateur n’a pas renvoyé le cookie du portail\u{a0}: rien n’a été envoyé. Recommencez.", "", ""),
            Problem::ExpiredChallenge => ("Cette demande a expiré ou a déjà servi. Recommencez\u{a0}: une nouvelle demande est prête.", "", ""),
            Problem::ClonedPasskey => ("Cette clé d’accès a été refusée\u{a0}: elle a peut-être été copiée. Choisissez un autre moyen, puis retirez cette clé de votre compte.", "", ""),
            Problem::PasskeyAfterPassword => ("Votre mot de passe a été renouvelé depuis la dernière utilisation de cette clé. Connectez-vous une fois avec le mot de passe, puis avec la clé\u{a0}: vous pourrez ensuite utiliser la clé seule.", "", ""),
            Problem::LastPasskey => ("Votre niveau de sécurité demande une clé d’accès. Ajoutez-en une autre, ou changez de niveau, avant de retirer celle-ci.", "", ""),
            Problem::PasskeyAlreadyAdded => ("Cette clé d’accès est déjà ajoutée à un compte du portail. Utilisez-en une autre.", "", ""),
            Problem::TooManyPasskeys { .. } => ("Retirez une clé d’accès avant d’en ajouter une autre\u{a0}: ", "", ""),
            Problem::LoginTaken => ("Cet identifiant est déjà pris. Choisissez-en un autre.", "", ""),
            Problem::WrongCredentials => ("Identifiant ou mot de passe inexact. Vérifiez la touche de verrouillage des majuscules et saisissez-les de nouveau.", "", ""),
            Problem::WrongPassword => ("Ce n’est pas votre mot de passe actuel. Vérifiez la touche de verrouillage des majuscules et saisissez-le de nouveau.", "", ""),
            Problem::SamePassword => ("C’est votre mot de passe actuel. Choisissez-en un autre.", "", ""),
            Problem::SameEmail => ("C’est déjà l’adresse de votre compte. Saisissez la nouvelle.", "", ""),
            Problem::LoginMismatch => ("Saisissez votre identifiant tel qu’il est affiché sur cette page.", "", ""),
            Problem::WrongCode => ("Ce code est inexact ou a déjà servi. Vérifiez le dernier code reçu.", "", ""),
            Problem::ReplacedCode => ("Un code plus récent vous a été envoyé. Saisissez celui du dernier message reçu.", "", ""),
            Problem::ExpiredCode => ("Ce code n’est plus valable. Demandez-en un nouveau.", "", ""),
            Problem::InvalidLink => ("Ce lien n’est pas valable\u{a0}: il a expiré, il a déjà servi ou il est incomplet. Demandez-en un nouveau.", "", ""),
            Problem::CompanyChanged => ("L’entreprise choisie a changé depuis l’ouverture de cette page. Vérifiez l’entreprise affichée en haut de la page, puis recommencez\u{a0}: rien n’a été envoyé.", "", ""),
            Problem::DraftChangedElsewhere => ("Ce brouillon a été modifié dans un autre onglet ou sur un autre appareil depuis l’ouverture de cette page. Votre saisie est toujours là\u{a0}: enregistrez-la de nouveau pour remplacer l’autre version, ou rechargez la page pour afficher celle-ci.", "", ""),
            Problem::CompanyNotYours => ("Vous n’avez pas d’habilitation pour cette entreprise. Choisissez-en une dans la liste.", "", ""),
            Problem::DelegationToSelf => ("C’est votre propre compte. Indiquez celui de la personne à qui vous déléguez.", "", ""),
            Problem::EndDateInPast => ("Choisissez une date qui n’est pas passée, ou laissez ce champ vide.", "", ""),
            Problem::EndDateAfterOwn { end } => ("Votre propre rôle prend fin avant\u{a0}: choisissez un dernier jour au plus tard le ", end, "."),
            Problem::OfferNotOpen => ("Cette délégation n’est plus ouverte\u{a0}: elle a été retirée, a pris fin ou est restée trop longtemps sans réponse. Consultez l’historique ci-dessous.", "", ""),
            Problem::AlreadyAdministrator => ("Vous êtes déjà administrateur général de cette entreprise. Rendez d’abord ce rôle si vous souhaitez le recevoir d’une autre personne.", "", ""),
            Problem::WrongNotice => ("Aucune créance ne correspond à cette référence et à ce mot de passe. Vérifiez-les tous les deux sur l’avis de paiement.", "", ""),
            Problem::CreanceChanged => ("Cette créance a été payée ou son montant a changé entre-temps\u{a0}: aucun paiement n’a commencé. Vérifiez ce qui reste à payer, puis recommencez.", "", ""),
            Problem::PaymentRunning { .. } => ("Un paiement de cette créance est déjà en cours dans un autre navigateur. Il prendra fin au plus tard le ", "", ""),
            Problem::SlotTaken => ("Ce créneau n’est plus libre. Choisissez-en un autre.", "", ""),
            Problem::TooManyAppointments { .. } => ("L’entreprise a déjà tous les rendez-vous de cette nature permis cette semaine-là\u{a0}: ", "", ""),
            Problem::AppointmentEnded => ("L’heure de ce rendez-vous est passée, ou il a été annulé. Prenez-en un autre.", "", ""),
            Problem::AppointmentNotOffered => ("Le service ne propose plus ce rendez-vous. Choisissez-en un autre.", "", ""),
            Problem::NoOperatorOfCompany => ("Aucune personne qui peut utiliser la messagerie de cette entreprise n’a cette adresse de courriel. Vérifiez l’adresse et le SIREN.", "", ""),
            Problem::EndNotAfterStart => ("Choisissez une heure de fin qui suit l’heure de début.", "", ""),
            Problem::NoWeekday => ("Cochez au moins un jour de la semaine.", "", ""),
            Problem::HoursBeforeCommitment => ("Ajoutez d’abord les horaires de travail du service\u{a0}: son engagement se compte sur ses jours ouverts.", "", ""),
            Problem::LastHoursOfCommitment => ("Retirez d’abord l’engagement du service\u{a0}: il se compte sur ces horaires, les derniers.", "", ""),
            Problem::PhoneCallBooked => ("Un appel est déjà prévu à ce numéro. Pour le déplacer ou l’annuler, utilisez le lien du courriel de confirmation.", "", ""),
            Problem::PhoneCallEnded => ("L’heure de cet appel est passée, ou il a été annulé. Réservez un autre créneau.", "", ""),
            Problem::SharingCodeUnknown => ("Ce code n’est pas valable\u{a0}: il est inexact, a déjà servi ou date de plus de dix minutes. Vérifiez-le avec le conseiller, ou demandez-lui un nouveau code.", "", ""),
            Problem::ScriptsRequired => ("Le partage demande un navigateur qui exécute les scripts de la page. Le conseiller peut vous guider par téléphone.", "", ""),
            Problem::NoRecipient => ("Choisissez dans la liste le service qui recevra votre question.", "", ""),
            Problem::TooManyDrafts { .. } => ("Vous avez atteint le nombre maximal de brouillons\u{a0}: ", "", ""),
            Problem::StepNotAllowed => ("L’état de cette question a changé entre-temps. Relisez la conversation avant de continuer.", "", ""),
            Problem::NotAQuestionNumber => ("Saisissez le numéro de la question tel qu’il figure sur l’accusé de réception.", "", ""),
            Problem::NotASelfCheckReference => ("Vérifiez la référence\u{a0}: huit lettres ou chiffres, affichés à la fin de l’auto-contrôle.", "", ""),
            Problem::DraftChanged => ("Le brouillon a changé pendant l’envoi, dans une autre fenêtre. Relisez-le, puis envoyez-le.", "", ""),
            Problem::NotADepartment => ("Saisissez un numéro de département ou un code postal (exemple\u{a0}: 76 ou 76600).", "", ""),
            Problem::NumberWithoutDepartment => ("Un SIREN ou un SIRET ne dit pas le département. Saisissez le code postal de l’établissement.", "", ""),
            Problem::MonthOutOfRange { label, .. } => ("Choisissez pour ", label, " un mois "),
            Problem::PeriodTooLong { .. } => ("Choisissez une période plus courte\u{a0}: ", "", ""),
            Problem::DateNotToCome { label } => ("Choisissez pour ", label, " un jour à venir."),
            Problem::IncompleteMark => ("Une marque est incomplète, ou l’adresse d’un lien n’est pas acceptée. Écrivez «\u{a0}**mots en gras**\u{a0}», «\u{a0}[texte](/page)\u{a0}» ou «\u{a0}[texte](https://site)\u{a0}».", "", ""),
            Problem::UnknownFaqEntry { id } => ("Aucune question fréquente n’a l’identifiant ", id, ". Recopiez-le de la liste."),
            Problem::FaqEntryChanged { author } => ("Une autre version a été enregistrée entre-temps par ", author, ". Votre saisie est conservée ici\u{a0}: comparez-la à l’aperçu de cette version, puis enregistrez de nouveau pour la remplacer."),
            Problem::FaqVersionNotOpen => ("Cette question a changé entre-temps\u{a0}: une version a été écrite, publiée ou retirée. Relisez cette page avant de continuer.", "", ""),
            Problem::NotAnHttpsAddress => ("Recopiez une adresse complète, qui commence par «\u{a0}https://\u{a0}» et n’a pas d’espace.", "", ""),
            Problem::ArticleVersionNotOpen => ("Cette publication a changé entre-temps\u{a0}: une version a été écrite, publiée ou archivée. Relisez cette page avant de continuer.", "", ""),
            Problem::MotifVersionNotOpen => ("Ce motif a changé entre-temps\u{a0}: un brouillon a été commencé, modifié, publié ou abandonné. Relisez cette page avant de continuer.", "", ""),
            Problem::MotifDraftChanged { author } => ("Le brouillon a été modifié entre-temps par ", author, ". Votre saisie est conservée ici\u{a0}: relisez les champs du brouillon, puis enregistrez de nouveau."),
            Problem::MotifWithoutChange => ("Le brouillon ne change rien à la version en vigueur. Modifiez-le avant de le publier, ou abandonnez-le.", "", ""),
            Problem::MotifFieldNeeded { label } => ("Modifiez d’abord le champ ", label, "\u{a0}: il n’est demandé qu’après une réponse que ce changement retirerait ou placerait après lui."),
            Problem::MotifLastField => ("Ajoutez un autre champ avant de retirer celui-ci\u{a0}: un motif en a au moins un.", "", ""),
            Problem::TooManyMotifFields { .. } => ("Retirez un champ avant d’en ajouter un autre. Nombre maximal de champs\u{a0}: ", "", ""),
            Problem::MotifOptions => ("Écrivez de 2 à 60 choix, un par ligne, tous différents et de 120 caractères au plus.", "", ""),
            Problem::MotifNotFillable { label } => ("Vérifiez le champ ", label, "\u{a0}: aucune réponse ne peut y être acceptée."),
            Problem::NotWithin { label, .. } => ("Saisissez pour ", label, " un nombre entier de 1 à "),
            Problem::MotifNowConfidential => ("Ce motif est devenu confidentiel depuis le début de votre brouillon. Dans le formulaire, passez à sa nouvelle version avec le bouton placé sous les champs, puis envoyez votre question.", "", ""),
            Problem::MotifClosedToDraft => ("Ce motif est devenu confidentiel depuis le début de votre brouillon\u{a0}: seules les personnes qui peuvent télépayer pour l’entreprise peuvent encore l’utiliser. Demandez ce droit, ou posez votre question avec un autre motif.", "", ""),
            Problem::LastDayBeforeFirst => ("Choisissez un dernier jour qui ne précède pas le premier.", "", ""),
            Problem::ExportOutdated => ("Vos droits ont changé après la préparation de cette archive. Demandez-en une nouvelle.", "", ""),
            Problem::FileNotScanned { name } => ("Le fichier ", name, " est en cours d’analyse. Réessayez dans quelques minutes."),
            Problem::ArchiveTooManyFiles { name } => ("L’archive ", name, " contient trop de fichiers. Joignez ses documents un par un."),
            Problem::ArchiveTooLarge { name } => ("L’archive ", name, " est trop volumineuse une fois décompressée. Joignez ses documents un par un."),
            Problem::ArchiveNested { name } => ("L’archive ", name, " contient une autre archive. Joignez ses documents un par un."),
            Problem::ArchiveEncrypted { name } => ("L’archive ", name, " est protégée par un mot de passe. Joignez ses documents un par un."),
            Problem::ArchiveDamaged { name } => ("L’archive ", name, " n’a pas pu être vérifiée\u{a0}: elle est endommagée ou d’une forme inhabituelle. Refaites-la au format ZIP, ou joignez ses documents un par un."),
            Problem::PieceOutOfOrder { name, .. } => ("L’envoi du fichier ", name, " doit reprendre après la dernière partie reçue. Réessayez."),
            Problem::PieceRefused { name } => ("Une partie du fichier ", name, " n’est pas arrivée comme elle a été envoyée. Envoyez-le de nouveau."),
            Problem::UploadEnded { name } => ("L’envoi du fichier ", name, " est déjà terminé."),
            Problem::NoActivatedAccount => ("Aucun compte activé n’a cet identifiant ou cette adresse de courriel.", "", ""),
            Problem::ServiceCode => ("Le code d’un service compte 1 à 32 lettres sans accent, chiffres ou tirets.", "", ""),
            Problem::ServiceName => ("Donnez au service un nom de 120 caractères au plus.", "", ""),
            Problem::ServiceAddress => ("Donnez l’adresse postale du service, en 200 caractères au plus.", "", ""),
            Problem::UnknownOffice => ("Ce bureau n’est pas dans la liste importée.", "", ""),
            Problem::ServiceKindFixed => ("La nature d’un service ne peut pas être modifiée\u{a0}: créez un autre service.", "", ""),
            Problem::RateNotPublished => ("Les taux de ce mois ne sont pas encore publiés. Choisissez une autre date.", "", ""),
            Problem::NoRate { currency } => ("Aucun taux n’est publié ce mois-là pour ", currency, ". Demandez à Infos Douane Service le taux à retenir."),
            Problem::QuotedCurrency => ("La Banque centrale européenne publie le taux de cette devise pour ce mois. Choisissez une devise sans cotation.", "", ""),
            Problem::LetterSent => ("Cette lettre est déjà envoyée\u{a0}: elle ne peut plus être modifiée. Votre saisie n’est pas enregistrée.", "", ""),
            Problem::QuestionTaken { agent } => ("Cette question est maintenant attribuée à ", agent, ". Relisez la conversation avant de continuer."),
            Problem::NewerMessage { author } => ("Votre réponse n’est pas encore envoyée\u{a0}: un message de ", author, " est arrivé entre-temps. Relisez la conversation, puis envoyez de nouveau. Votre texte est conservé en brouillon."),
            Problem::NotAColleague => ("Choisissez dans la liste un agent du service\u{a0}: cette personne n’en fait pas, ou plus, partie.", "", ""),
            Problem::CaseTaken { adviser } => ("Ce dossier vient d’être pris en charge par ", adviser, "."),
            Problem::ReportTooLong { .. } => ("Choisissez une période plus courte\u{a0}: ", "", ""),
            Problem::CaseFull { .. } => ("Ce dossier n’accepte plus de fichiers\u{a0}: ", "", ""),
            Problem::MotifNotOpenToPerson => ("Cette personne ne peut pas poser de question sur ce motif par la messagerie. Choisissez un autre motif, ou répondez sans proposition.", "", ""),
            Problem::WrongCaseKey => ("Aucun dossier n’a cette référence et cette clé. Recopiez celles du courriel reçu à l’ouverture du dossier.", "", ""),
            Problem::BlankNotFilled { blank } => ("Remplacez ", blank, " par le texte qui convient."),
            Problem::UnknownVariable { variable } => ("La variable ", variable, " n’existe pas. Choisissez-en une de la liste, ou retirez les accolades."),
            Problem::TooManyCannedAnswers { .. } => ("Le nombre de réponses préparées est atteint\u{a0}: supprimez-en une avant d’en ajouter.", "", ""),
            Problem::TooManySavedViews { .. } => ("Le nombre de vues est atteint\u{a0}: supprimez-en une avant d’en enregistrer une autre.", "", ""),
            Problem::NoQuestionChosen => ("Choisissez au moins une question à laquelle vous pouvez répondre.", "", ""),
            Problem::TooManyQuestions { .. } => ("Choisissez moins de questions\u{a0}: ", "", ""),
            Problem::NotTransferable => ("Cette question ne peut pas être transmise à ce service\u{a0}: elle y est déjà, ou son motif ne relève pas de lui.", "", ""),
            Problem::CannedAnswerNotOffered => ("Cette réponse préparée n’est pas proposée pour cette question\u{a0}: son service ou son motif est un autre.", "", ""),
            Problem::AnswerBegun => ("Vous avez commencé une réponse à cette question. Envoyez-la ou effacez-la sur la page de la question.", "", ""),
            Problem::ServiceCodeTaken => ("Un autre service porte déjà ce code. Choisissez-en un autre, ou modifiez ce service.", "", ""),
            Problem::OwnStaffRights => ("Vos propres rôles, services, accès à distance et l’état de votre compte ne peuvent être modifiés que par un autre administrateur.", "", ""),
            Problem::LastAdministrator => ("C’est le dernier administrateur qui peut se connecter\u{a0}: donnez d’abord ce rôle à une autre personne, qui aura choisi son mot de passe.", "", ""),
            Problem::ServiceNotAssignable { service } => ("Le service ", service, " n’existe pas ou est cité deux fois."),
            // `value_parts` has the sentences of these.
            Problem::Missing { .. }
            | Problem::NotChosen { .. }
            | Problem::NotTicked { .. }
            | Problem::TooLong { .. }
            | Problem::SiteInName { .. }
            | Problem::NotInList { .. }
            | Problem::NotADate { .. }
            | Problem::NotAMonth { .. }
            | Problem::NotAQuarter { .. }
            | Problem::NotANumber { .. }
            | Problem::NotAnAmount { .. }
            | Problem::AmountNotPositive { .. }
            | Problem::AmountTooLarge { .. }
            | Problem::NotAReference { .. }
            | Problem::EmptyFile { .. }
            | Problem::FileTooLarge { .. }
            | Problem::FileTypeRefused { .. }
            | Problem::FileInterrupted { .. }
            | Problem::NotASiren
            | Problem::WrongSirenCheckDigit
            | Problem::NotASiret
            | Problem::WrongSiretCheckDigit
            | Problem::NotAnIban
            | Problem::WrongIbanCheckDigits
            | Problem::NotANomenclature
            | Problem::NotALogin
            | Problem::NotAnEmail
            | Problem::NotAPhone
            | Problem::NotAMobile
            | Problem::NotACode
            | Problem::NotARecoveryCode
            | Problem::PasswordTooShort
            | Problem::PasswordTooLong
            | Problem::PasswordPersonal
            | Problem::PasswordGuessable
            | Problem::ConfirmationMismatch
            | Problem::FileName => ("", "", ""),
            // `fmt` writes these.
            Problem::OfficialActDenied { .. } | Problem::Failed { .. } => ("", "", ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{problem::Failure, reference_format::ReferenceFormat};

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
                Problem::StorageFull { megabytes: 500 },
                "Vous n’avez plus de place pour ce fichier : 500 Mo au plus, en comptant vos brouillons et vos envois \
                 des dernières 24 heures. Supprimez un brouillon ou retirez des fichiers, ou réessayez demain.",
            ),
            (
                Problem::TooManyDrafts { max: 50 },
                "Vous avez atteint le nombre maximal de brouillons : 50, toutes entreprises confondues. Envoyez ou \
                 supprimez des brouillons dans la messagerie, puis recommencez.",
            ),
            (
                Problem::TooManyAttempts { minutes: 1 },
                "Trop d’essais infructueux. Réessayez dans une minute.",
            ),
            (
                Problem::TooManyAttempts { minutes: 15 },
                "Trop d’essais infructueux. Réessayez dans 15 minutes.",
            ),
            (
                Problem::TooManyRequests { minutes: 1390 },
                "Vous avez fait cette demande trop souvent. Réessayez dans 24 heures.",
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
