//! `record` and `--capture`: what is left of a connection in memory, with our own server and with
//! OpenSSL's, and whether it is read by `inspect` and `replay`; wrong use.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{
    certificates::Files,
    program::{Ended, Serving, run},
    tapes::OpenSsl,
};

/// A folder for one recording, which is not there yet.
fn folder(files: &Files, name: &str) -> String {
    let path = files.path(name);
    let _ = fs::remove_dir_all(&path);
    path
}

fn names(folder: &str) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn in_folder(folder: &str, name: &str) -> String {
    Path::new(folder).join(name).to_str().unwrap().to_owned()
}

/// What `inspect` says of a capture.
fn seen(capture: &str) -> Vec<Value> {
    let ended = run(&["inspect", "--json", capture], "");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{capture}");
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// All is decrypted, and nothing that was proved is wrong; returns what both sides said.
fn decrypted(seen: &[Value], connections: usize) -> Vec<&str> {
    let of = |event: &'static str| seen.iter().filter(move |line| line["event"] == event);
    assert_eq!(of("connected").count(), connections, "{seen:?}");
    let is_finished = |line: &&Value| line["message"] == "Finished" && line["encrypted"] == true;
    assert_eq!(of("message").filter(is_finished).count(), 2 * connections);
    for bad in ["sealed", "unknown_keys", "missing", "malformed", "out_of_order"] {
        assert_eq!(of(bad).count(), 0, "{bad}: {seen:?}");
    }
    assert!(of("verdict").all(|line| line["verdict"] != "wrong"), "{seen:?}");
    of("data").map(|line| line["text"].as_str().unwrap()).collect()
}

fn replays(folder: &str, tapes: &[&str]) {
    for tape in tapes {
        let ended = run(&["replay", &in_folder(folder, tape)], "");
        assert!(ended.code == 0 && ended.out.starts_with("agrees "), "{ended:?}");
    }
}

#[test]
fn a_handshake_in_memory() {
    let files = Files::new("record_memory");
    for (options, meetings) in [
        (&["--policy", "versions=TLSv1.2", "--client-auth"][..], 1),
        (&["--early-data"], 2),
        (&["--retry", "--psk", "me:0123456789abcdef0123456789abcdef"], 1),
    ] {
        let (one, again) = (folder(&files, "one"), folder(&files, "again"));
        let record = |folder: &str| {
            run(&[&["record", folder, "handshake", "--seed", "5"], options].concat(), "")
        };
        let ended = record(&one);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{ended:?}");
        let said = decrypted_text(&one, meetings);
        assert!(said.contains("Halt! Who goes there?") && said.contains("A friend"), "{said}");
        let tapes = ["one.tape", "one-2.tape", "one-3.tape", "one-4.tape"];
        replays(&one, &tapes[..2 * meetings]);

        let told = fs::read_to_string(in_folder(&one, "timeline.txt")).unwrap();
        let (timeline, note) = ended.out.split_once("recorded in ").unwrap();
        assert_eq!(told, timeline);
        assert!(note.contains(&format!("countersign replay {one}/*.tape")), "{note}");
        assert_eq!(record(&again).code, 0);
        for name in names(&one) {
            let [first, second] =
                [&one, &again].map(|folder| fs::read(in_folder(folder, &name)).unwrap());
            assert!(first == second, "{name} is another with the same seed");
        }
    }
}

fn decrypted_text(folder: &str, connections: usize) -> String {
    decrypted(&seen(&in_folder(folder, "capture.pcapng")), connections).concat()
}

#[test]
fn a_client_and_our_server() {
    let files = Files::new("record_ours");
    for version in ["TLSv1.2", "TLSv1.3"] {
        let (of_server, of_client) = (folder(&files, "server"), folder(&files, "client"));
        let own = files.served();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let more = ["--tickets", "--starttls", "smtp", "--max-early-data", "100"];
        let server = Serving::start_by(&["record", &of_server], &[&own[..], &more].concat());
        let request = files.path("request");
        fs::write(&request, "first").unwrap();
        let (ca, policy) = (files.path("ca.pem"), format!("versions={version}"));
        let address = server.localhost();
        let arguments = [
            &["record", &of_client, "connect", &address, "--ca", &ca, "--policy", &policy],
            &["--reconnect", "--early-data", &request, "--starttls", "smtp"][..],
        ];
        let ended = run(&arguments.concat(), "behind");
        assert_eq!((ended.code, ended.out.as_str()), (0, "firstbehind"), "{ended:?}");
        assert!(ended.err.contains("capture.pcapng, timeline.txt, one.tape, one-2.tape\n"));
        server.told_until("closed by both");
        server.told_until("closed by both");
        drop(server);
        for folder in [&of_server, &of_client] {
            let seen = seen(&in_folder(folder, "capture.pcapng"));
            let plain = seen.iter().filter(|line| line["event"] == "plaintext");
            assert_eq!(plain.count(), 2 * 5, "{seen:?}");
            let said = decrypted(&seen, 2).concat();
            assert!(said.contains("first") && said.contains("behind"), "{said}");
            let early = seen.iter().any(|line| line["event"] == "data" && line["early"] == true);
            assert_eq!(early, version == "TLSv1.3");
            let told = fs::read_to_string(in_folder(folder, "timeline.txt")).unwrap();
            assert!(told.contains("ClientHello") && !told.contains('\x1b'), "{told}");
            replays(folder, &["one.tape", "one-2.tape"]);
        }
    }
}

#[test]
fn a_client_and_openssl() {
    let files = Files::new("record_openssl");
    for version in ["-tls1_2", "-tls1_3"] {
        let Some(server) = OpenSsl::start(&files, &[version]) else { return };
        let folder = folder(&files, "folder");
        let (ca, address) = (files.path("ca.pem"), format!("localhost:{}", server.port));
        let arguments =
            ["record", &folder, "connect", &address, "--ca", &ca, "--reconnect", "--json"];
        let ended = run(&arguments, "GET / HTTP/1.0\r\n\r\n");
        assert!(ended.code == 0 && ended.out.contains("HTTP/1.0 200"), "{ended:?}");
        let note: Value = serde_json::from_str(ended.err.lines().last().unwrap()).unwrap();
        let files = ["capture.pcapng", "timeline.jsonl", "one.tape", "one-2.tape"];
        assert_eq!(note["event"], "recorded");
        assert_eq!(note["files"].as_array().unwrap(), &files);
        assert_eq!(names(&folder), ["capture.pcapng", "one-2.tape", "one.tape", "timeline.jsonl"]);
        let said = decrypted_text(&folder, 2);
        assert!(said.contains("GET / HTTP/1.0") && said.contains("HTTP/1.0 200"), "{said}");
        replays(&folder, &["one.tape", "one-2.tape"]);
    }
}

#[test]
fn a_handshake_that_fails() {
    let (files, others) = (Files::new("record_failure"), Files::new("record_failure_other"));
    let of_server = folder(&files, "server.pcapng");
    let server = files.serve(&["--capture", &of_server]);
    let (folder, ca) = (folder(&files, "folder"), others.path("ca.pem"));
    let ended = run(&["record", &folder, "connect", &server.localhost(), "--ca", &ca], "");
    assert_eq!(ended.code, 3, "{ended:?}");
    assert!(ended.err.contains("recorded in ") && ended.err.contains("error: "), "{ended:?}");
    let told = fs::read_to_string(in_folder(&folder, "timeline.txt")).unwrap();
    assert!(told.contains("error: ") && told.contains("help: "), "{told}");
    server.told_until("help: ");
    for capture in [in_folder(&folder, "capture.pcapng"), of_server] {
        let seen = seen(&capture);
        let alert = seen.iter().find(|line| line["message"] == "Alert");
        assert_eq!(alert.unwrap()["from"], "client", "{seen:?}");
    }
    replays(&folder, &["one.tape"]);
}

fn refused(ended: &Ended, words: &str) {
    assert!(ended.code == 1 && ended.err.contains(words), "{words}: {ended:?}");
}

#[test]
fn nothing_is_overwritten_and_nothing_useless_left() {
    let files = Files::new("record_refused");
    let taken = folder(&files, "taken");
    for name in ["capture.pcapng", "one-7.tape", "timeline.txt"] {
        fs::create_dir_all(&taken).unwrap();
        fs::write(in_folder(&taken, name), "mine").unwrap();
        refused(&run(&["record", &taken, "handshake"], ""), "would be overwritten");
        assert_eq!(names(&taken), [name]);
        fs::remove_file(in_folder(&taken, name)).unwrap();
    }
    fs::write(in_folder(&taken, "notes.txt"), "mine").unwrap();
    let ended = run(&["record", &taken, "connect", "127.0.0.1:1"], "");
    assert!(ended.code == 2 && ended.err.contains("nothing is recorded"), "{ended:?}");
    assert_eq!(names(&taken), ["notes.txt"]);
    assert_eq!(run(&["record", &taken, "handshake", "-h"], "").code, 0);
    assert_eq!(run(&["record", &taken, "handshake"], "").code, 0);

    let new = folder(&files, "new");
    let handshake = ["record", &new, "handshake"];
    for (more, words) in [
        (["--tape", "some.tape"], "names the capture and the tapes itself"),
        (["--capture", "some.pcapng"], "names the capture and the tapes itself"),
        (["--policy", "versions=none"], "error: "),
    ] {
        refused(&run(&[&handshake[..], &more].concat(), ""), words);
        assert!(!Path::new(&new).exists(), "{more:?}");
    }
    refused(&run(&["record", &files.path("ca.pem"), "handshake"], ""), "used as a folder");
    refused(&run(&["record", &new, "ciphers"], ""), "unexpected argument");
    refused(&run(&["record", &new], ""), "requires a subcommand");
}

#[test]
fn a_capture_alone() {
    let files = Files::new("record_capture");
    let capture = files.path("one.pcapng");
    fs::write(&capture, "what was there before").unwrap();
    let server = files.serve(&["-q"]);
    let ca = files.path("ca.pem");
    let arguments = ["connect", &server.localhost(), "--ca", &ca, "-q", "--capture", &capture];
    let ended = run(&arguments, "ping");
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (0, "ping", ""));
    assert_eq!(decrypted(&seen(&capture), 1), ["ping", "ping"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&capture).unwrap().permissions().mode() & 0o777, 0o600);
    }

    // The addresses are those of the sockets.
    let begun = &seen(&capture)[0];
    assert_eq!(begun["server"], Value::from(format!("127.0.0.1:{}", server.port())));
    let nowhere = PathBuf::from(files.path("no/such/one.pcapng"));
    let ended = run(&["handshake", "--capture", nowhere.to_str().unwrap()], "");
    refused(&ended, "cannot be written");
}
