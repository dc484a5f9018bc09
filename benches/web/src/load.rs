//! A load generator: `load send|time ADDRESS COOKIE FILE CLIENTS [SECONDS]`.
//!
//! FILE holds a request a line, `GET /path` or `POST /path {json}`. `send` sends each once and prints the answers in
//! their order; `time` sends them round and round and prints one line of JSON. Connections are kept open.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

struct Link {
    stream: TcpStream,
    got: Vec<u8>,
}

impl Link {
    async fn to(at: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(at).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, got: Vec::new() })
    }

    /// Sends a request and reads the whole answer: its status and body.
    async fn ask(&mut self, request: &[u8]) -> std::io::Result<(u16, Vec<u8>)> {
        self.stream.write_all(request).await?;
        self.got.clear();
        let mut block = [0; 65_536];
        loop {
            let many = self.stream.read(&mut block).await?;
            if many == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            self.got.extend_from_slice(&block[..many]);
            if let Some(answer) = whole(&self.got) {
                return Ok(answer);
            }
        }
    }
}

fn whole(got: &[u8]) -> Option<(u16, Vec<u8>)> {
    let end = got.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&got[..end]).ok()?.to_ascii_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let said = |name: &str| head.lines().find_map(|it| it.strip_prefix(name)).map(str::trim);
    let body = &got[end..];
    if said("transfer-encoding:") == Some("chunked") {
        return body.ends_with(b"0\r\n\r\n").then(|| (status, body.to_vec()));
    }
    let length = said("content-length:").map_or(Some(0), |it| it.parse().ok())?;
    (body.len() >= length).then(|| (status, body.to_vec()))
}

fn request(line: &str, at: &str, cookie: &str, key: u64) -> Vec<u8> {
    let mut parts = line.splitn(3, ' ');
    let (method, path, body) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {at}\r\ncookie: {cookie}\r\n");
    if method == "POST" {
        head += &format!(
            "content-type: application/json\r\nidempotency-key: b{key:x}\r\ncontent-length: {}\r\n",
            body.len()
        );
    }
    (head + "\r\n" + body).into_bytes()
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, mode, at, cookie, file, clients, rest @ ..] = words.as_slice() else {
        return Err("load send|time ADDRESS COOKIE FILE CLIENTS [SECONDS]".into());
    };
    let lines: Arc<Vec<String>> = Arc::new(std::fs::read_to_string(file)?.lines().map(str::to_owned).collect());
    let clients: usize = clients.parse()?;
    let seconds: f64 = rest.first().map_or(Ok(0.0), |it| it.parse())?;
    let until = (mode == "time").then(|| Instant::now() + Duration::from_secs_f64(seconds));
    let keys = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?.as_nanos() as u64;
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let mut all = Vec::new();
    for _ in 0..clients {
        let (lines, next, at, cookie) = (lines.clone(), next.clone(), at.clone(), cookie.clone());
        all.push(tokio::spawn(async move {
            let mut link = Link::to(&at).await?;
            let mut answers = Vec::new();
            loop {
                let nth = next.fetch_add(1, Ordering::Relaxed);
                let over = until.map_or(nth >= lines.len(), |it| Instant::now() >= it);
                if over {
                    return std::io::Result::Ok(answers);
                }
                let request = request(&lines[nth % lines.len()], &at, &cookie, keys.wrapping_add(nth as u64));
                let start = Instant::now();
                let (status, body) = link.ask(&request).await?;
                let kept = if until.is_none() { body } else { body.len().to_string().into_bytes() };
                answers.push((nth, start.elapsed(), status, kept));
            }
        }));
    }
    let mut answers = Vec::new();
    for it in all {
        answers.extend(it.await??);
    }
    let spent = began.elapsed().as_secs_f64();
    if until.is_none() {
        answers.sort_by_key(|it| it.0);
        for (_, _, status, body) in answers {
            println!("{status} {}", String::from_utf8_lossy(&body).replace('\n', " "));
        }
        return Ok(());
    }
    let bytes: usize = answers.iter().filter_map(|it| String::from_utf8_lossy(&it.3).parse::<usize>().ok()).sum();
    let wrong = answers.iter().filter(|it| it.2 != 200).count();
    let mut times: Vec<Duration> = answers.iter().map(|it| it.1).collect();
    times.sort();
    let at = |part: f64| {
        times.get(((times.len() as f64 * part) as usize).min(times.len().saturating_sub(1))).map_or(0.0, |it| it.as_secs_f64() * 1000.0)
    };
    println!(
        "{{\"requests\": {}, \"wrong\": {wrong}, \"rate\": {:.1}, \"p50\": {:.4}, \"p99\": {:.4}, \"bytes\": {}}}",
        times.len(),
        times.len() as f64 / spent,
        at(0.5),
        at(0.99),
        bytes / times.len().max(1)
    );
    Ok(())
}
