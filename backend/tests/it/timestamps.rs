//! Timestamps of checkpoints by the simulated authority, verified by OpenSSL, an independent implementation.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use platform::{
    Error,
    config::TimestampConfig,
    transparency::{self, Entry, Proof, Salt, StampedCheckpoint, TimestampAuthority},
};
use serde_json::json;

use crate::{
    database::{TestEnv, on_each_database},
    simulator::Simulator,
};

/// Environment variable with the path of the program, set by the test command.
const VARIABLE: &str = "PRODOUANE_OPENSSL";

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Configures the simulated authority, whose certificate is written to a file.
async fn configure(env: &mut TestEnv, simulator: &Simulator) -> PathBuf {
    let pem =
        simulator.client.get(simulator.address("/horodatage/autorite.pem")).send().await.expect("an answer");
    let file = env.folder().join("autorite.pem");
    std::fs::write(&file, pem.bytes().await.expect("the certificate")).expect("a file");
    let url = simulator.address("/horodatage");
    let config = TimestampConfig { url, authority: Some(file.clone()) };
    env.portal.timestamp_authority = Some(TimestampAuthority::open(&config).expect("an authority"));
    file
}

async fn set_mode(simulator: &Simulator, mode: &str) {
    let request = simulator.client.post(simulator.address("/horodatage/api/panne"));
    let answer = request.json(&json!({ "mode": mode })).send().await.expect("an answer");
    assert!(answer.status().is_success(), "{mode}: {}", answer.status());
}

/// Appends an entry and signs a checkpoint. Returns its text and its number.
async fn append(env: &TestEnv) -> (String, i64) {
    let salt = Salt::generate();
    let text = json!({ "fait": "essai", "sel": salt }).to_string();
    let mut tx = env.portal.db.begin().await.expect("a transaction");
    let entry = Entry { json: text.as_bytes(), salt: &salt };
    let number = transparency::append(&mut tx, env.clock.now(), &entry).await.expect("appended");
    tx.commit().await.expect("committed");
    transparency::sign_checkpoint(&env.portal).await.expect("signed");
    (text, number)
}

async fn stamp(env: &TestEnv) -> Result<u64, Error> {
    transparency::timestamp_checkpoint(&env.portal).await
}

