//! The official list of customs offices.

use backend::{
    directory::{
        self, office_hours, offices,
        services::{self, NewService},
    },
    staff::{self, ActFilter, ActKind, Author},
};
use domain::{
    answer_delay::{closing_words, hours_words},
    department::Department,
    form::Answers,
    motif::RecipientKind,
    rights::StaffRole,
};
use platform::Error;

use crate::{database::on_each_database, messaging::fixtures::new_service, shared_data};

#[tokio::test(flavor = "multi_thread")]
async fn official_office_list_is_imported_and_refreshed() {
    let Some(path) = shared_data::file("customs-offices-fr.json") else {
        eprintln!("skipped: no official list of customs offices (PRODOUANE_SHARED_DATA)");
        return;
    };
    on_each_database(async |env| {
        let open_list = || std::fs::File::open(&path).expect("the list");
        let first = offices::import(&env.portal, open_list()).await.expect("imported");
        assert_eq!((first.added, first.updated, first.refused), (351, 0, 0));
        let again = offices::import(&env.portal, open_list()).await.expect("imported again");
        assert_eq!((again.added, again.updated, again.refused), (0, 351, 0));
        let amiens = offices::find(&env.portal, "FR000100").await.expect("looked up").expect("known");
        assert_eq!((amiens.name.as_str(), amiens.phone.as_str()), ("Amiens bureau", "09 70 27 11 49"));
        assert!(amiens.roles.split(' ').any(|role| role == "EXP"));
        let service = new_service("PAE-AMIENS", RecipientKind::Pae, "PAE d’Amiens");
        services::add(&env.portal, &NewService { office: Some("FR000100"), ..service })
            .await
            .expect("a service of the office");
        assert_eq!(offices::count(&env.portal).await.expect("counted"), 351);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_office_list_changes_nothing() {
    on_each_database(async |env| {
        let list = r#"[{"id":"FR000100","name":"Amiens","countryId":"FR"},{"id":"BE000001","name":"Ailleurs","countryId":"BE"},
            {"id":"../FR","name":"x"},{"name":"sans code"},{"id":"FR000200","name":" "}]"#;
        let done = offices::import(&env.portal, list.as_bytes()).await.expect("read");
        assert_eq!((done.added, done.updated, done.refused), (1, 0, 4));
        for damaged in ["", "{}", r#"[{"id":"FR000300","name":"coupé""#] {
            assert!(offices::import(&env.portal, damaged.as_bytes()).await.is_err());
        }
        assert_eq!(offices::count(&env.portal).await.expect("counted"), 1);
    })
    .await;
}

/// A list, and the codes that searches find in it, best first.
const OFFICES: &str = r#"[
    {"id":"FR000010","name":"Le Havre port bureau","phoneNumber":"02 00 00 00 01","roles":["EXP","EXT","XYZ"]},
    {"id":"FR000020","name":"Havre-Saint-Pierre brigade","phoneNumber":"","roles":["ENT"]},
    {"id":"FR000030","name":"Saumur centre viti","phoneNumber":"02 00 00 00 03","roles":["EXC"]},
    {"id":"FR000140","name":"Île-d’Oléron bureau","phoneNumber":"05 00 00 00 04","roles":["EXP"]}
]"#;

const FOUND: [(&str, &[&str]); 13] = [
    ("havre", &["FR000010", "FR000020"]),
    ("port du Havre", &["FR000010"]),
    ("bureaux le havre", &["FR000010", "FR000020"]),
    ("ile d'oleron", &["FR000140"]),
    ("exportations", &["FR000010", "FR000140"]),
    ("exportation oléron", &["FR000140"]),
    ("accises", &["FR000030"]),
    ("FR000030", &["FR000030"]),
    ("00014", &["FR000140"]),
    ("fr 0001", &["FR000140"]),
    ("quai fictif", &["FR000030"]),
    ("recette de saumur", &["FR000030"]),
    ("licorne", &[]),
];

#[tokio::test(flavor = "multi_thread")]
async fn offices_are_found_alike_on_both_engines() {
    on_each_database(async |env| {
        let portal = &env.portal;
        offices::import(portal, OFFICES.as_bytes()).await.expect("imported");
        let service = new_service("RR-SAUMUR", RecipientKind::Recette, "Recette de Saumur");
        services::add(portal, &NewService { office: Some("FR000030"), ..service }).await.expect("a service");
        for (typed, expected) in FOUND {
            let found = directory::find_offices(portal, typed, 1).await.expect("searched");
            let codes: Vec<&str> = found.offices.iter().map(|office| office.code.as_str()).collect();
            assert_eq!(codes, expected, "{typed} on {}", env.engine);
        }
        let found = directory::find_offices(portal, "samur", 1).await.expect("searched");
        assert_eq!(found.corrected.as_deref(), Some("saumur"));
        assert_eq!(found.offices.len(), 1);
        let found = directory::find_offices(portal, "sau", 1).await.expect("searched");
        assert_eq!(found.suggestions, ["saumur"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn directory_is_paged_and_says_which_list_an_office_is_from() {
    on_each_database(async |env| {
        let portal = &env.portal;
        let entries: Vec<String> = (0..45)
            .map(|rank| format!(r#"{{"id":"FR0001{rank:02}","name":"Bureau {rank:02}","roles":[]}}"#))
            .collect();
        offices::import(portal, format!("[{}]", entries.join(",")).as_bytes()).await.expect("imported");
        let page = directory::find_offices(portal, "", 2).await.expect("a page");
        assert_eq!((page.total, page.page, page.pages, page.offices.len()), (45, 2, 3, directory::PAGE));
        let last = directory::find_offices(portal, "bureau", 99).await.expect("the last page");
        assert_eq!((last.page, last.offices.len()), (3, 5));
        env.advance(std::time::Duration::from_secs(3_600));
        offices::import(portal, format!("[{}]", entries[1]).as_bytes()).await.expect("imported");
        assert!(!directory::office(portal, "FR000100").await.expect("known").is_listed);
        assert!(directory::office(portal, "FR000101").await.expect("known").is_listed);
        assert!(matches!(directory::office(portal, "FR999999").await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn office_names_its_services_with_the_motifs_that_everybody_sees() {
    on_each_database(async |env| {
        let portal = &env.portal;
        offices::import(portal, OFFICES.as_bytes()).await.expect("imported");
        let service = new_service("RR-SAUMUR", RecipientKind::Recette, "Recette de Saumur");
        services::add(portal, &NewService { office: Some("FR000030"), ..service }).await.expect("a service");
        let sheet = directory::office(portal, "FR000030").await.expect("an office");
        let [(service, motifs)] = sheet.services.as_slice() else { panic!("one service") };
        assert_eq!(service.code, "RR-SAUMUR");
        let title = |id| portal.motifs.current().find(id).expect("a motif").title.clone();
        assert!(motifs.contains(&title("precision-creance")));
        assert!(!motifs.contains(&title("echeancier")), "confidential");
        let contact = sheet.contact(portal);
        assert_eq!(contact.phone, "+33200000003");
        assert!(contact.url.ends_with("/annuaire/FR000030"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pae_of_a_department_are_those_whose_address_is_there() {
    on_each_database(async |env| {
        let portal = &env.portal;
        for (code, kind, address) in [
            ("PAE-NANTES", RecipientKind::Pae, "1 quai fictif, 44000 Nantes"),
            ("RR-NANTES", RecipientKind::Recette, "2 quai fictif, 44000 Nantes"),
            ("PAE-AJACCIO", RecipientKind::Pae, "3 quai fictif, 20090 Ajaccio"),
            ("PAE-SANS-CODE", RecipientKind::Pae, "4 quai fictif, Nantes"),
        ] {
            let service = new_service(code, kind, code);
            services::add(portal, &NewService { address, ..service }).await.expect("a service");
        }
        for (typed, expected) in [("44 800", vec!["PAE-NANTES"]), ("2A", vec!["PAE-AJACCIO"]), ("75", vec![])]
        {
            let department = Department::parse(typed).expect("a department");
            let found = directory::services_in(portal, &department).await.expect("looked up");
            let codes: Vec<&str> = found.iter().map(|service| service.code.as_str()).collect();
            assert_eq!(codes, expected, "{typed} on {}", env.engine);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_states_the_hours_of_an_office() {
    on_each_database(async |env| {
        let portal = &env.portal;
        offices::import(portal, OFFICES.as_bytes()).await.expect("offices");
        let administrator = env.staff_session("ada", StaffRole::Administrator).await;
        let member = administrator.staff().expect("a member");
        let author = Author::Member(member);
        let morning = Answers::from_iter([("jour_1", "oui"), ("debut", "08:30"), ("fin", "12:00")]);
        let closing = Answers::from_iter([("ferme_du", "2099-12-24"), ("motif_fermeture", "inventaire")]);
        for office in ["FR000010", "FR999999"] {
            let added = office_hours::add(portal, &author, office, &morning).await;
            let closed = office_hours::close(portal, &author, office, &closing).await;
            assert_eq!((added.is_ok(), closed.is_ok()), (office == "FR000010", office == "FR000010"));
        }
        let sheet = directory::office(portal, "FR000010").await.expect("the office");
        let hours = sheet.hours.clone().expect("hours");
        assert_eq!(
            hours.hours.week.iter().map(hours_words).collect::<Vec<_>>(),
            ["lundi de 8\u{a0}h\u{a0}30 à 12\u{a0}h"]
        );
        assert_eq!(sheet.closings.len(), 1);
        let note = sheet.contact(portal).note;
        assert!(note.contains("Fermé exceptionnellement\u{a0}: ") && note.contains("inventaire"), "{note}");
        // A later list leaves them.
        offices::import(portal, OFFICES.as_bytes()).await.expect("offices");
        assert_eq!(directory::office(portal, "FR000010").await.expect("the office").hours, Some(hours));

        let words = closing_words(&sheet.closings[0]);
        for _ in 0..2 {
            office_hours::open(portal, &author, "FR000010", &words).await.expect("open");
        }
        let filter = ActFilter { kind: Some(ActKind::OfficeHoursChanged), ..ActFilter::default() };
        let acts = staff::acts(portal, &administrator, &filter, 1).await.expect("the trail").acts;
        assert_eq!(acts.len(), 3, "what changes nothing is no act");
        assert!(acts.iter().all(|act| act.subject == "FR000010"));
        let other = directory::office(portal, "FR000020").await.expect("another office");
        assert!(other.hours.is_none() && other.closings.is_empty());
    })
    .await;
}
