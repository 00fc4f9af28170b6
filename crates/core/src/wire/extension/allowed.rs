//! Which extension may stand in which message. A kind without a row may stand anywhere: unknown
//! extensions are kept, and whether they answer something is for the state to see.

use super::ExtensionType;
use crate::wire::HandshakeType;

/// One row: an extension, the messages that may carry it, and where the RFC says so.
pub struct Row {
    /// The extension.
    pub extension: ExtensionType,
    /// The messages that may carry it.
    pub messages: &'static [HandshakeType],
    /// The RFC section.
    pub section: &'static str,
}

const CH: HandshakeType = HandshakeType::CLIENT_HELLO;
const SH: HandshakeType = HandshakeType::SERVER_HELLO;

/// The table.
#[rustfmt::skip]
pub static ALLOWED: &[Row] = &[
    Row { extension: ExtensionType::SERVER_NAME, messages: &[CH, SH], section: "RFC 6066 §3" },
    Row { extension: ExtensionType::MAX_FRAGMENT_LENGTH, messages: &[CH, SH], section: "RFC 6066 §4" },
    Row { extension: ExtensionType::STATUS_REQUEST, messages: &[CH, SH], section: "RFC 6066 §8" },
    // The answer is tolerated, and not read: some servers send their own list (RFC 8422 §5.1
    // gives it no meaning there).
    Row { extension: ExtensionType::SUPPORTED_GROUPS, messages: &[CH, SH], section: "RFC 8422 §5.1.1" },
    Row { extension: ExtensionType::EC_POINT_FORMATS, messages: &[CH, SH], section: "RFC 8422 §5.2" },
    Row { extension: ExtensionType::SIGNATURE_ALGORITHMS, messages: &[CH], section: "RFC 5246 §7.4.1.4.1" },
    Row { extension: ExtensionType::ALPN, messages: &[CH, SH], section: "RFC 7301 §3.1" },
    Row { extension: ExtensionType::PADDING, messages: &[CH], section: "RFC 7685 §3" },
    Row { extension: ExtensionType::ENCRYPT_THEN_MAC, messages: &[CH, SH], section: "RFC 7366 §2" },
    Row { extension: ExtensionType::EXTENDED_MASTER_SECRET, messages: &[CH, SH], section: "RFC 7627 §5.1" },
    Row { extension: ExtensionType::RECORD_SIZE_LIMIT, messages: &[CH, SH], section: "RFC 8449 §4" },
    Row { extension: ExtensionType::SESSION_TICKET, messages: &[CH, SH], section: "RFC 5077 §3.2" },
    Row { extension: ExtensionType::SUPPORTED_VERSIONS, messages: &[CH, SH], section: "RFC 8446 §4.2" },
    Row { extension: ExtensionType::RENEGOTIATION_INFO, messages: &[CH, SH], section: "RFC 5746 §3.2" },
];

/// True if `extension` may stand in `message`.
pub fn may_stand(extension: ExtensionType, message: HandshakeType) -> bool {
    ALLOWED
        .iter()
        .find(|row| row.extension == extension)
        .is_none_or(|row| row.messages.contains(&message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_decide_and_the_unknown_may_stand_anywhere() {
        assert!(may_stand(ExtensionType::PADDING, CH));
        assert!(!may_stand(ExtensionType::PADDING, SH));
        assert!(may_stand(ExtensionType(0x0a0a), SH));
    }
}
