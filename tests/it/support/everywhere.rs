//! Every source of the built-in site, and a complaint on each platform.

use super::{Base, TestApp};
use otklik::config::{Config, Every, Span};
use otklik::demo::site::sources::{self, Source};
use otklik::demo::site::{Accepted, Platform};
use otklik::store::threads::{self, Thread};
use otklik_adapters::Manifest;
use std::collections::BTreeMap;

/// The daemon watches what the demo watches, and every other source of the site.
pub fn everything(config: &mut Config) {
    config
        .sources
        .extend(sources::all().iter().filter(|s| !s.shown).map(configured));
    for source in &mut config.sources {
        source.every = Every::Span(Span::minutes(10));
    }
}

/// The daemon watches what it can answer by the platform's interface: one source of each platform.
pub fn answered(config: &mut Config) {
    everything(config);
    let names: Vec<&str> = sources::answered().iter().map(|s| s.name).collect();
    config.sources.retain(|s| names.contains(&s.name.as_str()));
}

fn configured(source: &Source) -> otklik::config::Source {
    let access: String = source
        .access
        .iter()
        .map(|(key, value)| format!("{key} = {}\n", toml::Value::from(*value)))
        .collect();
    let text = format!(
        "[business]\nname = \"Зерно\"\n[[source]]\nname = {:?}\nplatform = {:?}\nurl = {:?}\nopt_in = true\n[source.access]\n{access}",
        source.name,
        source.platform.word(),
        source.url,
    );
    let read = otklik::config::read(&text, std::path::Path::new("site.toml")).expect("a configuration");
    read.sources.into_iter().next().expect("one source")
}

/// What the adapter declares.
pub fn manifest(platform: Platform) -> &'static Manifest {
    otklik_adapters::by_id(platform.word())
        .expect("an adapter")
        .manifest()
}

/// Whether polls of the source that is answered show its replies.
pub fn shows_replies(platform: Platform) -> bool {
    otklik::store::sources::shows_replies(platform.word(), "api").expect("an adapter")
}

/// Somebody's complaint on one platform.
pub struct Case {
    pub platform: Platform,
    /// The site's number of the review.
    pub id: String,
    pub thread: Thread,
}

/// A daemon that read everything once and found nothing.
pub async fn open(base: Base) -> TestApp {
    let app = TestApp::open_with(base, answered).await;
    app.drain().await;
    app
}

/// A complaint on each platform, read, with a draft that waits.
pub async fn written(base: Base) -> (TestApp, Vec<Case>) {
    let app = open(base).await;
    let text = "Раф остыл, пока ждали заказ полчаса.";
    let posted: Vec<_> = Platform::ALL.map(|p| (p, app.complains(p, text))).into();
    app.forward(10).await;
    let cases = seen(&app, posted).await;
    (app, cases)
}

/// As [`written`], approved but still in the outbox.
pub async fn approved(base: Base) -> (TestApp, Vec<Case>) {
    let (app, all) = written(base).await;
    for case in &all {
        app.approves("manager", &case.thread).await;
    }
    (app, all)
}

/// The threads of these reviews.
pub async fn seen(app: &TestApp, posted: Vec<(Platform, String)>) -> Vec<Case> {
    let mut all = Vec::new();
    let threads = threads_of(app).await;
    for (platform, id) in posted {
        let thread = threads
            .get(&(platform, id.clone()))
            .unwrap_or_else(|| panic!("{platform:?}: review {id} was not seen"));
        let thread = threads::by_id(app.db(), thread)
            .await
            .expect("the database works");
        all.push(Case {
            platform,
            id,
            thread: thread.expect("it was read just now"),
        });
    }
    all
}

/// Thread ids by platform and the site's number of the review, of the sources that are answered.
pub async fn threads_of(app: &TestApp) -> BTreeMap<(Platform, String), String> {
    let rows: Vec<(String, String, String)> = app
        .db()
        .query(
            "SELECT t.id, s.platform, r.external_id FROM thread t JOIN review r ON r.id = t.review_id
             JOIN source s ON s.id = t.source_id WHERE s.reply_route = 'api'",
        )
        .all()
        .await
        .expect("the database works");
    rows.into_iter()
        .filter_map(|(thread, platform, id)| Some(((Platform::of(&platform)?, number(&id)), thread)))
        .collect()
}

/// The number that the site gives a review stands at the end of the adapter's id.
pub fn number(external_id: &str) -> String {
    let digits = external_id.rsplit(|c: char| !c.is_ascii_digit()).next();
    digits.unwrap_or_default().trim_start_matches('0').to_owned()
}

/// Replies that the platform took to this review, by the site's own log.
pub fn accepted(app: &TestApp, case: &Case) -> Vec<Accepted> {
    let mut all = app.site.accepted().expect("the site's log");
    all.retain(|a| a.platform == case.platform && a.review == case.id);
    all
}
