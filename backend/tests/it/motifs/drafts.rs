//! Writing of a draft: rights, collisions, refusals, audit trail.

use backend::{
    motifs,
    staff::{self, ActFilter},
};
use domain::{
    form::Answers,
    motif::editing::{self, Nature},
    problem::Problem,
    rights::StaffRole,
};

use super::{
    MOTIF, add, administrator, begin, field, in_use, is_refused, now, publish, remove, revision, secured,
};
use crate::{
    database::{on_each_database, on_each_database_with},
    messaging::fixtures::{is_not_found, only_problem},
};

#[tokio::test(flavor = "multi_thread")]
async fn draft_is_written_step_by_step_and_recorded() {
    on_each_database_with(secured, async |env| {
        let (portal, ada) = (&env.portal, administrator(&env, "ada").await);
        let first = in_use(&env, MOTIF);
        begin(&env, &ada, MOTIF).await;
        add(&env, &ada, MOTIF, Nature::Date, "Date de l’avis").await;
        let mut answers = field(Nature::Choice, "Votre question porte sur");
        answers.set("choix", "Le calcul\nLa date limite");
        let second = revision(&env, &ada, MOTIF).await;
        motifs::add_field(portal, &ada, MOTIF, second, Nature::Choice, &answers).await.expect("a choice");
        motifs::move_field(portal, &ada, MOTIF, second + 1, "champ_date_de_l_avis", true)
            .await
            .expect("moved");
        let texts = |motif| {
            let mut answers = editing::texts_answers(motif);
            answers.set("titre", "Comprendre une créance : son origine");
            answers
        };
        let draft = motifs::edited_motif(portal, &ada, MOTIF).await.expect("a motif").draft.expect("a draft");
        let answers = texts(&draft.definition);
        motifs::change_texts(portal, &ada, MOTIF, draft.revision, &answers).await.expect("texts");
        let draft = motifs::edited_motif(portal, &ada, MOTIF).await.expect("a motif").draft.expect("a draft");
        assert_eq!(draft.definition.title, "Comprendre une créance\u{a0}: son origine");
        let names: Vec<&str> = draft.definition.form.fields.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["champ_date_de_l_avis", "creance", "champ_votre_question_porte_sur"]);
        assert_eq!((in_use(&env, MOTIF), draft.author.as_str()), (first, "ada"), "nothing changes before");

        // Nothing is written by a form without change.
        motifs::change_texts(portal, &ada, MOTIF, draft.revision, &answers).await.expect("the same texts");
        assert_eq!(revision(&env, &ada, MOTIF).await, draft.revision);
        let preview = motifs::preview(portal, &ada, MOTIF, None).await.expect("a preview");
        assert_eq!(preview.compared_with, Some(first));
        let subjects: Vec<&str> = preview.differences.iter().map(|one| one.subject.as_str()).collect();
        assert_eq!(
            subjects,
            ["Titre", "Champ ajouté\u{a0}: Date de l’avis", "Champ ajouté\u{a0}: Votre question porte sur"]
        );
        motifs::discard(portal, &ada, MOTIF, draft.revision).await.expect("discarded");
        assert!(motifs::edited_motif(portal, &ada, MOTIF).await.expect("a motif").draft.is_none());
        let filter = ActFilter { words: MOTIF.to_owned(), ..ActFilter::default() };
        let acts = staff::acts(portal, &ada, &filter, 1).await.expect("a list").acts;
        let codes: Vec<&str> = acts.iter().map(|act| act.kind.code()).collect();
        assert_eq!(codes.len(), 6);
        assert_eq!((codes.first(), codes.last()), (Some(&"motif-abandonne"), Some(&"motif-commence")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_do_not_overwrite_each_other() {
    on_each_database_with(secured, async |env| {
        let portal = &env.portal;
        let (ada, grace) = (administrator(&env, "ada").await, administrator(&env, "grace").await);
        begin(&env, &ada, MOTIF).await;
        let again = motifs::begin(portal, &grace, MOTIF, in_use(&env, MOTIF)).await;
        assert_eq!(only_problem(again).1, Problem::MotifVersionNotOpen);
        add(&env, &grace, MOTIF, Nature::Date, "Date de l’avis").await;
        let late =
            motifs::add_field(portal, &ada, MOTIF, 1, Nature::Date, &field(Nature::Date, "Autre")).await;
        assert_eq!(only_problem(late).1, Problem::MotifDraftChanged { author: "grace".to_owned() });
        for stale in [
            motifs::discard(portal, &ada, MOTIF, 1).await,
            motifs::publish(portal, &ada, MOTIF, 1, &now()).await.map(|_| ()),
        ] {
            assert_eq!(only_problem(stale).1, Problem::MotifVersionNotOpen);
        }
        let needed = motifs::remove_field(portal, &ada, MOTIF, 2, "champ_inconnu").await;
        assert!(is_not_found(needed));
        remove(&env, &ada, MOTIF, "champ_date_de_l_avis").await;
        let last = motifs::remove_field(portal, &ada, MOTIF, 3, "creance").await;
        assert_eq!(only_problem(last).1, Problem::MotifLastField);
        let unchanged = motifs::publish(portal, &ada, MOTIF, 3, &now()).await;
        assert_eq!(only_problem(unchanged).1, Problem::MotifWithoutChange);
        add(&env, &ada, MOTIF, Nature::Date, "Date de l’avis").await;
        let without_note = Answers::from_iter([("quand", "maintenant")]);
        assert_eq!(only_problem(motifs::publish(portal, &ada, MOTIF, 4, &without_note).await).0, "note");
        publish(&env, &ada, MOTIF).await;
        assert!(is_not_found(motifs::change_texts(portal, &ada, MOTIF, 4, &now()).await), "no draft");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_on_a_secured_network_write_motifs() {
    on_each_database(async |env| {
        let portal = &env.portal;
        // The default configuration has no secured network.
        let ada = env.staff_session("ada", StaffRole::Administrator).await;
        assert!(is_refused(motifs::begin(portal, &ada, MOTIF, in_use(&env, MOTIF)).await));
        assert_eq!(motifs::list(portal, &ada).await.expect("reading is allowed").len(), 23);
        for role in [StaffRole::Agent, StaffRole::Adviser, StaffRole::Editor, StaffRole::DocumentManager] {
            let other = env.staff_session(&format!("membre.{}", role.code()), role).await;
            assert!(is_refused(motifs::list(portal, &other).await));
            assert!(is_refused(motifs::edited_motif(portal, &other, MOTIF).await));
            assert!(is_refused(motifs::history(portal, &other, MOTIF).await));
            assert!(is_refused(motifs::preview(portal, &other, MOTIF, Some(2)).await));
            assert!(is_refused(motifs::publish(portal, &other, MOTIF, 1, &now()).await));
        }
        assert!(is_not_found(motifs::edited_motif(portal, &ada, "inconnu").await));
        assert!(is_not_found(motifs::preview(portal, &ada, MOTIF, Some(99)).await));
        assert_eq!(env.count("motif_draft").await, 0);
    })
    .await;
}
