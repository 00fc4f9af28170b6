//! A recording as a capture: `capture.pcapng`, which Wireshark opens decrypted.
//!
//! Addresses, ports and times are made up; each chunk is one TCP segment.

use std::time::Duration;

use countersign::{Direction, Role};
use countersign_capture::{CaptureWriter, Side, documentation_endpoints};

use super::run::Recording;
use crate::Failure;

/// Between two packets.
const STEP: Duration = Duration::from_millis(1);

/// The whole file.
pub(super) fn pcapng(recording: &Recording) -> Result<Vec<u8>, Failure> {
    let manifest = &recording.manifest;
    let mut capture = CaptureWriter::new(Vec::new())?;
    capture.set_time(Duration::from_secs(manifest.time));
    capture.set_step(STEP);
    capture.key_log(recording.key_log.as_bytes())?;
    let us = side(manifest.role);
    for (number, chunks) in (0..).zip(&recording.conversations) {
        let [client, server] = documentation_endpoints(number, manifest.port);
        let mut conversation = capture.open(client, server)?;
        for chunk in chunks {
            let from = match chunk.direction {
                Direction::Sent => us,
                Direction::Received => us.other(),
            };
            capture.data(&mut conversation, from, &chunk.bytes)?;
        }
        capture.close(conversation, us)?;
    }
    Ok(capture.into_inner())
}

fn side(role: Role) -> Side {
    match role {
        Role::Client => Side::Client,
        Role::Server => Side::Server,
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Cursor, path::Path};

    use countersign_capture::{Block, CaptureFile, FlowEvent, Tracker};
    use countersign_testkit::golden::Manifest;

    use super::{super::tap::Chunk, *};

    /// What was recorded, read back from its capture.
    fn recording(folder: &Path, file: &[u8]) -> Recording {
        let manifest = Manifest::read(&folder.join("manifest.toml")).unwrap();
        let mut conversations: Vec<Vec<Chunk>> = Vec::new();
        let mut key_log = String::new();
        let us = side(manifest.role);
        let mut take = |event| match event {
            FlowEvent::Opened(_) => conversations.push(Vec::new()),
            FlowEvent::Data { from, bytes, .. } => conversations.last_mut().unwrap().push(Chunk {
                direction: if from == us { Direction::Sent } else { Direction::Received },
                bytes: bytes.to_vec(),
            }),
            FlowEvent::Lost { .. } => unreachable!("nothing is missing"),
            FlowEvent::Closed { .. } => {}
        };
        let mut tracker = Tracker::new();
        let mut capture = CaptureFile::new(Cursor::new(file.to_vec())).unwrap();
        while let Some(block) = capture.next_block().unwrap() {
            match block {
                Block::Packet(packet) => tracker.packet(&packet, &mut take).unwrap(),
                Block::KeyLog(lines) => key_log += str::from_utf8(lines).unwrap(),
                Block::Other => {}
            }
        }
        tracker.finish(&mut take);
        Recording { manifest, fails: false, conversations, key_log, tapes: Vec::new() }
    }

    #[test]
    fn the_captures_of_the_checkout_are_written_again_byte_for_byte() {
        let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors");
        let mut count = 0;
        for entry in fs::read_dir(vectors).unwrap() {
            let folder = entry.unwrap().path();
            let Ok(file) = fs::read(folder.join("capture.pcapng")) else { continue };
            let again = pcapng(&recording(&folder, &file)).unwrap();
            assert!(again == file, "{}", folder.display());
            count += 1;
        }
        assert!(count > 80, "{count}");
    }
}
