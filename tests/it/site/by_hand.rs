//! The site for people: what the public sees, and a form to paste a reply.

use super::*;

#[tokio::test]
async fn a_person_reads_the_site_and_pastes_a_reply() {
    let street = Street::open().await;
    let id = street.post("2gis-spam");
    let form = [
        ("platform", "2gis"),
        ("review", id.as_str()),
        ("text", "Это не отзыв."),
    ];
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    for _ in 0..2 {
        let answer = raw(&street.origin, "POST", "/_site/reply", "", &body).await;
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    }
    let page = raw(&street.origin, "GET", "/_site/", "", "").await;
    assert!(
        page.contains("Это не отзыв.") && page.contains("&lt;a href="),
        "{page}"
    );
    assert!(
        !page.contains("<a href=\"http://spam"),
        "an author's markup is text"
    );
    assert_eq!(
        street
            .site
            .review(Platform::TwoGis, &id)
            .expect("the review")
            .replies
            .len(),
        1,
        "twice is once"
    );
    let mood = raw(&street.origin, "POST", "/_site/mood/2gis?mood=blind", "", "").await;
    assert!(mood.starts_with("HTTP/1.1 204"), "{mood}");
    assert_eq!(street.site.mood(Platform::TwoGis), Mood::Blind);
    let foreign = raw(
        &street.origin,
        "POST",
        "/_site/mood/2gis?mood=well",
        "origin: https://evil.example\r\n",
        "",
    )
    .await;
    assert!(
        foreign.starts_with("HTTP/1.1 403"),
        "another site's page presses no button: {foreign}"
    );
    assert!(
        raw(&street.origin, "POST", "/_site/mood/2gis?mood=gloomy", "", "")
            .await
            .starts_with("HTTP/1.1 404")
    );
}

/// A browser's request, without the daemon's client.
async fn raw(origin: &str, method: &str, path: &str, headers: &str, body: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = origin.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(host).await.expect("connected");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    answer
}
