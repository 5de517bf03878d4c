//! The HTTP client of the co-owners, against the simulator and against faulty servers.

use std::time::Duration;

use domain::{
    co_owner::CoOwner,
    rights::{Droit, Teleservice},
    siren::Siren,
};
use platform::{
    clock::Clock,
    co_owners::{CoOwnerSettings, CoOwners, CreanceState, Failure, FigureKind, Figures, Settings},
    db::Moment,
    secret::Secret,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::simulator::{Simulator, co_owners};

fn brumaire() -> Siren {
    Siren::parse("000101014").expect("a SIREN")
}

fn clock() -> Clock {
    Clock::fixed(Moment::from_micros(1_800_000_000_000_000))
}

#[tokio::test]
async fn rights_are_read_and_unknown_account_is_a_distinct_failure() {
    let simulator = Simulator::start().await;
    let co_owners = simulator.co_owners();
    let rights = co_owners.rights(&clock(), CoOwner::Dgddi, "basile.demo").await.expect("rights");
    assert_eq!(rights.companies.len(), 1);
    assert_eq!(rights.companies[0].raison_sociale, "Brumaire Négoce (fictif)");
    let sepa = |right: &&domain::rights::Habilitation| right.teleservice == Teleservice::TelepaiementSepa;
    let sepa: Vec<_> = rights.habilitations.iter().filter(sepa).collect();
    assert_eq!(sepa.len(), 1);
    assert_eq!((sepa[0].droit, sepa[0].place.number()), (Droit::Telepayer, "00010101400017"));

    let unknown = co_owners.rights(&clock(), CoOwner::Dgddi, "nobody/../alix.demo").await;
    assert!(matches!(unknown, Err(Failure::Unknown)), "{unknown:?}");
}

#[tokio::test]
async fn every_figure_kind_is_read() {
    let simulator = Simulator::start().await;
    let co_owners = simulator.co_owners();
    let fetch = async |co_owner, kind| {
        co_owners.figures(&clock(), co_owner, &brumaire(), kind).await.expect("figures").1
    };
    let Figures::Creances(creances) = fetch(CoOwner::Dgddi, FigureKind::CreancesEnCours).await else {
        panic!("expected créances")
    };
    let late = creances.iter().find(|one| one.reference == "DEMO-DG-0003").expect("a late créance");
    assert_eq!(late.state, CreanceState::EnRetard);
    assert_eq!(late.remaining.cents(), 418_260);
    assert_eq!(late.usual_recette.as_deref(), Some("FR009620"));
    for (co_owner, kind) in [
        (CoOwner::Dgddi, FigureKind::Synthese),
        (CoOwner::Dgddi, FigureKind::CreancesHistorique),
        (CoOwner::Dgddi, FigureKind::Mandats),
        (CoOwner::Dgddi, FigureKind::Declarations),
        (CoOwner::Dgfip, FigureKind::Synthese),
        (CoOwner::Dgfip, FigureKind::Echeancier),
        (CoOwner::Urssaf, FigureKind::CreancesEnCours),
        (CoOwner::Urssaf, FigureKind::Echeancier),
    ] {
        fetch(co_owner, kind).await;
    }
}

#[tokio::test]
async fn wrong_token_and_unavailable_co_owner_are_failures() {
    let simulator = Simulator::start().await;
    let mut settings = simulator.settings();
    settings.dgddi.as_mut().expect("customs").api_token = Secret::new("forged");
    let refused = co_owners(&settings).rights(&clock(), CoOwner::Dgddi, "alix.demo").await;
    assert!(matches!(refused, Err(Failure::Status(401))), "{refused:?}");

    simulator.set_down(CoOwner::Dgddi, true).await;
    let down = simulator.co_owners().rights(&clock(), CoOwner::Dgddi, "alix.demo").await;
    assert!(matches!(down, Err(Failure::Status(503))), "{down:?}");
}

#[tokio::test]
async fn slow_co_owner_is_paused_after_a_timeout() {
    let simulator = Simulator::start().await;
    simulator.set_delay(CoOwner::Dgddi, 60_000).await;
    let settings = Settings { answer_timeout_ms: 300, pause_after_timeout_ms: 5_000, ..simulator.settings() };
    let (co_owners, clock) = (co_owners(&settings), clock());
    let fetch = async || co_owners.rights(&clock, CoOwner::Dgddi, "alix.demo").await;
    assert!(matches!(fetch().await, Err(Failure::TimedOut)));
    assert!(matches!(fetch().await, Err(Failure::Paused)));
    // The pause concerns this co-owner only, and ends.
    let other = co_owners.rights(&clock, CoOwner::Dgfip, "alix.demo").await;
    assert!(!matches!(other, Err(Failure::Paused)), "{other:?}");
    clock.advance(Duration::from_secs(6));
    assert!(matches!(fetch().await, Err(Failure::TimedOut)));
}

#[tokio::test]
async fn co_owner_without_settings_is_not_offered() {
    let none = co_owners(&Settings::default());
    assert_eq!(none.offered().count(), 0);
    let response = none.rights(&clock(), CoOwner::Dgfip, "x").await;
    assert!(matches!(response, Err(Failure::NotConfigured)), "{response:?}");
}

/// A client of a server that answers every connection with these bytes, then closes it.
async fn with_canned_response(response: Vec<u8>) -> CoOwners {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("its port").port();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let response = response.clone();
            tokio::spawn(async move {
                let mut request = [0; 2048];
                let _ = connection.read(&mut request).await;
                let _ = connection.write_all(&response).await;
            });
        }
    });
    co_owners(&settings_on(port))
}

