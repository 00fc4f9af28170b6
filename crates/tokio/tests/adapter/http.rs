//! Does hyper work over the adapter, on both sides, and is it understood by curl?

use std::net::SocketAddr;

use bytes::Bytes;
use countersign::pki_types::ServerName;
use countersign_tokio::TlsAcceptor;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response, body::Incoming, client::conn::http1 as client,
    server::conn::http1 as server, service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    process::Command,
};

use crate::site::{real, text};

const LEN: usize = 300_000;

/// `/text` is a long answer; everything else is told what it sent.
async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let body = match request.uri().path() {
        "/text" => Bytes::from(text(LEN)),
        _ => request.into_body().collect().await?.to_bytes(),
    };
    Ok(Response::new(Full::new(body)))
}

async fn serve(acceptor: TlsAcceptor) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let accepting = acceptor.accept(socket);
            tokio::spawn(async move {
                let stream = TokioIo::new(accepting.await.unwrap());
                let serving = server::Builder::new().serve_connection(stream, service_fn(answer));
                serving.await.unwrap();
            });
        }
    });
    address
}

#[tokio::test]
async fn a_hyper_client_and_a_hyper_server() {
    let (connector, acceptor, _) = real("localhost");
    let address = serve(acceptor).await;
    let socket = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = connector.connect(name, socket).await.unwrap();
    let (mut sender, connection) = client::handshake(TokioIo::new(stream)).await.unwrap();
    let connection = tokio::spawn(connection);
    for (path, sent) in [("/text", Vec::new()), ("/echo", text(LEN / 3)), ("/echo", Vec::new())] {
        let request = Request::post(path).header("host", "localhost");
        let request = request.body(Full::new(Bytes::from(sent.clone()))).unwrap();
        let response = sender.send_request(request).await.unwrap();
        assert_eq!(response.status(), 200);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(body == if path == "/text" { text(LEN) } else { sent }, "{path}");
    }
    drop(sender);
    connection.await.unwrap().unwrap();
}

#[tokio::test]
async fn curl_is_served() {
    if Command::new("curl").arg("--version").output().await.is_err() {
        println!("skipped: curl is not installed");
        return;
    }
    let (_, acceptor, authority) = real("localhost");
    let address = serve(acceptor).await;
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let roots = folder.join(format!("curl-{}.pem", address.port()));
    std::fs::write(&roots, authority).unwrap();
    let url = format!("https://localhost:{}", address.port());
    let curl = |path: &str, more: &[&str]| {
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--fail", "--max-time", "30", "--cacert"]);
        command.arg(&roots).arg("--resolve");
        command.arg(format!("localhost:{}:127.0.0.1", address.port()));
        command.args(["--noproxy", "*"]).args(more).arg(format!("{url}{path}"));
        command.output()
    };
    let output = curl("/text", &["--tlsv1.2"]).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout == text(LEN));
    let output = curl("/echo", &["--data-raw", "hello"]).await.unwrap();
    assert_eq!(output.stdout, b"hello", "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::remove_file(roots).unwrap();
}
