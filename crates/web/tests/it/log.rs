//! The public log: what anybody outside can mirror and check, and what stays inside.

use std::{fs, path::Path, process::Command};

use axum::http::StatusCode;

use crate::{
    support::{Office, Reply},
    visitor::{Visitor, text},
};

impl Office {
    async fn public(&self, path: &str) -> Reply {
        let request = axum::http::Request::builder().uri(path);
        self.send(request.body(axum::body::Body::empty()).unwrap()).await
    }

    /// Leaves at the newest checkpoint.
    async fn leaves(&self) -> u64 {
        text(&self.public("/log/checkpoint").await).lines().nth(1).unwrap().parse().unwrap()
    }
}

/// The hashes of a proof, one a line.
fn hashes(reply: &Reply) -> String {
    let path = &reply.json()["path"];
    let hashes: Vec<_> = path.as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    hashes.join("\n")
}

#[tokio::test]
async fn a_checkpoint_and_its_tiles_are_there_for_everybody_to_keep() {
    let office = Office::open().await;
    office.in_force(0).await;
    let size = office.leaves().await;
    for (path, kept) in [
        ("/log/checkpoint", "public, max-age=5"),
        ("/log/key", "public, max-age=5"),
        (&format!("/log/tile/0/000.p/{size}"), "public, max-age=31536000, immutable"),
        ("/log/tile/0/000.p/3", "public, max-age=31536000, immutable"),
    ] {
        let reply = office.public(path).await;
        assert_eq!((reply.status, reply.header("cache-control")), (StatusCode::OK, kept), "{path}");
    }
    assert_eq!(office.public("/log/tile/0/000.p/3").await.bytes.len(), 96);
    // What the newest checkpoint does not reach is not there, nor what says who did what.
    let ahead = format!("/log/tile/0/000.p/{}", size + 1);
    for path in [
        &ahead,
        "/log/tile/0/000",
        "/log/tile/1/000",
        "/log/tile/entries/000",
        "/log/tile/0/0",
        "/log/tile/0/000.p/0",
    ] {
        assert_eq!(office.public(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn proofs_about_the_log_are_of_the_newest_checkpoint_or_an_older_one() {
    let office = Office::open().await;
    office.in_force(0).await;
    let size = office.leaves().await;
    for (asked, told) in [
        ("consistency?old=1", size),
        ("consistency?old=1&new=5", 5),
        ("inclusion?index=4", size),
        ("inclusion?index=4&size=5", 5),
    ] {
        let reply = office.public(&format!("/api/v1/log/{asked}")).await;
        assert_eq!(
            (reply.status, reply.json()["size"].as_u64()),
            (StatusCode::OK, Some(told)),
            "{asked}"
        );
        assert!(!hashes(&reply).is_empty(), "{asked}");
    }
    let too_far = size + 1;
    for refused in [
        format!("inclusion?index={size}"),
        format!("inclusion?index=0&size={too_far}"),
        "inclusion?index=3&size=3".to_owned(),
        "inclusion?index=0&size=0".to_owned(),
        "inclusion?index=9223372036854775808".to_owned(),
        "inclusion?index=0&size=18446744073709551615".to_owned(),
        format!("consistency?old=1&new={too_far}"),
        "consistency?old=0".to_owned(),
        "consistency?old=3&new=2".to_owned(),
        "consistency?old=18446744073709551615".to_owned(),
    ] {
        let reply = office.public(&format!("/api/v1/log/{refused}")).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{refused}");
    }
    for refused in
        ["inclusion", "inclusion?index=-1", "consistency?old=x", "inclusion?index=1&of=2"]
    {
        let reply = office.public(&format!("/api/v1/log/{refused}")).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    }
}

/// What `docs/verify.py log` is given by somebody who mirrors the log.
async fn mirror(office: &Office, folder: &Path) {
    let size = office.leaves().await;
    let mut wanted = vec!["key".to_owned(), "checkpoint".to_owned()];
    for (level, nodes) in [(0, size), (1, size / 256)] {
        wanted.extend((0..nodes / 256).map(|at| format!("tile/{level}/{at:03}")));
        let rest = nodes % 256;
        wanted.extend((rest > 0).then(|| format!("tile/{level}/{:03}.p/{rest}", nodes / 256)));
    }
    for name in wanted {
        let reply = office.public(&format!("/log/{name}")).await;
        assert_eq!(reply.status, StatusCode::OK, "{name}");
        let to = folder.join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, reply.bytes).unwrap();
    }
}

fn judged(folder: &Path) -> (bool, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/verify.py");
    let output = Command::new("python3").args([script, "log"]).arg(folder).output().unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

#[tokio::test]
async fn a_mirror_of_more_than_a_tile_is_checked_by_another_language() {
    let office = Office::open().await;
    for n in 0..130 {
        office.draft(n).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let old = office.public("/log/checkpoint").await.bytes;
    let old_size = office.leaves().await;
    for n in 130..280 {
        office.draft(n).await;
    }
    mirror(&office, folder.path()).await;
    let (is_good, said) = judged(folder.path());
    assert!(is_good && said.contains("2 levels of tiles"), "{said}");

    fs::write(folder.path().join("checkpoint.old"), old).unwrap();
    let reply = office.public(&format!("/api/v1/log/consistency?old={old_size}")).await;
    fs::write(folder.path().join("consistency"), hashes(&reply)).unwrap();
    let (is_good, said) = judged(folder.path());
    assert!(is_good && said.contains("it only grew"), "{said}");

    for name in ["checkpoint", "checkpoint.old", "consistency", "tile/0/000", "tile/1/000.p/1"] {
        let file = folder.path().join(name);
        let honest = fs::read(&file).unwrap();
        let mut bent = honest.clone();
        let at = bent.len() - 20;
        bent[at] ^= 1;
        fs::write(&file, bent).unwrap();
        let (is_good, said) = judged(folder.path());
        assert!(!is_good && said.starts_with("wrong: "), "{name}: {said}");
        fs::write(file, honest).unwrap();
    }
}

#[tokio::test]
async fn a_pack_is_offered_to_those_who_may_take_it() {
    let office = Office::open().await;
    let id = office.in_force(0).await;
    let (record, register) = (format!("/records/{id}"), "/registers/holdings_register");
    let mut manager = Visitor::member(&office, &office.manager, "kanri").await;
    let mut staff = Visitor::member(&office, &office.staff, "toriatsukai").await;
    for (page, pack) in [
        (&*record, format!("{record}/pack.zip")),
        (register, format!("{register}/export.pack.zip")),
    ] {
        assert!(text(&manager.open(page).await).contains(&pack), "{page}");
        assert!(!text(&staff.open(page).await).contains(&pack), "{page}");
        let taken = manager.open(&pack).await;
        assert_eq!(
            (taken.status, taken.header("content-type")),
            (StatusCode::OK, "application/zip")
        );
        assert!(taken.bytes.starts_with(b"PK\x03\x04"));
        assert_eq!(staff.open(&pack).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{pack}");
    }
}
