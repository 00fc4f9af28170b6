//! Which extension may stand in which message. A kind without a row may stand anywhere: unknown
//! extensions are kept, and whether they answer something is for the state to see.

use super::{Carrier, ExtensionType};

/// One row: an extension, the messages that may carry it, and where the RFC says so.
pub struct Row {
    /// The extension.
    pub extension: ExtensionType,
    /// The messages that may carry it.
    pub carriers: &'static [Carrier],
    /// The RFC section of the extension; for TLS 1.3 the table of RFC 8446 §4.2 says the same.
    pub section: &'static str,
}

const CH: Carrier = Carrier::ClientHello;
const SH12: Carrier = Carrier::ServerHello12;
const SH13: Carrier = Carrier::ServerHello13;
const HRR: Carrier = Carrier::HelloRetryRequest;
const EE: Carrier = Carrier::EncryptedExtensions;
const CR: Carrier = Carrier::CertificateRequest;
const CT: Carrier = Carrier::CertificateEntry;
const NST: Carrier = Carrier::NewSessionTicket;

/// The table.
#[rustfmt::skip]
pub static ALLOWED: &[Row] = &[
    Row { extension: ExtensionType::SERVER_NAME, carriers: &[CH, SH12, EE], section: "RFC 6066 §3" },
    Row { extension: ExtensionType::MAX_FRAGMENT_LENGTH, carriers: &[CH, SH12, EE], section: "RFC 6066 §4" },
    Row { extension: ExtensionType::STATUS_REQUEST, carriers: &[CH, SH12, CR, CT], section: "RFC 6066 §8" },
    // In a ServerHello it is tolerated, and not read: some servers send their own list (RFC 8422
    // §5.1 gives it no meaning there).
    Row { extension: ExtensionType::SUPPORTED_GROUPS, carriers: &[CH, SH12, EE], section: "RFC 8422 §5.1.1" },
    Row { extension: ExtensionType::EC_POINT_FORMATS, carriers: &[CH, SH12], section: "RFC 8422 §5.2" },
    Row { extension: ExtensionType::SIGNATURE_ALGORITHMS, carriers: &[CH, CR], section: "RFC 5246 §7.4.1.4.1" },
    Row { extension: ExtensionType::USE_SRTP, carriers: &[CH, SH12, EE], section: "RFC 5764 §4.1.1" },
    Row { extension: ExtensionType::HEARTBEAT, carriers: &[CH, SH12, EE], section: "RFC 6520 §2" },
    Row { extension: ExtensionType::ALPN, carriers: &[CH, SH12, EE], section: "RFC 7301 §3.1" },
    Row { extension: ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP, carriers: &[CH, SH12, CR, CT], section: "RFC 6962 §3.3.1" },
    Row { extension: ExtensionType::CLIENT_CERTIFICATE_TYPE, carriers: &[CH, SH12, EE], section: "RFC 7250 §3" },
    Row { extension: ExtensionType::SERVER_CERTIFICATE_TYPE, carriers: &[CH, SH12, EE], section: "RFC 7250 §3" },
    Row { extension: ExtensionType::PADDING, carriers: &[CH], section: "RFC 7685 §3" },
    Row { extension: ExtensionType::ENCRYPT_THEN_MAC, carriers: &[CH, SH12], section: "RFC 7366 §2" },
    Row { extension: ExtensionType::EXTENDED_MASTER_SECRET, carriers: &[CH, SH12], section: "RFC 7627 §5.1" },
    Row { extension: ExtensionType::COMPRESS_CERTIFICATE, carriers: &[CH, CR], section: "RFC 8879 §3" },
    Row { extension: ExtensionType::RECORD_SIZE_LIMIT, carriers: &[CH, SH12, EE], section: "RFC 8449 §4" },
    Row { extension: ExtensionType::SESSION_TICKET, carriers: &[CH, SH12], section: "RFC 5077 §3.2" },
    Row { extension: ExtensionType::PRE_SHARED_KEY, carriers: &[CH, SH13], section: "RFC 8446 §4.2.11" },
    Row { extension: ExtensionType::EARLY_DATA, carriers: &[CH, EE, NST], section: "RFC 8446 §4.2.10" },
    // In a ServerHello of TLS 1.2 it names a version that it is not for: the state says so.
    Row { extension: ExtensionType::SUPPORTED_VERSIONS, carriers: &[CH, SH12, SH13, HRR], section: "RFC 8446 §4.2.1" },
    Row { extension: ExtensionType::COOKIE, carriers: &[CH, HRR], section: "RFC 8446 §4.2.2" },
    Row { extension: ExtensionType::PSK_KEY_EXCHANGE_MODES, carriers: &[CH], section: "RFC 8446 §4.2.9" },
    Row { extension: ExtensionType::CERTIFICATE_AUTHORITIES, carriers: &[CH, CR], section: "RFC 8446 §4.2.4" },
    Row { extension: ExtensionType::OID_FILTERS, carriers: &[CR], section: "RFC 8446 §4.2.5" },
    Row { extension: ExtensionType::POST_HANDSHAKE_AUTH, carriers: &[CH], section: "RFC 8446 §4.2.6" },
    Row { extension: ExtensionType::SIGNATURE_ALGORITHMS_CERT, carriers: &[CH, CR], section: "RFC 8446 §4.2.3" },
    Row { extension: ExtensionType::KEY_SHARE, carriers: &[CH, SH13, HRR], section: "RFC 8446 §4.2.8" },
    Row { extension: ExtensionType::QUIC_TRANSPORT_PARAMETERS, carriers: &[CH, EE], section: "RFC 9001 §8.2" },
    Row { extension: ExtensionType::ENCRYPTED_CLIENT_HELLO, carriers: &[CH, HRR, EE], section: "RFC 9849 §5" },
    Row { extension: ExtensionType::RENEGOTIATION_INFO, carriers: &[CH, SH12], section: "RFC 5746 §3.2" },
];

