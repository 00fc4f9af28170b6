//! Is what happened under a runtime on the tape, however the tasks were scheduled, and does a
//! machine without one do it again?

use std::sync::{Arc, Mutex};

use countersign_tape::{Recording, Stop, Tape, replay};
use countersign_testkit::fake;
use countersign_tokio::Tapes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

use crate::site::{Site, shake, text};

/// The texts of tapes, in memory.
#[derive(Default)]
struct Texts(Mutex<Vec<Arc<Mutex<String>>>>);

impl Tapes for Texts {
    fn next(&self) -> Option<Recording> {
        let text = Arc::new(Mutex::new(String::new()));
        self.0.lock().unwrap().push(Arc::clone(&text));
        Some(Recording::to(move |lines: &str| {
            text.lock().unwrap().push_str(lines);
            Ok(())
        }))
    }
}

#[tokio::test]
async fn both_sides_of_a_conversation_through_a_narrow_pipe() {
    let texts = Arc::new(Texts::default());
    let site = Site::fake();
    let connector = site.connector().tapes(texts.clone());
    let acceptor = site.acceptor().tapes(texts.clone());
    // So narrow that each side waits for the other in the middle of its records.
    let (near, far) = duplex(50);
    let (mut client, mut server) = (connector.start(site.name.clone(), near), acceptor.start(far));
    shake(&mut client, &mut server).await;
    let sent = text(40_000);
    let (written, read) = tokio::join!(
        async {
            client.write_all(&sent).await?;
            client.shutdown().await
        },
        async {
            let mut received = Vec::new();
            server.read_to_end(&mut received).await.map(|_| received)
        }
    );
    written.unwrap();
    assert!(read.unwrap() == sent);
    drop((client, server));

    let texts: Vec<String> =
        texts.0.lock().unwrap().iter().map(|text| text.lock().unwrap().clone()).collect();
    assert_eq!(texts.len(), 2);
    for text in &texts {
        let tape = Tape::read(text).unwrap();
        let replayed = replay(&tape, fake::provider()).unwrap();
        assert_eq!(replayed.stop, Stop::End, "{replayed}");
    }
    // The pieces are those that came through the pipe.
    let pieces = texts[1].lines().filter(|line| line.starts_with("in bytes=")).count();
    assert!(pieces > 500, "{pieces}");
}
