//! "Did you mean …?": the nearest of the words that would have been right.

/// The candidate nearest to `word`, if one is near enough to be a slip of the pen.
pub(crate) fn nearest<'w>(
    word: &str,
    candidates: impl IntoIterator<Item = &'w str>,
) -> Option<&'w str> {
    let allowed = match word.chars().count() {
        0..=2 => 1,
        3..=6 => 2,
        _ => 3,
    };
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance <= allowed && *distance < candidate.chars().count()
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters must be added, removed or changed (Levenshtein). Words beyond 100 letters are never near.
fn distance(left: &str, right: &str) -> usize {
    if left.len() > 400 || right.len() > 400 {
        return usize::MAX;
    }
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, left) in left.chars().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        let mut next = vec![before];
        for (right, above) in right.iter().zip(row.iter().skip(1)) {
            before = (diagonal + usize::from(left != *right)).min(before + 1).min(above + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_letters_that_differ() {
        assert_eq!(distance("requred", "required"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("handler", "handler"), 0);
        assert_eq!(distance("管理者", "管理責任者"), 2);
    }

    #[test]
    fn suggests_only_what_is_near() {
        assert_eq!(nearest("requred", ["label", "required"]), Some("required"));
        assert_eq!(nearest("colour", ["label", "required"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
