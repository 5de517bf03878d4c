//! Questions and drafts of operators, when their motif gets another version.

use backend::{
    accounts::sessions::Session,
    id::{ConversationId, DraftId},
    messaging::{self, Prefill},
    motifs,
};
use domain::{
    form::Answers,
    motif::editing::{self, Nature},
    problem::Problem,
};

use super::{MOTIF, add, administrator, begin, in_use, publish, remove, revision, secured};
use crate::{
    database::{TestEnv, on_each_database_with},
    messaging::fixtures::{RECETTE, creance_answers, is_not_found, only_problem, problems},
};

/// Labels of the answers that a reader of a question sees.
async fn labels(env: &TestEnv, session: &Session, question: ConversationId) -> Vec<String> {
    let question = messaging::question(&env.portal, session, question).await.expect("a question");
    question.messages[0].answers.iter().map(|one| one.label.clone()).collect()
}

/// Publishes a version with a date instead of the créance.
async fn publish_with_a_date(env: &TestEnv, session: &Session) {
    begin(env, session, MOTIF).await;
    add(env, session, MOTIF, Nature::Date, "Date de l’avis").await;
    remove(env, session, MOTIF, "creance").await;
    publish(env, session, MOTIF).await;
}

async fn save(env: &TestEnv, session: &Session, draft: DraftId, answers: &Answers) {
    messaging::save(&env.portal, session, draft, answers, None).await.expect("saved");
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_and_drafts_keep_the_version_they_were_begun_with() {
    on_each_database_with(secured, async |env| {
        env.add_services().await;
        let (portal, ada) = (&env.portal, administrator(&env, "ada").await);
        let (_, alix) = env.accountant("alix").await;
        let agent = env.signed_in_agent("camille", RECETTE).await;
        let before = env.send_question(&alix).await;
        let begun = env.ready_draft(&alix).await;
        let first = in_use(&env, MOTIF);
        publish_with_a_date(&env, &ada).await;

        // A question of the first version still shows the field that the second one removed.
        for reader in [&alix, &agent] {
            assert_eq!(labels(&env, reader, before).await, ["Créance concernée", "Téléphone de contact"]);
        }
        // A draft of the first version is sent as it is.
        let draft = messaging::draft(portal, &alix, begun).await.expect("a draft");
        assert_eq!(i64::from(draft.motif.version), first);
        let newer = messaging::newer_motif(portal, &draft.motif).expect("a newer version");
        assert_eq!(i64::from(newer.version), first + 1);
        let sent = messaging::send(portal, &alix, begun).await.expect("sent");
        assert_eq!(labels(&env, &agent, sent).await, ["Créance concernée", "Téléphone de contact"]);

        // A new one asks what the second version asks.
        let draft = messaging::start(portal, &alix, MOTIF, &Prefill::default()).await.expect("a draft");
        save(&env, &alix, draft, &creance_answers()).await;
        let missing = problems(messaging::send(portal, &alix, draft).await);
        assert_eq!(
            missing.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["champ_date_de_l_avis"]
        );
        let mut answers = creance_answers();
        answers.set("champ_date_de_l_avis", "2026-05-01");
        save(&env, &alix, draft, &answers).await;
        let sent = messaging::send(portal, &alix, draft).await.expect("sent");
        assert_eq!(labels(&env, &agent, sent).await, ["Date de l’avis", "Téléphone de contact"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn draft_adopts_the_newer_version_and_keeps_its_answers() {
    on_each_database_with(secured, async |env| {
        env.add_services().await;
        let (portal, ada) = (&env.portal, administrator(&env, "ada").await);
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let id = env.ready_draft(&alix).await;
        messaging::adopt_newer_motif(portal, &alix, id).await.expect("nothing to adopt");
        publish_with_a_date(&env, &ada).await;
        assert!(is_not_found(messaging::adopt_newer_motif(portal, &basile, id).await), "not their draft");
        messaging::adopt_newer_motif(portal, &alix, id).await.expect("adopted");
        messaging::adopt_newer_motif(portal, &alix, id).await.expect("adopted twice");
        let draft = messaging::draft(portal, &alix, id).await.expect("a draft");
        assert_eq!(i64::from(draft.motif.version), in_use(&env, MOTIF));
        assert_eq!(draft.answers.text("objet"), "Origine de la créance");
        assert_eq!(draft.answers.text("creance"), "", "no longer asked");
        assert!(messaging::newer_motif(portal, &draft.motif).is_none());
        let missing = problems(messaging::send(portal, &alix, id).await);
        assert_eq!(missing[0].field, "champ_date_de_l_avis");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn motif_that_becomes_confidential_concerns_questions_to_come() {
    on_each_database_with(secured, async |env| {
        env.add_services().await;
        let (portal, ada) = (&env.portal, administrator(&env, "ada").await);
        let (_, alix) = env.accountant("alix").await;
        let (_, basile) = env.declarant("basile").await;
        let before = env.send_question(&basile).await;
        let (of_alix, of_basile) = (env.ready_draft(&alix).await, env.ready_draft(&basile).await);
        begin(&env, &ada, MOTIF).await;
        let motif = portal.motifs.current().find(MOTIF).expect("a motif").clone();
        let mut texts = editing::texts_answers(&motif);
        texts.set("confidentiel", "oui");
        let first = revision(&env, &ada, MOTIF).await;
        motifs::change_texts(portal, &ada, MOTIF, first, &texts).await.expect("texts");
        publish(&env, &ada, MOTIF).await;

        // Those who read the former question still do.
        assert_eq!(labels(&env, &basile, before).await.len(), 2);
        let begun = messaging::start(portal, &basile, MOTIF, &Prefill::default()).await;
        assert!(is_not_found(begun), "the motif no longer exists for this person");
        for (session, draft, problem) in [
            (&alix, of_alix, Problem::MotifNowConfidential),
            (&basile, of_basile, Problem::MotifClosedToDraft),
        ] {
            let open = messaging::send(portal, session, draft).await;
            assert_eq!(only_problem(open), (String::new(), problem));
        }
        let adopted = messaging::adopt_newer_motif(portal, &basile, of_basile).await;
        assert_eq!(only_problem(adopted).1, Problem::MotifClosedToDraft);
        messaging::adopt_newer_motif(portal, &alix, of_alix).await.expect("adopted");
        let sent = messaging::send(portal, &alix, of_alix).await.expect("sent");
        assert!(
            messaging::question(portal, &alix, sent).await.expect("a question").conversation.confidential
        );
        assert!(is_not_found(messaging::question(portal, &basile, sent).await));
    })
    .await;
}
