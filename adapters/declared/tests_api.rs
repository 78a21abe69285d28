//! Tables of an API on a made-up platform: tokens, several lists, replies in a list of their own.

use super::*;
use crate::testkit::Cassette;
use crate::{Method, Next, Standing};

const FACTS: &str = r#"
id = "shop"
title = { ru = "Лавка", en = "Shop" }
hosts = ["api.shop.example"]
access = "official"
auth = "key"
deletions = "never"
clock = "created"
reply = "none"
evidence = "code"
terms_checked = "2026-11-23"
keys = [
  { name = "id", what = { ru = "номер", en = "id" } },
  { name = "secret", secret = true, what = { ru = "секрет", en = "secret" } },
  { name = "refresh", secret = true, what = { ru = "согласие", en = "consent" } },
  { name = "words", what = { ru = "слова", en = "words" } },
]
politeness = { min_interval_ms = 1, min_poll_s = 1, note = "-" }
answered_by = [["refresh"]]
[links]
hosts = ["shop.example"]
to = [{ kind = "shop", paths = ["/s/{id}"], url = "https://shop.example/s/{place.id}" }]
[declared.item]
id = { path = ["id"], as = "id" }
text = { path = ["text"], as = "text" }
"#;

const OWNER: &str = r#"
[declared.service.owner]
headers = { authorization = "Bearer {token}" }
[[declared.service.owner.token]]
kind = "grant"
needs = ["refresh"]
client = ["id", "secret"]
url = "https://api.shop.example/token"
form = { grant_type = "refresh_token", refresh_token = "{access.refresh}" }
[[declared.route]]
name = "api"
owner = true
service = "owner"
url = "https://api.shop.example/{found.unit}?page={cursor|0}"
list = ["data"]
paging = { kind = "page", size = 2 }
[declared.route.first]
call = { service = "owner", url = "https://api.shop.example/find/{place.id}" }
take = { unit = "unit" }
counter = { count = "all", silent = "mute" }
[declared.replies]
service = "owner"
url = "https://api.shop.example/replies?page={cursor}"
size = 9
list = ["list"]
to = { path = ["to"], as = "id" }
deepest = 1
[declared.replies.reply]
path = ""
text = { path = ["text"], as = "text" }
standing = { path = "state", live = ["SHOWN"], rejected = { NO = "off_topic" }, gone = ["OUT"] }
"#;

const LISTS: &str = r#"
[[declared.route]]
name = "words"
each = { key = "words", default = "ru", most = 2, word = "[a-z]{2}", is_language = true }
url = "https://api.shop.example/list?lang={each}&after={cursor?}"
list = ["data"]
paging = { kind = "token", path = "next", always = true }
"#;

fn shop(tables: &str) -> DeclaredAdapter {
    DeclaredAdapter::read(&format!("{FACTS}{tables}")).unwrap()
}

fn place() -> Place {
    shop(LISTS)
        .locate(&Url::parse("https://shop.example/s/a").unwrap())
        .unwrap()
}

