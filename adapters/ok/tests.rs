//! Odnoklassniki on its one recorded comment, links, and proof of the signature.

use super::*;
use crate::testkit::sample;

fn at(link: &str) -> Option<Place> {
    Ok::new().locate(&Url::parse(link).unwrap())
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
    let page = Ok::new()
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
