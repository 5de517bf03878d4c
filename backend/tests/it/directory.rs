//! The official list of customs offices.

use std::path::PathBuf;

use backend::directory::{
    offices,
    services::{self, NewService},
};
use domain::motif::RecipientKind;

use crate::{database::on_each_database, messaging::fixtures::new_service};

/// Path of the official list, in the folder `PRODOUANE_SHARED_DATA` or next to the repository. `None` if it is absent.
fn official_list() -> Option<PathBuf> {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var_os("PRODOUANE_SHARED_DATA").map_or(default, PathBuf::from);
    Some(folder.join("customs-offices-fr.json")).filter(|path| path.is_file())
}

#[tokio::test(flavor = "multi_thread")]
async fn official_office_list_is_imported_and_refreshed() {
    let Some(path) = official_list() else {
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
