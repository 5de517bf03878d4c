//! The client of the co-owners against the simulator, and against co-owners that misbehave.

use std::time::Duration;

use backend::{
    clock::Clock,
    db::Moment,
    partners::{CreanceState, Failure, FigureKind, Figures, PartnerSettings, Partners, Settings},
    secret::Secret,
};
use domain::{
    co_owner::CoOwner,
    rights::{Droit, Teleservice},
    siren::Siren,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::simulator::{Simulator, partners};

fn brumaire() -> Siren {
    Siren::parse("000101014").expect("a SIREN")
}

fn clock() -> Clock {
    Clock::fixed(Moment::from_micros(1_800_000_000_000_000))
}

#[tokio::test]
async fn rights_are_read_and_an_unknown_account_is_told_apart() {
    let simulator = Simulator::start().await;
    let partners = simulator.partners();
    let rights = partners.rights(&clock(), CoOwner::Dgddi, "basile.demo").await.expect("rights");
    assert_eq!(rights.companies.len(), 1);
    assert_eq!(rights.companies[0].raison_sociale, "Brumaire Négoce (fictif)");
    let sepa = |right: &&domain::rights::Habilitation| right.teleservice == Teleservice::TelepaiementSepa;
    let sepa: Vec<_> = rights.habilitations.iter().filter(sepa).collect();
    assert_eq!(sepa.len(), 1);
    assert_eq!((sepa[0].droit, sepa[0].place.number()), (Droit::Telepayer, "00010101400017"));

    let unknown = partners.rights(&clock(), CoOwner::Dgddi, "nobody/../alix.demo").await;
    assert!(matches!(unknown, Err(Failure::Unknown)), "{unknown:?}");
}

#[tokio::test]
async fn every_kind_of_figures_is_read() {
    let simulator = Simulator::start().await;
    let partners = simulator.partners();
    let get = async |co_owner, kind| {
        partners.figures(&clock(), co_owner, &brumaire(), kind).await.expect("figures").1
    };
    let Figures::Creances(creances) = get(CoOwner::Dgddi, FigureKind::CreancesEnCours).await else {
        panic!("créances were asked for")
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
        get(co_owner, kind).await;
    }
}

#[tokio::test]
async fn a_wrong_token_and_a_co_owner_that_is_down_are_failures() {
    let simulator = Simulator::start().await;
    let mut settings = simulator.settings();
    settings.dgddi.as_mut().expect("customs").api_token = Secret::new("forged");
    let refused = partners(&settings).rights(&clock(), CoOwner::Dgddi, "alix.demo").await;
    assert!(matches!(refused, Err(Failure::Status(401))), "{refused:?}");

    simulator.set_down(CoOwner::Dgddi, true).await;
    let down = simulator.partners().rights(&clock(), CoOwner::Dgddi, "alix.demo").await;
    assert!(matches!(down, Err(Failure::Status(503))), "{down:?}");
}

#[tokio::test]
async fn a_slow_co_owner_is_left_alone_for_a_while() {
    let simulator = Simulator::start().await;
    simulator.set_delay(CoOwner::Dgddi, 60_000).await;
    let settings = Settings { answer_timeout_ms: 300, pause_after_timeout_ms: 5_000, ..simulator.settings() };
    let (partners, clock) = (partners(&settings), clock());
    let ask = async || partners.rights(&clock, CoOwner::Dgddi, "alix.demo").await;
    assert!(matches!(ask().await, Err(Failure::TimedOut)));
    assert!(matches!(ask().await, Err(Failure::Paused)));
    // The others are not concerned, and the pause ends.
    let other = partners.rights(&clock, CoOwner::Dgfip, "alix.demo").await;
    assert!(!matches!(other, Err(Failure::Paused)), "{other:?}");
    clock.advance(Duration::from_secs(6));
    assert!(matches!(ask().await, Err(Failure::TimedOut)));
}

#[tokio::test]
async fn a_co_owner_without_settings_is_not_offered() {
    let none = partners(&Settings::default());
    assert_eq!(none.offered().count(), 0);
    let asked = none.rights(&clock(), CoOwner::Dgfip, "x").await;
    assert!(matches!(asked, Err(Failure::NotConfigured)), "{asked:?}");
}

/// A co-owner that answers every connection with the same bytes, then closes it.
async fn canned(answer: Vec<u8>) -> Partners {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("its port").port();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let answer = answer.clone();
            tokio::spawn(async move {
                let mut request = [0; 2048];
                let _ = connection.read(&mut request).await;
                let _ = connection.write_all(&answer).await;
            });
        }
    });
    partners(&at(port))
}

