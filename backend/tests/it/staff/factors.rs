//! Second factors of the staff: enrolment, sign-in, re-authentication, official acts, audit trail, reset.

use backend::{
    accounts::{
        mfa,
        sessions::{Owner, Session},
    },
    config::Config,
    id::DraftId,
    messaging, staff,
};
use domain::{
    form::Answers,
    mfa::SecondFactor,
    problem::Problem,
    rights::{Reason, StaffRole},
};
use platform::Error;

use super::{credentials, pages::member_at};
use crate::{
    accounts::client_at,
    database::{TestEnv, on_each_database, on_each_database_with},
    messaging::fixtures::{AGENT_PASSWORD, RECETTE, problems},
    mfa::{
        fixtures::code_form,
        virtual_authenticator::{Authenticator, ORIGIN, passkey_form},
    },
};

/// Network whose workstations are secured, and an address in it.
const SECURED: [u8; 4] = [10, 7, 0, 1];

/// Gives the portal a host for which browsers offer passkeys.
fn with_passkeys(config: &mut Config) {
    config.base_url = ORIGIN.parse().expect("an address");
}

fn secured(config: &mut Config) {
    config.staff.networks = vec!["10.0.0.0/8".parse().expect("a network")];
    config.staff.secured_networks = vec!["10.7.0.0/16".parse().expect("a network")];
}

impl TestEnv {
    /// Submits the password of a member; returns the session that awaits the second factor.
    async fn pending_member(&self, login: &str) -> Session {
        let (_, session) = self.visitor().await;
        let typed = credentials(login, AGENT_PASSWORD);
        let token =
            staff::sign_in(&self.portal, &session, &client_at(9), &typed).await.expect("right password");
        self.session(token.expose()).await
    }

    async fn confirm_member(&self, pending: &Session, answers: &Answers) -> Result<Session, Error> {
        let token = staff::confirm_code(&self.portal, pending, &client_at(9), answers).await?;
        Ok(self.session(token.expose()).await)
    }

