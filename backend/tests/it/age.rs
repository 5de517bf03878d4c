//! The role of « administrateur général de l'entreprise » and its delegation.

use std::time::Duration;

use backend::{
    Error,
    age::{self, Closing, Line, Side, State},
    companies::{self, RightsFilter, RightsOrder, Since},
    notifications, personal_data,
    session::Session,
};
use domain::{
    co_owner::CoOwner,
    form::Answers,
    problem::Problem,
    rights::{Habilitation, NextStep, Reason},
    siren::Siren,
};
use uuid::Uuid;

use crate::{
    companies::{BRUMAIRE, ILOT, siren, with_simulator},
    database::{House, on_each_database},
    simulator::Simulator,
};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn to(who: &str) -> Answers {
    Answers::from_iter([("identifiant", who), ("fin", "")])
}

fn until(who: &str, day: &str) -> Answers {
    Answers::from_iter([("identifiant", who), ("fin", day)])
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Problem {
    match outcome {
        Err(Error::Invalid(problems)) => problems[0].problem.clone(),
        other => panic!("{other:?}"),
    }
}

async fn rights(house: &House, account: Uuid, company: &str) -> Vec<Habilitation> {
    companies::habilitations(&house.portal, account, Some(&siren(company))).await.expect("rights")
}

/// The only open offer made to the person.
async fn offered(house: &House, session: &Session) -> Line {
    let page = age::roles(&house.portal, session).await.expect("roles");
    let offers: Vec<Line> = page.offered().cloned().collect();
    assert_eq!(offers.len(), 1, "{offers:?}");
    offers[0].clone()
}

/// Offered by one, sought by the worker, accepted by the other.
async fn delegate(house: &House, from: &Session, company: &str, login: &str, session: &Session) {
    age::offer(&house.portal, from, &siren(company), &to(login)).await.expect("offered");
    age::seek(&house.portal).await.expect("sought");
    age::accept(&house.portal, session, offered(house, session).await.id).await.expect("accepted");
}

async fn lines(house: &House, session: &Session) -> Vec<(Side, Option<Closing>)> {
    let over = |line: &Line| match line.state {
        State::Over { why, .. } => Some(why),
        _ => None,
    };
    let page = age::roles(&house.portal, session).await.expect("roles");
    page.lines.iter().map(|line| (line.side, over(line))).collect()
}

/// Alix, administrateur général of Brumaire, linked at customs, DGFiP and Urssaf.
async fn alix(house: &House, simulator: &Simulator) -> (Uuid, Session) {
    let (account, session) = house.signed_in("alix").await;
    for co_owner in [CoOwner::Dgddi, CoOwner::Dgfip, CoOwner::Urssaf] {
        simulator.link(&house.portal, &session, co_owner, "alix.demo").await;
    }
    age::grant(&house.portal, "alix", BRUMAIRE).await.expect("named");
    (account, session)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_role_gives_what_the_giver_holds_of_all_but_customs_as_long_as_both_hold() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, alix) = alix(&house, &simulator).await;
        let (account, bruno) = house.signed_in("bruno").await;
        age::offer(portal, &alix, &siren(BRUMAIRE), &to("Bruno@exemple.fr")).await.expect("offered");
        assert!(rights(&house, account, BRUMAIRE).await.is_empty(), "an offer opens nothing");
        age::seek(portal).await.expect("sought");
        house.deliver().await;
        house.mailbox.last_saying("bruno@exemple.fr", "administrateur général de Brumaire Négoce");
        let told = notifications::role_notices(portal, &bruno).await.expect("notices");
        assert!(told[0].sentence.starts_with("Alix Démo vous propose"), "{}", told[0].sentence);
        assert_eq!(notifications::unread_count(portal, &bruno).await.expect("counted"), 1);
        let offer = offered(&house, &bruno).await;
        assert_eq!(offer.other.as_deref(), Some("Alix Démo"));
        age::accept(portal, &bruno, offer.id).await.expect("accepted");

        let held = rights(&house, account, BRUMAIRE).await;
        let owners: Vec<_> = held.iter().map(|right| right.co_owner).collect();
        assert_eq!(owners, [CoOwner::Dgfip, CoOwner::Urssaf], "{held:?}");
        assert!(held.iter().all(Habilitation::is_delegable));
        assert!(rights(&house, account, ILOT).await.is_empty(), "on that company only");
        // No rattachement is needed: the company can be chosen, with its name and the figures of those co-owners.
        assert_eq!(companies::only_siren(portal, account).await.expect("asked"), Some(siren(BRUMAIRE)));
        let token = companies::choose(portal, &bruno, BRUMAIRE).await.expect("chosen").token;
        let bruno = house.session(token.expose()).await;
        let view = companies::company_view(portal, &bruno).await.expect("a view");
        assert_eq!(view.linked, [CoOwner::Dgfip, CoOwner::Urssaf]);
        assert_eq!(view.raison_sociale(), "Brumaire Négoce (fictif)");
        let page = companies::held_rights(portal, &bruno, RightsOrder::Company, &RightsFilter::default(), 1)
            .await
            .expect("a page");
        assert!(page.rights.iter().all(|held| held.delegated_by.as_deref() == Some("Alix Démo")));
        assert_eq!(page.rights[0].since, Since::Known(house.clock.now()));

        // The giver's loss is the other's at once.
        companies::unlink(portal, &alix, CoOwner::Dgfip).await.expect("unlinked");
        let owners: Vec<_> =
            rights(&house, account, BRUMAIRE).await.iter().map(|right| right.co_owner).collect();
        assert_eq!(owners, [CoOwner::Urssaf]);
        age::give_up(portal, &bruno, offer.id).await.expect("given up");
        assert!(rights(&house, account, BRUMAIRE).await.is_empty());
        let told = notifications::role_notices(portal, &alix).await.expect("notices");
        assert!(told[0].sentence.contains("rôle rendu"), "{}", told[0].sentence);
        assert_eq!(lines(&house, &bruno).await, [(Side::Mine, Some(Closing::GivenUp))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawal_ends_all_that_was_delegated_further_and_both_sides_keep_its_dates() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, alix) = alix(&house, &simulator).await;
        let (_, bruno) = house.signed_in("bruno").await;
        let (chloe_account, chloe) = house.signed_in("chloe").await;
        delegate(&house, &alix, BRUMAIRE, "bruno", &bruno).await;
        delegate(&house, &bruno, BRUMAIRE, "chloe", &chloe).await;
        assert_eq!(rights(&house, chloe_account, BRUMAIRE).await.len(), 2, "from the giver's giver");
        let given = age::roles(portal, &alix).await.expect("roles");
        let given: Vec<_> = given.given(&siren(BRUMAIRE)).map(|line| line.id).collect();
        // What is somebody else's cannot be withdrawn, and looks as if it were not there.
        assert_eq!(problem(age::withdraw(portal, &chloe, given[0]).await), Problem::OfferGone);
        house.advance(Duration::from_secs(60));
        age::withdraw(portal, &alix, given[0]).await.expect("withdrawn");
        assert!(rights(&house, chloe_account, BRUMAIRE).await.is_empty(), "at once");
        assert_eq!(
            lines(&house, &bruno).await,
            [(Side::Mine, Some(Closing::Withdrawn)), (Side::Given, Some(Closing::Source))]
                .into_iter()
                .rev()
                .collect::<Vec<_>>()
        );
        assert_eq!(lines(&house, &chloe).await, [(Side::Mine, Some(Closing::Source))]);
        let page = age::roles(portal, &alix).await.expect("roles");
        let over = page.lines.iter().find(|line| line.id == given[0]).expect("its line");
        assert_eq!(over.state, State::Over { at: house.clock.now(), why: Closing::Withdrawn });
        assert!(over.starts_at.is_some_and(|at| at < house.clock.now()));
        assert_eq!(problem(age::withdraw(portal, &alix, given[0]).await), Problem::OfferGone, "twice");
        let told = notifications::role_notices(portal, &chloe).await.expect("notices");
        assert!(told[0].sentence.contains("a pris fin"));
        // Their own role gone, they delegate nothing more.
        let refused = age::offer(portal, &bruno, &siren(BRUMAIRE), &to("chloe")).await;
        let Err(Error::Refused(denial)) = refused else { panic!("{refused:?}") };
        assert_eq!(denial.reason, Reason::NotAdministrator { siren: siren(BRUMAIRE) });
        assert_eq!(denial.next_step(), Some(NextStep::AskAdministrator { siren: siren(BRUMAIRE) }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_says_nothing_of_who_has_an_account() {
    on_each_database(async |house: House| {
        let portal = &house.portal;
        let (_, alix) = house.signed_in("alix").await;
        house.account("bruno").await;
        age::grant(portal, "alix", BRUMAIRE).await.expect("named");
        let here = siren(BRUMAIRE);
        for typed in ["bruno", "personne", "bruno@exemple.fr", "personne@exemple.fr"] {
            age::offer(portal, &alix, &here, &to(typed)).await.expect("the same answer");
            age::offer(portal, &alix, &here, &to(typed)).await.expect("twice is once");
        }
        let seen = async || -> Vec<(Option<String>, State)> {
            let page = age::roles(portal, &alix).await.expect("roles");
            let mut seen: Vec<_> = page.given(&here).map(|line| (line.other.clone(), line.state)).collect();
            seen.sort_by(|one, other| one.0.cmp(&other.0));
            seen
        };
        let before = seen().await;
        assert_eq!(before.len(), 4);
        age::seek(portal).await.expect("sought");
        assert_eq!(seen().await, before, "what the worker found is not shown");
        house.deliver().await;
        assert_eq!(house.mailbox.count_to("personne@exemple.fr"), 0);
        // One's own account is no secret.
        for own in ["alix", "ALIX@exemple.fr"] {
            assert_eq!(problem(age::offer(portal, &alix, &here, &to(own)).await), Problem::OwnAccount);
        }
        house.advance(15 * Duration::from_secs(60) - Duration::from_secs(1));
        house.advance(Duration::from_secs(1));
        assert_eq!(problem(age::offer(portal, &alix, &here, &to("bruno")).await), Problem::ProofNeeded);
        house.advance(15 * DAY);
        house.run_jobs().await;
        let page = age::roles(portal, &alix).await.expect("roles");
        let lapsed = |line: &&Line| matches!(line.state, State::Over { why: Closing::Unanswered, .. });
        assert_eq!(page.lines.iter().filter(lapsed).count(), 4, "nobody answered");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_run_in_no_circle_and_are_taken_once() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (alix_account, alix) = alix(&house, &simulator).await;
        let (bruno_account, bruno) = house.signed_in("bruno").await;
        age::offer(portal, &alix, &siren(BRUMAIRE), &to("bruno")).await.expect("offered");
        age::seek(portal).await.expect("sought");
        let offer = offered(&house, &bruno).await;
        // Not theirs to answer.
        assert_eq!(problem(age::accept(portal, &alix, offer.id).await), Problem::OfferGone);
        let answers = (0..50).map(|_| age::accept(portal, &bruno, offer.id));
        for answer in futures::future::join_all(answers).await {
            assert_eq!(answer.expect("accepted, or accepted already"), siren(BRUMAIRE));
        }
        assert_eq!(house.count("age_source").await, 1);
        assert_eq!(
            notifications::role_notices(portal, &alix).await.expect("notices").len(),
            2,
            "named, accepted"
        );
        // Back to where it came from.
        age::offer(portal, &bruno, &siren(BRUMAIRE), &to("alix")).await.expect("offered");
        age::seek(portal).await.expect("sought");
        let back = offered(&house, &alix).await;
        assert_eq!(problem(age::accept(portal, &alix, back.id).await), Problem::AlreadyAdministrator);
        age::decline(portal, &alix, back.id).await.expect("declined");
        // Two offers of the same role at the same instant: one is taken.
        let (_, chloe) = house.signed_in("chloe").await;
        for giver in [&alix, &bruno] {
            age::offer(portal, giver, &siren(BRUMAIRE), &to("chloe")).await.expect("offered");
        }
        age::seek(portal).await.expect("sought");
        let page = age::roles(portal, &chloe).await.expect("roles");
        let both: Vec<Uuid> = page.offered().map(|line| line.id).collect();
        let answers = both.iter().map(|id| age::accept(portal, &chloe, *id));
        let taken = futures::future::join_all(answers).await;
        assert_eq!((both.len(), taken.iter().filter(|answer| answer.is_ok()).count()), (2, 1));
        assert!(
            rights(&house, alix_account, BRUMAIRE).await.len() > 2,
            "the giver's own rights are untouched"
        );
        assert_eq!(rights(&house, bruno_account, BRUMAIRE).await.len(), 2);
        assert!(matches!(age::grant(portal, "chloe", BRUMAIRE).await, Err(Error::Invalid(_))));
        assert_eq!(age::list(portal).await.expect("listed").len(), 3);
        age::revoke(portal, "alix", BRUMAIRE).await.expect("taken back");
        assert!(age::list(portal).await.expect("listed").is_empty());
        assert!(rights(&house, bruno_account, BRUMAIRE).await.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_ends_a_role_by_itself_and_bounds_what_comes_from_it() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, alix) = alix(&house, &simulator).await;
        let (account, bruno) = house.signed_in("bruno").await;
        let here = siren(BRUMAIRE);
        let offer = async |from: &Session, answers: Answers| age::offer(portal, from, &here, &answers).await;
        assert_eq!(problem(offer(&alix, until("bruno", "31/05/2026")).await), Problem::EndPassed);
        offer(&alix, until("bruno", "2026-06-01")).await.expect("until tonight");
        age::seek(portal).await.expect("sought");
        age::accept(portal, &bruno, offered(&house, &bruno).await.id).await.expect("accepted");
        assert_eq!(
            problem(offer(&bruno, until("chloe", "02/06/2026")).await),
            Problem::EndAfterOwn { end: "1er\u{a0}juin 2026".to_owned() }
        );
        assert_eq!(rights(&house, account, BRUMAIRE).await.len(), 2);
        // 22:00 UTC is midnight in Paris; no job has run.
        house.advance(Duration::from_secs(14 * 3600 - 1));
        assert_eq!(rights(&house, account, BRUMAIRE).await.len(), 2);
        house.advance(Duration::from_secs(1));
        assert!(rights(&house, account, BRUMAIRE).await.is_empty());
        assert_eq!(lines(&house, &bruno).await, [(Side::Mine, Some(Closing::Term))]);
        house.run_jobs().await;
        assert_eq!(lines(&house, &bruno).await, [(Side::Mine, Some(Closing::Term))]);
        house.advance(400 * DAY);
        house.run_jobs().await;
        assert!(lines(&house, &bruno).await.is_empty(), "thirteen months later");
        assert_eq!(house.count("age_notice").await, 1, "that of who still is one");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_account_takes_what_it_delegated_with_it() {
    with_simulator(async |house, simulator| {
        let portal = &house.portal;
        let (_, alix) = alix(&house, &simulator).await;
        let (account, bruno) = house.signed_in("bruno").await;
        delegate(&house, &alix, BRUMAIRE, "bruno", &bruno).await;
        age::offer(portal, &alix, &siren(BRUMAIRE), &to("chloe")).await.expect("offered");
        let typed = Answers::from_iter([("identifiant", "alix")]);
        personal_data::delete_account(portal, &alix, &typed).await.expect("deleted");
        assert!(rights(&house, account, BRUMAIRE).await.is_empty());
        let page = age::roles(portal, &bruno).await.expect("roles");
        assert_eq!(page.lines[0].other.as_deref(), Some("Compte supprimé"));
        assert!(matches!(page.lines[0].state, State::Over { why: Closing::Source, .. }));
        age::seek(portal).await.expect("sought");
        let typed: Vec<String> = backend::on!(portal.db, |c| {
            sqlx::query_scalar("SELECT typed FROM age_role WHERE typed <> ''").fetch_all(c).await
        })
        .expect("read");
        assert!(typed.is_empty(), "{typed:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_names_accounts_that_exist() {
    on_each_database(async |house: House| {
        house.account("alix").await;
        for (login, number) in [("personne", BRUMAIRE), ("alix", "123")] {
            assert!(matches!(age::grant(&house.portal, login, number).await, Err(Error::Invalid(_))));
        }
        assert!(matches!(age::revoke(&house.portal, "alix", BRUMAIRE).await, Err(Error::NotFound)));
        assert!(Siren::parse(BRUMAIRE).is_ok());
    })
    .await;
}
