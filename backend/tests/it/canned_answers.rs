//! Canned answers of the agents: who uses them, the question that fills them, blanks that hold an answer back.

use backend::{
    accounts::sessions::Session,
    customs::canned_answers::{self, CANNED, CannedAnswer},
    id::{CannedAnswerId, ConversationId, DraftId},
    messaging,
};
use domain::{
    canned_answer::{MAX_OF_AGENT, PERSONAL},
    form::Answers,
    problem::Problem,
};

use crate::{
    database::{TestEnv, on_each_database},
    messaging::fixtures::{OTHER_RECETTE, RECETTE, is_not_found, only_problem, problems, text},
};

fn canned(scope: &str, title: &str, text: &str) -> Answers {
    Answers::from_iter([("portee", scope), ("titre", title), ("texte", text)])
}

impl TestEnv {
    async fn prepare(&self, agent: &Session, answers: &Answers) -> CannedAnswerId {
        let id = CannedAnswerId::generate();
        canned_answers::create(&self.portal, agent, id, answers).await.expect("prepared");
        id
    }

    async fn prepared_titles(&self, agent: &Session) -> Vec<String> {
        titles(canned_answers::canned_answers(&self.portal, agent).await.expect("a list"))
    }

    async fn offered(&self, agent: &Session, question: ConversationId) -> Vec<CannedAnswer> {
        let read = messaging::question(&self.portal, agent, question).await.expect("read");
        canned_answers::offered(&self.portal, agent, &read.conversation).await.expect("a list")
    }

    /// Inserts a canned answer after `typed`; returns the text of the draft.
    async fn insert(
        &self,
        agent: &Session,
        question: ConversationId,
        canned: CannedAnswerId,
        typed: &str,
    ) -> String {
        let mut answers = text(typed);
        answers.set(CANNED, canned.to_string());
        let key = DraftId::generate();
        canned_answers::insert_into_answer(&self.portal, agent, question, key, &answers, None)
            .await
            .expect("inserted");
        let read = messaging::question(&self.portal, agent, question).await.expect("read");
        read.reply.expect("a draft").answers.text("message").to_owned()
    }
}

