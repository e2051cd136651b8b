//! Words that a rule compares an attribute with, or asks for: `resource.office == "manager"`, `principal.offices.contains("chief")`,
//! `resource has urgent`.

/// One comparison.
pub(crate) struct Literal<'t> {
    /// Name of the attribute; `has` where the word is itself one that is asked for.
    pub(crate) attribute: &'t str,
    /// The word, as written.
    pub(crate) word: &'t str,
    /// Where it stands in the source.
    pub(crate) offset: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Name(&'t str, usize),
    Word(&'t str, usize),
    Mark(char),
}

/// All comparisons of a Cedar text that this small reader recognizes; it may miss some, and finds no false ones in a rule that parses.
pub(crate) fn literals(source: &str) -> Vec<Literal<'_>> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let Token::Name(attribute, _) = *token else { continue };
        let rest = tokens.get(index + 1..).unwrap_or_default();
        if let ("has", [Token::Name(word, offset), ..]) = (attribute, rest) {
            found.push(Literal { attribute, word, offset: *offset });
        }
        let is_attribute =
            index.checked_sub(1).and_then(|before| tokens.get(before)) == Some(&Token::Mark('.'));
        if !is_attribute {
            continue;
        }
        let words = match rest {
            [Token::Mark('=' | '!'), Token::Mark('='), word @ Token::Word(..), ..] => {
                std::slice::from_ref(word)
            }
            [
                Token::Mark('.'),
                Token::Name("contains" | "containsAny" | "containsAll", _),
                Token::Mark('('),
                words @ ..,
            ] => {
                let end = words.iter().position(|token| *token == Token::Mark(')')).unwrap_or(0);
                words.get(..end).unwrap_or_default()
            }
            _ => continue,
        };
        found.extend(words.iter().filter_map(|token| match token {
            Token::Word(word, offset) => Some(Literal { attribute, word, offset: *offset }),
            _ => None,
        }));
    }
    found
}

fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            let length = string_length(rest);
            let word = rest.get(1..length).map_or("", |word| word.trim_end_matches('"'));
            found.push(Token::Word(word, source.len() - rest.len()));
            length
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first.is_alphanumeric() || first == '_' {
            let length = rest
                .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .unwrap_or(rest.len());
            found.push(Token::Name(
                rest.get(..length).unwrap_or_default(),
                source.len() - rest.len(),
            ));
            length
        } else {
            if !first.is_whitespace() {
                found.push(Token::Mark(first));
            }
            first.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// Bytes of the string that a text begins with, both quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (index, letter) in text.char_indices().skip(1) {
        match letter {
            '"' if !is_escaped => return index + 1,
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_words_that_attributes_are_compared_with() {
        let source = r#"
            // resource.office == "commented"
            @ja("resource.office == x")
            forbid (principal, action == Action::"approve", resource)
            when { resource.office == "manager" && principal.offices.containsAny(["chief", "a\"b"]) && resource.name != "x" && resource has urgent };
        "#;
        let found: Vec<_> =
            literals(source).iter().map(|literal| (literal.attribute, literal.word)).collect();
        assert_eq!(
            found,
            [
                ("office", "manager"),
                ("offices", "chief"),
                ("offices", r#"a\"b"#),
                ("name", "x"),
                ("has", "urgent")
            ]
        );
    }
}
