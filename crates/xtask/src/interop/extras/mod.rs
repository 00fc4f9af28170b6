//! What only some peers can do.

mod bulk;
mod closing;
mod renegotiation;

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

#[rustfmt::skip]
const EXTRAS: &[Extra] = &[
    as_client("openssl s_server", "1 MiB each way", bulk::with_s_server),
    as_client("openssl s_server", "records of 512 bytes", bulk::small_records_from_s_server),
    as_client("openssl s_server", "renegotiation refused", renegotiation::by_s_server),
    as_client("openssl s_server", "we close first", closing::before_s_server),
    as_client("gnutls-serv", "1 MiB from it", bulk::from_gnutls_serv),
    as_client("gnutls-serv", "renegotiation refused", renegotiation::by_gnutls_serv),
    as_client("nginx", "1 MiB from it", bulk::from_nginx),
    as_server("openssl s_client", "1 MiB each way", bulk::with_s_client),
    as_server("openssl s_client", "records of 512 bytes", bulk::small_records_from_s_client),
    as_server("openssl s_client", "renegotiation refused", renegotiation::by_s_client),
    as_server("openssl s_client", "it closes first", closing::after_s_client),
    as_server("gnutls-cli", "1 MiB each way", bulk::with_gnutls_cli),
    as_server("gnutls-cli", "renegotiation refused", renegotiation::by_gnutls_cli),
    as_server("gnutls-cli", "it closes first", closing::after_gnutls_cli),
    as_server("curl", "1 MiB each way", bulk::with_curl),
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

/// What the extras negotiate: nothing special.
fn combination() -> Combination {
    Combination::plain(Leaf::P256)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::interop::peers::PEERS;

    #[test]
    fn every_extra_has_its_peer() {
        for extra in EXTRAS {
            assert!(PEERS.iter().any(|peer| peer.name == extra.peer), "{}", extra.peer);
        }
    }
}
