//! The scanner's word: clean, found, silent. A small server speaks clamd's protocol over TCP.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use backend::{
    config::ScannerConfig,
    messaging::{self, Scan},
};
use domain::problem::Problem;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::people::{RECETTE, pdf, problems};
use crate::database::on_each_database_with;

/// What makes the small scanner say « found ».
const SIGNATURE: &[u8] = b"SIGNATURE-DE-TEST";

async fn answer(mut client: TcpStream) -> std::io::Result<()> {
    let mut command = [0; 10];
    client.read_exact(&mut command).await?;
    assert_eq!(&command, b"zINSTREAM\0");
    let mut content = Vec::new();
    loop {
        let length = client.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        let start = content.len();
        content.resize(start + length, 0);
        client.read_exact(&mut content[start..]).await?;
    }
    let found = content.windows(SIGNATURE.len()).any(|window| window == SIGNATURE);
    client.write_all(if found { b"stream: Test.Signature FOUND\0" } else { b"stream: OK\0" }).await
}

/// Starts it; while `silent`, it hangs up without a word.
async fn start(silent: Arc<AtomicBool>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            if !silent.load(Ordering::SeqCst) {
                tokio::spawn(answer(client));
            }
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn only_clean_files_open() {
    let silent = Arc::new(AtomicBool::new(false));
    let address = start(Arc::clone(&silent)).await;
    let configure = |config: &mut backend::config::Config| {
        config.scanner = Some(ScannerConfig { address: address.clone() });
    };
    on_each_database_with(configure, async |house| {
        silent.store(false, Ordering::SeqCst);
        house.services().await;
        let portal = &house.portal;
        let (_, alix) = house.accountant("alix").await;
        let agent = house.agent("camille", RECETTE).await;
        let draft = house.ready_draft(&alix).await;
        let clean = house.upload(&alix, draft, "", "sain.pdf", &pdf()).await.expect("clean");
        assert_eq!(clean.scan, Scan::Clean);
        let mut dangerous = pdf();
        dangerous.extend(SIGNATURE);
        let refused = problems(house.upload(&alix, draft, "", "malade.pdf", &dangerous).await);
        assert!(matches!(refused[0].problem, Problem::FileInfected { .. }));

        // Down: pending, never open; sent nevertheless, judged later.
        silent.store(true, Ordering::SeqCst);
        let late = house.upload(&alix, draft, "", "attente.pdf", &pdf()).await.expect("kept");
        let ill = house.upload(&alix, draft, "", "attente malade.pdf", &dangerous).await.expect("kept");
        assert_eq!((late.scan, ill.scan), (Scan::Pending, Scan::Pending));
        assert_eq!(messaging::scan_pending(portal).await.expect("asked"), 0);
        messaging::send(portal, &alix, draft).await.expect("sent");
        for file in [&late, &ill] {
            assert!(
                !problems(messaging::open_attachment(portal, &agent, file.id).await.map(drop)).is_empty()
            );
        }
        messaging::open_attachment(portal, &agent, clean.id).await.expect("clean opens");

        silent.store(false, Ordering::SeqCst);
        assert_eq!(messaging::scan_pending(portal).await.expect("asked"), 2);
        messaging::open_attachment(portal, &agent, late.id).await.expect("opens now");
        for reader in [&agent, &alix] {
            let never = problems(messaging::open_attachment(portal, reader, ill.id).await.map(drop));
            assert!(matches!(never[0].problem, Problem::FileInfected { .. }));
        }
        assert_eq!(messaging::scan_pending(portal).await.expect("asked"), 0);
    })
    .await;
}
