//! What only some peers can do.

mod bulk;
mod closing;
mod downgrade;
mod early_data;
mod early_data_others;
mod key_update;
mod limits;
mod one_port;
mod post_handshake;
mod psk;
mod raw_keys;
mod renegotiation;
mod secrets;
mod stapling;
mod versions;

use countersign::Role;

use super::{
    matrix::{Combination, Leaf},
    session::{Area, Book, Subject},
    world::World,
};
use crate::Failure;

/// Something that is tried with one peer.
struct Extra {
    peer: &'static str,
    role: Role,
    what: &'static str,
    attempt: fn(&World) -> Result<String, Failure>,
}

const fn as_client(
    peer: &'static str,
    what: &'static str,
    attempt: fn(&World) -> Result<String, Failure>,
) -> Extra {
    Extra { peer, role: Role::Client, what, attempt }
}

const fn as_server(
    peer: &'static str,
    what: &'static str,
    attempt: fn(&World) -> Result<String, Failure>,
) -> Extra {
    Extra { peer, role: Role::Server, what, attempt }
}

/// No peer speaks what is tried here: bytes do.
pub(super) const NOBODY: &str = "bytes";

#[rustfmt::skip]
const EXTRAS: &[Extra] = &[
    as_client("openssl s_server", "1 MiB each way", bulk::with_s_server),
    as_client("openssl s_server", "records of 512 bytes", bulk::small_records_from_s_server),
    as_client("openssl s_server", "max_fragment_length", limits::fragments_of_s_server),
    as_client("openssl s_server", "renegotiation refused", renegotiation::by_s_server),
    as_client("openssl s_server", "we close first", closing::before_s_server),
    as_client("openssl s_server", "exporters and key log", secrets::with_s_server),
    as_client("openssl s_server", "OCSP stapling", stapling::by_s_server),
    as_client("openssl s_server", "fallback refused", versions::fallback_at_s_server),
    as_client("openssl s_server", "another pre-shared key", psk::other_key_at_s_server),
    as_client("openssl s_server", "field without a name", psk::unnamed_field),
    as_client("openssl s_server", "KeyUpdate each way", key_update::with_s_server),
    as_client("openssl s_server", "early data", early_data::taken_by_s_server),
    as_client("openssl s_server", "early data refused", early_data::refused_by_s_server),
    as_client("openssl s_server", "asked after the handshake", post_handshake::by_s_server),
    as_client("openssl s_server", "padded records", limits::padding_of_s_server),
    as_client("openssl s_server", "downgrade", downgrade::of_s_server),
    as_client("gnutls-serv", "raw public keys", raw_keys::with_gnutls_serv),
    as_client("gnutls-serv", "KeyUpdate each way", key_update::with_gnutls_serv),
    as_client("gnutls-serv", "early data", early_data_others::taken_by_gnutls_serv),
    as_client("nss selfserv", "early data", early_data_others::taken_by_selfserv),
    as_client("gnutls-serv", "asked after the handshake", post_handshake::by_gnutls_serv),
    as_client("nginx", "early data", early_data::taken_by_nginx),
    as_client("gnutls-serv", "1 MiB from it", bulk::from_gnutls_serv),
    as_client("gnutls-serv", "record_size_limit", limits::limit_of_gnutls_serv),
    as_client("gnutls-serv", "renegotiation refused", renegotiation::by_gnutls_serv),
    as_client("gnutls-serv", "exporters and key log", secrets::with_gnutls_serv),
    as_client("gnutls-serv", "OCSP stapling", stapling::by_gnutls_serv),
    as_client("nginx", "1 MiB from it", bulk::from_nginx),
    as_client("nginx", "OCSP stapling", stapling::by_nginx),
    as_server("openssl s_client", "1 MiB each way", bulk::with_s_client),
    as_server("openssl s_client", "records of 512 bytes", bulk::small_records_from_s_client),
    as_server("openssl s_client", "max_fragment_length", limits::fragments_for_s_client),
    as_server("openssl s_client", "renegotiation refused", renegotiation::by_s_client),
    as_server("openssl s_client", "it closes first", closing::after_s_client),
    as_server("openssl s_client", "exporters and key log", secrets::with_s_client),
    as_server("openssl s_client", "OCSP stapling", stapling::to_s_client),
    as_server("openssl s_client", "fallback refused", versions::fallback_of_s_client),
    as_server("openssl s_client", "TLS 1.0 refused", versions::too_old_s_client),
    as_server("openssl s_client", "unknown PSK identity", psk::unknown_identity),
    as_server("openssl s_client", "another pre-shared key", psk::other_key),
    as_server("openssl s_client", "KeyUpdate each way", key_update::with_s_client),
    as_server("openssl s_client", "early data", early_data::taken_of_s_client),
    as_server("openssl s_client", "early data refused", early_data::refused_of_s_client),
    as_server("openssl s_client", "padded records", limits::padding_of_s_client),
    as_server("openssl s_client", "downgrade", downgrade::of_s_client),
    as_server("openssl s_client", "1.2 and 1.3 on one port", one_port::s_client),
    as_server("gnutls-cli", "raw public keys", raw_keys::with_gnutls_cli),
    as_server("gnutls-cli", "KeyUpdate each way", key_update::with_gnutls_cli),
    as_server("gnutls-cli", "early data", early_data_others::taken_of_gnutls_cli),
    as_server("nss tstclnt", "early data", early_data_others::taken_of_tstclnt),
    as_server("gnutls-cli", "1.2 and 1.3 on one port", one_port::gnutls_cli),
    as_server("nss tstclnt", "1.2 and 1.3 on one port", one_port::tstclnt),
    as_server("curl", "1.2 and 1.3 on one port", one_port::curl),
    as_server("gnutls-cli", "1 MiB each way", bulk::with_gnutls_cli),
    as_server("gnutls-cli", "record_size_limit", limits::limit_for_gnutls_cli),
    as_server("gnutls-cli", "renegotiation refused", renegotiation::by_gnutls_cli),
    as_server("gnutls-cli", "it closes first", closing::after_gnutls_cli),
    as_server("gnutls-cli", "exporters and key log", secrets::with_gnutls_cli),
    as_server("gnutls-cli", "OCSP stapling", stapling::to_gnutls_cli),
    as_server("gnutls-cli", "TLS 1.0 refused", versions::too_old_gnutls_cli),
    as_server(NOBODY, "hellos of SSL 3.0 and 2.0", versions::before_tls),
    as_server("curl", "1 MiB each way", bulk::with_curl),
    as_server("curl", "key log", secrets::with_curl),
];

