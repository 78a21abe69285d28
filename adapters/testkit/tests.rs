//! Every adapter of this build keeps its promises, and the suite notices one that does not.

use super::checks::damage;
use super::scenario::Play;
use super::suite::packed;
use super::*;
use crate::{Adapter, all, by_id};
use proptest::prelude::*;

fn folder(platform: &str) -> &str {
    if platform == "2gis" { "twogis" } else { platform }
}

#[test]
fn every_adapter_keeps_every_promise() {
    for adapter in all() {
        let report = conformance(adapter.as_ref());
        assert!(
            report.failed.is_empty(),
            "{}: {:#?}",
            adapter.manifest().id,
            report.failed
        );
        // what is brought has no HTTP to be asked about
        let least = if adapter.manifest().pushed { 15 } else { 50 };
        assert!(
            report.passed > least,
            "{} was hardly asked: {}",
            adapter.manifest().id,
            report.passed
        );
    }
}

#[test]
fn a_folder_on_disk_is_asked_the_same_as_the_packed_one() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("twogis");
    assert_eq!(run_dir(&dir).unwrap(), conformance(by_id("2gis").unwrap()));
    assert!(
        run_dir(&dir.join("fixtures"))
            .unwrap_err()
            .contains("adapter.toml")
    );
}

/// The adapter that was written by following README.md to the letter; it is in no build of ours.
#[test]
fn the_adapter_of_an_afternoon_takes_sixty_lines_and_keeps_every_promise() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/discourse");
    let report = run_dir(&dir).unwrap();
    assert!(report.failed.is_empty(), "{:#?}", report.failed);
    assert!(report.passed > 50);
    let lines = std::fs::read_to_string(dir.join("adapter.toml"))
        .unwrap()
        .lines()
        .count();
    assert!(lines <= 60, "{lines} lines");
}

#[test]
fn every_fixture_is_read_as_in_its_snapshot() {
    for adapter in all() {
        let platform = &adapter.manifest().id;
        for scenario in packed(platform).0 {
            let place = scenario.place(adapter.as_ref()).unwrap();
            if scenario.spec.publish.is_some() || scenario.spec.current.is_some() {
                continue;
            }
            let result = scenario.poll(adapter.as_ref(), &place, &scenario.net(&Play::Recorded));
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(format!("../{}/snapshots", folder(platform)));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_json_snapshot!(scenario.name.as_str(), result));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_an_adapter_panic_or_fall_silent(seed in any::<u64>(), pick in any::<prop::sample::Index>()) {
        let mut bodies = Vec::new();
        for adapter in all() {
            for scenario in packed(&adapter.manifest().id).0 {
                let files: Vec<String> = scenario.files.keys().cloned().collect();
                bodies.extend(files.into_iter().map(|f| (adapter, scenario.clone(), f)));
            }
        }
        let (adapter, scenario, file) = &bodies[pick.index(bodies.len())];
        let place = scenario.place(adapter.as_ref()).unwrap();
        let (kind, body) = mutate(&scenario.files[file], seed);
        let result = damage::both(adapter.as_ref(), scenario, &place, file, &body);
        prop_assert!(result.is_ok(), "{} {kind}: {:?}", scenario.name, result);
    }
}

#[test]
fn the_template_of_the_readme_is_a_working_adapter() {
    let readme = include_str!("../README.md");
    let template = readme
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert!(
        template.lines().count() <= 60,
        "a declared adapter takes at most 60 lines"
    );
    let adapter = crate::declared::DeclaredAdapter::read(template).unwrap();
    let place = adapter
        .locate(&url::Url::parse("https://shop.example/msk/s/12?x=1").unwrap())
        .unwrap();
    let body = br#"{"data":{"total":1,"average":4.5,"reviews":[{"id":7,"text":"ok","stars":4,
        "created_at":"2026-11-23T10:00:00+03:00","answer":{"text":"thanks"}}]}}"#;
    let page = adapter.read(&place, body).unwrap();
    assert_eq!(page.sightings[0].official_reply.as_ref().unwrap().text, "thanks");
    assert_eq!(
        adapter.permalink(&place, "7").unwrap().as_str(),
        "https://shop.example/s/12/r/7"
    );
}

