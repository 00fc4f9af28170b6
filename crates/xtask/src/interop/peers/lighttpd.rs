//! lighttpd, a server with many stacks beneath it: here with Mbed TLS and with wolfSSL. It keeps no
//! sessions, and gives tickets.

use std::{fs, path::Path, process::Command};

use countersign::{
    Role,
    crypto::{KeyExchange, NamedGroup, RecordCipher, SignatureScheme, SuiteFacts},
    fault::FaultKind as F,
    wire::ProtocolVersion,
};

use super::{NO_PSK, PeerServer, Server, ServerSetup, says};
use crate::{
    Failure,
    interop::{
        check::Wanted,
        matrix::{Clients, Combination, Leaf},
        names::openssl_version,
        plan::Try,
        refusal::{Ours::Finds, Refusal as R, Row, row},
        world::World,
    },
    process::{Running, free_port},
};

/// A module of lighttpd, and what is beneath it.
pub(in crate::interop) struct Lighttpd {
    module: &'static str,
    /// What it calls a suite.
    suite: fn(&SuiteFacts) -> String,
    /// What of our plan it has not.
    lacks: fn(&Try) -> Option<&'static str>,
    refusals: &'static [Row],
}

/// With Mbed TLS.
pub(super) static MBEDTLS: Lighttpd = Lighttpd {
    module: "mod_mbedtls",
    suite: |suite| suite.name.replace('_', "-"),
    lacks: mbedtls_lacks,
    refusals: MBEDTLS_REFUSALS,
};

/// With wolfSSL.
pub(super) static WOLFSSL: Lighttpd = Lighttpd {
    module: "mod_wolfssl",
    suite: |suite| suite.openssl_name.to_owned(),
    lacks: wolfssl_lacks,
    refusals: WOLFSSL_REFUSALS,
};

/// Where distributions put modules.
const MODULES: &[&str] = &["/usr/lib/lighttpd", "/usr/lib64/lighttpd"];

/// Prints what the server says of the connection.
const SCRIPT: &str = "printf 'Content-Type: text/plain\\r\\n\\r\\n'\nenv | grep ^SSL_\n";

/// What is said where the curve that is to be tried is not the only one.
const OTHER_CURVE: &str = "the curve of its certificate is offered too, and it prefers that one";

fn mbedtls_lacks(tried: &Try) -> Option<&'static str> {
    let Combination { leaf, group, scheme, .. } = tried.combination;
    let is_pss = |scheme: SignatureScheme| {
        let pss = [SignatureScheme::RSA_PSS_RSAE_SHA256, SignatureScheme::RSA_PSS_RSAE_SHA384];
        pss.contains(&scheme) || scheme == SignatureScheme::RSA_PSS_RSAE_SHA512
    };
    match (leaf?, group) {
        (Leaf::Ed25519, _) => Some("Mbed TLS has no Ed25519"),
        _ if scheme.is_some_and(is_pss) => Some("Mbed TLS signs by PKCS#1 alone"),
        // The longer one.
        (Leaf::P256 | Leaf::P384, Some(NamedGroup::X25519))
        | (Leaf::P384, Some(NamedGroup::SECP256R1)) => Some(OTHER_CURVE),
        _ => None,
    }
}

fn wolfssl_lacks(tried: &Try) -> Option<&'static str> {
    let Combination { suite, leaf, group, encrypt_then_mac, .. } = tried.combination;
    let in_vain = tried.course.is_some_and(|course| {
        course.way.resumption(ProtocolVersion::TLS12, Role::Client).is_none()
    });
    match (leaf?, group) {
        _ if suite.key_exchange == KeyExchange::Rsa => Some("wolfSSL has no RSA key exchange here"),
        _ if in_vain && encrypt_then_mac => {
            Some("where a session is offered in vain it forgets encrypt-then-MAC")
        }
        (Leaf::Ed25519, _) => Some("it takes no certificate of Ed25519"),
        (Leaf::P256, Some(NamedGroup::SECP384R1)) => Some(OTHER_CURVE),
        _ => None,
    }
}

