//! Is no row of the table left out? With all versions built in, each is provoked or excused.

use countersign::fault::FaultKind;

use super::cases;

/// Rows that cannot be provoked from outside, each with its reason.
const OUT_OF_REACH: &[(FaultKind, &str)] = &[
    (FaultKind::CompatibilityInQuic, OVER_QUIC),
    (FaultKind::HandshakeAtWrongLevel, OVER_QUIC),
    (FaultKind::KeyUpdateInQuic, OVER_QUIC),
    (FaultKind::CertificateRequestInQuic, OVER_QUIC),
    (FaultKind::BadMaxEarlyData, OVER_QUIC),
    (FaultKind::NotForQuic, OVER_QUIC),
];

const OVER_QUIC: &str = "over QUIC no alert goes out: `tests/quic` provokes it, and sees its code";

#[test]
fn every_row_of_the_table_is_provoked() {
    let cases = cases();
    for kind in FaultKind::ALL {
        let provoked = cases.iter().any(|(each, ..)| each == kind);
        let excused = OUT_OF_REACH.iter().any(|(each, reason)| each == kind && !reason.is_empty());
        assert!(provoked != excused, "{kind:?}: provoked {provoked}, excused {excused}");
    }
}
