//! `kitei serve`: what is wrong with a setting is said with the setting, its value and the cure, in both languages.

use std::{path::Path, process::Command};

/// Starts the server in a folder and returns its exit code and what it said; it does not come to serving.
fn refused(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
        .arg("serve")
        .args(arguments)
        .current_dir(folder)
        .env_remove("KITEI_DATA")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    (output.status.code(), said.replace(&folder.display().to_string(), "(folder)"))
}

#[test]
fn a_database_elsewhere_is_refused_not_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let url = "sqlite:/elsewhere.db";
    let (code, said) = refused(folder.path(), &["--database", url]);
    assert_eq!(code, Some(3));
    assert!(said.contains(&format!("`--database {url}`")), "{said}");
    assert!(said.contains("この設定を消すか") && said.contains("leave this setting out"), "{said}");
    for url in ["mysql://kitei:himitsu@localhost/kitei", "postgres://:himitsu@localhost/kitei"] {
        let (code, said) = refused(folder.path(), &["--database", url]);
        assert_eq!(code, Some(3));
        assert!(said.contains("--database") && said.contains("postgres://"), "{said}");
        assert!(!said.contains("himitsu"), "{said}");
    }
    assert!(!folder.path().join("kitei-data").exists());
}

#[test]
fn an_unknown_key_of_the_file_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kitei.toml"), "lisen = \"127.0.0.1:1\"\n").unwrap();
    let (code, said) = refused(folder.path(), &[]);
    assert_eq!(code, Some(3));
    assert!(
        said.contains("kitei.toml") && said.contains("lisen") && said.contains("直してください"),
        "{said}"
    );
}

#[test]
fn an_address_that_is_taken_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let (code, said) = refused(folder.path(), &["--listen", &address]);
    assert_eq!(code, Some(3));
    assert!(
        said.contains(&format!("`--listen {address}`")) && said.contains("別のポート"),
        "{said}"
    );
}

#[test]
fn every_command_finds_the_data_folder_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kitei.toml"), "data = \"elsewhere\"\n").unwrap();
    for arguments in [
        &["export", "--form", "x", "--as", "y", "-o", "z.csv"][..],
        &["print", "--record", "x", "--as", "y", "-o", "z.pdf"],
        &["verify"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_kitei"))
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("KITEI_DATA")
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("elsewhere"), "{arguments:?}: {said}");
    }
}