impl Lighttpd {
    fn configuration(
        &self,
        world: &World,
        setup: &ServerSetup<'_>,
        folder: &Path,
        port: u16,
    ) -> Result<String, Failure> {
        let version = openssl_version(setup.offer.version);
        let tickets = if setup.way.tickets() { "SessionTicket" } else { "-SessionTicket" };
        let suites = setup.offer.suites.iter().filter_map(|suite| suite.facts());
        let suites: Vec<String> =
            suites.filter(|row| !row.key_exchange.uses_psk()).map(self.suite).collect();
        let field = world.field(setup.field.unwrap_or(NamedGroup::FFDHE2048))?;
        Ok(format!(
            "server.modules = (\"mod_cgi\", \"{module}\")\nserver.bind = \"127.0.0.1\"\n\
             server.port = {port}\nserver.document-root = \"{folder}\"\n\
             server.errorlog = \"{folder}/error.log\"\nindex-file.names = (\"page.cgi\")\n\
             cgi.assign = (\".cgi\" => \"/bin/sh\")\nssl.engine = \"enable\"\n\
             ssl.pemfile = \"{certificate}\"\nssl.privkey = \"{key}\"\n\
             ssl.openssl.ssl-conf-cmd = (\"MinProtocol\" => \"{version}\", \
             \"MaxProtocol\" => \"{version}\", \"CipherString\" => \"{suites}\", \
             \"DHParameters\" => \"{field}\", \
             \"Options\" => \"{tickets}\")\n",
            module = self.module,
            folder = folder.display(),
            certificate = setup.identity.certificate_file.display(),
            key = setup.identity.key_file.display(),
            suites = suites.join(":"),
            field = field.display(),
        ))
    }
}

impl Server for Lighttpd {
    fn missing(&self) -> Option<&'static str> {
        let file = format!("{}.so", self.module);
        let is_here = MODULES.iter().any(|folder| Path::new(folder).join(&file).exists());
        (!is_here).then_some(self.module)
    }

    fn start(&self, world: &World, setup: &ServerSetup<'_>) -> Result<PeerServer, Failure> {
        let (port, folder) = (free_port()?, world.folder()?);
        let file = folder.join("lighttpd.conf");
        fs::write(&file, self.configuration(world, setup, &folder, port)?)?;
        fs::write(folder.join("page.cgi"), SCRIPT)?;
        let mut running = Running::start(Command::new("lighttpd").arg("-D").arg("-f").arg(file))?;
        running.wait_for_port(port)?;
        Ok(PeerServer { running, port, log: Some(folder.join("error.log")) })
    }

    fn confirm(&self, page: &str, wanted: &Wanted) -> Result<(), Failure> {
        let version = openssl_version(wanted.combination.version);
        let version = format!("SSL_PROTOCOL={version}\n");
        let suite = format!("SSL_CIPHER={}\n", (self.suite)(wanted.combination.suite));
        says(page, &[&version, &suite])
    }

    fn lacks(&self, tried: &Try) -> Option<&'static str> {
        let combination = tried.combination;
        match combination.suite {
            row if row.key_exchange.uses_psk() => return Some(NO_PSK),
            _ if combination.version != ProtocolVersion::TLS12 => {
                return Some("TLS 1.2 has to do with this server");
            }
            row if matches!(row.cipher, RecordCipher::Cbc(..)) && !combination.encrypt_then_mac => {
                return Some("it cannot leave encrypt-then-MAC out");
            }
            _ => {}
        }
        match tried.course {
            Some(course) if course.way.ids() => Some("it keeps no sessions"),
            Some(course) if course.clients != Clients::NotAsked => {
                Some("clients are asked by other servers")
            }
            _ => (self.lacks)(tried),
        }
    }

    fn can_leave_ems_out(&self) -> bool {
        false
    }

    fn refusals(&self) -> &'static [Row] {
        self.refusals
    }
}

#[rustfmt::skip]
const MBEDTLS_REFUSALS: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "A fatal alert message was received"),
    row(R::WrongName, Finds(F::WrongName), "A fatal alert message was received"),
    row(R::Expired, Finds(F::CertificateExpired), "A fatal alert message was received"),
];

#[rustfmt::skip]
const WOLFSSL_REFUSALS: &[Row] = &[
    row(R::WrongCa, Finds(F::UnknownCa), "received alert fatal error"),
    row(R::WrongName, Finds(F::WrongName), "received alert fatal error"),
    row(R::Expired, Finds(F::CertificateExpired), "received alert fatal error"),
];
