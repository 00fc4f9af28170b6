//! How contents are padded in records of TLS 1.3: RFC 8446 §5.4.

use crate::limits::MAX_PLAINTEXT;

/// Length of the content type behind the content.
pub(super) const TYPE_LEN: usize = 1;

/// How contents are padded: what is sent, up to a multiple of `multiple` bytes, and none longer
/// than `max_inner` with its type.
#[derive(Clone, Copy)]
pub(crate) struct Padding {
    #[cfg_attr(not(feature = "tls13"), expect(dead_code, reason = "none is padded"))]
    pub(crate) multiple: usize,
    pub(crate) max_inner: usize,
}

impl Default for Padding {
    fn default() -> Self {
        Self { multiple: 1, max_inner: MAX_PLAINTEXT + TYPE_LEN }
    }
}

#[cfg(feature = "tls13")]
impl Padding {
    /// Zeros behind a content of this length.
    pub(super) fn len(self, content_len: usize) -> usize {
        let inner = content_len + TYPE_LEN;
        let padded = inner.next_multiple_of(self.multiple.max(1)).min(self.max_inner);
        padded.saturating_sub(inner)
    }
}

#[cfg(feature = "tls13")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_padded_to_a_multiple_and_never_beyond_the_limit() {
        let padding = Padding { multiple: 64, max_inner: 100 };
        for (content, zeros) in [(0, 63), (1, 62), (62, 1), (63, 0), (64, 35), (98, 1), (99, 0)] {
            assert_eq!(padding.len(content), zeros, "{content}");
        }
        assert_eq!(Padding::default().len(7), 0);
        assert_eq!(Padding { multiple: 0, max_inner: 9 }.len(7), 0);
    }
}
