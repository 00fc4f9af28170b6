//! Do many connections at once keep apart?

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy, split},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use crate::site::{Site, text};

const CONNECTIONS: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_echoes_over_sockets() {
    let site = Site::fake();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = site.acceptor();
    let serving = tokio::spawn(async move {
        let mut servers = JoinSet::new();
        for _ in 0..CONNECTIONS {
            let (socket, _) = listener.accept().await.unwrap();
            let accepting = acceptor.accept(socket);
            servers.spawn(async move {
                let (mut reader, mut writer) = split(accepting.await.unwrap());
                copy(&mut reader, &mut writer).await.unwrap();
                writer.shutdown().await.unwrap();
            });
        }
        assert_eq!(servers.join_all().await.len(), CONNECTIONS);
    });
    let mut clients = JoinSet::new();
    for number in 0..CONNECTIONS {
        let (connector, name) = (site.connector(), site.name.clone());
        clients.spawn(async move {
            let socket = TcpStream::connect(address).await.unwrap();
            let stream = connector.connect(name, socket).await.unwrap();
            let (mut reader, mut writer) = split(stream);
            let sent = text(20_000 + number)[number..].to_vec();
            let mut back = Vec::new();
            let writing = async {
                writer.write_all(&sent).await.unwrap();
                writer.shutdown().await.unwrap();
            };
            let (read, ()) = tokio::join!(reader.read_to_end(&mut back), writing);
            read.unwrap();
            assert!(back == sent, "connection {number}");
        });
    }
    assert_eq!(clients.join_all().await.len(), CONNECTIONS);
    serving.await.unwrap();
}
