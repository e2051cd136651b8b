//! The fonts on paper: BIZ UDP Gothic first, Noto Sans CJK JP behind it for the rare name kanji (𠮷).
//!
//! Only the faces that sheets use are looked at, and a face is read into memory when the first text needs it: most
//! documents never touch the 20 MB of Noto.

use crate::PrintError;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};
use typst::{
    foundations::Bytes,
    text::{Coverage, Font, FontBook, FontInfo},
    utils::LazyHash,
};

/// Where Debian's `fonts-morisawa-bizud-gothic` and `fonts-noto-cjk` put their files.
pub const DEFAULT_FONT_DIRS: [&str; 2] =
    ["/usr/share/fonts/truetype/bizud-gothic", "/usr/share/fonts/opentype/noto"];

/// [`DEFAULT_FONT_DIRS`] as paths.
pub fn default_font_dirs() -> Vec<PathBuf> {
    DEFAULT_FONT_DIRS.iter().map(PathBuf::from).collect()
}

/// Families in the order of preference, with how the names of their files begin.
/// The fixed-width sister gives the brackets and full stops alone, see `form.typ`.
const FAMILIES: [(&str, &str); 4] = [
    (MARKS_ONLY, "BIZUDGothic"),
    ("BIZ UDPGothic", "BIZUDPGothic"),
    ("Noto Sans CJK JP", "NotoSansCJK-"),
    ("Noto Sans JP", "NotoSansJP"),
];
const MARKS_ONLY: &str = "BIZ UDGothic";
const WEIGHTS: [u16; 2] = [400, 700];

/// The faces that sheets are set in. Read once, shared by all threads.
pub struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    families: Vec<String>,
}

struct Face {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// Looks for the faces in `dirs`, not below them. A folder that is not there is passed over.
    ///
    /// # Errors
    /// [`PrintError::NoFont`] if none of the families is found; one is enough, but without Noto rare kanji are refused.
    pub fn load(dirs: &[PathBuf]) -> Result<Self, PrintError> {
        let mut book = FontBook::new();
        let mut faces = Vec::new();
        let mut families = Vec::new();
        let files = list_files(dirs);
        for (family, prefix) in FAMILIES {
            let before = faces.len();
            for path in files.iter().filter(|path| has_prefix(path, prefix)) {
                let Some((index, info)) = find_face(path, family) else { continue };
                book.push(info);
                faces.push(Face { path: path.clone(), index, font: OnceLock::new() });
            }
            if faces.len() > before {
                families.push(family.to_owned());
            }
        }
        if !families.iter().any(|family| family != MARKS_ONLY) {
            return Err(PrintError::NoFont { searched: dirs.to_vec() });
        }
        Ok(Self { book: LazyHash::new(book), faces, families })
    }

    /// The families that were found, the first preferred.
    pub fn families(&self) -> &[String] {
        &self.families
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        let read = || Font::new(Bytes::new(fs::read(&face.path).ok()?), face.index);
        face.font.get_or_init(read).clone()
    }

    /// Whether any face draws the character.
    pub(crate) fn covers(&self, character: char) -> bool {
        self.coverages().any(|coverage| coverage.contains(u32::from(character)))
    }

    fn coverages(&self) -> impl Iterator<Item = &Coverage> {
        (0..self.faces.len()).filter_map(|index| self.book.info(index)).map(|info| &info.coverage)
    }
}

/// Files in a fixed order, so that the same machine always makes the same document.
fn list_files(dirs: &[PathBuf]) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = dirs
        .iter()
        .filter_map(|dir| fs::read_dir(dir).ok())
        .flat_map(|entries| entries.filter_map(Result::ok))
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files
}

fn has_prefix(path: &Path, prefix: &str) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(prefix))
}

/// The face of the family in regular or bold, and its place in the file; a collection is read no further than that.
fn find_face(path: &Path, family: &str) -> Option<(u32, FontInfo)> {
    let data = fs::read(path).ok()?;
    let (index, info) = (0..).zip(FontInfo::iter(&data)).find(|(_, info)| info.family == family)?;
    WEIGHTS.contains(&info.variant.weight.to_number()).then_some((index, info))
}
