//! Being written.
/// Fonts, loaded when first needed.
#[derive(Default)]
pub(crate) struct FontShelf;
