//! What leaves otklik comes back as it was, and nothing goes out twice.

use crate::support::{Base, TestApp, on_both};
use chrono::TimeDelta;
use otklik::app::App;
use otklik::config::mapping::{self, Mapping};
use otklik::context::Context;
use otklik::demo::site::Platform;
use otklik::domain::{Lang, State};
use otklik::mail::Mailer;
use otklik::store::{Db, Time, dump, events, notes, replies, reviews, sources, threads};
use otklik::transfer::backup::{self, Unsound};
use otklik::transfer::export::{self, Export};
use otklik::transfer::import::{self, Import, Records};
use otklik::transfer::restore::{self, RestoreError, Restored};
use otklik::transfer::sheet::{BOM, Sheet};
use otklik::transfer::{cell, progress, record};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Everything of one database, as the export prints it.
async fn exported(db: &Db) -> Vec<String> {
    let mut export = Export::new(db, None);
    let mut lines = Vec::new();
    loop {
        let rows = export.next().await.expect("read");
        if rows.is_empty() {
            return lines;
        }
        lines.extend(
            rows.iter()
                .map(|(row, thread)| export::whole(row, thread).to_string()),
        );
    }
}

/// A restore adds notes, and nothing else.
fn without_notes(lines: Vec<String>) -> Vec<serde_json::Value> {
    let stripped = lines.iter().map(|line| {
        let mut review: serde_json::Value = serde_json::from_str(line).expect("JSON");
        if let Some(thread) = review["thread"].as_array_mut() {
            thread.retain(|said| said["kind"] != "note");
        }
        review
    });
    stripped.collect()
}

/// The only open thread of a source.
async fn open_at(app: &TestApp, source: &str) -> threads::Thread {
    let open = threads::open_list(app.db()).await.expect("read");
    let found = open.into_iter().find(|t| t.source_name == source);
    found
        .unwrap_or_else(|| panic!("nothing is open at {source}"))
        .thread
}

async fn hashes(db: &Db) -> BTreeMap<String, String> {
    let rows = reviews::list(db, None, None, (Time(i64::MIN), String::new()), 1_000)
        .await
        .expect("read");
    rows.into_iter()
        .map(|r| (r.review.external_id, r.review.content_hash))
        .collect()
}

async fn copy_of(app: &TestApp) -> Vec<u8> {
    let mut out = Vec::new();
    let bar = progress::counted("", 0);
    backup::write(app.db(), app.ctx().clock.now(), &mut out, &bar)
        .await
        .expect("written");
    out
}

/// The configuration and clock of `app` on another database, migrated and nothing more.
async fn elsewhere(app: &TestApp, base: &Base) -> Context {
    let mut config = (*app.ctx().config).clone();
    config.database.url.clone_from(&base.url);
    let db = base.db().await;
    db.migrate().await.expect("migrations");
    Context::new(db, app.ctx().clock.clone(), config)
}

async fn restored(app: &TestApp, base: &Base, copy: &[u8]) -> Restored {
    let ctx = elsewhere(app, base).await;
    let done = restore::restore(&ctx, copy).await.expect("restored");
    ctx.db.close().await;
    done
}

/// The daemon starts on the restored database.
async fn started(app: &TestApp, base: &Base) -> App {
    let mut config = (*app.ctx().config).clone();
    config.database.url.clone_from(&base.url);
    App::open(config, app.ctx().clock.clone(), Mailer::kept())
        .await
        .expect("a daemon")
}

/// Reviews on every platform, one of them urgent, one answered to the end.
async fn busy(base: Base) -> TestApp {
    let app = TestApp::open(base).await;
    app.drain().await;
    for id in [
        "vk-queue",
        "2gis-poisoning",
        "app-crash",
        "telegram-hours",
        "2gis-spam",
    ] {
        app.posts(id);
    }
    app.forward(15).await;
    app
}

on_both! {
    async fn an_export_comes_back_with_the_same_contents(base: Base) {
        let app = busy(base).await;
        let lines = exported(app.db()).await;
        assert!(lines.len() >= 5, "{lines:?}");
        let empty = Base::sqlite().await;
        let ctx = started(&app, &empty).await.ctx;
        for source in sources::enabled(&ctx.db).await.expect("read") {
            let history = import::as_history(&source);
            let mut import = Import::into(&ctx, &history).await.expect("open");
            let mine = format!("\"source\":\"{}\"", source.name);
            let file = lines.iter().filter(|l| l.contains(&mine)).fold(String::new(), |f, l| f + l + "\n");
            let mut records = Records::open(file.as_bytes(), None).expect("a file");
            while let Some((_, sighting)) = records.next_record().expect("read") {
                import.add(sighting.expect("our own line")).await.expect("taken in");
            }
            import.finish().await.expect("stored");
        }
        assert_eq!(hashes(&ctx.db).await, hashes(app.db()).await);
        let open = threads::open_list(&ctx.db).await.expect("read");
        assert!(open.is_empty(), "an import is history and rings nobody");
    }
}

