//! Does each direction close by itself, and is a cut told from a close?

use std::{io::ErrorKind, sync::Arc};

use countersign::{CertificateFault, Error, RejectedPeer, VerifyPeerRequest};
use countersign_tokio::{TlsConnector, tls_error};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, duplex};

use crate::{
    back_pressure::Breaking,
    site::{Site, shake, text},
};

#[tokio::test]
async fn the_client_closes_and_reads_on() {
    let (mut client, mut server) = Site::fake().connected(4096).await;
    client.write_all(b"question").await.unwrap();
    client.shutdown().await.unwrap();
    client.shutdown().await.unwrap();
    assert_eq!(client.write(b"more").await.unwrap_err().kind(), ErrorKind::BrokenPipe);
    let mut question = String::new();
    server.read_to_string(&mut question).await.unwrap();
    assert_eq!(question, "question");
    assert_eq!(server.read(&mut [0; 9]).await.unwrap(), 0, "the end stays the end");
    let answer = text(50_000);
    let (sent, received) = tokio::join!(
        async {
            server.write_all(&answer).await?;
            server.shutdown().await
        },
        async {
            let mut received = Vec::new();
            client.read_to_end(&mut received).await.map(|_| received)
        },
    );
    sent.unwrap();
    assert!(received.unwrap() == answer);
}

#[tokio::test]
async fn the_server_closes_and_reads_on() {
    let (mut client, mut server) = Site::fake().connected(4096).await;
    server.shutdown().await.unwrap();
    assert_eq!(client.read(&mut [0; 9]).await.unwrap(), 0);
    client.write_all(b"still here").await.unwrap();
    client.shutdown().await.unwrap();
    let mut all = String::new();
    server.read_to_string(&mut all).await.unwrap();
    assert_eq!(all, "still here");
}

#[tokio::test]
async fn shutdown_first_of_all_makes_the_handshake() {
    let (mut client, mut server) = Site::fake().pair(4096);
    let (client, server) = tokio::join!(client.shutdown(), server.read_u8());
    client.unwrap();
    assert!(tls_error(&server.unwrap_err()).is_none(), "an orderly end");
}

#[tokio::test]
async fn a_cut_is_not_a_close() {
    let (mut client, mut server) = Site::fake().connected(4096).await;
    server.write_all(b"half an answ").await.unwrap();
    server.flush().await.unwrap();
    drop(server);
    let mut all = Vec::new();
    let error = client.read_to_end(&mut all).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedEof);
    assert_eq!(all, b"half an answ", "what came before the cut is there");
    // It is final, for all calls; the transport is shut all the same.
    for error in [client.read_u8().await.unwrap_err(), client.shutdown().await.unwrap_err()] {
        assert!(matches!(tls_error(&error), Some(Error::Truncated { .. })), "{error}");
    }
}

#[tokio::test]
async fn what_comes_behind_the_close_is_handed_out() {
    let site = Site::fake();
    let (near, far) = duplex(4096);
    let mut client = site.connector().start(site.name.clone(), near);
    let mut server = site.acceptor().start(Breaking::new(far, Arc::default()));
    shake(&mut client, &mut server).await;
    server.shutdown().await.unwrap();
    server.get_mut().write_all(b"in the clear").await.unwrap();
    assert_eq!(client.read(&mut [0; 9]).await.unwrap(), 0);
    let (_pipe, mut connection) = client.into_inner();
    assert_eq!(&connection.input()[..], b"in the clear");
}

#[tokio::test]
async fn lines_are_read_where_they_lie() {
    let (mut client, mut server) = Site::fake().connected(4096).await;
    client.write_all(b"one\ntw").await.unwrap();
    client.write_all(b"o\nthree").await.unwrap();
    client.shutdown().await.unwrap();
    for line in ["one\n", "two\n", "three", ""] {
        let mut read = String::new();
        server.read_line(&mut read).await.unwrap();
        assert_eq!(read, line);
    }
}

/// Rejects everybody.
struct Stranger;

impl countersign::VerifyPeer for Stranger {
    fn verify_peer(
        &self,
        _: &VerifyPeerRequest,
    ) -> Result<countersign::AcceptedPeer, RejectedPeer> {
        Err(RejectedPeer { fault: CertificateFault::UnknownCa, reason: "a stranger".to_owned() })
    }
}

#[tokio::test]
async fn a_failed_handshake_is_told_to_the_peer_and_shuts_the_transport() {
    let site = Site::fake();
    let (near, far) = duplex(4096);
    let connector = TlsConnector::new(site.client.clone(), Arc::new(Stranger));
    let mut client = connector.start(site.name.clone(), near);
    let mut server = site.acceptor().start(far);
    let (here, there) = tokio::join!(client.shutdown(), server.handshake());
    let here = here.unwrap_err();
    assert_eq!(here.kind(), ErrorKind::InvalidData);
    assert!(here.to_string().contains("a stranger"), "{here}");
    let there = there.unwrap_err();
    assert_eq!(there.kind(), ErrorKind::ConnectionAborted);
    assert!(there.to_string().contains("unknown_ca"), "{there}");
    let mut rest = Vec::new();
    server.into_inner().0.read_to_end(&mut rest).await.unwrap();
    assert!(rest.is_empty());
}
