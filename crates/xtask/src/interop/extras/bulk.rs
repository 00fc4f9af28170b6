//! Much data, and small records.

use std::{
    fs,
    io::{Read as _, Write as _},
    thread,
};

use super::combination;
use crate::{
    Failure,
    interop::{
        check::Wanted,
        matrix::{Combination, Leaf, Offer},
        our_client::{Stream, Wish, dial, get},
        our_server::{Serving, Setup, close, read_head, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, curl, gnutls, nginx, openssl},
        world::World,
    },
    process::{Running, until},
};

/// How much.
const SIZE: usize = 1 << 20;

/// Lines of text, because some programs read lines: each has its number.
fn text() -> Vec<u8> {
    let mut text: Vec<u8> =
        (0..SIZE / 64).flat_map(|number| format!("{number:062}\r\n").into_bytes()).collect();
    text.truncate(SIZE);
    text
}

fn same(got: &[u8], wanted: &[u8], who: &str) -> Result<(), Failure> {
    if got == wanted {
        return Ok(());
    }
    let at = got.iter().zip(wanted).position(|(got, wanted)| got != wanted);
    let (len, at) = (got.len(), at.unwrap_or(got.len().min(wanted.len())));
    Err(format!("{who} got {len} bytes, and from byte {at} on not those that were sent").into())
}

/// Reads exactly what was announced.
fn read_all(stream: &mut Stream, size: usize) -> Result<Vec<u8>, Failure> {
    let mut got = vec![0; size];
    stream.read_exact(&mut got)?;
    Ok(got)
}

/// Each way to protect records, with an RSA certificate; the last but one is TLS 1.0, where a
/// record's first byte goes alone, the last TLS 1.3.
pub(super) fn protections() -> Vec<Combination> {
    let gcm = Combination::named("ECDHE-RSA-AES128-GCM-SHA256");
    let cbc = Combination::named("ECDHE-RSA-AES256-SHA384");
    let old = Combination::all_before_tls12()
        .into_iter()
        .filter(|one| one.suite.openssl_name == "AES128-SHA");
    let plain = cbc.map(|one| Combination { encrypt_then_mac: false, ..one });
    let new = Combination::named("TLS_AES_128_GCM_SHA256");
    gcm.into_iter().chain(cbc).chain(plain).chain(old).chain(new).collect()
}

/// Both directions, one behind the other, through `openssl s_server` that copies its channels.
pub(super) fn with_s_server(world: &World) -> Result<String, Failure> {
    for combination in protections() {
        let mut setup = ServerSetup::new(world.identity(Leaf::Rsa)?);
        (setup.options, setup.offer) = (&["-quiet"], combination.offer());
        let mut peer = openssl::SServer.start(world, &setup)?;
        let offer = Offer { encrypt_then_mac: true, ..combination.offer() };
        let mut stream = dial(&Wish::new(world, peer.port, offer))?;
        Wanted::full(combination).check(stream.handshake()?)?;
        let text = text();
        stream.write_all(&text)?;
        until(|| peer.running.output().len() >= text.len());
        same(&peer.running.output(), &text, "the server")?;
        let got = thread::scope(|scope| {
            let reader = scope.spawn(|| read_all(&mut stream, SIZE));
            peer.running.write(&text)?;
            reader.join().unwrap_or_else(|_| Err("our client panicked".into()))
        })?;
        same(&got, &text, "our client")?;
        if !close(&mut stream)? {
            return Err("the server did not say close_notify in turn".into());
        }
    }
    Ok("the same bytes arrived, closed by both".to_owned())
}

/// The handshake comes in such records too: the certificate is cut in two.
pub(super) fn small_records_from_s_server(world: &World) -> Result<String, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::Rsa)?);
    setup.options = &["-www", "-max_send_frag", "512"];
    let peer = openssl::SServer.start(world, &setup)?;
    let mut stream = dial(&Wish::new(world, peer.port, Offer::modern()))?;
    let page = get(&mut stream, "/")?;
    Ok(format!("page of {} bytes", page.len()))
}

/// What stands behind the head of an answer.
fn body(answer: &[u8]) -> &[u8] {
    let head = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
    answer.get(head..).unwrap_or_default()
}

/// A page out of a file.
pub(super) fn from_gnutls_serv(world: &World) -> Result<String, Failure> {
    let file = world.folder()?.join("page");
    fs::write(&file, text())?;
    let file = file.to_string_lossy();
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    let options = ["--http", "--httpdata", &file];
    setup.options = &options;
    let peer = gnutls::Serv.start(world, &setup)?;
    let mut stream = dial(&Wish::new(world, peer.port, combination().offer()))?;
    let page = get(&mut stream, "/")?;
    same(body(&page), &text(), "our client")?;
    Ok("the same bytes arrived, closed by both".to_owned())
}

