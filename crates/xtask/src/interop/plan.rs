//! What is tried with every peer, in either role, and how it was chosen.
//!
//! - Every combination of suite, group, certificate and order of MAC and encryption, once in full.
//! - Every suite resumed by id and by ticket.
//! - Every way to come back with every kind of client: the full cross product, with one suite of
//!   each key exchange and each kind of protection.
//! - Every kind of client's certificate, with each way to be asked.
//! - TLS 1.0 and 1.1: every suite in full, and the cross product with two suites.

use countersign::{crypto::SUITES, wire::ProtocolVersion};

use super::{
    matrix::{Clients, Combination, Course, Leaf, Way},
    session::Area,
};

/// A try: without a course it is one handshake. The last is the client's certificate, where the
/// course has one.
pub(super) type Try = (Area, Combination, Option<Course>, Leaf);

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

/// All of it.
pub(super) fn all() -> Vec<Try> {
    let mut all: Vec<Try> = Vec::new();
    all.extend(Combination::all().into_iter().map(|one| (Area::Suites, one, None, Leaf::Rsa)));
    for suite in SUITES {
        let combination = Combination::first(suite, ProtocolVersion::TLS12);
        for way in [Way::IdHit, Way::TicketHit] {
            let course = Some(Course { way, clients: Clients::NotAsked });
            all.push((Area::Sessions, combination, course, Leaf::Rsa));
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
    all.extend(before.iter().map(|one| (Area::Legacy, *one, None, Leaf::Rsa)));
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
    Course::all()
        .filter(asks)
        .zip(turns)
        .map(move |(course, leaf)| (area, combination, Some(course), leaf))
}

fn clients() -> impl Iterator<Item = Try> {
    let exchanges = ["ECDHE-ECDSA-AES128-GCM-SHA256", "DHE-RSA-AES128-SHA", "AES128-SHA256"];
    exchanges.into_iter().filter_map(Combination::named).flat_map(|combination| {
        Leaf::ALL.into_iter().flat_map(move |leaf| {
            [Clients::AskedWith, Clients::RequiredWith].map(|clients| {
                (Area::Clients, combination, Some(Course { way: Way::Full, clients }), leaf)
            })
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
        for row in SUITES {
            let full = |wanted: fn(&Combination) -> bool| {
                let fits = |(area, one, ..): &&Try| {
                    *area == Area::Suites && one.suite == row && wanted(one)
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
                let fits = |(_, one, course, _): &&Try| {
                    one.suite == row && course.is_some_and(|course| course.way == way)
                };
                all.iter().filter(fits).count()
            };
            assert!(resumed(Way::IdHit) > 0 && resumed(Way::TicketHit) > 0, "{}", row.name);
        }
        // 6 ways with 4 kinds of client for 7 suites, with 1 for 2; and every suite both ways.
        let sessions = all.iter().filter(|(area, ..)| *area == Area::Sessions).count();
        assert_eq!(sessions, 6 * 4 * 7 + 6 * 2 + 2 * SUITES.len());
    }
}
