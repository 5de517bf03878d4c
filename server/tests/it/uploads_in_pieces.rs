//! Uploads in pieces over HTTP: resumed after a restart and from a bucket, refused like uploads in one request.

use backend::{
    id::{DraftId, UploadId},
    messaging,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::path;
use platform::clock::Clock;
use reqwest::RequestBuilder;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{
    browser::Browser,
    database::Database,
    operator::{Operator, SIREN, create_draft},
    program::Installation,
    uploads::files_in,
};

pub const PIECE: usize = 1024 * 1024;

fn text(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|index| b'a' + (index / 1000 % 26) as u8).collect()
}

/// Sends a request like the script. Returns the status and the JSON of the answer; `None` if the connection breaks.
async fn ask(request: RequestBuilder) -> Option<(u16, Value)> {
    let mut request = request.build().expect("a request");
    request.headers_mut().insert("accept", "application/json".parse().expect("a header"));
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let answer = client.execute(request).await.ok()?;
    let status = answer.status().as_u16();
    Some((status, answer.json().await.ok()?))
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    ask(request).await.expect("an answer")
}

fn announcement(browser: &Browser, draft: DraftId, name: &str, size: usize) -> RequestBuilder {
    let size = size.to_string();
    let fields = [("nom", name), ("taille", &size), ("emplacement", "")];
    browser.post(&path::draft_upload_in_pieces(draft)).form(&fields)
}

/// Builds the request that sends a piece with its digest.
pub fn piece(browser: &Browser, address: &str, start: usize, bytes: &[u8]) -> RequestBuilder {
    let digest = format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(bytes)));
    let request = browser.post(&format!("{address}?debut={start}"));
    request.header("content-digest", digest).body(bytes.to_vec())
}

/// Begins an upload. Returns its address; `None` if the connection breaks.
pub async fn begin(browser: &Browser, draft: DraftId, name: &str, size: usize) -> Option<String> {
    let (status, begun) = ask(announcement(browser, draft, name, size)).await?;
    assert_eq!((status, &begun["octets"]), (200, &0.into()), "{begun}");
    Some(begun["adresse"].as_str().expect("an address").to_owned())
}

/// Sends the pieces from the acknowledged offset, then the end. Returns the SHA-256 of the file; `None` if the connection
/// breaks.
pub async fn resume(browser: &Browser, address: &str, content: &[u8], size: usize) -> Option<String> {
    let (status, state) = ask(browser.get(address)).await?;
    assert_eq!(status, 200, "{state}");
    let mut received = offset(&state);
    while received < content.len() {
        let end = content.len().min(received + size);
        let (status, acknowledged) = ask(piece(browser, address, received, &content[received..end])).await?;
        assert_eq!((status, offset(&acknowledged)), (200, end), "{acknowledged}");
        received = end;
    }
    let (status, finished) = ask(browser.post(&format!("{address}/fin"))).await?;
    assert_eq!((status, &finished["fini"]), (200, &true.into()), "{finished}");
    Some(finished["fichiers"][0]["sha256"].as_str().expect("a hash").to_owned())
}

fn offset(state: &Value) -> usize {
    usize::try_from(state["octets"].as_u64().expect("an offset")).expect("a size")
}

#[tokio::test]
async fn upload_continues_after_the_program_was_killed() {
    for database in Database::all().await {
        let installation = Installation::on(database);
        let mut program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let browser = operator.browser(&program);
        let draft = create_draft(&browser).await.expect("a draft");
        let content = text(3 * PIECE + 500);
        let address = begin(&browser, draft, "relevé.txt", content.len()).await.expect("begun");
        for rank in 0..2 {
            let sent = piece(&browser, &address, rank * PIECE, &content[rank * PIECE..(rank + 1) * PIECE]);
            assert_eq!(answer(sent).await.0, 200);
        }
        program.kill();

        let program = installation.start();
        let browser = operator.browser(&program);
        let (_, state) = answer(browser.get(&address)).await;
        assert_eq!((offset(&state), &state["fini"]), (2 * PIECE, &false.into()));
        let sha256 = resume(&browser, &address, &content, PIECE).await.expect("finished");
        assert_eq!(sha256, hex::encode(Sha256::digest(&content)));
        let (_, state) = answer(browser.get(&address)).await;
        assert_eq!(&state["fini"], &true, "known to a client without the answer");
        let (status, doubled) = answer(browser.post(&format!("{address}/fin"))).await;
        assert_eq!((status, &doubled["ok"]), (422, &false.into()));
        let portal = installation.portal(Clock::system()).await;
        let stored = messaging::draft(&portal, &operator.session, draft).await.expect("the draft");
        portal.close().await;
        assert_eq!(stored.attachments.len(), 1);
        assert_eq!(files_in(&installation.path("files")), 1, "the pieces are deleted");
    }
}

