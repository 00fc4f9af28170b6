//! TLS 1.3: data before the handshake is complete, new keys, a certificate that is asked for later.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
};

use countersign::{
    ConnectionSummary, EarlyData, Event, Sessions, pki_types::ServerName, wire::ProtocolVersion,
};
use countersign_std::{Answerers, TlsStream};
use countersign_testkit::Kept;

use crate::site::{Site, client, client_config, listen, listen_with, only, site};

/// The most that the server takes.
const MOST: usize = 1000;

fn early_site() -> Site {
    site("localhost").with(|builder| builder.tickets(true).max_early_data(1000))
}

fn client_of(site: &Site, sessions: &Arc<Kept>, socket: TcpStream) -> TlsStream<TcpStream> {
    let config = client_config(|builder| builder.resumption(true).early_data(true));
    let answerers = Answerers { sessions: sessions.clone(), ..Answerers::client(site.verifier()) };
    let name = ServerName::try_from("localhost").unwrap();
    TlsStream::client_with(&config, name, answerers, socket)
}

/// What the server read: early, and behind the handshake.
type Read = (Vec<u8>, Vec<u8>);

/// A connection whose client says `early` before the handshake, and what was not taken of it
/// behind. `shake_first` has the server complete the handshake before it reads anything.
fn talk(
    site: &Site,
    kept: &[Arc<Kept>; 2],
    early: &[u8],
    shake_first: bool,
) -> (usize, ConnectionSummary, Read) {
    let [near, far] = kept;
    let answerers = Answerers { sessions: far.clone(), ..site.answerers() };
    let (socket, server) = listen_with(&site.config, answerers, move |mut stream| {
        if shake_first {
            stream.handshake().unwrap();
        }
        let (mut early, mut late, mut buffer) = (Vec::new(), Vec::new(), [0; 64]);
        loop {
            match stream.read_early(&mut buffer).unwrap() {
                0 => break,
                read => early.extend_from_slice(&buffer[..read]),
            }
        }
        assert_eq!(stream.read_early(&mut buffer).unwrap(), 0, "that was all");
        stream.read_to_end(&mut late).unwrap();
        stream.write_all(b"done").unwrap();
        stream.shutdown().unwrap();
        (early, late)
    });
    let mut stream = client_of(site, near, socket);
    assert_eq!(stream.early_data_left(), 0, "nothing is known yet");
    let mut taken = 0;
    loop {
        match stream.write_early(&early[taken..]).unwrap() {
            0 => break,
            some => taken += some,
        }
    }
    let summary = stream.handshake().unwrap().clone();
    assert_eq!(stream.write_early(b"late").unwrap(), 0, "the server has answered");
    let arrived = if summary.early_data == EarlyData::Accepted { taken } else { 0 };
    stream.write_all(&early[arrived..]).unwrap();
    stream.close_write().unwrap();
    let mut said = Vec::new();
    stream.read_to_end(&mut said).unwrap();
    assert_eq!(said, b"done");
    (taken, summary, server.join().unwrap())
}

#[test]
fn early_data_arrives_marked_and_only_as_much_as_is_allowed() {
    let (site, kept) = (early_site(), [Arc::default(), Arc::default()]);
    let data: Vec<u8> = (0..2000_u32).map(|index| index.to_le_bytes()[0]).collect();
    for shake_first in [false, true] {
        let (taken, summary, (early, late)) = talk(&site, &kept, &data, shake_first);
        if !shake_first {
            assert_eq!((taken, summary.early_data), (0, EarlyData::None), "there is no session");
            assert_eq!((early.len(), late == data), (0, true));
        }
        let (taken, summary, (early, late)) = talk(&site, &kept, &data, shake_first);
        assert_eq!((taken, summary.early_data), (MOST, EarlyData::Accepted));
        assert!(early == data[..MOST] && late == data[MOST..]);
    }
}

/// Keeps sessions, and takes no early data.
struct Wary(Arc<Kept>);

impl Sessions for Wary {
    fn open_ticket(
        &self,
        request: &countersign::OpenTicketRequest,
    ) -> Option<countersign::OpenedTicket> {
        self.0.open_ticket(request)
    }

    fn seal_ticket(
        &self,
        request: &countersign::SealTicketRequest,
        random: &mut dyn countersign::crypto::Random,
    ) -> Option<countersign::SealedTicket> {
        self.0.seal_ticket(request, random)
    }
}

