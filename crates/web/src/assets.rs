//! What the pages need besides themselves: one style sheet, one script, the icon, the fallback font. All of it is in the binary.
//!
//! An address carries the first digits of its content's SHA-256, so that it can be kept for ever: `/assets/app.css` is served as
//! `/assets/app.0123456789ab.css`. The font files carry their package's version instead.

use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};

/// How long an address from here may be kept.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// The path that all addresses start with.
pub const PREFIX: &str = "/assets/";

const FONT_FOLDER: &str = "noto-sans-jp-5.3.1/";

const STYLE: &str = concat!(
    include_str!("../assets/css/tokens.css"),
    include_str!("../assets/css/app.css"),
    include_str!("../assets/css/frame.css"),
    include_str!("../assets/css/forms.css"),
    include_str!("../assets/css/tables.css"),
    include_str!("../assets/css/notes.css"),
    include_str!("../assets/css/record.css"),
    include_str!("../assets/css/imports.css"),
    include_str!("../assets/css/pages.css"),
    include_str!("../assets/css/print.css"),
);

const SCRIPT: &str = concat!(
    include_str!("../assets/js/app.js"),
    include_str!("../assets/js/autosave.js"),
    include_str!("../assets/js/dates.js"),
    include_str!("../assets/js/dialogs.js"),
    include_str!("../assets/js/files.js"),
    include_str!("../assets/js/imports.js"),
    include_str!("../assets/js/lock.js"),
    include_str!("../assets/js/passkeys.js"),
    include_str!("../assets/js/rows.js"),
    include_str!("../assets/js/tables.js"),
    include_str!("../assets/js/when.js"),
);

/// Something to serve.
#[derive(Debug, Clone, Copy)]
pub struct Asset {
    /// The content.
    pub bytes: &'static [u8],
    /// Its media type.
    pub content_type: &'static str,
    /// Its entity tag, with the quotation marks.
    pub etag: &'static str,
}

struct Named {
    name: &'static str,
    href: String,
    etag: String,
    bytes: &'static [u8],
    content_type: &'static str,
}

/// The files of which there is one.
static FILES: LazyLock<Vec<Named>> = LazyLock::new(|| {
    vec![
        named("app.css", STYLE.as_bytes(), "text/css; charset=utf-8"),
        named("app.js", SCRIPT.as_bytes(), "text/javascript; charset=utf-8"),
        named("fonts.css", include_bytes!("../assets/css/fonts.css"), "text/css; charset=utf-8"),
        named("icon.svg", include_bytes!("../assets/icon.svg"), "image/svg+xml"),
    ]
});

/// The address of a file: `app.css`, `app.js`, `fonts.css`, `icon.svg`. For any other name the prefix, which answers "not found".
pub fn href(name: &str) -> &'static str {
    FILES.iter().find(|file| file.name == name).map_or(PREFIX, |file| file.href.as_str())
}

/// What an address stands for. Takes the path of the address; an old or foreign one gives none.
pub fn lookup(path: &str) -> Option<Asset> {
    if let Some(file) = FILES.iter().find(|file| file.href == path) {
        return Some(Asset {
            bytes: file.bytes,
            content_type: file.content_type,
            etag: &file.etag,
        });
    }
    let name = path.strip_prefix(PREFIX)?.strip_prefix(FONT_FOLDER)?.strip_suffix(".woff2")?;
    let (_, bytes) = FONTS.iter().find(|(subset, _)| *subset == name)?;
    Some(Asset { bytes, content_type: "font/woff2", etag: "\"noto-sans-jp-5.3.1\"" })
}

fn named(name: &'static str, bytes: &'static [u8], content_type: &'static str) -> Named {
    let mut hash = String::new();
    for byte in Sha256::digest(bytes).iter().take(6) {
        let _: std::fmt::Result = write!(hash, "{byte:02x}");
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Named {
        name,
        href: format!("{PREFIX}{stem}.{hash}.{ending}"),
        etag: format!("\"{hash}\""),
        bytes,
        content_type,
    }
}

macro_rules! fonts {
    ($($subset:literal)*) => {
        /// The subsets of the fallback font, each for the characters that `fonts.css` names.
        static FONTS: &[(&str, &[u8])] =
            &[$(($subset, include_bytes!(concat!("../assets/noto-sans-jp-5.3.1/", $subset, ".woff2")))),*];
    };
}

fonts! {
    "0" "1" "2" "3" "4" "5" "6" "7" "8" "9" "10" "11" "12" "13" "14" "15" "16" "17" "18" "19" "20" "21" "22" "23" "24"
    "25" "26" "27" "28" "29" "30" "31" "32" "33" "34" "35" "36" "37" "38" "39" "40" "41" "42" "43" "44" "45" "46" "47"
    "48" "49" "50" "51" "52" "53" "54" "55" "56" "57" "58" "59" "60" "61" "62" "63" "64" "65" "66" "67" "68" "69" "70"
    "71" "72" "73" "74" "75" "76" "77" "78" "79" "80" "81" "82" "83" "84" "85" "86" "87" "88" "89" "90" "91" "92" "93"
    "94" "95" "96" "97" "98" "99" "100" "101" "102" "103" "104" "105" "106" "107" "108" "109" "110" "111" "112" "113"
    "114" "115" "116" "117" "118" "119" "cyrillic" "latin" "latin-ext" "vietnamese"
}

#[cfg(test)]
mod tests {
    use super::{FONT_FOLDER, FONTS, PREFIX, href, lookup};

    #[test]
    fn addresses_lead_to_their_files() {
        for name in ["app.css", "app.js", "fonts.css", "icon.svg"] {
            assert_ne!(href(name), PREFIX, "{name}");
            assert!(lookup(href(name)).is_some(), "{name}");
        }
        assert!(lookup("/assets/app.000000000000.css").is_none());
        assert!(lookup("/assets/../secret").is_none());
    }

    #[test]
    fn every_font_that_the_style_names_is_here() {
        let style = include_str!("../assets/css/fonts.css");
        let named: Vec<&str> =
            style.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert_eq!(named.len(), FONTS.len());
        for name in named {
            assert!(name.starts_with(FONT_FOLDER), "{name}");
            assert!(lookup(&format!("{PREFIX}{name}")).is_some(), "{name}");
        }
    }
}
