//! Forms sent twice by one browser, as a double click without scripts does: processed once, with the same answer.

use backend::{Portal, accounts::account};
use domain::path;
use futures::future::join_all;
use platform::{clock::Clock, on};
use reqwest::Response;

use crate::{
    account::{PASSWORD, SESSION_COOKIE, cookie, create_account, mail_to, redirect_of},
    browser::Browser,
    database::Database,
    operator::{MOTIF, Operator, SIREN},
    program::Installation,
};

const NEW_PASSWORD: &str = "Vendange-de-Nivose-1801";

/// Sends the same request several times, at once. Returns the redirects and the session cookies.
async fn click(
    browser: &Browser,
    times: usize,
    form: &str,
    fields: &[(&str, &str)],
) -> Vec<(String, Option<String>)> {
    let answers = join_all((0..times).map(|_| browser.send_form(form, fields))).await;
    answers.iter().map(|answer| (redirect_of(answer).to_owned(), cookie(answer, SESSION_COOKIE))).collect()
}

async fn count_mails(portal: &Portal, kind: &str) -> i64 {
    on!(portal.db, |c| {
        sqlx::query_scalar("SELECT COUNT(*) FROM outbox WHERE kind = $1").bind(kind).fetch_one(c).await
    })
    .expect("a number")
}

async fn page(browser: &Browser, path: &str) -> (u16, String, String) {
    let answer: Response = browser.get(path).send().await.expect("an answer");
    let (status, to) = (answer.status().as_u16(), redirect_of(&answer).to_owned());
    (status, to, answer.text().await.expect("a page"))
}

#[tokio::test]
async fn double_click_on_each_step_of_a_sign_in_signs_in_once() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        create_account(&portal, "alix").await;
        let mut browser = Browser::new(&program);
        browser.open_form(path::SIGN_IN).await;
        let credentials = [
            ("_page", path::SIGN_IN),
            ("_temoin", "oui"),
            ("identifiant", "alix"),
            ("mot_de_passe", PASSWORD),
        ];
        let first = click(&browser, 5, "/form/connexion", &credentials).await;
        let again = click(&browser, 1, "/form/connexion", &credentials).await;
        assert!(first.iter().chain(&again).all(|answer| *answer == first[0]), "{first:?} {again:?}");
        assert_eq!(first[0].0, path::SIGN_IN_CODE);
        assert_eq!(count_mails(&portal, "code").await, 1);

        // The browser gave up waiting for the first answer: it still has the former cookie.
        browser.cookie = first[0].1.clone();
        let text = mail_to(&portal, "alix@exemple.fr", "code", 0).await;
        let code = text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6).expect("a code");
        let fields = [("_page", path::SIGN_IN_CODE), ("confiance", "oui"), ("code", code)];
        let wrong = [("_page", path::SIGN_IN_CODE), ("confiance", "oui"), ("code", "000000")];
        let answers = click(&browser, 5, "/form/connexion-code", &fields).await;
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        assert_eq!(answers[0].0, path::SIGN_IN_CONFIRMATION);
        let other = click(&browser, 1, "/form/connexion-code", &wrong).await;
        let mut signed_in = Browser::new(&program);
        signed_in.cookie = answers[0].1.clone();
        assert!(signed_in.is_signed_in().await);
        signed_in.cookie = other[0].1.clone();
        assert!(!signed_in.is_signed_in().await, "the former token alone gives no access");
        assert!(!browser.is_signed_in().await, "the former token alone gives no access");
        portal.close().await;
    }
}

#[tokio::test]
async fn double_click_on_registration_activation_and_new_password_ends_well() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        let mut browser = Browser::new(&program);
        browser.open_form(path::REGISTRATION).await;
        let registration = [
            ("_page", path::REGISTRATION),
            ("_temoin", "oui"),
            ("identifiant", "basile"),
            ("mot_de_passe", PASSWORD),
            ("confirmation", PASSWORD),
            ("niveau", "mot_de_passe"),
            ("prenom", "Basile"),
            ("nom", "Essai"),
            ("email", "basile@exemple.fr"),
        ];
        let answers = click(&browser, 2, "/form/inscription", &registration).await;
        assert!(answers.iter().all(|(to, _)| to == path::REGISTRATION_CONFIRMATION), "{answers:?}");
        assert_eq!(count_mails(&portal, "activation").await, 1);

        let text = mail_to(&portal, "basile@exemple.fr", "activation", 0).await;
        let link = link_in(&text);
        let token = link.split_once("jeton=").expect("a token").1.to_owned();
        let fields = [
            ("_page", link.as_str()),
            ("jeton", token.as_str()),
            ("identifiant", "basile"),
            ("mot_de_passe", PASSWORD),
        ];
        let answers = click(&browser, 3, "/form/activation", &fields).await;
        assert!(answers.iter().all(|(to, _)| to == path::ACTIVATION_CONFIRMATION), "{answers:?}");
        check_used_link(&browser, &program, &answers, &link, path::ALREADY_ACTIVATED).await;

        browser.cookie = None;
        let request = [("_page", path::FORGOTTEN_PASSWORD), ("identifiant", "basile")];
        browser.submit("/form/mot-de-passe-oublie", &request).await;
        let text = mail_to(&portal, "basile@exemple.fr", "mot-de-passe-oublie", 0).await;
        let link = link_in(&text);
        let token = link.split_once("jeton=").expect("a token").1.to_owned();
        let fields = [
            ("_page", link.as_str()),
            ("jeton", token.as_str()),
            ("mot_de_passe", NEW_PASSWORD),
            ("confirmation", NEW_PASSWORD),
        ];
        let answers = click(&browser, 3, "/form/nouveau-mot-de-passe", &fields).await;
        assert!(answers.iter().all(|(to, _)| to == path::PASSWORD_RESET), "{answers:?}");
        assert_eq!(count_mails(&portal, "mot-de-passe-change").await, 1);
        check_used_link(&browser, &program, &answers, &link, path::PASSWORD_RESET).await;
        portal.close().await;
    }
}

