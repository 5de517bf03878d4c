//! Addresses of pages.

// Public pages.
paths! {
    const HOME = "/";
    const HELP = "/aide";
    /// Tutorial for new users.
    const FIRST_STEPS = "/aide/premiers-pas";
    const HELP_WHEN_BLOCKED = "/aide#blocage";
    const SELF_CHECK = "/auto-controle";
    const SELF_CHECK_RESULT, fn self_check_result(reference) = "/auto-controle/{reference}";
    const VERIFICATION = "/verifier-un-accuse-de-reception";
    /// What the transparency log says of a file.
    fn verification_result(fingerprint) = "/verifier-un-accuse-de-reception?empreinte={fingerprint}";
    fn verification_refusal(cause) = "/verifier-un-accuse-de-reception?erreur={cause}";
    /// Booking of a phone call by the assistance.
    const PHONE_CALL_BOOKING = "/rappel";
    /// `slot`: see `domain::appointments::Slot::value`.
    fn phone_call_booking_at(slot) = "/rappel/reservation?creneau={slot}";
    const PHONE_CALL_DETAILS = "/rappel/reservation";
    /// Calls of a day, for hotline advisers.
    const PHONE_CALLS = "/plateau/appels";
    /// `day`: « 2026-12-01 ».
    fn phone_calls_of(day) = "/plateau/appels?jour={day}";
    const PHONE_CALL = "/rappel/suivi";
    fn phone_call(token) = "/rappel/suivi?jeton={token}";
    /// Frequent questions.
    const FAQ = "/faq";
    const FAQ_ENTRY, fn faq_entry(id) = "/faq/{id}";
    /// `words` is percent-encoded.
    fn faq_search(words) = "/faq?recherche={words}";
    fn faq_theme(theme) = "/faq#{theme}";
    /// After an opinion about an answer: `useful` is « oui » or « non ».
    fn faq_thanks(id, useful) = "/faq/{id}?merci={useful}#avis-reponse";
    /// Customs offices.
    /// Adhesion to téléservices.
    const ADHESION = "/adhesion";
    const ADHESION_SERVICES = "/adhesion#service";
    const ADHESION_WORDS = "/adhesion#mots";
    const TELESERVICE_ADHESION, fn teleservice_adhesion(code) = "/adhesion/{code}";
    const DIRECTORY = "/annuaire";
    /// `words` is percent-encoded.
    fn directory_search(words) = "/annuaire?recherche={words}";
    const OFFICE, fn office(code) = "/annuaire/{code}";
    const ASSISTANT = "/aide/assistant";
    /// Asks about the subject, and leads to the service in charge.
    const CONTACT = "/nous-contacter";
    fn contact_about(subject) = "/nous-contacter?sujet={subject}";
    const OPINION = "/avis";
    const OPINION_SENT = "/avis?envoye=oui";
    /// Whether the co-owners answer the portal.
    const SERVICE_STATUS = "/etat-des-services";
    /// Exchange rates of a month for the value in customs.
    const EXCHANGE_RATES = "/taux-de-change";
    fn exchange_rates_of(month) = "/taux-de-change?mois={month}";
    /// Rates of a currency, month by month.
    const CURRENCY_RATES, fn currency_rates(devise) = "/taux-de-change/devise/{devise}";
    fn all_currency_rates(code) = "/taux-de-change/devise/{code}?periode=tout";
    /// Path of an export declaration, for anyone who knows its MRN.
    const EXPORT_FOLLOW_UP = "/suivi-export";
    fn export_follow_up(mrn) = "/suivi-export?mrn={mrn}";
    /// News, the latest first.
    const NEWS = "/actualites";
    const NEWS_ARTICLE, fn news_article(id) = "/actualites/{id}";
    /// Events to come.
    const EVENTS = "/agenda";
    const PAST_EVENTS = "/agenda?periode=passes";
    const EVENT, fn event(id) = "/agenda/{id}";
    /// Guides of the documentation.
    const GUIDES = "/documentation";
    /// `teleservice`: its code.
    fn guides_about(teleservice) = "/documentation?teleservice={teleservice}";
    const GUIDE, fn guide(id) = "/documentation/{id}";
    /// Searches all public texts.
    const SEARCH = "/recherche";
    /// `words` is percent-encoded.
    fn search_for(words) = "/recherche?recherche={words}";
    /// All results of a kind; `words` is percent-encoded.
    fn search_in(words, kind) = "/recherche?recherche={words}&nature={kind}";
    /// Subscription to the mailing list Infos Douane, and the letters sent.
    const LETTERS = "/infos-douane";
    const LETTER, fn letter(id) = "/infos-douane/lettre/{id}";
    const SUBSCRIPTION = "/infos-douane/abonnement";
    fn subscription_link(token) = "/infos-douane/abonnement?jeton={token}";
    const UNSUBSCRIPTION = "/infos-douane/desabonnement";
    const UNSUBSCRIPTION_DONE = "/infos-douane/desabonnement?fait=oui";
    fn unsubscription_link(token) = "/infos-douane/desabonnement?jeton={token}";
    /// Form of the assistance.
    const ASSISTANCE = "/assistance";
    /// To report an error about a customs office.
    fn assistance_about_office(code) = "/assistance?bureau={code}";
    /// The mail with the link to confirm the address was sent.
    const ASSISTANCE_SENT = "/assistance/envoye";
    const CASE_CONFIRMATION = "/assistance/confirmation";
    fn case_confirmation_link(token) = "/assistance/confirmation?jeton={token}";
    /// Access to a case with its reference and its secret.
    const CASE_LOOKUP = "/assistance/suivi";
    const CASE, fn case(reference) = "/assistance/dossier/{reference}";
    fn case_with_secret(reference, secret) = "/assistance/dossier/{reference}?cle={secret}";
    /// Shares the pages of the browser with an adviser.
    const SHARING = "/partage";
    /// Form of Infos Douane Service, for regulations.
    const REGULATION_REQUEST = "/infos-douane-service";
    /// Like [`ASSISTANCE_SENT`].
    const REGULATION_REQUEST_SENT = "/infos-douane-service/envoye";
    const SITE_MAP = "/plan-du-site";
    const LEGAL_NOTICE = "/mentions-legales";
    const ACCESSIBILITY = "/accessibilite";
    const PRIVACY = "/donnees-personnelles";
}

