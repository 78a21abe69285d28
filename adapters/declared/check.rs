//! What contradicts what in the declared part of a manifest, told with the table, the key and what is allowed.

use super::call::{Call, Service};
use super::config::{Declared, Route};
use super::template::Template;
use super::walk::Walk;
use crate::{Manifest, ReplyRoute};
use std::collections::BTreeMap;
use url::Url;

/// Everything that must be true of any declared part.
///
/// # Errors
/// What is wrong, where, and what is allowed there.
pub fn all(manifest: &Manifest, rules: &Declared) -> Result<(), String> {
    if rules.routes.is_empty() && rules.walks.is_empty() {
        return Err("[[declared.route]] or [[declared.walk]] is missing".into());
    }
    for (name, service) in &rules.service {
        check_service(manifest, name, service)?;
    }
    for rule in &rules.errors {
        rule.check().map_err(|e| format!("[declared] errors: {e}"))?;
    }
    for route in &rules.routes {
        check_route(manifest, rules, route)?;
    }
    if let Some(common) = &rules.common {
        named("[declared]", "service", common, rules.service.keys())?;
    }
    check_own(manifest, rules)?;
    for walk in &rules.walks {
        check_walk(manifest, rules, walk)?;
    }
    let publish = rules.publish.as_ref();
    let calls = [
        ("current.call", rules.current.as_ref().map(|c| &c.call)),
        (
            "current.talk",
            rules
                .current
                .as_ref()
                .and_then(|c| Some(&c.talk.as_ref()?.post.as_ref()?.call)),
        ),
        ("publish.call", publish.map(|p| &p.call)),
        (
            "publish.first",
            publish.and_then(|p| p.first.as_ref()).map(|f| &f.call),
        ),
        ("publish.replace", publish.and_then(|p| p.replace.as_ref())),
    ];
    for (at, call) in calls {
        if let Some(call) = call {
            check_call(manifest, rules, at, call)?;
        }
    }
    if let Some(replies) = &rules.replies {
        if replies.reply.is_none() && rules.item.as_ref().is_none_or(|item| item.reply.is_none()) {
            return Err("replies: `reply` or [declared.item.reply] is missing".into());
        }
        let call = Call::get(replies.service.clone(), replies.url.clone());
        check_call(manifest, rules, "replies", &call)?;
    }
    if let Some(item) = rules.current.as_ref().and_then(|c| c.item.as_ref()) {
        named("current", "item", item, manifest.items.keys())?;
    }
    if let Some(look) = publish.and_then(|p| p.look.as_ref()) {
        named(
            "publish.look",
            "route",
            &look.route,
            rules.routes.iter().map(|r| &r.name),
        )?;
        look.refuse
            .iter()
            .try_for_each(|rule| rule.check().map_err(|e| format!("publish.look: {e}")))?;
    }
    let talk = rules.current.as_ref().is_some_and(|c| c.talk.is_some());
    if talk && rules.walks.is_empty() {
        return Err("current: `talk` needs [[declared.walk]]".into());
    }
    if publish.is_some_and(|p| p.top.is_some()) && !talk {
        return Err("publish: `top` needs [declared.current] with `talk`".into());
    }
    if publish.is_some_and(|p| p.taken.read_again) && rules.current.is_none() {
        return Err("publish.taken: read_again needs [declared.current]".into());
    }
    Ok(())
}

/// Replies by API need a way to publish them.
///
/// # Errors
/// As [`all`].
pub fn replies(manifest: &Manifest, rules: &Declared) -> Result<(), String> {
    match (manifest.reply == ReplyRoute::Api, rules.publish.is_some()) {
        (true, false) => Err("reply = \"api\" needs [declared.publish], or code".into()),
        (false, true) => Err("[declared.publish] needs reply = \"api\"".into()),
        _ => Ok(()),
    }
}

