//! Does somebody else's eye see what is in the capture? `tshark` must decrypt it.

use std::{path::Path, process::Command};

use super::run::Recording;
use crate::Failure;

/// Both `Finished` of each connection can be read, where handshakes were completed; a client that
/// proves itself later sends one more (RFC 8446 §4.6.2). Without
/// `tshark` nothing is checked.
pub(super) fn decrypts(capture: &Path, recording: &Recording) -> Result<(), Failure> {
    let Ok(output) = Command::new("tshark")
        .arg("-r")
        .arg(capture)
        .args(["-T", "fields", "-e", "tls.handshake.type"])
        .output()
    else {
        println!("note: `tshark` is not installed, so nobody has tried to decrypt this");
        return Ok(());
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let finished = text.split([',', '\n']).filter(|kind| *kind == "20").count();
    let wanted = 2 * recording.manifest.connections;
    let later = usize::from(recording.manifest.post_handshake_auth);
    if finished == wanted + later || recording.fails {
        return Ok(());
    }
    Err(format!("tshark reads {finished} Finished, {wanted} are in the capture").into())
}
