//! G9: mail, which begins in plaintext.

use countersign_testkit::golden::{Mail, Step};

use super::{Flow, READY, S_CLIENT};
use crate::record::peers::PYTHON;

/// One protocol.
struct Dialogue {
    mail: Mail,
    /// As commands have it.
    name: &'static str,
    port: u16,
    /// What ends it inside of TLS, and how that is answered.
    leaves: &'static str,
    answer: &'static str,
    /// The names of its flows, and the seed of the first.
    flows: [&'static str; 2],
    seed: u64,
}

const DIALOGUES: &[Dialogue] = &[
    Dialogue {
        mail: Mail::Smtp,
        name: "smtp",
        port: 25,
        leaves: "QUIT\r\n",
        answer: "221 bye\r\n",
        flows: ["g9-smtp-client", "g9-smtp-server"],
        seed: 910,
    },
    Dialogue {
        mail: Mail::Imap,
        name: "imap",
        port: 143,
        leaves: "a3 LOGOUT\r\n",
        answer: "* BYE bye\r\na3 OK done\r\n",
        flows: ["g9-imap-client", "g9-imap-server"],
        seed: 930,
    },
    Dialogue {
        mail: Mail::Pop3,
        name: "pop3",
        port: 110,
        leaves: "QUIT\r\n",
        answer: "+OK bye\r\n",
        flows: ["g9-pop3-client", "g9-pop3-server"],
        seed: 950,
    },
];

pub(super) fn flows() -> Vec<Flow> {
    DIALOGUES.iter().flat_map(|dialogue| [dialogue.as_client(), dialogue.as_server()]).collect()
}

impl Dialogue {
    fn as_client(&self) -> Flow {
        let keys = "keys/p256.pem keys/p256-key.pem";
        let flow = Flow::client(
            self.flows[0],
            self.seed,
            &format!("STARTTLS: {} changes over to TLS; our client", self.name.to_uppercase()),
            &format!("python3 peers/starttls.py {} PORT {keys}", self.name),
        );
        self.complete(flow.by(PYTHON, READY))
            .steps(vec![Step::Say(self.leaves.to_owned()), Step::Hear(self.answer.to_owned())])
    }

    fn as_server(&self) -> Flow {
        let flow = Flow::server(
            self.flows[1],
            self.seed + 10,
            &format!("STARTTLS: {} changes over to TLS; our server", self.name.to_uppercase()),
            &format!("{S_CLIENT} -tls1_2 -quiet -starttls {}", self.name),
        );
        let hears = self.answer.trim_ascii_end().rsplit('\n').next().unwrap_or_default();
        let flow = Flow { hears, ..flow.proves("p256") };
        self.complete(flow)
            .with(|manifest| self.leaves.clone_into(&mut manifest.input))
            .steps(vec![Step::Hear(self.leaves.to_owned()), Step::Say(self.answer.to_owned())])
    }

    fn complete(&self, flow: Flow) -> Flow {
        flow.with(|manifest| {
            manifest.starttls = Some(self.mail);
            manifest.port = self.port;
        })
    }
}
