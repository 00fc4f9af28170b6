//! What is tried with every peer, in either role, and how it was chosen.
//!
//! - Every combination of suite, group, certificate and order of MAC and encryption, once in full.
//! - Every suite resumed by id and by ticket.
//! - Every way to come back with every kind of client: the full cross product, with one suite of
//!   each key exchange and each kind of protection.
//! - Every kind of client's certificate, with each way to be asked.
//! - TLS 1.0 and 1.1: every suite in full, and the cross product with two suites.
//! - TLS 1.3: every suite with every group and every certificate, every suite of its hash with the
//!   pre-shared key; every suite resumed by id and by ticket, and retried; the cross product with
//!   two suites, and with the pre-shared key; every kind of client's certificate.

use countersign::{crypto::SUITES, wire::ProtocolVersion};

use super::{
    matrix::{Clients, Combination, Course, Leaf, Way},
    session::Area,
};

/// A try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Try {
    pub(super) area: Area,
    pub(super) combination: Combination,
    /// Without, it is one handshake.
    pub(super) course: Option<Course>,
    /// The client's certificate, where the course has one.
    leaf: Leaf,
}

impl Try {
    fn once(area: Area, combination: Combination) -> Self {
        Self { area, combination, course: None, leaf: Leaf::Rsa }
    }

    /// What it is called.
    pub(super) fn name(&self) -> String {
        self.course.map_or("page".to_owned(), |course| course.to_string())
    }

    /// The certificate that the client shows.
    pub(super) fn shown(&self) -> Option<Leaf> {
        self.course.filter(|course| course.clients.have_one()).map(|_| self.leaf)
    }
}

/// The suites of the cross product, and whether they are tried with encrypt-then-MAC.
const SAMPLE: &[(&str, bool)] = &[
    ("ECDHE-ECDSA-AES128-GCM-SHA256", false),
    ("ECDHE-ECDSA-AES256-SHA384", true),
    ("ECDHE-RSA-CHACHA20-POLY1305", false),
    ("ECDHE-RSA-AES128-SHA", false),
    ("DHE-RSA-AES128-SHA256", true),
    ("AES256-GCM-SHA384", false),
    ("AES128-SHA256", false),
    ("ECDHE-PSK-CHACHA20-POLY1305", false),
    ("PSK-AES128-CBC-SHA", true),
];

/// The suites of the cross product before TLS 1.2.
const OLD_SAMPLE: &[&str] = &["ECDHE-ECDSA-AES128-SHA", "AES256-SHA"];

/// The suites of the cross product in TLS 1.3; each goes with another certificate.
const SAMPLE_TLS13: &[(&str, Leaf)] =
    &[("TLS_AES_128_GCM_SHA256", Leaf::P256), ("TLS_AES_256_GCM_SHA384", Leaf::Rsa)];

/// All of it.
pub(super) fn all() -> Vec<Try> {
    let mut all = before_tls13();
    all.extend(tls13());
    all
}

fn tls13() -> Vec<Try> {
    let mut all: Vec<Try> = Vec::new();
    let once = |one| Try::once(Area::Suites13, one);
    all.extend(Combination::all_tls13().into_iter().map(once));
    all.extend(Combination::all_with_psk().into_iter().map(once));
    for combination in Combination::first_tls13() {
        for way in [Way::IdHit, Way::TicketHit, Way::RetryTicket] {
            let combination = combination.retriable(way);
            let course = Some(Course { way, clients: Clients::NotAsked });
            all.push(Try { course, ..Try::once(Area::Sessions13, combination) });
        }
    }
    for &(name, leaf) in SAMPLE_TLS13 {
        let named = Combination::named(name).map(|one| one.with(leaf));
        all.extend(named.into_iter().flat_map(|one| cross(Area::Sessions13, one)));
    }
    // With a key exchange beside the key, and without.
    let keyed = Combination::all_with_psk();
    let first = keyed.iter().find(|one| one.group.is_some());
    let alone = keyed.iter().find(|one| one.group.is_none());
    all.extend(first.into_iter().flat_map(|one| cross(Area::Sessions13, *one)));
    let course = Some(Course { way: Way::TicketHit, clients: Clients::NotAsked });
    all.extend(alone.map(|one| Try { course, ..Try::once(Area::Sessions13, *one) }));
    let clients13 = Combination::named("TLS_CHACHA20_POLY1305_SHA256");
    all.extend(clients13.into_iter().flat_map(|one| clients_of(Area::Clients13, one)));
    all
}

