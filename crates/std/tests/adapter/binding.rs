//! Keying material and channel bindings: the same on both sides, and of one connection alone.

use countersign::{ChannelBinding, ExportError};
use countersign_std::TlsStream;

use crate::site::{Site, client, listen, site};

const LABEL: &str = "EXPERIMENTAL a test";

/// Material, `tls-unique`, `tls-exporter`.
fn bindings<T: std::io::Read + std::io::Write>(stream: &TlsStream<T>) -> [Vec<u8>; 3] {
    let mut material = vec![0; 40];
    stream.export_keying_material(LABEL, Some(b"context"), &mut material).unwrap();
    let binding = |kind| stream.channel_binding(kind).unwrap();
    [material, binding(ChannelBinding::TlsUnique), binding(ChannelBinding::TlsExporter)]
}

fn connect(site: &Site) -> [Vec<u8>; 3] {
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
    let site = site("localhost");
    let (first, second) = (connect(&site), connect(&site));
    for (first, second) in first.iter().zip(&second) {
        assert_eq!(first.len(), second.len());
        assert_ne!(first, second);
    }
    assert_eq!(first.map(|value| value.len()), [40, 12, 32]);
}