/// True if `extension` may stand in `carrier`.
pub fn may_stand(extension: ExtensionType, carrier: Carrier) -> bool {
    ALLOWED
        .iter()
        .find(|row| row.extension == extension)
        .is_none_or(|row| row.carriers.contains(&carrier))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of RFC 8446 §4.2, row for row and in its own abbreviations.
    const RFC: [(&str, &str); 22] = [
        ("server_name", "CH, EE"),
        ("max_fragment_length", "CH, EE"),
        ("status_request", "CH, CR, CT"),
        ("supported_groups", "CH, EE"),
        ("signature_algorithms", "CH, CR"),
        ("use_srtp", "CH, EE"),
        ("heartbeat", "CH, EE"),
        ("application_layer_protocol_negotiation", "CH, EE"),
        ("signed_certificate_timestamp", "CH, CR, CT"),
        ("client_certificate_type", "CH, EE"),
        ("server_certificate_type", "CH, EE"),
        ("padding", "CH"),
        ("key_share", "CH, SH, HRR"),
        ("pre_shared_key", "CH, SH"),
        ("psk_key_exchange_modes", "CH"),
        ("early_data", "CH, EE, NST"),
        ("cookie", "CH, HRR"),
        ("supported_versions", "CH, SH, HRR"),
        ("certificate_authorities", "CH, CR"),
        ("oid_filters", "CR"),
        ("post_handshake_auth", "CH"),
        ("signature_algorithms_cert", "CH, CR"),
    ];

    const COLUMNS: [(Carrier, &str); 7] =
        [(CH, "CH"), (SH13, "SH"), (EE, "EE"), (CT, "CT"), (CR, "CR"), (NST, "NST"), (HRR, "HRR")];

    #[test]
    fn tls13_is_as_the_rfc_has_it() {
        for (name, columns) in RFC {
            let named = |row: &&Row| row.extension.name() == Some(name);
            let row = ALLOWED.iter().find(named).unwrap_or_else(|| panic!("no row for {name}"));
            for (carrier, column) in COLUMNS {
                let there = columns.split(", ").any(|each| each == column);
                assert_eq!(may_stand(row.extension, carrier), there, "{name} in {carrier}");
            }
        }
    }

    #[test]
    fn what_tls13_has_no_row_for_is_not_in_its_messages() {
        let kinds = [
            ExtensionType::EC_POINT_FORMATS,
            ExtensionType::ENCRYPT_THEN_MAC,
            ExtensionType::EXTENDED_MASTER_SECRET,
            ExtensionType::SESSION_TICKET,
            ExtensionType::RENEGOTIATION_INFO,
        ];
        for kind in kinds {
            assert!(may_stand(kind, CH) && may_stand(kind, SH12), "{kind}");
            for (carrier, _) in COLUMNS.into_iter().skip(1) {
                assert!(!may_stand(kind, carrier), "{kind} in {carrier}");
            }
        }
    }

    #[test]
    fn rows_decide_and_the_unknown_may_stand_anywhere() {
        assert!(may_stand(ExtensionType::PADDING, CH));
        assert!(!may_stand(ExtensionType::PADDING, SH12));
        assert!(!may_stand(ExtensionType::KEY_SHARE, SH12));
        assert!(may_stand(ExtensionType(0x0a0a), SH12));
        assert!(may_stand(ExtensionType(0x0a0a), NST));
    }

    #[test]
    fn a_kind_has_one_row() {
        for (at, row) in ALLOWED.iter().enumerate() {
            let others = ALLOWED.iter().skip(at + 1);
            assert!(!others.into_iter().any(|other| other.extension == row.extension));
        }
    }
}
