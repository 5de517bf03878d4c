use backend::{id::DraftId, messaging};
use platform::clock::Clock;
use reqwest::multipart::{Form, Part};
use sha2::{Digest, Sha256};

use crate::{
    browser::{Browser, header},
    database::Database,
    operator::{Operator, create_draft},
    program::Installation,
    raw_connection::RawConnection,
};

const MB: usize = 1024 * 1024;

fn text(bytes: usize) -> Vec<u8> {
    b"une ligne de texte ordinaire.\n".iter().copied().cycle().take(bytes).collect()
}

fn form(draft: DraftId, name: &str, bytes: Vec<u8>) -> Form {
    Form::new()
        .text("_page", format!("/messagerie/brouillon/{draft}/pieces"))
        .text("emplacement", "")
        .part("fichier", Part::bytes(bytes).file_name(name.to_owned()))
}

async fn upload(browser: &Browser, draft: DraftId, name: &str, bytes: Vec<u8>) -> (u16, serde_json::Value) {
    let request =
        browser.post(&format!("/televersement/brouillon/{draft}")).multipart(form(draft, name, bytes));
    let request = request.build().expect("a request");
    let answer = send(browser, request).await;
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

/// Sends a request like the script, which accepts JSON.
async fn send(browser: &Browser, mut request: reqwest::Request) -> reqwest::Response {
    request.headers_mut().insert("accept", "application/json".parse().expect("a header"));
    browser.execute(request).await
}

#[tokio::test]
async fn downloaded_file_is_identical_to_the_uploaded_one() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let browser = operator.browser(&program);
        let draft = create_draft(&browser).await.expect("a draft");
        let bytes = text(10 * MB);
        let (status, answer) = upload(&browser, draft, "relevé d’été.txt", bytes.clone()).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["ok"], true);
        assert_eq!(answer["fichiers"][0]["sha256"], hex::encode(Sha256::digest(&bytes)));
        let portal = installation.portal(Clock::system()).await;
        let stored = messaging::draft(&portal, &operator.session, draft).await.expect("the draft");
        let id = stored.attachments[0].id;
        portal.close().await;
        let download = browser.get(&format!("/pieces/{id}")).send().await.expect("an answer");
        assert_eq!(download.status(), 200);
        let headers = download.headers();
        assert!(header(headers, "content-disposition").starts_with("attachment; "));
        assert!(
            header(headers, "content-disposition")
                .ends_with("filename*=UTF-8''relev%C3%A9%20d%E2%80%99%C3%A9t%C3%A9.txt")
        );
        assert_eq!(header(headers, "content-type"), "application/octet-stream");
        assert_eq!(header(headers, "content-length"), (10 * MB).to_string());
        assert!(header(headers, "content-security-policy").contains("sandbox"));
        assert_eq!(header(headers, "cache-control"), "no-store");
        assert_eq!(download.bytes().await.expect("bytes"), bytes);
        // Other operators get 404, visitors a redirect to sign-in.
        let other_operator = Operator::sign_in_for_other_company(&installation).await.browser(&program);
        assert_eq!(
            other_operator.get(&format!("/pieces/{id}")).send().await.expect("an answer").status(),
            404
        );
        let visitor = Browser::new(&program).get(&format!("/pieces/{id}")).send().await.expect("an answer");
        assert_eq!(visitor.status(), 303);
    }
}

/// Browsers escape quotes in a name as `%22`, other programs with a backslash.
#[tokio::test]
async fn file_name_is_the_same_however_it_is_written_and_readable_in_ascii() {
    let installation = Installation::new();
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    for written in ["l'acte%22 d’e\u{301}te\u{301}.txt", "l'acte\\\" d’été.txt"] {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"{written}\"\r\n\r\nune ligne\r\n--x--\r\n"
        );
        let request = browser
            .post(&format!("/televersement/brouillon/{draft}"))
            .header("content-type", "multipart/form-data; boundary=x")
            .body(body);
        let answer = send(&browser, request.build().expect("a request")).await;
        assert_eq!(answer.status(), 200, "{written}");
        let answer: serde_json::Value = answer.json().await.expect("JSON");
        assert_eq!(answer["fichiers"][0]["nom"], "l'acte- d’été.txt");
    }
    let portal = installation.portal(Clock::system()).await;
    let stored = messaging::draft(&portal, &operator.session, draft).await.expect("the draft");
    portal.close().await;
    for file in &stored.attachments {
        let download = browser.get(&format!("/pieces/{}", file.id)).send().await.expect("an answer");
        assert_eq!(
            header(download.headers(), "content-disposition"),
            "attachment; filename=\"l'acte- d'ete.txt\"; filename*=UTF-8''l%27acte-%20d%E2%80%99%C3%A9t%C3%A9.txt"
        );
    }
    let page = browser.get(&format!("/messagerie/brouillon/{draft}/pieces")).send().await.expect("an answer");
    let page = page.text().await.expect("a page").replace("&#x27;", "'");
    assert!(page.contains("l'acte- d’été.txt\u{a0}(2)"), "the second file is numbered");
}

