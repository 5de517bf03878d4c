//! Values as people copy them, and what the agents read.

use backend::messaging::{self, Prefill};
use domain::form::Answers;

use super::fixtures::{PAE, RECETTE, SIRET, pdf};
use crate::database::on_each_database;

const MARKS: &str = "\u{feff}\u{200b}\u{ad}\u{2060}";

#[tokio::test(flavor = "multi_thread")]
async fn agents_read_copied_numbers_in_normal_form() {
    let rectification = [
        ("declaration", "MRN : 26fr 0000\u{a0}1234‑5678 a9", "26FR000012345678A9"),
        ("date_declaration", "22.11.2026", "22\u{a0}novembre 2026"),
        ("telephone", "tel:06‑12‑34‑56‑78", "+33612345678"),
    ];
    let garantie = [
        ("credit_trigo", "trg – 2026\u{202f}004512", "TRG-2026-004512"),
        ("nouveau_montant", "1.234,56 EUR", "1\u{202f}234,56\u{a0}€"),
        ("telephone", "\u{202a}+33 (0)6 12 34 56 78\u{202c}", "+33612345678"),
    ];
    let classement =
        [("nomenclature", "2208.30.11", "22083011"), ("telephone", "06.12.34.56.78\u{200b}", "+33612345678")];
    let remboursement = [
        ("montant", "€\u{a0}1 234,5", "1\u{202f}234,50\u{a0}€"),
        (
            "iban",
            "IBAN fr76-3000-6000-0112-3456-7890-189",
            "FR76\u{a0}3000\u{a0}6000\u{a0}0112\u{a0}3456\u{a0}7890\u{a0}189",
        ),
    ];
    on_each_database(async |env| {
        env.add_services().await;
        let (_, alix) = env.accountant("alix").await;
        let pae = env.signed_in_agent("camille", PAE).await;
        let recette = env.signed_in_agent("dominique", RECETTE).await;
        for (motif, typed, agent) in [
            ("dedouanement-rectification", rectification.as_slice(), &pae),
            ("garantie-montant", &garantie, &pae),
            ("dedouanement-classement", &classement, &pae),
            ("remboursement", &remboursement, &recette),
        ] {
            let mut answers = Answers::from_iter([
                ("siret", "123\u{a0}456.782–000‑10"),
                ("objet", &format!("{MARKS}Question\u{a0}: n°\u{202f}12{MARKS}")),
                ("message", &format!("{MARKS}Bon{MARKS}jour,\u{b}un\u{1e}deux\u{85}trois\r\nquatre\u{1}")),
                ("creance", "CR–2026‑000123"),
                ("nature", "invalidation"),
                ("domaine", "classement"),
            ]);
            answers.set("service", if motif == "remboursement" { RECETTE } else { PAE });
            for (field, value, _) in typed {
                answers.set(*field, format!("{MARKS}{value}{MARKS}"));
            }
            let draft =
                messaging::start(&env.portal, &alix, motif, &Prefill::default()).await.expect("a draft");
            messaging::save(&env.portal, &alix, draft, &answers, None).await.expect("saved");
            if motif == "remboursement" {
                env.upload(&alix, draft, "rib", "rib.pdf", &pdf()).await.expect("a document");
            }
            let question = messaging::send(&env.portal, &alix, draft).await.expect("sent");
            let read = messaging::question(&env.portal, agent, question).await.expect("read");
            assert_eq!(read.conversation.subject, "Question : n° 12");
            assert_eq!(read.messages[0].body, "Bonjour,\nun\ndeux\ntrois\nquatre");
            let shown: Vec<&str> =
                read.messages[0].answers.iter().flat_map(|one| &one.values).map(String::as_str).collect();
            for (field, value, normal) in typed {
                assert!(shown.contains(normal), "{field} {value:?}: {shown:?}");
            }
            if motif != "remboursement" {
                assert!(shown.iter().any(|value| value.replace('\u{a0}', "").contains(SIRET)), "{shown:?}");
            }
        }
    })
    .await;
}
