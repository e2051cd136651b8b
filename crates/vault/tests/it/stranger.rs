//! A stranger with Python, the key file and `docs/sealed-format.md` opens what was sealed here.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use vault::{Holder, KeySlot, MasterKey, OperatorKey, Ring};

use crate::sample::{Counter, OPERATOR, PLACE, RECORD};

const TEXT: &str = "見本 花子 sample@example.jp";

/// Sealed by the first version; rows that exist must open for ever.
const SEALED_1: &str = include_str!("../fixtures/sealed-1.txt");

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// A master key, and rows as the script reads them: the keys, a value, and an attachment of `length` letters.
fn sample(length: usize) -> (MasterKey, String) {
    let mut random = Counter(1);
    let master = Ring::new(MasterKey::generate(&mut random));
    let operator = OperatorKey::generate(&mut random);
    let of_operator = Holder::of_operator(OPERATOR);
    let wrapped = master.wrap(of_operator, &operator, &mut random);
    let ring = Ring::new(operator);
    let of_record = Holder::of_record(OPERATOR, RECORD);
    let (slot, key) = KeySlot::Vacant.fill(&ring, of_record, &mut random).unwrap();

    let value = key.seal(&PLACE, TEXT.as_bytes(), &mut random).unwrap();
    let (header, mut sealer) = key.seal_stream(&PLACE, &mut random);
    let mut stream = header.to_vec();
    sealer.push(&vec![b'k'; length], &mut stream).unwrap();
    sealer.finish(&mut stream).unwrap();

    let at = format!("{OPERATOR} {RECORD} {} {}", PLACE.sequence, PLACE.table);
    let rows = format!(
        "key {OPERATOR} {} {}\nkey {OPERATOR} {RECORD} {}\nsealed {at} {}\nstream {at} {}\n",
        of_operator.record,
        hex(wrapped.as_bytes()),
        hex(slot.stored().unwrap()),
        hex(value.as_bytes()),
        hex(&stream),
    );
    (MasterKey::generate(&mut Counter(1)), rows)
}

fn run_script(master: &MasterKey, rows: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let key_path = folder.path().join("master.key");
    fs::write(&key_path, master.to_text().expose()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/open_sealed.py");
    let mut child = Command::new("python3")
        .args([&script, &key_path])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("python3; scripts/setup.sh test installs it");
    child.stdin.take().unwrap().write_all(rows.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_stranger_opens_what_the_first_version_sealed() {
    let (master, rows) = sample(40);
    assert_eq!(rows, SEALED_1, "the format changed: that takes a new version");
    let output = run_script(&master, SEALED_1);
    let opened = format!("{TEXT}\n{}\n", "k".repeat(40));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), opened);
}

#[test]
fn a_stranger_opens_attachments_at_the_boundary_of_a_chunk() {
    for length in [65_536, 65_537] {
        let (master, rows) = sample(length);
        let output = run_script(&master, &rows);
        let opened = format!("{TEXT}\n{}\n", "k".repeat(length));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert!(output.stdout == opened.as_bytes(), "{length}");
    }
}

#[test]
fn a_stranger_sees_what_was_changed() {
    let (master, rows) = sample(40);
    let changed = rows.trim_end().strip_suffix(|last: char| last.is_ascii_hexdigit()).unwrap();
    for last in ['0', '1'] {
        let changed = format!("{changed}{last}\n");
        if changed != rows {
            let output = run_script(&master, &changed);
            assert!(!output.status.success());
            assert_eq!(String::from_utf8_lossy(&output.stderr), "a seal is broken\n");
        }
    }
}

#[test]
fn the_script_is_as_short_as_promised() {
    let script = include_str!("../open_sealed.py");
    assert!(script.lines().count() <= 50);
}