#[tokio::test]
async fn oversized_empty_and_forged_files_are_refused_and_removed() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    for bytes in [10 * MB + 1, 11 * MB, 20 * MB] {
        let (status, answer) = upload(&browser, draft, "gros.txt", text(bytes)).await;
        assert_eq!(status, 413, "{bytes}: {answer}");
        assert!(answer["message"].as_str().expect("a sentence").contains("10"), "{answer}");
    }
    let (status, answer) = upload(&browser, draft, "vide.txt", Vec::new()).await;
    assert_eq!((status, answer["ok"].as_bool()), (422, Some(false)), "{answer}");
    let (status, answer) =
        upload(&browser, draft, "faux.pdf", b"MZ\x90\x00 this is a program".to_vec()).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(stored_files(&installation), 0, "refused files are removed");
}

/// The server counts the bytes, whatever `Content-Length` says.
#[tokio::test]
async fn missing_or_false_content_length_does_not_bypass_the_limit() {
    let installation = Installation::new();
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let chunks = (0..12).map(|_| Ok::<_, std::io::Error>(text(MB)));
    let chunked = Form::new().text("emplacement", "").part(
        "fichier",
        Part::stream(reqwest::Body::wrap_stream(futures::stream::iter(chunks))).file_name("flux.txt"),
    );
    let request = browser.post(&format!("/televersement/brouillon/{draft}")).multipart(chunked);
    let answer = send(&browser, request.build().expect("a request")).await;
    assert_eq!(answer.status(), 413);
    // Declares a kilobyte and sends more: the rest is not part of the request.
    let head = format!(
        "POST /televersement/brouillon/{draft} HTTP/1.1\r\nHost: x\r\nCookie: __Host-prodouane={}\r\n\
         Sec-Fetch-Site: same-origin\r\nAccept: application/json\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary=limite\r\nContent-Length: 1024\r\n\r\n\
         --limite\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"court.txt\"\r\n\r\n",
        operator.token
    );
    let mut raw = RawConnection::open(&program);
    raw.send(head);
    raw.send(text(4096));
    let answer = raw.read_to_end();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer:.200}");
    assert_eq!(stored_files(&installation), 0);
}

#[tokio::test]
async fn problems_are_shown_on_the_page_without_scripts() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let page = format!("/messagerie/brouillon/{draft}/pieces");
    let send = |bytes: Vec<u8>| {
        browser
            .post(&format!("/televersement/brouillon/{draft}"))
            .multipart(form(draft, "note.txt", bytes))
            .send()
    };
    let stored = send(text(1000)).await.expect("an answer");
    assert_eq!((stored.status().as_u16(), header(stored.headers(), "location")), (303, page.as_str()));
    let refused = send(text(10 * MB + 1)).await.expect("an answer");
    assert_eq!((refused.status().as_u16(), header(refused.headers(), "location")), (303, page.as_str()));
    let shown = browser.get(&page).send().await.expect("an answer").text().await.expect("a page");
    assert!(shown.contains("note.txt") && shown.contains("10\u{a0}Mo"), "the problem is on the page");
    let other = Form::new()
        .text("_page", page.clone())
        .text("_siren", "987654324")
        .part("fichier", Part::bytes(text(10)).file_name("a.txt"));
    let wrong_company = browser
        .post(&format!("/televersement/brouillon/{draft}"))
        .multipart(other)
        .send()
        .await
        .expect("an answer");
    assert_eq!(wrong_company.status(), 303);
    assert_eq!(stored_files(&installation), 1, "a file from a page of another company is refused");
}

#[tokio::test]
async fn drafts_of_others_are_indistinguishable_from_missing_ones() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let other_operator = Operator::sign_in_for_other_company(&installation).await.browser(&program);
    let (foreign, _) = upload(&other_operator, draft, "a.txt", text(10)).await;
    let (missing, _) = upload(&other_operator, DraftId::generate(), "a.txt", text(10)).await;
    assert_eq!((foreign, missing), (404, 404));
    let visitor = Browser::new(&program);
    let (status, answer) = upload(&visitor, draft, "a.txt", text(10)).await;
    assert_eq!(status, 401, "{answer}");
    assert!(answer["page"].as_str().expect("where to sign in").starts_with("/connexion?retour="));
    assert_eq!(stored_files(&installation), 0);
}

#[tokio::test]
async fn malformed_multipart_bodies_are_refused() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let address = format!("/televersement/brouillon/{draft}");
    let wrong = [
        ("application/x-www-form-urlencoded", "a=b".to_owned()),
        ("multipart/form-data", "x".to_owned()),
        ("multipart/form-data; boundary=x", "--x\r\n\r\nsans nom\r\n--x--\r\n".to_owned()),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"autre\"\r\n\r\n1\r\n--x--\r\n".to_owned(),
        ),
        (
            "multipart/form-data; boundary=x",
            format!(
                "--x\r\nContent-Disposition: form-data; name=\"emplacement\"\r\n\r\n{}\r\n--x--\r\n",
                "y".repeat(5000)
            ),
        ),
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"fichier\"; filename=\"a.txt\"\r\n\r\ncoupé"
                .to_owned(),
        ),
    ];
    for (kind, body) in wrong {
        let request =
            browser.post(&address).header("content-type", kind).body(body).build().expect("a request");
        let answer = send(&browser, request).await;
        assert_eq!(answer.status(), 400, "{kind}");
    }
    assert_eq!(stored_files(&installation), 0);
}

/// Number of files on the disk, finished or not.
fn stored_files(installation: &Installation) -> usize {
    files_in(&installation.path("files"))
}

/// Number of files in a folder and its subfolders.
pub fn files_in(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}
