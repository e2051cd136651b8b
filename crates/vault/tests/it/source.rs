//! Where the master key comes from: files that others can read are refused, programs that hang are ended.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use vault::source::{KeyCommand, SourceError, read_key_file, write_key_file};
use vault::{KeyTextError, MasterKey};

use crate::sample::Counter;

fn master() -> MasterKey {
    MasterKey::generate(&mut Counter(1))
}

fn key_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("master.key");
    write_key_file(&path, &master()).unwrap();
    (folder, path)
}

fn command(program: &str, arguments: &[&str]) -> KeyCommand {
    KeyCommand {
        program: program.into(),
        arguments: arguments.iter().map(Into::into).collect(),
        timeout: Duration::from_secs(20),
    }
}

fn text_of(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_key_file_is_ours_alone_and_never_overwritten() {
    let (_folder, path) = key_file();
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(read_key_file(&path).unwrap(), master());
    let again = write_key_file(&path, &MasterKey::generate(&mut Counter(50)));
    assert!(matches!(again, Err(SourceError::File(_))));
    assert_eq!(read_key_file(&path).unwrap(), master());
}

#[test]
fn a_file_that_others_may_use_is_refused() {
    let (_folder, path) = key_file();
    for mode in [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o644] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let error = read_key_file(&path).unwrap_err();
        assert!(matches!(error, SourceError::TooOpen { mode: found } if found == mode));
    }
    fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    assert!(read_key_file(&path).is_ok());
}

#[test]
fn what_is_no_file_is_refused_without_waiting() {
    let (folder, path) = key_file();
    assert!(matches!(read_key_file(folder.path()), Err(SourceError::NotAFile)));
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(matches!(read_key_file(&pipe), Err(SourceError::NotAFile)));
    assert!(matches!(read_key_file(&path.with_extension("no")), Err(SourceError::File(_))));
}

#[test]
fn what_is_no_key_is_refused() {
    let (_folder, path) = key_file();
    let line = master().to_text().expose().trim().to_owned();
    for (text, error) in [
        (String::new(), KeyTextError::Length { found: 0 }),
        (line[1..].to_owned(), KeyTextError::Length { found: 43 }),
        (format!("{line}\n\n"), KeyTextError::Length { found: 45 }),
        ("x".repeat(100_000), KeyTextError::Length { found: 47 }),
        ("*".repeat(44), KeyTextError::Encoding),
        (format!("{}A===", &line[..40]), KeyTextError::Encoding),
        (format!("{}AAAA", &line[..40]), KeyTextError::Encoding),
        (format!("{}=", "A".repeat(43)), KeyTextError::Placeholder),
    ] {
        fs::write(&path, text).unwrap();
        let found = read_key_file(&path);
        assert!(matches!(found, Err(SourceError::Content(found)) if found == error), "{error}");
    }
    for end in ["", "\n", "\r\n"] {
        fs::write(&path, format!("{line}{end}")).unwrap();
        assert_eq!(read_key_file(&path).unwrap(), master());
    }
}

#[test]
fn a_command_prints_the_key_and_no_shell_reads_its_arguments() {
    let (folder, path) = key_file();
    assert_eq!(command("cat", &[&text_of(&path)]).run().unwrap(), master());
    let odd = folder.path().join("a key; echo $(id) > hacked");
    fs::rename(&path, &odd).unwrap();
    assert_eq!(command("cat", &[&text_of(&odd)]).run().unwrap(), master());
}

#[test]
fn a_command_that_fails_or_is_not_there_gives_no_key() {
    let (_folder, path) = key_file();
    assert!(matches!(command("false", &[]).run(), Err(SourceError::Failed(_))));
    let prints_and_fails = command("sh", &["-c", "cat \"$0\"; exit 3", &text_of(&path)]);
    assert!(matches!(prints_and_fails.run(), Err(SourceError::Failed(_))));
    assert!(matches!(command("/no/such/program", &[]).run(), Err(SourceError::Command(_))));
    let error = command("true", &[]).run().unwrap_err();
    assert!(matches!(error, SourceError::Content(KeyTextError::Length { found: 0 })));
}

#[test]
fn a_command_that_never_stops_printing_is_ended() {
    let error = command("yes", &[]).run().unwrap_err();
    assert!(matches!(error, SourceError::Content(KeyTextError::Length { found: 47 })));
}

#[test]
fn a_command_that_hangs_is_ended() {
    let (_folder, path) = key_file();
    let silent = command("sleep", &["60"]);
    let prints_and_hangs = command("sh", &["-c", "cat \"$0\"; exec sleep 60 >&-", &text_of(&path)]);
    for command in [silent, prints_and_hangs] {
        let started = Instant::now();
        let timeout = Duration::from_millis(300);
        let error = KeyCommand { timeout, ..command }.run().unwrap_err();
        assert!(matches!(error, SourceError::TimedOut(found) if found == timeout));
        assert!(started.elapsed() < Duration::from_secs(30));
    }
}
