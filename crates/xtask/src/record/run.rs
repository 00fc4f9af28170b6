//! One flow: the peer is started, and our side goes through its steps over a tap.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    process::Command,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use countersign::{Event, Role};
use countersign_std::TapeFiles;
use countersign_testkit::golden::{Actor, Manifest, Player, Standing, Told};
use tempfile::TempDir;

use super::{
    flow::{Flow, REQUEST, answer},
    peers::words,
    tap::{Chunk, Tap},
};
use crate::{
    Failure,
    process::{PATIENCE, Running, free_port, until},
};

/// The first of the tapes, while they are recorded.
const TAPE: &str = "connection.tape";

/// Bytes that are read at once.
const ROOM: usize = 16 * 1024;

/// A recorded flow.
pub(super) struct Recording {
    pub(super) manifest: Manifest,
    /// It ends with an error, as it should.
    pub(super) fails: bool,
    /// Of each connection.
    pub(super) conversations: Vec<Vec<Chunk>>,
    /// Lines in the format of NSS key logs.
    pub(super) key_log: String,
    /// Of each connection, where tapes are wanted.
    pub(super) tapes: Vec<String>,
}

impl Flow {
    /// Runs it; `vectors` is the folder of the recordings.
    pub(super) fn run(&self, vectors: &Path) -> Result<Recording, Failure> {
        let mut manifest = self.manifest.clone();
        manifest.peer = self.peer.title();
        let mut actor = Actor::new(&manifest, vectors)?;
        let scratch = tempfile::tempdir()?;
        if self.taped {
            let files = TapeFiles::create(&scratch.path().join(TAPE))?;
            actor.record(Arc::new(files.provider("rustcrypto")));
        }
        let mut run = Run { flow: self, vectors, scratch, actor, key_log: Arc::default() };
        run.prepare()?;
        let conversations = match manifest.role {
            Role::Client => run.as_client()?,
            Role::Server => run.as_server()?,
        };
        let key_log = run.key_log.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let tapes = run.tapes()?;
        Ok(Recording { manifest, fails: self.fails, conversations, key_log, tapes })
    }
}

struct Run<'a> {
    flow: &'a Flow,
    vectors: &'a Path,
    scratch: TempDir,
    actor: Actor,
    key_log: Arc<Mutex<String>>,
}

