use std::io::Write;
use std::process::Stdio;

use crate::program::Installation;

#[test]
fn help_explains_every_command() {
    let installation = Installation::new();
    let (done, help, _) = installation.run(&["--help"]);
    assert!(done);
    for command in [
        "serve",
        "migrate",
        "check-config",
        "addresses",
        "config",
        "account",
        "agent",
        "service",
        "offices",
        "outbox",
        "diagnostics",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}: {help}");
        let (done, _, told) = installation.run(&[command, "--help"]);
        assert!(done, "{told}");
    }
}

#[test]
fn the_configuration_is_checked_and_its_defaults_can_be_printed() {
    let installation = Installation::new();
    let (done, defaults, told) = installation.run(&["config", "--print-defaults"]);
    assert!(done && defaults.contains("base_url"), "{told}");
    let (done, answer, told) = installation.run(&["check-config"]);
    assert!(done && answer.contains("database: answers"), "{answer}{told}");
    let file = installation.path("portail.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:0\"\nadresse = 1\n").expect("a file");
    let (done, _, told) = installation.run(&["--config", file.to_str().expect("a path"), "check-config"]);
    assert!(!done && told.contains("adresse"), "{told}");
}

#[test]
fn services_agents_offices_and_accounts_are_administered() {
    let installation = Installation::new();
    let offices = installation.path("bureaux.json");
    let list =
        r#"[{"id":"FR000690","name":"Bureau d’essai","phoneNumber":"","countryId":"FR","roles":["EXP"]}]"#;
    std::fs::write(&offices, list).expect("a file");
    let (done, answer, told) = installation.run(&["offices", "import", offices.to_str().expect("a path")]);
    assert!(done && answer.contains("1 added"), "{answer}{told}");
    let add = ["service", "add", "--code", "RR-ESSAI", "--kind", "recette", "--name", "Recette d’essai"];
    let (done, _, told) = installation.run(&add);
    assert!(done, "{told}");
    assert!(installation.run(&["service", "list"]).1.contains("RR-ESSAI"));
    let agent = [
        "agent",
        "create",
        "--login",
        "agent.essai",
        "--name",
        "Agent d’essai",
        "--email",
        "agent@exemple.fr",
        "--service",
        "RR-ESSAI",
    ];
    let (done, _, told) = with_password(&installation, &agent, "phrase de passe assez longue");
    assert!(done, "{told}");
    assert!(installation.run(&["agent", "list"]).1.contains("agent.essai"));
    for (command, expected) in [("grant-remote", "remote"), ("revoke-remote", "on-site")] {
        let (done, _, told) = installation.run(&["agent", command, "--login", "agent.essai"]);
        assert!(done, "{told}");
        assert!(
            installation.run(&["agent", "list"]).1.contains(&format!("enabled\t{expected}\n")),
            "{command}"
        );
    }
    let account = [
        "account",
        "create",
        "--login",
        "essai",
        "--email",
        "essai@exemple.fr",
        "--first-name",
        "Alix",
        "--last-name",
        "Essai",
    ];
    let (done, _, told) = with_password(&installation, &account, "phrase de passe assez longue");
    assert!(done, "{told}");
    let (done, _, told) = with_password(&installation, &account, "phrase de passe assez longue");
    assert!(!done && told.contains("identifiant"), "a taken identifiant is told: {told}");
    let (done, answer, _) = installation.run(&["outbox", "list"]);
    assert!(done && answer.contains("0 waiting"), "{answer}");
}

fn with_password(installation: &Installation, arguments: &[&str], password: &str) -> (bool, String, String) {
    let mut command = installation.command(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    writeln!(child.stdin.take().expect("its input"), "{password}").expect("the password");
    let output = child.wait_with_output().expect("its end");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}
