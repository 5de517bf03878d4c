//! Files of cases over HTTP: visitors with the secret of the case, in one request or in pieces, and their downloads.

use std::net::{IpAddr, Ipv4Addr};

use backend::{
    accounts::sessions::Client,
    assistance::cases::{self, Opened},
};
use domain::{form::Answers, path};
use platform::{clock::Clock, on};
use reqwest::{
    Response,
    multipart::{Form, Part},
};

use crate::{
    browser::{Browser, header},
    database::Database,
    operator::Operator,
    program::Installation,
    uploads::files_in,
    uploads_in_pieces::{piece, resume},
};

/// Opens a case. Returns its reference and its secret.
async fn open_case(installation: &Installation, operator: &Operator) -> (String, String) {
    let portal = installation.portal(Clock::system()).await;
    let client = Client { address: IpAddr::V4(Ipv4Addr::LOCALHOST), user_agent: String::new(), device: None };
    let answers = Answers::from_iter([
        ("sujet", "page"),
        ("description", "Page blanche"),
        ("nom", "Dorian Fictif"),
        ("email", "dorian@exemple.fr"),
    ]);
    let opened = cases::open(&portal, &operator.session, &client, &answers).await.expect("open");
    portal.close().await;
    match opened {
        Opened::Open(reference, secret) => (reference.to_string(), secret.expose().to_owned()),
        other => panic!("{other:?}"),
    }
}

fn form(page: &str, secret: &str, name: &str, bytes: Vec<u8>) -> Form {
    Form::new()
        .text("_page", page.to_owned())
        .text("cle", secret.to_owned())
        .text("emplacement", "")
        .part("fichier", Part::bytes(bytes).file_name(name.to_owned()))
}

/// Keeps the session that an answer began.
fn keep_session(browser: &mut Browser, answer: &Response) {
    let cookies = answer.headers().get_all("set-cookie").into_iter();
    let mut cookies = cookies.map(|cookie| cookie.to_str().expect("plain text"));
    let session = cookies.find(|cookie| cookie.starts_with("__Host-prodouane=")).expect("a session");
    browser.cookie = session.split(';').next().map(str::to_owned);
}

fn text(bytes: usize) -> Vec<u8> {
    b"une ligne de texte ordinaire.\n".iter().copied().cycle().take(bytes).collect()
}

#[tokio::test]
async fn a_visitor_adds_and_downloads_files_with_the_secret_of_the_case() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let (reference, secret) = open_case(&installation, &operator).await;
        let (page, address) = (path::case_with_secret(&reference, &secret), path::case_upload(&reference));
        let mut visitor = Browser::new(&program);
        let send = async |browser: &Browser, secret: &str, name: &str, bytes: Vec<u8>| {
            browser
                .post(&address)
                .multipart(form(&page, secret, name, bytes))
                .send()
                .await
                .expect("an answer")
        };
        let content = text(2_500_000);
        let added = send(&visitor, &secret, "capture.txt", content.clone()).await;
        assert_eq!((added.status().as_u16(), header(added.headers(), "location")), (303, page.as_str()));
        keep_session(&mut visitor, &added);
        let shown = visitor.get(&page).send().await.expect("an answer").text().await.expect("a page");
        assert!(shown.contains("capture.txt") && shown.contains("a été ajouté"), "listed without scripts");

        let refused = send(&visitor, &secret, "faux.pdf", b"MZ\x90\x00 this is a program".to_vec()).await;
        assert_eq!((refused.status().as_u16(), header(refused.headers(), "location")), (303, page.as_str()));
        let shown = visitor.get(&page).send().await.expect("an answer").text().await.expect("a page");
        assert!(shown.contains("ne correspond pas à son extension"), "the problem is on the page");
        for forged in ["", "0000-0000-0000-0000"] {
            assert_eq!(send(&visitor, forged, "a.txt", text(10)).await.status(), 404, "{forged}");
        }
        assert_eq!(files_in(&installation.path("files")), 1);

        let portal = installation.portal(Clock::system()).await;
        let id: String = on!(portal.db, |c| {
            sqlx::query_scalar::<_, uuid::Uuid>("SELECT id FROM attachment").fetch_one(c).await
        })
        .expect("a file")
        .to_string();
        portal.close().await;
        let link = path::case_file_with_secret(&reference, &id, &secret);
        let download = visitor.get(&link).send().await.expect("an answer");
        assert_eq!(download.status(), 200);
        let headers = download.headers();
        assert!(header(headers, "content-disposition").starts_with("attachment; "));
        assert_eq!(header(headers, "content-type"), "application/octet-stream");
        assert!(header(headers, "content-security-policy").contains("sandbox"));
        assert_eq!(header(headers, "cache-control"), "no-store");
        assert_eq!(download.bytes().await.expect("bytes"), content);
        let status = async |browser: &Browser, path: &str| {
            browser.get(path).send().await.expect("an answer").status().as_u16()
        };
        for refused in [
            path::case_file(&reference, &id),
            path::case_file_with_secret(&reference, &id, "0000-0000-0000-0000"),
            path::case_file_with_secret("A-0000-0000", &id, &secret),
        ] {
            assert_eq!(status(&visitor, &refused).await, 404, "{refused}");
        }
        let owner = operator.browser(&program);
        assert_eq!(status(&owner, &path::case_file(&reference, &id)).await, 200, "without the secret");
        assert_eq!(status(&owner, &path::attachment(&id)).await, 404, "not a file of a question");
        let missing = path::adviser_case_file(uuid::Uuid::now_v7(), &id);
        assert_eq!((status(&visitor, &missing).await, status(&owner, &missing).await), (303, 303));
    }
}

#[tokio::test]
async fn a_visitor_sends_a_file_in_pieces_within_their_session() {
    let installation = Installation::new();
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let (reference, secret) = open_case(&installation, &operator).await;
    let content = text(2_500_000);
    let size = content.len().to_string();
    let announce = async |secret: &str| {
        let fields = [("nom", "capture.txt"), ("taille", &*size), ("emplacement", ""), ("cle", secret)];
        let request = Browser::new(&program).post(&path::case_upload_in_pieces(&reference));
        let request = request.header("accept", "application/json").form(&fields);
        request.send().await.expect("an answer")
    };
    assert_eq!(announce("0000-0000-0000-0000").await.status(), 404);
    let begun = announce(&secret).await;
    assert_eq!(begun.status(), 200);
    let mut visitor = Browser::new(&program);
    keep_session(&mut visitor, &begun);
    let begun: serde_json::Value = begun.json().await.expect("JSON");
    let address = begun["adresse"].as_str().expect("an address").to_owned();
    let mut stranger = Browser::new(&program);
    keep_session(&mut stranger, &announce(&secret).await);
    let foreign = piece(&stranger, &address, 0, &content[..1_000_000]).send().await.expect("an answer");
    assert_eq!(foreign.status(), 404, "another visitor");
    let unknown = Browser::new(&program).get(&address).send().await.expect("an answer");
    assert_ne!(unknown.status(), 200, "without a session");
    resume(&visitor, &address, &content, 1024 * 1024).await.expect("finished");
    let page = path::case_with_secret(&reference, &secret);
    let shown = visitor.get(&page).send().await.expect("an answer").text().await.expect("a page");
    assert!(shown.contains("capture.txt"));
}
