//! Input that is stored when a form is refused or parked: the answers to its own fields, of bounded length. Everything
//! else that is sent, by anyone and of any size, is dropped.

use backend::{
    assistance::{opinions, phone_calls},
    assistant, companies,
    customs::saved_views,
    faq, messaging, personal_data,
};
use domain::{
    account::SecurityLevel,
    account_forms, agent_mails, answer_delay, appointments,
    appointments::Channel,
    archive_form, article, assistance,
    batch::{self, BatchLists},
    canned_answer, card_payment, company_admin_forms, documents, exchange_rate_forms, faq_forms,
    form::{Answers, ChoiceOption, FieldDefinition, FormDefinition, Kind},
    mailing_list,
    mfa::SecondFactor,
    mfa_forms,
    motif::{Catalogue, editing},
    profile_forms,
    question::Party,
    self_check, sharing, staff_forms,
};

/// Returns the answers to store for the form of this name.
pub(super) fn kept_answers(motifs: &Catalogue, form: &str, answers: &Answers) -> Answers {
    let fields = fields(motifs, form).unwrap_or_default();
    let mut kept = FormDefinition::new(form, fields).redisplayed_answers(answers);
    if matches!(form, "creer-membre" | "modifier-membre") {
        staff_forms::keep_services(answers, &mut kept);
    }
    kept
}

/// Returns `true` if the portal has a form of this name.
pub(super) fn is_form(motifs: &Catalogue, form: &str) -> bool {
    fields(motifs, form).is_some()
}

