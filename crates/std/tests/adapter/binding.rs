//! Keying material and channel bindings: the same on both sides, and of one connection alone.

use countersign::{ChannelBinding, ExportError, wire::ProtocolVersion};
use countersign_std::TlsStream;

use crate::site::{Site, VERSIONS, client, listen, only, site};

const LABEL: &str = "EXPERIMENTAL a test";

/// Material, `tls-exporter`, `tls-unique`; TLS 1.3 has none of the last.
fn bindings<T: std::io::Read + std::io::Write>(stream: &TlsStream<T>) -> Vec<Vec<u8>> {
    let mut material = vec![0; 40];
    stream.export_keying_material(LABEL, Some(b"context"), &mut material).unwrap();
    let exporter = stream.channel_binding(ChannelBinding::TlsExporter).unwrap();
    let unique = stream.channel_binding(ChannelBinding::TlsUnique);
    assert_eq!(unique.is_ok(), stream.connection().version() == Some(ProtocolVersion::TLS12));
    [material, exporter].into_iter().chain(unique.ok()).collect()
}

fn connect(site: &Site) -> Vec<Vec<u8>> {
    let (socket, server) = listen(site, |mut stream| {
        stream.handshake().unwrap();
        bindings(&stream)
    });
    let mut stream = client(site, "localhost", socket);
    let early = stream.channel_binding(ChannelBinding::TlsExporter);
    assert_eq!(early.unwrap_err(), ExportError::NotConnected);
    stream.handshake().unwrap();
    let ours = bindings(&stream);
    assert_eq!(ours, server.join().unwrap());
    ours
}

#[test]
fn both_sides_agree_and_no_two_connections_do() {
    for version in VERSIONS {
        let site = site("localhost").with(|builder| builder.policy(only(version)));
        let (first, second) = (connect(&site), connect(&site));
        for (first, second) in first.iter().zip(&second) {
            assert_eq!(first.len(), second.len());
            assert_ne!(first, second);
        }
        let lengths: Vec<_> = first.iter().map(Vec::len).collect();
        let wanted: &[usize] =
            if version == ProtocolVersion::TLS13 { &[40, 32] } else { &[40, 32, 12] };
        assert_eq!(lengths, wanted);
    }
}