#[test]
fn rejected_early_data_is_said_to_be_and_goes_again() {
    let (site, near, far) = (early_site(), Arc::new(Kept::default()), Arc::new(Kept::default()));
    talk(&site, &[near.clone(), far.clone()], b"x", false);
    let answerers = Answerers { sessions: Arc::new(Wary(far)), ..site.answerers() };
    let (socket, server) = listen_with(&site.config, answerers, |mut stream| {
        assert_eq!(stream.read_early(&mut [0; 10]).unwrap(), 0);
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        (said, stream.summary().unwrap().early_data)
    });
    let mut stream = client_of(&site, &near, socket);
    assert_eq!(stream.write_early(b"again").unwrap(), 5);
    assert_eq!(stream.handshake().unwrap().early_data, EarlyData::Rejected);
    stream.write_all(b"again").unwrap();
    stream.close_write().unwrap();
    assert_eq!(server.join().unwrap(), ("again".to_owned(), EarlyData::Rejected));
}

#[test]
fn early_data_that_nobody_read_is_not_lost_by_a_split() {
    let (site, kept) = (early_site(), [Arc::<Kept>::default(), Arc::<Kept>::default()]);
    talk(&site, &kept, b"x", false);
    let answerers = Answerers { sessions: kept[1].clone(), ..site.answerers() };
    let (socket, server) = listen_with(&site.config, answerers, |mut stream| {
        stream.handshake().unwrap();
        let second = stream.get_ref().try_clone().unwrap();
        stream.split(second).map(drop).unwrap_err()
    });
    let mut stream = client_of(&site, &kept[0], socket);
    assert_eq!(stream.write_early(b"early").unwrap(), 5);
    stream.handshake().unwrap();
    assert!(server.join().unwrap().to_string().contains("read_early"));
}

#[test]
fn both_sides_change_their_keys_in_the_middle_of_it_all() {
    let site = site("localhost");
    let (socket, server) = listen(&site, |mut stream| {
        let mut all = Vec::new();
        let mut buffer = [0; 7];
        while all.len() < 100 {
            let read = stream.read(&mut buffer).unwrap();
            all.extend_from_slice(&buffer[..read]);
            stream.write_all(&buffer[..read]).unwrap();
            stream.update_keys(all.len() % 2 == 0).unwrap();
        }
        stream.shutdown().unwrap();
    });
    let mut stream = client(&site, "localhost", socket);
    let mut changes = 0;
    for round in 0..10_u8 {
        stream.update_keys(round % 2 == 0).unwrap();
        changes += 1;
        stream.write_all(&[round; 10]).unwrap();
        let mut back = [0; 10];
        stream.read_exact(&mut back).unwrap();
        assert_eq!(back, [round; 10]);
    }
    assert_eq!(changes, 10);
    stream.close_write().unwrap();
    assert_eq!(stream.read(&mut [0]).unwrap(), 0);
    server.join().unwrap();
}

#[test]
fn a_half_changes_keys_too_and_older_versions_have_none() {
    let site13 = site("localhost");
    let (socket, server) = listen(&site13, |mut stream| {
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        stream.write_all(&all).unwrap();
        stream.shutdown().unwrap();
    });
    let second = socket.try_clone().unwrap();
    let (mut reader, mut writer) = client(&site13, "localhost", socket).split(second).unwrap();
    writer.update_keys(true).unwrap();
    writer.write_all(b"under new keys").unwrap();
    writer.close_write().unwrap();
    let mut back = String::new();
    reader.read_to_string(&mut back).unwrap();
    assert_eq!(back, "under new keys");
    server.join().unwrap();

    let site = site("localhost").with(|builder| builder.policy(only(ProtocolVersion::TLS12)));
    let (socket, server) = listen(&site, |mut stream| stream.handshake().map(drop).unwrap());
    let mut stream = client(&site, "localhost", socket);
    let error = stream.update_keys(false).unwrap_err();
    assert!(error.to_string().contains("TLS 1.3"), "{error}");
    assert_ne!(error.kind(), ErrorKind::UnexpectedEof);
    server.join().unwrap();
}

#[test]
fn tickets_that_come_behind_the_handshake_are_kept_while_data_is_read() {
    let site = early_site();
    let (near, far) = (Arc::new(Kept::default()), Arc::new(Kept::default()));
    let answerers = Answerers { sessions: far, ..site.answerers() };
    let (socket, server) = listen_with(&site.config, answerers, |mut stream| {
        stream.write_all(b"hello").unwrap();
        stream.shutdown().unwrap();
    });
    let mut stream = client_of(&site, &near, socket);
    let told = Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let count = told.clone();
    stream.observe(move |event| {
        if matches!(event, Event::Session(_)) {
            count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    });
    stream.handshake().unwrap();
    assert_eq!(near.counts(), (0, 0));
    let second = stream.get_ref().try_clone().unwrap();
    let (mut reader, mut writer) = stream.split(second).unwrap();
    let mut said = String::new();
    reader.read_to_string(&mut said).unwrap();
    writer.close_write().unwrap();
    assert_eq!((said.as_str(), near.counts()), ("hello", (1, 0)));
    assert_eq!(told.load(std::sync::atomic::Ordering::Relaxed), 2, "two tickets");
    server.join().unwrap();
}
