//! Telegram's public preview of a channel: twenty posts a page, oldest first.

use super::http::{escape, html, ill, tagged};
use super::places::{CHANNEL, CHANNEL_TITLE, GROUP, OWN_CHANNEL};
use super::platform::Platform;
use super::{Mood, Review, Site};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use std::collections::BTreeMap;

const PAGE: usize = 20;

/// A morning of 2024.
const CANARY_AT: DateTime<Utc> = match DateTime::from_timestamp(1_704_100_000, 0) {
    Some(at) => at,
    None => DateTime::UNIX_EPOCH,
};

pub(super) async fn history(
    State(site): State<Site>,
    Path(channel): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    asked: HeaderMap,
) -> Response {
    let mood = site.mood(Platform::Telegram);
    let away = || (StatusCode::FOUND, [(header::LOCATION, format!("/{channel}"))]).into_response();
    // A blocked reader is told that the channel does not exist, whichever it asks for.
    if mood == Mood::Captcha {
        return away();
    }
    let blind = || {
        html("<html><body><main class=\"v2\"><article data-p=\"1\"></article></main></body></html>".into())
    };
    if let Some(answer) = ill(mood, blind) {
        return answer;
    }
    let memory = site.memory();
    let world = &memory.world;
    let canary = canary();
    let posts: Vec<&Review> = match channel.to_ascii_lowercase().as_str() {
        CHANNEL => world
            .standing(Platform::Telegram, "channel")
            .into_iter()
            .rev()
            .collect(),
        OWN_CHANNEL => Vec::new(),
        "telegram" => vec![&canary],
        _ => return away(),
    };
    let bound = |name: &str| query.get(name).and_then(|v| v.parse::<u64>().ok());
    let (before, after) = (bound("before").unwrap_or(u64::MAX), bound("after").unwrap_or(0));
    let found: Vec<_> = posts
        .into_iter()
        .filter(|p| p.id < before && p.id > after)
        .filter(|p| {
            query
                .get("q")
                .is_none_or(|q| p.text.to_lowercase().contains(&q.to_lowercase()))
        })
        .collect();
    let start = if after > 0 {
        0
    } else {
        found.len().saturating_sub(PAGE)
    };
    let shown: Vec<_> = found.iter().skip(start).take(PAGE).copied().collect();
    tagged(
        &asked,
        "text/html; charset=utf-8",
        page(&channel, &shown, start > 0),
    )
}

/// Telegram's own channel always has something.
fn canary() -> Review {
    Review {
        platform: Platform::Telegram,
        place: "telegram".into(),
        id: 1,
        parent: None,
        author: "Telegram".into(),
        rating: None,
        title: None,
        text: "Channels are a tool for broadcasting.".into(),
        created: CANARY_AT,
        edited: None,
        removed: None,
        replies: Vec::new(),
    }
}

fn page(channel: &str, shown: &[&Review], more: bool) -> String {
    let blocks: String = shown.iter().map(|p| block(channel, p)).collect();
    let name = escape(channel);
    let first = shown.first().map_or(0, |p| p.id);
    let (link, button) = if more {
        let to = format!("/s/{name}?before={first}");
        let class = "tme_messages_more js-messages_more";
        (
            format!("<link rel=\"prev\" href=\"{to}\">"),
            format!(
                "<div class=\"tgme_widget_message_centered js-messages_more_wrap\"><a href=\"{to}\" class=\"{class}\" data-before=\"{first}\"></a></div>"
            ),
        )
    } else {
        Default::default()
    };
    let empty = "<div class=\"tme_no_messages_found\">No posts found</div>";
    let body = if shown.is_empty() { empty } else { &blocks };
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{CHANNEL_TITLE} – Telegram</title>{link}</head>\
         <body class=\"widget_frame_base tgme_webpreview\"><header class=\"tgme_header search_collapsed\">\
         <form class=\"tgme_header_search_form\" action=\"/s/{name}\"><input name=\"q\" value=\"\" /></form>\
         <div class=\"tgme_channel_info\"><div class=\"tgme_channel_info_header_title\"><span dir=\"auto\">{CHANNEL_TITLE}</span></div>\
         <div class=\"tgme_channel_info_header_username\"><a href=\"https://t.me/{name}\">@{name}</a></div>\
         <div class=\"tgme_channel_info_counters\"><div class=\"tgme_channel_info_counter\"><span class=\"counter_value\">2.5K</span> \
         <span class=\"counter_type\">subscribers</span></div></div></div></header>\
         <main class=\"tgme_main\" data-url=\"/{name}\"><section class=\"tgme_channel_history js-message_history\">\
         {button}{body}</section></main></body></html>\n"
    )
}