/// Returns whether `openssl ts -verify` accepts the timestamp for this text; `None` if OpenSSL is not installed.
fn openssl_accepts(env: &TestEnv, stamped: &StampedCheckpoint, note: &str, authority: &Path) -> Option<bool> {
    let (data, reply) = (env.folder().join("note"), env.folder().join("horodatage.tsr"));
    std::fs::write(&data, note).expect("a file");
    std::fs::write(&reply, &stamped.reply).expect("a file");
    let configured = std::env::var_os(VARIABLE);
    let program = configured.clone().unwrap_or_else(|| "openssl".into());
    let mut command = Command::new(program);
    command.args(["ts", "-verify", "-data"]).arg(data).arg("-in").arg(reply).arg("-CAfile").arg(authority);
    match command.output() {
        Ok(output) => {
            let accepted = String::from_utf8_lossy(&output.stdout).contains("Verification: OK");
            assert_eq!(accepted, output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(accepted)
        }
        Err(error) if configured.is_none() => {
            eprintln!("not verified with OpenSSL: {error}");
            None
        }
        Err(error) => panic!("{VARIABLE}: {error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn openssl_accepts_the_timestamp_of_a_checkpoint_and_of_no_other() {
    let simulator = Simulator::start().await;
    on_each_database(async |mut env| {
        let authority = configure(&mut env, &simulator).await;
        assert_eq!(stamp(&env).await.expect("nothing to timestamp"), 0);
        let (text, number) = append(&env).await;
        assert_eq!(stamp(&env).await.expect("stamped"), 1);
        let record = transparency::record(&env.portal, number).await.expect("an entry");
        assert_eq!(record.stamped_size, Some(1));
        assert!(record.stamped_at.is_some());
        let stamped = transparency::stamped_checkpoint(&env.portal, 1).await.expect("a timestamp");

        // The proof stays that of the timestamped checkpoint, whatever the log records afterwards.
        append(&env).await;
        let proof = transparency::proof(&env.portal, number).await.expect("asked").expect("a proof");
        assert_eq!(proof.note, stamped.note);
        let proof = Proof::parse(&proof.to_string()).expect("well formed");
        assert!(proof.verify(text.as_bytes(), &env.portal.log_keys.verifying()).is_ok());
        let verdicts = [
            openssl_accepts(&env, &stamped, &stamped.note, &authority),
            openssl_accepts(&env, &stamped, &stamped.note.replacen("\n1\n", "\n2\n", 1), &authority),
        ];
        assert!(verdicts == [Some(true), Some(false)] || verdicts == [None, None], "{verdicts:?}");
        eprintln!(
            "openssl ts -verify: of the checkpoint {:?}, of another text {:?}",
            verdicts[0], verdicts[1]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn timestamps_are_a_day_apart_and_need_a_longer_log() {
    let simulator = Simulator::start().await;
    on_each_database(async |mut env| {
        configure(&mut env, &simulator).await;
        append(&env).await;
        assert_eq!(stamp(&env).await.expect("stamped"), 1);
        append(&env).await;
        assert_eq!(stamp(&env).await.expect("too soon"), 0);
        env.advance(DAY);
        assert_eq!(stamp(&env).await.expect("stamped"), 1);
        env.advance(DAY);
        assert_eq!(stamp(&env).await.expect("the log has not grown"), 0);
        assert_eq!(env.count("log_timestamp").await, 2);
        let first = transparency::record(&env.portal, 0).await.expect("an entry");
        assert_eq!(first.stamped_size, Some(1), "the first timestamp that covers it");
        assert_eq!(transparency::audit(&env.portal).await.expect("consistent"), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn authority_that_fails_or_answers_nonsense_disturbs_nothing_and_is_tried_again() {
    let simulator = Simulator::start().await;
    on_each_database(async |mut env| {
        configure(&mut env, &simulator).await;
        let (_, number) = append(&env).await;
        for (mode, reason) in [
            ("down", "answers 503"),
            ("nonsense", "not a TimeStampResp"),
            ("other_text", "of another text"),
            ("other_nonce", "another request"),
            ("other_key", "does not verify"),
        ] {
            set_mode(&simulator, mode).await;
            let error = stamp(&env).await.expect_err(mode).to_string();
            assert!(error.contains(reason), "{mode}: {error}");
            assert_eq!(env.count("log_timestamp").await, 0, "{mode}");
            // The log goes on.
            append(&env).await;
            assert!(transparency::proof(&env.portal, number).await.expect("asked").is_some());
        }
        set_mode(&simulator, "none").await;
        assert_eq!(stamp(&env).await.expect("stamped"), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn timestamp_of_an_unknown_authority_is_refused() {
    let (simulator, other) = (Simulator::start().await, Simulator::start_with_own_keys().await);
    on_each_database(async |mut env| {
        configure(&mut env, &other).await;
        let certificate = env.folder().join("autorite.pem");
        let config = TimestampConfig { url: simulator.address("/horodatage"), authority: Some(certificate) };
        env.portal.timestamp_authority = Some(TimestampAuthority::open(&config).expect("an authority"));
        append(&env).await;
        let error = stamp(&env).await.expect_err("refused").to_string();
        assert!(error.contains("transparency.timestamp.authority"), "{error}");
        let config = TimestampConfig { url: simulator.address("/horodatage"), authority: None };
        env.portal.timestamp_authority = Some(TimestampAuthority::open(&config).expect("an authority"));
        assert_eq!(stamp(&env).await.expect("not checked without certificates"), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_timestamp_is_visible_in_the_state_of_the_job() {
    let simulator = Simulator::start().await;
    on_each_database(async |mut env| {
        configure(&mut env, &simulator).await;
        append(&env).await;
        set_mode(&simulator, "down").await;
        env.run_jobs().await;
        let statuses = platform::scheduler::statuses(&env.portal).await.expect("the jobs");
        let job = statuses.iter().find(|job| job.name == "timestamp-log-checkpoint").expect("the job");
        assert!(job.failures > 0, "{job:?}");
        set_mode(&simulator, "none").await;
        env.advance(Duration::from_secs(300));
        env.run_jobs().await;
        assert_eq!(env.count("log_timestamp").await, 1);
    })
    .await;
}
