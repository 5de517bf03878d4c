//! Mission §3.3 as a table.

use super::*;
use crate::co_owner::CoOwner;
use crate::siren::Siren;
use crate::siret::Siret;

const SIREN: &str = "732829320";
const HERE: &str = "73282932000074";

fn siren(text: &str) -> Siren {
    Siren::parse(text).expect("a SIREN")
}

fn siret(text: &str) -> Siret {
    Siret::parse(text).expect("a SIRET")
}

/// A second establishment of the same company, and one of another, with valid keys.
fn sibling() -> Siret {
    (0..10).find_map(|key| Siret::parse(&format!("{SIREN}0001{key}")).ok()).expect("a key")
}

fn stranger() -> Siret {
    siret("35600000000048")
}

fn at(place: &Siret, teleservice: Teleservice, droit: Droit) -> Habilitation {
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place: Place::Siret(place.clone()) }
}

fn on_siren(teleservice: Teleservice, droit: Droit) -> Habilitation {
    let place = Place::Siren(siren(SIREN));
    Habilitation { co_owner: teleservice.co_owner(), teleservice, droit, place }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Allowed,
    /// Refused, with the reason.
    Shown,
    /// As if it did not exist.
    Hidden,
}
use Seen::{Allowed, Hidden, Shown};

fn seen(decision: &Decision) -> Seen {
    match decision {
        Decision::Allowed => Allowed,
        Decision::Denied(denial) if denial.hidden => Hidden,
        Decision::Denied(_) => Shown,
    }
}

fn decide_with(held: &[Habilitation], action: Action) -> Decision {
    let siren = siren(SIREN);
    decide(&Actor::Usager { habilitations: held, siren: Some(&siren) }, &action)
}

/// One line of the table: what is asked, and the answer for each of [`holders`], in their order: `A`llowed, refused and
/// `S`hown with its reason, `H`idden as if it did not exist.
type Row<'a> = (Action<'a>, &'static str);

/// Counts the kinds of actions; one that is not here does not compile, one without a row fails [`the_table`].
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
        Action::AskMotif { .. } => 8,
        Action::ReadConversation { .. } => 9,
        Action::AnswerConversation { .. } => 10,
        Action::ReadServiceInbox { .. } => 11,
        Action::WorkFrom(_) => 12,
        Action::IssueOfficialAct { .. } => 13,
        Action::DelegateRole(_) => 14,
        Action::OpenTeleservice(_) => 15,
        Action::DeclareAt(_) => 16,
    }
}
const KINDS: usize = 17;

/// Everybody who may ask: by what they hold, on this SIRET (`here`), on another of the company (`sibling`), on the
/// SIREN, on another company (`stranger`), or nothing.
struct Holders {
    held: Vec<(&'static str, Vec<Habilitation>)>,
    services: [(Vec<String>, bool); 2],
    companies: [Vec<Siren>; 2],
}

impl Holders {
    fn new(here: &Siret, sibling: &Siret, stranger: &Siret) -> Self {
        use Teleservice::{
            Ciel, DeltaG, Dsn, PaiementsDgfip, PaiementsUrssaf, TelepaiementCb, TelepaiementSepa,
        };
        let telepayer = at(here, TelepaiementSepa, Droit::Telepayer);
        // A right on customs' téléservice that another co-owner claims to give counts for nothing.
        let usurped = Habilitation { co_owner: CoOwner::Urssaf, ..telepayer.clone() };
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
            ("télépayer elsewhere", at(stranger, TelepaiementSepa, Droit::Telepayer)),
            ("usurped", usurped),
            ("DSN", on_siren(Dsn, Droit::Declarer)),
        ];
        let held = std::iter::once(("nothing", vec![])).chain(held.map(|(name, right)| (name, vec![right])));
        Holders {
            held: held.collect(),
            services: [(vec!["RR-1".to_owned()], false), (vec!["PAE-2".to_owned()], true)],
            companies: [vec![siren(SIREN)], vec![stranger.siren()]],
        }
    }

