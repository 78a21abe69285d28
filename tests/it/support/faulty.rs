//! A bad line between the daemon and the platforms: it cuts connections and swaps answers at seeded
//! random, without knowing what a platform says.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// The platform never sees it.
    CutBefore,
    /// The platform answers; nobody hears.
    CutAfter,
    /// The answer ends in its middle, as after a time-out.
    CutInAnswer,
    /// A gateway refuses before the platform sees it.
    GatewayBefore,
    /// The platform does it, and a gateway answers.
    GatewayAfter,
}

const FAULTS: [Fault; 5] = [
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::CutInAnswer,
    Fault::GatewayBefore,
    Fault::GatewayAfter,
];

/// A running bad line.
pub struct Faulty {
    pub origin: String,
    line: Arc<Mutex<Line>>,
}

struct Line {
    random: StdRng,
    share: f64,
    met: usize,
}

impl Faulty {
    /// Leads to `upstream` (`http://127.0.0.1:9999`). Calm at first.
    pub async fn before(upstream: &str, seed: u64) -> Faulty {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let origin = format!("http://{}", listener.local_addr().expect("an address"));
        let line = Arc::new(Mutex::new(Line {
            random: StdRng::seed_from_u64(seed),
            share: 0.0,
            met: 0,
        }));
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let shared = Arc::clone(&line);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (shared, upstream) = (Arc::clone(&shared), upstream.clone());
                tokio::spawn(async move {
                    let _ = carry(client, &upstream, &shared).await;
                });
            }
        });
        Faulty { origin, line }
    }

    /// From now on this share of requests meets a fault.
    pub fn set(&self, share: f64) {
        self.line.lock().expect("not poisoned").share = share;
    }

    /// How many requests have met one.
    pub fn met(&self) -> usize {
        self.line.lock().expect("not poisoned").met
    }
}

fn next(line: &Mutex<Line>) -> Fault {
    let mut line = line.lock().expect("not poisoned");
    let share = line.share;
    if share == 0.0 || !line.random.random_bool(share) {
        return Fault::None;
    }
    line.met += 1;
    FAULTS[line.random.random_range(0..FAULTS.len())]
}

const GATEWAY: &[u8] = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 4\r\nconnection: close\r\n\r\nnope";

/// One request and its answer; the connection ends with it.
async fn carry(mut client: TcpStream, upstream: &str, line: &Mutex<Line>) -> std::io::Result<()> {
    let request = whole_request(&mut client).await?;
    let fault = next(line);
    match fault {
        Fault::CutBefore => return Ok(()),
        Fault::GatewayBefore => return client.write_all(GATEWAY).await,
        _ => {}
    }
    let mut platform = TcpStream::connect(upstream).await?;
    platform.write_all(&request).await?;
    let mut answer = Vec::new();
    let _ = platform.read_to_end(&mut answer).await;
    match fault {
        Fault::CutAfter => Ok(()),
        Fault::GatewayAfter => client.write_all(GATEWAY).await,
        Fault::CutInAnswer => client.write_all(&answer[..answer.len() * 2 / 3]).await,
        _ => client.write_all(&answer).await,
    }
}

/// Head and body, asking for the connection to be closed after the answer.
async fn whole_request(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 * 1024];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at + 4;
        }
        match client.read(&mut buffer).await? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            n => bytes.extend_from_slice(&buffer[..n]),
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let length = head
        .lines()
        .filter_map(|l| l.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse::<usize>().ok())
        .unwrap_or(0);
    while bytes.len() < end + length {
        match client.read(&mut buffer).await? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            n => bytes.extend_from_slice(&buffer[..n]),
        }
    }
    let mut out = head.as_bytes()[..head.len() - 2].to_vec();
    out.extend_from_slice(b"connection: close\r\n\r\n");
    out.extend_from_slice(&bytes[end..]);
    Ok(out)
}