fn check_route(manifest: &Manifest, rules: &Declared, route: &Route) -> Result<(), String> {
    let at = format!("route {}", route.name);
    let call = Call {
        headers: route.headers.clone(),
        form: route.form.clone(),
        json: route.json.clone(),
        ..Call::get(route.service.clone(), route.url.clone())
    };
    check_call(manifest, rules, &at, &call)?;
    for key in route.needs.iter().chain(&route.switch) {
        check_key(manifest, &at, key)?;
    }
    let around = [
        ("first", route.first.as_ref().map(|first| &first.call)),
        (
            "proof",
            route.proof.as_ref().and_then(|proof| proof.call.as_ref()),
        ),
        ("top", route.top.as_ref().map(|top| &top.call)),
    ];
    for (what, call) in around {
        if let Some(call) = call {
            check_call(manifest, rules, &format!("{at}.{what}"), call)?;
        }
    }
    if let Some(tree) = &route.tree {
        check_host(manifest, &format!("{at}.tree"), &tree.url)?;
        if tree.size == 0 || route.paging != super::Paging::None {
            return Err(format!(
                "{at}.tree: `size` must be 1 or more, and `paging` none: what was left out is asked for by its ids"
            ));
        }
    }
    if let Some(each) = &route.each {
        each.check().map_err(|e| format!("{at}.each: {e}"))?;
        if !each.key.is_empty() {
            check_key(manifest, &format!("{at}.each"), &each.key)?;
        }
    }
    if route.newest.is_some() && rules.own.is_none() {
        return Err(format!(
            "{at}: `newest` needs [declared.own], beside whose account it is kept"
        ));
    }
    if let Some(beside) = &route.beside {
        named(&at, "beside", beside, rules.routes.iter().map(|r| &r.name))?;
    }
    match &route.item {
        Some(item) => named(&at, "item", item, manifest.items.keys()),
        None if rules.item.is_none() => Err(format!("{at}: [declared.item] or `item = \"NAME\"` is missing")),
        None => Ok(()),
    }
}

/// Who we are, and what needs to know it.
fn check_own(manifest: &Manifest, rules: &Declared) -> Result<(), String> {
    let Some(own) = &rules.own else {
        return match &rules.written {
            Some(_) => Err("[declared.written] needs [declared.own]: whose posts are replies".into()),
            None => Ok(()),
        };
    };
    if own.ways.is_empty() {
        return Err("own: `ways` is empty; allowed: { is = \"…\" }, { call = { … }, at = \"…\" }".into());
    }
    for (n, way) in own.ways.iter().enumerate() {
        let at = format!("own.ways[{n}]");
        if way.is.is_none() && way.call.is_none() {
            return Err(format!(
                "{at}: `is` (the account) or `call` (asks for it) is missing"
            ));
        }
        check_keys(manifest, &at, way.needs.iter().map(String::as_str))?;
        let gaps = way.is.iter().flat_map(super::Words::gaps);
        check_keys(manifest, &at, gaps.filter_map(|gap| gap.strip_prefix("access.")))?;
        if let Some(call) = &way.call {
            check_call(manifest, rules, &at, call)?;
        }
    }
    if let Some(written) = &rules.written {
        check_route(manifest, rules, written)?;
    }
    match &rules.current {
        Some(current) if current.list.is_empty() || current.reply.is_some() => {
            Err("current: with [declared.own] it needs `list`: the posts among which ours is found".into())
        }
        None if rules.written.is_none() && rules.publish.is_some() => {
            Err("own: [declared.current] or [declared.written] is missing: where our reply is found".into())
        }
        _ => Ok(()),
    }
}

fn check_walk(manifest: &Manifest, rules: &Declared, walk: &Walk) -> Result<(), String> {
    walk.check(&|key| manifest.keys.iter().any(|k| k.secret && k.name == key))?;
    for (at, call) in walk.calls() {
        check_call(manifest, rules, &at, call)?;
    }
    let gaps = walk.own.names.iter().flat_map(super::Words::gaps);
    check_keys(
        manifest,
        "walk.own",
        gaps.filter_map(|gap| gap.strip_prefix("access.")),
    )?;
    for level in walk.levels.iter().filter(|level| level.context.is_none()) {
        match &level.item {
            Some(item) => named("walk.level", "item", item, manifest.items.keys())?,
            None if rules.item.is_none() => {
                return Err(
                    "walk.level: [declared.item], `item = \"NAME\"` or `context = \"PATH\"` is missing"
                        .into(),
                );
            }
            None => {}
        }
    }
    Ok(())
}