    /// Acts of the audit trail, oldest first: code, subject and author.
    async fn acts(&self) -> Vec<(String, String, String)> {
        platform::on!(self.portal.db, |c| {
            sqlx::query_as("SELECT kind, subject, author_name FROM staff_act ORDER BY happened_at, id")
                .fetch_all(c)
                .await
        })
        .expect("the acts")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_replaces_mailed_codes_and_each_code_works_once() {
    on_each_database(async |env| {
        env.add_services().await;
        let signed = env.signed_in_agent("camille", RECETTE).await;
        let name = signed.staff().expect("a member").name.clone();
        assert!(!signed.staff().expect("a member").has_strong_factor);
        let (uri, signed, codes) = env.add_authenticator_app(&signed, false).await;
        assert!(signed.staff().expect("still signed in").has_strong_factor);
        let codes = codes.expect("the first factor comes with recovery codes");

        let mails = env.mailbox.mails().len();
        let pending = env.pending_member("camille").await;
        let step = staff::second_step(&env.portal, &pending, "").await.expect("a step");
        assert_eq!((step.factor, step.destination.as_str()), (SecondFactor::AuthenticatorApp, ""));
        assert_eq!(step.other_factors, [SecondFactor::RecoveryCode]);
        assert!(matches!(staff::resend_code(&env.portal, &pending).await, Err(Error::NotFound)));
        env.deliver().await;
        assert_eq!(env.mailbox.mails().len(), mails, "no code is mailed");

        let code = env.totp_code(&uri);
        let form = code_form("application", &code);
        // A code by mail cannot be asked for instead.
        let by_mail = env.confirm_member(&pending, &code_form("mel", "000000")).await;
        assert_eq!(problems(by_mail)[0].problem, Problem::WrongTotpCode);
        let other = env.pending_member("camille").await;
        let (one, two) = tokio::join!(env.confirm_member(&pending, &form), env.confirm_member(&other, &form));
        assert_eq!([&one, &two].iter().filter(|outcome| outcome.is_ok()).count(), 1, "one use per code");

        let pending = env.pending_member("camille").await;
        let by_code = code_form("secours", codes[0].as_str());
        env.confirm_member(&pending, &by_code).await.expect("a recovery code");
        let pending = env.pending_member("camille").await;
        let again = env.confirm_member(&pending, &by_code).await;
        assert_eq!(problems(again)[0].problem, Problem::WrongRecoveryCode);

        let kinds: Vec<String> = env.acts().await.into_iter().map(|(kind, ..)| kind).collect();
        assert_eq!(kinds[kinds.len() - 3..], ["facteur-ajoute", "codes-obtenus", "code-de-secours"]);
        let last = env.acts().await.pop().expect("an act");
        assert_eq!((last.1.as_str(), last.2.as_str()), ("camille", name.as_str()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_a_second_factor_of_the_staff_but_never_the_only_one() {
    on_each_database_with(with_passkeys, async |env| {
        env.add_services().await;
        let signed = env.signed_in_agent("camille", RECETTE).await;
        let mut authenticator = Authenticator::new(1);
        env.add_passkey(&signed, &mut authenticator, "").await;

        let pending = env.pending_member("camille").await;
        let step = staff::second_step(&env.portal, &pending, "").await.expect("a step");
        let options = step.passkey_challenge.expect("a challenge");
        let answers = passkey_form(authenticator.sign(&options));
        env.confirm_member(&pending, &answers).await.expect("signed in");

        let (_, visitor) = env.visitor().await;
        let options =
            backend::accounts::sign_in::passkey_challenge(&env.portal, &visitor).await.expect("a challenge");
        let alone = backend::accounts::sign_in::sign_in_with_passkey(
            &env.portal,
            &visitor,
            &client_at(9),
            &passkey_form(authenticator.sign(&options)),
        )
        .await;
        assert_eq!(problems(alone)[0].problem, Problem::WrongPasskey, "the password is always required");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn official_acts_require_a_strong_factor_that_re_authentication_then_uses() {
    on_each_database_with(secured, async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let first = env.signed_in_agent("camille", RECETTE).await;
        let question = env.send_question(&alix).await;
        messaging::take_in_charge(portal, &first, question).await.expect("taken in charge");
        let act = Answers::from_iter([("message", "Décision."), (messaging::OFFICIAL_ACT, "oui")]);
        let reply = async |session: Session| {
            let client = backend::accounts::sessions::Client { address: SECURED.into(), ..client_at(9) };
            let session =
                staff::restrict_to_network(portal, session, &client).await.expect("decided").expect("inside");
            messaging::reply(portal, &session, question, DraftId::generate(), &act).await
        };
        let refused = problems(reply(env.agent_session("camille").await).await);
        let sentence = refused[0].problem.to_string();
        assert!(sentence.contains("application d’authentification") && sentence.contains("Ma sécurité"));

        // Another session of the member, opened with a mailed code, must authenticate again.
        let pending = env.pending_member("camille").await;
        let code = Answers::from_iter([("code", env.agent_code("camille").await)]);
        let token = staff::confirm_code(portal, &pending, &client_at(9), &code).await.expect("signed in");
        let (uri, _, _) = env.add_authenticator_app(&first, false).await;
        let other = env.session(token.expose()).await;
        let refused = problems(reply(other.clone()).await);
        assert!(refused[0].problem.to_string().contains("vérification récente"), "{refused:?}");
        let step = staff::reauthentication_step(portal, &other, "").await.expect("a step");
        assert_eq!(step.factor, Some(SecondFactor::AuthenticatorApp));
        assert!(staff::send_reauthentication_code(portal, &other).await.is_err(), "no code by mail");
        let mut form = code_form("application", &env.totp_code(&uri));
        form.set("mot_de_passe", AGENT_PASSWORD);
        let token = staff::reauthenticate(portal, &other, &client_at(9), &form).await.expect("authenticated");
        reply(env.session(token.expose()).await).await.expect("signed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_with_a_strong_factor_resets_the_factors_of_a_member() {
    on_each_database_with(secured, async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let signed = env.signed_in_agent("camille", RECETTE).await;
        let member = signed.staff().expect("a member").id;
        let (_, signed, _) = env.add_authenticator_app(&signed, false).await;
        let administrator = member_at(&env, "ada", &[StaffRole::Administrator], SECURED).await;
        match staff::reset_factors(portal, &administrator, member).await {
            Err(Error::Refused(denial)) => {
                assert_eq!(denial.reason, Reason::AdministrationNeedsStrongFactor);
            }
            other => panic!("{other:?}"),
        }
        let weak_page = staff::member(portal, &administrator, member).await.expect("shown");
        assert!(weak_page.has_strong_factor);

        staff::reset_factors_of(portal, "ada").await.expect("nothing to remove");
        let mut strong = administrator.clone();
        if let backend::accounts::sessions::Visitor::Staff(member) = &mut strong.visitor {
            member.has_strong_factor = true;
        }
        staff::reset_factors(portal, &strong, member).await.expect("removed");
        assert!(mfa::authenticator_apps(portal, Owner::Staff(member)).await.expect("listed").is_empty());
        let active =
            backend::accounts::sessions::is_still_active(portal, signed.id).await.expect("looked up");
        assert!(!active, "the sessions are closed");
        env.deliver().await;
        let mails = env.mailbox.mails();
        let mail = mails.iter().rfind(|mail| mail.text.contains("Second facteur")).expect("a mail");
        assert_eq!(mail.to, "camille@douane.exemple.fr");
        let step =
            staff::second_step(portal, &env.pending_member("camille").await, "").await.expect("a step");
        assert_eq!((step.factor, step.other_factors.len()), (SecondFactor::Mail, 0));
        assert_eq!(env.acts().await.pop().expect("an act").0, "facteurs-effaces");
    })
    .await;
}
