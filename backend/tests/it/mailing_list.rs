//! Mailing list Infos Douane: double opt-in, letters, unsubscription, refused addresses.

use backend::{
    accounts::{account, sessions::Session},
    id::LetterId,
    information::{self, Figures, LetterState},
};
use domain::{form::Answers, problem::Problem, rights::StaffRole};
use platform::{Error, db::Duration, execute};

use crate::{
    accounts::client_at,
    database::{TestEnv, on_each_database, on_each_database_with},
    mailbox::Mode,
    messaging::fixtures::problems,
};

const PASSWORD: &str = "phrase de passe assez longue";

fn email(address: &str) -> Answers {
    Answers::from_iter([("email", address)])
}

fn text(subject: &str) -> Answers {
    Answers::from_iter([("objet", subject), ("texte", "Le **guide** est [ici](/faq).\n\n- un\n- deux")])
}

async fn request(env: &TestEnv, address: &str) {
    information::subscribe(&env.portal, &client_at(7), &email(address)).await.expect("requested");
    env.deliver().await;
}

/// Token of the last link to this page that the address has received.
fn token(env: &TestEnv, address: &str, page: &str) -> String {
    let link = env.mailbox.last_containing(address, page).link(page);
    link.split("jeton=").nth(1).expect("a token").to_owned()
}

async fn subscribe(env: &TestEnv, address: &str) {
    request(env, address).await;
    let token = token(env, address, "/infos-douane/abonnement");
    assert!(information::confirm(&env.portal, &token).await.expect("no failure"));
}

/// Creates an account that chose the list.
async fn add_account(env: &TestEnv, login: &str) {
    let address = format!("{login}@exemple.fr");
    account::create_activated(&env.portal, login, &address, "Alix", "Essai", PASSWORD)
        .await
        .expect("an account");
    execute!(env.portal.db, sqlx::query("UPDATE account SET newsletter = TRUE WHERE login = $1").bind(login))
        .expect("chosen");
}

/// Creates and sends a letter.
async fn send(env: &TestEnv, editor: &Session, subject: &str) -> LetterId {
    let id = information::create(&env.portal, editor, &text(subject)).await.expect("a draft");
    information::send(&env.portal, editor, id, 1).await.expect("sent");
    id
}

/// Runs the job and delivers until nothing is left to queue.
async fn deliver_all(env: &TestEnv) {
    while information::deliver(&env.portal).await.expect("queued") > 0 {
        env.deliver().await;
    }
}

