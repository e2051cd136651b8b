//! `kitei pack` and `kitei verify FILE.zip` as a manager and a stranger run them.

use std::process::{Command, Output};

use serde_json::Value;

use crate::verify::folder;

fn kitei(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kitei"))
        .args(arguments)
        .env_remove("KITEI_DATA")
        .output()
        .unwrap()
}

fn report(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
async fn a_pack_is_written_verified_and_damaged() {
    let (folder, checkpoint) = folder().await;
    let (data, out) = (folder.path().to_str().unwrap(), folder.path().join("out.zip"));
    let file = out.to_str().unwrap();
    let packed = kitei(&["pack", "--data", data, "--out", file, "--as", "admin"]);
    assert_eq!(packed.status.code(), Some(0), "{packed:?}");
    assert!(!folder.path().join("out.zip.part").exists());

    let kept = folder.path().join("kept");
    std::fs::write(&kept, &checkpoint).unwrap();
    let key = std::fs::read_to_string(folder.path().join("keys").join("log.pub")).unwrap();
    let trusting =
        ["verify", file, "--json", "--key", key.trim(), "--checkpoint", kept.to_str().unwrap()];
    let verified = kitei(&trusting);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    let said = report(&verified);
    assert_eq!(
        (&said["ok"], &said["records"], &said["key_given"]),
        (&true.into(), &1.into(), &true.into())
    );
    assert_eq!(said["same_checkpoints"], 1);

    let plain = kitei(&["verify", file]);
    let text = String::from_utf8(plain.stdout).unwrap();
    assert!(text.contains("改ざんなし") && text.contains(key.trim()), "{text}");

    let mut bytes = std::fs::read(&out).unwrap();
    let at = bytes.windows(5).position(|it| it == b"%PDF-").unwrap();
    bytes[at + 40] ^= 1;
    std::fs::write(&out, bytes).unwrap();
    let damaged = kitei(&["verify", file, "--json"]);
    assert_eq!(damaged.status.code(), Some(1));
    let place = report(&damaged)["findings"][0]["place"].as_str().unwrap().to_owned();
    assert!(place.ends_with("/record.pdf"), "{place}");
}

#[tokio::test]
async fn one_record_is_named_by_its_number_and_what_is_wrong_is_said() {
    let (folder, _) = folder().await;
    let (data, out) = (folder.path().to_str().unwrap(), folder.path().join("one.zip"));
    let file = out.to_str().unwrap();
    let pack = |more: &[&str]| kitei(&[&["pack", "--data", data, "--out", file], more].concat());
    let packed = pack(&["--as", "admin", "--record", "R8-0001"]);
    let unknown = pack(&["--as", "admin", "--record", "R8-9999"]);
    assert_eq!(
        (packed.status.code(), unknown.status.code()),
        (Some(0), Some(2)),
        "{packed:?} {unknown:?}"
    );
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("R8-9999"));
    assert_eq!(pack(&["--as", "nobody"]).status.code(), Some(2));
    assert_eq!(pack(&["--as", "admin", "--since", "yesterday"]).status.code(), Some(2));
    // What failed left the good file alone.
    assert_eq!(kitei(&["verify", file]).status.code(), Some(0));
}
