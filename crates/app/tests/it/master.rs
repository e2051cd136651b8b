//! The master key: made beside the data folder, missed, wrong, rotated under a running server, and brought back from paper.

use std::fs;

use app::{App, Clock, MasterSource, master, set_up::SetUp};
use store::db::Address;
use vault::Secret;

use crate::support::Office;

fn clock() -> Clock {
    Clock::fixed("2026-11-22T01:00:00Z".parse().unwrap())
}

fn request() -> SetUp {
    SetUp {
        operator: "見本協会".into(),
        regulation: "association-pms".into(),
        name: "管理 一郎".into(),
        login: "admin".into(),
        password: "見本の長いパスワード8号".into(),
    }
}

/// A set-up data folder in `outer`, closed again; with the recovery key that was given out.
async fn closed(outer: &std::path::Path) -> Secret<String> {
    let app = App::open(outer.join("data"), clock()).await.unwrap();
    let paper = app.take_recovery_key().unwrap();
    assert!(app.take_recovery_key().is_none(), "it is given out once");
    app.set_up(&request()).await.unwrap();
    app.close().await;
    paper
}

#[tokio::test]
async fn the_key_lies_beside_the_data_and_comes_back_from_paper() {
    let outer = tempfile::tempdir().unwrap();
    let paper = closed(outer.path()).await;
    let (folder, key) = (outer.path().join("data"), outer.path().join("data.key"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    }
    fs::remove_file(&key).unwrap();
    let refused = App::open(folder.clone(), clock()).await.map(|_| ()).unwrap_err();
    assert!(refused.to_string().contains("kitei keys recover"), "{refused}");
    let db = store::Db::open(&folder.join(app::DATABASE)).await.unwrap();
    let wrong = Secret::new("AGE-SECRET-KEY-1 QQQQ".to_owned());
    assert!(master::recover(&db, &key, &wrong).await.is_err());
    let typed = Secret::new(paper.expose().to_lowercase());
    master::recover(&db, &key, &typed).await.unwrap();
    db.close().await;
    let app = App::open(folder, clock()).await.unwrap();
    assert!(!app.is_new() && app.take_recovery_key().is_none());
    app.close().await;
}

#[tokio::test]
async fn a_key_inside_the_data_folder_or_of_another_database_is_refused() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    drop(closed(one.path()).await);
    drop(closed(other.path()).await);
    let folder = one.path().join("data");
    let address = Address::File(folder.join(app::DATABASE));
    let open = async |source: MasterSource| {
        App::open_with(folder.clone(), &address, &source, clock()).await.map(|_| ())
    };
    let foreign = open(MasterSource::File(other.path().join("data.key"))).await.unwrap_err();
    assert!(foreign.to_string().contains("not the one of this database"), "{foreign}");
    fs::copy(one.path().join("data.key"), folder.join("inside.key")).unwrap();
    let inside = open(MasterSource::File(folder.join("inside.key"))).await.unwrap_err();
    assert!(inside.to_string().contains("inside the data folder"), "{inside}");
}

#[tokio::test]
async fn a_passphrase_opens_what_it_sealed() {
    let outer = tempfile::tempdir().unwrap();
    let (folder, file) = (outer.path().join("data"), outer.path().join("words"));
    let address = Address::File(folder.join(app::DATABASE));
    let open = async || {
        let source = MasterSource::Passphrase(file.clone());
        App::open_with(folder.clone(), &address, &source, clock()).await
    };
    fs::write(&file, "見本の合言葉を十六文字より長くする\n").unwrap();
    let app = open().await.unwrap();
    app.set_up(&request()).await.unwrap();
    app.close().await;
    drop(app);
    let app = open().await.unwrap();
    assert!(!app.is_new());
    app.close().await;
    drop(app);
    fs::write(&file, "見本の合言葉を十六文字より長くした\n").unwrap();
    assert!(open().await.is_err());
}

#[tokio::test]
async fn keys_are_rotated_under_a_running_server() {
    let office = Office::open().await;
    let source = MasterSource::beside(office.folder.path());
    let db = store::Db::open_at(&office.folder.address()).await.unwrap();
    let before = fs::read(office.folder.outer().join("data.key")).unwrap();
    master::rotate_operators(&db, office.folder.path(), &source).await.unwrap();
    master::rotate_master(&db, office.folder.path(), &source).await.unwrap();
    assert_ne!(before, fs::read(office.folder.outer().join("data.key")).unwrap());
    // Again with the new master key: the server has to fetch it.
    master::rotate_operators(&db, office.folder.path(), &source).await.unwrap();
    db.close().await;
    office.app.save_view(office.staff, crate::support::REGISTER, ("見本", "q=x")).await.unwrap();
    let views = office.app.views(office.staff, crate::support::REGISTER).await.unwrap();
    assert_eq!(views[0].name, "見本");
    let clock = clock();
    let crate::support::Office { app, folder, .. } = office;
    app.close().await;
    drop(app);
    let app = folder.open(clock).await.unwrap();
    assert_eq!(app.verify().await.unwrap().findings, []);
    app.close().await;
}
