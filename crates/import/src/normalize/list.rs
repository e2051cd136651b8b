//! Splits a cell into its items, but never inside brackets.

/// Marks between items that are certain.
pub const MARKS: [char; 9] = ['、', ',', '，', '､', ';', '；', '/', '／', '\n'];
/// The middle dot also stands inside names, so that the caller decides.
pub const DOTS: [char; 2] = ['・', '･'];

/// More items than this are no list but a text.
pub const MAX_ITEMS: usize = 200;

/// The beginning of a long text, for a message.
pub fn start_of(text: &str) -> String {
    text.chars().take(40).chain(['…']).collect()
}

/// The items of a cell, without outer spaces; empty ones are left out.
pub fn split(text: &str, marks: &[char]) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '(' | '（' | '「' | '『' | '[' | '［' => depth += 1,
            ')' | '）' | '」' | '』' | ']' | '］' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && marks.contains(&letter) {
            items.push(String::new());
        } else if let Some(item) = items.last_mut() {
            item.push(letter);
        }
    }
    items
        .iter()
        .map(|item| super::text::trim(item).to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

/// Words and the remark in brackets behind them: データ(暗号化).
pub fn split_remark(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix(')').or_else(|| text.strip_suffix('）'))?;
    let open = inner.rfind(['(', '（'])?;
    let (words, remark) = inner.split_at(open);
    let remark = remark.trim_start_matches(['(', '（']);
    (!words.trim().is_empty() && !remark.is_empty()).then(|| (super::text::trim(words), remark))
}
