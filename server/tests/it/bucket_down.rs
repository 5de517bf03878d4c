//! A bucket that is stopped or refuses requests: an answer that says what to do, readiness that says so too, and recovery
//! without a restart.

use std::collections::HashMap;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use backend::messaging;
use domain::path;
use platform::clock::Clock;

use crate::{
    browser::Browser,
    database::Database,
    disk_full::{assert_refused, upload, wait_until},
    operator::{Operator, create_draft},
    program::{Installation, free_port},
    uploads_in_pieces::{begin, resume},
};

/// A bucket with the part of the S3 protocol that the portal uses, without signatures.
#[derive(Clone, Default)]
struct Bucket {
    refuses: Arc<AtomicBool>,
    objects: Arc<Mutex<HashMap<String, Bytes>>>,
}

impl Bucket {
    async fn serve(&self, port: u16) {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port");
        let router = axum::Router::new().fallback(answer).with_state(self.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
}

async fn answer(State(bucket): State<Bucket>, method: Method, uri: Uri, body: Bytes) -> Response {
    if bucket.refuses.load(Ordering::SeqCst) {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let (key, query) = (uri.path().to_owned(), uri.query().unwrap_or_default());
    let mut objects = bucket.objects.lock().expect("objects");
    let tag = HeaderMap::from_iter([
        ("etag".parse().expect("a name"), HeaderValue::from_static("\"1\"")),
        ("last-modified".parse().expect("a name"), HeaderValue::from_static("Sun, 22 Nov 2026 12:00:00 GMT")),
    ]);
    match method {
        Method::GET if query.contains("list-type") => "<ListBucketResult/>".into_response(),
        Method::GET => match objects.get(&key) {
            Some(object) => (tag, object.clone()).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        },
        Method::POST if query.starts_with("uploads") => {
            "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"
                .into_response()
        }
        Method::POST => {
            "<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>".into_response()
        }
        Method::PUT => {
            objects.insert(key, body);
            tag.into_response()
        }
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}

async fn download(browser: &Browser, file: &str) -> reqwest::Response {
    browser.get(file).send().await.expect("an answer")
}

#[tokio::test]
async fn bucket_that_is_stopped_or_refuses_answers_503_and_recovers() {
    for database in Database::all().await {
        let port = free_port();
        let installation = Installation::on(database).with_bucket(&format!("http://127.0.0.1:{port}"));
        let program = installation.start();
        let operator = Operator::sign_in(&installation).await;
        let browser = operator.browser(&program);
        let draft = create_draft(&browser).await.expect("a draft");

        wait_until(&browser, 503).await;
        assert_refused(upload(&browser, draft, 1000).await).await;
        assert_eq!(browser.get(path::HEALTH_LIVE).send().await.expect("an answer").status(), 200);

        let bucket = Bucket::default();
        bucket.serve(port).await;
        wait_until(&browser, 200).await;
        let stored = upload(&browser, draft, 1000).await;
        assert_eq!(stored.status(), 200, "{:?}", stored.text().await);
        let portal = installation.portal(Clock::system()).await;
        let attachments =
            messaging::draft(&portal, &operator.session, draft).await.expect("the draft").attachments;
        portal.close().await;
        let [attachment] = &attachments[..] else { panic!("one file: refused uploads leave nothing") };
        let file = path::attachment(attachment.id);
        let downloaded = download(&browser, &file).await;
        assert_eq!(downloaded.bytes().await.expect("a file").len(), 1000);

        bucket.refuses.store(true, Ordering::SeqCst);
        assert_refused(upload(&browser, draft, 1000).await).await;
        assert_refused(download(&browser, &file).await).await;
        wait_until(&browser, 503).await;
        assert_eq!(download(&browser, &path::draft_files(draft)).await.status(), 200, "the page works");

        bucket.refuses.store(false, Ordering::SeqCst);
        wait_until(&browser, 200).await;
        assert_eq!(download(&browser, &file).await.status(), 200);
    }
}

#[tokio::test]
async fn file_in_pieces_is_assembled_in_a_bucket() {
    let port = free_port();
    let bucket = Bucket::default();
    bucket.serve(port).await;
    let installation = Installation::new().with_bucket(&format!("http://127.0.0.1:{port}"));
    let program = installation.start();
    let operator = Operator::sign_in(&installation).await;
    let browser = operator.browser(&program);
    let draft = create_draft(&browser).await.expect("a draft");
    let content = "une ligne de texte ordinaire.\n".repeat(50_000).into_bytes();
    let address = begin(&browser, draft, "note.txt", content.len()).await.expect("begun");
    resume(&browser, &address, &content, 400_000).await.expect("finished");
    let portal = installation.portal(Clock::system()).await;
    let attachments =
        messaging::draft(&portal, &operator.session, draft).await.expect("the draft").attachments;
    portal.close().await;
    let downloaded = download(&browser, &path::attachment(attachments[0].id)).await;
    assert!(downloaded.bytes().await.expect("a file") == content);
}