async fn figures(env: &TestEnv, editor: &Session, id: LetterId) -> (LetterState, Figures) {
    let (letter, figures) = information::letter(&env.portal, editor, id).await.expect("the letter");
    (letter.state, figures)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_confirms_receives_and_unsubscribes() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let editor = env.staff_session("redaction", StaffRole::Editor).await;
        request(&env, "dorian@exemple.fr").await;
        let link = token(&env, "dorian@exemple.fr", "/infos-douane/abonnement");
        for _ in 0..2 {
            assert!(information::awaits_confirmation(portal, &link).await.expect("read"), "uses nothing");
        }
        assert_eq!(information::subscriber_count(portal).await.expect("counted"), 0);
        assert!(information::confirm(portal, &link).await.expect("no failure"));
        assert!(!information::confirm(portal, &link).await.expect("no failure"), "used once");
        request(&env, "dorian@exemple.fr").await;
        assert!(env.mailbox.last_to("dorian@exemple.fr").text.contains("déjà abonnée"));

        send(&env, &editor, "Première lettre").await;
        deliver_all(&env).await;
        let mail = env.mailbox.last_containing("dorian@exemple.fr", "Première lettre");
        assert!(mail.html.contains("<strong>guide</strong>") && mail.html.contains("<li>deux</li>"));
        let address = portal.link("/faq");
        assert!(mail.html.contains(&format!("<a href=\"{address}\">ici</a>")), "{}", mail.html);
        assert!(mail.text.contains(&format!("ici ({address})")), "{}", mail.text);
        let header = |name: &str| {
            let found = mail.headers.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
        };
        assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
        assert!(header("List-Unsubscribe").contains("/desabonnement/"), "{mail:?}");

        let end = token(&env, "dorian@exemple.fr", "/infos-douane/desabonnement");
        assert!(information::is_unsubscription_link(portal, &end).await.expect("read"));
        for _ in 0..2 {
            information::unsubscribe(portal, &end).await.expect("unsubscribed");
        }
        let unknown = information::unsubscribe(portal, "inconnu").await;
        assert!(matches!(unknown, Err(Error::NotFound)));
        let before = env.mailbox.count_to("dorian@exemple.fr");
        send(&env, &editor, "Deuxième lettre").await;
        deliver_all(&env).await;
        assert_eq!(env.mailbox.count_to("dorian@exemple.fr"), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unconfirmed_addresses_are_forgotten_and_requests_are_limited() {
    on_each_database(async |env| {
        request(&env, "dorian@exemple.fr").await;
        let link = token(&env, "dorian@exemple.fr", "/infos-douane/abonnement");
        env.advance(Duration::from_secs(49 * 3600));
        assert!(!information::confirm(&env.portal, &link).await.expect("no failure"), "too late");
        assert_eq!(information::purge_subscriptions(&env.portal).await.expect("purged"), 1);
        for _ in 0..3 {
            request(&env, "eloi@exemple.fr").await;
        }
        let refused = information::subscribe(&env.portal, &client_at(8), &email("eloi@exemple.fr")).await;
        assert!(matches!(problems(refused)[0].problem, Problem::TooManyAttempts { .. }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_subscriber_gets_a_letter_once_at_the_configured_rate() {
    on_each_database_with(
        |config| config.mailing_list.mails_per_minute = 18,
        async |env| {
            let editor = env.staff_session("redaction", StaffRole::Editor).await;
            for login in ["alix", "basile", "chloe"] {
                add_account(&env, login).await;
            }
            subscribe(&env, "dorian@exemple.fr").await;
            subscribe(&env, "zoe@exemple.fr").await;
            // Subscribed as a visitor before choosing the list as an account.
            subscribe(&env, "eloi@exemple.fr").await;
            add_account(&env, "eloi").await;
            assert_eq!(information::subscriber_count(&env.portal).await.expect("counted"), 6);
            let id = send(&env, &editor, "Lettre").await;
            execute!(
                env.portal.db,
                sqlx::query("UPDATE account SET newsletter = FALSE WHERE login = 'chloe'")
            )
            .expect("unsubscribed meanwhile");
            let queued = information::deliver(&env.portal).await.expect("queued");
            assert!(queued <= 3, "{queued}");
            assert_eq!(figures(&env, &editor, id).await.0, LetterState::Sending);
            // Two processes at once.
            for _ in 0..3 {
                let (one, two) =
                    tokio::join!(information::deliver(&env.portal), information::deliver(&env.portal));
                one.expect("queued");
                two.expect("queued");
            }
            env.deliver().await;
            information::deliver(&env.portal).await.expect("results");
            let (state, figures) = figures(&env, &editor, id).await;
            assert_eq!(state, LetterState::Sent);
            assert_eq!((figures.total, figures.delivered, figures.pending), (5, 5, 0), "{figures:?}");
            for login in ["alix", "basile", "eloi", "dorian", "zoe"] {
                let address = format!("{login}@exemple.fr");
                let mails = env.mailbox.mails();
                let letters =
                    mails.iter().filter(|mail| mail.to == address && mail.subject == "Lettre").count();
                assert_eq!(letters, 1, "{login}");
            }
            assert_eq!(env.mailbox.count_to("chloe@exemple.fr"), 0);
            assert_eq!(information::sent_letters(&env.portal).await.expect("listed").len(), 1);
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_address_leaves_the_list() {
    on_each_database(async |env| {
        let editor = env.staff_session("redaction", StaffRole::Editor).await;
        add_account(&env, "alix").await;
        subscribe(&env, "dorian@exemple.fr").await;
        let id = send(&env, &editor, "Lettre").await;
        information::deliver(&env.portal).await.expect("queued");
        env.mailbox.set_mode(Mode::Answer("RCPT", "550 5.1.1 No such user"));
        env.deliver().await;
        env.mailbox.set_mode(Mode::Accept);
        information::deliver(&env.portal).await.expect("results");
        let (_, figures) = figures(&env, &editor, id).await;
        assert_eq!((figures.refused, figures.delivered), (2, 0), "{figures:?}");
        assert_eq!(information::subscriber_count(&env.portal).await.expect("counted"), 0);
        subscribe(&env, "dorian@exemple.fr").await;
        information::deliver(&env.portal).await.expect("results");
        assert_eq!(information::subscriber_count(&env.portal).await.expect("counted"), 1, "subscribed again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn editors_do_not_overwrite_each_other_and_can_stop() {
    on_each_database_with(
        |config| config.mailing_list.mails_per_minute = 6,
        async |env| {
            let portal = &env.portal;
            let editor = env.staff_session("redaction", StaffRole::Editor).await;
            let other = env.staff_session("autre", StaffRole::Editor).await;
            let adviser = env.staff_session("conseil", StaffRole::Adviser).await;
            let refused = information::create(portal, &adviser, &text("Lettre")).await;
            assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
            let id = information::create(portal, &editor, &text("Lettre")).await.expect("a draft");
            information::save(portal, &other, id, 1, &text("Lettre relue")).await.expect("saved");
            let outdated = information::save(portal, &editor, id, 1, &text("Autre")).await;
            assert_eq!(problems(outdated)[0].problem, Problem::DraftChangedElsewhere);
            let outdated = information::send(portal, &editor, id, 1).await;
            assert_eq!(problems(outdated)[0].problem, Problem::DraftChangedElsewhere);
            information::send_trial(portal, &editor, id).await.expect("sent");
            env.deliver().await;
            let trial = env.mailbox.last_containing("redaction@douane.exemple.fr", "Lettre relue");
            assert!(trial.text.contains("Ceci est un essai"));

            for address in ["dorian@exemple.fr", "eloi@exemple.fr"] {
                subscribe(&env, address).await;
            }
            information::send(portal, &editor, id, 2).await.expect("sent");
            assert_eq!(information::deliver(portal).await.expect("queued"), 1);
            assert!(information::stop(portal, &other, id).await.expect("stopped"));
            assert!(!information::stop(portal, &other, id).await.expect("stopped before"));
            assert_eq!(information::deliver(portal).await.expect("nothing left"), 0);
            let (state, figures) = figures(&env, &editor, id).await;
            assert_eq!((state, figures.total), (LetterState::Stopped, 1));
            let hidden = information::sent_letter(portal, id).await;
            assert!(matches!(hidden, Err(Error::NotFound)), "a stopped letter is not public");
            let late = information::save(portal, &editor, id, 2, &text("Trop tard")).await;
            assert_eq!(problems(late)[0].problem, Problem::LetterSent);
            assert_eq!(
                problems(information::delete(portal, &editor, id).await)[0].problem,
                Problem::LetterSent
            );
        },
    )
    .await;
}