// Registration and activation.
paths! {
    const REGISTRATION = "/inscription";
    /// Registration prefilled with an identity that is not attached to any account.
    fn registration_from(provider) = "/inscription?fournisseur={provider}";
    /// Empty registration after the data of a co-owner were refused.
    fn registration_without(co_owner, cause) = "/inscription?depuis={co_owner}&cause={cause}";
    const REGISTRATION_CONFIRMATION = "/inscription/confirmation";
    const ACTIVATION = "/activation";
    fn activation_link(token) = "/activation?jeton={token}";
    const ACTIVATION_CONFIRMATION = "/activation/confirmation";
    /// The link is opened again in the browser that has used it.
    const ALREADY_ACTIVATED = "/activation/confirmation?deja=oui";
    const NEW_ACTIVATION_LINK = "/activation/nouveau-lien";
}

// Sign-in, re-authentication and sign-out.
paths! {
    const SIGN_IN = "/connexion";
    const SIGN_IN_PASSKEY = "/connexion/cle";
    /// Explains that the browser refuses cookies.
    const COOKIES_REFUSED = "/connexion/cookies";
    /// `page` is percent-encoded: the page with the form that was not processed.
    fn cookies_refused(page) = "/connexion/cookies?retour={page}";
    /// The page with a form was opened by another person, who had signed in before in this browser.
    const OTHER_PERSON = "/connexion/autre-compte";
    /// `page` is percent-encoded: the page with the form that was not processed.
    fn other_person(page) = "/connexion/autre-compte?retour={page}";
    /// Like [`other_person`], for a file.
    fn upload_of_other_person(page) = "/connexion/autre-compte?retour={page}&origine=fichier";
    const SIGN_IN_CODE = "/connexion/code";
    const SIGN_IN_CONFIRMATION = "/connexion/confirmation";
    /// Sign-in with an identity that is not attached to any account.
    const SIGN_IN_FIRST_TIME = "/connexion/premiere-fois";
    const SIGN_IN_FAILURE = "/connexion/echec";
    fn sign_in_failure(provider, cause) = "/connexion/echec?fournisseur={provider}&cause={cause}";
    /// Like [`sign_in_failure`], for a person who was attaching an identity to their account.
    fn attachment_failure(provider, cause) = "/connexion/echec?fournisseur={provider}&cause={cause}&rattachement=oui";
    const REAUTHENTICATION = "/connexion/preuve";
    const SIGNED_OUT = "/deconnexion";
    /// Offers to end the portal session too, after a sign-out at a téléservice.
    const TELESERVICE_SIGN_OUT = "/deconnexion/teleservice";
    fn teleservice_sign_out(query) = "/deconnexion/teleservice?{query}";
}

