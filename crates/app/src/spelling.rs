//! What people type, read the same way on a page as from a workbook.

use regulation::Text;
use serde_json::Value;

/// Folds a name for comparing: width, kana, case and blanks do not count.
#[must_use]
pub fn fold_name(name: &str) -> String {
    import::fold(name)
}

/// Folds a text the way the search index does: old forms of kanji count as the new ones too.
#[must_use]
pub fn fold_search(text: &str) -> String {
    store::fold::fold(text)
}

/// Reads a number in any spelling (`１，２００`, `約1,200件` where an estimate is allowed); `None` where it is none.
#[must_use]
pub fn read_number(typed: &str, is_estimable: bool) -> Option<Value> {
    let rule = import::target::NumberRule { is_estimable, ..import::target::NumberRule::default() };
    let target =
        import::TargetField::new("number", Text::default(), import::TargetKind::Number(rule));
    let (value, _) = import::normalize::value(typed, &target, &import::Directory::default());
    (value.is_i64() || value.is_object()).then_some(value)
}
