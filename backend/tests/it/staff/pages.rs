//! Staff and services administered in the browser: invitations, rights, last administrator, audit trail.

use std::net::IpAddr;

use backend::{
    accounts::sessions::{Client, Session},
    directory::services::{self, NewService, Saving},
    id::StaffId,
    staff::{self, ActFilter, ActKind, Author, Details, NewMember},
};
use domain::{
    form::Answers,
    motif::RecipientKind,
    problem::Problem,
    rights::{Reason, StaffRole},
};
use platform::Error;

use crate::{
    accounts::client_at,
    database::{TestEnv, on_each_database_with},
    messaging::fixtures::{AGENT_PASSWORD, RECETTE, new_member, new_service, problems},
};

const SECURED: [u8; 4] = [10, 7, 0, 1];

fn networks(config: &mut backend::config::Config) {
    config.staff.networks = vec!["10.0.0.0/8".parse().expect("a network")];
    config.staff.secured_networks = vec!["10.7.0.0/16".parse().expect("a network")];
    // Second factors have their own tests.
    config.staff.strong_factor_required = false;
}

fn client_from(address: [u8; 4]) -> Client {
    Client { address: IpAddr::from(address), ..client_at(9) }
}

/// Creates a member with a password and signs them in from this address.
pub async fn member_at(env: &TestEnv, login: &str, roles: &[StaffRole], address: [u8; 4]) -> Session {
    env.add_member(&NewMember { roles, ..new_member(login) }).await;
    on(env, env.agent_session(login).await, address).await
}

async fn on(env: &TestEnv, session: Session, address: [u8; 4]) -> Session {
    let client = client_from(address);
    staff::restrict_to_network(&env.portal, session, &client).await.expect("decided").expect("allowed")
}

async fn administrator(env: &TestEnv, login: &str) -> Session {
    member_at(env, login, &[StaffRole::Administrator], SECURED).await
}

fn id_of(session: &Session) -> StaffId {
    session.staff().expect("a member").id
}

fn details(mail: &str, roles: &[StaffRole]) -> Details {
    Details {
        name: "Eloi Fictif".to_owned(),
        mail: mail.to_owned(),
        roles: roles.to_vec(),
        services: Vec::new(),
        remote: true,
        enabled: true,
    }
}

fn password(token: &str, password: &str) -> Answers {
    Answers::from_iter([("jeton", token), ("mot_de_passe", password), ("confirmation", password)])
}

