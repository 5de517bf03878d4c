//! Decisions for every kind of action and every kind of actor.

use super::fixtures::*;
use crate::co_owner::CoOwner;
use crate::documents::Circle;
use crate::motif::RecipientKind;
use crate::rights::{
    Action, Actor, Decision, DeclarationLine, Droit, Habilitation, Network, StaffRole, Teleservice, decide,
};
use crate::siren::Siren;
use crate::siret::Siret;

/// A row of the table: an action, and the expected outcome for each of [`Holders::actors`]: `A`llowed, denied
/// and `S`hown with the reason, or `H`idden as if it did not exist.
type Row<'a> = (Action<'a>, &'static str);

/// Index of the kind of action. A kind without index does not compile; a kind without row fails the tests.
fn kind(action: &Action) -> usize {
    match action {
        Action::SeeSynthese(_) => 0,
        Action::SeePayments(_) => 1,
        Action::SeeSchedule(_) => 2,
        Action::SeeMandats(_) => 3,
        Action::ManageMandat(_) => 4,
        Action::PayCreance(_) => 5,
        Action::OpenDeclaration(_) => 6,
        Action::UseMessaging => 7,
        Action::UseMotif { .. } => 8,
        Action::ReadConversation { .. } => 9,
        Action::AnswerConversation { .. } => 10,
        Action::ReadServiceInbox { .. } => 11,
        Action::WorkFrom(_) => 12,
        Action::IssueOfficialAct { .. } => 13,
        Action::DelegateRole(_) => 14,
        Action::OpenTeleservice(_) => 15,
        Action::DeclareAt(_) => 16,
        Action::SeeCardCreances => 17,
        Action::PayByCard(_) => 18,
        Action::AnswerQuestions => 19,
        Action::AnswerCases => 20,
        Action::EditTexts => 21,
        Action::ReadOpinions => 22,
        Action::SeeAdministration => 23,
        Action::Administer { .. } => 24,
        Action::TransferConversation { .. } => 25,
        Action::KeepAgenda { .. } => 26,
        Action::SeeDocuments => 27,
        Action::ReadDocument { .. } => 28,
        Action::ShareDocuments => 29,
        Action::ManageDocuments { .. } => 30,
        Action::KeepCannedAnswers { .. } => 31,
        Action::SeeDelayReports => 32,
        Action::SeeDelayReport { .. } => 33,
    }
}
const KINDS: usize = 34;

/// Habilitations and roles of the actors: on this SIRET (`here`), on another SIRET of the company
/// (`sibling`), on the SIREN, on another company (`foreign`), or none.
struct Holders {
    held: Vec<(&'static str, Vec<Habilitation>)>,
    services: [(Vec<String>, bool); 2],
    companies: [Vec<Siren>; 2],
}

impl Holders {
    fn new(here: &Siret, sibling: &Siret, foreign: &Siret) -> Self {
        use Teleservice::{
            Ciel, DeltaG, Dsn, PaiementsDgfip, PaiementsUrssaf, TelepaiementCb, TelepaiementSepa,
        };
        let telepayer = at(here, TelepaiementSepa, Droit::Telepayer);
        // A right on a téléservice of customs granted by another co-owner does not count.
        let wrong_co_owner = Habilitation { co_owner: CoOwner::Urssaf, ..telepayer.clone() };
        let held = [
            ("télépayer here", telepayer),
            ("télépayer sibling", at(sibling, TelepaiementSepa, Droit::Telepayer)),
            ("adhérer here", at(here, TelepaiementSepa, Droit::Adherer)),
            ("adhérer sibling", at(sibling, TelepaiementSepa, Droit::Adherer)),
            ("lire here", at(here, DeltaG, Droit::Lire)),
            ("déclarer sibling", at(sibling, Ciel, Droit::Declarer)),
            ("by card here", at(here, TelepaiementCb, Droit::Telepayer)),
            ("DGFiP", on_siren(PaiementsDgfip, Droit::Consulter)),
            ("Urssaf", on_siren(PaiementsUrssaf, Droit::Consulter)),
            ("télépayer on the SIREN", on_siren(TelepaiementSepa, Droit::Telepayer)),
            ("télépayer elsewhere", at(foreign, TelepaiementSepa, Droit::Telepayer)),
            ("wrong co-owner", wrong_co_owner),
            ("DSN", on_siren(Dsn, Droit::Declarer)),
        ];
        let held = std::iter::once(("nothing", vec![])).chain(held.map(|(name, right)| (name, vec![right])));
        Holders {
            held: held.collect(),
            services: [(vec!["RR-1".to_owned()], false), (vec!["PAE-2".to_owned()], true)],
            companies: [vec![siren(SIREN)], vec![foreign.siren()]],
        }
    }