    /// Their names and the actors, in the order of the table's columns.
    fn actors<'a>(&'a self, company: &'a Siren) -> Vec<(&'static str, Actor<'a>)> {
        let usager = |(name, held): &'a (&'static str, Vec<Habilitation>)| {
            (*name, Actor::Usager { habilitations: held, siren: Some(company) })
        };
        let mut actors: Vec<_> = self.held.iter().map(usager).collect();
        actors.push(("no company", Actor::Usager { habilitations: &self.held[1].1, siren: None }));
        let [(first, first_remote), (second, second_remote)] = &self.services;
        actors.push(("agent", Actor::Agent { services: first, remote: *first_remote }));
        actors.push(("other agent", Actor::Agent { services: second, remote: *second_remote }));
        actors.push(("AGE", Actor::Administrator { sirens: &self.companies[0] }));
        actors.push(("AGE elsewhere", Actor::Administrator { sirens: &self.companies[1] }));
        actors
    }
}

/// Calls `check` with every row and every column of the table: the action, the holder, what is expected, what is decided.
fn each_cell(mut check: impl FnMut(&Action, &'static str, char, Decision)) {
    use CoOwner::{Dgddi, Dgfip, NetEntreprises, Urssaf};
    use Teleservice::{
        Ciel, DeltaG, Dsn, PaiementsDgfip, PaiementsUrssaf, Sofi, TelepaiementCb, TelepaiementSepa,
    };
    let (here, sibling, stranger, own, other) =
        (siret(HERE), sibling(), stranger(), siren(SIREN), siren("356000000"));
    let read = |siren, confidential| Action::ReadConversation { siren, service: "RR-1", confidential };
    let act = |from, freshly_proved| Action::IssueOfficialAct { service: "RR-1", from, freshly_proved };
    // Nothing, télépayer here and sibling, adhérer here and sibling, lire here, déclarer sibling, by card, DGFiP, Urssaf,
    // télépayer on the SIREN, elsewhere, usurped, DSN | no company | agent, other agent with remote access | AGE, AGE elsewhere.
    let rows: Vec<Row> = vec![
        (Action::SeeSynthese(Dgddi), "SAASSSSSSSASSS S SS SS"),
        (Action::SeePayments(Dgddi), "SAASSSSSSSASSS S SS SS"),
        (Action::SeeSchedule(Dgddi), "SSSSSSSSSSSSSS S SS SS"),
        (Action::SeeMandats(Dgddi), "SSSAASSSSSSSSS S SS SS"),
        (Action::SeeSynthese(Dgfip), "SSSSSSSSASSSSS S SS SS"),
        (Action::SeePayments(Dgfip), "SSSSSSSSASSSSS S SS SS"),
        (Action::SeeSchedule(Dgfip), "SSSSSSSSASSSSS S SS SS"),
        (Action::SeeMandats(Dgfip), "SSSSSSSSASSSSS S SS SS"),
        (Action::SeeSynthese(Urssaf), "SSSSSSSSSASSSS S SS SS"),
        (Action::SeePayments(Urssaf), "SSSSSSSSSASSSS S SS SS"),
        (Action::SeeSchedule(Urssaf), "SSSSSSSSSASSSS S SS SS"),
        (Action::SeeSynthese(NetEntreprises), "SSSSSSSSSSSSSS S SS SS"),
        (Action::SeePayments(NetEntreprises), "SSSSSSSSSSSSSS S SS SS"),
        (Action::SeeSchedule(NetEntreprises), "SSSSSSSSSSSSSS S SS SS"),
        (Action::SeeMandats(NetEntreprises), "SSSSSSSSSSSSSS S SS SS"),
        (Action::DeclareAt(Dgddi), "SSSSSSSSSSSSSS S SS SS"),
        (Action::DeclareAt(Dgfip), "SSSSSSSSASSSSS S SS SS"),
        (Action::DeclareAt(Urssaf), "SSSSSSSSSASSSS S SS SS"),
        (Action::DeclareAt(NetEntreprises), "SSSSSSSSSSSSSA S SS SS"),
        (Action::SeeMandats(Urssaf), "SSSSSSSSSASSSS S SS SS"),
        (Action::ManageMandat(&here), "SSSASSSSSSSSSS S SS SS"),
        (Action::ManageMandat(&sibling), "SSSSASSSSSSSSS S SS SS"),
        (Action::ManageMandat(&stranger), "HHHHHHHHHHHHHH S SS SS"),
        (Action::PayCreance(&here), "SASSSSSSSSSSSS S SS SS"),
        (Action::PayCreance(&sibling), "SSASSSSSSSSSSS S SS SS"),
        (Action::PayCreance(&stranger), "HHHHHHHHHHHHHH S SS SS"),
        (Action::OpenDeclaration(DeclarationLine::Dedouanement), "SSSSSASSSSSSSS S SS SS"),
        (Action::OpenDeclaration(DeclarationLine::ContributionIndirecte), "SSSSSSASSSSSSS S SS SS"),
        (Action::OpenDeclaration(DeclarationLine::OctroiDeMer), "SSSSSSSSSSSSSS S SS SS"),
        (Action::OpenDeclaration(DeclarationLine::Ticpe), "SSSSSSSSSSSSSS S SS SS"),
        (Action::OpenDeclaration(DeclarationLine::TicpeDom), "SSSSSSSSSSSSSS S SS SS"),
        (Action::OpenTeleservice(DeltaG), "SSSSSASSSSSSSS S SS SS"),
        (Action::OpenTeleservice(Ciel), "SSSSSSASSSSSSS S SS SS"),
        (Action::OpenTeleservice(TelepaiementSepa), "SAAAASSSSSASSS S SS SS"),
        (Action::OpenTeleservice(TelepaiementCb), "SSSSSSSASSSSSS S SS SS"),
        (Action::OpenTeleservice(Sofi), "SSSSSSSSSSSSSS S SS SS"),
        (Action::OpenTeleservice(PaiementsDgfip), "SSSSSSSSASSSSS S SS SS"),
        (Action::OpenTeleservice(PaiementsUrssaf), "SSSSSSSSSASSSS S SS SS"),
        (Action::OpenTeleservice(Dsn), "SSSSSSSSSSSSSA S SS SS"),
        (Action::UseMessaging, "SAAAAAAASSASSS S SS SS"),
        (Action::AskMotif { confidential: false }, "SAAAAAAASSASSS S SS SS"),
        (Action::AskMotif { confidential: true }, "HAAHHHHHHHAHHH H SS HH"),
        (read(&own, false), "SAAAAAAASSASSS H AH HH"),
        (read(&own, true), "HAAHHHHHHHAHHH H AH HH"),
        (read(&other, false), "HHHHHHHHHHHHHH H AH HH"),
        (read(&other, true), "HHHHHHHHHHHHHH H AH HH"),
        (Action::AnswerConversation { service: "RR-1" }, "HHHHHHHHHHHHHH H AH HH"),
        (Action::ReadServiceInbox { service: "RR-1" }, "HHHHHHHHHHHHHH H AH HH"),
        (Action::WorkFrom(Network::Outside), "HHHHHHHHHHHHHH H SA HH"),
        (Action::WorkFrom(Network::Administration), "HHHHHHHHHHHHHH H AA HH"),
        (Action::WorkFrom(Network::Secured), "HHHHHHHHHHHHHH H AA HH"),
        (act(Network::Secured, true), "HHHHHHHHHHHHHH H AH HH"),
        (act(Network::Secured, false), "HHHHHHHHHHHHHH H SH HH"),
        (act(Network::Administration, true), "HHHHHHHHHHHHHH H SH HH"),
        (act(Network::Outside, true), "HHHHHHHHHHHHHH H SH HH"),
        (Action::DelegateRole(&own), "SSSSSSSSSSSSSS S SS AS"),
        (Action::DelegateRole(&other), "SSSSSSSSSSSSSS S SS SA"),
    ];
    let holders = Holders::new(&here, &sibling, &stranger);
    let actors = holders.actors(&own);
    let mut met = [false; KINDS];
    for (action, expected) in rows {
        met[kind(&action)] = true;
        let expected: Vec<char> = expected.chars().filter(|c| *c != ' ').collect();
        assert_eq!(expected.len(), actors.len(), "{action:?}: a column a holder");
        for ((name, actor), expected) in actors.iter().zip(expected) {
            check(&action, name, expected, decide(actor, &action));
        }
    }
    assert!(met.iter().all(|met| *met), "every kind of action has a row");
}

#[test]
fn the_table() {
    let mut cells = 0;
    each_cell(|action, holder, expected, decision| {
        let decided = match seen(&decision) {
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
fn every_refusal_that_is_shown_says_what_to_do_next() {
    each_cell(|action, holder, _, decision| {
        let Decision::Denied(denial) = decision else { return };
        let step = denial.next_step().map(|step| step.to_string());
        assert_eq!(step.is_some(), !denial.hidden, "{action:?}, {holder}");
        let (missing, told) = (denial.missing(), denial.to_string());
        assert!(missing.ends_with('.') && told.starts_with(&missing), "{told}");
        if let Some(step) = step {
            assert!(step.len() > 20 && step.ends_with('.') && told.ends_with(&step), "{step}");
        }
    });
}

#[test]
fn a_right_on_one_siret_shows_all_of_the_company() {
    let sibling = at(&sibling(), Teleservice::TelepaiementSepa, Droit::Adherer);
    assert!(decide_with(std::slice::from_ref(&sibling), Action::SeeMandats(CoOwner::Dgddi)).is_allowed());
    let here = siret(HERE);
    assert!(!decide_with(&[sibling], Action::ManageMandat(&here)).is_allowed());
    // A right on the SIREN says nothing of the very SIRET.
    let wide = on_siren(Teleservice::TelepaiementSepa, Droit::Adherer);
    assert!(!decide_with(&[wide], Action::ManageMandat(&here)).is_allowed());
}

#[test]
fn each_declaration_line_asks_its_teleservice() {
    let here = siret(HERE);
    for line in DeclarationLine::ALL {
        for droit in Droit::ALL {
            let held = [at(&here, line.teleservice(), droit)];
            for asked in DeclarationLine::ALL {
                let allowed = decide_with(&held, Action::OpenDeclaration(asked)).is_allowed();
                let expected = asked == line && matches!(droit, Droit::Lire | Droit::Declarer);
                assert_eq!(allowed, expected, "{line:?} {droit:?} {asked:?}");
            }
        }
    }
}

#[test]
fn any_right_of_a_teleservice_opens_it_and_no_other() {
    let here = siret(HERE);
    for teleservice in Teleservice::single_sign_on() {
        for droit in Droit::ALL {
            let held = [at(&here, teleservice, droit)];
            for asked in Teleservice::single_sign_on() {
                let allowed = decide_with(&held, Action::OpenTeleservice(asked)).is_allowed();
                let expected = asked == teleservice && teleservice.droits().contains(&droit);
                assert_eq!(allowed, expected, "{teleservice:?} {droit:?} {asked:?}");
            }
        }
    }
}

#[test]
fn nothing_without_a_company() {
    let held = [at(&siret(HERE), Teleservice::TelepaiementSepa, Droit::Telepayer)];
    let actor = Actor::Usager { habilitations: &held, siren: None };
    assert_eq!(seen(&decide(&actor, &Action::UseMessaging)), Shown);
    assert_eq!(seen(&decide(&actor, &Action::SeePayments(CoOwner::Dgddi))), Shown);
    assert_eq!(seen(&decide(&actor, &Action::OpenTeleservice(Teleservice::DeltaG))), Shown);
    assert_eq!(seen(&decide(&actor, &Action::AskMotif { confidential: true })), Hidden);
}

#[test]
fn agents_work_for_their_services() {
    let services = ["RR-1".to_owned(), "PAE-2".to_owned()];
    let company = siren(SIREN);
    let here = siret(HERE);
    for remote in [true, false] {
        let actor = Actor::Agent { services: &services, remote };
        for confidential in [true, false] {
            for (service, expected) in
                [("RR-1", Allowed), ("PAE-2", Allowed), ("RR-10", Hidden), ("", Hidden)]
            {
                let read = Action::ReadConversation { siren: &company, service, confidential };
                assert_eq!(seen(&decide(&actor, &read)), expected);
                assert_eq!(seen(&decide(&actor, &Action::AnswerConversation { service })), expected);
                assert_eq!(seen(&decide(&actor, &Action::ReadServiceInbox { service })), expected);
            }
        }
        for action in [
            Action::SeePayments(CoOwner::Dgddi),
            Action::PayCreance(&here),
            Action::OpenTeleservice(Teleservice::DeltaG),
            Action::UseMessaging,
            Action::AskMotif { confidential: true },
        ] {
            assert_eq!(seen(&decide(&actor, &action)), Shown);
        }
        for (from, expected) in
            [(Network::Outside, remote), (Network::Administration, true), (Network::Secured, true)]
        {
            assert_eq!(decide(&actor, &Action::WorkFrom(from)).is_allowed(), expected, "{from:?}");
        }
    }
}

#[test]
fn an_official_act_wants_ones_service_a_secured_network_and_a_fresh_proof() {
    use Network::{Administration, Outside, Secured};
    let services = ["RR-1".to_owned()];
    let actor = Actor::Agent { services: &services, remote: true };
    for (service, from, freshly_proved, expected) in [
        ("RR-1", Secured, true, Ok(())),
        ("RR-1", Secured, false, Err(Reason::ProofTooOld)),
        ("RR-1", Administration, true, Err(Reason::NetworkNotSecured)),
        ("RR-1", Administration, false, Err(Reason::NetworkNotSecured)),
        ("RR-1", Outside, true, Err(Reason::NetworkNotSecured)),
        ("RR-1", Outside, false, Err(Reason::NetworkNotSecured)),
        ("PAE-2", Secured, true, Err(Reason::Elsewhere)),
        ("PAE-2", Outside, false, Err(Reason::Elsewhere)),
    ] {
        let action = Action::IssueOfficialAct { service, from, freshly_proved };
        let decided = decide(&actor, &action).or_denied().map_err(|denial| denial.reason);
        assert_eq!(decided, expected, "{service} {from:?} {freshly_proved}");
    }
}

fn sentence(action: Action) -> String {
    match decide_with(&[], action) {
        Decision::Allowed => panic!("{action:?} is allowed"),
        Decision::Denied(denial) => denial.to_string().replace('\u{a0}', " "),
    }
}

#[test]
fn a_refusal_names_the_right_its_level_who_grants_it_and_where() {
    let here = siret(HERE);
    let customs = " Demandez-le à celui qui l’accorde : le correspondant de votre entreprise, sur douane.gouv.fr, \
                   rubrique « gestion service en ligne entreprise ».";
    for (action, expected) in [
        (
            Action::SeePayments(CoOwner::Dgddi),
            "Il vous manque le droit « télépayer » du téléservice Télépaiement SEPA sur au moins un SIRET du SIREN 732 829 320.",
        ),
        (
            Action::ManageMandat(&here),
            "Il vous manque le droit « adhérer » du téléservice Télépaiement SEPA sur le SIRET 732 829 320 00074.",
        ),
        (
            Action::OpenDeclaration(DeclarationLine::Dedouanement),
            "Il vous manque le droit « lire » ou « déclarer » du téléservice DELTA-G sur au moins un SIRET du SIREN 732 829 320.",
        ),
        (
            Action::OpenTeleservice(Teleservice::TelepaiementCb),
            "Il vous manque le droit « télépayer » du téléservice Télépaiement CB sur au moins un SIRET du SIREN 732 829 320.",
        ),
        (
            Action::UseMessaging,
            "Il vous manque une habilitation de la douane, quelle qu’elle soit, sur un SIRET du SIREN 732 829 320.",
        ),
    ] {
        assert_eq!(sentence(action), format!("{expected}{customs}"));
    }
    assert!(sentence(Action::SeePayments(CoOwner::Dgfip)).ends_with("impots.gouv.fr, espace professionnel."));
    assert!(sentence(Action::SeePayments(CoOwner::Urssaf)).contains("urssaf.fr"));
}

#[test]
fn a_hidden_refusal_tells_nothing() {
    let here = stranger();
    let hidden = [
        sentence(Action::AskMotif { confidential: true }),
        sentence(Action::PayCreance(&here)),
        sentence(Action::ReadServiceInbox { service: "RR-1" }),
    ];
    assert!(hidden.iter().all(|text| text == "Cette page n’existe pas, ou n’existe plus."));
}

#[test]
fn codes_are_read_back() {
    for teleservice in Teleservice::ALL {
        assert_eq!(Teleservice::from_code(teleservice.code()), Some(teleservice));
    }
    for droit in Droit::ALL {
        assert_eq!(Droit::from_code(droit.code()), Some(droit));
    }
    assert_eq!(Teleservice::from_code("TRIGO"), None);
    assert_eq!(Droit::from_code("Lire"), None);
}