on_both! {
    async fn a_copy_brings_everything_back(base: Base) {
        let app = busy(base).await;
        let queue = threads::open_list(app.db()).await.expect("read").len();
        let before = exported(app.db()).await;
        let copy = copy_of(&app).await;
        backup::verify(copy.as_slice()).expect("sound");
        let empty = Base::sqlite().await;
        restored(&app, &empty, &copy).await;
        let db = empty.db().await;
        assert_eq!(without_notes(exported(&db).await), without_notes(before));
        assert_eq!(threads::open_list(&db).await.expect("read").len(), queue);
        assert_eq!(events::verify(&db).await.expect("read"), None, "the chain goes on");
    }
}

on_both! {
    async fn a_copy_goes_into_the_database_of_the_other_kind(base: Base) {
        let app = busy(Base::sqlite().await).await;
        let before = exported(app.db()).await;
        restored(&app, &base, &copy_of(&app).await).await;
        let db = base.db().await;
        assert_eq!(without_notes(exported(&db).await), without_notes(before));
        assert_eq!(events::verify(&db).await.expect("read"), None);
    }
}

on_both! {
    /// The worst case: the copy is older than the publication, and the daemon runs on for hours.
    async fn no_reply_is_published_again_from_an_old_copy(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let queue = app.posts("vk-queue");
        app.posts("telegram-hours");
        app.forward(15).await;
        let vk = app.thread(Platform::Vk, &queue).await;
        let telegram = open_at(&app, "telegram-group").await;
        app.approves("manager", &vk).await;
        app.approves("manager", &telegram).await;
        let copy = copy_of(&app).await;
        app.forward(60).await;
        let out = app.site.accepted().expect("the log").len();
        assert_eq!(out, 2, "both were published after the copy");

        let empty = Base::sqlite().await;
        let done = restored(&app, &empty, &copy).await;
        assert_eq!((done.unknown, done.dropped.publications), (2, 2));
        let again = started(&app, &empty).await;
        for _ in 0..36 {
            app.clock.forward(TimeDelta::minutes(5));
            again.runner.drain().await.expect("the database works");
        }
        assert_eq!(app.site.accepted().expect("the log").len(), out, "published again");
        let state = |id: String| {
            let db = again.ctx.db.clone();
            async move { replies::of_thread(&db, &id).await.expect("read").expect("a reply").state() }
        };
        assert_eq!(state(vk.id).await, State::VerifiedLive, "the platform shows it");
        assert_eq!(state(telegram.id).await, State::Unknown, "nobody can say: a person decides");
    }
}

on_both! {
    async fn an_old_copy_sends_no_old_mails(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        app.posts("2gis-poisoning");
        app.clock.forward(TimeDelta::minutes(11));
        // seen, and the mails of the alert are queued, when the copy is made
        app.poll("2gis-kaliningrad").await;
        app.poll("2gis-moscow").await;
        app.poll("2gis-vladivostok").await;
        let copy = copy_of(&app).await;
        app.forward(120).await;
        let empty = Base::sqlite().await;
        let done = restored(&app, &empty, &copy).await;
        assert!(done.dropped.mails > 0, "{done:?}");
        let again = started(&app, &empty).await;
        again.runner.drain().await.expect("the database works");
        let sent = crate::support::app::count(&again.ctx.db, "SELECT count(*) FROM mail WHERE state = 'sent' AND kind = 'alert'");
        assert_eq!(sent.await, 0);
    }
}

on_both! {
    async fn who_approves_after_a_restore_is_told_to_look_first(base: Base) {
        let app = TestApp::open(base).await;
        app.drain().await;
        let queue = app.posts("vk-queue");
        app.forward(15).await;
        let thread = app.thread(Platform::Vk, &queue).await;
        let empty = Base::sqlite().await;
        restored(&app, &empty, &copy_of(&app).await).await;
        let told = notes::of_thread(&empty.db().await, &thread.id).await.expect("read");
        assert!(told.iter().any(|n| n.body.contains("копии")), "{told:?}");
    }
}

on_both! {
    async fn a_database_with_work_in_it_is_left_alone(base: Base) {
        let app = busy(base).await;
        let before = exported(app.db()).await;
        let copy = copy_of(&app).await;
        let refused = restore::restore(app.ctx(), copy.as_slice()).await;
        assert!(matches!(refused, Err(RestoreError::NotEmpty)), "{refused:?}");
        assert_eq!(exported(app.db()).await, before);
    }
}