    /// Names and actors, in the order of the columns.
    fn actors<'a>(&'a self, company: &'a Siren) -> Vec<(&'static str, Actor<'a>)> {
        let usager = |(name, held): &'a (&'static str, Vec<Habilitation>)| {
            (*name, Actor::Usager { habilitations: held, siren: Some(company) })
        };
        let mut actors: Vec<_> = self.held.iter().map(usager).collect();
        actors.push(("no company", Actor::Usager { habilitations: &self.held[1].1, siren: None }));
        let [(first, first_remote), (second, second_remote)] = &self.services;
        let staff = |roles, services, remote| Actor::Staff { roles, services, remote };
        actors.push(("agent", staff(&[StaffRole::Agent], first, *first_remote)));
        actors.push(("other agent", staff(&[StaffRole::Agent], second, *second_remote)));
        // Services without the role of agent give no right.
        actors.push(("adviser", staff(&[StaffRole::Adviser], first, false)));
        actors.push(("editor", staff(&[StaffRole::Editor], first, false)));
        actors.push(("document manager", staff(&[StaffRole::DocumentManager], first, false)));
        actors.push(("administrator", staff(&[StaffRole::Administrator], first, true)));
        actors.push(("agent and adviser", staff(&[StaffRole::Agent, StaffRole::Adviser], first, false)));
        actors.push(("no role", staff(&[], first, false)));
        actors.push(("AGE", Actor::Administrator { sirens: &self.companies[0] }));
        actors.push(("AGE elsewhere", Actor::Administrator { sirens: &self.companies[1] }));
        actors
    }
}

