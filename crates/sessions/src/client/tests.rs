//! What a cache keeps, for how long, and what it drops first.

use std::time::Duration;

use countersign::bytes::Bytes;

use super::*;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn name(name: &'static str) -> ServerName<'static> {
    name.try_into().expect("it is a name")
}

fn keep(cache: &ClientCache, server: &'static str, session: &[u8], lifetime: u32, now: u64) {
    let key = SessionKey::ServerName(name(server));
    let session = Secret::new(session);
    cache.store(&StoreSession { key, session, lifetime, now: at(now) });
}

fn find(cache: &ClientCache, server: &'static str, now: u64) -> Option<Vec<u8>> {
    let key = SessionKey::ServerName(name(server));
    let found = cache.find(&FindSessionRequest { key, now: at(now) });
    found.map(|session| session.expose().to_vec())
}

/// Every name has its place in the order of use, and no place is without its name.
fn assert_in_order(cache: &ClientCache) {
    let kept = cache.kept();
    assert_eq!(kept.by_name.len(), kept.by_use.len());
    for (last_use, name) in &kept.by_use {
        assert_eq!(kept.by_name[name].last_use, *last_use);
    }
}

#[test]
fn a_session_is_found_by_its_name_until_it_is_over() {
    let cache = ClientCache::new(10);
    keep(&cache, "a.example", b"a", 100, 1000);
    keep(&cache, "192.0.2.1", b"b", 100, 1000);
    assert_eq!(find(&cache, "a.example", 1000), Some(b"a".to_vec()));
    assert_eq!(find(&cache, "A.Example", 1099), Some(b"a".to_vec()), "again, in other letters");
    assert_eq!(find(&cache, "192.0.2.1", 1000), Some(b"b".to_vec()));
    assert_eq!(find(&cache, "b.example", 1000), None);
    assert_eq!(find(&cache, "a.example", 1100), None);
    assert_eq!(cache.len(), 1, "what is over is wiped when it is asked for");
    assert_in_order(&cache);
}

#[test]
fn a_clock_that_went_back_finds_nothing_until_it_has_caught_up() {
    let cache = ClientCache::new(10);
    keep(&cache, "a.example", b"a", 100, 1000);
    assert_eq!(find(&cache, "a.example", 999), None);
    assert_eq!(find(&cache, "a.example", 1000), Some(b"a".to_vec()));
}

#[test]
fn a_new_session_replaces_the_one_before() {
    let cache = ClientCache::new(1);
    keep(&cache, "a.example", b"old", 100, 1000);
    keep(&cache, "A.example", b"new", 100, 1000);
    assert_eq!((find(&cache, "a.example", 1000), cache.len()), (Some(b"new".to_vec()), 1));
    keep(&cache, "a.example", &vec![1; MAX_SESSION + 1], 100, 1000);
    assert!(cache.is_empty(), "one that is too long is none, and the old one is out of date");
    keep(&cache, "a.example", &vec![1; MAX_SESSION], 100, 1000);
    assert_eq!(cache.len(), 1);
    assert_in_order(&cache);
}

#[test]
fn the_least_recently_used_makes_room() {
    let cache = ClientCache::new(3);
    for server in ["a.example", "b.example", "c.example"] {
        keep(&cache, server, b"x", 100, 1000);
    }
    assert!(find(&cache, "a.example", 1000).is_some());
    keep(&cache, "d.example", b"x", 100, 1000);
    assert!(find(&cache, "b.example", 1000).is_none());
    keep(&cache, "c.example", b"y", 100, 1000);
    keep(&cache, "e.example", b"x", 100, 1000);
    let there = ["a.example", "c.example", "d.example", "e.example"]
        .map(|server| find(&cache, server, 1000).is_some());
    assert_eq!((there, cache.len()), ([false, true, true, true], 3));
    assert_in_order(&cache);
}

/// What begins a session of TLS 1.3, and a number to tell it by.
fn ticket(number: u8) -> Vec<u8> {
    vec![1, 3, 4, number]
}

#[test]
fn a_ticket_is_found_once_and_the_newest_first() {
    let cache = ClientCache::new(10);
    for number in 1..=6 {
        keep(&cache, "a.example", &ticket(number), 100, 1000 + u64::from(number));
    }
    let found: Vec<_> = (0..5).map(|_| find(&cache, "A.example", 1010)).collect();
    assert_eq!(found, [Some(ticket(6)), Some(ticket(5)), Some(ticket(4)), Some(ticket(3)), None]);
    assert!(cache.is_empty(), "a name without tickets is none");
    assert_in_order(&cache);
}

#[test]
fn tickets_end_one_by_one_and_none_before_its_time_is_found() {
    let cache = ClientCache::new(10);
    keep(&cache, "a.example", &ticket(1), 100, 1000);
    keep(&cache, "a.example", &ticket(2), 10, 1000);
    keep(&cache, "a.example", &ticket(3), 100, 1050);
    assert_eq!(find(&cache, "a.example", 999), None, "the clock went back");
    assert_eq!(find(&cache, "a.example", 1020), Some(ticket(1)), "2 is over, 3 is to come");
    cache.wipe_expired(at(1149));
    assert_eq!((cache.len(), find(&cache, "a.example", 1149)), (1, Some(ticket(3))));
    keep(&cache, "a.example", &ticket(4), 100, 1000);
    cache.wipe_expired(at(1100));
    assert!(cache.is_empty());
    assert_in_order(&cache);
}

#[test]
fn tickets_that_are_too_long_leave_the_others() {
    let cache = ClientCache::new(10);
    keep(&cache, "a.example", &ticket(1), 100, 1000);
    let long: Vec<u8> = ticket(2).into_iter().chain(vec![0; MAX_SESSION]).collect();
    keep(&cache, "a.example", &long, 100, 1000);
    keep(&cache, "a.example", &ticket(3), 0, 1000);
    assert_eq!(find(&cache, "a.example", 1000), Some(ticket(1)));
    assert_eq!(find(&cache, "a.example", 1000), None);
}

#[test]
fn a_server_that_speaks_another_version_has_sessions_of_that_one() {
    let cache = ClientCache::new(1);
    keep(&cache, "a.example", &ticket(1), 100, 1000);
    keep(&cache, "a.example", b"of TLS 1.2", 100, 1000);
    for _ in 0..2 {
        assert_eq!(find(&cache, "a.example", 1000), Some(b"of TLS 1.2".to_vec()));
    }
    keep(&cache, "a.example", &ticket(2), 100, 1000);
    assert_eq!(find(&cache, "a.example", 1000), Some(ticket(2)));
    assert_eq!(find(&cache, "a.example", 1000), None);
    keep(&cache, "a.example", &ticket(3), 100, 1000);
    keep(&cache, "b.example", &ticket(4), 100, 1000);
    assert_eq!((find(&cache, "a.example", 1000), cache.len()), (None, 1), "there is one name");
    assert_in_order(&cache);
}

#[test]
fn sessions_are_forgotten_and_wiped_on_demand() {
    let cache = ClientCache::new(10);
    for (server, lifetime) in [("a.example", 10), ("b.example", 20), ("c.example", 20)] {
        keep(&cache, server, b"x", lifetime, 1000);
    }
    assert!(cache.remove(&name("b.example")) && !cache.remove(&name("b.example")));
    cache.wipe_expired(at(1010));
    assert_eq!((cache.len(), find(&cache, "c.example", 1010).is_some()), (1, true));
    cache.forget(&SessionKey::Id(Bytes::from_static(b"c.example")));
    assert_eq!(cache.len(), 1);
    cache.forget(&SessionKey::ServerName(name("C.example")));
    assert!(cache.is_empty());
    assert_in_order(&cache);
}

#[test]
fn there_may_be_room_for_none_and_ids_are_not_kept() {
    let cache = ClientCache::new(0);
    keep(&cache, "a.example", b"x", 100, 1000);
    assert!(cache.is_empty());

    let cache = ClientCache::new(10);
    let key = SessionKey::Id(Bytes::from_static(b"id"));
    let session = Secret::new(b"x");
    cache.store(&StoreSession { key: key.clone(), session, lifetime: 100, now: at(1000) });
    assert!(cache.is_empty() && cache.find(&FindSessionRequest { key, now: at(1000) }).is_none());
    keep(&cache, "a.example", b"x", 0, 1000);
    assert!(cache.is_empty());
}

#[test]
fn debug_shows_neither_names_nor_secrets() {
    let cache = ClientCache::new(10);
    keep(&cache, "a.example", &[0xab; 75], 100, 1000);
    assert_eq!(format!("{cache:?}"), "ClientCache { servers: 1, .. }");
}
