//! An independent reader of what the portal's QR code holds: OATH Toolkit.

use std::process::Command;

use backend::factors;

use super::people::{application, code_by};
use crate::database::{House, on_each_database};

/// Names the program when it is not on the PATH; the test command sets it.
const VARIABLE: &str = "PRODOUANE_OATHTOOL";

/// What oathtool shows for the key of an address, at the clock of the house; `None` without oathtool.
fn shown_by_oathtool(house: &House, address: &str) -> Option<String> {
    let given = std::env::var_os(VARIABLE);
    let program = given.clone().unwrap_or_else(|| "oathtool".into());
    let secret = address.split(['?', '&']).find_map(|part| part.strip_prefix("secret=")).expect("a key");
    let now = house.clock.now().timestamp().strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
    let run = Command::new(program).args(["--totp", "--base32", "--now", &now, secret]).output();
    match run {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8(output.stdout).expect("digits").trim().to_owned())
        }
        Err(error) if given.is_none() => {
            eprintln!("not compared with oathtool: {error}");
            None
        }
        Err(error) => panic!("{VARIABLE}: {error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_those_of_oathtool() {
    const STEPS: usize = 20;
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let enrolment = factors::begin_application(&house.portal, &session).await.expect("a key");
        let Some(code) = shown_by_oathtool(&house, &enrolment.address) else { return };
        let mut answers = application(&code);
        answers.set("niveau", "totp");
        factors::confirm_application(&house.portal, &session, &answers).await.expect("confirmed");
        let waiting = house.waiting("alix").await;
        for step in 0..STEPS {
            house.next_step();
            let code = shown_by_oathtool(&house, &enrolment.address).expect("a code");
            assert_eq!(code, house.shown(&enrolment.address), "step {step}");
        }
        let code = shown_by_oathtool(&house, &enrolment.address).expect("a code");
        house.second_step(&waiting, &code_by("application", &code)).await.expect("signed in");
        eprintln!("{STEPS} steps compared with oathtool: the same codes");
    })
    .await;
}
