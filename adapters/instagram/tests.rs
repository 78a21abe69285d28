//! Instagram on its real recorded answers, and links.

use super::*;
use crate::testkit::{Cassette, sample};
use crate::{Adapter, Cursor, Emptiness, Next, Page, Place};
use url::Url;

fn at(link: &str) -> Option<Place> {
    adapter().locate(&Url::parse(link).unwrap())
}

#[test]
fn every_form_of_link_means_the_same_account_post_or_tags() {
    for link in [
        "https://www.instagram.com/zerno.coffee/",
        "https://instagram.com/Zerno.Coffee?igsh=MW&utm_source=qr",
        "http://m.instagram.com/zerno.coffee/reels/",
        "https://www.instagram.com/zerno.coffee/p/DRzernoAAA/",
        "https://instagr.am/zerno.coffee",
        "https://www.instagram.com/_u/zerno.coffee",
        "https://ig.me/zerno.coffee",
        "instagram://user?username=zerno.coffee",
        "https://l.instagram.com/?u=https%3A%2F%2Finstagram.com%2Fzerno.coffee&e=AT",
    ] {
        let found = at(link).unwrap_or_else(|| panic!("{link}"));
        assert_eq!(
            (found.kind.as_str(), found.id.as_str()),
            ("account", "zerno.coffee"),
            "{link}"
        );
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for (link, kind, id) in [
        (
            "https://www.instagram.com/p/DRzerno_A-A/?img_index=1",
            "post",
            "DRzerno_A-A",
        ),
        (
            "https://www.instagram.com/reel/DRzerno_A-A/",
            "post",
            "DRzerno_A-A",
        ),
        (
            "https://instagram.com/zerno.coffee/tagged/",
            "tagged",
            "zerno.coffee",
        ),
    ] {
        let found = at(link).unwrap();
        assert_eq!((found.kind.as_str(), found.id.as_str()), (kind, id), "{link}");
        assert_eq!(at(found.url.as_str()), Some(found));
    }
    for link in [
        "https://www.instagram.com/explore/tags/coffee/",
        "https://www.instagram.com/stories/zerno.coffee/1/",
        "https://www.instagram.com/accounts/login/",
        "https://www.instagram.com/",
        "https://www.instagram.com/p/x/",
        "https://instagram.com.example.org/zerno.coffee",
        "https://l.instagram.com/?u=https%3A%2F%2Fl.instagram.com%2F%3Fu%3Dx",
    ] {
        assert_eq!(at(link), None, "{link}");
    }
}

#[test]
fn recorded_answers_give_what_they_hold() {
    let Some(body) = sample("instagram", "media_comments_page1.json") else {
        return;
    };
    let place = at("https://www.instagram.com/some.business").unwrap();
    let read = |file: &str| {
        adapter()
            .read(&place, &sample("instagram", file).unwrap())
            .unwrap()
    };
    let ids = |page: &Page| page.sightings.iter().map(|s| s.id.clone()).collect::<Vec<_>>();
    let first = adapter().read(&place, &body).unwrap();
    assert_eq!(ids(&first), ["17858154961981086", "17874875428706419"]);
    assert_eq!(
        first.sightings[0].created.unwrap().to_rfc3339(),
        "2020-06-01T10:56:52+00:00"
    );
    let last = read("media_comments_page2.json");
    assert_eq!(ids(&last), ["17892250648466172", "17914413430382429"]);
    assert_eq!(last.sightings[0].text, "@ikroskun  Hey, guys");
    assert_eq!(
        ids(&read("comments_by_ids.json")),
        ["17858154961981086", "17892250648466172"]
    );
    assert_eq!(ids(&read("mentioned_comment.json")), ["17967008497439572"]);
    // The comment itself bears `user`: the account wrote it, so it is no review; the reply is one.
    let talk = read("comment_with_replies.json");
    assert_eq!(ids(&talk), ["17845747489952795"]);
    assert_eq!(talk.sightings[0].parent.as_deref(), Some("17892250648466172"));
    let own = read("medias_page1.json");
    assert_eq!(
        (own.sightings.len(), own.empty),
        (0, Some(Emptiness::Stated)),
        "own posts are context"
    );
    let tags = at("https://www.instagram.com/some.business/tagged/").unwrap();
    let tagged = adapter()
        .read(&tags, &sample("instagram", "tagged_medias.json").unwrap())
        .unwrap();
    assert_eq!(tagged.sightings.len(), 5);
    assert_eq!(tagged.sightings[2].text, "Cute.. #cute #loveyou  @ikroskun");
}

#[tokio::test]
async fn recorded_comments_are_walked_to_their_last_page() {
    let Some(media) = sample("instagram", "medias_page1.json") else {
        return;
    };
    let pages =
        ["media_comments_page1.json", "media_comments_page2.json"].map(|f| sample("instagram", f).unwrap());
    let graph = "https://graph.instagram.com/v25.0/";
    let net = Cassette::new()
        .access("token", "t")
        .once(&format!("{graph}me/media"), 200, &media)
        .get(&format!("{graph}me/media"), 200, br#"{"data":[]}"#)
        .once(&format!("{graph}17896622936197745/comments"), 200, &pages[0])
        .get(&format!("{graph}17896622936197745/comments"), 200, &pages[1]);
    let place = at("https://www.instagram.com/some.business").unwrap();
    let (mut cursor, mut ids) = (Cursor::default(), Vec::new());
    for _ in 0..10 {
        let page = adapter().poll(&net, &place, &cursor).await.unwrap();
        ids.extend(page.sightings.into_iter().map(|s| s.id));
        match page.next {
            Next::More(on) => {
                assert!(!on.contains("access_token"), "a cursor is stored and shown");
                cursor.page = Some(on);
            }
            Next::Done => break,
        }
    }
    assert_eq!(ids.len(), 4, "{ids:?}");
}