/// Tries what this peer can do besides.
pub(super) fn run(peer: &'static str, world: &World, book: &Book) {
    for extra in EXTRAS.iter().filter(|extra| extra.peer == peer) {
        let Extra { role, what, attempt, .. } = *extra;
        let (area, what) = (Area::Extras, what.to_owned());
        let subject = Subject { peer, role, area, what, combination: None };
        book.attempt(&subject, || attempt(world));
    }
}

/// The same in TLS 1.3.
fn combination13() -> Option<Combination> {
    Combination::named("TLS_AES_128_GCM_SHA256").map(|one| one.with(Leaf::P256))
}

/// What the extras negotiate: nothing special.
fn combination() -> Combination {
    Combination::plain(Leaf::P256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::peers::PEERS;

    /// A name that is no suite's would be left out without a word.
    #[test]
    fn every_suite_that_is_named_is_one() {
        let suites = |all: Vec<Combination>| -> Vec<&str> {
            all.iter().map(|one| one.suite.openssl_name).collect()
        };
        let [gcm, tls13] = ["ECDHE-RSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256"];
        let (cbc, old) = ("ECDHE-RSA-AES256-SHA384", "AES128-SHA");
        // The old one in both versions, with either order of MAC and cipher.
        assert_eq!(suites(bulk::protections()), [gcm, cbc, cbc, old, old, old, old, tls13]);
        let (dhe, long) = ("DHE-RSA-AES256-GCM-SHA384", "TLS_AES_256_GCM_SHA384");
        let logged = suites(secrets::combinations());
        assert_eq!(logged, [gcm, dhe, old, tls13, long, "AES256-SHA"]);
        assert!(combination13().is_some());
    }

    #[test]
    fn every_extra_has_its_peer() {
        for extra in EXTRAS {
            let known = PEERS.iter().any(|peer| peer.name == extra.peer);
            assert!(known || extra.peer == NOBODY, "{}", extra.peer);
        }
    }
}
