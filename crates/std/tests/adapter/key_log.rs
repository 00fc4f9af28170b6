//! Secrets in a file: only where both the configuration and the answers say so.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use countersign::{Event, KeyLog, crypto::Secret, pki_types::ServerName, wire::ProtocolVersion};
use countersign_std::{Answerers, KeyLogFile, TlsStream};

use crate::site::{Site, client_config, listen_with, only, site};

fn fresh(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    // From a run before, if there was one.
    let _ = fs::remove_file(&path);
    path
}

/// One connection; how many secrets the client's observer saw.
fn connect(site: &Site, tells: bool, near: &KeyLogFile, far: &KeyLogFile) -> usize {
    let answerers = Answerers { key_log: Some(far.clone()), ..site.answerers() };
    let (socket, server) = listen_with(&site.config, answerers, |mut stream| {
        stream.handshake().map(drop).unwrap();
    });
    let config = client_config(|builder| builder.key_log(tells));
    let answerers = Answerers { key_log: Some(near.clone()), ..Answerers::client(site.verifier()) };
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsStream::client_with(&config, name, answerers, socket);
    let seen = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&seen);
    stream.observe(move |event| {
        if matches!(event, Event::KeyLog(_)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    });
    stream.handshake().unwrap();
    server.join().unwrap();
    seen.load(Ordering::Relaxed)
}

#[test]
fn both_sides_take_down_the_same_and_the_observer_still_sees_it() {
    let policy = only(ProtocolVersion::TLS12);
    let site = site("localhost").with(|builder| builder.policy(policy).key_log(true));
    let (near, far) = (fresh("near.keys"), fresh("far.keys"));
    let (client, server) = (KeyLogFile::open(&near).unwrap(), KeyLogFile::open(&far).unwrap());
    for _ in 0..3 {
        assert_eq!(connect(&site, true, &client, &server), 1);
    }
    let text = fs::read_to_string(near).unwrap();
    assert_eq!(text, fs::read_to_string(far).unwrap());
    assert_eq!(text.lines().count(), 3);
    for line in text.lines() {
        let words: Vec<_> = line.split(' ').map(str::len).collect();
        assert!(line.starts_with("CLIENT_RANDOM "), "the label");
        assert_eq!(words, [13, 64, 96]);
    }
}

#[test]
fn of_tls_1_3_there_are_the_traffic_secrets() {
    let site = site("localhost").with(|builder| builder.key_log(true));
    let (near, far) = (fresh("near13.keys"), fresh("far13.keys"));
    let (client, server) = (KeyLogFile::open(&near).unwrap(), KeyLogFile::open(&far).unwrap());
    assert_eq!(connect(&site, true, &client, &server), 5);
    let lines = |path| {
        let text = fs::read_to_string(path).unwrap();
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let ours = lines(near);
    assert_eq!(ours, lines(far));
    let labels: Vec<_> = ours.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert_eq!(
        labels,
        [
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
            "CLIENT_TRAFFIC_SECRET_0",
            "EXPORTER_SECRET",
            "SERVER_HANDSHAKE_TRAFFIC_SECRET",
            "SERVER_TRAFFIC_SECRET_0",
        ]
    );
}

#[test]
fn nothing_is_written_that_the_configuration_does_not_tell() {
    let site = site("localhost");
    let path = fresh("silent.keys");
    let file = KeyLogFile::open(&path).unwrap();
    assert_eq!(connect(&site, false, &file, &file), 0);
    assert_eq!(fs::read_to_string(path).unwrap(), "");
}

#[test]
fn lines_of_many_threads_stay_whole_behind_what_was_there() {
    let path = fresh("many.keys");
    fs::write(&path, "# from before\n").unwrap();
    let file = KeyLogFile::open(&path).unwrap();
    let writers: Vec<_> = (0..8_u8)
        .map(|number| {
            let file = file.clone();
            thread::spawn(move || {
                let secret = Secret::new(&[number; 48]);
                let log = KeyLog { label: "CLIENT_RANDOM", client_random: [number; 32], secret };
                (0..50).for_each(|_| file.write(&log).unwrap());
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# from before\nCLIENT_RANDOM "));
    let lines: Vec<_> = text.lines().skip(1).collect();
    assert_eq!(lines.len(), 400);
    assert!(lines.iter().all(|line| line.len() == 13 + 1 + 64 + 1 + 96));
}

#[cfg(unix)]
#[test]
fn a_file_that_is_made_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;

    let path = fresh("owner.keys");
    KeyLogFile::open(&path).unwrap();
    assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o077, 0);
}
