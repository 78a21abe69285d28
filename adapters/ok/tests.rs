//! Odnoklassniki on its one recorded comment, links, and proof of the signature.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Method, Place};
use url::Url;

fn at(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_means_the_same_group() {
    for (link, id, topic) in [
        ("https://ok.ru/group/53396058603765", "53396058603765", None),
        (
            "http://m.ok.ru/group53396058603765?st.cmd=x",
            "53396058603765",
            None,
        ),
        (
            "https://www.odnoklassniki.ru/group/53396058603765/members",
            "53396058603765",
            None,
        ),
        (
            "https://ok.ru/group/53396058603765/topic/62503929662320",
            "53396058603765",
            Some("62503929662320"),
        ),
        (
            "https://ok.ru/zerno.coffee/topic/62503929662320",
            "zerno.coffee",
            Some("62503929662320"),
        ),
        ("https://ok.ru/zerno.coffee", "zerno.coffee", None),
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(
            (found.id.as_str(), found.extra.get("topic").map(String::as_str)),
            (id, topic),
            "{link}"
        );
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for link in [
        "https://ok.ru/profile/538901295641",
        "https://ok.ru/video/1",
        "https://ok.ru/",
        "https://ok.ru.example.org/group/53396058603765",
    ] {
        assert_eq!(at(link), None, "{link}");
    }
}

#[test]
fn the_recorded_comment_is_read_at_its_instant() {
    let Some(body) = sample("ok", "comment.json") else {
        return;
    };
    let page = adapter()
        .read(
            &at("https://ok.ru/group/53396058603765/topic/62503929662320").unwrap(),
            &body,
        )
        .unwrap();
    let [one] = page.sightings.as_slice() else {
        panic!("one comment")
    };
    assert_eq!(
        one.id,
        "MTM5NzIwNjM4MjQ3MTotMTU5NDE6MTM5NzIwNjM4MjQ3MTo2MjUwMzkyOTY2MjMyMDox"
    );
    assert_eq!(one.text, "наверное и я так буду делать!");
    assert_eq!(one.created.unwrap().to_rfc3339(), "2014-04-11T08:53:02+00:00");
    assert_eq!(one.author.id.as_deref(), Some("538901295641"));
    let parent = "MTM5NzIwNjMzNjI2MTotODE0MzoxMzk3MjA2MzM2MjYxOjYyNTAzOTI5NjYyMzIwOjE=";
    assert_eq!(one.parent.as_deref(), Some(parent));
}

#[test]
fn links_become_their_labels_and_typed_braces_stay() {
    for (raw, expected) in [
        (
            "{group:5}Зерно{group}, верните {деньги}",
            "Зерно, верните {деньги}",
        ),
        ("{user:1}Анна{user} {media_topic:7}{x", "Анна {x"),
        ("{", "{"),
    ] {
        assert_eq!(unmarked(raw), expected);
    }
}

#[tokio::test]
async fn every_code_of_the_table_has_its_decision() {
    let codes = [2, 3, 7, 8, 9, 10, 11, 100, 101, 102, 104, 300, 453, 500, 9999];
    let mut rows = Vec::new();
    for code in codes {
        let body = format!(r#"{{"error_code":{code},"error_msg":"x"}}"#);
        let net = Cassette::new()
            .access("application_key", "K")
            .access("application_secret", "SECRET")
            .access("token", "TOKEN")
            .on(
                Method::Post,
                "https://api.ok.ru/fb.do",
                &[],
                Ok(Cassette::answer(200, &[], body.as_bytes())),
                1,
            );
        let place = at("https://ok.ru/group/53396058603765").unwrap();
        let why = adapter()
            .poll(&net, &place, &Cursor::default())
            .await
            .unwrap_err();
        assert_eq!(
            adapter().read(&place, body.as_bytes()),
            Err(why.clone()),
            "{code}"
        );
        rows.push(format!("{code}: {why:?}"));
    }
    insta::assert_json_snapshot!(rows);
}

#[tokio::test]
async fn the_token_is_no_part_of_an_address_or_of_what_is_signed() {
    let net = Cassette::new()
        .access("application_key", "K")
        .access("application_secret", "SECRET")
        .access("token", "TOKEN");
    let place = at("https://ok.ru/group/53396058603765").unwrap();
    let _ = adapter().poll(&net, &place, &Cursor::default()).await;
    let sent = &net.sent()[0];
    assert_eq!(sent.url.as_str(), "https://api.ok.ru/fb.do");
    let body = String::from_utf8(sent.body.clone().unwrap()).unwrap();
    // printf 'application_key=Kcount=50fields=…format=jsongid=53396058603765method=stream.getpatterns=POST<md5 of TOKENSECRET>' | md5sum
    assert!(
        body.contains("&sig=") && body.ends_with("&access_token=TOKEN"),
        "{body}"
    );
}