// Recovery of an account.
paths! {
    const FORGOTTEN_PASSWORD = "/mot-de-passe-oublie";
    const FORGOTTEN_PASSWORD_SENT = "/mot-de-passe-oublie/envoye";
    const NEW_PASSWORD = "/mot-de-passe-oublie/nouveau";
    fn new_password_link(token) = "/mot-de-passe-oublie/nouveau?jeton={token}";
    const PASSWORD_RESET = "/mot-de-passe-oublie/termine";
    const SECURING = "/securiser-mon-compte";
    fn securing_link(token) = "/securiser-mon-compte?jeton={token}";
    const SECURED = "/securiser-mon-compte/termine";
    const EMAIL_CHANGE = "/changement-adresse";
    fn email_change_link(token) = "/changement-adresse?jeton={token}";
    /// The new address is confirmed, the current one has still to agree.
    const EMAIL_CHANGE_AGREEMENT = "/changement-adresse/accord";
    const EMAIL_CHANGED = "/changement-adresse/termine";
}

// Personal space.
paths! {
    const PROFILE = "/profil";
    const SITUATION = "/profil/situation";
    const SITUATION_PHONE = "/profil/situation#telephone";
    const SITUATION_ADDRESS = "/profil/situation#adresse";
    const SITUATION_COMPANY_NUMBER = "/profil/situation#numero_entreprise";
    const PASSWORD = "/profil/mot-de-passe";
    const EMAIL = "/profil/courriel";
    const NEW_EMAIL = "/profil/courriel/adresse";
    const SECURITY = "/profil/securite";
    const SECURITY_SESSIONS = "/profil/securite#sessions";
    const SECURITY_DEVICES = "/profil/securite#appareils";
    const SECURITY_PROVIDERS = "/profil/securite#fournisseurs";
    const ACCOUNT_HISTORY = "/profil/securite/historique";
    /// Detachment of an identity provider.
    const PROVIDER_DETACHMENT, fn provider_detachment(code) = "/profil/securite/fournisseur/{code}";
    const MY_DATA = "/profil/donnees";
    const ACCOUNT_DELETION = "/profil/suppression";
    const ACCOUNT_DELETED = "/compte-supprime";
}

