//! What a source may be reached with: the owner's consent, secrets that are there, a proxy.

use otklik::config::{self, Source};
use otklik::jobs::door::keys;
use otklik_adapters::Failure;
use otklik_adapters::declared::DeclaredAdapter;
use secrecy::ExposeSecret;
use std::path::Path;

const SHOP: &str = r#"
id = "shop"
title = { ru = "Лавка", en = "Shop" }
hosts = ["api.shop.example"]
access = "public_page"
auth = "none"
deletions = "never"
clock = "created"
reply = "none"
evidence = "code"
terms_checked = "2026-11-26"
opt_in = { ru = "правила площадки об этом молчат", en = "the terms say nothing of it" }
politeness = { min_interval_ms = 1, min_poll_s = 1, note = "-" }
[declared]
permalink = "https://shop.example/{place.id}#r{review.id}"
[declared.locate]
kind = "shop"
hosts = ["shop.example"]
paths = ["/s/{id}"]
url = "https://shop.example/s/{place.id}"
[[declared.route]]
name = "api"
url = "https://api.shop.example/{place.id}"
list = ["data"]
paging = { kind = "none" }
zero = ["total"]
[declared.item]
id = { path = ["id"], as = "id" }
text = { path = ["text"], as = "text" }
"#;

fn source(more: &str) -> Source {
    let text = format!(
        "[business]\nname = \"Зерно\"\n[[source]]\nname = \"vk\"\nplatform = \"vk\"\n\
         url = \"https://vk.com/zerno_coffee\"\n{more}\n[source.access]\nservice_key = \"env:OTKLIK_NOT_SET\"\n"
    );
    config::read(&text, Path::new("otklik.toml"))
        .expect("a configuration")
        .sources
        .remove(0)
}

#[test]
fn a_platform_that_is_off_by_default_is_not_asked_without_the_owner_s_consent() {
    let shop = DeclaredAdapter::read(SHOP).expect("an adapter");
    assert_eq!(
        keys(&shop, Some(&source(""))).err(),
        Some(Failure::auth("opt_in"))
    );
    // consent given, the next thing that is wrong is told
    let consenting = keys(&shop, Some(&source("opt_in = true")));
    assert_eq!(consenting.err(), Some(Failure::auth("secret_missing")));
    let vk = otklik_adapters::by_id("vk").expect("VK");
    assert_eq!(
        keys(vk, Some(&source(""))).err(),
        Some(Failure::auth("secret_missing")),
        "other platforms need no consent"
    );
    assert!(keys(&shop, None).is_ok());
}

#[test]
fn a_proxy_may_be_a_secret_and_a_wrong_one_ails_its_source_alone() {
    let dir = crate::support::Dir::new();
    let file = dir.path().join("proxy");
    let with = |text: &str| {
        std::fs::write(&file, text).expect("written");
        source(&format!("proxy_file = {:?}", file.display().to_string()))
    };
    let good = with("socks5://watch:word@10.0.0.1:1080\n");
    let proxy = good.through().expect("readable").expect("a proxy");
    assert_eq!(proxy.expose_secret(), "socks5://watch:word@10.0.0.1:1080");
    assert!(!format!("{proxy:?}").contains("word"));
    let wrong = with("gopher://10.0.0.1\n").through().expect_err("no proxy");
    assert!(!wrong.contains("10.0.0.1"), "a secret is not repeated: {wrong}");
    assert!(source("proxy = \"env:OTKLIK_NOT_SET\"").through().is_err());
    assert!(source("").through().expect("none").is_none());
}
