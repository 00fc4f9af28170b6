//! Plaintext that changes to TLS: offered, refused, hidden, and with commands put behind it.

use std::{
    io::{self, Read as _, Write as _},
    thread,
};

use countersign::fault::FaultKind;
use countersign_std::{
    TlsStream,
    starttls::{self, Imap, MAX_LINE, MAX_LINES, Pop3, Protocol, Smtp, StartTlsError},
    tls_error,
};

use crate::{
    script::Script,
    site::{client, site, sockets},
};

const SMTP: Protocol<'static> = Smtp { name: "us.example" };

fn asked(protocol: Protocol<'_>, says: &[&str]) -> (Result<(), StartTlsError>, String) {
    let mut script = Script::new(says);
    let result = starttls::client(protocol, &mut script).map(drop);
    (result, script.told())
}

fn offered(protocol: Protocol<'_>, says: &[&str]) -> (Result<(), StartTlsError>, String) {
    let mut script = Script::new(says);
    let result = starttls::server(protocol, &mut script).map(drop);
    (result, script.told())
}

/// What a server says until it is asked for TLS, with the offer in it, and its go-ahead.
const SERVERS: [(Protocol<'_>, &[&str], &str, &str); 3] = [
    (SMTP, &["220 hi\r\n", "250-them.example\r\n250-SIZE 9\r\n", "250 "], "StartTLS", "220 go\r\n"),
    (
        Imap,
        &["* OK hi\r\n", "* CAPABILITY IMAP4rev1 "],
        "starttls\r\na1 OK done",
        "* OK wait\r\na2 OK go\r\n",
    ),
    (Pop3, &["+OK hi\r\n", "+OK\r\nTOP\r\n"], "STLS\r\n.", "+OK go\r\n"),
];

/// And what a client says.
const CLIENTS: [(Protocol<'_>, &[&str], &str); 3] = [
    (SMTP, &["EHLO them.example\r\n"], "STARTTLS\r\n"),
    (Imap, &["a CAPABILITY\r\n"], "b StartTLS\r\n"),
    (Pop3, &["CAPA\r\n"], "stls\r\n"),
];

#[test]
fn each_protocol_over_a_socket_and_on_to_tls() {
    for protocol in [SMTP, Imap, Pop3] {
        let site = site("localhost");
        let (near, far) = sockets();
        let (config, key) = (site.config.clone(), site.key.clone());
        let server = thread::spawn(move || {
            let far = starttls::server(protocol, far).unwrap();
            let mut stream = TlsStream::serve(&config, key, far);
            stream.write_all(b"inside").unwrap();
            stream.shutdown().unwrap();
        });
        let near = starttls::client(protocol, near).unwrap();
        let mut stream = client(&site, "localhost", near);
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        stream.close_write().unwrap();
        assert_eq!(said, "inside");
        server.join().unwrap();
    }
}

#[test]
fn what_a_server_says_behind_its_go_ahead_is_refused() {
    for (protocol, before, offer, go_ahead) in SERVERS {
        let with_offer = [before, &[offer, "\r\n"]].concat();
        let (result, told) = asked(protocol, &[&with_offer[..], &[go_ahead]].concat());
        result.unwrap();
        assert!(told.trim_end().ends_with("STARTTLS") || told.ends_with("STLS\r\n"), "{told}");
        for injected in ["250 injected\r\n", "\u{16}", "a3 OK\r\n* BYE\r\n"] {
            let last = format!("{go_ahead}{injected}");
            let (result, _) = asked(protocol, &[&with_offer[..], &[&last]].concat());
            let Err(StartTlsError::Injected { bytes }) = result else { panic!("{result:?}") };
            assert_eq!(bytes, injected.len());
        }
    }
}

#[test]
fn what_a_client_says_behind_its_command_is_refused() {
    for (protocol, before, command) in CLIENTS {
        let (result, told) = offered(protocol, &[before, &[command]].concat());
        result.unwrap();
        assert!(told.contains("Ready to start TLS") || told.contains("Begin TLS"), "{told}");
        let go_ahead = told.lines().last().unwrap().to_owned();
        for injected in ["MAIL FROM:<a@b.example>\r\n", "\u{16}\u{3}\u{1}"] {
            let last = format!("{command}{injected}");
            let (result, told) = offered(protocol, &[before, &[&last]].concat());
            let Err(StartTlsError::Injected { bytes }) = result else { panic!("{result:?}") };
            assert_eq!(bytes, injected.len());
            assert!(!told.contains(&go_ahead), "{told}");
        }
    }
}

#[test]
fn what_is_put_there_later_meets_tls() {
    let site = site("localhost");
    let (near, mut far) = sockets();
    let server = thread::spawn(move || {
        starttls::server(Pop3, &mut far).unwrap();
        far.write_all(b"+OK injected\r\n").unwrap();
        // Not closed before the client has seen it.
        let _ = far.read(&mut [0; 16]);
    });
    // Whether it comes together with the go-ahead or after it is the network's choice.
    match starttls::client(Pop3, near) {
        Ok(near) => {
            let error = client(&site, "localhost", near).handshake().map(drop).unwrap_err();
            assert_eq!(tls_error(&error).unwrap().fault(), Some(FaultKind::NotTls));
        }
        Err(error) => assert!(matches!(error, StartTlsError::Injected { .. }), "{error}"),
    }
    server.join().unwrap();
}

#[test]
fn a_server_without_the_offer_is_not_gone_on_with() {
    for (protocol, before, _, _) in SERVERS {
        let without = match protocol {
            Imap => "AUTH=PLAIN\r\na1 OK done\r\n",
            Pop3 => ".\r\n",
            Smtp { .. } => "HELP\r\n",
        };
        let (result, told) = asked(protocol, &[before, &[without]].concat());
        let error = result.unwrap_err();
        assert!(matches!(error, StartTlsError::NotOffered { .. }), "{error}");
        let wanted = if protocol == Pop3 { "STLS" } else { "STARTTLS" };
        assert!(error.to_string().starts_with(&format!("the server does not offer {wanted},")));
        assert!(!told.contains(wanted), "{told}");
        assert_eq!(io::Error::from(error).kind(), io::ErrorKind::Unsupported);
    }
    let (result, _) = asked(Pop3, &["+OK hi\r\n", "-ERR what?\r\n"]);
    assert!(matches!(result, Err(StartTlsError::NotOffered { .. })));
}

#[test]
fn a_server_that_says_no() {
    for (protocol, before, offer, _) in SERVERS {
        for no in ["454 not now\r\n", "a2 NO not now\r\n", "-ERR not now\r\n", "* BYE\r\n", "\r\n"]
        {
            let (result, _) = asked(protocol, &[before, &[offer, "\r\n", no]].concat());
            assert!(matches!(result, Err(StartTlsError::Refused { .. })), "{result:?}");
        }
    }
    for (protocol, greeting) in
        [(SMTP, "554 no\r\n"), (SMTP, "2200\r\n"), (Imap, "* PREAUTH hi\r\n"), (Pop3, "-ERR\r\n")]
    {
        let (result, told) = asked(protocol, &[greeting]);
        let error = result.unwrap_err();
        assert!(error.to_string().contains("the connection with"), "{error}");
        assert_eq!(told, "");
    }
}

#[test]
fn a_server_does_nothing_else() {
    let dialogue = ["NOOP\r\n", "MAIL FROM:<a@b.example>\r\n", "STARTTLS now\r\n", "QUIT\r\n"];
    let (result, told) = offered(SMTP, &dialogue);
    assert!(matches!(result, Err(StartTlsError::Quit)));
    let codes: Vec<_> = told.lines().map(|line| &line[..3]).collect();
    assert_eq!(codes, ["220", "250", "530", "501", "221"]);
    let (result, told) = offered(Imap, &["a LOGIN me secret\r\n", "a{\r\n", "b LOGOUT\r\n"]);
    assert!(matches!(result, Err(StartTlsError::Quit)));
    assert!(told.contains("a NO [PRIVACYREQUIRED]") && told.contains("* BAD"), "{told}");
    let (result, told) = offered(Pop3, &["USER me\r\n", "QUIT\r\n"]);
    assert!(matches!(result, Err(StartTlsError::Quit)));
    assert!(told.contains("-ERR STLS first"), "{told}");
    let (result, _) = offered(Pop3, &["NOOP\r\n"; MAX_LINES]);
    assert!(matches!(result, Err(StartTlsError::TooManyLines)));
}

#[test]
fn lines_are_bounded_and_whole() {
    let endless = "250-x\r\n".repeat(MAX_LINES + 1);
    let (result, _) = asked(SMTP, &["220 hi\r\n", &endless]);
    assert!(matches!(result, Err(StartTlsError::TooManyLines)), "{result:?}");
    let untagged = "* OK\r\n".repeat(MAX_LINES + 2);
    let (result, _) = asked(Imap, &[&untagged]);
    assert!(matches!(result, Err(StartTlsError::TooManyLines)), "{result:?}");
    let (result, _) = asked(Pop3, &["+OK\r\n+OK\r\n", &"TOP\r\n".repeat(MAX_LINES + 1)]);
    assert!(matches!(result, Err(StartTlsError::TooManyLines)), "{result:?}");

    let fits = format!("554 {}\r\n", "x".repeat(MAX_LINE - 6));
    let (result, _) = asked(SMTP, &[&fits]);
    let error = result.unwrap_err();
    assert!(matches!(error, StartTlsError::Refused { .. }) && error.to_string().len() < 400);
    for long in [format!("x{fits}"), "x".repeat(1_000_000)] {
        let (result, _) = asked(SMTP, &[&long]);
        assert!(matches!(result, Err(StartTlsError::LongLine)), "{result:?}");
    }
    for bad in ["220 hi\n", "220 h\ri\r\n", "220 h\0i\r\n", "\n"] {
        let (result, _) = asked(SMTP, &[bad]);
        assert!(matches!(result, Err(StartTlsError::BadLine)), "{result:?}");
    }
    let (result, _) = asked(SMTP, &["220 hi"]);
    assert!(matches!(result, Err(StartTlsError::Ended)), "{result:?}");
}

#[test]
fn our_own_name_is_no_command() {
    for name in ["", "us.example\r\nMAIL", "us example", "\u{fc}s.example"] {
        let (result, told) = asked(Smtp { name }, &["220 hi\r\n"]);
        assert!(matches!(result, Err(StartTlsError::BadName { .. })), "{result:?}");
        let (result, _) = offered(Smtp { name }, &[]);
        assert!(matches!(result, Err(StartTlsError::BadName { .. })), "{result:?}");
        assert_eq!(told, "");
    }
}