fn link_in(mail: &str) -> String {
    let start = mail.find("https://portail.example/").expect("a link");
    let link = mail[start..].split_whitespace().next().expect("a link");
    link.trim_start_matches("https://portail.example").to_owned()
}

/// Checks that the browser that used a link is shown what it did, and any other browser that it can no longer be used.
async fn check_used_link(
    browser: &Browser,
    program: &crate::program::Program,
    answers: &[(String, Option<String>)],
    link: &str,
    done: &str,
) {
    let mut same = Browser::new(program);
    same.cookie = answers.iter().find_map(|(_, session)| session.clone()).or_else(|| browser.cookie.clone());
    let (status, to, _) = page(&same, link).await;
    assert_eq!((status, to.as_str()), (303, done));
    let (status, _, text) = page(&Browser::new(program), link).await;
    assert_eq!(status, 200);
    assert!(text.contains("<title>Ce lien "), "{text}");
    let (_, _, text) = page(&same, done).await;
    assert!(text.contains("<h1"), "{text}");
}

#[tokio::test]
async fn five_parallel_forms_start_one_draft() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let browser = Operator::sign_in(&installation).await.browser(&program);
        let introduction = path::new_question(MOTIF);
        let (_, _, text) = page(&browser, &introduction).await;
        let key = text.split("name=\"cle\" value=\"").nth(1).and_then(|rest| rest.get(..36)).expect("a key");
        let fields = [("_page", introduction.as_str()), ("_siren", SIREN), ("motif", MOTIF), ("cle", key)];
        let answers = click(&browser, 5, "/form/nouveau-brouillon", &fields).await;
        let first = &answers[0].0;
        assert!(first.starts_with("/messagerie/brouillon/"), "{first}");
        assert!(answers.iter().all(|(to, _)| to == first), "{answers:?}");
        let portal = installation.portal(Clock::system()).await;
        let drafts: i64 =
            on!(portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM draft").fetch_one(c).await)
                .expect("a number");
        eprintln!("5 parallel forms on {}: {drafts} draft", installation.engine());
        assert_eq!(drafts, 1);
        portal.close().await;
        let other = Operator::sign_in(&installation).await.browser(&program);
        let answers = click(&other, 1, "/form/nouveau-brouillon", &fields).await;
        assert_ne!(answers[0].0, *first, "the key of another person creates another draft");
    }
}

#[tokio::test]
async fn removing_twice_leads_to_the_list() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let browser = Operator::sign_in(&installation).await.browser(&program);
        let draft = crate::operator::create_draft(&browser).await.expect("a draft").to_string();
        let file = uuid::Uuid::now_v7().to_string();
        let files = path::draft_files(&draft);
        let delete = [("_page", path::QUESTIONS), ("brouillon", draft.as_str())];
        let remove = [("_page", files.as_str()), ("brouillon", draft.as_str()), ("piece", file.as_str())];
        for (form, fields, expected, sentence) in [
            ("/form/retirer-piece", &remove[..], files.as_str(), "Fichier retiré."),
            ("/form/supprimer-brouillon", &delete[..], path::QUESTIONS, "Brouillon supprimé."),
            ("/form/supprimer-brouillon", &delete[..], path::QUESTIONS, "Ce brouillon est déjà supprimé."),
            ("/form/retirer-piece", &remove[..], path::QUESTIONS, "Ce fichier est déjà retiré."),
        ] {
            let answer = browser.send_form(form, fields).await;
            assert_eq!((answer.status().as_u16(), redirect_of(&answer)), (303, expected));
            let (status, _, text) = page(&browser, expected).await;
            assert_eq!(status, 200);
            assert!(text.contains(sentence), "{form}: {text}");
        }
    }
}

#[tokio::test]
async fn form_of_a_page_left_open_is_kept_after_a_sign_out_in_another_tab() {
    const TYPED: &str = "12 quai de la Longue Attente";
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        account::create_activated(&portal, "alix", "alix@exemple.fr", "Alix", "Essai", PASSWORD)
            .await
            .expect("an account");
        let mut browser = Browser::new(&program);
        browser.enter_password("alix").await;
        browser.enter_code(&portal, "alix", 0, false).await;
        let signed_out = browser.submit("/form/deconnexion", &[("_page", path::PROFILE)]).await;
        assert_eq!(redirect_of(&signed_out), path::SIGNED_OUT);
        assert!(!browser.is_signed_in().await);
        let (_, _, text) = page(&browser, path::SIGN_IN).await;
        assert!(!text.contains("Votre session a pris fin"), "the person signed out");

        // The other tab.
        let typed = [("_page", path::SITUATION), ("prenom", "Alix"), ("nom", "Essai"), ("adresse", TYPED)];
        let kept = browser.submit("/form/situation", &typed).await;
        let sign_in = path::with_return(path::SIGN_IN, path::SITUATION);
        assert_eq!(redirect_of(&kept), sign_in);
        let (_, _, text) = page(&browser, &sign_in).await;
        assert!(
            text.contains("Votre session a pris fin") && text.contains("Votre saisie est conservée"),
            "{text}"
        );
        assert!(!text.contains(TYPED), "the input is shown to its author only");
        browser.enter_password("alix").await;
        browser.enter_code(&portal, "alix", 1, false).await;
        let (_, _, text) = page(&browser, path::SITUATION).await;
        assert!(text.contains(TYPED), "{text}");
        portal.close().await;
    }
}