fn before_tls13() -> Vec<Try> {
    let mut all: Vec<Try> = Vec::new();
    all.extend(Combination::all().into_iter().map(|one| Try::once(Area::Suites, one)));
    for suite in SUITES.iter().filter(|row| row.is_for(ProtocolVersion::TLS12)) {
        let combination = Combination::first(suite, ProtocolVersion::TLS12);
        for way in [Way::IdHit, Way::TicketHit] {
            let course = Some(Course { way, clients: Clients::NotAsked });
            all.push(Try { course, ..Try::once(Area::Sessions, combination) });
        }
    }
    for (name, encrypt_then_mac) in SAMPLE {
        let named = Combination::named(name);
        all.extend(named.into_iter().flat_map(|combination| {
            let combination = Combination { encrypt_then_mac: *encrypt_then_mac, ..combination };
            cross(Area::Sessions, combination)
        }));
    }
    all.extend(clients());
    let before = Combination::all_before_tls12();
    all.extend(before.iter().map(|one| Try::once(Area::Legacy, *one)));
    let sampled = |one: &&Combination| {
        OLD_SAMPLE.contains(&one.suite.openssl_name)
            && one.encrypt_then_mac
            && one.leaf != Some(Leaf::P384)
    };
    all.extend(before.iter().filter(sampled).flat_map(|one| cross(Area::Legacy, *one)));
    all
}

/// Every way with every kind of client; a server that is known by a pre-shared key asks for no
/// certificate (RFC 4279 §2).
fn cross(area: Area, combination: Combination) -> impl Iterator<Item = Try> {
    let leaves: Vec<Leaf> =
        Leaf::ALL.into_iter().filter(|leaf| leaf.is_for(combination.version)).collect();
    let asks =
        move |course: &Course| course.clients == Clients::NotAsked || combination.leaf.is_some();
    // The kinds of certificate take turns.
    let turns = leaves.into_iter().cycle();
    Course::all(combination.version).filter(asks).zip(turns).map(move |(course, leaf)| Try {
        area,
        combination: combination.retriable(course.way),
        course: Some(course),
        leaf,
    })
}

fn clients() -> impl Iterator<Item = Try> {
    let exchanges = ["ECDHE-ECDSA-AES128-GCM-SHA256", "DHE-RSA-AES128-SHA", "AES128-SHA256"];
    let combinations = exchanges.into_iter().filter_map(Combination::named);
    combinations.flat_map(|combination| clients_of(Area::Clients, combination))
}

fn clients_of(area: Area, combination: Combination) -> impl Iterator<Item = Try> {
    Leaf::ALL.into_iter().flat_map(move |leaf| {
        [Clients::AskedWith, Clients::RequiredWith].map(|clients| {
            let course = Some(Course { way: Way::Full, clients });
            Try { area, combination, course, leaf }
        })
    })
}

#[cfg(test)]
mod tests {
    use countersign::crypto::{KeyExchange, RecordCipher};

    use super::*;

    #[test]
    fn the_plan_is_whole() {
        let all = all();
        let suites = || SUITES.iter().filter(|row| row.is_for(ProtocolVersion::TLS12));
        for row in suites() {
            let full = |wanted: fn(&Combination) -> bool| {
                let fits = |one: &&Try| {
                    one.area == Area::Suites
                        && one.combination.suite == row
                        && wanted(&one.combination)
                };
                all.iter().filter(fits).count()
            };
            let groups = match row.key_exchange {
                KeyExchange::Rsa | KeyExchange::Psk => 1,
                _ => 3,
            };
            assert!(
                full(
                    |one| one.encrypt_then_mac == matches!(one.suite.cipher, RecordCipher::Cbc(..))
                ) >= groups
            );
            let resumed = |way: Way| {
                let fits = |one: &&Try| {
                    one.combination.suite == row
                        && one.course.is_some_and(|course| course.way == way)
                };
                all.iter().filter(fits).count()
            };
            assert!(resumed(Way::IdHit) > 0 && resumed(Way::TicketHit) > 0, "{}", row.name);
        }
        // 6 ways with 4 kinds of client for 7 suites, with 1 for 2; and every suite both ways.
        let sessions = all.iter().filter(|one| one.area == Area::Sessions).count();
        assert_eq!(sessions, 6 * 4 * 7 + 6 * 2 + 2 * suites().count());
        let count = |area| all.iter().filter(|one| one.area == area).count();
        let new = SUITES.iter().filter(|row| row.is_for(ProtocolVersion::TLS13)).count();
        // Groups with certificates, two more schemes of RSA, the suites of SHA-256 with a key.
        assert_eq!(count(Area::Suites13), new * 4 * 3 + 2 + 3 * 4);
        // 3 ways for each suite; 8 ways with 4 kinds of client for 2, with 1 for 1; a key alone.
        assert_eq!(count(Area::Sessions13), 3 * new + 2 * 8 * 4 + 8 + 1);
        assert_eq!(count(Area::Clients13), 4 * 2);
    }
}