impl Run<'_> {
    fn command(&self, line: &str, port: u16) -> Command {
        let words = words(line, self.vectors, port);
        let (program, arguments) = words.split_first().map_or(("", &[][..]), |(p, a)| (p, a));
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.scratch.path());
        command
    }

    /// What was recorded, in the order of the connections.
    fn tapes(&self) -> Result<Vec<String>, Failure> {
        let name = |number| match number {
            1 => TAPE.to_owned(),
            number => TAPE.replace('.', &format!("-{number}.")),
        };
        let wanted = if self.flow.taped { self.flow.manifest.connections } else { 0 };
        let read = |number| fs::read_to_string(self.scratch.path().join(name(number)));
        Ok((1..=wanted).map(read).collect::<Result<_, _>>()?)
    }

    fn prepare(&self) -> Result<(), Failure> {
        fs::write(self.scratch.path().join("page.txt"), answer())?;
        fs::write(self.scratch.path().join("request.txt"), REQUEST)?;
        for line in &self.flow.manifest.prepare {
            let output = self.command(line, 0).output()?;
            if !output.status.success() {
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                return Err(format!("`{line}` failed: {said}").into());
            }
        }
        Ok(())
    }

    fn as_client(&self) -> Result<Vec<Vec<Chunk>>, Failure> {
        let manifest = &self.flow.manifest;
        let mut port = 0;
        let mut server = None;
        let mut conversations = Vec::new();
        for number in 0..manifest.connections {
            if let Some(line) = manifest.commands.get(number) {
                port = free_port()?;
                let started = Running::start(&mut self.command(line, port))?;
                started.wait_for_text(self.flow.ready)?;
                server = Some(started);
            }
            let socket = TcpStream::connect(("127.0.0.1", port))?;
            let conversation = self.attended(server.as_mut(), number, socket);
            let said = || server.as_ref().map(Running::said).unwrap_or_default();
            conversations.push(conversation.map_err(|error| format!("{error}: {}", said()))?);
        }
        Ok(conversations)
    }

    fn as_server(&mut self) -> Result<Vec<Vec<Chunk>>, Failure> {
        let manifest = &self.flow.manifest;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        let mut client = None;
        let mut conversations = Vec::new();
        for number in 0..manifest.connections {
            if manifest.forgets {
                self.actor.forget()?;
            }
            if let Some(line) = manifest.commands.get(number) {
                self.see_off(client.take())?;
                let mut started = Running::start(&mut self.command(line, port))?;
                if self.flow.prompts.is_empty() {
                    started.write(manifest.input.as_bytes())?;
                }
                client = Some(started);
            }
            let socket = accept(&listener);
            let conversation =
                socket.and_then(|socket| self.attended(client.as_mut(), number, socket));
            let said = || client.as_ref().map(Running::said).unwrap_or_default();
            conversations.push(conversation.map_err(|error| format!("{error}: {}", said()))?);
        }
        self.see_off(client)?;
        Ok(conversations)
    }

    /// A client ends by itself, and has received what we sent.
    fn see_off(&self, client: Option<Running>) -> Result<(), Failure> {
        let Some(mut client) = client else { return Ok(()) };
        client.close_input();
        let said = client.wait()?.said;
        if self.flow.fails || said.contains(self.flow.hears) {
            return Ok(());
        }
        Err(format!("the peer has not received all: {said}").into())
    }

    /// Our side of one connection, while the peer's operator types.
    fn attended(
        &self,
        peer: Option<&mut Running>,
        number: usize,
        socket: TcpStream,
    ) -> Result<Vec<Chunk>, Failure> {
        let prompts = self.flow.prompts;
        thread::scope(|scope| {
            let operator = peer.map(|peer| scope.spawn(|| attend(peer, prompts)));
            let conversation = self.converse(number, socket);
            if let Some(operator) = operator {
                operator.join().unwrap_or_else(|_| Err("the operator panicked".into()))?;
            }
            conversation
        })
    }

    fn converse(&self, number: usize, socket: TcpStream) -> Result<Vec<Chunk>, Failure> {
        socket.set_read_timeout(Some(PATIENCE))?;
        let (tap, kept) = Tap::new(socket);
        let transport = self.actor.plain(tap)?;
        let player = Player::new(&self.flow.manifest, &self.actor, number);
        match play(player, transport, &self.key_log) {
            Err(error) if !self.flow.fails => Err(error),
            Ok(()) if self.flow.fails => Err("it should have failed".into()),
            _ => Ok(kept.chunks()),
        }
    }
}

/// Types each line when the peer has said what it is the answer to.
fn attend(peer: &mut Running, prompts: &[(&str, &str)]) -> Result<(), Failure> {
    for (said, typed) in prompts {
        peer.wait_for_text(said)?;
        peer.write(typed.as_bytes())?;
    }
    Ok(())
}

/// Carries bytes until the peer says no more. Many end without `close_notify` where we have said
/// ours, and nothing is lost by that.
fn play(
    mut player: Player<'_>,
    mut transport: Tap<TcpStream>,
    key_log: &Mutex<String>,
) -> Result<(), Failure> {
    let mut tell = |told: Told<'_>| {
        if let Told::Event(Event::KeyLog(secret)) = told {
            let mut lines = key_log.lock().unwrap_or_else(PoisonError::into_inner);
            lines.push_str(&secret.line());
        }
    };
    let mut room = vec![0; ROOM];
    loop {
        let standing = player.run(&mut tell);
        // It may be the alert.
        transport.write_all(&player.output())?;
        if standing? == Standing::PeerClosed {
            break;
        }
        match transport.read(&mut room) {
            Ok(0) | Err(_) if player.is_through() => return Ok(()),
            read => player.feed(room.get(..read?).unwrap_or_default()),
        }
    }
    if player.is_through() {
        return Ok(());
    }
    let heard = String::from_utf8_lossy(player.heard()).into_owned();
    Err(format!("the peer closes after {heard:?}").into())
}

fn accept(listener: &TcpListener) -> Result<TcpStream, Failure> {
    listener.set_nonblocking(true)?;
    let mut accepted = None;
    until(|| {
        accepted = listener.accept().ok();
        accepted.is_some()
    });
    let (socket, _) = accepted.ok_or("the peer does not connect")?;
    socket.set_nonblocking(false)?;
    Ok(socket)
}
