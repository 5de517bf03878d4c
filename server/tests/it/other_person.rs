//! A page that one person had open when another signed in, in another tab of the same browser: what it sends is never done
//! under the other account, is explained, and is kept for its author.

use backend::accounts::account;
use domain::path;
use platform::clock::Clock;
use reqwest::multipart::Form;

use crate::{
    account::redirect_of,
    browser::Browser,
    database::Database,
    operator::{Operator, create_draft},
    parked_forms::{PAGE, PASSWORD, TYPED, read, send, sign_in},
    program::Installation,
};

/// Returns the value of the hidden field that names the person of a page.
fn person_of(page: &str) -> String {
    let (_, rest) = page.split_once(r#"name="_personne" value=""#).expect("the hidden field");
    rest.split('"').next().expect("a value").to_owned()
}

async fn send_situation(browser: &mut Browser, person: &str) -> String {
    let fields = [
        ("_page", PAGE),
        ("_formulaire", "situation"),
        ("_personne", person),
        ("prenom", "Alix"),
        ("nom", "Essai"),
        ("adresse", TYPED),
    ];
    send(browser, "/form/situation", &fields).await
}

#[tokio::test]
async fn form_of_another_person_is_explained_and_kept_for_its_author() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let portal = installation.portal(Clock::system()).await;
        for login in ["alix", "basile"] {
            let email = format!("{login}@exemple.fr");
            let created = account::create_activated(&portal, login, &email, login, "Essai", PASSWORD).await;
            created.expect("an account");
        }
        let explanation = path::other_person(path::encode(PAGE));
        for signs_out_first in [true, false] {
            let mut browser = Browser::new(&program);
            sign_in(&mut browser, &portal, "alix").await;
            let alix = person_of(&read(&browser, PAGE).await);
            if signs_out_first {
                send(&mut browser, "/form/deconnexion", &[("_page", PAGE)]).await;
            }
            sign_in(&mut browser, &portal, "basile").await;
            let basile = person_of(&read(&browser, PAGE).await);
            assert_ne!(alix, basile);

            assert_eq!(send_situation(&mut browser, &alix).await, explanation);
            let explained = read(&browser, &explanation).await;
            for sentence in [
                "Un autre compte est connecté",
                "basile Essai",
                "Rien n’a été envoyé",
                "La saisie est conservée",
            ] {
                assert!(explained.contains(sentence), "{sentence}: {explained}");
            }
            let page = read(&browser, PAGE).await;
            assert!(!page.contains(TYPED), "neither stored for Basile nor shown to him");
            assert_eq!(send_situation(&mut browser, "inconnue").await, explanation, "refused if unknown");

            // Both have signed out: the last of the two was not the author.
            send(&mut browser, "/form/deconnexion", &[("_page", PAGE)]).await;
            assert_eq!(send_situation(&mut browser, &alix).await, "/connexion?retour=/profil/situation");
            sign_in(&mut browser, &portal, "basile").await;
            assert!(!read(&browser, PAGE).await.contains(TYPED), "not restored for Basile");
            sign_in(&mut browser, &portal, "alix").await;
            let page = read(&browser, PAGE).await;
            assert!(page.contains(TYPED), "restored for its author: {page}");
            assert_eq!(person_of(&page), alix);
        }
        let mut browser = Browser::new(&program);
        sign_in(&mut browser, &portal, "basile").await;
        let basile = person_of(&read(&browser, PAGE).await);
        assert_eq!(send_situation(&mut browser, &basile).await, PAGE);
        assert!(read(&browser, PAGE).await.contains("Votre situation est enregistrée"));
        portal.close().await;
    }
}

#[tokio::test]
async fn file_of_another_person_is_explained() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft").to_string();
    let page = path::draft_files(&draft);
    for (accept, status) in [("text/html", 303), ("application/json", 409)] {
        let form = Form::new().text("_page", page.clone()).text("_personne", "autre").text("emplacement", "");
        let file = reqwest::multipart::Part::bytes(b"une ligne\n".to_vec()).file_name("essai.txt");
        let request = browser.post(&path::draft_upload(&draft)).multipart(form.part("fichier", file));
        let mut request = request.build().expect("a request");
        request.headers_mut().insert("accept", accept.parse().expect("a header"));
        let sent = browser.execute(request).await;
        assert_eq!(sent.status(), status);
        let explanation = path::upload_of_other_person(path::encode(&page));
        if accept == "text/html" {
            assert_eq!(redirect_of(&sent), explanation);
        } else {
            assert_eq!(sent.json::<serde_json::Value>().await.expect("JSON")["page"], explanation);
        }
        assert!(read(&browser, &explanation).await.contains("Le fichier n’a pas été joint."));
    }
    assert!(!read(&browser, &page).await.contains("essai.txt"));
}