/// Returns the fields of a form that its page shows again; empty if the form has buttons only. `None`: there is no such
/// form.
pub fn fields(motifs: &Catalogue, form: &str) -> Option<Vec<FieldDefinition>> {
    let levels = &SecurityLevel::ALL;
    Some(match form {
        "inscription" => account_forms::registration(levels).fields,
        "renvoyer-activation" => account_forms::resend_activation().fields,
        "activation" => account_forms::activation().fields,
        "connexion" => account_forms::sign_in().fields,
        "connexion-code" => mfa_forms::sign_in_code(SecondFactor::Mail, true).fields,
        "equipe-connexion" => account_forms::staff_sign_in().fields,
        "equipe-connexion-code" => mfa_forms::staff_sign_in_code(SecondFactor::Mail).fields,
        "mot-de-passe-oublie" => profile_forms::forgotten_password().fields,
        "nouveau-mot-de-passe" => profile_forms::reset_password().fields,
        "avis" => opinions::form().fields,
        "rappel" => phone_calls::form(&[]).fields,
        "deplacer-rappel" => phone_calls::change_form(&[]).fields,
        "prendre-rendez-vous" => {
            let without_lists = [("".to_owned(), String::new())];
            appointments::booking(&[], "", Channel::Phone, &without_lists).fields
        }
        "donner-rendez-vous" => appointments::booking_for_operator(&[], "", Channel::Phone).fields,
        "deplacer-rendez-vous" => appointments::change(&[], "").fields,
        "annuler-rendez-vous-service" => appointments::cancellation().fields,
        "territoire-agenda" => appointments::territory().fields,
        "ajouter-ouverture" => appointments::opening().fields,
        "ajouter-fermeture" => appointments::closing().fields,
        "engagement-service" => answer_delay::commitment().fields,
        "ajouter-horaires" | "ajouter-horaires-bureau" => answer_delay::hours().fields,
        "fermer-service" | "fermer-bureau" => answer_delay::exceptional_closing().fields,
        "creer-nature" | "modifier-nature" => appointments::kind().fields,
        "creer-dossier-documentaire" => documents::folder(&[], &[]).fields,
        "creer-document" | "modifier-document" => documents::document().fields,
        "publier-document" => documents::version().fields,
        "assistant" => assistant::form().fields,
        "auto-controle" => self_check::form().fields,
        "partager-vue" => sharing::form().fields,
        // Without the password of the notice.
        "chercher-avis" => vec![card_payment::reference_field()],
        "situation" => profile_forms::situation().fields,
        "changer-mot-de-passe" => profile_forms::change_password().fields,
        "changer-adresse" => profile_forms::change_email().fields,
        "choix-messages" => profile_forms::mail_choices().fields,
        "ajouter-application" | "equipe-ajouter-application" => mfa_forms::authenticator_app().fields,
        "ajouter-cle" | "equipe-ajouter-cle" => mfa_forms::passkey().fields,
        "changer-niveau" => mfa_forms::level(levels).fields,
        "confirmer-numero" => mfa_forms::sms_number().fields,
        "preuve" | "equipe-preuve" => mfa_forms::reauthentication(Some(SecondFactor::Mail)).fields,
        "supprimer-compte" => personal_data::deletion_form().fields,
        "deleguer-role" => company_admin_forms::delegation().fields,
        "saisir-assistance" => assistance::open(true).fields,
        "ecrire-infos-douane" => assistance::open_regulation(true).fields,
        "suivre-dossier" => vec![assistance::reference_field()],
        "completer-dossier" => assistance::follow_up().fields,
        "repondre-dossier" => assistance::answer(options_of(motifs)).fields,
        "noter-dossier" => assistance::note().fields,
        "creer-membre" => staff_forms::member(true).fields,
        "modifier-membre" => staff_forms::member(false).fields,
        "courriels-agent" => agent_mails::form().fields,
        "designer-responsable" => staff_forms::head(std::iter::empty()).fields,
        "creer-service" => staff_forms::service(true).fields,
        "modifier-service" => staff_forms::service(false).fields,
        "abonner-infos-douane" => mailing_list::subscription().fields,
        "fixer-taux-national" => national_rate_form().fields,
        "creer-lettre" | "modifier-lettre" => mailing_list::letter().fields,
        "creer-question-frequente" | "modifier-question-frequente" => faq::form().fields,
        "publier-question-frequente" => faq_forms::publication().fields,
        "creer-article" | "modifier-article" => article::all_fields(),
        "publier-article" => article::publication().fields,
        "modifier-textes-motif" => editing::texts().fields,
        "ajouter-champ-motif" | "modifier-champ-motif" => editing::all_field_settings(),
        "publier-motif" => editing::publication().fields,
        "equipe-mot-de-passe" => staff_forms::password().fields,
        "creer-reponse-preparee" => canned_answer::form(Some(&[]), &options_of(motifs)).fields,
        "modifier-reponse-preparee" => canned_answer::form(None, &options_of(motifs)).fields,
        "enregistrer-vue" | "renommer-vue" => saved_views::form().fields,
        "preparer-lot" => batch::form(every_batch_act()).fields,
        "attribuer-question" => messaging::assignment_form(&[]).fields,
        "noter-question" => messaging::note_form(&[]).fields,
        "transmettre-question" => messaging::transfer_form(&[]).fields,
        "rapprocher-question" => messaging::merge_form(&[]).fields,
        "archiver-echanges" => archive_form::exchanges().fields,
        "brouillon" => fields_of_motifs(motifs),
        "suite" => messaging::reply_form(Party::Usager).fields,
        "repondre" => messaging::reply_form(Party::Agent).fields,
        button if BUTTONS.contains(&button) => Vec::new(),
        _ => return None,
    })
}

