//! Does OpenSSL's client have its early data taken, where a register that is asked says so?

use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use countersign::{
    EarlyDataRequest, OpenTicketRequest, OpenedTicket, SealTicketRequest, SealedTicket, Sessions,
    crypto::Random,
};
use countersign_testkit::Kept;
use countersign_tokio::{TlsAcceptor, TlsStream};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    process::Command,
};

use crate::site::real_with;

/// Seals tickets; takes early data or does not.
#[derive(Default)]
struct Register {
    kept: Kept,
    refuses: AtomicBool,
}

impl Sessions for Register {
    fn open_ticket(&self, request: &OpenTicketRequest) -> Option<OpenedTicket> {
        self.kept.open_ticket(request)
    }

    fn seal_ticket(
        &self,
        request: &SealTicketRequest,
        random: &mut dyn Random,
    ) -> Option<SealedTicket> {
        self.kept.seal_ticket(request, random)
    }

    fn accept_early_data(&self, request: &EarlyDataRequest) -> bool {
        !self.refuses.load(Ordering::Relaxed) && self.kept.accept_early_data(request)
    }
}

/// What the client said early. Then it is answered, and left.
async fn hear(mut stream: TlsStream<TcpStream>) -> String {
    let (mut early, mut buffer) = (Vec::new(), [0; 100]);
    loop {
        match stream.read_early(&mut buffer).await.unwrap() {
            0 => break,
            read => early.extend_from_slice(&buffer[..read]),
        }
    }
    stream.write_all(b"bye\n").await.unwrap();
    stream.shutdown().await.unwrap();
    let _ = stream.read_to_end(&mut Vec::new()).await;
    String::from_utf8(early).unwrap()
}

/// A connection of `openssl s_client` with more options: what it printed, what the server heard.
async fn connect(
    acceptor: &TlsAcceptor,
    listener: &TcpListener,
    roots: &Path,
    more: &[&str],
) -> (String, String) {
    let port = listener.local_addr().unwrap().port();
    let mut command = Command::new("openssl");
    command.args(["s_client", "-connect", &format!("127.0.0.1:{port}"), "-servername"]);
    command.args(["localhost", "-verify_return_error", "-CAfile"]).arg(roots).args(more);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    // It goes on until the server closes.
    let _stdin = child.stdin.take();
    let accepted = async {
        let (socket, _) = listener.accept().await.unwrap();
        hear(acceptor.start(socket)).await
    };
    let (output, heard) = tokio::join!(child.wait_with_output(), accepted);
    let Output { status, stdout, .. } = output.unwrap();
    let printed = String::from_utf8_lossy(&stdout).into_owned();
    assert!(status.success(), "{printed}");
    assert!(printed.contains("TLSv1.3"), "{printed}");
    (printed, heard)
}

#[tokio::test]
async fn its_early_data_is_taken_or_refused() {
    if Command::new("openssl").arg("version").output().await.is_err() {
        println!("skipped: openssl is not installed");
        return;
    }
    let register = Arc::new(Register::default());
    let (_, acceptor, authority) =
        real_with("localhost", |server| server.tickets(true).max_early_data(100));
    let acceptor = acceptor.sessions(register.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let file = |name: &str| -> PathBuf {
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("early-{port}-{name}"))
    };
    let (roots, words, session) = (file("roots.pem"), file("words"), file("session"));
    std::fs::write(&roots, authority).unwrap();
    std::fs::write(&words, "early words").unwrap();
    let (words, kept) = (words.to_str().unwrap(), session.to_str().unwrap());

    let (printed, heard) = connect(&acceptor, &listener, &roots, &["-sess_out", kept]).await;
    assert!(printed.contains("New, TLSv1.3") && heard.is_empty(), "{printed}");
    let again = ["-sess_in", kept, "-early_data", words];
    for refuses in [false, true] {
        register.refuses.store(refuses, Ordering::Relaxed);
        let (printed, heard) = connect(&acceptor, &listener, &roots, &again).await;
        let (outcome, wanted) =
            if refuses { ("rejected", "") } else { ("accepted", "early words") };
        assert!(printed.contains(&format!("Early data was {outcome}")), "{printed}");
        assert_eq!(heard, wanted);
    }
    for path in [&roots, &session, &file("words")] {
        std::fs::remove_file(path).unwrap();
    }
}
