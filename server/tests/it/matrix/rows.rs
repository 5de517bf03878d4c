//! Every route with its rule for the session and the object it refers to. A new route is one line here.

use super::{
    markers::Marker,
    objects::Object::{self, *},
    rules::{self, Rule},
};

/// One route.
#[derive(Clone)]
pub struct Row {
    pub kind: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// Rule for the session; the object is checked next.
    pub rule: Rule,
    pub object: Object,
    /// The identifier of the object is in the query, under the name of its form field.
    pub in_query: bool,
    /// Further fields of a form.
    pub fields: &'static [(&'static str, &'static str)],
    /// Markers that the page must show to roles that may read them.
    pub shows: fn(&Marker) -> bool,
    /// Contains everything that the person has typed.
    pub is_archive: bool,
    /// A stream, of which only status and headers are checked.
    pub is_endless: bool,
    /// The audit trail records who of the staff reads it.
    pub is_recorded: bool,
}

impl Row {
    /// Formats the route like `server routes`.
    pub fn route(&self) -> String {
        format!("{} {} {}", self.kind, self.method, self.path)
    }

    pub fn is_form(&self) -> bool {
        self.kind == "form"
    }

    fn new(kind: &'static str, method: &'static str, path: &'static str, rule: Rule) -> Self {
        Self {
            kind,
            method,
            path,
            rule,
            object: Nothing,
            in_query: false,
            fields: &[],
            shows: |_| false,
            is_archive: false,
            is_endless: false,
            is_recorded: false,
        }
    }

    /// The path or the form fields contain this kind of object.
    fn object(self, object: Object) -> Self {
        Self { object, ..self }
    }

    /// The query contains this kind of object.
    fn object_in_query(self, object: Object) -> Self {
        Self { object, in_query: true, ..self }
    }

    fn fields(self, fields: &'static [(&'static str, &'static str)]) -> Self {
        Self { fields, ..self }
    }

    fn shows(self, shows: fn(&Marker) -> bool) -> Self {
        Self { shows, ..self }
    }
}

fn page(path: &'static str, rule: Rule) -> Row {
    Row::new("page", "get", path, rule)
}

fn form(path: &'static str, rule: Rule) -> Row {
    Row::new("form", "post", path, rule)
}

fn get(path: &'static str, rule: Rule) -> Row {
    Row::new("endpoint", "get", path, rule)
}

fn post(path: &'static str, rule: Rule) -> Row {
    Row::new("endpoint", "post", path, rule)
}

fn site(path: &'static str) -> Row {
    Row::new("site", "get", path, rules::anyone)
}

fn names(marker: &Marker) -> bool {
    matches!(marker, Marker::Name(_))
}

fn figures(marker: &Marker) -> bool {
    matches!(marker, Marker::Creance(..))
}

fn mandats(marker: &Marker) -> bool {
    matches!(marker, Marker::Mandat(..))
}

fn exports(marker: &Marker) -> bool {
    matches!(marker, Marker::Export(..))
}

fn messages(marker: &Marker) -> bool {
    matches!(marker, Marker::Question(..) | Marker::Draft(..))
}

fn questions(marker: &Marker) -> bool {
    matches!(marker, Marker::Question(..))
}

/// A file that is announced.
const ANNOUNCEMENT: &[(&str, &str)] = &[("nom", "essai.txt"), ("taille", "10"), ("emplacement", "")];

