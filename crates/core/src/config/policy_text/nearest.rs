//! The known name that is nearest to a misspelt one.

use alloc::vec::Vec;

/// The nearest of the names, if one is near enough to be what was meant: a third of the letters
/// may be wrong, and two always. Case does not count.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let bound = (name.len() / 3).max(2);
    let distances = known.into_iter().map(|other| (distance(name, other), other));
    // With short names everything is near: at least one letter has to be right.
    let near = |(distance, other): &(usize, &str)| *distance <= bound && *distance < other.len();
    distances.filter(near).min_by_key(|(distance, _)| *distance).map(|(_, other)| other)
}

/// How many letters have to be changed, added or taken away (Levenshtein): one row of the table
/// at a time.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<u8> = to.bytes().map(|byte| byte.to_ascii_lowercase()).collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, letter) in from.bytes().enumerate() {
        let letter = letter.to_ascii_lowercase();
        let mut diagonal = above;
        let mut left = above + 1;
        let mut next = Vec::with_capacity(row.len());
        next.push(left);
        for (other, up) in to.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(letter != *other)).min(up + 1).min(left + 1);
            diagonal = *up;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_textbook() {
        for (from, to, expected) in [
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abc", "", 3),
            ("same", "SAME", 0),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(from, to), expected, "{from} {to}");
            assert_eq!(distance(to, from), expected, "{to} {from}");
        }
    }

    #[test]
    fn the_nearest_is_near() {
        let known = ["ECDHE", "DHE", "PSK", "CHACHA20"];
        assert_eq!(nearest("ECHDE", known), Some("ECDHE"));
        assert_eq!(nearest("chacha2", known), Some("CHACHA20"));
        assert_eq!(nearest("blowfish", known), None);
        assert_eq!(nearest("x", []), None);
    }
}