/// Calls `check` for each cell with the action, the name of the actor, the expected outcome and the decision.
fn each_cell(mut check: impl FnMut(&Action, &'static str, char, Decision)) {
    use CoOwner::{Dgddi, Dgfip, NetEntreprises, Urssaf};
    use Teleservice::{
        Ciel, DeltaG, Dsn, PaiementsDgfip, PaiementsUrssaf, Sofi, TelepaiementCb, TelepaiementSepa,
    };
    let (here, sibling, foreign, own, other) =
        (siret(HERE), sibling(), foreign(), siren(SIREN), siren("356000000"));
    let read = |siren, confidential| Action::ReadConversation { siren, service: "RR-1", confidential };
    let act = |from, recently_authenticated| Action::IssueOfficialAct {
        service: "RR-1",
        from,
        recently_authenticated,
        strong_factor: true,
    };
    let transfer = |confidential, to| Action::TransferConversation {
        service: "RR-1",
        confidential,
        motif: RecipientKind::Recette,
        to,
    };
    let administer = |from, recently_authenticated| Action::Administer {
        from,
        recently_authenticated,
        strong_factor: true,
    };
    let weakly_administer =
        Action::Administer { from: Network::Secured, recently_authenticated: true, strong_factor: false };
    let circles = [
        Circle::Company(own.clone()),
        Circle::Company(other.clone()),
        Circle::Teleservice(DeltaG),
        Circle::Teleservice(TelepaiementSepa),
        Circle::Service("RR-1".to_owned()),
    ];
    let [of_own, of_other, of_delta, of_sepa, of_service] = &circles;
    let document = |circle| Action::ReadDocument { circle };
    // Columns, in the order of [`Holders::actors`]: no right, télépayer here and sibling, adhérer here and sibling,
    // lire here, déclarer sibling, by card, DGFiP, Urssaf, télépayer on the SIREN, elsewhere, wrong co-owner, DSN | no
    // company
    // | agent, other agent with remote access | adviser, editor, document manager, administrator with remote access, agent
    // and adviser, no role | AGE, AGE elsewhere.
    let rows: Vec<Row> = vec![
        (Action::SeeSynthese(Dgddi), "SAASSSSSSSASSS S SS SSSSSS SS"),
        (Action::SeePayments(Dgddi), "SAASSSSSSSASSS S SS SSSSSS SS"),
        (Action::SeeSchedule(Dgddi), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::SeeMandats(Dgddi), "SSSAASSSSSSSSS S SS SSSSSS SS"),
        (Action::SeeSynthese(Dgfip), "SSSSSSSSASSSSS S SS SSSSSS SS"),
        (Action::SeePayments(Dgfip), "SSSSSSSSASSSSS S SS SSSSSS SS"),
        (Action::SeeSchedule(Dgfip), "SSSSSSSSASSSSS S SS SSSSSS SS"),
        (Action::SeeMandats(Dgfip), "SSSSSSSSASSSSS S SS SSSSSS SS"),
        (Action::SeeSynthese(Urssaf), "SSSSSSSSSASSSS S SS SSSSSS SS"),
        (Action::SeePayments(Urssaf), "SSSSSSSSSASSSS S SS SSSSSS SS"),
        (Action::SeeSchedule(Urssaf), "SSSSSSSSSASSSS S SS SSSSSS SS"),
        (Action::SeeSynthese(NetEntreprises), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::SeePayments(NetEntreprises), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::SeeSchedule(NetEntreprises), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::SeeMandats(NetEntreprises), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::DeclareAt(Dgddi), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::DeclareAt(Dgfip), "SSSSSSSSASSSSS S SS SSSSSS SS"),
        (Action::DeclareAt(Urssaf), "SSSSSSSSSASSSS S SS SSSSSS SS"),
        (Action::DeclareAt(NetEntreprises), "SSSSSSSSSSSSSA S SS SSSSSS SS"),
        (Action::SeeMandats(Urssaf), "SSSSSSSSSASSSS S SS SSSSSS SS"),
        (Action::SeeCardCreances, "SSSSSSSASSSSSS S SS SSSSSS SS"),
        (Action::PayByCard(&here), "SSSSSSSASSSSSS S SS SSSSSS SS"),
        (Action::PayByCard(&sibling), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::PayByCard(&foreign), "HHHHHHHHHHHHHH S SS SSSSSS SS"),
        (Action::ManageMandat(&here), "SSSASSSSSSSSSS S SS SSSSSS SS"),
        (Action::ManageMandat(&sibling), "SSSSASSSSSSSSS S SS SSSSSS SS"),
        (Action::ManageMandat(&foreign), "HHHHHHHHHHHHHH S SS SSSSSS SS"),
        (Action::PayCreance(&here), "SASSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::PayCreance(&sibling), "SSASSSSSSSSSSS S SS SSSSSS SS"),
        (Action::PayCreance(&foreign), "HHHHHHHHHHHHHH S SS SSSSSS SS"),
        (Action::OpenDeclaration(DeclarationLine::Dedouanement), "SSSSSASSSSSSSS S SS SSSSSS SS"),
        (Action::OpenDeclaration(DeclarationLine::ContributionIndirecte), "SSSSSSASSSSSSS S SS SSSSSS SS"),
        (Action::OpenDeclaration(DeclarationLine::OctroiDeMer), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::OpenDeclaration(DeclarationLine::Ticpe), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::OpenDeclaration(DeclarationLine::TicpeDom), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(DeltaG), "SSSSSASSSSSSSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(Ciel), "SSSSSSASSSSSSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(TelepaiementSepa), "SAAAASSSSSASSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(TelepaiementCb), "SSSSSSSASSSSSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(Sofi), "SSSSSSSSSSSSSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(PaiementsDgfip), "SSSSSSSSASSSSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(PaiementsUrssaf), "SSSSSSSSSASSSS S SS SSSSSS SS"),
        (Action::OpenTeleservice(Dsn), "SSSSSSSSSSSSSA S SS SSSSSS SS"),
        (Action::UseMessaging, "SAAAAAAASSASSS S SS SSSSSS SS"),
        (Action::UseMotif { confidential: false }, "SAAAAAAASSASSS S SS SSSSSS SS"),
        (Action::UseMotif { confidential: true }, "HAAHHHHHHHAHHH H SS SSSSSS HH"),
        (read(&own, false), "SAAAAAAASSASSS H AH HHHHAH HH"),
        (read(&own, true), "HAAHHHHHHHAHHH H AH HHHHAH HH"),
        (read(&other, false), "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (read(&other, true), "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (Action::AnswerConversation { service: "RR-1" }, "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (transfer(false, RecipientKind::Recette), "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (transfer(false, RecipientKind::Pae), "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (transfer(true, RecipientKind::Recette), "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (transfer(true, RecipientKind::Pae), "HHHHHHHHHHHHHH H SH HHHHSH HH"),
        (Action::ReadServiceInbox { service: "RR-1" }, "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (Action::KeepAgenda { service: "RR-1" }, "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (Action::KeepCannedAnswers { service: "RR-1" }, "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (Action::SeeDocuments, "SAAAAAAASSASSS S SS SSSSSS SS"),
        (document(of_own), "HAAAAAAAHHAHHH H HH HHHHHH HH"),
        (document(of_other), "HHHHHHHHHHHHHH H HH HHHHHH HH"),
        (document(of_delta), "HHHHHAHHHHHHHH H HH HHHHHH HH"),
        (document(of_sepa), "HAAAAHHHHHAHHH H HH HHHHHH HH"),
        (document(of_service), "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (Action::ShareDocuments, "HHHHHHHHHHHHHH H SS SSASSS HH"),
        (Action::ManageDocuments { service: "RR-1" }, "HHHHHHHHHHHHHH H HH HHAHHH HH"),
        (Action::ManageDocuments { service: "PAE-2" }, "HHHHHHHHHHHHHH H HH HHHHHH HH"),
        (Action::WorkFrom(Network::Outside), "HHHHHHHHHHHHHH H SA SSSASS HH"),
        (Action::WorkFrom(Network::Administration), "HHHHHHHHHHHHHH H AA AAAAAA HH"),
        (Action::WorkFrom(Network::Secured), "HHHHHHHHHHHHHH H AA AAAAAA HH"),
        (act(Network::Secured, true), "HHHHHHHHHHHHHH H AH HHHHAH HH"),
        (act(Network::Secured, false), "HHHHHHHHHHHHHH H SH HHHHSH HH"),
        (act(Network::Administration, true), "HHHHHHHHHHHHHH H SH HHHHSH HH"),
        (act(Network::Outside, true), "HHHHHHHHHHHHHH H SH HHHHSH HH"),
        (Action::AnswerQuestions, "HHHHHHHHHHHHHH H AA SSSSAS HH"),
        (Action::AnswerCases, "HHHHHHHHHHHHHH H SS ASSSAS HH"),
        (Action::EditTexts, "HHHHHHHHHHHHHH H SS SASSSS HH"),
        (Action::ReadOpinions, "HHHHHHHHHHHHHH H SS AASAAS HH"),
        (Action::SeeDelayReports, "HHHHHHHHHHHHHH H AA SSSAAS HH"),
        (Action::SeeDelayReport { service: "RR-1" }, "HHHHHHHHHHHHHH H AH HHHAAH HH"),
        (Action::SeeDelayReport { service: "PAE-2" }, "HHHHHHHHHHHHHH H HA HHHAHH HH"),
        (Action::SeeAdministration, "HHHHHHHHHHHHHH H SS SSSASS HH"),
        (administer(Network::Secured, true), "HHHHHHHHHHHHHH H SS SSSASS HH"),
        (administer(Network::Secured, false), "HHHHHHHHHHHHHH H SS SSSSSS HH"),
        (weakly_administer, "HHHHHHHHHHHHHH H SS SSSSSS HH"),
        (administer(Network::Administration, true), "HHHHHHHHHHHHHH H SS SSSSSS HH"),
        (administer(Network::Outside, true), "HHHHHHHHHHHHHH H SS SSSSSS HH"),
        (Action::DelegateRole(&own), "SSSSSSSSSSSSSS S SS SSSSSS AS"),
        (Action::DelegateRole(&other), "SSSSSSSSSSSSSS S SS SSSSSS SA"),
    ];
    let holders = Holders::new(&here, &sibling, &foreign);
    let actors = holders.actors(&own);
    let mut covered = [false; KINDS];
    for (action, expected) in rows {
        covered[kind(&action)] = true;
        let expected: Vec<char> = expected.chars().filter(|c| *c != ' ').collect();
        assert_eq!(expected.len(), actors.len(), "{action:?}: one column per actor");
        for ((name, actor), expected) in actors.iter().zip(expected) {
            check(&action, name, expected, decide(actor, &action));
        }
    }
    assert!(covered.iter().all(|covered| *covered), "every kind of action has a row");
}

#[test]
fn decisions_match_the_table() {
    let mut cells = 0;
    each_cell(|action, holder, expected, decision| {
        let decided = match outcome(&decision) {
            Allowed => 'A',
            Shown => 'S',
            Hidden => 'H',
        };
        assert_eq!(decided, expected, "{action:?}, {holder}");
        cells += 1;
    });
    eprintln!("{cells} decisions");
}

#[test]
fn every_shown_denial_has_a_next_step() {
    each_cell(|action, holder, _, decision| {
        let Decision::Denied(denial) = decision else { return };
        let step = denial.next_step().map(|step| step.to_string());
        assert_eq!(step.is_some(), !denial.hidden, "{action:?}, {holder}");
        let (explanation, sentence) = (denial.explanation(), denial.to_string());
        assert!(explanation.ends_with('.') && sentence.starts_with(&explanation), "{sentence}");
        if let Some(step) = step {
            assert!(step.len() > 20 && step.ends_with('.') && sentence.ends_with(&step), "{step}");
        }
    });
}
