//! The data folder: who can read it, and the key that signs the log.

use app::{App, AppError, Clock, DATABASE};

use crate::support::{Office, Place};

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_can_read_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("kitei-data");
    let app = App::open(folder.clone(), Clock::System).await.unwrap();
    let mode = |path: &str| folder.join(path).metadata().unwrap().permissions().mode() & 0o777;
    let folders = [mode(""), mode("keys")];
    let files =
        [mode(DATABASE), mode(&format!("{DATABASE}-wal")), mode("keys/log.key"), mode("lock")];
    assert_eq!((folders, files), ([0o700; 2], [0o600; 4]));
    app.close().await;
}

/// Closes the program, changes its folder and opens it again. The folder lives as long as what is returned.
async fn reopened(
    office: Office,
    change: impl FnOnce(&std::path::Path),
) -> (Result<App, AppError>, Place) {
    let Office { app, folder, .. } = office;
    let now = app.clock().now();
    app.close().await;
    drop(app);
    change(folder.path());
    (folder.open(Clock::fixed(now)).await, folder)
}

#[tokio::test]
async fn a_signed_log_whose_key_is_missing_gets_no_new_key() {
    let office = Office::open().await;
    let path = office.folder.path().join("keys/log.key");
    let opened =
        reopened(office, |folder| std::fs::remove_file(folder.join("keys/log.key")).unwrap()).await;
    let Err(AppError::Internal { what }) = opened.0.map(|_| ()) else { panic!("it opened") };
    assert!(what.contains("鍵の控え"), "{what}");
    assert!(!path.exists());
}

#[tokio::test]
async fn the_key_of_another_log_is_refused() {
    let (office, other) = (Office::open().await, Office::open().await);
    let key = std::fs::read(other.folder.path().join("keys/log.key")).unwrap();
    let opened =
        reopened(office, |folder| std::fs::write(folder.join("keys/log.key"), key).unwrap()).await;
    let Err(AppError::Internal { what }) = opened.0.map(|_| ()) else { panic!("it opened") };
    assert!(what.contains("この証跡に署名した鍵ではありません"), "{what}");
}

#[tokio::test]
async fn with_its_key_it_goes_on() {
    let (app, _folder) = reopened(Office::open().await, |_| {}).await;
    let app = app.unwrap();
    let faults: Vec<_> =
        app.readiness().await.into_iter().filter(|it| it.fault.is_some()).collect();
    assert_eq!(faults, []);
    assert_eq!(app.verify().await.unwrap().findings, []);
}
