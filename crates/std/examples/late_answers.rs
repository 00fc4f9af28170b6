//! A server that echoes, driven by hand: signatures are made by another thread, as a key vault
//! would, and come when they come.
//!
//! `cargo run -p countersign-std --example late_answers -- 127.0.0.1:8443 cert.pem key.pem`

use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

use bytes::BytesMut;
use countersign::{
    Answer, Answers, CertifiedKey, Connection, Event, QuestionId, Request, ServerConfig, Sign,
    SignRequest, Surroundings,
};
use countersign_std::{SystemRandom, certified_key, io_call_error, io_error, now};

/// What goes to the vault, with where its answer is to go.
type Job = (QuestionId, SignRequest, mpsc::Sender<(QuestionId, Answer)>);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, certificates, key] = &arguments[..] else {
        return Err("give ADDRESS CERTIFICATES.pem KEY.pem".into());
    };
    let key = Arc::new(certified_key(Path::new(certificates), Path::new(key))?);
    let config = ServerConfig::builder(countersign_rustcrypto::provider())
        .credential(key.credential().clone())
        .build()?;
    let jobs = vault(Arc::clone(&key));
    for socket in TcpListener::bind(address)?.incoming() {
        if let Err(error) = serve(socket?, &config, &key, &jobs) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

/// The thread that has the key.
fn vault(key: Arc<CertifiedKey>) -> mpsc::Sender<Job> {
    let (jobs, work) = mpsc::channel::<Job>();
    thread::spawn(move || {
        for (id, request, reply) in work {
            let signature = key.sign(&request, &mut SystemRandom);
            // Whoever asked may have gone meanwhile.
            let _ = reply.send((id, Answer::Signature(signature)));
        }
    });
    jobs
}

fn serve(
    mut socket: TcpStream,
    config: &ServerConfig,
    key: &CertifiedKey,
    jobs: &mpsc::Sender<Job>,
) -> io::Result<()> {
    let mut connection = Connection::server(config);
    let answers = Answers::server(config, key);
    let (reply, replies) = mpsc::channel();
    let (mut output, mut random, mut buffer) = (BytesMut::new(), SystemRandom, [0; 4096]);
    loop {
        let mut lent = Surroundings { now: now(), random: &mut random, output: &mut output };
        let event = connection.poll(&mut lent);
        if let Ok(Event::Data(data)) = &event {
            connection.send(data, &mut lent).map_err(io_call_error)?;
        }
        if let Ok(Event::PeerClosed) = &event {
            connection.close(&mut lent).map_err(io_error)?;
        }
        // Also where poll failed: the alert is in there.
        socket.write_all(&output.split())?;
        match event.map_err(io_error)? {
            Event::NeedInput { .. } => match socket.read(&mut buffer)? {
                0 => connection.end_of_input(),
                read => connection.input().extend_from_slice(&buffer[..read]),
            },
            Event::Ask(id, Request::Sign(request)) => {
                jobs.send((id, request, reply.clone())).map_err(io::Error::other)?;
            }
            Event::Ask(id, request) => {
                let answer = answers.answer(&request, &mut random);
                connection.answer(id, answer).map_err(io_call_error)?;
            }
            // Another event loop would do something else meanwhile; this one waits.
            Event::AwaitAnswer(_) => {
                let (id, answer) = replies.recv().map_err(io::Error::other)?;
                connection.answer(id, answer).map_err(io_call_error)?;
            }
            Event::Closed => return Ok(()),
            _ => {}
        }
    }
}