/// All routes. Forms come last, and those that end a session or undo something at the very end.
pub fn rows() -> Vec<Row> {
    use rules::*;
    vec![
        page("/", anyone),
        page("/aide", anyone),
        page("/aide/assistant", anyone),
        page("/faq", anyone),
        page("/faq/{id}", anyone).object(FaqEntry),
        page("/annuaire", anyone),
        page("/adhesion", anyone),
        page("/adhesion/{code}", anyone).object(OfferedTeleservice),
        page("/annuaire/{code}", anyone).object(Office),
        get("/annuaire/{code}/vcard", anyone).object(Office),
        page("/nous-contacter", anyone),
        page("/avis", anyone),
        page("/etat-des-services", anyone),
        page("/plan-du-site", anyone),
        page("/verifier-un-accuse-de-reception", anyone),
        page("/mentions-legales", anyone),
        page("/accessibilite", anyone),
        page("/donnees-personnelles", anyone),
        page("/suivi-export", anyone),
        page("/actualites", anyone),
        page("/actualites/{id}", anyone).object(News),
        page("/agenda", anyone),
        page("/agenda/{id}", anyone).object(Event),
        page("/documentation", anyone),
        page("/documentation/{id}", anyone).object(Guide),
        page("/recherche", anyone),
        page("/taux-de-change", anyone),
        page("/taux-de-change/devise/{devise}", anyone).object(Currency),
        page("/infos-douane", anyone),
        page("/infos-douane/lettre/{id}", anyone).object(SentLetter),
        page("/infos-douane/abonnement", anyone),
        page("/infos-douane/desabonnement", anyone),
        page("/assistance", anyone),
        page("/assistance/envoye", anyone),
        page("/assistance/confirmation", anyone),
        page("/assistance/suivi", anyone),
        page("/assistance/dossier/{reference}", anyone).object(OwnCase),
        page("/infos-douane-service", anyone),
        page("/infos-douane-service/envoye", anyone),
        page("/plateau", adviser),
        page("/plateau/reglementation", adviser),
        page("/plateau/appels", adviser),
        page("/plateau/dossier/{id}", adviser).object(Case),
        page("/plateau/partage", adviser),
        page("/plateau/partage/{id}", adviser).object(SharedView),
        get("/plateau/lecteur", adviser),
        page("/partage", anyone),
        page("/auto-controle", anyone),
        page("/auto-controle/{reference}", anyone).object(SelfCheck),
        page("/rappel", anyone),
        page("/rappel/reservation", anyone),
        page("/rappel/suivi", anyone),
        page("/paiement", anyone),
        page("/paiement/avis/{id}", anyone).object(PaymentNotice),
        page("/paiement/suivi/{id}", anyone).object(CardPayment),
        page("/paiement/creance", any_right).object_in_query(CardCreance),
        page("/inscription", anyone),
        page("/inscription/confirmation", anyone),
        page("/activation", anyone),
        page("/activation/confirmation", anyone),
        page("/activation/nouveau-lien", anyone),
        page("/connexion", sign_in_page),
        page("/connexion/cle", passkey_page),
        page("/connexion/cookies", cookies_refused),
        page("/connexion/autre-compte", anyone),
        page("/connexion/code", awaiting_code),
        page("/connexion/confirmation", usager),
        page("/connexion/echec", no_failure_to_show),
        page("/connexion/premiere-fois", no_pending_identity),
        page("/connexion/preuve", reauthentication_page),
        page("/deconnexion", anyone),
        page("/mot-de-passe-oublie", anyone),
        page("/mot-de-passe-oublie/envoye", anyone),
        page("/mot-de-passe-oublie/nouveau", anyone),
        page("/mot-de-passe-oublie/termine", anyone),
        page("/securiser-mon-compte", anyone),
        page("/securiser-mon-compte/termine", anyone),
        page("/changement-adresse", anyone),
        page("/changement-adresse/accord", anyone),
        page("/changement-adresse/termine", anyone),
        page("/compte-supprime", anyone),
        page("/profil", usager),
        page("/profil/situation", usager),
        page("/profil/courriel", usager),
        page("/profil/courriel/adresse", recent_usager),
        page("/profil/mot-de-passe", recent_usager),
        page("/profil/securite", usager),
        page("/profil/securite/historique", usager),
        page("/profil/securite/application", recent_account),
        page("/profil/securite/application/{id}", recent_usager).object(Application),
        page("/profil/securite/cle", recent_account),
        page("/profil/securite/cle/{id}", recent_usager).object(Passkey),
        page("/profil/securite/codes-de-secours", recent_usager),
        page("/profil/securite/niveau", recent_usager),
        page("/profil/securite/numero-sms", no_pending_number),
        page("/profil/securite/fournisseur/{code}", no_identity_to_detach),
        page("/profil/donnees", recent_usager),
        page("/profil/suppression", recent_usager),
        page("/profil/rattachements", usager),
        page("/profil/rattachements/historique", moved),
        page("/profil/rattachements/{administration}/detacher", recent_usager).object(CoOwner),
        page("/profil/rattachements/{administration}/creer", no_account_creation_page),
        page("/entreprises", usager).shows(names),
        page("/entreprises/changement", usager).object_in_query(ShownSiren),
        page("/entreprises/administrateurs", usager),
        page("/entreprises/administrateurs/deleguer", no_role),
        page("/profil/habilitations", usager),
        page("/profil/habilitations/historique", usager),
        page("/teleservices", any_right),
        page("/teleservices/acces", unknown_teleservice),
        page("/teleservices/{code}", company).object(Teleservice),
        page("/sites/{administration}", usager).object(Site),
        page("/deconnexion/teleservice", usager),
        page("/tableau-de-bord", any_right).shows(figures),
        page("/tableau-de-bord/agenda", calendar_page),
        page("/mandats", any_right).shows(mandats),
        page("/exportations", any_right).shows(exports),
        page("/etats-declarants", any_right),
        page("/messagerie", messaging).shows(messages),
        page("/messagerie/nouvelle", messaging).object_in_query(LinkedMotif),
        page("/messagerie/brouillon/{id}", company).object(OpenedDraft),
        page("/messagerie/brouillon/{id}/pieces", company).object(OpenedDraft),
        page("/messagerie/brouillon/{id}/recapitulatif", company).object(OpenedDraft),
        page("/messagerie/question/{id}", company).object(OpenedQuestion),
        page("/messagerie/question/{id}/recu", company).object(OpenedQuestion),
        page("/messagerie/question/{id}/preuves", company).object(OpenedQuestion),
        page("/messagerie/archive", messaging),
        page("/notifications", notifications),
        page("/rendez-vous", messaging),
        page("/rendez-vous/nouveau", messaging),
        page("/rendez-vous/creneaux", messaging).object_in_query(OfferedKind),
        page("/rendez-vous/reservation", messaging).object_in_query(OfferedKind),
        page("/rendez-vous/suivi/{id}", messaging).object(Appointment),
        page("/documents", documents),
        page("/documents/document/{id}", documents).object(Document),
        page("/agent/documents", agent),
        page("/agent/documents/{id}", agent).object(Document),
        page("/gestionnaire", manager),
        page("/gestionnaire/nouveau-dossier", manager),
        page("/gestionnaire/dossier/{id}", manager).object(Folder),
        page("/gestionnaire/document/{id}", manager).object(ManagedDocument),
        page("/agent", agent).shows(questions),
        page("/equipe", staff_home),
        page("/equipe/connexion", staff_sign_in_page),
        page("/equipe/connexion/code", no_pending_staff_sign_in),
        page("/equipe/preuve", staff_reauthentication_page),
        page("/equipe/securite", staff),
        page("/equipe/securite/application", staff),
        page("/equipe/securite/application/{id}", staff).object(StaffApplication),
        page("/equipe/securite/cle", staff),
        page("/equipe/securite/cle/{id}", staff).object(StaffPasskey),
        page("/equipe/securite/codes-de-secours", staff),
        page("/equipe/avis", opinions),
        page("/equipe/courriels", agent),
        page("/equipe/statistiques", delay_reports),
        page("/equipe/taux", editor),
        page("/equipe/lettres", editor),
        page("/equipe/lettres/nouvelle", editor),
        page("/equipe/lettres/{id}", editor).object(Letter),
        page("/equipe/faq", editor),
        page("/equipe/faq/nouvelle", editor),
        page("/equipe/faq/recherches", editor),
        page("/equipe/faq/question/{id}", editor).object(FaqEntry),
        page("/equipe/faq/question/{id}/modifier", editor).object(FaqEntry),
        page("/equipe/faq/question/{id}/apercu", editor).object(FaqEntry),
        page("/equipe/publications", editor),
        page("/equipe/publications/nouvelle", editor),
        page("/equipe/publications/article/{id}", editor).object(Article),
        page("/equipe/publications/article/{id}/modifier", editor).object(Article),
        page("/equipe/publications/article/{id}/apercu", editor).object(Article),
        page("/equipe/mot-de-passe", anyone),
        page("/administration", administrator),
        page("/administration/equipe/nouveau", administration_act),
        page("/administration/equipe/{id}", administration_act).object(Member),
        page("/administration/services", administrator),
        page("/administration/services/nouveau", administration_act),
        page("/administration/services/{code}", administration_act).object(Service),
        page("/administration/services/{code}/delais", administration_act).object(Service),
        page("/administration/services/{code}/membres", administration_act).object(Service),
        page("/administration/journal", administrator),
        page("/agent/question/{id}", agent).object(ServiceQuestion),
        page("/agent/vues", agent),
        page("/agent/vues/{id}", agent).object(SavedView),
        page("/agent/lot", agent),
        page("/agent/lot/{id}", agent).object(Batch),
        page("/agent/reponses-preparees", agent),
        page("/agent/reponses-preparees/nouvelle", agent),
        page("/agent/reponses-preparees/modele/{id}", agent).object(CannedAnswer),
        page("/agent/reponses-preparees/modele/{id}/suppression", agent).object(CannedAnswer),
        page("/agent/rendez-vous", agent),
        page("/agent/rendez-vous/suivi/{id}", agent).object(ServiceAppointment),
        page("/agent/rendez-vous/reglages/{service}", agent).object(AgendaService),
        page("/agent/rendez-vous/reglages/{service}/nature", agent).object(AgendaService),
        page("/agent/rendez-vous/nature/{kind}", agent).object(ServiceKind),
        page("/agent/rendez-vous/nature/{kind}/reservation", agent).object(ServiceKind),
        get("/health/live", anyone),
        get("/health/ready", anyone),
        // Only for a portal whose public URL is on its own machine.
        get("/metrics", not_found),
        get("/taux-de-change/mois/{mois}/taux.csv", anyone).object(ExchangeMonth),
        get("/taux-de-change/mois/{mois}/taux.json", anyone).object(ExchangeMonth),
        get("/taux-de-change/mois/{mois}/taux.xml", anyone).object(ExchangeMonth),
        get("/taux-de-change/devise/{devise}/taux.csv", anyone).object(Currency),
        get("/actualites.atom", anyone),
        get("/agenda.ics", anyone),
        get("/agenda/{id}/evenement.ics", anyone).object(Event),
        get("/robots.txt", anyone),
        get("/sitemap.xml", anyone),
        get("/api/openapi.json", anyone),
        get("/api/v1/session", anyone),
        post("/api/v1/session/prolongation", anyone),
        post("/api/v1/mot-de-passe/force", anyone).fields(&[("mot_de_passe", "Lanterne")]),
        post("/api/v1/coproprietaires/{co_owner}/evenements", unauthenticated),
        post("/api/v1/coproprietaires/{co_owner}/paiements", unauthenticated),
        post("/api/v1/coproprietaires/{co_owner}/chiffres", unauthenticated),
        get("/rattachement/{co_owner}/retour", no_link_request),
        get("/connexion/fournisseur/{provider}/retour", no_provider_request),
        get("/connexion/fournisseur/{provider}/fin", no_pending_sign_out),
        get("/connexion/initiee", no_provider),
        get("/inscription/depuis/{co_owner}", no_handover),
        post("/inscription/depuis/{co_owner}", not_a_form),
        Row { is_endless: true, ..get("/api/v1/evenements", event_stream) },
        get("/api/v1/partages/{id}/vue", adviser_stream).object(SharedView),
        post("/api/v1/partages/{id}/vue", no_shared_view).object(SharedView),
        get("/.well-known/openid-configuration", anyone),
        get("/.well-known/change-password", to_change_of_password),
        get("/openid/cles", anyone),
        get("/openid/autorisation", invalid_request),
        post("/openid/autorisation", authorization_by_get),
        get("/openid/fin-de-session", end_session_without_token),
        post("/openid/fin-de-session", end_session_by_get),
        post("/openid/jeton", invalid_request),
        get("/openid/profil", unauthenticated),
        post("/openid/profil", unauthenticated),
        get("/rappel/suivi/rendez-vous.ics", not_found),
        get("/rendez-vous/suivi/{id}/rendez-vous.ics", exchanges_file).object(Appointment),
        get("/pieces/{id}", file).object(File),
        Row {
            is_recorded: true,
            ..get("/documents/version/{version}/fichier", document_file).object(DocumentVersion)
        },
        // Their names are tried in `case_files`.
        get("/assistance/dossier/{reference}/piece/{piece}", not_found),
        get("/plateau/dossier/{id}/piece/{piece}", not_found),
        get("/messagerie/question/{id}/recu.json", receipt_file).object(OpenedQuestion),
        get("/messagerie/question/{id}/recu.pdf", receipt_file).object(OpenedQuestion),
        get("/messagerie/question/{id}/preuve", receipt_file).object(ProvenQuestion),
        get("/messagerie/message/{id}/message.json", receipt_file).object(Message),
        get("/messagerie/message/{id}/preuve", receipt_file).object(ProvenMessage),
        get("/paiement/suivi/{id}/recu.json", anyone).object(UnpaidCardPayment),
        get("/paiement/suivi/{id}/recu.pdf", anyone).object(UnpaidCardPayment),
        get("/paiement/suivi/{id}/preuve", anyone).object(UnpaidCardPayment),
        get("/equipe/avis.csv", opinions),
        get("/equipe/statistiques.csv", delay_reports),
        get("/tableau-de-bord/paiements.csv", payments_export).shows(figures),
        get("/tableau-de-bord/paiements.xlsx", payments_export),
        get("/tableau-de-bord/declarations.csv", declarations_export),
        get("/tableau-de-bord/declarations.xlsx", declarations_export),
        get("/exportations/exportations.csv", exports_file).shows(exports),
        get("/exportations/exportations.xlsx", exports_file),
        get("/etats-declarants/etats-declarants.csv", statements_file),
        get("/etats-declarants/etats-declarants.xlsx", statements_file),
        get("/tableau-de-bord/echeances.ics", payments_export).shows(figures),
        get("/agenda/{jeton}/echeances.ics", not_found),
        get("/desabonnement/{jeton}", unsubscription_page),
        post("/desabonnement/{jeton}", not_found),
        Row { is_archive: true, ..get("/profil/donnees/archive/{id}", data_copy).object(DataCopy) },
        Row { is_archive: true, ..get("/messagerie/archive/{id}", exchanges_file).object(Exchanges) },
        post("/televersement/brouillon/{id}", upload).object(UploadDraft),
        post("/televersement/reponse/{conversation}", upload).object(UploadQuestion),
        post("/televersement/brouillon/{id}/envois", upload).object(UploadDraft).fields(ANNOUNCEMENT),
        post("/televersement/reponse/{conversation}/envois", upload)
            .object(UploadQuestion)
            .fields(ANNOUNCEMENT),
        post("/televersement/dossier/{reference}", anyone).object(OwnCase),
        post("/televersement/dossier/{reference}/envois", anyone).object(OwnCase).fields(ANNOUNCEMENT),
        post("/televersement/plateau/{id}", adviser_upload).object(Case),
        post("/televersement/plateau/{id}/envois", adviser_upload).object(Case).fields(ANNOUNCEMENT),
        post("/televersement/document/{id}", manager_upload).object(ManagedDocument),
        post("/televersement/document/{id}/envois", manager_upload)
            .object(ManagedDocument)
            .fields(ANNOUNCEMENT),
        get("/televersement/envoi/{id}", upload).object(Upload),
        post("/televersement/envoi/{id}", upload).object(Upload),
        post("/televersement/envoi/{id}/fin", upload).object(Upload),
        post("/televersement/envoi/{id}/annulation", upload).object(Upload),
        get("/registre/point-de-controle", anyone),
        get("/registre/horodatage/{size}", not_found),
        get("/registre/horodatage/{size}/point-de-controle", not_found),
        get("/registre/elimination/{entry}", not_found),
        get("/registre/elimination/{entry}/preuve", not_found),
        post("/televersement/accuse-a-verifier", no_file_to_verify),
        site("/favicon.svg"),
        site("/pkg/{*file}"),
        form("/form/avis", anyone),
        form("/form/auto-controle", anyone),
        form("/form/faq-utile", anyone).fields(&[("entree", "creer-un-compte"), ("utile", "oui")]),
        form("/form/assistant", anyone).fields(&[("question", "mot de passe oublié")]),
        form("/form/effacer-conversation", anyone),
        form("/form/chercher-avis", anyone).fields(&[("reference", "QZ-CARTE-A"), ("code", "inconnu")]),
        form("/form/payer-avis", anyone).object(PaidNotice),
        form("/form/payer-creance", company).object(PaidCreance),
        form("/form/inscription", anyone),
        form("/form/renvoyer-activation", anyone),
        form("/form/activation", anyone),
        form("/form/connexion", anyone),
        form("/form/connexion-code", anyone),
        form("/form/renvoyer-code", anyone),
        form("/form/demander-cle", anyone),
        form("/form/connexion-cle", anyone),
        form("/form/connexion-fournisseur", no_provider).fields(&[("fournisseur", "proconnect")]),
        form("/form/mot-de-passe-oublie", anyone),
        form("/form/nouveau-mot-de-passe", anyone),
        form("/form/confirmer-adresse", anyone),
        form("/form/garder-saisie", anyone),
        form("/form/equipe-connexion", anyone),
        form("/form/equipe-connexion-code", anyone),
        form("/form/equipe-renvoyer-code", anyone),
        form("/form/equipe-preuve", staff),
        form("/form/equipe-preuve-code", staff),
        form("/form/equipe-mot-de-passe", anyone),
        form("/form/courriels-agent", agent).fields(&[("recapitulatif", "9")]),
        form("/form/equipe-ajouter-application", staff),
        form("/form/equipe-ajouter-cle", staff),
        form("/form/equipe-retirer-application", staff).fields(&[("facteur", GENERATED)]),
        form("/form/equipe-retirer-cle", staff).fields(&[("facteur", GENERATED)]),
        form("/form/equipe-renouveler-codes", staff),
        form("/form/creer-question-frequente", editor),
        form("/form/fixer-taux-national", editor),
        form("/form/modifier-question-frequente", editor).object(FaqEntry),
        form("/form/publier-question-frequente", editor).object(FaqEntry).fields(&[("quand", "maintenant")]),
        form("/form/annuler-publication", editor).object(FaqEntry).fields(&[("numero", "1")]),
        form("/form/retirer-question-frequente", editor).object(FaqEntry),
        form("/form/reprendre-version", editor).object(FaqEntry).fields(&[("numero", "1")]),
        form("/form/creer-article", editor),
        form("/form/modifier-article", editor).object(Article),
        form("/form/publier-article", editor).object(Article).fields(&[("quand", "maintenant")]),
        form("/form/annuler-publication-article", editor).object(Article).fields(&[("numero", "1")]),
        form("/form/archiver-article", editor).object(Article),
        form("/form/reprendre-article", editor).object(Article).fields(&[("numero", "1")]),
        form("/form/creer-membre", administration_act),
        form("/form/modifier-membre", administration_act)
            .object(Member)
            .fields(&[("nom", "Essai"), ("email", "membre@exemple.fr")]),
        form("/form/inviter-membre", administration_act).object(Member),
        form("/form/desactiver-membre", administration_act).object(Member),
        form("/form/effacer-facteurs", administration_act).object(Member),
        form("/form/reactiver-membre", administration_act).object(Member),
        form("/form/creer-service", administration_act),
        form("/form/modifier-service", administration_act),
        form("/form/engagement-service", administration_act).object(Service),
        form("/form/ajouter-horaires", administration_act).object(Service),
        form("/form/designer-responsable", administration_act)
            .object(Service)
            .fields(&[("responsable", "aucun")]),
        form("/form/retirer-horaires", administration_act).object(Service),
        form("/form/fermer-service", administration_act).object(Service),
        form("/form/rouvrir-service", administration_act).object(Service),
        form("/form/saisir-assistance", anyone),
        form("/form/ecrire-infos-douane", anyone),
        form("/form/confirmer-dossier", anyone),
        form("/form/abonner-infos-douane", anyone),
        form("/form/confirmer-abonnement", anyone),
        form("/form/desabonner-infos-douane", anyone),
        form("/form/creer-lettre", editor),
        form("/form/modifier-lettre", editor).object(Letter).fields(&[("revision_lettre", "0")]),
        form("/form/essayer-lettre", editor).object(Letter),
        form("/form/envoyer-lettre", editor).object(Letter).fields(&[("revision_lettre", "0")]),
        form("/form/arreter-lettre", editor).object(Letter),
        form("/form/suivre-dossier", anyone),
        form("/form/completer-dossier", anyone).object(OwnCase).fields(&[("message", "Essai")]),
        form("/form/retirer-piece-dossier", anyone).object(OwnCase).fields(&[("piece", GENERATED)]),
        form("/form/retirer-piece-plateau", adviser).object(Case).fields(&[("piece", GENERATED)]),
        form("/form/rattacher-dossier", anyone).object(OwnCase),
        form("/form/resultat-appel", not_found),
        form("/form/prendre-dossier", adviser).object(Case),
        form("/form/repondre-dossier", adviser).object(Case).fields(&[("message", "Essai")]),
        form("/form/noter-dossier", adviser).object(Case).fields(&[("note", "Essai")]),
        form("/form/clore-dossier", adviser).object(Case),
        form("/form/creer-partage", adviser),
        form("/form/terminer-partage", adviser).object(SharedView),
        form("/form/partager-vue", anyone),
        form("/form/arreter-partage", anyone),
        form("/form/nouveau-brouillon", company).object(Motif),
        form("/form/brouillon", company)
            .object(Draft)
            .fields(&[("action", "enregistrer"), ("objet", "Essai")]),
        form("/form/enregistrer-brouillon", company).object(Draft).fields(&[("objet", "Essai")]),
        form("/form/retirer-piece", agent_or_company).object(DraftFile),
        form("/form/envoyer", company).object(ConsumedDraft),
        form("/form/supprimer-brouillon", agent_or_company).object(DeletedDraft),
        form("/form/suite", agent_or_operator).object(Question).fields(REPLY),
        form("/form/repondre", agent_or_operator).object(Question).fields(REPLY),
        form("/form/enregistrer-reponse", agent_or_operator).object(Question).fields(REPLY),
        form("/form/prendre-en-charge", agent).object(ServiceQuestion),
        form("/form/prendre-question", agent).object(ServiceQuestion),
        form("/form/attribuer-question", agent).object(ServiceQuestion),
        form("/form/rendre-question", agent).object(ServiceQuestion),
        form("/form/transmettre-question", agent).object(ServiceQuestion).fields(&[("envoi", GENERATED)]),
        form("/form/noter-question", agent)
            .object(ServiceQuestion)
            .fields(&[("note", "Essai"), ("envoi", GENERATED)]),
        form("/form/enregistrer-vue", agent).fields(&[("vue", GENERATED)]),
        form("/form/renommer-vue", agent).object(SavedView),
        form("/form/supprimer-vue", agent).object(DeletedSavedView),
        form("/form/preparer-lot", agent).fields(&[("lot", GENERATED)]),
        form("/form/executer-lot", agent).object(Batch),
        form("/form/creer-reponse-preparee", agent).fields(&[("modele", GENERATED)]),
        form("/form/modifier-reponse-preparee", agent).object(CannedAnswer),
        form("/form/supprimer-reponse-preparee", agent).object(DeletedCannedAnswer),
        form("/form/clore", agent_or_operator).object(Question),
        form("/form/prendre-connaissance", document_reader)
            .object(Document)
            .fields(&[("version", GENERATED)]),
        form("/form/creer-dossier-documentaire", manager).fields(&[("dossier", GENERATED)]),
        form("/form/creer-document", manager)
            .object(Folder)
            .fields(&[("document", GENERATED), ("titre", "Essai")]),
        form("/form/modifier-document", manager).object(ManagedDocument).fields(&[("titre", "Essai")]),
        form("/form/publier-document", manager).object(ManagedDocument).fields(&[("version", GENERATED)]),
        form("/form/retirer-fichier-document", manager)
            .object(ManagedDocument)
            .fields(&[("piece", GENERATED)]),
        form("/form/ranger-document", manager).object(ManagedDocument).fields(&[("action", "retablir")]),
        form("/form/prendre-rendez-vous", messaging)
            .object(OfferedKind)
            .fields(&[("rendez_vous", GENERATED)]),
        form("/form/deplacer-rendez-vous", messaging).object(Appointment),
        form("/form/annuler-rendez-vous", messaging).object(Appointment),
        form("/form/donner-rendez-vous", agent).object(ServiceKind).fields(&[("rendez_vous", GENERATED)]),
        form("/form/annuler-rendez-vous-service", agent).object(ServiceAppointment),
        form("/form/presence-rendez-vous", not_found),
        form("/form/territoire-agenda", agent).object(AgendaService).fields(&[("territoire", "metropole")]),
        form("/form/ajouter-ouverture", agent).object(AgendaService),
        form("/form/retirer-ouverture", agent).object(AgendaService).fields(&[("ligne", GENERATED)]),
        form("/form/ajouter-fermeture", agent).object(AgendaService),
        form("/form/retirer-fermeture", agent).object(AgendaService).fields(&[("ligne", GENERATED)]),
        form("/form/creer-nature", agent).object(AgendaService).fields(&[("nature", GENERATED)]),
        form("/form/modifier-nature", agent).object(ServiceKind),
        form("/form/suivre-question", company).object(Question),
        form("/form/ne-plus-suivre-question", company).object(Question),
        form("/form/archiver-echanges", messaging).fields(&[("du", "2020-01-01"), ("au", "2099-12-31")]),
        form("/form/notifications-lues", usager),
        form("/form/choisir-siren", usager).object(Siren),
        form("/form/rattacher", recent_usager).object(OfferedCoOwner),
        form("/form/creer-compte", no_account_creation).fields(&[("co_proprietaire", "dgddi")]),
        form("/form/detacher", recent_usager).object(CoOwner),
        form("/form/deleguer-role", recent_usager).object(AdministeredSiren),
        form("/form/repondre-role", usager)
            .object(Role)
            .fields(&[("action", "accepter"), ("reponse", "accepter")]),
        form("/form/retirer-role", usager).object(Role),
        form("/form/rendre-role", usager).object(Role),
        form("/form/rappel", anyone),
        form("/form/deplacer-rappel", not_found),
        form("/form/annuler-rappel", not_found),
        form("/form/abonner-agenda", calendar_subscription),
        form("/form/retirer-agenda", company),
        form("/form/situation", usager).fields(&[("prenom", "Alix"), ("nom", "Essai")]),
        form("/form/choix-messages", usager),
        form("/form/changer-adresse", recent_usager),
        form("/form/abandonner-adresse", usager),
        form("/form/changer-mot-de-passe", recent_usager),
        form("/form/changer-niveau", recent_usager),
        form("/form/confirmer-numero", recent_usager),
        form("/form/renvoyer-code-numero", no_pending_number),
        form("/form/ajouter-application", recent_account),
        form("/form/ajouter-cle", recent_account),
        form("/form/retirer-application", recent_usager).object(RemovedApplication),
        form("/form/retirer-cle", recent_usager).object(RemovedPasskey),
        form("/form/renouveler-codes", recent_usager),
        form("/form/rattacher-fournisseur", no_linked_provider).fields(&[("fournisseur", "proconnect")]),
        form("/form/attacher-identite", no_linked_provider),
        form("/form/detacher-fournisseur", recent_usager).fields(&[("fournisseur", "proconnect")]),
        form("/form/demander-donnees", recent_usager),
        form("/form/preuve", account),
        form("/form/preuve-code", no_code_sent),
        form("/form/oublier-appareil", usager).object(Device),
        form("/form/fermer-session", usager).object(Session),
        form("/form/fermer-autres-sessions", usager),
        form("/form/supprimer-compte", recent_usager),
        form("/form/securiser", usager),
        form("/form/supprimer-lettre", editor).object(Letter),
        form("/form/fin-de-session", anyone),
        form("/form/deconnexion", anyone),
    ]
}

/// Placeholder of a value that is generated for each request.
pub const GENERATED: &str = "(generated)";

const REPLY: &[(&str, &str)] = &[("message", "Essai"), ("cle", GENERATED)];