#[tokio::test]
async fn wrong_pieces_get_a_sentence_and_the_acknowledged_offset() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let content = text(2 * PIECE);
    let address = begin(&browser, draft, "note.txt", content.len()).await.expect("begun");
    let first = &content[..PIECE];
    let bare = || browser.post(&format!("{address}?debut=0"));
    let refused = [
        ("without digest", bare().body(first.to_vec())),
        ("altered", bare().header("content-digest", "sha-256=:AAAA:").body(first.to_vec())),
        ("too long", piece(&browser, &address, 0, &content[..PIECE + 1])),
        ("far too long", piece(&browser, &address, 0, &text(5 * PIECE))),
        ("too short", piece(&browser, &address, 0, b"court")),
    ];
    for (what, request) in refused {
        let (status, refusal) = answer(request).await;
        assert_eq!((status, &refusal["ok"]), (422, &false.into()), "{what}: {refusal}");
        assert!(refusal["message"].as_str().is_some_and(|text| text.contains("note.txt")), "{what}");
        assert!(refusal["octets"].is_null(), "{what}");
    }
    for wrong in ["", "?debut=", "?debut=-1", "?debut=1048576", "?autre=0"] {
        let (status, refusal) = answer(browser.post(&format!("{address}{wrong}")).body(first.to_vec())).await;
        assert_eq!((status, offset(&refusal)), (422, 0), "{wrong}: {refusal}");
    }
    assert_eq!(files_in(&installation.path("files")), 0, "refused pieces leave nothing");
    assert_eq!(answer(piece(&browser, &address, 0, first)).await.0, 200);
    let (status, doubled) = answer(piece(&browser, &address, 0, first)).await;
    assert_eq!((status, offset(&doubled)), (422, PIECE));
    let (status, early) = answer(browser.post(&format!("{address}/fin"))).await;
    assert_eq!((status, offset(&early)), (422, PIECE));
    assert_eq!(answer(browser.post(&format!("{address}/annulation"))).await.0, 200);
    assert_eq!(answer(browser.get(&address)).await.0, 404);
    assert_eq!(files_in(&installation.path("files")), 0, "cancelled");
}

#[tokio::test]
async fn announcements_are_refused_like_uploads_in_one_request() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let begin = path::draft_upload_in_pieces(draft);
    let with = |more: &[(&str, &str)]| {
        let fields = [("nom", "a.txt"), ("taille", "10"), ("emplacement", "")];
        browser.post(&begin).form(&[&fields[..], more].concat())
    };
    assert_eq!(answer(with(&[("_siren", SIREN), ("_personne", "")])).await.0, 200);
    assert_eq!(answer(with(&[("_siren", "987654324")])).await.0, 409, "page of another company");
    assert_eq!(answer(with(&[("_personne", "inconnue")])).await.0, 409, "page of another person");
    assert_eq!(answer(announcement(&browser, draft, "gros.txt", 10 * PIECE + 1)).await.0, 422);
    assert_eq!(answer(announcement(&browser, draft, "vide.txt", 0)).await.0, 422);
    assert_eq!(answer(announcement(&browser, draft, "programme.exe", 10)).await.0, 422);
    let without_size = browser.post(&begin).form(&[("nom", "a.txt")]);
    assert_eq!(answer(without_size).await.0, 400);
    assert_eq!(answer(browser.post(&begin).json(&Value::Null)).await.0, 415);
    let cross_site = browser.post_without_origin(&begin).form(&[("nom", "a.txt"), ("taille", "10")]);
    assert_eq!(answer(cross_site).await.0, 403);
}

#[tokio::test]
async fn uploads_of_others_are_indistinguishable_from_missing_ones() {
    let installation = Installation::new();
    let program = installation.start();
    let browser = Operator::sign_in(&installation).await.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let content = text(1000);
    let own = begin(&browser, draft, "note.txt", content.len()).await.expect("begun");
    let missing = path::upload(UploadId::generate());
    let stranger = Operator::sign_in_for_other_company(&installation).await.browser(&program);
    assert_eq!(answer(announcement(&stranger, draft, "a.txt", 10)).await.0, 404);
    for address in [&own, &missing] {
        assert_eq!(answer(stranger.get(address)).await.0, 404);
        assert_eq!(answer(piece(&stranger, address, 0, &content)).await.0, 404);
        assert_eq!(answer(stranger.post(&format!("{address}/fin"))).await.0, 404);
        assert_eq!(answer(stranger.post(&format!("{address}/annulation"))).await.0, 404);
    }
    let visitor = Browser::new(&program);
    for request in
        [visitor.get(&own), piece(&visitor, &own, 0, &content), visitor.post(&format!("{own}/fin"))]
    {
        let (status, refusal) = answer(request).await;
        assert_eq!(status, 401, "{refusal}");
        assert!(refusal["message"].as_str().is_some_and(|text| text.contains("Reconnectez-vous")));
    }
    assert_eq!(answer(browser.post_without_origin(&format!("{own}/fin"))).await.0, 403);
    let sha256 = resume(&browser, &own, &content, PIECE).await.expect("unchanged by the others");
    assert_eq!(sha256, hex::encode(Sha256::digest(&content)));
}
