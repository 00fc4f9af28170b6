//! Does what is wrong with a tape have its line and its words?

use countersign_tape::{Tape, TapeError, replay};
use countersign_testkit::{Scene, fake};

use crate::meeting::good;

fn error(text: &str) -> TapeError {
    Tape::read(text).and_then(|tape| replay(&tape, fake::provider())).unwrap_err()
}

#[test]
fn each_fault_is_told_with_its_line() {
    let (client, server) = good(&Scene::fake());
    let verdict = "answer question=1 PeerVerdict";
    let changes: &[(&str, &str, &str)] = &[
        ("countersign-tape 1", "countersign-tap 1", ""),
        ("countersign-tape 1", "countersign-tape 2", ""),
        ("\nbegin\n", "\nbegun\n", ""),
        ("server_name name=\"server.example\"", "server_name name=server.example", ""),
        ("server_name name=\"server.example\"", "server_name name=\"a b\"", ""),
        ("server_name name=\"server.example\"\n", "", ""),
        ("role client", "role observer", ""),
        ("flags send_server_name", "flags send_greetings", ""),
        ("versions=TLSv1.2", "versions=TLSv1.9", ""),
        ("trace\n", "trace\nwish more\n", ""),
        ("\npoll\n", "\n  poll\n", ""),
        ("\npoll\n", "\npolled\n", ""),
        ("  event NeedInput", "  evening NeedInput", ""),
        ("draw bytes=secret:", "draw bytes=secret:g", ""),
        ("draw bytes=secret:", "draw octets=secret:", ""),
        ("now seconds=1700000000", "now seconds=noon", ""),
        (verdict, "answer question=1 PeerOpinion", ""),
        (verdict, "answer question=7 PeerVerdict", ""),
        ("PeerVerdict accepted", "PeerVerdict perhaps", ""),
        ("PeerVerdict accepted", "PeerVerdict rejected Ugly reason=\"\"", ""),
        ("\nend\n", "\nend\npoll\n", ""),
    ];
    let mut told = String::new();
    for (from, to, _) in changes {
        assert!(client.contains(from), "{from}");
        let error = error(&client.replacen(from, to, 1));
        told.push_str(&format!("{:?} for {:?}\n    {error}\n", to.trim(), from.trim()));
    }
    let without = server.replacen("credential label", "# credential label", 1);
    told.push_str(&format!("a server without a credential\n    {}\n", error(&without)));
    insta::assert_snapshot!(told);
}
