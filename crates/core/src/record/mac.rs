//! The MAC of a CBC record: over a content whose length is known, and over one whose length is
//! a secret (RFC 5246 §6.2.3.1, §6.2.3.2).

use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use super::{
    constant_time::{self, Padding},
    head::Head,
};
use crate::crypto::{CryptoError, Digest, MacKey};

/// The MAC over `content`.
pub(super) fn mac(key: &MacKey, head: Head, content: &[u8]) -> Result<Digest, CryptoError> {
    let len = u16::try_from(content.len()).map_err(|_| CryptoError::Invalid)?;
    let mut inner = key.start();
    inner.update(&head.bytes(len));
    inner.update(content);
    Ok(key.finish(inner.current().as_ref()))
}

/// The length of the content of `plain = content + MAC + padding`; `Err` where the MAC or the
/// padding is wrong.
///
/// Everything is done for every record in the same way, so that its time is decided by the length
/// of `plain` alone: where the padding is bad it is taken as empty, the inner hash is taken at
/// each of the up to 256 places where the content may end, the MAC is copied out from under a
/// mask, and one bit at the end says whether all was right.
pub(super) fn open(key: &MacKey, head: Head, plain: &[u8]) -> Result<usize, CryptoError> {
    let invalid = |_| CryptoError::Invalid;
    let mac_len = u16::try_from(key.output_len()).map_err(invalid)?;
    let plain_len = u16::try_from(plain.len()).map_err(invalid)?;
    // Where the content ends if the padding is empty; all of this is public.
    let last_end = plain_len.checked_sub(mac_len + 1).ok_or(CryptoError::Invalid)?;
    let first_end = last_end.saturating_sub(u16::from(u8::MAX));
    let (known, rest) =
        plain.split_at_checked(usize::from(first_end)).ok_or(CryptoError::Invalid)?;

    let Padding { is_good, len: padding_len } = constant_time::padding(plain, plain_len, mac_len);
    let content_len = last_end - padding_len;

    let mut hash = key.start();
    hash.update(&head.bytes(content_len));
    hash.update(known);
    let mut inner = Zeroizing::new([0; Digest::MAX]);
    let mut given = [0; Digest::MAX];
    for (end, window) in (first_end..=last_end).zip(rest.windows(usize::from(mac_len))) {
        let is_here = end.ct_eq(&content_len);
        constant_time::assign(&mut *inner, hash.current().as_ref(), is_here);
        constant_time::assign(&mut given, window, is_here);
        hash.update(window.get(..1).unwrap_or_default());
    }
    let wanted = key.finish(inner.get(..usize::from(mac_len)).unwrap_or_default());
    let given = given.get(..usize::from(mac_len)).unwrap_or_default();
    let is_right: Choice = is_good & wanted.as_ref().ct_eq(given);
    // From here on the verdict is known to everybody, and the length of what was authentic.
    if bool::from(is_right) { Ok(usize::from(content_len)) } else { Err(CryptoError::Invalid) }
}