fn titles(all: Vec<CannedAnswer>) -> Vec<String> {
    all.into_iter().map(|one| one.content.title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_shares_its_canned_answers_and_an_agent_keeps_their_own() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let dominique = env.named_agent("dominique", &[RECETTE]).await;
        let eloi = env.named_agent("eloi", &[OTHER_RECETTE]).await;
        let shared = env.prepare(&camille, &canned(RECETTE, "Commune", "Bonjour {entreprise}")).await;
        let own = env.prepare(&camille, &canned(PERSONAL, "À moi", "Bonjour")).await;
        // The form is sent twice.
        let again = canned(PERSONAL, "Deux fois", "x");
        canned_answers::create(portal, &camille, own, &again).await.expect("prepared before");
        assert_eq!(env.prepared_titles(&camille).await, ["À moi", "Commune"]);
        assert_eq!(env.prepared_titles(&dominique).await, ["Commune"]);
        assert!(env.prepared_titles(&eloi).await.is_empty());
        let intruding = canned(RECETTE, "Intruse", "x");
        let elsewhere = canned_answers::create(portal, &eloi, CannedAnswerId::generate(), &intruding).await;
        assert_eq!(problems(elsewhere)[0].field, "portee");

        let changed = Answers::from_iter([("titre", "Partagée"), ("texte", "Bonsoir")]);
        canned_answers::change(portal, &dominique, shared, &changed).await.expect("a colleague changes it");
        let read = canned_answers::canned_answer(portal, &camille, shared).await.expect("read");
        assert_eq!((read.content.text.as_str(), read.changed_by.as_str()), ("Bonsoir", "dominique"));
        for (agent, id) in [(&dominique, own), (&eloi, own), (&eloi, shared)] {
            assert!(is_not_found(canned_answers::canned_answer(portal, agent, id).await));
            assert!(is_not_found(canned_answers::change(portal, agent, id, &changed).await));
            assert!(is_not_found(canned_answers::delete(portal, agent, id).await));
        }
        canned_answers::delete(portal, &dominique, shared).await.expect("deleted");
        assert!(is_not_found(canned_answers::delete(portal, &camille, shared).await));
        assert_eq!(env.prepared_titles(&camille).await, ["À moi"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_variables_and_too_many_canned_answers_are_refused() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        let create = async |answers: Answers| {
            canned_answers::create(portal, &camille, CannedAnswerId::generate(), &answers).await
        };
        let (field, problem) = only_problem(create(canned(PERSONAL, "x", "{client}")).await);
        let unknown = Problem::UnknownVariable { variable: "{client}".to_owned() };
        assert_eq!((field.as_str(), problem), ("texte", unknown));
        for _ in 0..MAX_OF_AGENT {
            create(canned(PERSONAL, "x", "y")).await.expect("room");
        }
        let full = only_problem(create(canned(PERSONAL, "x", "y")).await).1;
        assert_eq!(full, Problem::TooManyCannedAnswers { max: MAX_OF_AGENT });
        assert_eq!(env.prepared_titles(&camille).await.len(), MAX_OF_AGENT);
        create(canned(RECETTE, "x", "y")).await.expect("the service has its own number");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_offered_the_canned_answers_of_its_motif_and_fills_them() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE, OTHER_RECETTE]).await;
        let mut of_motif = canned(RECETTE, "De ce motif", "x");
        of_motif.set("motif_precision-creance", "oui");
        let mut of_another = canned(RECETTE, "D’un autre", "x");
        of_another.set("motif_mandat", "oui");
        env.prepare(&camille, &of_motif).await;
        let other = env.prepare(&camille, &of_another).await;
        env.prepare(&camille, &canned(OTHER_RECETTE, "D’un autre service", "x")).await;
        let variables = "{entreprise}, {siren}, {objet}, {motif}, {service}, {agent} {échec";
        let filling = env.prepare(&camille, &canned(PERSONAL, "À moi", variables)).await;
        assert_eq!(titles(env.offered(&camille, question).await), ["À moi", "De ce motif"]);

        messaging::take_in_charge(portal, &camille, question).await.expect("taken in charge");
        let inserted = env.insert(&camille, question, filling, "").await;
        assert_eq!(
            inserted,
            "Brumaire Négoce (fictif), 123\u{a0}456\u{a0}782, Origine de la créance, Obtenir des précisions sur une créance, \
             Recette régionale fictive, camille {échec"
        );
        let number = messaging::question(portal, &camille, question).await.expect("read").conversation.number;
        let reference = env.prepare(&camille, &canned(PERSONAL, "Numéro", "{reference}")).await;
        let inserted = env.insert(&camille, question, reference, "Déjà écrit.").await;
        assert_eq!(inserted, format!("Déjà écrit.\n\n{number}"), "what was typed stays");

        let mut answers = text("Gardé.");
        answers.set(CANNED, other.to_string());
        let key = DraftId::generate();
        let refused =
            canned_answers::insert_into_answer(portal, &camille, question, key, &answers, None).await;
        assert_eq!(only_problem(refused).0, CANNED, "one of another motif");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_a_blank_left_is_refused() {
    on_each_database(async |env| {
        env.add_services().await;
        let portal = &env.portal;
        let (_, alix) = env.accountant("alix").await;
        let question = env.send_question(&alix).await;
        let camille = env.named_agent("camille", &[RECETTE]).await;
        messaging::take_in_charge(portal, &camille, question).await.expect("taken in charge");
        // The service promised nothing: the variable has no value.
        let id = env.prepare(&camille, &canned(PERSONAL, "Délai", "Le {echeance}, [[montant]] € dus.")).await;
        let inserted = env.insert(&camille, question, id, "").await;
        assert_eq!(inserted, "Le [[date de la réponse promise]], [[montant]] € dus.");
        let half = inserted.replace("[[date de la réponse promise]]", "1er décembre");
        let refused = async |answer: &str| {
            let answer = text(answer);
            only_problem(messaging::reply(portal, &camille, question, DraftId::generate(), &answer).await)
        };
        let blank =
            |blank: &str| ("message".to_owned(), Problem::BlankNotFilled { blank: format!("[[{blank}]]") });
        assert_eq!(refused(&inserted).await, blank("date de la réponse promise"));
        assert_eq!(refused(&half).await, blank("montant"));
        let whole = half.replace("[[montant]]", "12");
        messaging::reply(portal, &camille, question, DraftId::generate(), &text(&whole)).await.expect("sent");
        let sent = messaging::question(portal, &alix, question).await.expect("read").messages;
        assert_eq!(sent[1].body, "Le 1er décembre, 12 € dus.");
        // An operator may write brackets.
        messaging::reply(portal, &alix, question, DraftId::generate(), &text("[[note]]"))
            .await
            .expect("sent");
    })
    .await;
}