// Second factors.
paths! {
    const SECURITY_LEVEL = "/profil/securite/niveau";
    const NEW_AUTHENTICATOR_APP = "/profil/securite/application";
    fn new_authenticator_app_for(level) = "/profil/securite/application?niveau={level}";
    const AUTHENTICATOR_APP, fn authenticator_app(id) = "/profil/securite/application/{id}";
    const NEW_PASSKEY = "/profil/securite/cle";
    fn new_passkey_for(level) = "/profil/securite/cle?niveau={level}";
    const PASSKEY, fn passkey(id) = "/profil/securite/cle/{id}";
    const RECOVERY_CODES = "/profil/securite/codes-de-secours";
    const SMS_NUMBER = "/profil/securite/numero-sms";
}

// Companies, linked accounts and rights.
paths! {
    const COMPANIES = "/entreprises";
    /// The page shows another company than the one selected meanwhile.
    const COMPANY_CHANGED = "/entreprises/changement";
    /// `page` is percent-encoded.
    fn company_changed(siren, page) = "/entreprises/changement?siren={siren}&page={page}";
    /// Like [`company_changed`], for a page that was opened and not sent.
    fn page_of_other_company(siren, page) = "/entreprises/changement?siren={siren}&page={page}&origine=page";
    /// Like [`company_changed`], for a file.
    fn upload_to_other_company(siren, page) = "/entreprises/changement?siren={siren}&page={page}&origine=fichier";
    const COMPANY_ADMINS = "/entreprises/administrateurs";
    const DELEGATION = "/entreprises/administrateurs/deleguer";
    const LINKS = "/profil/rattachements";
    const FORMER_HISTORY = "/profil/rattachements/historique";
    /// Creates an account at a co-owner and links it.
    const ACCOUNT_OPENING, fn account_opening(administration) = "/profil/rattachements/{administration}/creer";
    const UNLINK, fn unlink(administration) = "/profil/rattachements/{administration}/detacher";
    const RIGHTS = "/profil/habilitations";
    const RIGHTS_TO_REQUEST = "/profil/habilitations#demander";
    fn rights_at(co_owner) = "/profil/habilitations?administration={co_owner}";
    fn rights_in(siren) = "/profil/habilitations?entreprise={siren}";
    fn rights_in_at(siren, co_owner) = "/profil/habilitations?entreprise={siren}&administration={co_owner}";
    const RIGHTS_HISTORY = "/profil/habilitations/historique";
}

// Work for a company.
paths! {
    const DASHBOARD = "/tableau-de-bord";
    /// Subscription of a calendar program to the due dates.
    const CALENDAR = "/tableau-de-bord/agenda";
    const MANDATS = "/mandats";
    /// Export declarations of the company.
    const EXPORTS = "/exportations";
    /// What the company has declared, by month.
    const DECLARANT_STATEMENTS = "/etats-declarants";
    const NOTIFICATIONS = "/notifications";
    const TELESERVICES = "/teleservices";
    /// Redirects to a téléservice, or says why it cannot be opened.
    const TELESERVICE = "/teleservices/{code}";
    fn teleservice_for(code, siren) = "/teleservices/{code}?siren={siren}";
    /// Redirects to the site of a co-owner, signed in where the account is linked.
    const SITE, fn site(administration) = "/sites/{administration}";
    /// Refused authorization request of a téléservice.
    const TELESERVICE_ACCESS = "/teleservices/acces";
    fn teleservice_access(query) = "/teleservices/acces?{query}";
}

// Payment by card.
paths! {
    /// Reference and password of a payment notice, without an account.
    const CARD_PAYMENT = "/paiement";
    /// Like [`CARD_PAYMENT`], to follow up a payment of another browser.
    const CARD_PAYMENT_AGAIN = "/paiement?suivi=oui";
    /// `reference` is percent-encoded.
    fn card_payment_of(reference) = "/paiement?reference={reference}";
    /// The créance of a payment notice.
    const PAYMENT_NOTICE, fn payment_notice(id) = "/paiement/avis/{id}";
    /// A créance of the selected company.
    const CREANCE_PAYMENT = "/paiement/creance";
    /// `reference` is percent-encoded.
    fn creance_payment(reference) = "/paiement/creance?reference={reference}";
    /// State of a payment, and its receipt.
    const PAYMENT_STATE, fn payment_state(id) = "/paiement/suivi/{id}";
}