/// A page out of a file.
pub(super) fn from_nginx(world: &World) -> Result<String, Failure> {
    let peer = nginx::Nginx.start(world, &ServerSetup::new(world.identity(Leaf::P256)?))?;
    let mut stream = dial(&Wish::new(world, peer.port, combination().offer()))?;
    let page = get(&mut stream, nginx::LARGE_PAGE)?;
    same(body(&page), &vec![b'x'; nginx::LARGE_SIZE], "our client")?;
    Ok("the same bytes arrived, closed by both".to_owned())
}

/// Reads the text, and sends it back.
fn give_back(stream: &mut Stream) -> Result<Vec<u8>, Failure> {
    let got = read_all(stream, SIZE)?;
    stream.write_all(&got)?;
    close(stream)?;
    Ok(got)
}

/// Our server, for a client that can do just this.
fn start(
    client: &dyn Client,
    options: &[&str],
    world: &World,
    combination: Combination,
    answer: fn(&mut Stream) -> Result<Vec<u8>, Failure>,
) -> Result<(Running, Serving<Vec<u8>>), Failure> {
    let mut setup = Setup::new(world, world.identity(Leaf::Rsa)?);
    setup.offer = Offer { encrypt_then_mac: true, ..combination.offer() };
    let serving = serve(&setup, move |stream| {
        Wanted::full(combination).check(stream.handshake()?)?;
        answer(stream)
    })?;
    let wish = ClientSetup::new(world, serving.port, combination.offer());
    Ok((client.start(&ClientSetup { options, ..wish })?, serving))
}

/// The client must have said all of it, and be content.
fn check_said(running: Running) -> Result<(), Failure> {
    let ended = running.wait()?;
    let wanted = String::from_utf8(text())?;
    // Some end lines their own way.
    let unify = |text: &str| text.replace("\r\n", "\n");
    if unify(&ended.said).contains(unify(&wanted).trim_end()) && ended.status.success() {
        return Ok(());
    }
    Err(format!("{} bytes came, {}", ended.said.len(), ended.status).into())
}

/// Both directions through a client that copies its channels.
fn back_and_forth(client: &dyn Client, options: &[&str], world: &World) -> Result<String, Failure> {
    for combination in protections() {
        let (mut running, serving) = start(client, options, world, combination, give_back)?;
        running.write(&text())?;
        check_said(running)?;
        same(&serving.join()?, &text(), "our server")?;
    }
    Ok("the same bytes came back".to_owned())
}

/// One direction, to a client that asks for it.
pub(super) fn download(
    client: &dyn Client,
    options: &[&str],
    world: &World,
    combination: Combination,
) -> Result<(), Failure> {
    let (mut running, serving) = start(client, options, world, combination, |stream| {
        let head = read_head(stream)?;
        stream.write_all(&text())?;
        close(stream)?;
        Ok(head)
    })?;
    running.write(b"GET / HTTP/1.0\r\n\r\n")?;
    check_said(running)?;
    serving.join().map(|_| ())
}

pub(super) fn with_s_client(world: &World) -> Result<String, Failure> {
    back_and_forth(&openssl::SClient, &["-quiet"], world)
}

pub(super) fn small_records_from_s_client(world: &World) -> Result<String, Failure> {
    back_and_forth(&openssl::SClient, &["-quiet", "-max_send_frag", "512"], world)
}

pub(super) fn with_gnutls_cli(world: &World) -> Result<String, Failure> {
    back_and_forth(&gnutls::Cli, &[], world)
}

/// A POST; the answer comes when all of it is there.
pub(super) fn with_curl(world: &World) -> Result<String, Failure> {
    let file = world.folder()?.join("upload");
    fs::write(&file, text())?;
    let upload = format!("@{}", file.to_string_lossy());
    let identity = world.identity(Leaf::P256)?;
    let setup = Setup::new(world, identity);
    let serving = serve(&setup, |stream| {
        let mut body = body(&read_head(stream)?).to_vec();
        body.extend(read_all(stream, SIZE - body.len())?);
        write!(stream, "HTTP/1.0 200 OK\r\nContent-Length: {}\r\n\r\n", body.len())?;
        stream.write_all(&body)?;
        close(stream)?;
        Ok(body)
    })?;
    let wish = ClientSetup::new(world, serving.port, combination().offer());
    let options = ["--data-binary", &upload, "--header", "Expect:"];
    let ended = curl::Curl.start(&ClientSetup { options: &options, ..wish })?.wait()?;
    same(&serving.join()?, &text(), "our server")?;
    let wanted = String::from_utf8(text())?;
    if ended.said.contains(wanted.trim_end()) && ended.status.success() {
        return Ok("the same bytes came back".to_owned());
    }
    Err(format!("{} bytes came back, {}", ended.said.len(), ended.status).into())
}
