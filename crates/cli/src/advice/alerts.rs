//! What to do about an alert that the peer sent (RFC 5246 §7.2.2).

use countersign::{Role, wire::AlertDescription};

/// An alert, what to do where we are the client, and where we are the server.
const ALERTS: &[(AlertDescription, &str, &str)] = &[
    (
        AlertDescription::HANDSHAKE_FAILURE,
        "the server found no suite, group or scheme that it likes in the ClientHello above: \
         compare with what it allows",
        "the client found no suite, group or scheme that it likes: compare its ClientHello above \
         with what is allowed here",
    ),
    (
        AlertDescription::PROTOCOL_VERSION,
        "the server wants another version of TLS: here it is TLS 1.3 or 1.2, unless --policy names \
         others",
        "the client wants another version of TLS: here it is TLS 1.3 or 1.2, unless --policy names \
         others",
    ),
    (
        AlertDescription::INSUFFICIENT_SECURITY,
        "the server wants stronger suites or groups than were offered",
        "the client wants stronger suites or keys than were offered",
    ),
    (
        AlertDescription::UNKNOWN_CA,
        "the server does not know the authority of our certificate",
        "give the client the authority's certificate (curl: --cacert; openssl s_client: -CAfile; \
         countersign connect: --ca), and send intermediate certificates along in --cert",
    ),
    (
        AlertDescription::BAD_CERTIFICATE,
        "the server does not accept our certificate",
        "the client does not accept the certificate: does it name the host that the client asked \
         for?",
    ),
    (
        AlertDescription::UNSUPPORTED_CERTIFICATE,
        "the server does not accept certificates of this kind",
        "the client does not accept certificates of this kind: use ECDSA P-256 or RSA 2048",
    ),
    (
        AlertDescription::CERTIFICATE_EXPIRED,
        "our certificate is not valid at the server's time",
        "renew the certificate, or set the client's clock",
    ),
    (
        AlertDescription::CERTIFICATE_REVOKED,
        "our certificate was revoked: get another",
        "the certificate was revoked: get another",
    ),
    (
        AlertDescription::CERTIFICATE_UNKNOWN,
        "the server does not accept our certificate",
        "the client does not accept the certificate: let it trust the authority, or use a \
         certificate of one that it trusts",
    ),
    (
        AlertDescription::CERTIFICATE_REQUIRED,
        "the server wants another certificate from its clients, or one at all: give it with \
         --client-cert FILE --client-key FILE",
        "the client asks for what clients are asked for: is it a client?",
    ),
    (
        AlertDescription::ACCESS_DENIED,
        "ask who runs the server to let you in",
        "the client does not want this server",
    ),
    (
        AlertDescription::UNRECOGNIZED_NAME,
        "the server serves nothing by this name: give one that it does with --servername NAME",
        "the client did not recognise the name",
    ),
    (
        AlertDescription::UNKNOWN_PSK_IDENTITY,
        "the server has no key of this identity: look at --psk IDENTITY:HEX",
        OTHER_ALERTS,
    ),
    (
        AlertDescription::INAPPROPRIATE_FALLBACK,
        "the server knows a better version than was offered: leave --fallback-scsv out",
        OTHER_ALERTS,
    ),
    (
        AlertDescription::BAD_RECORD_MAC,
        "where a pre-shared key is used, it is not the server's: look at --psk; else something \
         between may change the bytes",
        "where a pre-shared key is used, it is not the client's: look at --psk; else something \
         between may change the bytes",
    ),
    (
        AlertDescription::DECRYPT_ERROR,
        "where a pre-shared key is used, it is not the server's: look at --psk; else something \
         between may change the bytes, or one of the two computes wrongly",
        "where a pre-shared key is used, it is not the client's: look at --psk; else something \
         between may change the bytes, or one of the two computes wrongly",
    ),
    (
        AlertDescription::NO_APPLICATION_PROTOCOL,
        "the server speaks none of the offered protocols: try another --alpn, or none",
        "the client speaks none of these protocols: try another --alpn, or none",
    ),
    (
        AlertDescription::MISSING_EXTENSION,
        "the server misses an extension in the ClientHello above",
        "the client misses an extension in the ServerHello above",
    ),
    (
        AlertDescription::INTERNAL_ERROR,
        "the server failed on its own: its log may say why",
        "the client failed on its own: its log may say why",
    ),
    (
        AlertDescription::USER_CANCELED,
        "somebody stopped the server in the middle",
        "somebody stopped the client in the middle",
    ),
];

/// For all alerts that tell of broken rules.
const OTHER_ALERTS: &str = "the peer finds our messages wrong: something between may change the \
                            bytes; if not, one of the two has a defect, so report it";

/// What an alert of the peer asks for.
pub(crate) fn for_alert(description: AlertDescription, us: Role) -> &'static str {
    let row = ALERTS.iter().find(|(alert, _, _)| *alert == description);
    match (row, us) {
        (Some((_, client, _)), Role::Client) => client,
        (Some((_, _, server)), Role::Server) => server,
        (None, _) => OTHER_ALERTS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_are_told_by_role() {
        let advice = |role| for_alert(AlertDescription::UNKNOWN_CA, role);
        assert!(advice(Role::Server).contains("--cacert"));
        assert_ne!(advice(Role::Client), advice(Role::Server));
        assert_eq!(for_alert(AlertDescription::ILLEGAL_PARAMETER, Role::Client), OTHER_ALERTS);
    }
}