fn settings_on(port: u16) -> Settings {
    let customs = CoOwnerSettings {
        base_url: format!("http://127.0.0.1:{port}/dgddi").parse().expect("an address"),
        client_id: "prodouane".to_owned(),
        client_secret: Secret::new("x"),
        api_token: Secret::new("x"),
        push_secret: None,
        opens_accounts: false,
    };
    Settings { dgddi: Some(customs), pause_after_timeout_ms: 0, ..Settings::default() }
}

fn ok_response(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn malformed_responses_are_refused() {
    for body in [
        "".as_bytes(),
        b"<html>",
        b"{}",
        b"[]",
        br#"{"version":"1","habilitations":[],"entreprises":[]}"#,
        br#"{"version":1,"habilitations":{},"entreprises":[]}"#,
        b"\xff\xfe",
        &[b'['; 200_000],
    ] {
        let co_owners = with_canned_response(ok_response(body)).await;
        let read = co_owners.rights(&clock(), CoOwner::Dgddi, "alix.demo").await;
        assert!(matches!(read, Err(Failure::Unreadable(_))), "{:?}: {read:?}", body.get(..20));
    }
}

#[tokio::test]
async fn invalid_rights_are_ignored_and_grant_nothing() {
    let body = r#"{"compte":"x","version":3,"futur":true,"habilitations":[
        {"teleservice":"DELTA-G","droit":"lire","siret":"00010101400017"},
        {"teleservice":"DELTA-Z","droit":"lire","siret":"00010101400017"},
        {"teleservice":"DELTA-G","droit":"tout","siret":"00010101400017"},
        {"teleservice":"DELTA-G","droit":"declarer","siret":"00010101400018"},
        {"teleservice":"DELTA-G","droit":"declarer","siren":"123"},
        {"teleservice":"DELTA-G","droit":"declarer"}],
        "entreprises":[
        {"siren":"000101014","raison_sociale":"  Bru\u202emaire\u0000\n","etablissements":[
            {"siret":"00010101400017","nom":"Siège"},
            {"siret":"00020202800015","nom":"Chez une autre"}]},
        {"siren":"999","raison_sociale":"Nulle part"}]}"#;
    let co_owners = with_canned_response(ok_response(body.as_bytes())).await;
    let rights = co_owners.rights(&clock(), CoOwner::Dgddi, "x").await.expect("rights");
    assert_eq!(rights.habilitations.len(), 1);
    assert_eq!(rights.habilitations[0].droit, Droit::Lire);
    assert_eq!(rights.companies.len(), 1);
    assert_eq!(rights.companies[0].raison_sociale, "Brumaire");
    assert_eq!(rights.companies[0].etablissements.len(), 1);
}

#[tokio::test]
async fn one_unreadable_figure_rejects_the_whole_response() {
    let good = r#"{"reference":"R","libelle":"L","siret":"00010101400017","montant_centimes":100,
        "reste_a_payer_centimes":100,"echeance":"2026-12-01","paiement":null,"etat":"a_payer"}"#;
    let bad = good.replace("\"montant_centimes\":100", "\"montant_centimes\":\"beaucoup\"");
    let body = format!(r#"{{"arrete_au":"2026-11-22T10:00:00Z","creances":[{good},{bad}]}}"#);
    let co_owners = with_canned_response(ok_response(body.as_bytes())).await;
    let read = co_owners.figures(&clock(), CoOwner::Dgddi, &brumaire(), FigureKind::CreancesEnCours).await;
    assert!(matches!(read, Err(Failure::Unreadable(_))), "{read:?}");
}

#[tokio::test]
async fn oversized_response_is_not_read_to_its_end() {
    let declared = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n{".to_vec();
    let chunked = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA00000\r\n".to_vec(),
        vec![b' '; 0xa0_0000],
        b"\r\n0\r\n\r\n".to_vec(),
    ]
    .concat();
    for bytes in [declared, chunked] {
        let read = with_canned_response(bytes).await.rights(&clock(), CoOwner::Dgddi, "x").await;
        assert!(matches!(read, Err(Failure::TooLong)), "{read:?}");
    }
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let target = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = target.local_addr().expect("its port").port();
    let redirect =
        format!("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/\r\nContent-Length: 0\r\n\r\n");
    let read = with_canned_response(redirect.into_bytes()).await.rights(&clock(), CoOwner::Dgddi, "x").await;
    assert!(matches!(read, Err(Failure::Status(302))), "{read:?}");
    // No connection to the target: the bearer token was sent nowhere else.
    let connection = tokio::time::timeout(Duration::from_millis(50), target.accept()).await;
    assert!(connection.is_err());
}

#[tokio::test]
async fn cut_connection_and_closed_port_are_failures() {
    let cut =
        with_canned_response(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"version\":".to_vec()).await;
    let read = cut.rights(&clock(), CoOwner::Dgddi, "x").await;
    assert!(matches!(read, Err(Failure::Unreachable(_))), "{read:?}");

    let port = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port")
        .local_addr()
        .expect("its address")
        .port();
    let read = co_owners(&settings_on(port)).rights(&clock(), CoOwner::Dgddi, "x").await;
    assert!(matches!(read, Err(Failure::Unreachable(_))), "{read:?}");
}
