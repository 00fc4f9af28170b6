//! How many sessions fit a MiB, by what the allocator says: a test alone in its process.

use std::{alloc::System, mem::size_of_val, time::Duration};

use cap::Cap;
use countersign::{
    EarlyDataRequest, FindSessionRequest, SessionKey, Sessions, StoreSession, bytes::Bytes,
    crypto::Secret, pki_types::UnixTime,
};
use countersign_sessions::{SessionStore, StrikeRegister};

#[global_allocator]
static HEAP: Cap<System> = Cap::new(System, usize::MAX);

const MIB: usize = 1 << 20;
const NOW: UnixTime = UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000));

fn id(number: usize) -> SessionKey {
    let mut id = [0xee; 32];
    id[..8].copy_from_slice(&number.to_be_bytes());
    SessionKey::Id(Bytes::copy_from_slice(&id))
}

fn keep(store: &SessionStore, number: usize, len: usize) {
    let session = Secret::new(&vec![7; len]);
    store.store(&StoreSession { key: id(number), session, lifetime: 7200, now: NOW });
}

fn is_there(store: &SessionStore, number: usize) -> bool {
    store.find(&FindSessionRequest { key: id(number), now: NOW }).is_some()
}

/// How many sessions of `len` bytes a store of `memory` bytes has when it is full.
fn count(memory: usize, len: usize) -> usize {
    let before = HEAP.allocated();
    let store = SessionStore::new(memory);
    let taken = || HEAP.allocated() - before + size_of_val(&store);
    let at_first = taken();
    assert!(at_first <= memory, "{at_first} of {memory} bytes");

    let mut fit = 0;
    while is_there(&store, 0) || fit == 0 {
        keep(&store, fit, len);
        fit += 1;
    }
    let fit = fit - 1;
    assert_eq!(store.len(), fit, "the last one has taken the first one's place");
    for number in fit..fit * 3 {
        keep(&store, number, len);
    }
    assert!((fit * 2..fit * 3).all(|number| is_there(&store, number)), "all of them are there");
    assert_eq!((store.len(), taken()), (fit, at_first), "and nothing more was allocated");
    drop(store);
    assert_eq!(HEAP.allocated(), before);
    fit
}

/// The most that a register took for each hello, in bytes.
fn struck(hellos: usize) -> usize {
    let before = HEAP.allocated();
    let register = StrikeRegister::with_fresh_keys(hellos);
    let mut most = 0;
    for number in 0..hellos * 2 {
        let SessionKey::Id(binder) = id(number) else { unreachable!() };
        let (server_name, protocol) = (None, None);
        let request = EarlyDataRequest { binder, window: 21, server_name, protocol, now: NOW };
        assert_eq!(register.accept_early_data(&request), number < hellos);
        drop(request);
        if number >= 100 {
            most = most.max((HEAP.allocated() - before).div_ceil(register.len()));
        }
    }
    assert_eq!(register.len(), hellos, "and no more");
    most
}

#[test]
fn more_than_8000_sessions_fit_a_mib_and_a_hello_takes_80_bytes() {
    let most = struck(100_000);
    println!("a register of early data: {most} bytes for each hello");
    assert!(most <= 80);

    let [one, sixteen] = [1, 16].map(|mib| count(mib * MIB, 75) / mib);
    let certified = count(MIB, 75 + 900);
    println!(
        "sessions per MiB: {one}; of 16 MiB: {sixteen}; with certificates of 900 bytes: {certified}"
    );
    assert!(one > 8000 && sixteen > 8000 && certified > 1000);
}
