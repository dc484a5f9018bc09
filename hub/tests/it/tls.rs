//! The program ends TLS itself where no proxy does.

use std::io::BufRead as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::kit::folder;

/// A server of its own that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn trusting(roots: RootCertStore) -> TlsConnector {
    let config = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

#[tokio::test]
async fn the_program_serves_a_page_over_https_with_a_certificate_of_its_own_and_nothing_without() {
    let dir = folder();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (cert, key) = (dir.join("cert.pem"), dir.join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let mut server = Server(
        Command::new(env!("CARGO_BIN_EXE_holdfast"))
            .args(["serve", "--listen", "127.0.0.1:0", "--metrics", "none", "--data"])
            .arg(dir.join("data"))
            .arg("--tls-cert")
            .arg(&cert)
            .arg("--tls-key")
            .arg(&key)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut said = std::io::BufReader::new(server.0.stdout.take().unwrap()).lines();
    let at = said.find_map(|it| it.unwrap().strip_prefix("Holdfast is at https://").map(str::to_owned)).unwrap();

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let stream = TcpStream::connect(&at).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let mut tls = trusting(roots).connect(name.clone(), stream).await.unwrap();
    let asked = format!("GET /refer HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n");
    tls.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tls.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("Tell us about somebody you are worried about"), "{answer}");
    let head = answer.split("\r\n\r\n").next().unwrap().to_lowercase();
    assert!(head.contains("strict-transport-security:"), "{head}");
    assert!(head.contains("set-cookie: __host-") && head.contains("secure"), "{head}");

    let stranger = TcpStream::connect(&at).await.unwrap();
    assert!(trusting(RootCertStore::empty()).connect(name, stranger).await.is_err(), "an unknown certificate");
    let mut plain = TcpStream::connect(&at).await.unwrap();
    plain.write_all(asked.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(!answer.contains("HTTP/1.1 200"), "without TLS nothing is told: {answer}");
}
