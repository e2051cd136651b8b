//! The regulations of the house, read from the disk.

use std::{fs, path::Path};

use regulation::Folder;

/// The folder of a regulation.
pub(crate) fn folder(id: &str) -> Folder {
    let mut folder = Folder::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../regulations").join(id);
    read(&root, "", &mut folder);
    folder
}

fn read(root: &Path, inside: &str, folder: &mut Folder) {
    for entry in
        fs::read_dir(root.join(inside)).expect("the regulations of the house").map(Result::unwrap)
    {
        let path = format!("{inside}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read(root, &format!("{path}/"), folder);
        } else {
            folder.add(path, fs::read(entry.path()).unwrap());
        }
    }
}