fn block(channel: &str, post: &Review) -> String {
    let name = escape(channel);
    let id = post.id;
    let text = escape(&post.text).replace('\n', "<br/>");
    let at = time(post.created);
    let edited = if post.edited.is_some() {
        "edited &nbsp;"
    } else {
        ""
    };
    format!(
        "<div class=\"tgme_widget_message_wrap js-widget_message_wrap\">\
         <div class=\"tgme_widget_message text_not_supported_wrap js-widget_message\" data-post=\"{name}/{id}\" data-view=\"\">\
         <div class=\"tgme_widget_message_bubble\"><div class=\"tgme_widget_message_author accent_color\">\
         <a class=\"tgme_widget_message_owner_name\" href=\"https://t.me/{name}\"><span dir=\"auto\">{CHANNEL_TITLE}</span></a></div>\
         <div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{text}</div>\
         <div class=\"tgme_widget_message_footer compact js-message_footer\"><div class=\"tgme_widget_message_info short js-message_info\">\
         <span class=\"tgme_widget_message_views\">987</span><span class=\"copyonly\"> views</span>\
         <span class=\"tgme_widget_message_meta\">{edited}<span class=\"tgme_widget_message_from_author\" dir=\"auto\">{author}</span>&nbsp;\
         <a class=\"tgme_widget_message_date\" href=\"https://t.me/{name}/{id}\"><time datetime=\"{at}\" class=\"time\">{clock}</time></a>\
         </span></div></div></div></div></div>\n",
        author = escape(&post.author),
        clock = post.created.format("%H:%M"),
    )
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, false)
}

/// The card of a name: a channel's, a group's, or that of a name that nobody has.
pub(super) async fn card(State(site): State<Site>, Path(name): Path<String>) -> Response {
    let known = match name.to_ascii_lowercase().as_str() {
        _ if site.mood(Platform::Telegram) == Mood::Captcha => None,
        CHANNEL | OWN_CHANNEL | "telegram" => Some(("2 531 subscribers", "View in Telegram", true)),
        GROUP => Some(("184 members, 7 online", "View in Telegram", false)),
        _ => None,
    };
    let name = escape(&name);
    let Some((extra, action, channel)) = known else {
        return html(format!(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Telegram: Contact @{name}</title>\
             <meta name=\"robots\" content=\"noindex, nofollow\"></head><body class=\"no_transition\"><div class=\"tgme_page_wrap\">\
             <div class=\"tgme_page\"><div class=\"tgme_page_description\">If you have <strong>Telegram</strong>, you can contact \
             <a class=\"tgme_username_link\" href=\"tg://resolve?domain={name}\">@{name}</a> right away.</div></div></div></body></html>"
        ));
    };
    let preview = if channel {
        format!(
            "<div class=\"tgme_page_context_link_wrap\"><a class=\"tgme_page_context_link\" href=\"/s/{name}\">Preview channel</a></div>"
        )
    } else {
        String::new()
    };
    html(format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Telegram: View @{name}</title></head><body>\
         <div class=\"tgme_page\"><div class=\"tgme_page_title\" dir=\"auto\"><span dir=\"auto\">{name}</span></div>\
         <div class=\"tgme_page_extra\">{extra}</div><div class=\"tgme_page_action\">\
         <a class=\"tgme_action_button_new\" href=\"tg://resolve?domain={name}\">{action}</a></div>{preview}</div></body></html>"
    ))
}
