//! Comparison of the codes with OATH Toolkit, an independent implementation.

use std::process::Command;

use backend::accounts::mfa;

use super::fixtures::{authenticator_app_form, code_form};
use crate::database::{TestEnv, on_each_database};

/// Environment variable with the path of the program, set by the test command.
const VARIABLE: &str = "PRODOUANE_OATHTOOL";

/// Returns the code of oathtool for the key of an `otpauth` URI, at the time of the test clock. `None` if oathtool is
/// not installed.
fn oathtool_code(env: &TestEnv, uri: &str) -> Option<String> {
    let configured = std::env::var_os(VARIABLE);
    let program = configured.clone().unwrap_or_else(|| "oathtool".into());
    let secret = uri.split(['?', '&']).find_map(|part| part.strip_prefix("secret=")).expect("a key");
    let now = env.clock.now().timestamp().strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    let run = Command::new(program).args(["--totp", "--base32", "--now", &now, secret]).output();
    match run {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8(output.stdout).expect("digits").trim().to_owned())
        }
        Err(error) if configured.is_none() => {
            eprintln!("not compared with oathtool: {error}");
            None
        }
        Err(error) => panic!("{VARIABLE}: {error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_match_oathtool() {
    const STEPS: usize = 20;
    on_each_database(async |env| {
        let (_, session) = env.signed_in_account("alix").await;
        let enrolment = mfa::begin_authenticator_app(&env.portal, &session).await.expect("a key");
        let Some(code) = oathtool_code(&env, &enrolment.uri) else { return };
        let mut answers = authenticator_app_form(&code);
        answers.set("niveau", "totp");
        mfa::confirm_authenticator_app(&env.portal, &session, &answers).await.expect("confirmed");
        let pending = env.pending_sign_in("alix").await;
        for step in 0..STEPS {
            env.next_totp_period();
            let code = oathtool_code(&env, &enrolment.uri).expect("a code");
            assert_eq!(code, env.totp_code(&enrolment.uri), "step {step}");
        }
        let code = oathtool_code(&env, &enrolment.uri).expect("a code");
        env.submit_second_factor(&pending, &code_form("application", &code)).await.expect("signed in");
        eprintln!("{STEPS} steps compared with oathtool: the same codes");
    })
    .await;
}
