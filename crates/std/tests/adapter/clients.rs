//! Clients that prove themselves with a certificate, or are to and do not.

use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    sync::Arc,
};

use countersign::{
    ClientAuthentication, Error, Nobody,
    fault::FaultKind,
    pki_types::ServerName,
    wire::{AlertDescription, ProtocolVersion},
};
use countersign_std::{Answerers, TlsStream, tls_error};

use crate::site::{Site, VERSIONS, client, client_config, listen_with, only, site};

/// How a handshake failed, and its stream: a socket that is closed with bytes unread may destroy
/// the alert on its way. A client of TLS 1.3 is done before the server has judged it, and hears of
/// the verdict when it reads.
fn failed(mut stream: TlsStream<TcpStream>) -> (io::Error, TlsStream<TcpStream>) {
    let shaken = stream.handshake().map(drop);
    let error = shaken.and_then(|()| stream.read(&mut [0]).map(drop)).unwrap_err();
    (error, stream)
}

fn alert(error: &io::Error) -> AlertDescription {
    let Some(Error::AlertReceived { description, .. }) = tls_error(error) else {
        panic!("{error}")
    };
    *description
}

fn asking(version: ProtocolVersion, wanted: ClientAuthentication) -> (Site, Answerers) {
    let site = site("localhost")
        .with(|builder| builder.policy(only(version)).client_authentication(wanted));
    let answerers = Answerers { verifier: site.verifier(), ..site.answerers() };
    (site, answerers)
}

#[test]
fn a_server_learns_who_its_client_is() {
    for version in VERSIONS {
        a_server_learns_who_its_client_is_in(version);
    }
}

fn a_server_learns_who_its_client_is_in(version: ProtocolVersion) {
    let (site, answerers) = asking(version, ClientAuthentication::Required);
    let (socket, server) = listen_with(&site.config, answerers, |mut stream| {
        stream.handshake().unwrap();
        stream.write_all(b"welcome").unwrap();
        stream.shutdown().unwrap();
        stream.summary().unwrap().clone()
    });
    let key = Arc::new(site.issue("client.example"));
    let config = client_config(|builder| builder.credential(key.credential().clone()));
    let answerers = Answerers { signer: key.clone(), ..Answerers::client(site.verifier()) };
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsStream::client_with(&config, name, answerers, socket);
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    stream.close_write().unwrap();
    assert_eq!(said, "welcome");
    assert!(stream.summary().unwrap().credential.as_ref().unwrap().label() == "client.example");
    let seen = server.join().unwrap();
    assert_eq!(seen.peer_chain, key.credential().chain());
    assert_eq!(seen.client_scheme, stream.summary().unwrap().client_scheme);
}

#[test]
fn a_client_without_a_certificate_where_one_may_be_missing_and_where_not() {
    for version in VERSIONS {
        a_client_without_a_certificate_where_one_may_be_missing_and_where_not_in(version);
    }
}

fn a_client_without_a_certificate_where_one_may_be_missing_and_where_not_in(
    version: ProtocolVersion,
) {
    let (site, answerers) = asking(version, ClientAuthentication::Optional);
    let (socket, server) = listen_with(&site.config, answerers, |mut stream| {
        stream.handshake().unwrap().peer_chain.clone()
    });
    client(&site, "localhost", socket).handshake().unwrap();
    assert!(server.join().unwrap().is_empty());

    let (site, answerers) = asking(version, ClientAuthentication::Required);
    let (socket, server) = listen_with(&site.config, answerers, failed);
    let (error, _) = failed(client(&site, "localhost", socket));
    let wanted = match version {
        ProtocolVersion::TLS13 => AlertDescription::CERTIFICATE_REQUIRED,
        _ => AlertDescription::HANDSHAKE_FAILURE,
    };
    assert_eq!(alert(&error), wanted);
    let (error, _) = server.join().unwrap();
    let wanted = match version {
        ProtocolVersion::TLS13 => FaultKind::ClientCertificateRequired,
        _ => FaultKind::ClientCertificateMissing,
    };
    assert_eq!(tls_error(&error).unwrap().fault(), Some(wanted));
}

#[test]
fn a_client_of_another_authority_is_refused() {
    for version in VERSIONS {
        a_client_of_another_authority_is_refused_in(version);
    }
}

fn a_client_of_another_authority_is_refused_in(version: ProtocolVersion) {
    let stranger = Arc::new(site("elsewhere").issue("client.example"));
    let (site, answerers) = asking(version, ClientAuthentication::Required);
    let (socket, server) = listen_with(&site.config, answerers, failed);
    let config = client_config(|builder| builder.credential(stranger.credential().clone()));
    let answerers = Answerers { signer: stranger, ..Answerers::client(site.verifier()) };
    let name = ServerName::try_from("localhost").unwrap();
    let (error, _) = failed(TlsStream::client_with(&config, name, answerers, socket));
    assert_eq!(alert(&error), AlertDescription::BAD_CERTIFICATE);
    let (error, _) = server.join().unwrap();
    // By a namesake of the authority that is trusted.
    assert_eq!(tls_error(&error).unwrap().fault(), Some(FaultKind::BadCertificate));
}

#[test]
fn a_server_that_asks_clients_needs_somebody_who_judges_them() {
    for version in VERSIONS {
        a_server_that_asks_clients_needs_somebody_who_judges_them_in(version);
    }
}

fn a_server_that_asks_clients_needs_somebody_who_judges_them_in(version: ProtocolVersion) {
    let (site, answerers) = asking(version, ClientAuthentication::Required);
    let answerers = Answerers { verifier: Arc::new(Nobody), ..answerers };
    let (socket, server) = listen_with(&site.config, answerers, failed);
    let key = Arc::new(site.issue("client.example"));
    let config = client_config(|builder| builder.credential(key.credential().clone()));
    let answerers = Answerers { signer: key, ..Answerers::client(site.verifier()) };
    let name = ServerName::try_from("localhost").unwrap();
    failed(TlsStream::client_with(&config, name, answerers, socket));
    let (error, _) = server.join().unwrap();
    assert!(error.to_string().contains("no verifier is set"), "{error}");
}
