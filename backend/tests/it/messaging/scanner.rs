//! Antivirus verdicts: clean, infected, unavailable. A small server implements the protocol of clamd over TCP.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use backend::messaging::{self, Scan};
use domain::problem::Problem;
use platform::config::ScannerConfig;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::fixtures::{RECETTE, pdf, problems};
use crate::database::on_each_database_with;

/// Content that the scanner reports as infected.
pub const SIGNATURE: &[u8] = b"SIGNATURE-DE-TEST";

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

/// Starts the scanner and returns its address; while `unavailable`, it closes every connection.
pub async fn start(unavailable: Arc<AtomicBool>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("its address").to_string();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            if !unavailable.load(Ordering::SeqCst) {
                tokio::spawn(answer(client));
            }
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn only_clean_files_can_be_opened() {
    let unavailable = Arc::new(AtomicBool::new(false));
    let address = start(Arc::clone(&unavailable)).await;
    let configure = |config: &mut backend::config::Config| {
        config.scanner = Some(ScannerConfig { address: address.clone() });
    };
    on_each_database_with(configure, async |env| {
        unavailable.store(false, Ordering::SeqCst);
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let draft = env.ready_draft(&alix).await;
        let clean = env.upload(&alix, draft, "", "sain.pdf", &pdf()).await.expect("clean");
        assert_eq!(clean.scan, Scan::Clean);
        let mut dangerous = pdf();
        dangerous.extend(SIGNATURE);
        let refused = problems(env.upload(&alix, draft, "", "malade.pdf", &dangerous).await);
        assert!(matches!(refused[0].problem, Problem::FileInfected { .. }));

        // Unavailable: the files are sent but stay closed until they are scanned.
        unavailable.store(true, Ordering::SeqCst);
        let late = env.upload(&alix, draft, "", "attente.pdf", &pdf()).await.expect("stored");
        let infected = env.upload(&alix, draft, "", "attente malade.pdf", &dangerous).await.expect("stored");
        assert_eq!((late.scan, infected.scan), (Scan::Pending, Scan::Pending));
        assert_eq!(messaging::scan_pending(portal).await.expect("scanned"), 0);
        messaging::send(portal, &alix, draft).await.expect("sent");
        for file in [&late, &infected] {
            assert!(
                !problems(messaging::open_attachment(portal, &agent, file.id).await.map(drop)).is_empty()
            );
        }
        messaging::open_attachment(portal, &agent, clean.id).await.expect("a clean file opens");

        unavailable.store(false, Ordering::SeqCst);
        assert_eq!(messaging::scan_pending(portal).await.expect("scanned"), 2);
        messaging::open_attachment(portal, &agent, late.id).await.expect("opens after the scan");
        for reader in [&agent, &alix] {
            let refused = problems(messaging::open_attachment(portal, reader, infected.id).await.map(drop));
            assert!(matches!(refused[0].problem, Problem::FileInfected { .. }));
        }
        assert_eq!(messaging::scan_pending(portal).await.expect("scanned"), 0);
    })
    .await;
}
