//! kill -9 of the real binary at seeded random moments of `demo --once`; it is started again until it
//! ends, then the database and the platform's own log are counted by themselves.

use crate::support::Base;
use crate::support::app::count;
use otklik::store::{Db, events};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

const KILLS: usize = 10;

fn start(dir: &Path, url: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_otklik"))
        .args(["demo", "--once", "--data"])
        .arg(dir)
        .args(["--database", url])
        .env("RUST_LOG", "off")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts")
}

/// Kills it ten times, each time a while after it started; then lets it end.
fn told_in_spite_of(dir: &Path, url: &str, seed: u64) -> serde_json::Value {
    let mut random = StdRng::seed_from_u64(seed);
    let mut killed = 0;
    while killed < KILLS {
        let mut running = start(dir, url);
        let wait = Duration::from_millis(random.random_range(20..900));
        let ended = wait_or_kill(&mut running, wait);
        if ended {
            break;
        }
        killed += 1;
    }
    assert!(
        killed >= KILLS / 2,
        "killed only {killed} times: the story is too short for this test"
    );
    let done = start(dir, url).wait_with_output().expect("it ends");
    assert!(
        done.status.success(),
        "seed {seed}, {killed} kills: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).expect("the summary")
}

/// `true`: it ended by itself before the time was over.
fn wait_or_kill(running: &mut Child, time: Duration) -> bool {
    let pid = running.id().to_string();
    // `timeout` waits without a clock of ours: it ends with the process or with the time
    let seconds = format!("{:.3}", time.as_secs_f64());
    let waited = Command::new("timeout")
        .args([&seconds, "tail", "--pid", &pid, "-s", "0.01", "-f", "/dev/null"])
        .status()
        .expect("coreutils");
    let ended = waited.success();
    if !ended {
        // SIGKILL: nothing of it runs after this
        running.kill().expect("killed");
    }
    let _ = running.wait();
    ended
}

/// Counts in the database and in the site's own log, not by the program's summary.
async fn check(dir: &Path, url: &str, told: &serde_json::Value, seed: u64) {
    let lines = |name: &str| -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(dir.join("site").join(name)).expect(name);
        text.lines()
            .map(|l| serde_json::from_str(l).expect("a whole line"))
            .collect()
    };
    let posted = lines("journal.jsonl")
        .iter()
        .filter(|l| l.to_string().contains("\"author\""))
        .count();
    let mut taken: BTreeMap<(String, String), usize> = BTreeMap::new();
    for reply in lines("accepted.jsonl") {
        *taken
            .entry((reply["platform"].to_string(), reply["review"].to_string()))
            .or_default() += 1;
    }
    assert!(!taken.is_empty(), "seed {seed}: nothing was published");
    assert!(
        taken.values().all(|n| *n == 1),
        "seed {seed}: published twice: {taken:?}"
    );

    let db = Db::connect(url).await.expect("the database opens");
    assert_eq!(
        count(&db, "SELECT count(*) FROM review").await,
        posted as i64,
        "seed {seed}: lost or doubled"
    );
    for (figure, sql) in [
        (
            "reviews stored twice",
            "SELECT count(*) - count(DISTINCT source_id || ' ' || external_id) FROM review",
        ),
        ("reviews without a thread", "SELECT count(*) FROM review r WHERE NOT EXISTS (SELECT 1 FROM thread t WHERE t.review_id = r.id)"),
        ("threads without a reply", "SELECT count(*) FROM thread t WHERE NOT EXISTS (SELECT 1 FROM reply p WHERE p.thread_id = t.id)"),
        ("versions that are missing", "SELECT count(*) FROM review r WHERE r.versions <> (SELECT count(*) FROM review_version v WHERE v.review_id = r.id)"),
        ("failed jobs", "SELECT count(*) FROM job WHERE outcome = 'failed'"),
        ("replies in flight", "SELECT count(*) FROM reply WHERE state = 'sending'"),
        // the Bot API never shows our own reply, so that nothing can prove it there
        (
            "replies that no poll proved",
            "SELECT count(*) FROM reply p JOIN thread t ON t.id = p.thread_id JOIN source s ON s.id = t.source_id
             WHERE p.state = 'published' AND s.platform <> 'telegram'",
        ),
        ("out without an approval", "SELECT count(*) FROM reply WHERE state = 'verified_live' AND approval_id IS NULL"),
        ("mails that wait", "SELECT count(*) FROM mail WHERE state = 'queued'"),
        (
            "digests beyond one for each owner",
            "SELECT count(*) - 2 FROM mail WHERE kind = 'digest' AND state = 'sent'",
        ),
        ("alerts beyond the one", "SELECT count(*) - 1 FROM alert"),
    ] {
        assert_eq!(count(&db, sql).await, 0, "seed {seed}: {figure}");
    }
    assert_eq!(
        events::verify(&db).await.expect("read"),
        None,
        "seed {seed}: the chain of events"
    );
    db.close().await;
    for (key, wanted) in [("published_twice", 0), ("jobs_failed", 0), ("alerts", 1)] {
        assert_eq!(told[key], wanted, "seed {seed}: {told}");
    }
    for key in ["edited", "removed", "approvals_voided", "manual_confirmed"] {
        assert!(told[key].as_i64() >= Some(1), "seed {seed}: {key}: {told}");
    }
}

async fn killed_and_told(base: Base, seed: u64) {
    let base = base.empty_like().await;
    let (dir, url) = (base.dir().to_owned(), base.url.clone());
    let told = tokio::task::spawn_blocking({
        let (dir, url) = (dir.clone(), url.clone());
        move || told_in_spite_of(&dir, &url, seed)
    })
    .await
    .expect("told");
    check(&dir, &url, &told, seed).await;
}

#[tokio::test]
async fn ten_kills_lose_and_double_nothing_on_sqlite() {
    killed_and_told(Base::sqlite().await, 7).await;
}

#[tokio::test]
async fn ten_kills_lose_and_double_nothing_on_postgres() {
    if let Some(base) = Base::postgres().await {
        killed_and_told(base, 11).await;
    }
}