fn check_service(manifest: &Manifest, name: &str, service: &Service) -> Result<(), String> {
    let at = format!("service {name}");
    for rule in &service.errors {
        rule.check().map_err(|e| format!("{at}: {e}"))?;
    }
    if let Some(ends) = &service.limit_ends
        && ends.header != ends.header.to_ascii_lowercase()
    {
        return Err(format!(
            "{at}: limit_ends.header {:?} must be in lower case",
            ends.header
        ));
    }
    for way in &service.token {
        way.keys()
            .iter()
            .try_for_each(|key| check_key(manifest, &at, key))?;
        if let super::auth::Token::Grant(grant) = way {
            check_host(manifest, &at, &grant.url)?;
        }
    }
    if let Some(there) = &service.elsewhere {
        if !manifest.hosts.contains(&there.host) {
            return Err(format!("{at}.elsewhere: {} is not in hosts", there.host));
        }
        check_keys(
            manifest,
            &at,
            there.needs.iter().chain([&there.key]).map(String::as_str),
        )?;
    }
    if let Some(hmac) = &service.hmac_sha256 {
        check_key(manifest, &at, &hmac.key)?;
    }
    let gaps = service.words().flat_map(super::Words::gaps);
    check_keys(manifest, &at, gaps.filter_map(|gap| gap.strip_prefix("access.")))
}

fn check_call(manifest: &Manifest, rules: &Declared, at: &str, call: &Call) -> Result<(), String> {
    if let Some(name) = &call.service {
        named(at, "service", name, rules.service.keys())?;
    }
    check_host(manifest, at, &call.url)?;
    call.errors
        .iter()
        .try_for_each(|rule| rule.check().map_err(|e| format!("{at}: {e}")))?;
    for words in call.url.gaps().filter_map(|gap| gap.strip_prefix("words.")) {
        named(at, "words", &words.to_owned(), rules.words.keys())?;
    }
    check_keys(manifest, at, call.url.access_keys())?;
    let form = call.form.iter().flat_map(BTreeMap::values);
    let gaps = call.headers.values().chain(form).flat_map(super::Words::gaps);
    check_keys(manifest, at, gaps.filter_map(|gap| gap.strip_prefix("access.")))
}

fn check_host(manifest: &Manifest, at: &str, url: &Template) -> Result<(), String> {
    if url.is_on_place_host() {
        return match manifest.place_host {
            true => Ok(()),
            false => Err(format!("{at}: {{place.host}} needs `place_host = true`")),
        };
    }
    let url = url.fill(&|_| Some("1".into()));
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    if manifest.hosts.iter().any(|h| h == host) {
        return Ok(());
    }
    Err(format!("{at}: {host} is not in hosts"))
}

fn check_keys<'k>(manifest: &Manifest, at: &str, keys: impl Iterator<Item = &'k str>) -> Result<(), String> {
    for key in keys {
        check_key(manifest, at, key)?;
    }
    Ok(())
}

fn check_key(manifest: &Manifest, at: &str, key: &str) -> Result<(), String> {
    if manifest.keys.iter().any(|k| k.name == key) {
        return Ok(());
    }
    Err(format!("{at}: key {key} is not described in [[keys]]"))
}

fn named<'n>(
    at: &str,
    what: &str,
    name: &String,
    mut allowed: impl Iterator<Item = &'n String> + Clone,
) -> Result<(), String> {
    if allowed.clone().any(|a| a == name) {
        return Ok(());
    }
    let all: Vec<&str> = allowed.by_ref().map(String::as_str).collect();
    Err(format!(
        "{at}: there is no {what} `{name}`; allowed: {}",
        all.join(", ")
    ))
}