#[tokio::test]
async fn a_damaged_copy_changes_nothing() {
    let app = busy(Base::sqlite().await).await;
    let copy = copy_of(&app).await;
    let empty = Base::sqlite().await;
    let ctx = elsewhere(&app, &empty).await;
    let mut cut = copy.clone();
    cut.truncate(copy.len() / 2);
    let mut changed = copy.clone();
    // in a row: a changed heading is told by its own error
    let word = b"review_seen";
    let at = copy
        .windows(word.len())
        .position(|w| w == word)
        .expect("an event");
    changed[at] ^= 1;
    for bad in [cut, changed, b"id;text\r\n1;a\r\n".to_vec(), Vec::new()] {
        let refused = restore::restore(&ctx, bad.as_slice()).await;
        // the changed byte may stand in the name of a column, which is seen before the sum
        let told = matches!(refused, Err(RestoreError::Unsound(_) | RestoreError::Unknown(..)));
        assert!(told, "{refused:?}");
        assert!(
            !dump::holds_work(&ctx.db).await.expect("read"),
            "nothing was stored"
        );
    }
    assert!(matches!(
        backup::verify(&copy[..copy.len() - 1]),
        Err(Unsound::CutOff)
    ));
}

on_both! {
    async fn a_copy_leaves_no_table_out_by_accident(base: Base) {
        let db = base.db().await;
        let sql = db.pick(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('sqlite_sequence', '_sqlx_migrations')",
            "SELECT table_name::text FROM information_schema.tables
             WHERE table_schema = current_schema() AND table_name <> '_sqlx_migrations'",
        );
        let mut there: Vec<String> = db.query(sql).all::<(String,)>().await.expect("read").into_iter().map(|(n,)| n).collect();
        let mut copied: Vec<String> = dump::tables(&db).await.expect("read").into_iter().map(|t| t.name).collect();
        copied.extend(dump::LEFT_OUT.iter().map(|t| (*t).to_owned()));
        there.sort();
        copied.sort();
        assert_eq!(copied, there);
    }
}