fn at(port: u16) -> Settings {
    let customs = PartnerSettings {
        base_url: format!("http://127.0.0.1:{port}/dgddi").parse().expect("an address"),
        client_id: "prodouane".to_owned(),
        client_secret: Secret::new("x"),
        api_token: Secret::new("x"),
        push_secret: None,
        opens_accounts: false,
    };
    Settings { dgddi: Some(customs), pause_after_timeout_ms: 0, ..Settings::default() }
}

fn answer(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn unreadable_answers_are_refused() {
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
        let partners = canned(answer(body)).await;
        let read = partners.rights(&clock(), CoOwner::Dgddi, "alix.demo").await;
        assert!(matches!(read, Err(Failure::Unreadable(_))), "{:?}: {read:?}", body.get(..20));
    }
}

#[tokio::test]
async fn rights_that_make_no_sense_are_left_out_and_never_grant_more() {
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
    let partners = canned(answer(body.as_bytes())).await;
    let rights = partners.rights(&clock(), CoOwner::Dgddi, "x").await.expect("rights");
    assert_eq!(rights.habilitations.len(), 1);
    assert_eq!(rights.habilitations[0].droit, Droit::Lire);
    assert_eq!(rights.companies.len(), 1);
    assert_eq!(rights.companies[0].raison_sociale, "Brumaire");
    assert_eq!(rights.companies[0].etablissements.len(), 1);
}

#[tokio::test]
async fn a_figure_that_cannot_be_read_spoils_the_whole_answer() {
    let good = r#"{"reference":"R","libelle":"L","siret":"00010101400017","montant_centimes":100,
        "reste_a_payer_centimes":100,"echeance":"2026-12-01","paiement":null,"etat":"a_payer"}"#;
    let bad = good.replace("\"montant_centimes\":100", "\"montant_centimes\":\"beaucoup\"");
    let body = format!(r#"{{"arrete_au":"2026-11-22T10:00:00Z","creances":[{good},{bad}]}}"#);
    let partners = canned(answer(body.as_bytes())).await;
    let read = partners.figures(&clock(), CoOwner::Dgddi, &brumaire(), FigureKind::CreancesEnCours).await;
    assert!(matches!(read, Err(Failure::Unreadable(_))), "{read:?}");
}

#[tokio::test]
async fn a_huge_answer_is_not_read_to_its_end() {
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n{".to_vec();
    let endless = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA00000\r\n".to_vec(),
        vec![b' '; 0xa0_0000],
        b"\r\n0\r\n\r\n".to_vec(),
    ]
    .concat();
    for bytes in [announced, endless] {
        let read = canned(bytes).await.rights(&clock(), CoOwner::Dgddi, "x").await;
        assert!(matches!(read, Err(Failure::TooLong)), "{read:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let trap = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = trap.local_addr().expect("its port").port();
    let redirect =
        format!("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{port}/\r\nContent-Length: 0\r\n\r\n");
    let read = canned(redirect.into_bytes()).await.rights(&clock(), CoOwner::Dgddi, "x").await;
    assert!(matches!(read, Err(Failure::Status(302))), "{read:?}");
    // Nobody knocked at the other door: the bearer token went nowhere else.
    let knocked = tokio::time::timeout(Duration::from_millis(50), trap.accept()).await;
    assert!(knocked.is_err());
}

#[tokio::test]
async fn a_cut_connection_and_a_closed_port_are_failures() {
    let cut = canned(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"version\":".to_vec()).await;
    let read = cut.rights(&clock(), CoOwner::Dgddi, "x").await;
    assert!(matches!(read, Err(Failure::Unreachable(_))), "{read:?}");

    let port = TcpListener::bind("127.0.0.1:0").await.expect("a free port").local_addr().expect("it").port();
    let read = partners(&at(port)).rights(&clock(), CoOwner::Dgddi, "x").await;
    assert!(matches!(read, Err(Failure::Unreachable(_))), "{read:?}");
}
