//! Hostile file names and contents.

use std::io::{Cursor, Write};

use domain::problem::Problem;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::fixtures::{pdf, problems};
use crate::database::on_each_database;

/// Builds an archive with compressed entries.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in entries {
        archive.start_file(*name, options).expect("an entry");
        archive.write_all(content).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// Replaces the unpacked size that the directory declares for the last entry.
fn declaring(mut archive: Vec<u8>, unpacked: u32) -> Vec<u8> {
    let entry = archive.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").expect("a directory");
    archive[entry + 24..entry + 28].copy_from_slice(&unpacked.to_le_bytes());
    archive
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
        let small = zip(&[("note.txt", b"contenu")]);
        env.upload(&alix, draft, "", "pièces.zip", &small).await.expect("a valid archive");
        let bomb = zip(&[("bombe.bin", &vec![0; 12 * 1024 * 1024])]);
        let bombs = [
            bomb.clone(),
            declaring(small.clone(), 500 * 1024 * 1024),
            [b"PK\x07\x08", bomb.as_slice()].concat(),
            zip(&[("devis.docx", &bomb)]),
            [&small[..], &bomb].concat(),
        ];
        for archive in &bombs {
            let refused = problems(env.upload(&alix, draft, "", "archive.zip", archive).await);
            assert!(matches!(refused[0].problem, Problem::ArchiveTooLarge { .. }), "{:?}", refused[0]);
            assert!(refused[0].problem.to_string().contains("volumineuse"), "{}", refused[0].problem);
            for name in ["devis.docx", "devis.xlsx", "devis.odt", "devis.ods"] {
                let refused = problems(env.upload(&alix, draft, "", name, archive).await);
                assert!(matches!(refused[0].problem, Problem::DocumentDamaged { .. }), "{:?}", refused[0]);
            }
        }
        for ambiguous in [declaring(bomb.clone(), 10), [&bomb[..], &small].concat()] {
            let refused = problems(env.upload(&alix, draft, "", "archive.zip", &ambiguous).await);
            assert!(matches!(refused[0].problem, Problem::ArchiveDamaged { .. }), "{:?}", refused[0]);
            let refused = problems(env.upload(&alix, draft, "", "devis.xlsx", &ambiguous).await);
            assert!(matches!(refused[0].problem, Problem::DocumentDamaged { .. }), "{:?}", refused[0]);
        }
        let nested = zip(&[("autre.zip", b"contenu")]);
        let refused = problems(env.upload(&alix, draft, "", "archive.zip", &nested).await);
        assert!(refused[0].problem.to_string().contains("une autre archive"), "{}", refused[0].problem);
        let mut cut = small.clone();
        cut.truncate(cut.len() - 5);
        let refused = problems(env.upload(&alix, draft, "", "coupée.zip", &cut).await);
        assert!(matches!(refused[0].problem, Problem::FileTypeMismatch { .. }));
        let mut hidden = pdf();
        hidden.extend(&small);
        let refused = env.upload(&alix, draft, "", "polyglotte.zip", &hidden).await;
        assert!(refused.is_err(), "a PDF is not an archive");
        assert_eq!(env.count("attachment").await, 1);
    })
    .await;
}
