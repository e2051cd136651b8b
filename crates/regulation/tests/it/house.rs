//! The regulations of the house are sound.

use std::{fs, path::Path};

use regulation::{Folder, Language, check::check_folder, diagnostic::render};

fn read_folder(root: &Path, inside: &str, folder: &mut Folder) {
    for entry in fs::read_dir(root.join(inside)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read_folder(root, &format!("{path}/"), folder);
        } else {
            folder.add(path, fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn every_regulation_of_the_house_is_sound() {
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations");
    for entry in fs::read_dir(house).unwrap() {
        let mut folder = Folder::new();
        read_folder(&entry.unwrap().path(), "", &mut folder);
        let (regulation, report) = check_folder(&folder);
        let told = render(&report.diagnostics, &folder, Language::En).to_string();
        assert!(report.is_sound(), "{}:\n{told}", regulation.id);
        let warnings: Vec<_> = report.diagnostics.iter().map(|it| it.code).collect();
        assert!(warnings.is_empty(), "{}:\n{told}", regulation.id);
    }
}
