//! Hostile file names and contents.

use domain::problem::Problem;

use super::fixtures::{pdf, problems};
use crate::database::on_each_database;

/// Builds a zip with one stored entry whose central directory declares `unpacked` bytes.
fn zip(name: &str, unpacked: u32) -> Vec<u8> {
    let content = b"contenu";
    let mut file = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0".to_vec();
    file.extend(0_u32.to_le_bytes());
    file.extend((content.len() as u32).to_le_bytes());
    file.extend((content.len() as u32).to_le_bytes());
    file.extend((name.len() as u16).to_le_bytes());
    file.extend(0_u16.to_le_bytes());
    file.extend(name.as_bytes());
    file.extend(content);
    let table = file.len() as u32;
    let mut entry = vec![0; 46];
    entry[..4].copy_from_slice(b"PK\x01\x02");
    entry[24..28].copy_from_slice(&unpacked.to_le_bytes());
    entry[28..30].copy_from_slice(&(name.len() as u16).to_le_bytes());
    file.extend(&entry);
    file.extend(name.as_bytes());
    let length = file.len() as u32 - table;
    let mut trailer = vec![0; 22];
    trailer[..4].copy_from_slice(b"PK\x05\x06");
    trailer[8..10].copy_from_slice(&1_u16.to_le_bytes());
    trailer[10..12].copy_from_slice(&1_u16.to_le_bytes());
    trailer[12..16].copy_from_slice(&length.to_le_bytes());
    trailer[16..20].copy_from_slice(&table.to_le_bytes());
    file.extend(trailer);
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn files_whose_content_does_not_match_their_name_are_refused() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let executable = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec();
        let html = b"<!DOCTYPE html><html><script>alert(1)</script></html>".to_vec();
        let svg =
            b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>".to_vec();
        for (name, bytes) in [
            ("facture.pdf", &executable),
            ("facture.pdf", &html),
            ("facture.txt", &html),
            ("facture.csv", &svg),
            ("facture.xml", &svg),
            ("facture.pdf", &svg),
            ("facture.png", &pdf()),
            ("facture.docx", &pdf()),
        ] {
            let refused = problems(env.upload(&alix, draft, "", name, bytes).await);
            assert!(
                matches!(refused[0].problem, Problem::FileTypeMismatch { .. }),
                "{name}: {:?}",
                refused[0]
            );
            assert_eq!(refused[0].field, "fichier");
        }
        for name in ["virus.exe", "page.html", "dessin.svg", "script.js"] {
            let refused = problems(env.upload(&alix, draft, "", name, &pdf()).await);
            assert!(
                matches!(refused[0].problem, Problem::FileTypeRefused { .. }),
                "{name}: {:?}",
                refused[0]
            );
        }
        for name in ["", "..", "sans-extension", "\0\r\n"] {
            let refused = problems(env.upload(&alix, draft, "", name, &pdf()).await);
            assert_eq!(refused[0].problem, Problem::FileName, "{name:?}");
        }
        assert_eq!(env.count("attachment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn file_names_are_sanitized() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        for (name, clean) in [
            ("../../etc/facture.pdf", "facture.pdf"),
            ("C:\\Temp\\avis.pdf", "avis.pdf"),
            ("a\r\nContent-Type: text\u{2f}html\0.pdf", "html.pdf"),
            ("facture\u{202e}fdp.exe.pdf", "facturefdp.exe.pdf"),
            ("<script>.pdf", "-script-.pdf"),
        ] {
            let file = env.upload(&alix, draft, "", name, &pdf()).await.expect("accepted under a clean name");
            assert_eq!(file.name, clean);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn oversized_nested_and_damaged_archives_are_refused() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        env.upload(&alix, draft, "", "pièces.zip", &zip("note.txt", 7)).await.expect("a valid archive");
        for (archive, why) in
            [(zip("bombe.bin", 500 * 1024 * 1024), "volumineuse"), (zip("autre.zip", 7), "une autre archive")]
        {
            let refused = problems(env.upload(&alix, draft, "", "archive.zip", &archive).await);
            assert!(refused[0].problem.to_string().contains(why), "{}", refused[0].problem);
        }
        let mut cut = zip("note.txt", 7);
        cut.truncate(cut.len() - 5);
        let refused = problems(env.upload(&alix, draft, "", "coupée.zip", &cut).await);
        assert!(matches!(refused[0].problem, Problem::FileTypeMismatch { .. }));
        let mut hidden = pdf();
        hidden.extend(zip("note.txt", 7));
        let refused = env.upload(&alix, draft, "", "polyglotte.zip", &hidden).await;
        assert!(refused.is_err(), "a PDF is not an archive");
    })
    .await;
}
