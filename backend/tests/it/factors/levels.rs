use backend::{
    Error, activation,
    factors::{self, LevelChange},
    registration,
    session::Visitor,
    sign_in::{self, Next},
};
use domain::{account::SecurityLevel, factor::Way, form::Answers, problem::Problem};

use super::people::{application, code_by, codes_mailed, problem};
use crate::{
    accounts::{self, PASSWORD, client_at},
    database::{House, on_each_database},
};

fn level(code: &str) -> Answers {
    Answers::from_iter([("niveau", code)])
}

/// Registers with a level and activates.
pub async fn registered(house: &House, login: &str, level: &str) {
    let email = format!("{login}@exemple.fr");
    let mut answers = accounts::registration(login, &email);
    answers.set("niveau", level);
    registration::register(&house.portal, &house.visitor().await.1, &house.client(), &answers)
        .await
        .expect("registered");
    house.deliver().await;
    let link = house.mailbox.last_to(&email).link("http");
    let token = link.split("jeton=").nth(1).expect("a token");
    let mut answers = accounts::credentials(login, PASSWORD);
    answers.set("jeton", token);
    activation::activate(&house.portal, &answers).await.expect("activated");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_application_is_asked_everywhere_and_mail_no_longer_opens() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let (address, _, _) = house.add_application(&session, true).await;
        let before = codes_mailed(&house);
        let waiting = house.waiting("alix").await;
        let asked = sign_in::asked(&house.portal, &waiting, "").await.expect("asked");
        assert_eq!((asked.way, asked.others), (Way::Application, vec![Way::RecoveryCode]));
        let forced = sign_in::asked(&house.portal, &waiting, "mel").await.expect("asked");
        assert_eq!(forced.way, Way::Application, "a weaker way is not to be had by asking for it");
        let resent = sign_in::resend_code(&house.portal, &waiting, "mel").await;
        assert!(matches!(resent, Err(Error::NotFound)), "{resent:?}");
        house.deliver().await;
        assert_eq!(codes_mailed(&house), before, "no code is mailed");

        let mut answers = code_by("application", &house.shown(&address));
        answers.set("confiance", "oui");
        let done = house.second_step(&waiting, &answers).await.expect("signed in");
        let device = done.device.map(String::from).expect("a device");
        let known = backend::session::Client { device: Some(device), ..client_at(9) };
        assert_eq!(house.password_from("alix", &known).await.next, Next::Code, "known devices are asked too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_chose_the_application_adds_it_before_anything_else() {
    on_each_database(async |house| {
        registered(&house, "alix", "totp").await;
        let waiting = house.waiting("alix").await;
        let code = house.code("alix").await;
        let done = house.second_step(&waiting, &code_by("mel", &code)).await.expect("the mail's code");
        assert_eq!(done.next, Next::Enrol(Way::Application));
        let session = house.token_session(done.token).await;
        assert!(matches!(session.visitor, Visitor::Enrolling(_)));
        assert!(session.usager().is_err(), "nothing opens yet");
        let lowered = factors::change_level(&house.portal, &session, &level("mot_de_passe")).await;
        assert!(matches!(lowered, Err(Error::NotFound)), "nor is the level lowered instead: {lowered:?}");

        let enrolment = factors::begin_application(&house.portal, &session).await.expect("a key");
        let answers = application(&house.shown(&enrolment.address));
        let confirmed =
            factors::confirm_application(&house.portal, &session, &answers).await.expect("confirmed");
        assert!(confirmed.draws_codes);
        let opened = house.token_session(confirmed.token).await;
        assert_eq!(opened.usager().expect("signed in").login, "alix");

        house.next_step();
        let waiting = house.waiting("alix").await;
        let asked = sign_in::asked(&house.portal, &waiting, "").await.expect("asked");
        assert_eq!(asked.way, Way::Application);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_level_keeps_its_last_application_and_lowering_it_forgets_devices() {
    on_each_database(async |house| {
        let (account, session) = house.signed_in("alix").await;
        let needed = factors::change_level(&house.portal, &session, &level("totp")).await.expect("asked");
        assert_eq!(needed, LevelChange::ApplicationNeeded);
        assert_eq!(factors::level(&house.portal, account).await.expect("read"), SecurityLevel::Password);

        let (address, session, _) = house.add_application(&session, true).await;
        let mut answers = code_by("application", &house.shown(&address));
        answers.set("confiance", "oui");
        let waiting = house.waiting("alix").await;
        house.second_step(&waiting, &answers).await.expect("signed in");
        assert_eq!(house.count("trusted_device").await, 1);
        let only = factors::applications(&house.portal, account).await.expect("listed")[0].id;
        let refused = factors::remove_application(&house.portal, &session, only).await;
        assert_eq!(problem(refused), Problem::LastApplication);

        let done =
            factors::change_level(&house.portal, &session, &level("mot_de_passe")).await.expect("changed");
        assert_eq!(done, LevelChange::Done(SecurityLevel::Password));
        assert_eq!(house.count("trusted_device").await, 0, "a recognised device is not spared by surprise");
        factors::remove_application(&house.portal, &session, only).await.expect("removed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_lowest_level_a_factor_is_another_way_in() {
    on_each_database(async |house| {
        let (_, session) = house.signed_in("alix").await;
        let (address, _, codes) = house.add_application(&session, false).await;
        let waiting = house.waiting("alix").await;
        let asked = sign_in::asked(&house.portal, &waiting, "").await.expect("asked");
        assert_eq!((asked.way, asked.others), (Way::Mail, vec![Way::Application, Way::RecoveryCode]));
        let answers = code_by("application", &house.shown(&address));
        house.second_step(&waiting, &answers).await.expect("the application opens");
        let codes = codes.expect("ten codes");
        house.signed_in_with("alix", &code_by("secours", codes[0].as_str())).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_enforced_is_not_offered() {
    on_each_database(async |house| {
        assert_eq!(factors::levels(&house.portal), [SecurityLevel::Password, SecurityLevel::Totp]);
        let (_, session) = house.signed_in("alix").await;
        for code in ["sms", "cle", "inconnu"] {
            let mut answers = level(code);
            answers.set("numero_sms", "06 12 34 56 78");
            let outcome = factors::change_level(&house.portal, &session, &answers).await;
            assert!(matches!(problem(outcome), Problem::NotInList { .. }), "{code}");
        }
    })
    .await;
}