#[tokio::test(flavor = "multi_thread")]
async fn invited_member_chooses_a_password_once() {
    on_each_database_with(networks, async |env| {
        let portal = &env.portal;
        let admin = administrator(&env, "camille").await;
        let adviser = details("eloi@douane.exemple.fr", &[StaffRole::Adviser]);
        let id = staff::create_invited(portal, &admin, "Eloi", adviser).await.expect("created");
        env.deliver().await;
        let mail = env.mailbox.last_to("eloi@douane.exemple.fr");
        assert!(mail.text.contains("eloi") && !mail.text.contains(AGENT_PASSWORD));
        let link = mail.link("/equipe/mot-de-passe");
        let token = link.split("jeton=").nth(1).expect("a token").to_owned();
        let listed = staff::member(portal, &admin, id).await.expect("the member");
        assert!(!listed.has_password);
        let weak = staff::choose_password(portal, &password(&token, "court")).await;
        assert_eq!(problems(weak)[0].field, "mot_de_passe");
        for _ in 0..2 {
            let invitee = staff::invitee(portal, &token).await.expect("looked up").expect("opened, not used");
            assert_eq!(invitee.login, "eloi");
        }
        let form = password(&token, AGENT_PASSWORD);
        let uses = [0; 20].map(|_| {
            let (portal, form) = (portal.clone(), form.clone());
            tokio::spawn(async move { staff::choose_password(&portal, &form).await })
        });
        let mut accepted = 0;
        for one in uses {
            accepted += usize::from(one.await.expect("no panic").is_ok());
        }
        assert_eq!(accepted, 1, "the link is used once");
        let signed = env.agent_session("eloi").await;
        assert_eq!(signed.staff().expect("signed in").roles, [StaffRole::Adviser]);
        // A new link replaces an earlier one.
        staff::invite(portal, &admin, id).await.expect("sent");
        staff::invite(portal, &admin, id).await.expect("sent again");
        assert!(staff::invitee(portal, &token).await.expect("looked up").is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_on_secured_networks_with_a_recent_authentication_change_the_staff() {
    on_each_database_with(networks, async |env| {
        let portal = &env.portal;
        let admin = administrator(&env, "camille").await;
        let id = id_of(&admin);
        let change = async |session: &Session| {
            let outcome = staff::change(portal, session, id, details("x@exemple.fr", &[])).await;
            match outcome.expect_err("refused") {
                Error::Refused(denial) => denial.reason,
                other => panic!("{other:?}"),
            }
        };
        for role in [StaffRole::Agent, StaffRole::Adviser, StaffRole::Editor] {
            let other = member_at(&env, &format!("membre.{}", role.code()), &[role], SECURED).await;
            assert!(matches!(change(&other).await, Reason::MissingRole { .. }));
            assert!(staff::acts(portal, &other, &ActFilter::default(), 1).await.is_err());
            assert!(staff::member(portal, &other, id).await.is_err());
        }
        let elsewhere = on(&env, admin.clone(), [10, 1, 2, 3]).await;
        assert_eq!(change(&elsewhere).await, Reason::AdministrationNotSecured);
        let stale = Session { authentication_end: None, ..admin.clone() };
        assert_eq!(change(&stale).await, Reason::AdministrationNeedsReauthentication);
        let operator = env.signed_in_account("alix").await.1;
        assert!(matches!(Author::of(portal, &operator), Err(Error::NotFound)));
        let added = NewService { ..new_service("PAE-9", RecipientKind::Pae, "PAE fictif") };
        let author = Author::of(portal, &admin).expect("an administrator");
        services::save(portal, &author, &added, Saving::New).await.expect("added");
        let again = services::save(portal, &author, &added, Saving::New).await;
        assert_eq!(problems(again)[0].problem, Problem::ServiceCodeTaken);
        let unknown = NewService { code: "PAE-10", ..added };
        let missing = services::save(portal, &author, &unknown, Saving::Existing).await;
        assert!(matches!(missing, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    on_each_database_with(networks, async |env| {
        let portal = &env.portal;
        let (first, second) = (administrator(&env, "camille").await, administrator(&env, "dominique").await);
        // An administrator without a password cannot sign in and does not count.
        let invited = details("eloi@douane.exemple.fr", &[StaffRole::Administrator]);
        staff::create_invited(portal, &first, "eloi", invited).await.expect("created");
        let own = staff::set_enabled(portal, &first, id_of(&first), false).await;
        assert_eq!(problems(own)[0].problem, Problem::OwnStaffRights);
        let both =
            [(first.clone(), id_of(&second)), (second.clone(), id_of(&first))].map(|(author, other)| {
                let portal = portal.clone();
                tokio::spawn(async move { staff::set_enabled(&portal, &author, other, false).await })
            });
        let mut refused = Vec::new();
        for one in both {
            refused.extend(one.await.expect("no panic").err());
        }
        assert_eq!(refused.len(), 1, "one of two administrators who disable each other stays");
        let problem = problems(Err::<(), _>(refused.remove(0)))[0].problem.clone();
        assert_eq!(problem, Problem::LastAdministrator);
        let enabled = staff::list(portal).await.expect("a list");
        assert_eq!(enabled.iter().filter(|one| one.enabled && one.has_password).count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_is_in_the_audit_trail() {
    on_each_database_with(networks, async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let admin = administrator(&env, "camille").await;
        let mail = "eloi@douane.exemple.fr";
        let id = staff::create_invited(portal, &admin, "eloi", details(mail, &[])).await.expect("created");
        let after = Details { services: vec![RECETTE.to_owned()], ..details(mail, &[StaffRole::Agent]) };
        staff::change(portal, &admin, id, after.clone()).await.expect("changed");
        staff::change(portal, &admin, id, after).await.expect("nothing to change");
        staff::set_enabled(portal, &admin, id, false).await.expect("disabled");
        let filter = |words: &str, kind| ActFilter { words: words.to_owned(), kind, ..ActFilter::default() };
        let kinds = async |filter: &ActFilter| {
            let found = staff::acts(portal, &admin, filter, 1).await.expect("the trail");
            found.acts.into_iter().map(|act| act.kind).collect::<Vec<_>>()
        };
        use ActKind::{MemberChanged, MemberCreated, MemberDisabled, MemberInvited};
        let of_eloi = kinds(&filter("ÉLOI", None)).await;
        assert_eq!(of_eloi, [MemberDisabled, MemberChanged, MemberInvited, MemberCreated]);
        assert_eq!(kinds(&filter("eloi", Some(MemberChanged))).await, [MemberChanged]);
        let today = portal.clock.now().day();
        let before = ActFilter { to: today.yesterday().ok(), ..ActFilter::default() };
        assert!(kinds(&before).await.is_empty());
        let found =
            staff::acts(portal, &admin, &filter("eloi", Some(MemberChanged)), 1).await.expect("found");
        let act = &found.acts[0];
        assert_eq!((act.author_name.as_str(), act.network.as_str()), ("Camille Fictif", "10.7.0.1"));
        let lines: Vec<_> =
            act.changes().iter().map(|one| (one.field.as_str(), one.after.as_str())).collect();
        assert_eq!(lines, [("Rôles", "Agent des douanes"), ("Services", RECETTE)]);
        env.deliver().await;
        let notice = env.mailbox.last_to(mail);
        assert!(notice.text.contains("Camille Fictif"), "names the author of the change");
        assert_eq!(staff::purge_acts(portal).await.expect("purged"), 0);
    })
    .await;
}
