//! Does a stream carry data both ways over a real socket, close one direction at a time, and say
//! what went wrong?

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use countersign::{Error, fault::FaultKind, wire::AlertDescription};
use countersign_std::{TlsStream, tls_error};

use crate::site::{client, listen, site};

fn echo(mut stream: TlsStream<TcpStream>) -> std::io::Result<usize> {
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    // The client has closed its direction; ours still works.
    stream.write_all(&all)?;
    stream.shutdown()?;
    Ok(all.len())
}

#[test]
fn a_megabyte_there_and_back_with_one_direction_closed_first() {
    let site = site("localhost");
    let (socket, server) = listen(&site, echo);
    let mut stream = client(&site, "localhost", socket);
    assert_eq!(stream.handshake().unwrap().hello.protocol.as_ref().unwrap().as_bytes(), b"echo");
    let sent: Vec<u8> = (0..1 << 20).map(|index: u32| index.to_le_bytes()[1]).collect();
    stream.write_all(&sent).unwrap();
    stream.close_write().unwrap();
    assert_eq!(stream.write(b"more").unwrap_err().kind(), ErrorKind::BrokenPipe);
    let mut back = Vec::new();
    stream.read_to_end(&mut back).unwrap();
    assert!(back == sent);
    assert_eq!(server.join().unwrap().unwrap(), sent.len());
}

#[test]
fn two_halves_in_two_threads() {
    let site = site("localhost");
    // This server echoes at once, so that both directions are busy.
    let (socket, server) = listen(&site, |mut stream| {
        let mut buffer = [0; 4096];
        loop {
            match stream.read(&mut buffer).unwrap() {
                0 => return stream.shutdown().unwrap(),
                read => stream.write_all(&buffer[..read]).unwrap(),
            }
        }
    });
    let second = socket.try_clone().unwrap();
    let (mut reader, mut writer) = client(&site, "localhost", socket).split(second).unwrap();
    let writing = thread::spawn(move || {
        for round in 0..200_u8 {
            writer.write_all(&[round; 5000]).unwrap();
        }
        writer.close_write().unwrap();
    });
    let mut back = Vec::new();
    reader.read_to_end(&mut back).unwrap();
    writing.join().unwrap();
    server.join().unwrap();
    assert!(back.chunks(5000).zip(0_u8..).all(|(chunk, round)| chunk == [round; 5000]));
    assert_eq!(back.len(), 200 * 5000);
}

#[test]
fn a_wrong_name_is_told_to_both_sides() {
    let site = site("localhost");
    let (socket, server) = listen(&site, echo);
    let error = client(&site, "elsewhere.example", socket).handshake().map(drop).unwrap_err();
    let tls = tls_error(&error).unwrap();
    assert_eq!(tls.fault(), Some(FaultKind::WrongName));
    assert!(tls.to_string().contains("elsewhere.example"), "{tls}");
    let error = server.join().unwrap().unwrap_err();
    let Some(Error::AlertReceived { description, .. }) = tls_error(&error) else { panic!() };
    assert_eq!(*description, AlertDescription::BAD_CERTIFICATE);
}

#[test]
fn a_cut_connection_is_not_a_closed_one() {
    let site = site("localhost");
    let (socket, server) = listen(&site, |mut stream| {
        stream.write_all(b"half an answ").unwrap();
        // Dropped without close_notify.
    });
    let mut stream = client(&site, "localhost", socket);
    let mut all = Vec::new();
    let error = stream.read_to_end(&mut all).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(all, b"half an answ", "what came before the cut is there");
    server.join().unwrap();
}

#[test]
fn a_timeout_of_the_transport_loses_nothing() {
    let site = site("localhost");
    let (socket, server) = listen(&site, |mut stream| {
        stream.handshake().unwrap();
        thread::sleep(Duration::from_millis(300));
        stream.write_all(b"late").unwrap();
        stream.shutdown().unwrap();
    });
    let mut stream = client(&site, "localhost", socket);
    stream.handshake().unwrap();
    stream.get_mut().set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let mut all = Vec::new();
    let mut pauses = 0;
    loop {
        let mut buffer = [0; 2];
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => all.extend_from_slice(&buffer[..read]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                pauses += 1;
            }
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(all, b"late");
    assert!(pauses > 0);
    stream.close_write().unwrap();
    server.join().unwrap();
}

#[test]
fn two_peers_that_both_wait_to_write_can_still_read() {
    let site = site("localhost");
    let (give, given) = std::sync::mpsc::channel();
    let (socket, server) = listen(&site, move |mut stream| {
        stream.handshake().unwrap();
        give.send(stream).unwrap();
    });
    let mut ours = client(&site, "localhost", socket);
    ours.handshake().unwrap();
    let mut theirs = given.recv().unwrap();
    server.join().unwrap();
    let mut sent = Vec::new();
    for stream in [&mut ours, &mut theirs] {
        stream.get_mut().set_nonblocking(true).unwrap();
        let mut taken = 0;
        // Until nothing more goes in: the buffers of the system are full, and so is ours.
        for _ in 0..20 {
            while let Ok(written) = stream.write(&[7; 16384]) {
                taken += written;
            }
            thread::sleep(Duration::from_millis(10));
        }
        sent.push(taken);
    }
    let mut received = [0, 0];
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while [received[1], received[0]] != sent[..] && std::time::Instant::now() < deadline {
        for (stream, received) in [&mut ours, &mut theirs].into_iter().zip(&mut received) {
            *received += stream.read(&mut [0; 16384]).unwrap_or(0);
        }
    }
    assert_eq!([received[1], received[0]], sent[..]);
}
