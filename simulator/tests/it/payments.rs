//! Payments by card: contract, pages, pushed states.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use crate::{TestSimulator, header};

const TOKEN: &str = "jeton-de-demonstration";
const CREANCE: &str = "DEMO-CI-0027";
const ID: &str = "0190a5c4-7c1e-7cc3-98c4-dc0c0c07398f";
const OTHER_ID: &str = "0190a5c4-7c1e-7cc3-98c4-dc0c0c073990";
const BACK: &str = "http://127.0.0.1:3000/paiement/suivi/x";

impl TestSimulator {
    async fn begin(&self, id: &str, reference: &str, cents: i64, back: &str) -> Response {
        let address = self.url(&format!("/dgddi/contrat/v1/paiements/{id}"));
        let body = json!({ "reference": reference, "montant_centimes": cents, "retour": back });
        self.client.put(address).bearer_auth(TOKEN).json(&body).send().await.unwrap()
    }

    /// Begins a payment of [`CREANCE`]. Returns the path of its page.
    async fn card_page(&self, id: &str) -> String {
        let begun: Value = self.begin(id, CREANCE, 48_730, BACK).await.json().await.unwrap();
        begun["adresse"].as_str().unwrap().strip_prefix(&self.url("")).unwrap().to_owned()
    }

    async fn payment(&self, id: &str) -> Value {
        self.contract_json(&format!("/dgddi/contrat/v1/paiements/{id}")).await
    }
}

#[tokio::test]
async fn notice_is_found_by_its_two_values_only() {
    let simulator = TestSimulator::new().await;
    let find = async |reference: &str, password: &str| {
        let body = json!({ "reference": reference, "mot_de_passe": password });
        let request = simulator.client.post(simulator.url("/dgddi/contrat/v1/avis")).bearer_auth(TOKEN);
        request.json(&body).send().await.unwrap()
    };
    let found: Value = find("demo ci 0027", "k7m29qxr").await.json().await.unwrap();
    assert_eq!((&found["reference"], &found["reste_a_payer_centimes"]), (&json!(CREANCE), &json!(48_730)));
    assert!(found["redevable"].as_str().unwrap().starts_with("D•"), "{found}");
    let mut answers = Vec::new();
    for (reference, password) in [(CREANCE, "K7M2-9QXS"), ("DEMO-CI-9999", "K7M2-9QXR"), ("DEMO-DG-0001", "")]
    {
        let answer = find(reference, password).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        answers.push(answer.text().await.unwrap());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[tokio::test]
async fn payment_changes_the_creance_and_ends_once() {
    let simulator = TestSimulator::new().await;
    let page = simulator.card_page(ID).await;
    assert_eq!(simulator.begin(ID, CREANCE, 48_730, BACK).await.status(), StatusCode::OK, "idempotent");
    let card = simulator.post_form(&format!("{page}/carte"), &[("numero", "4970 1000 0000 0007")]).await;
    assert_eq!(card.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let card = simulator.post_form(&format!("{page}/carte"), &[("numero", "4970 1000 0000 0006")]).await;
    assert_eq!(header(&card, "location"), format!("{page}/authentification"));
    assert_eq!(simulator.payment(ID).await["etat"], "en_cours");
    let code = simulator.post_form(&format!("{page}/authentification"), &[("code", "123 456")]).await;
    assert_eq!(header(&code, "location"), BACK);
    let paid = simulator.payment(ID).await;
    assert_eq!(paid["etat"], "paye");
    let past = "/dgddi/contrat/v1/entreprises/000303032/creances?etat=historique";
    let past = simulator.contract_json(past).await;
    let settled =
        past["creances"].as_array().unwrap().iter().find(|one| one["reference"] == CREANCE).unwrap();
    assert_eq!(settled["paiement"]["moyen"], "carte");
    assert_eq!(settled["paiement"]["reference"], paid["reference_paiement"]);
    assert!(simulator.page(&page).await.contains(BACK));
    simulator.post_form(&format!("{page}/abandon"), &[]).await;
    assert_eq!(simulator.payment(ID).await, paid);
    assert_eq!(simulator.begin(OTHER_ID, CREANCE, 48_730, BACK).await.status(), StatusCode::CONFLICT);
}

#[tokio::test]
async fn only_one_payable_amount_of_a_known_portal_is_accepted() {
    let simulator = TestSimulator::new().await;
    for (reference, cents, back, expected) in [
        (CREANCE, 48_729, BACK, StatusCode::CONFLICT),
        ("DEMO-CI-0025", 1_846_205, BACK, StatusCode::CONFLICT),
        ("DEMO-DG-0001", 1, BACK, StatusCode::CONFLICT),
        (CREANCE, 48_730, "http://127.0.0.1:3000.example/", StatusCode::UNPROCESSABLE_ENTITY),
        (CREANCE, 48_730, BACK, StatusCode::CREATED),
        (CREANCE, 1, BACK, StatusCode::CONFLICT),
    ] {
        let answer = simulator.begin(ID, reference, cents, back).await;
        assert_eq!(answer.status(), expected, "{reference} {cents} {back}");
    }
    assert_eq!(simulator.begin(OTHER_ID, CREANCE, 48_730, BACK).await.status(), StatusCode::CONFLICT);
    simulator.running.advance(Duration::from_secs(15 * 60));
    assert_eq!(simulator.payment(ID).await["etat"], "expire");
    assert_eq!(simulator.begin(OTHER_ID, CREANCE, 48_730, BACK).await.status(), StatusCode::CREATED);
}

#[tokio::test]
async fn refused_and_abandoned_payments_leave_the_creance() {
    let simulator = TestSimulator::new().await;
    let page = simulator.card_page(ID).await;
    simulator.post_form(&format!("{page}/carte"), &[("numero", "4000 0000 0000 0002")]).await;
    assert_eq!(simulator.payment(ID).await["etat"], "refuse");
    let page = simulator.card_page(OTHER_ID).await;
    simulator.post_form(&format!("{page}/abandon"), &[]).await;
    assert_eq!(simulator.payment(OTHER_ID).await["etat"], "annule");
    let current = "/dgddi/contrat/v1/entreprises/000303032/creances?etat=en_cours";
    let current = simulator.contract_json(current).await;
    assert!(current["creances"].as_array().unwrap().iter().any(|one| one["reference"] == CREANCE));
}
