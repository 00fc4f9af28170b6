//! Splits Rust source into code and comments.
//!
//! Both come out with the lines and columns of the source, so that a place in one is the same
//! place in the other. Literals are filled with quotation marks: what a string says is not code.

/// One source, twice.
pub(super) struct Split {
    /// The source with spaces for comments and `"` for the characters of literals.
    pub(super) code: String,
    /// The source with spaces for everything except comments.
    pub(super) comments: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

/// Splits `text`. Source that does not compile comes out somehow, never with a panic.
pub(super) fn split(text: &str) -> Split {
    let chars: Vec<char> = text.chars().collect();
    let mut split = Split { code: String::new(), comments: String::new() };
    let (mut at, mut in_name) = (0, false);
    while let Some(&first) = chars.get(at) {
        let (kind, length) = lexeme(&chars[at..], in_name);
        for &c in chars.iter().skip(at).take(length) {
            let blank = if c == '\n' { '\n' } else { ' ' };
            split.comments.push(if kind == Kind::Comment { c } else { blank });
            split.code.push(match kind {
                Kind::Code => c,
                Kind::Literal if !c.is_whitespace() => '"',
                Kind::Literal | Kind::Comment => blank,
            });
        }
        in_name = kind == Kind::Code && is_name_char(first);
        at += length;
    }
    split
}

/// Can `c` stand inside a name?
pub(super) fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Kind and length of what `rest` begins with. Code comes one character at a time.
fn lexeme(rest: &[char], in_name: bool) -> (Kind, usize) {
    match rest {
        ['/', '/', ..] => {
            (Kind::Comment, rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()))
        }
        ['/', '*', ..] => (Kind::Comment, block_comment(rest)),
        ['"', ..] => (Kind::Literal, quoted(rest, '"')),
        ['\'', '\\', ..] | ['\'', _, '\'', ..] => (Kind::Literal, quoted(rest, '\'')),
        ['r', ..] | ['b' | 'c', 'r', ..] if !in_name => {
            raw_string(rest).map_or((Kind::Code, 1), |length| (Kind::Literal, length))
        }
        _ => (Kind::Code, 1),
    }
}

/// Length of a block comment; they nest.
fn block_comment(rest: &[char]) -> usize {
    let (mut at, mut depth) = (0, 0_usize);
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (at, depth) = (at + 2, depth + 1),
            ['*', '/', ..] => (at, depth) = (at + 2, depth.saturating_sub(1)),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// Length of a literal between two `quote`s, with escapes.
fn quoted(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while let Some(&c) = rest.get(at) {
        match c {
            '\\' => at += 2,
            _ if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Length of a raw string, if `rest` begins with one.
fn raw_string(rest: &[char]) -> Option<usize> {
    let marks = rest.iter().position(|&c| c == 'r')? + 1;
    let hashes = rest[marks..].iter().take_while(|&&c| c == '#').count();
    let body = marks + hashes + 1;
    if rest.get(body - 1) != Some(&'"') {
        return None;
    }
    let is_end =
        |at: &usize| rest[*at] == '"' && rest[at + 1..].iter().take(hashes).all(|&c| c == '#');
    let fits = |at: &usize| at + hashes < rest.len();
    Some((body..rest.len()).filter(fits).find(is_end).map_or(rest.len(), |at| at + 1 + hashes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        split(text).code
    }

    #[test]
    fn comments_go_to_the_other_side() {
        let both = split("let a = 1; // one\n/* two /* three */ */ b");
        assert_eq!(both.code, "let a = 1;       \n                      b");
        assert_eq!(both.comments, "           // one\n/* two /* three */ */  ");
    }

    #[test]
    fn strings_hold_no_code_and_no_comments() {
        let text = r#"f("// \"no") // yes"#;
        assert_eq!(code(text).replace('"', "s"), "f(sss sssss)       ");
    }

    #[test]
    fn raw_strings_end_at_their_own_mark() {
        assert_eq!(code("r#\"a\"b\"# c"), "\"\"\"\"\"\"\"\" c");
        assert_eq!(code("br\"\\\" c"), "\"\"\"\"\" c");
        assert_eq!(code("r#type for\"x\""), "r#type for\"\"\"");
    }

    #[test]
    fn lifetimes_are_code_and_characters_are_not() {
        assert_eq!(code("&'a str, '\"', '\\'', 'b'"), "&'a str, \"\"\", \"\"\"\", \"\"\"");
    }

    #[test]
    fn what_never_ends_is_taken_to_the_end() {
        for text in ["\"a", "r#\"a\"", "/* a", "'\\", "r", "\"\\"] {
            assert_eq!(code(text).chars().count(), text.chars().count(), "{text}");
        }
    }
}
