//! A page, a link or a file of a company that the person no longer works for: the portal offers to change the company, and
//! goes on with the object. Without rights on that company, the object is a missing one.

use domain::path;
use reqwest::multipart::{Form, Part};

use crate::{
    account::redirect_of,
    browser::Browser,
    database::Database,
    operator::{Operator, SIREN, create_draft},
    program::Installation,
};

const OTHER: (&str, &str, &str) = ("987654324", "98765432400019", "Deuxième Essai (fictif)");

fn file(page: &str, siren: &str) -> Form {
    let form = Form::new().text("_page", page.to_owned());
    let form = if siren.is_empty() { form } else { form.text("_siren", siren.to_owned()) };
    form.text("emplacement", "").part("fichier", Part::bytes(b"une ligne\n".to_vec()).file_name("essai.txt"))
}

async fn upload(browser: &Browser, draft: &str, siren: &str, accept: &'static str) -> reqwest::Response {
    let request = browser.post(&path::draft_upload(draft)).multipart(file(&path::draft_files(draft), siren));
    let mut request = request.build().expect("a request");
    request.headers_mut().insert("accept", accept.parse().expect("a header"));
    browser.execute(request).await
}

async fn text(browser: &Browser, page: &str) -> String {
    browser.get(page).send().await.expect("an answer").text().await.expect("a page")
}

#[tokio::test]
async fn stale_tab_of_another_company_offers_to_change_the_company_and_goes_on() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let (siren, siret, name) = OTHER;
        operator.grant_other_company(&installation, siren, siret, name).await;
        let mut browser = operator.browser(&program);
        let draft = create_draft(&browser).await.expect("a draft").to_string();
        let files = path::draft_files(&draft);

        let added = upload(&browser, &draft, SIREN, "text/html").await;
        assert_eq!(redirect_of(&added), files);
        let page = text(&browser, &files).await;
        assert!(page.contains("a été ajouté"), "{page}");
        assert!(page.contains("pour l’entreprise Essai (fictif)."), "says where: {page}");

        let choice = [("_page", path::COMPANIES), ("siren", siren)];
        browser.submit("/form/choisir-siren", &choice).await;
        let opened = browser.get(&files).send().await.expect("an answer");
        let offer = path::page_of_other_company(SIREN, path::encode(&files));
        assert_eq!((opened.status().as_u16(), redirect_of(&opened)), (303, offer.as_str()));
        let page = text(&browser, &offer).await;
        for sentence in [
            "Ce brouillon concerne",
            "Essai (fictif)",
            "Vous travaillez pour Deuxième Essai (fictif).",
            "Travailler pour Essai (fictif)",
        ] {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }

        for shown in [SIREN, ""] {
            let sent = upload(&browser, &draft, shown, "text/html").await;
            let offer = path::upload_to_other_company(SIREN, path::encode(&files));
            assert_eq!((sent.status().as_u16(), redirect_of(&sent)), (303, offer.as_str()), "{shown}");
            assert!(text(&browser, &offer).await.contains("Le fichier n’a pas été joint"));
            let by_script = upload(&browser, &draft, shown, "application/json").await;
            assert_eq!(by_script.status(), 409);
            let answer: serde_json::Value = by_script.json().await.expect("JSON");
            assert_eq!(answer["page"], offer);
        }

        let choice = [("_page", offer.as_str()), ("siren", SIREN), ("retour", files.as_str())];
        let chosen = browser.submit("/form/choisir-siren", &choice).await;
        assert_eq!(redirect_of(&chosen), files);
        assert!(text(&browser, &files).await.contains("essai.txt"));
        let left = browser.get(&offer).send().await.expect("an answer");
        assert_eq!(redirect_of(&left), files, "the company is current already");
    }
}

#[tokio::test]
async fn object_of_a_company_without_rights_is_missing() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft").to_string();
    let other = Operator::sign_in_for_other_company(&installation).await.browser(&program);
    assert_eq!(other.get(&path::draft_files(&draft)).send().await.expect("an answer").status(), 404);
    assert_eq!(upload(&other, &draft, "", "application/json").await.status(), 404);
}
