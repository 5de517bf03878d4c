//! Addresses that answer without a page: callbacks, files, interfaces.

// Callbacks of co-owners and identity providers.
paths! {
    const LINK_CALLBACK, fn link_callback(co_owner) = "/rattachement/{co_owner}/retour";
    const PROVIDER_CALLBACK, fn provider_callback(provider) = "/connexion/fournisseur/{provider}/retour";
    const PROVIDER_SIGNED_OUT, fn provider_signed_out(provider) = "/connexion/fournisseur/{provider}/fin";
    /// Sign-in started from a provider's own site.
    const THIRD_PARTY_SIGN_IN = "/connexion/initiee";
    /// A co-owner hands over a person who wants to register.
    const HANDOVER = "/inscription/depuis/{co_owner}";
    fn handover_resumption(co_owner, handle) = "/inscription/depuis/{co_owner}?reprise={handle}";
}

// Mail programs.
paths! {
    /// Ends a subscription by a POST without a session (RFC 8058).
    const ONE_CLICK_UNSUBSCRIPTION, fn one_click_unsubscription(jeton) = "/desabonnement/{jeton}";
}

// Files.
paths! {
    /// The contact of a customs office, for an address book.
    const OFFICE_CONTACT, fn office_contact(code) = "/annuaire/{code}/vcard";
    /// The file of a phone call, for the person's calendar.
    const PHONE_CALL_EVENT = "/rappel/suivi/rendez-vous.ics";
    fn phone_call_event(token) = "/rappel/suivi/rendez-vous.ics?jeton={token}";
    /// The file of an appointment with a service, for the person's calendar.
    const APPOINTMENT_EVENT, fn appointment_event(id) = "/rendez-vous/suivi/{id}/rendez-vous.ics";
    /// Prefix of the addresses of all attachments.
    const ATTACHMENTS = "/pieces/";
    const ATTACHMENT, fn attachment(id) = "/pieces/{id}";
    /// The file of a version of a shared document.
    const DOCUMENT_FILE, fn document_file(version) = "/documents/version/{version}/fichier";
    /// The JSON of a receipt, as the transparency log recorded it.
    const RECEIPT_FILE, fn receipt_file(id) = "/messagerie/question/{id}/recu.json";
    const RECEIPT_PDF, fn receipt_pdf(id) = "/messagerie/question/{id}/recu.pdf";
    /// Proof that the log covers a receipt.
    const RECEIPT_PROOF, fn receipt_proof(id) = "/messagerie/question/{id}/preuve";
    /// A message of a question, as the transparency log recorded it.
    const MESSAGE_FILE, fn message_file(id) = "/messagerie/message/{id}/message.json";
    const MESSAGE_PROOF, fn message_proof(id) = "/messagerie/message/{id}/preuve";
    /// The receipt of a payment by card, as the transparency log recorded it.
    const PAYMENT_RECEIPT_FILE, fn payment_receipt_file(id) = "/paiement/suivi/{id}/recu.json";
    const PAYMENT_RECEIPT_PDF, fn payment_receipt_pdf(id) = "/paiement/suivi/{id}/recu.pdf";
    const PAYMENT_RECEIPT_PROOF, fn payment_receipt_proof(id) = "/paiement/suivi/{id}/preuve";
    const PERSONAL_DATA_ARCHIVE, fn personal_data_archive(id) = "/profil/donnees/archive/{id}";
    const EXCHANGES_ARCHIVE_FILE, fn exchanges_archive_file(id) = "/messagerie/archive/{id}";
    const DRAFT_UPLOAD, fn draft_upload(id) = "/televersement/brouillon/{id}";
    /// Begins a file that is received in pieces.
    const DRAFT_UPLOAD_IN_PIECES, fn draft_upload_in_pieces(id) = "/televersement/brouillon/{id}/envois";
    /// Receives the file of a receipt to verify.
    const RECEIPT_VERIFICATION = "/televersement/accuse-a-verifier";
    const REPLY_UPLOAD, fn reply_upload(conversation) = "/televersement/reponse/{conversation}";
    /// Begins a file that is received in pieces.
    const REPLY_UPLOAD_IN_PIECES, fn reply_upload_in_pieces(conversation) =
        "/televersement/reponse/{conversation}/envois";
    /// Receives files for the next message of the person of a case.
    const CASE_UPLOAD, fn case_upload(reference) = "/televersement/dossier/{reference}";
    const CASE_UPLOAD_IN_PIECES, fn case_upload_in_pieces(reference) = "/televersement/dossier/{reference}/envois";
    /// Receives files for the next answer of an adviser.
    const ADVISER_CASE_UPLOAD, fn adviser_case_upload(id) = "/televersement/plateau/{id}";
    const ADVISER_CASE_UPLOAD_IN_PIECES, fn adviser_case_upload_in_pieces(id) = "/televersement/plateau/{id}/envois";
    /// Receives the file of the next version of a shared document.
    const DOCUMENT_UPLOAD, fn document_upload(id) = "/televersement/document/{id}";
    const DOCUMENT_UPLOAD_IN_PIECES, fn document_upload_in_pieces(id) = "/televersement/document/{id}/envois";
    /// A file of a case, for its person.
    const CASE_FILE, fn case_file(reference, piece) = "/assistance/dossier/{reference}/piece/{piece}";
    fn case_file_with_secret(reference, piece, secret) = "/assistance/dossier/{reference}/piece/{piece}?cle={secret}";
    /// A file of a case, for advisers.
    const ADVISER_CASE_FILE, fn adviser_case_file(id, piece) = "/plateau/dossier/{id}/piece/{piece}";
    /// Receives a piece; tells how far the upload has come.
    const UPLOAD, fn upload(id) = "/televersement/envoi/{id}";
    const UPLOAD_END, fn upload_end(id) = "/televersement/envoi/{id}/fin";
    const UPLOAD_CANCELLATION, fn upload_cancellation(id) = "/televersement/envoi/{id}/annulation";
}