// Messaging.
paths! {
    const QUESTIONS = "/messagerie";
    const NEW_QUESTION = "/messagerie/nouvelle";
    fn new_question(motif) = "/messagerie/nouvelle?motif={motif}";
    const DRAFT, fn draft(id) = "/messagerie/brouillon/{id}";
    const DRAFT_FILES, fn draft_files(id) = "/messagerie/brouillon/{id}/pieces";
    const DRAFT_SUMMARY, fn draft_summary(id) = "/messagerie/brouillon/{id}/recapitulatif";
    /// `words` is percent-encoded, as below.
    fn questions_found(words) = "/messagerie?recherche={words}";
    const QUESTION, fn question(id) = "/messagerie/question/{id}";
    const RECEIPT, fn receipt(id) = "/messagerie/question/{id}/recu";
    /// Proofs of all messages of a question.
    const MESSAGE_PROOFS, fn message_proofs(id) = "/messagerie/question/{id}/preuves";
    /// Archive of the exchanges of the current company.
    const EXCHANGES_ARCHIVE = "/messagerie/archive";
}

// Appointments with customs services.
paths! {
    const APPOINTMENTS = "/rendez-vous";
    /// Choice of the service and of the kind of appointment.
    const NEW_APPOINTMENT = "/rendez-vous/nouveau";
    fn new_appointment_about(question) = "/rendez-vous/nouveau?question={question}";
    const APPOINTMENT_SLOTS = "/rendez-vous/creneaux";
    fn appointment_slots(kind) = "/rendez-vous/creneaux?nature={kind}";
    fn appointment_slots_about(kind, question) = "/rendez-vous/creneaux?nature={kind}&question={question}";
    const APPOINTMENT_BOOKING = "/rendez-vous/reservation";
    /// `slot`: see `domain::appointments::Slot::value`.
    fn appointment_booking(kind, slot) = "/rendez-vous/reservation?nature={kind}&creneau={slot}";
    fn appointment_booking_about(kind, slot, question) =
        "/rendez-vous/reservation?nature={kind}&creneau={slot}&question={question}";
    const APPOINTMENT, fn appointment(id) = "/rendez-vous/suivi/{id}";
}

// Shared documents, for those who read them.
paths! {
    const DOCUMENTS = "/documents";
    fn documents_found(words) = "/documents?recherche={words}";
    const DOCUMENT, fn document(id) = "/documents/document/{id}";
    /// The page of the document, after a link to a version that was replaced by another.
    fn replaced_document(id) = "/documents/document/{id}?ancienne=oui";
}

// Document managers.
paths! {
    /// Folders of the services of a manager.
    const MANAGED_FOLDERS = "/gestionnaire";
    const NEW_FOLDER = "/gestionnaire/nouveau-dossier";
    const MANAGED_FOLDER, fn managed_folder(id) = "/gestionnaire/dossier/{id}";
    const MANAGED_DOCUMENT, fn managed_document(id) = "/gestionnaire/document/{id}";
}

