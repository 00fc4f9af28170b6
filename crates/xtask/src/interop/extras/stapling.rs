//! OCSP responses that the server staples to its certificate (RFC 6066 §8).

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use countersign::{AcceptedPeer, RejectedPeer, VerifyPeer, VerifyPeerRequest};

use countersign_std::certified_key;

use super::{combination, combination13};
use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        matrix::{Combination, Leaf, Offer},
        our_client::{Wish, dial_with, get, trusting},
        our_server::{Setup, answer_get, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, gnutls, nginx, openssl},
        world::{Identity, World},
    },
};

/// A response of the authority that the certificate is good, made by OpenSSL.
fn response(world: &World, identity: &Identity) -> Result<PathBuf, Failure> {
    let certificate = &identity.certificate_file;
    let mut serial = Command::new("openssl");
    serial.args(["x509", "-noout", "-serial", "-in"]).arg(certificate);
    let serial = String::from_utf8(serial.output()?.stdout)?;
    let serial = serial.trim().trim_start_matches("serial=");
    let index = format!("V\t450101000000Z\t\t{serial}\tunknown\t/CN=localhost\n");
    let index = world.file("index.txt", index.as_bytes())?;
    let out = index.with_file_name("response.der");
    let mut command = Command::new("openssl");
    command.args(["ocsp", "-noverify", "-ndays", "7", "-index"]).arg(index);
    let authority = &world.trusted;
    command.arg("-CA").arg(&authority.file).arg("-issuer").arg(&authority.file);
    command.arg("-rsigner").arg(&authority.file).arg("-rkey").arg(&authority.key_file);
    command.arg("-cert").arg(certificate).arg("-respout").arg(&out);
    let output = command.output()?;
    if !out.exists() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("openssl ocsp makes no response: {said}").into());
    }
    Ok(out)
}

/// Judges as another does, and keeps the response.
struct Keeps {
    judge: Arc<dyn VerifyPeer>,
    response: Mutex<Option<Bytes>>,
}

impl VerifyPeer for Keeps {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        let mut response = self.response.lock().unwrap_or_else(PoisonError::into_inner);
        response.clone_from(&request.ocsp_response);
        drop(response);
        self.judge.verify_peer(request)
    }
}

/// With TLS 1.2, and with 1.3, where it stands in the entry of the certificate (RFC 8446 §4.4.2.1).
fn offers() -> impl Iterator<Item = Offer> {
    [combination()].into_iter().chain(combination13()).map(Combination::offer)
}

/// Asked for, it comes; not asked for, it does not.
fn by_server(
    server: &dyn Server,
    world: &World,
    options: impl FnOnce(&str) -> Vec<String>,
) -> Result<String, Failure> {
    let identity = world.identity(Leaf::P256)?;
    let file = response(world, identity)?;
    let options = options(&file.to_string_lossy());
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    for offer in offers() {
        let new = ServerSetup::new(identity);
        let setup = ServerSetup { options: &options, offer: offer.clone(), ..new };
        let peer = server.start(world, &setup)?;
        asked_or_not(&Wish::new(world, peer.port, offer), &file)?;
    }
    Ok("the response came where it was asked for".to_owned())
}

/// One connection that asks for it, and one that does not.
fn asked_or_not(plain: &Wish<'_>, file: &Path) -> Result<(), Failure> {
    let plain = plain.clone();
    let asking = Wish { tune: |builder| builder.request_ocsp(true), ..plain.clone() };
    for (wish, wanted) in [(plain, None), (asking, Some(Bytes::from(fs::read(file)?)))] {
        let judge = trusting(wish.trusted)?;
        let keeps = Arc::new(Keeps { judge, response: Mutex::default() });
        let mut stream = dial_with(&wish, keeps.clone())?;
        get(&mut stream, "/")?;
        let got = keeps.response.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if got != wanted {
            let len = |response: &Option<Bytes>| response.as_ref().map(Bytes::len);
            return Err(format!("{:?} bytes, wanted {:?}", len(&got), len(&wanted)).into());
        }
    }
    Ok(())
}

pub(super) fn by_s_server(world: &World) -> Result<String, Failure> {
    by_server(&openssl::SServer, world, |file| {
        ["-www", "-status_file", file].map(str::to_owned).to_vec()
    })
}

pub(super) fn by_gnutls_serv(world: &World) -> Result<String, Failure> {
    by_server(&gnutls::Serv, world, |file| {
        ["--http", "--ocsp-response", file].map(str::to_owned).to_vec()
    })
}

pub(super) fn by_nginx(world: &World) -> Result<String, Failure> {
    by_server(&nginx::Nginx, world, |file| {
        vec!["ssl_stapling on".to_owned(), format!("ssl_stapling_file {file}")]
    })
}

/// Our server has one; the client must say that it is good.
fn by_us(
    client: &dyn Client,
    world: &World,
    options: &[&str],
    words: &str,
) -> Result<String, Failure> {
    let identity = world.identity(Leaf::P256)?;
    let response = Bytes::from(fs::read(response(world, identity)?)?);
    for offer in offers() {
        let key = certified_key(&identity.certificate_file, &identity.key_file)?;
        let mut setup = Setup { offer: offer.clone(), ..Setup::new(world, identity) };
        setup.key = Some(Arc::new(key.with_ocsp_response(response.clone())));
        let serving = serve(&setup, answer_get)?;
        let wish = ClientSetup::new(world, serving.port, offer);
        let ended = ask_and_wait(client.start(&ClientSetup { options, ..wish })?)?;
        serving.join()?;
        if !ended.status.success() || !ended.said.contains(words) {
            return Err(format!("the client ended with {}: {}", ended.status, ended.said).into());
        }
    }
    Ok("the client takes it".to_owned())
}

pub(super) fn to_s_client(world: &World) -> Result<String, Failure> {
    by_us(&openssl::SClient, world, &["-status"], "Cert Status: good")
}

pub(super) fn to_gnutls_cli(world: &World) -> Result<String, Failure> {
    by_us(&gnutls::Cli, world, &["--ocsp"], "OCSP status request")
}
