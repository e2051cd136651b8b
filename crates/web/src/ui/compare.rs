//! Differences: old → new of a value, and two versions of a record side by side.

use maud::{Markup, html};

use super::{Words, fill};

/// Texts longer than this are compared inside, shorter ones as a whole.
const WHOLE_LIMIT: usize = 24;

/// Two versions of a record where two people saved at once, or where an import proposes other values.
#[derive(Debug, Clone, Copy, Default)]
pub struct SideBySide<'a> {
    /// What is compared, for the caption.
    pub caption: &'a str,
    /// Head of the left version, such as `あなたの入力（10:32）`.
    pub left: &'a str,
    /// Head of the right version.
    pub right: &'a str,
    /// The fields.
    pub fields: &'a [Compared<'a>],
}

/// A field in two versions.
#[derive(Debug, Clone, Copy, Default)]
pub struct Compared<'a> {
    /// Name of the field; where the two differ one is chosen by `take.NAME` = `left` or `right`. Empty for no choice.
    pub name: &'a str,
    /// The field.
    pub label: &'a str,
    /// Its value on the left.
    pub left: &'a str,
    /// Its value on the right.
    pub right: &'a str,
    /// Whether the right one is chosen unless the reader chooses otherwise.
    pub takes_right: bool,
}

/// What a value was and what it is, with what went and what came marked by more than color.
pub fn difference(words: &Words, before: &str, after: &str) -> Markup {
    if before.chars().count().max(after.chars().count()) <= WHOLE_LIMIT {
        return html! { (removed(words, before)) " → " (added(words, after)) };
    }
    let (same_head, same_tail) = common_ends(before, after);
    let middle =
        |text: &str| text.get(same_head..text.len() - same_tail).unwrap_or_default().to_owned();
    html! {
        (after.get(..same_head).unwrap_or_default())
        (removed(words, &middle(before)))
        (added(words, &middle(after)))
        (after.get(after.len() - same_tail..).unwrap_or_default())
    }
}

fn removed(words: &Words, text: &str) -> Markup {
    html! { @if !text.is_empty() { del { span.hidden { (words.before) } (text) } } }
}

fn added(words: &Words, text: &str) -> Markup {
    html! {
        @if text.is_empty() { span.empty-value { (words.empty_value) } }
        @else { ins { span.hidden { (words.after) } (text) } }
    }
}

/// Bytes that two texts have in common at the beginning and at the end, never overlapping, at character boundaries.
fn common_ends(left: &str, right: &str) -> (usize, usize) {
    let head: usize = left
        .chars()
        .zip(right.chars())
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let rest = |text: &str| text.get(head..).unwrap_or_default().chars().rev().collect::<Vec<_>>();
    let tail = rest(left)
        .iter()
        .zip(&rest(right))
        .take_while(|(one, other)| one == other)
        .map(|(one, _)| one.len_utf8())
        .sum();
    (head, tail)
}

/// Two versions in columns; where they differ, one of them is chosen. What is the same in both can be opened beneath.
pub fn side_by_side(words: &Words, versions: &SideBySide<'_>) -> Markup {
    let (different, same): (Vec<_>, Vec<_>) =
        versions.fields.iter().partition(|field| field.left != field.right);
    html! {
        (version_table(words, versions, versions.caption, &different))
        @if !same.is_empty() {
            details.same {
                summary { (fill(words.same_fields, "count", &same.len().to_string())) }
                (version_table(words, versions, words.same_caption, &same))
            }
        }
    }
}

fn version_table(
    words: &Words,
    versions: &SideBySide<'_>,
    caption: &str,
    fields: &[&Compared<'_>],
) -> Markup {
    html! {
        div.table.versions {
            table.data {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (words.item) }
                    th scope="col" { (versions.left) }
                    th scope="col" { (versions.right) }
                } }
                tbody { @for field in fields { (compared(words, versions, field)) } }
            }
        }
    }
}

fn compared(words: &Words, versions: &SideBySide<'_>, field: &Compared<'_>) -> Markup {
    let differs = field.left != field.right;
    html! {
        tr.differs[differs] {
            th scope="row" {
                (field.label)
                @if differs { " " span.chip data-tone="warning" { (words.differs) } }
            }
            td data-label=(versions.left) { div { (version(words, field, "left", field.left, differs)) } }
            td data-label=(versions.right) { div { (version(words, field, "right", field.right, differs)) } }
        }
    }
}

fn version(words: &Words, field: &Compared<'_>, side: &str, value: &str, differs: bool) -> Markup {
    html! {
        p.version { @if value.is_empty() { span.empty-value { (words.empty_value) } } @else if differs { mark { (value) } } @else { (value) } }
        @if differs && !field.name.is_empty() {
            label.check {
                input type="radio" name={ "take." (field.name) } value=(side) checked[(side == "right") == field.takes_right] aria-label={ (field.label) " " (value) " " (words.take_this) };
                span { (words.take_this) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::common_ends;

    #[test]
    fn common_ends_do_not_overlap() {
        assert_eq!(common_ends("aa", "aaa"), (2, 0));
        assert_eq!(common_ends("氏名、住所", "氏名、電話、住所"), ("氏名、".len(), "住所".len()));
        assert_eq!(common_ends("", "新規"), (0, 0));
    }
}