// Staff: agents, hotline advisers, editors, document managers and administrators.
paths! {
    const STAFF_SIGN_IN = "/equipe/connexion";
    const STAFF_CODE = "/equipe/connexion/code";
    const STAFF_REAUTHENTICATION = "/equipe/preuve";
    /// Second factors of the signed-in member.
    const STAFF_SECURITY = "/equipe/securite";
    const NEW_STAFF_AUTHENTICATOR_APP = "/equipe/securite/application";
    const STAFF_AUTHENTICATOR_APP, fn staff_authenticator_app(id) = "/equipe/securite/application/{id}";
    const NEW_STAFF_PASSKEY = "/equipe/securite/cle";
    const STAFF_PASSKEY, fn staff_passkey(id) = "/equipe/securite/cle/{id}";
    /// Mails that the signed-in agent receives.
    const AGENT_MAILS = "/equipe/courriels";
    const STAFF_RECOVERY_CODES = "/equipe/securite/codes-de-secours";
    /// The spaces of the signed-in member of the staff.
    const STAFF_HOME = "/equipe";
    /// Opinions of visitors, by month.
    const OPINIONS = "/equipe/avis";
    fn opinions_of(month) = "/equipe/avis?mois={month}";
    /// Delays of the answers of services.
    const DELAY_REPORT = "/equipe/statistiques";
    /// Letters of the mailing list, for editors.
    /// National exchange rates, for editors.
    const NATIONAL_RATES = "/equipe/taux";
    const STAFF_LETTERS = "/equipe/lettres";
    const NEW_LETTER = "/equipe/lettres/nouvelle";
    const STAFF_LETTER, fn staff_letter(id) = "/equipe/lettres/{id}";
    /// Frequent questions, for editors.
    const EDITED_FAQ = "/equipe/faq";
    const NEW_FAQ_ENTRY = "/equipe/faq/nouvelle";
    /// `words` is percent-encoded: keywords of the new entry.
    fn new_faq_entry_about(words) = "/equipe/faq/nouvelle?mots={words}";
    const EDITED_FAQ_ENTRY, fn edited_faq_entry(id) = "/equipe/faq/question/{id}";
    const FAQ_ENTRY_FORM, fn faq_entry_form(id) = "/equipe/faq/question/{id}/modifier";
    const FAQ_ENTRY_PREVIEW = "/equipe/faq/question/{id}/apercu";
    fn faq_entry_preview(id, version) = "/equipe/faq/question/{id}/apercu?version={version}";
    /// Searches that no text answered.
    const UNANSWERED_SEARCHES = "/equipe/faq/recherches";
    /// Articles, for editors.
    const EDITED_ARTICLES = "/equipe/publications";
    /// `kind`: see `domain::article::ArticleKind::code`.
    fn edited_articles_of(kind) = "/equipe/publications?nature={kind}";
    const NEW_ARTICLE = "/equipe/publications/nouvelle";
    fn new_article(kind) = "/equipe/publications/nouvelle?nature={kind}";
    const EDITED_ARTICLE, fn edited_article(id) = "/equipe/publications/article/{id}";
    const ARTICLE_FORM, fn article_form(id) = "/equipe/publications/article/{id}/modifier";
    const ARTICLE_PREVIEW = "/equipe/publications/article/{id}/apercu";
    fn article_preview(id, version) = "/equipe/publications/article/{id}/apercu?version={version}";
    /// Choice of a password with the link of an invitation.
    const STAFF_PASSWORD = "/equipe/mot-de-passe";
    fn staff_password_link(token) = "/equipe/mot-de-passe?jeton={token}";
}

// Hotline advisers.
paths! {
    const CASES = "/plateau";
    /// Requests about regulations.
    const REGULATION_CASES = "/plateau/reglementation";
    const ADVISER_CASE, fn adviser_case(id) = "/plateau/dossier/{id}";
    fn adviser_case_with(id, canned) = "/plateau/dossier/{id}?modele={canned}";
    /// Creates the code of a shared view.
    const SHARED_VIEWS = "/plateau/partage";
    /// The view that a person shares with the adviser.
    const SHARED_VIEW, fn shared_view(id) = "/plateau/partage/{id}";
}