#[tokio::test]
async fn the_spreadsheet_runs_nothing_and_comes_back() {
    let app = TestApp::open(Base::sqlite().await).await;
    app.drain().await;
    let hostile = "=HYPERLINK(\"http://evil.example\";\"скидка\")\nвторая строка; «с точкой»";
    let id = app.writes(Platform::TwoGis, Some(1), hostile);
    app.forward(15).await;
    let mut export = Export::new(app.db(), None);
    let mut out = Vec::new();
    let mut sheet = Sheet::start(&mut out).expect("written");
    for (row, thread) in export.next().await.expect("read") {
        sheet
            .row(&export::whole(&row, &thread), &thread)
            .expect("written");
    }
    sheet.finish().expect("written");
    assert!(out.starts_with(BOM) && out.ends_with(b"\r\n"));
    let mut cells = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(&out[BOM.len()..]);
    for row in cells.records() {
        for cell in &row.expect("RFC 4180") {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    let mut records = Records::open(out.as_slice(), None).expect("a table");
    let mut found = None;
    while let Some((_, record)) = records.next_record().expect("read") {
        let record = record.expect("our own row");
        if record.id == id {
            found = Some(record.text);
        }
    }
    assert_eq!(found.as_deref(), Some(hostile));
}

#[test]
fn a_bad_record_is_named_and_the_rest_is_read() {
    let file = "\u{feff}external_id;text;rating;created_at\r\n1;хорошо;5;2026-11-23\r\n2;так себе;11;2026-11-23\r\n\
                3;\"две\r\nстроки\";3,0;23.11.2026 10:00\r\n;без ид;1;\r\n5;поздно;1;вчера\r\n";
    let mut records = Records::open(file.as_bytes(), None).expect("a table");
    let mut good = Vec::new();
    let mut bad = Vec::new();
    while let Some((line, record)) = records.next_record().expect("read") {
        match record {
            Ok(s) => good.push((line, s.id, s.rating)),
            Err(b) => bad.push((line, b.key, b.field)),
        }
    }
    assert_eq!(good, [(2, "1".into(), Some(5)), (4, "3".into(), Some(3))]);
    let named = |line, key, field: &str| (line, key, field.to_owned());
    assert_eq!(
        bad,
        [
            named(3, "rating", "rating"),
            named(6, "missing", "external_id"),
            named(7, "time", "created_at"),
        ]
    );
}

/// Ids, ratings, instants and official replies of a file, or the first thing that is wrong.
fn taken(file: &str, mapping: Option<&str>) -> Vec<String> {
    let mapping = mapping.map(|text| Mapping::read(text).expect("a mapping"));
    let mut records = Records::open(file.as_bytes(), mapping).expect("a file");
    let mut lines = Vec::new();
    while let Some((n, record)) = records.next_record().expect("read") {
        lines.push(match record {
            Ok(s) => format!(
                "{n} {} {:?} {} {:?} {}",
                s.id,
                s.rating,
                s.created.map_or_else(|| "-".into(), |at| at.to_rfc3339()),
                s.official_reply.map(|r| r.text),
                s.media
            ),
            Err(bad) => format!("{n} {} {}", bad.key, bad.field),
        });
    }
    lines
}

#[test]
fn a_table_with_foreign_columns_is_read_by_its_mapping() {
    let table =
        "Номер;Кто;Балл;Что пишут;Когда\n17;Анна;4,0;Кофе хороший;23.11.2026 10:00\n18;;9;Так себе;\n";
    let mapping = "id = \"номер\"\nauthor_name = \"Кто\"\nrating = \"Балл\"\ntext = \"Что пишут\"\ncreated_at = \"Когда\"";
    assert_eq!(
        taken(table, Some(mapping)),
        ["2 17 Some(4) 2026-11-23T10:00:00+00:00 None 0", "3 rating rating"]
    );
}

#[test]
fn a_document_is_read_by_a_mapping_and_known_dumps_by_themselves() {
    // one line, several lines, an object of reviews by id, and a bare list
    let steam = "{\"reviews\":{\"7\":{\"recommendationid\":\"7\",\"review\":\"Fine\",\"voted_up\":false,\
        \"timestamp_created\":1549600315,\"timestamp_updated\":1549600315,\"author\":{\"steamid\":\"9\"},\
        \"timestamp_dev_responded\":0,\"developer_response\":\"Thanks\"}}}";
    assert_eq!(
        taken(steam, None),
        ["1 7 Some(1) 2019-02-08T04:31:55+00:00 Some(\"Thanks\") 0"]
    );
    let pretty =
        serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(steam).expect("JSON"));
    assert_eq!(taken(&pretty.expect("JSON"), None), taken(steam, None));
    let yandex = "{\n \"title\": \"Зерно\",\n \"reviews\": [{\"reviewId\": \"a\", \"rating\": 5, \"text\": \"Рады\", \
        \"date\": \"2025-11-12T11:34:35.550Z\", \"businessComment\": \"\", \"photos\": [1, 2]}]}";
    assert_eq!(taken(yandex, None), ["1 a Some(5) - None 2"]);
    let own = "[{\"key\": 1, \"says\": {\"ru\": \"Да\"}, \"stars\": 4}, {\"key\": null}, 7]";
    assert_eq!(
        taken(own, Some("id = \"key\"\ntext = \"says.ru\"\nrating = \"stars\"")),
        ["1 1 Some(4) - None 0", "2 missing external_id", "3 json "]
    );
}

#[test]
fn a_file_that_no_mapping_fits_says_what_to_do() {
    for (file, wanted) in [
        ("[{\"a\": 1}]", "--mapping"),
        ("[", "JSON"),
        ("имя;текст\n1;2\n", "source.columns"),
    ] {
        let refused = Records::open(file.as_bytes(), None).err().expect("refused");
        for lang in [Lang::Ru, Lang::En] {
            assert!(
                refused.text(lang).contains(wanted),
                "{file}: {}",
                refused.text(lang)
            );
        }
    }
    for (mapping, wanted) in [
        ("texts = \"a\"", "official_reply_text"),
        ("text = \"a\"", "id"),
        ("id = 1", "1"),
    ] {
        let refused = Mapping::read(mapping).expect_err("refused");
        assert!(
            refused.text(Lang::En).contains(wanted),
            "{mapping}: {}",
            refused.text(Lang::En)
        );
    }
    assert!(Mapping::named("no_such_dump").is_err());
    for name in mapping::names() {
        assert!(Mapping::named(&name).is_ok(), "{name}");
    }
}

proptest! {
    #[test]
    fn every_text_survives_a_cell(text in ".*") {
        let cell = cell::guarded(&text);
        prop_assert_eq!(cell::unguarded(&cell), &text);
    }

    #[test]
    fn apostrophes_before_a_formula_survive_too(n in 0usize..4, sign in "[=+@\t-]", rest in ".*") {
        let text = format!("{}{sign}{rest}", "'".repeat(n));
        prop_assert!(!cell::guarded(&text).starts_with(['=', '+', '-', '@', '\t']));
        let cell = cell::guarded(&text);
        prop_assert_eq!(cell::unguarded(&cell), &text);
    }

    #[test]
    fn no_file_makes_the_import_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(mut records) = Records::open(bytes.as_slice(), None) {
            while let Ok(Some(_)) = records.next_record() {}
        }
        let _ = record::of_json(&String::from_utf8_lossy(&bytes));
        let _ = backup::verify(bytes.as_slice());
    }
}
