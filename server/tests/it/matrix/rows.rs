//! Every address, what it asks of whoever comes, and what it names. A new address is one line here.

use super::objects::Object::{self, *};
use super::rules::{self, Rule};
use super::tokens::Token;

/// One address.
#[derive(Clone)]
pub struct Row {
    pub kind: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// What it asks of the session; the object decides next.
    pub rule: Rule,
    pub object: Object,
    /// The object is named in the query, under the name that forms give it.
    pub in_query: bool,
    /// What a form sends besides.
    pub fields: &'static [(&'static str, &'static str)],
    /// Which words the page must show to whoever may read them.
    pub shows: fn(&Token) -> bool,
    /// Hands over all that a person typed.
    pub is_archive: bool,
    /// Answers as long as somebody listens: its beginning is looked at.
    pub is_endless: bool,
}

impl Row {
    /// As `server addresses` writes it.
    pub fn address(&self) -> String {
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
        }
    }

    /// Names such an object: in its path, or in its fields.
    fn of(self, object: Object) -> Self {
        Self { object, ..self }
    }

    /// Names such an object in its query.
    fn about(self, object: Object) -> Self {
        Self { object, in_query: true, ..self }
    }

    fn sending(self, fields: &'static [(&'static str, &'static str)]) -> Self {
        Self { fields, ..self }
    }

    fn showing(self, shows: fn(&Token) -> bool) -> Self {
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
    Row::new("route", "get", path, rule)
}

fn post(path: &'static str, rule: Rule) -> Row {
    Row::new("route", "post", path, rule)
}

fn site(path: &'static str) -> Row {
    Row::new("site", "get", path, rules::anyone)
}

fn names(token: &Token) -> bool {
    matches!(token, Token::Name(_))
}

fn figures(token: &Token) -> bool {
    matches!(token, Token::Creance(..))
}

fn mandats(token: &Token) -> bool {
    matches!(token, Token::Mandat(..))
}

fn messages(token: &Token) -> bool {
    matches!(token, Token::Question(..) | Token::Draft(..))
}

fn questions(token: &Token) -> bool {
    matches!(token, Token::Question(..))
}