fn owner(token: u16) -> Cassette {
    let granted = Cassette::answer(token, &[], br#"{"access_token":"T"}"#);
    Cassette::new()
        .access("id", "i")
        .access("secret", "s")
        .access("refresh", "r")
        .on(Method::Post, "https://api.shop.example/token", &[], Ok(granted), 1)
        .get("https://api.shop.example/find/a", 200, br#"{"unit":17,"all":5,"mute":2}"#)
        .get("https://api.shop.example/17?page=0", 200, br#"{"data":[{"id":1,"text":"a"},{"id":2,"text":"b"}]}"#)
        .get(
            "https://api.shop.example/replies?page=0",
            200,
            br#"{"list":[{"to":1,"text":"x","state":"NEW"},{"to":2,"text":"y","state":"OUT"},{"to":9,"text":"z","state":"NO"}]}"#,
        )
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_what_was_found_stays_in_the_cursor() {
    let net = owner(200);
    let page = shop(OWNER)
        .poll(&net, &place(), &Cursor::default())
        .await
        .unwrap();
    assert_eq!(page.next, Next::More("api?unit=17 1".into()));
    assert_eq!(page.counter.and_then(|c| c.count), Some(3));
    let sent = net.sent();
    // base64 of `i:s`
    assert!(
        sent[0]
            .headers
            .contains(&("authorization".into(), "Basic aTpz".into()))
    );
    let bearer = ("authorization".to_owned(), "Bearer T".to_owned());
    assert!(sent.len() == 4 && sent[1..].iter().all(|s| s.headers.contains(&bearer)));
    // Of moderation: an unknown word is pending, what was taken away is no reply.
    let standing = |i: usize| {
        page.sightings[i]
            .official_reply
            .as_ref()
            .map(|r| r.standing.clone())
    };
    assert_eq!((standing(0), standing(1)), (Some(Standing::Pending), None));
    let declined = Standing::Rejected {
        reason: "off_topic".into(),
    };
    assert_eq!(
        (page.answers[0].to.as_str(), &page.answers[0].reply.standing),
        ("9", &declined)
    );
}

#[tokio::test]
async fn a_grant_that_is_refused_is_refused_access_and_nothing_else_is_asked() {
    let net = owner(400);
    let refused = shop(OWNER).poll(&net, &place(), &Cursor::default()).await;
    assert_eq!(
        (refused, net.sent().len()),
        (Err(Failure::auth("invalid_grant")), 1)
    );
    let without = Cassette::new().access("refresh", "r");
    let missing = shop(OWNER).poll(&without, &place(), &Cursor::default()).await;
    assert_eq!(
        (missing, without.sent().len()),
        (Err(Failure::auth("no_oauth_client")), 0)
    );
}

#[tokio::test]
async fn several_lists_stand_on_the_first_page_together_and_go_on_one_by_one() {
    let list = |lang: &str| format!("https://api.shop.example/list?lang={lang}");
    let net = Cassette::new()
        .access("words", "ru, en; ru, fra de")
        .get(
            &format!("{}&after=R", list("ru")),
            200,
            br#"{"data":[{"id":3,"text":"c"}],"next":"R"}"#,
        )
        .get(&list("ru"), 200, br#"{"data":[{"id":1,"text":"a"}],"next":"R"}"#)
        .get(
            &list("en"),
            200,
            br#"{"data":[{"id":1,"text":"a"},{"id":2,"text":"b"}],"next":"E"}"#,
        );
    let adapter = shop(LISTS);
    let page = adapter.poll(&net, &place(), &Cursor::default()).await.unwrap();
    let told: Vec<_> = page
        .sightings
        .iter()
        .map(|s| (s.id.as_str(), s.lang.as_deref()))
        .collect();
    assert_eq!(told, [("1", Some("ru")), ("2", Some("en"))]);
    assert_eq!(page.next, Next::More("words ru=R\nen=E".into()));
    let on = Cursor {
        resume: None,
        page: Some("words ru=R\nen=E".into()),
    };
    let page = adapter.poll(&net, &place(), &on).await.unwrap();
    assert_eq!(
        (page.sightings[0].id.as_str(), page.next),
        ("3", Next::More("words en=E".into()))
    );
}

#[test]
fn tables_that_name_what_is_not_there_are_refused_with_what_is() {
    let told = |tables: &str, from: &str, to: &str, word: &str| {
        let changed = tables.replacen(from, to, 1);
        assert_ne!(changed, tables, "{from}");
        let why = DeclaredAdapter::read(&format!("{FACTS}{changed}")).unwrap_err();
        assert!(why.contains(word), "{to}: {why}");
    };
    told(
        OWNER,
        "client = [\"id\"",
        "client = [\"who\"",
        "service owner: key who is not described",
    );
    told(
        OWNER,
        "https://api.shop.example/token",
        "https://sso.shop.example/token",
        "sso.shop.example is not in hosts",
    );
    told(
        OWNER,
        "service = \"owner\"\nurl",
        "service = \"boss\"\nurl",
        "route api: there is no service `boss`; allowed: owner",
    );
    told(
        OWNER,
        "owner = true",
        "owner = true\nitem = \"x\"",
        "route api: there is no item `x`",
    );
    told(
        OWNER,
        "owner = true",
        "owner = true\nbeside = \"x\"",
        "route api: there is no beside `x`; allowed: api",
    );
    told(OWNER, "live = [\"SHOWN\"], ", "", "missing field `live`");
    told(
        OWNER,
        "\n[declared.replies.reply]\npath = \"\"\ntext = { path = [\"text\"], as = \"text\" }\nstanding",
        "\n#",
        "replies: `reply` or [declared.item.reply]",
    );
    told(LISTS, "[a-z]{2}", "[a-z", "unclosed character class");
    told(
        LISTS,
        "always = true",
        "allways = true",
        "unknown field `allways`",
    );
}
