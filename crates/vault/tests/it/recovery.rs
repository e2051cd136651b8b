//! Recovery: from paper, as people type, and with the age tool.

use std::fs;
use std::process::Command;

use vault::{
    MAX_RECOVERY_FILE_BYTES, MasterKey, RecoveryError, RecoveryKey, RecoveryKeyError,
    RecoveryRecipient,
};

use crate::sample::Counter;

/// 32 counted bytes, made into Bech32 by another program.
const PRINTED: &str = "AGE-SECRET-KEY-1 \
    PVC9 275L CN5S UV6C 0K3V 0MQ3 XEDC PFW2 AU2R JH5R 4RXL Y9EU VXRQ 98K6 63";

fn master() -> MasterKey {
    MasterKey::generate(&mut Counter(1))
}

fn letters() -> String {
    PRINTED.trim_start_matches("AGE-SECRET-KEY-1").replace(' ', "")
}

#[test]
fn what_was_sealed_opens_with_the_printed_key() {
    let key = RecoveryKey::generate();
    let file = key.recipient().seal(&master()).unwrap();
    let typed = RecoveryKey::read(key.printed().expose()).unwrap();
    assert_eq!(typed.open(&file).unwrap(), master());
    let other = RecoveryKey::generate();
    assert!(matches!(other.open(&file), Err(RecoveryError::Open(_))));
}

#[test]
fn later_generations_are_sealed_without_the_paper() {
    let key = RecoveryKey::generate();
    let kept = key.recipient().to_string();
    assert!(kept.starts_with("age1"));
    let recipient: RecoveryRecipient = format!(" {kept}\n").parse().unwrap();
    let file = recipient.seal(&master()).unwrap();
    assert_eq!(key.open(&file).unwrap(), master());
    for wrong in ["", "age1", &kept[..kept.len() - 1], PRINTED] {
        assert_eq!(wrong.parse::<RecoveryRecipient>().unwrap_err(), RecoveryKeyError::Recipient);
    }
}

#[test]
fn a_key_is_printed_in_groups_of_four() {
    let key = RecoveryKey::read(PRINTED).unwrap();
    assert_eq!(key.printed().expose(), PRINTED);
}

#[test]
fn it_may_be_typed_as_people_type() {
    let small = PRINTED.to_lowercase();
    let wide: String = PRINTED
        .chars()
        .map(|c| match c {
            ' ' => '　',
            '-' => 'ー',
            c => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
        })
        .collect();
    for typed in [
        PRINTED.replace(' ', ""),
        PRINTED.replace(' ', "\n"),
        PRINTED.replace(' ', "-"),
        small,
        wide,
        letters(),
        letters().replace('8', "b").replace('0', "o").replace('L', "1"),
        letters().replace('8', "B").replace('0', "O").replace('L', "i"),
    ] {
        let key = RecoveryKey::read(&typed).unwrap();
        assert_eq!(key.printed().expose(), PRINTED, "{typed}");
    }
}

#[test]
fn every_wrong_letter_and_every_exchange_is_found() {
    let right = letters();
    for at in 0..right.len() {
        for letter in "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".chars() {
            let mut typed: Vec<char> = right.chars().collect();
            if typed[at] == letter {
                continue;
            }
            typed[at] = letter;
            let typed: String = typed.into_iter().collect();
            assert_eq!(RecoveryKey::read(&typed).unwrap_err(), RecoveryKeyError::Check);
        }
        let mut typed: Vec<char> = right.chars().collect();
        if at > 0 && typed[at] != typed[at - 1] {
            typed.swap(at, at - 1);
            let typed: String = typed.into_iter().collect();
            assert_eq!(RecoveryKey::read(&typed).unwrap_err(), RecoveryKeyError::Check);
        }
    }
}

#[test]
fn what_is_wrong_is_said() {
    let short = &letters()[..57];
    assert_eq!(RecoveryKey::read(short).unwrap_err(), RecoveryKeyError::Length { found: 57 });
    assert_eq!(RecoveryKey::read("").unwrap_err(), RecoveryKeyError::Length { found: 0 });
    let long = format!("{}Q", letters());
    assert_eq!(RecoveryKey::read(&long).unwrap_err(), RecoveryKeyError::Length { found: 59 });
    let odd = PRINTED.replacen("275L", "27!L", 1);
    assert_eq!(RecoveryKey::read(&odd).unwrap_err(), RecoveryKeyError::Character { group: 2 });
}

#[test]
fn every_flip_of_the_file_is_refused() {
    let key = RecoveryKey::generate();
    let file = key.recipient().seal(&master()).unwrap();
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1;
        assert!(key.open(&changed).is_err(), "byte {at}");
        assert!(key.open(&file[..at]).is_err(), "cut off at {at}");
    }
    let long = vec![0; MAX_RECOVERY_FILE_BYTES + 1];
    assert!(matches!(key.open(&long), Err(RecoveryError::TooLong { .. })));
}

#[test]
fn the_age_tool_opens_it_too() {
    let folder = tempfile::tempdir().unwrap();
    let [key_path, file_path] = ["recovery.txt", "master.age"].map(|name| folder.path().join(name));
    let key = RecoveryKey::generate();
    fs::write(&file_path, key.recipient().seal(&master()).unwrap()).unwrap();
    fs::write(&key_path, key.printed().expose().replace(' ', "")).unwrap();
    let age = Command::new("age").arg("-d").arg("-i").args([&key_path, &file_path]).output();
    let output = age.expect("the age tool; scripts/setup.sh test installs it");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(MasterKey::from_text(&output.stdout).unwrap(), master());
}
