//! Revocation of a right during an upload.

use std::time::Duration;

use backend::messaging;
use bytes::Bytes;
use futures::SinkExt;
use platform::on;
use reqwest::multipart::{Form, Part};

use crate::{
    live_updates::{EventStream, Scene},
    operator::create_draft,
};

/// Size of half a file: larger than the server's buffers, so that it reads a part before the rest is sent.
const HALF: usize = 2 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn upload_is_refused_and_removed_if_the_right_is_revoked_meanwhile() {
    for scene in Scene::all().await {
        let browser = scene.browser();
        let draft = create_draft(&browser).await.expect("a draft");
        let mut stream = EventStream::open(&browser, "").await;
        stream.wait_for("non-lus").await;
        let (mut chunks, body) = futures::channel::mpsc::channel::<Result<Bytes, std::io::Error>>(1);
        let form = Form::new()
            .text("_page", format!("/messagerie/brouillon/{draft}/pieces"))
            .text("emplacement", "")
            .part("fichier", Part::stream(reqwest::Body::wrap_stream(body)).file_name("relevé.txt"));
        let request = browser
            .post(&format!("/televersement/brouillon/{draft}"))
            .multipart(form)
            .timeout(Duration::from_secs(120))
            .build()
            .expect("a request");
        let mut request = request;
        request.headers_mut().insert("accept", "application/json".parse().expect("a header"));
        let half = Bytes::from(b"une ligne de texte ordinaire.\n".repeat(HALF / 30));
        let sending = async {
            chunks.send(Ok(half.clone())).await.expect("the server reads");
            // The right is revoked after the start of the upload, and the page notified.
            wait_for_file(&scene).await;
            scene.revoke().await;
            stream.wait_for("droits").await;
            chunks.send(Ok(half.clone())).await.expect("the server reads");
            drop(chunks);
        };
        let (answer, ()) = tokio::join!(browser.execute(request), sending);
        let (status, body) = (answer.status().as_u16(), answer.text().await.expect("a body"));
        eprintln!("{}: {status} {body}", scene.name());
        assert_eq!(status, 403, "{body}");
        let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        let sentence = body["message"].as_str().expect("a sentence");
        assert!(sentence.contains("votre brouillon est conservé"), "{sentence}");
        assert_eq!(scene.stored_files(), 0, "the file is removed");
        let attached: i64 = on!(scene.portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM attachment")
            .fetch_one(c)
            .await)
        .expect("a count");
        let drafts: i64 =
            on!(scene.portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM draft").fetch_one(c).await)
                .expect("a count");
        assert_eq!((attached, drafts), (0, 1), "the draft remains");
        // The draft is refused without the right, and available again with it.
        let refused = messaging::draft(&scene.portal, &scene.operator.session, draft).await;
        assert!(refused.is_err());
        scene.grant().await;
        stream.wait_for("droits").await;
        let page = browser.get(&format!("/messagerie/brouillon/{draft}")).send().await.expect("an answer");
        assert_eq!(page.status(), 200);
        scene.portal.close().await;
    }
}

async fn wait_for_file(scene: &Scene) {
    let arrived = async {
        while scene.stored_files() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), arrived).await.expect("the file arrives");
}
