//! A right that is withdrawn while a file is on its way.

use std::time::Duration;

use backend::{messaging, on};
use bytes::Bytes;
use futures::SinkExt;
use reqwest::multipart::{Form, Part};

use crate::live::{Line, Scene};
use crate::operator::begin_draft;

/// More than the server's buffers hold: it has read some of it before the rest is sent.
const HALF: usize = 2 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_refused_at_its_end_and_nothing_of_it_is_kept() {
    for scene in Scene::all().await {
        let browser = scene.browser();
        let draft = begin_draft(&browser).await.expect("a draft");
        let mut line = Line::open(&browser, "").await;
        line.wait_for("non-lus").await;
        let (mut pieces, body) = futures::channel::mpsc::channel::<Result<Bytes, std::io::Error>>(1);
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
            pieces.send(Ok(half.clone())).await.expect("it is read");
            // The file has begun to arrive; only now is the right withdrawn, and the page told.
            wait_for_a_file(&scene).await;
            scene.withdraw().await;
            line.wait_for("droits").await;
            pieces.send(Ok(half.clone())).await.expect("it is read");
            drop(pieces);
        };
        let (answer, ()) = tokio::join!(browser.execute(request), sending);
        let (status, told) = (answer.status().as_u16(), answer.text().await.expect("a body"));
        println!("{}: {status} {told}", scene.name());
        assert_eq!(status, 403, "{told}");
        let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
        let sentence = told["message"].as_str().expect("a sentence");
        assert!(sentence.contains("votre brouillon, lui, vous attend"), "{sentence}");
        assert_eq!(scene.files_left(), 0, "nothing of it is kept");
        let attached: i64 = on!(scene.portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM attachment")
            .fetch_one(c)
            .await)
        .expect("counted");
        let drafts: i64 =
            on!(scene.portal.db, |c| sqlx::query_scalar("SELECT COUNT(*) FROM draft").fetch_one(c).await)
                .expect("counted");
        assert_eq!((attached, drafts), (0, 1), "the draft stays");
        // Refused at the very next request, and there again with the right.
        let refused = messaging::draft(&scene.portal, &scene.operator.session, draft).await;
        assert!(refused.is_err());
        scene.grant().await;
        line.wait_for("droits").await;
        let page = browser.get(&format!("/messagerie/brouillon/{draft}")).send().await.expect("an answer");
        assert_eq!(page.status(), 200);
        scene.portal.close().await;
    }
}

async fn wait_for_a_file(scene: &Scene) {
    let arrived = async {
        while scene.files_left() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), arrived).await.expect("the file arrives");
}