#[test]
fn damage_to_real_pages_makes_no_adapter_panic_or_fall_silent() {
    for (platform, folder, link, file) in [
        (
            "app_store",
            "appstore",
            "https://apps.apple.com/us/app/id415458524",
            "rss-us-415458524-p1-2025.json",
        ),
        (
            "app_store",
            "appstore",
            "https://apps.apple.com/jp/app/id1404176564",
            "rss-jp-1404176564-p1-2020.xml",
        ),
        (
            "2gis",
            "2gis",
            "https://2gis.ru/firm/563478234508453",
            "api20_alterra_page3.json",
        ),
        (
            "2gis",
            "2gis",
            "https://2gis.ru/firm/70000001111004704",
            "firmpage_estetikbro_query.json",
        ),
    ] {
        let Some(body) = sample(folder, file) else { return };
        let adapter = by_id(platform).unwrap();
        let place = adapter.locate(&url::Url::parse(link).unwrap()).unwrap();
        for seed in 0..60 {
            let (kind, body) = mutate(&body, seed);
            if let Ok(page) = adapter.read(&place, &body) {
                super::checks::page::sane(&page).unwrap_or_else(|e| panic!("{file} {kind} {seed}: {e}"));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_a_small_reader_panic(text in "\\PC{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        use crate::parse::{dates, json, path::Path, status};
        let now = crate::Net::now(&Cassette::new());
        let soon = status::retry_after(&text, now);
        prop_assert!(soon.is_none_or(|t| t >= now));
        prop_assert!(dates::rfc3339(&text).is_none_or(|t| dates::sane(&t)));
        if let Ok(path) = Path::read(&text) {
            prop_assert_eq!(path.to_string(), text.clone());
        }
        let _ = crate::declared::Template::read(&text);
        let _ = json::value(&bytes);
        let _ = json::mend(text.as_bytes());
        prop_assert!(!crate::parse::plain(&text).contains(['\0', '\r']));
    }

    #[test]
    fn no_link_makes_an_adapter_panic(tail in "[a-z0-9/?=&%#._:@ -]{0,60}", host in prop::sample::select(vec![
        "https://apps.apple.com/", "https://2gis.ru/", "https://t.me/", "https://vk.com/", "itms-apps://", "tg://",
        "https://play.google.com/store/apps/details?id=", "market://details", "https://yandex.ru/maps/", "https://yandex.ru/", "yandexmaps://",
        "https://www.google.com/maps/", "https://www.google.com/maps?cid=", "https://g.page/", "https://business.google.com/", "https://www.rustore.ru/catalog/app/",
        "https://mastodon.social/", "https://kofe.example/@", "https://kofe.example/", "https://www.reddit.com/", "https://redd.it/", "https://x.com/",
    ])) {
        if let Ok(url) = url::Url::parse(&format!("{host}{tail}")) {
            for adapter in all() {
                if let Some(place) = adapter.locate(&url) {
                    prop_assert_eq!(adapter.locate(&place.url).map(|p| p.id), Some(place.id));
                }
            }
        }
    }
}

/// The App Store's adapter with one promise broken.
struct Broken(&'static dyn Adapter);

#[async_trait::async_trait]
impl Adapter for Broken {
    fn manifest(&self) -> &crate::Manifest {
        self.0.manifest()
    }
    fn locate(&self, url: &url::Url) -> Option<crate::Place> {
        self.0.locate(url)
    }
    fn permalink(&self, place: &crate::Place, id: &str) -> Option<url::Url> {
        self.0.permalink(place, id)
    }
    async fn poll(
        &self,
        net: &dyn crate::Net,
        place: &crate::Place,
        cursor: &crate::Cursor,
    ) -> Result<crate::Page, crate::Failure> {
        // Whatever goes wrong is nothing new: the silent zero of other tools.
        let nothing = || crate::Page::of(Vec::new(), crate::Next::Done);
        Ok(self
            .0
            .poll(net, place, cursor)
            .await
            .unwrap_or_else(|_| nothing()))
    }
    fn read(&self, place: &crate::Place, body: &[u8]) -> Result<crate::Page, crate::Failure> {
        self.0.read(place, body)
    }
}

#[test]
fn an_adapter_that_turns_failures_into_nothing_new_does_not_pass() {
    let broken = Broken(by_id("app_store").unwrap());
    let report = conformance(&broken);
    for promise in [
        "fresh: 401 is refused access",
        "fresh: page.json survives damage",
        "empty_glitch: as expected",
    ] {
        assert!(
            report.failed.iter().any(|f| f.starts_with(promise)),
            "{promise}: {:#?}",
            report.failed
        );
    }
}