/// Pages first, forms last: those that end or undo something come at the end.
pub fn rows() -> Vec<Row> {
    use rules::*;
    vec![
        page("/", anyone),
        page("/aide", anyone),
        page("/avis", anyone),
        page("/plan-du-site", anyone),
        page("/mentions-legales", anyone),
        page("/accessibilite", anyone),
        page("/donnees-personnelles", anyone),
        page("/auto-controle", anyone),
        page("/auto-controle/{reference}", anyone).of(Diagnostic),
        page("/inscription", anyone),
        page("/inscription/confirmation", anyone),
        page("/activation", anyone),
        page("/activation/confirmation", anyone),
        page("/activation/nouveau-lien", anyone),
        page("/connexion", not_usager),
        page("/connexion/cle", some_session),
        page("/connexion/code", code_awaited),
        page("/connexion/confirmation", usager),
        page("/connexion/echec", nothing_to_tell),
        page("/connexion/premiere-fois", nobody_signing_in),
        page("/connexion/preuve", old_proof),
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
        page("/profil/courriel/adresse", fresh),
        page("/profil/mot-de-passe", fresh),
        page("/profil/securite", usager),
        page("/profil/securite/historique", usager),
        page("/profil/securite/application", fresh_account),
        page("/profil/securite/application/{id}", fresh).of(Application),
        page("/profil/securite/cle", fresh_account),
        page("/profil/securite/cle/{id}", fresh).of(Passkey),
        page("/profil/securite/codes-de-secours", fresh),
        page("/profil/securite/niveau", fresh),
        page("/profil/securite/numero-sms", no_number),
        page("/profil/securite/fournisseur/{code}", no_provider_attached),
        page("/profil/donnees", fresh),
        page("/profil/suppression", fresh),
        page("/profil/rattachements", usager),
        page("/profil/rattachements/historique", moved),
        page("/profil/rattachements/{administration}/detacher", fresh).of(CoOwner),
        page("/profil/rattachements/{administration}/creer", no_account_opened),
        page("/entreprises", usager).showing(names),
        page("/entreprises/changement", usager).about(ShownSiren),
        page("/entreprises/administrateurs", usager),
        page("/entreprises/administrateurs/deleguer", no_role),
        page("/profil/habilitations", usager),
        page("/profil/habilitations/historique", usager),
        page("/teleservices", held),
        page("/teleservices/acces", unusable_page),
        page("/teleservices/{code}", company).of(Teleservice),
        page("/deconnexion/teleservice", usager),
        page("/tableau-de-bord", held).showing(figures),
        page("/mandats", held).showing(mandats),
        page("/messagerie", messaging).showing(messages),
        page("/messagerie/nouvelle", messaging).about(LinkedMotif),
        page("/messagerie/brouillon/{id}", company).of(Draft),
        page("/messagerie/brouillon/{id}/pieces", company).of(Draft),
        page("/messagerie/brouillon/{id}/recapitulatif", company).of(Draft),
        page("/messagerie/question/{id}", company).of(Question),
        page("/messagerie/question/{id}/recu", company).of(Question),
        page("/notifications", notified),
        page("/agent", agent).showing(questions),
        page("/agent/connexion", not_agent),
        page("/agent/connexion/code", no_agent_signing_in),
        page("/agent/preuve", old_agent_proof),
        page("/agent/question/{id}", agent).of(ServiceQuestion),
        get("/health/live", anyone),
        get("/health/ready", anyone),
        // The test runs on the portal's machine.
        get("/metrics", anyone),
        get("/api/openapi.json", anyone),
        get("/api/v1/session", anyone),
        post("/api/v1/session/prolongation", anyone),
        post("/api/v1/mot-de-passe/force", anyone).sending(&[("mot_de_passe", "Lanterne")]),
        post("/api/v1/coproprietaires/{co_owner}/evenements", unsigned),
        get("/rattachement/{co_owner}/retour", no_journey),
        get("/connexion/fournisseur/{provider}/retour", no_provider_journey),
        get("/connexion/fournisseur/{provider}/fin", no_sign_out),
        get("/connexion/initiee", no_provider),
        get("/inscription/depuis/{co_owner}", no_handover),
        post("/inscription/depuis/{co_owner}", not_a_form),
        Row { is_endless: true, ..get("/api/v1/evenements", follower) },
        get("/.well-known/openid-configuration", anyone),
        get("/openid/cles", anyone),
        get("/openid/autorisation", unusable),
        post("/openid/autorisation", repeated_authorization),
        get("/openid/fin-de-session", unsigned_end),
        post("/openid/fin-de-session", repeated_end),
        post("/openid/jeton", unusable),
        get("/openid/profil", unsigned),
        post("/openid/profil", unsigned),
        get("/pieces/{id}", file).of(File),
        Row { is_archive: true, ..get("/profil/donnees/archive/{id}", data_copy).of(DataCopy) },
        post("/televersement/brouillon/{id}", upload).of(Draft),
        post("/televersement/reponse/{conversation}", upload).of(Question),
        site("/favicon.svg"),
        site("/pkg/{*file}"),
        form("/form/avis", anyone),
        form("/form/auto-controle", anyone),
        form("/form/inscription", anyone),
        form("/form/renvoyer-activation", anyone),
        form("/form/activation", anyone),
        form("/form/connexion", anyone),
        form("/form/connexion-code", anyone),
        form("/form/renvoyer-code", anyone),
        form("/form/demander-cle", anyone),
        form("/form/connexion-cle", anyone),
        form("/form/connexion-fournisseur", no_provider).sending(&[("fournisseur", "proconnect")]),
        form("/form/mot-de-passe-oublie", anyone),
        form("/form/nouveau-mot-de-passe", anyone),
        form("/form/confirmer-adresse", anyone),
        form("/form/garder-saisie", anyone),
        form("/form/agent-connexion", anyone),
        form("/form/agent-connexion-code", anyone),
        form("/form/agent-renvoyer-code", anyone),
        form("/form/agent-preuve", agent),
        form("/form/agent-preuve-code", agent),
        form("/form/nouveau-brouillon", company).of(Motif),
        form("/form/brouillon", company).of(Draft).sending(&[("action", "enregistrer"), ("objet", "Essai")]),
        form("/form/retirer-piece", company).of(DraftFile),
        form("/form/envoyer", company).of(ConsumedDraft),
        form("/form/supprimer-brouillon", company).of(ConsumedDraft),
        form("/form/suite", either_side).of(Question).sending(REPLY),
        form("/form/repondre", either_side).of(Question).sending(REPLY),
        form("/form/prendre-en-charge", agent).of(ServiceQuestion),
        form("/form/clore", either_side).of(Question),
        form("/form/notifications-lues", usager),
        form("/form/choisir-siren", usager).of(Siren),
        form("/form/rattacher", fresh).of(OfferedCoOwner),
        form("/form/creer-compte", no_opening).sending(&[("co_proprietaire", "dgddi")]),
        form("/form/detacher", fresh).of(CoOwner),
        form("/form/deleguer-role", fresh).of(AdministeredSiren),
        form("/form/repondre-role", usager)
            .of(Role)
            .sending(&[("action", "accepter"), ("reponse", "accepter")]),
        form("/form/retirer-role", usager).of(Role),
        form("/form/rendre-role", usager).of(Role),
        form("/form/situation", usager).sending(&[("prenom", "Alix"), ("nom", "Essai")]),
        form("/form/choix-messages", usager),
        form("/form/changer-adresse", fresh),
        form("/form/abandonner-adresse", usager),
        form("/form/changer-mot-de-passe", fresh),
        form("/form/changer-niveau", fresh),
        form("/form/confirmer-numero", fresh),
        form("/form/renvoyer-code-numero", no_number),
        form("/form/ajouter-application", fresh_account),
        form("/form/ajouter-cle", fresh_account),
        form("/form/retirer-application", fresh).of(Application),
        form("/form/retirer-cle", fresh).of(Passkey),
        form("/form/renouveler-codes", fresh),
        form("/form/rattacher-fournisseur", no_provider_attached).sending(&[("fournisseur", "proconnect")]),
        form("/form/attacher-identite", no_provider_attached),
        form("/form/detacher-fournisseur", no_provider_attached).sending(&[("fournisseur", "proconnect")]),
        form("/form/demander-donnees", fresh),
        form("/form/preuve", account),
        form("/form/preuve-code", no_code_sent),
        form("/form/oublier-appareil", usager).of(Device),
        form("/form/fermer-session", usager).of(Session),
        form("/form/fermer-autres-sessions", usager),
        form("/form/supprimer-compte", fresh),
        form("/form/securiser", usager),
        form("/form/fin-de-session", anyone),
        form("/form/deconnexion", anyone),
    ]
}

/// A value drawn for each request.
pub const DRAWN: &str = "(drawn)";

const REPLY: &[(&str, &str)] = &[("message", "Essai"), ("cle", DRAWN)];
