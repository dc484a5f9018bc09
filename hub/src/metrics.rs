//! Figures for those who watch the hub, in Prometheus' text format, on a listener of their own. They name routes as the
//! hub writes them (`/people/{reference}`), never an address that was asked for, and so never anybody.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// Upper ends of the buckets of times, in seconds.
const ENDS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.0, 10.0];

#[derive(Clone, Copy, Default)]
struct Times {
    many: u64,
    sum: Duration,
    within: [u64; ENDS.len()],
}

type Counted = BTreeMap<(String, String, u16), Times>;

/// What was counted since the start. Cheap to clone.
#[derive(Clone, Default)]
pub struct Metrics {
    counted: Arc<Mutex<Counted>>,
    under_way: Arc<AtomicI64>,
}

/// A request that is under way; also one whose client went away stops being so.
struct UnderWay(Arc<AtomicI64>);

impl UnderWay {
    fn begins(of: &Metrics) -> Self {
        of.under_way.fetch_add(1, Ordering::Relaxed);
        Self(of.under_way.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Counts a request, from outermost.
pub async fn count(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let _under_way = UnderWay::begins(&metrics);
    let route = request.extensions().get::<MatchedPath>().map_or("none", |it| it.as_str()).to_owned();
    let method = request.method().as_str().to_owned();
    let began = Instant::now();
    let answer = next.run(request).await;
    metrics.add((method, route, answer.status().as_u16()), began.elapsed());
    answer
}

impl Metrics {
    fn add(&self, key: (String, String, u16), took: Duration) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let it = counted.entry(key).or_default();
        it.many += 1;
        it.sum += took;
        for (end, within) in ENDS.iter().zip(&mut it.within) {
            *within += u64::from(took.as_secs_f64() <= *end);
        }
    }

    /// Everything as text.
    #[must_use]
    pub fn text(&self) -> String {
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = String::from("# HELP holdfast_request_seconds Time to answer, by route.\n");
        out.push_str("# TYPE holdfast_request_seconds histogram\n");
        for ((method, route, status), it) in &counted {
            let of = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            for (end, within) in ENDS.iter().zip(it.within) {
                let _ = writeln!(out, "holdfast_request_seconds_bucket{{{of},le=\"{end}\"}} {within}");
            }
            let _ = writeln!(out, "holdfast_request_seconds_bucket{{{of},le=\"+Inf\"}} {}", it.many);
            let _ = writeln!(out, "holdfast_request_seconds_sum{{{of}}} {:.6}", it.sum.as_secs_f64());
            let _ = writeln!(out, "holdfast_request_seconds_count{{{of}}} {}", it.many);
        }
        let under_way = self.under_way.load(Ordering::Relaxed);
        let _ = writeln!(out, "# HELP holdfast_requests_under_way Requests that are being answered.");
        let _ = writeln!(out, "# TYPE holdfast_requests_under_way gauge\nholdfast_requests_under_way {under_way}");
        if let Some(bytes) = resident() {
            let _ = writeln!(out, "# HELP process_resident_memory_bytes Memory in use.");
            let _ = writeln!(out, "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {bytes}");
        }
        out
    }

    /// Answers `/metrics` on a listener of its own until the process ends.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, listener: tokio::net::TcpListener) -> std::io::Result<()> {
        let shown =
            move || async move { ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], self.text()).into_response() };
        axum::serve(listener, axum::Router::new().route("/metrics", axum::routing::get(shown))).await
    }
}

/// Resident memory of this process in bytes, as Linux tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|it| it * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_counted_by_route_and_status_and_never_by_address() {
        let metrics = Metrics::default();
        let key = || ("GET".to_owned(), "/people/{reference}".to_owned(), 200);
        metrics.add(key(), Duration::from_millis(3));
        metrics.add(key(), Duration::from_secs(60));
        let text = metrics.text();
        let of = "method=\"GET\",route=\"/people/{reference}\",status=\"200\"";
        assert!(text.contains(&format!("holdfast_request_seconds_bucket{{{of},le=\"0.005\"}} 1\n")), "{text}");
        assert!(text.contains(&format!("holdfast_request_seconds_bucket{{{of},le=\"+Inf\"}} 2\n")), "{text}");
        assert!(text.contains("holdfast_requests_under_way 0\n"), "{text}");
    }
}
