//! What a register says yes to, and when it cannot know.

use std::{thread, time::Duration};

use countersign::bytes::Bytes;

use super::*;

const WINDOW: u32 = 21;

fn ask(register: &StrikeRegister, binder: u64, now: u64) -> bool {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&binder.to_be_bytes());
    register.accept_early_data(&EarlyDataRequest {
        binder: Bytes::copy_from_slice(&bytes),
        window: WINDOW,
        server_name: None,
        protocol: None,
        now: UnixTime::since_unix_epoch(Duration::from_secs(now)),
    })
}

#[test]
fn a_hello_is_new_once() {
    let register = StrikeRegister::with_fresh_keys(10);
    assert!(ask(&register, 1, 1000));
    assert!(!ask(&register, 1, 1000) && !ask(&register, 1, 1021));
    assert!(ask(&register, 2, 1021));
    assert_eq!(register.len(), 2);
}

#[test]
fn what_is_stale_is_forgotten() {
    let register = StrikeRegister::with_fresh_keys(2);
    assert!(ask(&register, 1, 1000) && ask(&register, 2, 1001));
    // The machine refuses a hello of that age itself: there is room for others.
    assert!(ask(&register, 3, 1022) && ask(&register, 4, 1023));
    assert_eq!(register.len(), 2);
}

#[test]
fn it_says_no_while_it_is_young_and_remembers_what_it_refused() {
    let register = StrikeRegister::new(10);
    assert!(!ask(&register, 1, 1000));
    assert!(!ask(&register, 2, 1021));
    assert!(!ask(&register, 2, 1022), "its data came behind the handshake");
    assert!(ask(&register, 3, 1022));
}

#[test]
fn a_full_one_begins_anew() {
    let register = StrikeRegister::with_fresh_keys(2);
    assert!(ask(&register, 1, 1000) && ask(&register, 2, 1000));
    assert!(!ask(&register, 3, 1010), "there is no room to note it down");
    assert!(!ask(&register, 3, 1030), "it could be the third one again");
    assert!(!ask(&register, 4, 1031));
    assert!(ask(&register, 5, 1053));
    assert!(!ask(&StrikeRegister::with_fresh_keys(0), 1, 1000));
}

#[test]
fn a_clock_that_went_back_is_not_believed() {
    let register = StrikeRegister::with_fresh_keys(10);
    assert!(ask(&register, 1, 1000) && ask(&register, 2, 1100));
    assert!(!ask(&register, 1, 1000) && !ask(&register, 3, 1099));
    assert!(ask(&register, 3, 1100));
}

#[test]
fn a_binder_that_is_too_short_to_tell_hellos_apart_is_refused() {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(1000));
    let (binder, server_name, protocol) = (Bytes::from_static(&[7; 15]), None, None);
    let request = EarlyDataRequest { binder, window: WINDOW, server_name, protocol, now };
    assert!(!StrikeRegister::with_fresh_keys(10).accept_early_data(&request));
}

#[test]
fn of_many_threads_with_the_same_hello_one_hears_yes() {
    let register = StrikeRegister::with_fresh_keys(1000);
    let yes: usize = thread::scope(|scope| {
        let asks = || (0..200).filter(|binder| ask(&register, *binder, 1000)).count();
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(asks)).collect();
        threads.into_iter().map(|thread| thread.join().expect("it does not panic")).sum()
    });
    assert_eq!(yes, 200);
}

#[test]
fn debug_shows_a_number() {
    assert_eq!(format!("{:?}", StrikeRegister::new(1)), "StrikeRegister { hellos: 0, .. }");
}
