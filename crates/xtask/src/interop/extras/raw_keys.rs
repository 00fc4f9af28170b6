//! Raw public keys on both sides (RFC 7250), with GnuTLS, in both versions.

use std::{process::Command, sync::Arc};

use countersign::{
    CertificateType, ClientAuthentication, ConnectionSummary, Policy, VerifyPeer,
    wire::ProtocolVersion,
};
use countersign_std::{certified_key, pem};
use countersign_verify::PinnedPublicKeys;

use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        check::same,
        matrix::{Leaf, Offer},
        names::version_number,
        our_client::{Wish, dial_with, get},
        our_server::{PAGE, Setup, answer_get, serve},
        world::{Identity, World},
    },
    process::{Running, free_port},
};

const VERSIONS: [ProtocolVersion; 2] = [ProtocolVersion::TLS13, ProtocolVersion::TLS12];

fn raw(policy: Policy) -> Policy {
    Policy { certificate_types: vec![CertificateType::RAW_PUBLIC_KEY], ..policy }
}

/// A key that is shown as it is: its public half stands in the place of the certificate.
struct Raw(Identity);

impl Raw {
    /// OpenSSL writes the public half.
    fn of(world: &World, leaf: Leaf, name: &str) -> Result<Self, Failure> {
        let key_file = world.identity(leaf)?.key_file.clone();
        let certificate_file = world.file(name, b"")?;
        let mut command = Command::new("openssl");
        command.args(["pkey", "-pubout", "-in"]).arg(&key_file);
        command.arg("-out").arg(&certificate_file);
        let output = command.output()?;
        if !output.status.success() {
            return Err(format!("openssl pkey: {}", output.stderr.escape_ascii()).into());
        }
        let key = Arc::new(certified_key(&*certificate_file, &*key_file)?);
        Ok(Self(Identity { key, certificate_file, key_file }))
    }

    fn known(&self) -> Result<Arc<dyn VerifyPeer>, Failure> {
        Ok(Arc::new(PinnedPublicKeys::new(pem::public_keys(&*self.0.certificate_file)?)?))
    }

    /// GnuTLS with this key, and with nothing but keys.
    fn gnutls(&self, program: &str, version: ProtocolVersion, port: u16) -> Command {
        let version = version_number(version);
        let mut command = Command::new(program);
        command.args(["-p", &port.to_string(), "--priority"]);
        command.arg(format!(
            "NORMAL:-VERS-ALL:+VERS-TLS{version}:-CTYPE-ALL:+CTYPE-SRV-RAWPK:+CTYPE-CLI-RAWPK"
        ));
        command.arg("--rawpkkeyfile").arg(&self.0.key_file);
        command.arg("--rawpkfile").arg(&self.0.certificate_file);
        command
    }
}

fn check(summary: &ConnectionSummary) -> Result<(), Failure> {
    let raw = Some(CertificateType::RAW_PUBLIC_KEY);
    same("the peer shows", &summary.peer_certificate_type(), &raw)
}

pub(super) fn with_gnutls_serv(world: &World) -> Result<String, Failure> {
    let server = Raw::of(world, Leaf::Rsa, "server.pub")?;
    let client = Raw::of(world, Leaf::P256, "client.pub")?;
    for version in VERSIONS {
        let port = free_port()?;
        let mut command = server.gnutls("gnutls-serv", version, port);
        let mut running = Running::start(command.args(["--http", "--require-client-cert"]))?;
        running.wait_for_port(port)?;
        let wish = Wish::new(world, port, Offer::everything(version));
        let wish = Wish { policy: raw, identity: Some(&client.0), ..wish };
        let mut stream = dial_with(&wish, server.known()?)?;
        check(stream.handshake()?)?;
        let page = get(&mut stream, "/")?;
        if !String::from_utf8_lossy(&page).contains("Raw Public Key") {
            return Err(format!("a page without the key: {}", page.escape_ascii()).into());
        }
    }
    Ok("keys known to both, in both versions".to_owned())
}

pub(super) fn with_gnutls_cli(world: &World) -> Result<String, Failure> {
    let server = Raw::of(world, Leaf::P256, "server.pub")?;
    let client = Raw::of(world, Leaf::Rsa, "client.pub")?;
    for version in VERSIONS {
        let mut setup = Setup::without_certificate(world);
        setup.key = Some(Arc::clone(&server.0.key));
        setup.offer = Offer::everything(version);
        setup.clients = ClientAuthentication::Required;
        setup.verifier = Some(client.known()?);
        setup.policy = raw;
        let serving = serve(&setup, answer_get)?;
        let mut command = client.gnutls("gnutls-cli", version, serving.port);
        let ended = ask_and_wait(Running::start(command.args(["--insecure", "127.0.0.1"]))?)?;
        check(&serving.join()?.summary)?;
        if !ended.said.contains("Raw Public Key") || !ended.said.contains(PAGE) {
            return Err(format!("the client ended with {}: {}", ended.status, ended.said).into());
        }
    }
    Ok("keys known to both, in both versions".to_owned())
}
