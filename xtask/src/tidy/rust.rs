//! A rough reading of Rust: code without comments and literals, the literals apart, and which lines are tests.
//!
//! It is not a parser. It knows comments, all kinds of string and character literals, and where the item after
//! `#[cfg(test)]` ends.

/// A file, line by line.
pub struct Source {
    pub lines: Vec<Line>,
    pub literals: Vec<Literal>,
}

#[derive(Default)]
pub struct Line {
    /// Comments are dropped; a literal is left as `""`.
    pub code: String,
    pub is_test: bool,
}

/// A string literal, escapes as written.
pub struct Literal {
    pub line: usize,
    pub text: String,
    pub is_test: bool,
}

impl Source {
    pub fn read(text: &str, is_test: bool) -> Self {
        let mut reader = Reader {
            chars: text.chars().collect(),
            position: 0,
            lines: vec![Line::default()],
            literals: Vec::new(),
        };
        reader.read();
        let mut source = Self { lines: reader.lines, literals: reader.literals };
        source.mark_tests(is_test);
        source
    }

    /// Lines outside tests, numbered from 1.
    pub fn production(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.lines.iter().enumerate();
        numbered
            .filter(|(_, line)| !line.is_test)
            .map(|(index, line)| (index + 1, line.code.as_str()))
    }

    fn mark_tests(&mut self, whole_file: bool) {
        let mut open_item: Option<isize> = None;
        for line in &mut self.lines {
            let mut code = line.code.as_str();
            if open_item.is_none()
                && let Some(start) = code.find("#[cfg(test)]")
            {
                open_item = Some(0);
                code = code.get(start..).unwrap_or_default();
            }
            line.is_test = whole_file || open_item.is_some();
            open_item = open_item.and_then(|depth| depth_after(depth, code));
        }
        for literal in &mut self.literals {
            let index = literal.line.saturating_sub(1);
            literal.is_test = self.lines.get(index).is_some_and(|line| line.is_test);
        }
    }
}

/// How deep in brackets an item is after `code`, or nothing when it ended there.
fn depth_after(mut depth: isize, code: &str) -> Option<isize> {
    for c in code.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' => depth -= 1,
            '}' => {
                depth -= 1;
                if depth <= 0 {
                    return None;
                }
            }
            ';' if depth == 0 => return None,
            _ => {}
        }
    }
    Some(depth)
}

struct Reader {
    chars: Vec<char>,
    position: usize,
    lines: Vec<Line>,
    literals: Vec<Literal>,
}

impl Reader {
    fn read(&mut self) {
        while let Some(c) = self.next() {
            match (c, self.peek(0)) {
                ('\n', _) => {}
                ('/', Some('/')) => self.skip_line_comment(),
                ('/', Some('*')) => self.skip_block_comment(),
                ('"', _) => self.read_string(),
                ('\'', Some('\\')) => self.skip_character(),
                ('\'', Some(_)) if self.peek(1) == Some('\'') => self.skip_character(),
                _ => self.push(c),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.position + ahead).copied()
    }

    /// The next character; every end of line opens a new one, whatever it stands in.
    fn next(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.position += 1;
        if c == '\n' {
            self.lines.push(Line::default());
        }
        Some(c)
    }

    fn push(&mut self, c: char) {
        if let Some(line) = self.lines.last_mut() {
            line.code.push(c);
        }
    }

    fn skip_line_comment(&mut self) {
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.position += 1;
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0;
        self.position -= 1;
        while let Some(c) = self.next() {
            match (c, self.peek(0)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => continue,
            }
            self.position += 1;
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_character(&mut self) {
        while let Some(c) = self.next() {
            match c {
                '\\' => self.position += 1,
                '\'' => break,
                _ => {}
            }
        }
        self.push('\'');
        self.push('\'');
    }

    fn read_string(&mut self) {
        let line = self.lines.len();
        let hashes = self.raw_hashes();
        let mut text = String::new();
        while let Some(c) = self.next() {
            match (c, hashes) {
                ('"', None) => break,
                ('"', Some(count)) if (0..count).all(|ahead| self.peek(ahead) == Some('#')) => {
                    self.position += count;
                    break;
                }
                ('\\', None) => {
                    text.push(c);
                    text.extend(self.next());
                }
                _ => text.push(c),
            }
        }
        self.push('"');
        self.push('"');
        self.literals.push(Literal { line, text, is_test: false });
    }

    /// The number of `#` when the code just read is the beginning of a raw string.
    fn raw_hashes(&self) -> Option<usize> {
        let code = self.lines.last()?.code.as_str();
        let before = code.trim_end_matches('#');
        let prefix = before.strip_suffix('r')?;
        let prefix = prefix.strip_suffix(['b', 'c']).unwrap_or(prefix);
        let is_word = prefix.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        (!is_word).then(|| code.len() - before.len())
    }
}

/// Where `word` begins in `code` without a letter, digit or `_` right before it.
pub fn find_word(code: &str, word: &str) -> Option<usize> {
    code.match_indices(word).map(|(index, _)| index).find(|&index| {
        let before = code.get(..index).unwrap_or_default();
        !before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        let lines: Vec<String> =
            Source::read(text, false).lines.into_iter().map(|line| line.code).collect();
        lines.join("\n")
    }

    fn literals(text: &str) -> Vec<(usize, String)> {
        Source::read(text, false)
            .literals
            .into_iter()
            .map(|literal| (literal.line, literal.text))
            .collect()
    }

    #[test]
    fn comments_are_dropped_and_lines_kept() {
        assert_eq!(code("a(); // b\n/* c /* d */\ne */ f()"), "a(); \n\n f()");
    }

    #[test]
    fn literals_are_taken_out_of_the_code() {
        assert_eq!(
            code(r##"f("a // b", r#"c " d"#, 'x', '\'', "\"")"##),
            r#"f("", r#"", '', '', "")"#
        );
        assert_eq!(
            literals("f(\"a\nb\", r#\"c \" d\"#)"),
            [(1, "a\nb".to_owned()), (2, "c \" d".to_owned())]
        );
    }

    #[test]
    fn a_lifetime_is_not_a_character() {
        assert_eq!(code("fn f<'a>(x: &'a str) { '\"' }"), "fn f<'a>(x: &'a str) { '' }");
    }

    #[test]
    fn a_test_item_ends_with_its_block_or_semicolon() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\nfn c() {}\n#[cfg(test)]\nuse d;\nfn e() {}";
        let source = Source::read(text, false);
        let production: Vec<usize> = source.production().map(|(line, _)| line).collect();
        assert_eq!(production, [1, 6, 9]);
    }

    #[test]
    fn a_word_does_not_begin_inside_another() {
        assert_eq!(find_word("operand::x(rand::y())", "rand::"), Some(11));
        assert_eq!(find_word("eprintln!()", "println!("), None);
    }
}