/// Forms whose input is not shown again: buttons, choices, hidden identifiers, and drafts saved while they are typed.
const BUTTONS: &[&str] = &[
    "abandonner-adresse",
    "abandonner-brouillon-motif",
    "abonner-agenda",
    "annuler-publication",
    "annuler-publication-article",
    "annuler-publication-motif",
    "annuler-rappel",
    "annuler-rendez-vous",
    "archiver-article",
    "arreter-lettre",
    "arreter-partage",
    "effacer-facteurs",
    "equipe-preuve-code",
    "equipe-renouveler-codes",
    "equipe-renvoyer-code",
    "equipe-retirer-application",
    "equipe-retirer-cle",
    "attacher-identite",
    "choisir-siren",
    "clore",
    "clore-dossier",
    "confirmer-abonnement",
    "confirmer-adresse",
    "confirmer-dossier",
    "connexion-cle",
    "connexion-fournisseur",
    "creer-brouillon-motif",
    "creer-compte",
    "creer-partage",
    "deconnexion",
    "deplacer-champ-motif",
    "demander-cle",
    "demander-donnees",
    "desabonner-infos-douane",
    "desactiver-membre",
    "detacher",
    "detacher-fournisseur",
    "effacer-conversation",
    "enregistrer-brouillon",
    "enregistrer-reponse",
    "envoyer",
    "executer-lot",
    "envoyer-lettre",
    "essayer-lettre",
    "faq-utile",
    "fermer-autres-sessions",
    "fermer-session",
    "fin-de-session",
    "garder-saisie",
    "inviter-membre",
    "ne-plus-suivre-question",
    "notifications-agent-lues",
    "notifications-lues",
    "nouveau-brouillon",
    "oublier-appareil",
    "payer-avis",
    "payer-creance",
    "prendre-dossier",
    "prendre-en-charge",
    "prendre-question",
    "prendre-connaissance",
    "presence-rendez-vous",
    "preuve-code",
    "ranger-document",
    "rattacher",
    "rattacher-dossier",
    "rattacher-fournisseur",
    "reactiver-membre",
    "rendre-question",
    "rendre-role",
    "renouveler-codes",
    "renvoyer-code",
    "renvoyer-code-numero",
    "repondre-role",
    "reprendre-article",
    "reprendre-version",
    "resultat-appel",
    "retirer-agenda",
    "retirer-champ-motif",
    "retirer-fermeture",
    "retirer-ouverture",
    "retirer-horaires",
    "retirer-horaires-bureau",
    "rouvrir-bureau",
    "rouvrir-service",
    "retirer-application",
    "retirer-cle",
    "retirer-fichier-document",
    "retirer-envoi",
    "retirer-piece",
    "retirer-piece-dossier",
    "retirer-piece-plateau",
    "retirer-question-frequente",
    "retirer-role",
    "securiser",
    "separer-question",
    "sessions",
    "suivre-question",
    "terminer-partage",
    "supprimer-brouillon",
    "supprimer-lettre",
    "supprimer-reponse-preparee",
    "supprimer-vue",
    companies::LINKS_FORM,
];

/// All motifs, as options.
/// Form of a national rate; its lists do not matter here.
fn national_rate_form() -> FormDefinition {
    exchange_rate_forms::national_rate([], [])
}

/// Lists of a batch that offers every act; what they contain does not matter here.
fn every_batch_act() -> BatchLists {
    let any = || vec![ChoiceOption::new("", "")];
    BatchLists { colleagues: any(), services: any(), canned_answers: any() }
}

fn options_of(motifs: &Catalogue) -> Vec<ChoiceOption> {
    motifs.all().iter().map(|motif| ChoiceOption::new(&motif.id, &motif.title)).collect()
}

/// Returns the fields of all motifs, each name once with its longest kind: a draft may have any motif.
fn fields_of_motifs(motifs: &Catalogue) -> Vec<FieldDefinition> {
    let mut all = vec![FieldDefinition::new(messaging::RECIPIENT, "", Kind::ShortText { max: 32 })];
    for field in motifs.all().iter().flat_map(|motif| motif.full_form().fields) {
        match all.iter_mut().find(|known| known.name == field.name) {
            Some(known) if known.kind.max_characters() >= field.kind.max_characters() => {}
            Some(known) => *known = field,
            None => all.push(field),
        }
    }
    all
}