/// The document that shows a shared view, in a frame of the adviser's page.
pub const SHARED_VIEW_PLAYER: &str = "/plateau/lecteur";

// Exports of the dashboard, which take the filter of its page (`domain::payments`).
paths! {
    const PAYMENTS_CSV = "/tableau-de-bord/paiements.csv";
    const PAYMENTS_XLSX = "/tableau-de-bord/paiements.xlsx";
    const DECLARATIONS_CSV = "/tableau-de-bord/declarations.csv";
    const DECLARATIONS_XLSX = "/tableau-de-bord/declarations.xlsx";
    /// Export declarations, with the filter of their page (`domain::export_follow_up`).
    const EXPORTS_CSV = "/exportations/exportations.csv";
    const EXPORTS_XLSX = "/exportations/exportations.xlsx";
    /// États déclarants, with the filter of their page (`domain::declarant_statements`).
    const DECLARANT_STATEMENTS_CSV = "/etats-declarants/etats-declarants.csv";
    const DECLARANT_STATEMENTS_XLSX = "/etats-declarants/etats-declarants.xlsx";
    /// The opinions of a month.
    const OPINIONS_CSV = "/equipe/avis.csv";
    fn opinions_csv(month) = "/equipe/avis.csv?mois={month}";
    /// Delays of a service, by motif and week.
    const DELAY_REPORT_CSV = "/equipe/statistiques.csv";
    /// Due dates as a calendar.
    const DUE_DATES = "/tableau-de-bord/echeances.ics";
    /// The same at the address of a subscription, without a session.
    const CALENDAR_FEED, fn calendar_feed(jeton) = "/agenda/{jeton}/echeances.ics";
}

// Exchange rates, for spreadsheet programs and others.
paths! {
    /// New months and corrections.
    const EXCHANGE_RATES_FEED = "/taux-de-change.atom";
    const EXCHANGE_RATES_CSV, fn exchange_rates_csv(mois) = "/taux-de-change/mois/{mois}/taux.csv";
    const EXCHANGE_RATES_JSON, fn exchange_rates_json(mois) = "/taux-de-change/mois/{mois}/taux.json";
    const EXCHANGE_RATES_XML, fn exchange_rates_xml(mois) = "/taux-de-change/mois/{mois}/taux.xml";
    const CURRENCY_RATES_CSV, fn currency_rates_csv(devise) = "/taux-de-change/devise/{devise}/taux.csv";
}

// Feeds and calendars of articles, for other programs.
paths! {
    const NEWS_FEED = "/actualites.atom";
    const EVENTS_CALENDAR = "/agenda.ics";
    const EVENT_FILE, fn event_file(id) = "/agenda/{id}/evenement.ics";
}

// Search engines.
paths! {
    const ROBOTS = "/robots.txt";
    const SITE_MAP_FILE = "/sitemap.xml";
}

// Forms; see `app::forms::Endpoint`.
paths! {
    /// Prefix of the addresses of all forms.
    const FORMS = "/form/";
}

// The JSON interface, `docs/api/portail.json`.
paths! {
    const API = "/api/";
    const API_DESCRIPTION = "/api/openapi.json";
    const API_SESSION = "/api/v1/session";
    const API_SESSION_EXTENSION = "/api/v1/session/prolongation";
    const API_PASSWORD_STRENGTH = "/api/v1/mot-de-passe/force";
    const API_LIVE_EVENTS = "/api/v1/evenements";
    /// Pages of a shared view: sent by the person's browser, streamed to the adviser's.
    const API_SHARED_VIEW, fn api_shared_view(id) = "/api/v1/partages/{id}/vue";
    const API_CO_OWNER_EVENTS = "/api/v1/coproprietaires/{co_owner}/evenements";
    const API_CO_OWNER_PAYMENTS = "/api/v1/coproprietaires/{co_owner}/paiements";
    const API_CO_OWNER_FIGURES = "/api/v1/coproprietaires/{co_owner}/chiffres";
}

// The portal as OpenID Connect provider, `docs/api/fournisseur-openid.json`.
paths! {
    const OPENID_CONFIGURATION = "/.well-known/openid-configuration";
    const OPENID_AUTHORIZATION = "/openid/autorisation";
    const OPENID_TOKEN = "/openid/jeton";
    const OPENID_USER_INFO = "/openid/profil";
    const OPENID_KEYS = "/openid/cles";
    const OPENID_END_SESSION = "/openid/fin-de-session";
}

/// Leads password managers to the page that changes the password (W3C, *A Well-Known URL for Changing Passwords*).
pub const CHANGE_PASSWORD: &str = "/.well-known/change-password";

// Operation.
paths! {
    /// Last signed checkpoint of the transparency log.
    const LOG_CHECKPOINT = "/registre/point-de-controle";
    /// Timestamp of the checkpoint with this number of entries.
    const LOG_TIMESTAMP, fn log_timestamp(size) = "/registre/horodatage/{size}";
    /// The checkpoint, to the byte as it was timestamped.
    const LOG_STAMPED_CHECKPOINT, fn log_stamped_checkpoint(size) = "/registre/horodatage/{size}/point-de-controle";
    /// What the log recorded of an elimination.
    const ELIMINATION, fn elimination(entry) = "/registre/elimination/{entry}";
    const ELIMINATION_PROOF, fn elimination_proof(entry) = "/registre/elimination/{entry}/preuve";
    const HEALTH_LIVE = "/health/live";
    const HEALTH_READY = "/health/ready";
    const METRICS = "/metrics";
}
