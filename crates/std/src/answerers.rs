//! Who answers the machine's questions, and takes its secrets down; shared by streams.

use std::sync::Arc;

use countersign::{
    Answers, ChooseConfiguration, FirstFitting, Nobody, PreSharedKeys, SelectCredential, Sessions,
    Sign, VerifyPeer,
};
use countersign_tape::{Recording, Tapes};

use crate::KeyLogFile;

/// Who answers what; each field may be exchanged. Cloning is cheap.
///
/// ```
/// use std::sync::Arc;
/// use countersign::{Nobody, Sessions};
/// use countersign_std::Answerers;
///
/// struct Cache;
/// impl Sessions for Cache {}
///
/// let answerers = Answerers { sessions: Arc::new(Cache), ..Answerers::client(Arc::new(Nobody)) };
/// # let _ = answerers;
/// ```
#[derive(Clone)]
pub struct Answerers {
    /// Judges certificates.
    pub verifier: Arc<dyn VerifyPeer>,
    /// Uses the keys of credentials.
    pub signer: Arc<dyn Sign>,
    /// Chooses who serves a client.
    pub configurations: Arc<dyn ChooseConfiguration>,
    /// Chooses what a client proves itself with.
    pub credentials: Arc<dyn SelectCredential>,
    /// Keeps sessions and seals tickets.
    pub sessions: Arc<dyn Sessions>,
    /// Knows the secrets that both sides have beforehand.
    pub pre_shared_keys: Arc<dyn PreSharedKeys>,
    /// Takes the connections' secrets down, where the configuration says
    /// [`countersign::ClientConfigBuilder::key_log`] too; beside it a stream's observer sees them.
    pub key_log: Option<KeyLogFile>,
    /// Has a tape for each connection: all that enters and leaves it, to be replayed.
    pub tapes: Option<Arc<dyn Tapes>>,
}

impl Answerers {
    /// For a client that shows no certificate, keeps no session and has no pre-shared key.
    pub fn client(verifier: Arc<dyn VerifyPeer>) -> Self {
        Self { verifier, ..Self::none() }
    }

    /// For a server that asks for no certificate, keeps no session and has no pre-shared key.
    pub fn server(configurations: Arc<dyn ChooseConfiguration>, signer: Arc<dyn Sign>) -> Self {
        Self { signer, configurations, ..Self::none() }
    }

    /// [`Nobody`] for everything, and the first credential that fits.
    pub fn none() -> Self {
        let nobody = Arc::new(Nobody);
        Self {
            verifier: nobody.clone(),
            signer: nobody.clone(),
            configurations: nobody.clone(),
            credentials: Arc::new(FirstFitting),
            sessions: nobody.clone(),
            pre_shared_keys: nobody,
            key_log: None,
            tapes: None,
        }
    }

    /// What the next connection is recorded on, if it is.
    pub(crate) fn recording(&self) -> Option<Recording> {
        self.tapes.as_ref()?.next()
    }

    /// The same, borrowed.
    pub fn answers(&self) -> Answers<'_> {
        Answers {
            verifier: &*self.verifier,
            signer: &*self.signer,
            configurations: &*self.configurations,
            credentials: &*self.credentials,
            sessions: &*self.sessions,
            pre_shared_keys: &*self.pre_shared_keys,
        }
    }
}
