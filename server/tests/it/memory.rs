//! Resident memory of the program. Passwords are hashed with 19 MiB each: the allocator must give them back.

use domain::path;
use platform::clock::Clock;

use crate::{account::create_account, browser::Browser, program::Installation};

const ACCOUNTS: usize = 20;
const SIGN_INS_PER_ACCOUNT: usize = 10;
/// The promise after a thousand sign-ins of a release build (bench: `memory`); a debug build has more code in memory.
const MOST_MIB: u64 = if cfg!(debug_assertions) { 140 } else { 80 };
/// Growth by sign-ins, whatever the size of the program.
const GROWTH_MIB: u64 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_stays_small_after_concurrent_sign_ins() {
    let installation = Installation::new()
        .with("PRODOUANE__DATABASE__BUSY_SECONDS", "60")
        .with("PRODOUANE__SIGN_IN__ATTEMPTS_PER_NETWORK", "100000")
        .with("PRODOUANE__SIGN_IN__ATTEMPTS_PER_ACCOUNT", "100000")
        .with("PRODOUANE__SIGN_IN__CODES_PER_ACCOUNT", "100000");
    let program = installation.start();
    let portal = installation.portal(Clock::system()).await;
    let logins: Vec<String> = (0..ACCOUNTS).map(|index| format!("alix-{index}")).collect();
    for login in &logins {
        create_account(&portal, login).await;
    }
    let idle = program.resident_kib() / 1024;
    for _ in 0..20 {
        let page = Browser::new(&program).get(path::HELP).send().await.expect("an answer");
        assert_eq!(page.status(), 200);
    }
    let used = program.resident_kib() / 1024;
    let sign_ins = logins.iter().map(|login| async {
        for round in 0..SIGN_INS_PER_ACCOUNT {
            let mut browser = Browser::new(&program);
            browser.enter_password(login).await;
            browser.enter_code(&portal, login, round, false).await;
            assert!(browser.is_signed_in().await);
        }
    });
    futures::future::join_all(sign_ins).await;
    let after = program.resident_kib() / 1024;
    let count = ACCOUNTS * SIGN_INS_PER_ACCOUNT;
    eprintln!("resident: {idle} MiB idle, {used} MiB after 20 pages, {after} MiB after {count} sign-ins");
    assert!(after <= MOST_MIB, "{after} MiB resident");
    assert!(after.saturating_sub(used) <= GROWTH_MIB, "grown from {used} to {after} MiB");
    portal.close().await;
}