// Administration of staff and services.
paths! {
    /// List of the staff.
    const ADMINISTRATION = "/administration";
    const NEW_MEMBER = "/administration/equipe/nouveau";
    const MEMBER, fn member(id) = "/administration/equipe/{id}";
    const SERVICES = "/administration/services";
    const NEW_SERVICE = "/administration/services/nouveau";
    const SERVICE, fn service(code) = "/administration/services/{code}";
    /// Commitment of a service and its working hours.
    const SERVICE_DELAYS, fn service_delays(code) = "/administration/services/{code}/delais";
    /// Agents of a service and its head.
    const SERVICE_MEMBERS, fn service_members(code) = "/administration/services/{code}/membres";
    const MOTIFS = "/administration/motifs";
    const EDITED_MOTIF, fn edited_motif(id) = "/administration/motifs/{id}";
    const MOTIF_TEXTS, fn motif_texts(id) = "/administration/motifs/{id}/textes";
    const MOTIF_FIELDS, fn motif_fields(id) = "/administration/motifs/{id}/champs";
    const NEW_MOTIF_FIELD, fn new_motif_field(id) = "/administration/motifs/{id}/champs/nouveau";
    const MOTIF_FIELD, fn motif_field(id, champ) = "/administration/motifs/{id}/champs/{champ}";
    const MOTIF_PREVIEW, fn motif_preview(id) = "/administration/motifs/{id}/apercu";
    fn motif_version(id, version) = "/administration/motifs/{id}/apercu?version={version}";
    /// Opening hours of a customs office.
    const OFFICE_HOURS, fn office_hours(code) = "/administration/bureaux/{code}/horaires";
    const AUDIT_TRAIL = "/administration/journal";
    /// `words` is percent-encoded.
    fn audit_trail_of(words) = "/administration/journal?recherche={words}";
}

// Agents.
paths! {
    const AGENT_INBOX = "/agent";
    fn agent_questions_found(view, words) = "/agent?etat={view}&recherche={words}";
    /// Notices of the signed-in agent.
    const AGENT_NOTICES = "/agent/notifications";
    /// Documents shared with the services of an agent.
    const AGENT_DOCUMENTS = "/agent/documents";
    fn agent_documents_found(words) = "/agent/documents?recherche={words}";
    const AGENT_DOCUMENT, fn agent_document(id) = "/agent/documents/{id}";
    fn agent_replaced_document(id) = "/agent/documents/{id}?ancienne=oui";
    /// Filters of the inbox that the agent has named.
    const SAVED_VIEWS = "/agent/vues";
    const SAVED_VIEW, fn saved_view(id) = "/agent/vues/{id}";
    /// One act on the questions chosen in the inbox.
    const NEW_BATCH = "/agent/lot";
    const BATCH, fn batch(id) = "/agent/lot/{id}";
    /// Texts from which agents start their answers.
    const CANNED_ANSWERS = "/agent/reponses-preparees";
    const NEW_CANNED_ANSWER = "/agent/reponses-preparees/nouvelle";
    const CANNED_ANSWER, fn canned_answer(id) = "/agent/reponses-preparees/modele/{id}";
    const CANNED_ANSWER_DELETION, fn canned_answer_deletion(id) = "/agent/reponses-preparees/modele/{id}/suppression";
    const AGENT_QUESTION, fn agent_question(id) = "/agent/question/{id}";
    /// Appointments with a service, by week.
    const AGENT_APPOINTMENTS = "/agent/rendez-vous";
    /// `day`: « 2026-12-01 ».
    fn agent_appointments_of(service, day) = "/agent/rendez-vous?service={service}&jour={day}";
    const AGENT_APPOINTMENT, fn agent_appointment(id) = "/agent/rendez-vous/suivi/{id}";
    /// Books an appointment for an operator.
    const AGENT_BOOKING, fn agent_booking(kind) = "/agent/rendez-vous/nature/{kind}/reservation";
    const AGENDA_SETTINGS, fn agenda_settings(service) = "/agent/rendez-vous/reglages/{service}";
    const NEW_APPOINTMENT_KIND, fn new_appointment_kind(service) = "/agent/rendez-vous/reglages/{service}/nature";
    const APPOINTMENT_KIND, fn appointment_kind(kind) = "/agent/rendez-vous/nature/{kind}";
}
