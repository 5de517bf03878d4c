//! Kinds of files: texts judged as texts, formats refused with their reason, names that people give.

use backend::messaging;
use domain::{
    attachment::{MAX_NAME, RefusedFormat},
    problem::Problem,
};

use super::fixtures::{pdf, problems};
use crate::database::on_each_database;

#[tokio::test(flavor = "multi_thread")]
async fn texts_and_xml_are_accepted_whatever_their_first_letters() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let utf16: Vec<u8> = "\u{feff}Réf.;100 €\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let files: [(&str, &[u8]); 15] = [
            ("véhicules.csv", b"BMW;12\nAudi;3\n"),
            ("fournisseurs.csv", b"GIFI SA;12\n"),
            ("note.txt", "%PDF est le début d'un fichier PDF.\n".as_bytes()),
            ("facture.xml", b"<!-- Facture -->\n<Invoice/>\n"),
            (
                "ie801.xml",
                b"<?xml version=\"1.0\"?>\n<IE801 xmlns=\"urn:exemple\"><Header/><Body/></IE801>\n",
            ),
            ("soap.xml", b"<s:Envelope xmlns:s=\"urn:soap\"><s:Body/></s:Envelope>"),
            ("html.xml", b"<HtmlReport/>"),
            ("codes.csv", b"MZ;1\nPK;2\n"),
            ("sons.csv", b"ID3;12\nRIFF;3\n"),
            ("script.txt", b"#!/bin/sh est la premiere ligne\n"),
            ("balise.txt", "<html> est la première balise d’une page.".as_bytes()),
            ("echange.txt", b"<IE801><Header/><Body/></IE801>"),
            ("edifact.txt", b"UNA:+.? 'UNB+UNOB:1\x1d\x1f"),
            ("latin.csv", b"d\xe9signation;12\r\n\x1a"),
            ("excel.csv", &utf16),
        ];
        for (name, bytes) in files {
            let file = env.upload(&alix, draft, "", name, bytes).await;
            let file = file.unwrap_or_else(|error| panic!("{name}: {error:?}"));
            assert_eq!(file.name, name);
            messaging::remove_attachment(portal, &alix, draft, file.id).await.expect("removed");
        }
        let executable = b"MZ\x90\0\x03\0\0\0".as_slice();
        let late = ["une ligne de texte\n".repeat(1000).as_bytes(), b"MZ\x90\0"].concat();
        for (name, bytes) in
            [("a.csv", executable), ("a.txt", &late), ("a.xml", executable), ("a.xml", b"texte")]
        {
            let refused = problems(env.upload(&alix, draft, "", name, bytes).await);
            assert!(
                matches!(refused[0].problem, Problem::FileTypeMismatch { .. }),
                "{name}: {:?}",
                refused[0]
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_contents_get_their_true_reason() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let old_office = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 504]].concat();
        let part: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let protected = [old_office.as_slice(), &vec![0; 20_000], &part, &[0; 96]].concat();
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
        let refused = |format| move |name: &str| Problem::FileTypeRefused { name: name.to_owned(), format };
        let contents: [(&str, &[u8], RefusedFormat); 7] = [
            ("photo.jpg", heic, RefusedFormat::Photo),
            ("photo.heic", heic, RefusedFormat::Photo),
            ("courrier.docx", &old_office, RefusedFormat::OldOffice),
            ("courrier.doc", &old_office, RefusedFormat::OldDocument),
            ("courrier.docx", b"{\\rtf1\\ansi\0", RefusedFormat::RichText),
            ("pièces.zip", b"Rar!\x1a\x07\x01\0\0\0", RefusedFormat::Archive),
            ("échange.msg", &old_office, RefusedFormat::Mail),
        ];
        for (name, bytes, format) in contents {
            let problem = &problems(env.upload(&alix, draft, "", name, bytes).await)[0].problem;
            assert_eq!(*problem, refused(format)(name), "{problem}");
        }
        for name in ["contrat.docx", "comptes.xlsx"] {
            let problem = &problems(env.upload(&alix, draft, "", name, &protected).await)[0].problem;
            assert_eq!(*problem, Problem::FileProtected { name: name.to_owned() });
            assert!(problem.to_string().contains("mot de passe"), "{problem}");
        }
        assert_eq!(env.count("attachment").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_composed_and_never_cut_inside_a_letter() {
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        let long = format!("{}.pdf", "é".repeat(MAX_NAME - 4));
        let families = format!("{}.pdf", "👨‍👩‍👧".repeat(23));
        for (name, stored) in [
            ("Rec\u{327}u d’e\u{301}te\u{301} n°1.v2.4.pdf", "Reçu d’été n°1.v2.4.pdf"),
            ("Reçu d’été n°1.v2.4.pdf", "Reçu d’été n°1.v2.4.pdf"),
            ("👨‍👩‍👧.pdf", "👨‍👩‍👧.pdf"),
            (&format!("{}.pdf", "e\u{301}".repeat(120)), &long),
            (&format!("{}.pdf", "👨‍👩‍👧".repeat(120)), &families),
            ("l'acte;\"x\".pdf", "l'acte;-x-.pdf"),
        ] {
            let file = env.upload(&alix, draft, "", name, &pdf()).await.expect("accepted");
            assert_eq!(file.name, stored);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_files_are_numbered_in_a_draft_and_in_its_question() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let draft = env.ready_draft(&alix).await;
        for name in ["Reçu.pdf", "Rec\u{327}u.pdf", "autre.pdf", "Reçu.pdf"] {
            env.upload(&alix, draft, "", name, &pdf()).await.expect("accepted");
        }
        let shown = |files: &[messaging::Attachment]| -> Vec<String> {
            let others = files.iter().filter(|file| file.slot.is_empty());
            others.map(|file| file.shown_name().replace('\u{a0}', " ")).collect()
        };
        let expected = ["Reçu.pdf", "Reçu.pdf (2)", "autre.pdf", "Reçu.pdf (3)"];
        let found = messaging::draft(portal, &alix, draft).await.expect("the draft");
        assert_eq!(shown(&found.attachments), expected);
        let question = messaging::send(portal, &alix, draft).await.expect("sent");
        let read = messaging::question(portal, &alix, question).await.expect("read");
        assert_eq!(shown(&read.messages[0].attachments), expected);
    })
    .await;
}
